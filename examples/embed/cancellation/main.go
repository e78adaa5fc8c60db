// Command cancellation stops scripts: one that computes for ever, one that waits for ever, and one whose child does.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gojs-run/gojs/runtime"
)

func main() {
	for _, script := range []string{
		"for (;;) {}",
		"setInterval(() => {}, 1000)",
		"require('child_process').spawn(process.execPath, ['sleep'], { stdio: 'ignore' })",
	} {
		stop(script)
	}
}

func stop(script string) {
	if len(os.Args) > 1 { // the child
		time.Sleep(time.Hour)
	}
	rt, err := runtime.New(runtime.WithChildren())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer rt.Close() // no child is left behind
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err = rt.RunString(ctx, "script.js", script)
	fmt.Println(errors.Is(err, context.DeadlineExceeded), script)
}
