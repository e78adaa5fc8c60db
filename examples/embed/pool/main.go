// Command pool answers many calls side by side with a few Runtimes of one script.
package main

import (
	"context"
	"fmt"
	"os"
	"sync"

	"github.com/gojs-run/gojs/runtime"
)

func main() {
	pool := runtime.NewPool(4, "pool/price.js")
	defer pool.Close()
	prices := make([]any, 100)
	var all sync.WaitGroup
	for i := range prices {
		all.Go(func() {
			price, err := pool.Await(context.Background(), "price", "tea", i)
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
				return
			}
			prices[i] = price
		})
	}
	all.Wait()
	fmt.Println(prices[0], prices[1], prices[99])
}
