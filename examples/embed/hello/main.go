// Command hello runs a script and asks it for a value.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gojs-run/gojs/runtime"
)

func main() {
	rt, err := runtime.New()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close()
	ctx := context.Background()
	_, err = rt.RunString(ctx, "hello.js", `
		console.log('hello from', process.platform === 'win32' ? 'Windows' : 'Unix');
		globalThis.greet = async (name) => { await null; return 'hello ' + name };`)
	if err == nil {
		var greeting any
		if greeting, err = rt.Await(ctx, "greet", "Ada"); err == nil {
			fmt.Println(greeting)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
