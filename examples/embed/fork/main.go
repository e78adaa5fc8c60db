// Command fork is a program that embeds gojs and whose scripts fork: the workers are the program itself.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/gojs-run/gojs/runtime"

	"github.com/dop251/goja"
)

// greeting is a module of this program's own. The workers have it too.
func greeting(vm *goja.Runtime, module *goja.Object) {
	_ = module.Get("exports").(*goja.Object).Set("greet", func(name string) string {
		return fmt.Sprintf("hello %s, from a program of my own", name)
	})
}

func main() {
	options := []runtime.Option{runtime.WithChildren(), runtime.WithLoader("greeting", greeting)}
	// Where fork has started this program to run a script, it runs it and is done.
	if code, forked := runtime.ChildMain(options...); forked {
		os.Exit(code)
	}
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: fork script.js")
		os.Exit(2)
	}
	rt, err := runtime.New(options...)
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
