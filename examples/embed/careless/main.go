// Command careless embeds gojs in the shortest way. It does not call runtime.ChildMain, so its scripts cannot fork it.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gojs-run/gojs/runtime"
)

func main() {
	fmt.Println("started")
	rt, err := runtime.New(runtime.WithChildren())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close()
	if err := rt.RunFile(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
