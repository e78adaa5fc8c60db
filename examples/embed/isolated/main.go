// Command isolated runs scripts that nobody trusts, each in a process of its own with limits that hold.
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
	// Where NewIsolated has started this program, it runs scripts and is done. Go of its own is for here.
	if code, forked := runtime.ChildMain(runtime.WithGo("rates", map[string]float64{"EUR": 1.25})); forked {
		os.Exit(code)
	}
	for _, script := range []string{
		"Promise.resolve({ euros: 4 * require('rates').EUR })",
		"for (;;) {}",
		"const kept = []; for (;;) kept.push(new Array(1000).fill(0))",
		"for (;;) console.log('more')",
		"require('fs').readFileSync('/etc/passwd')",
		"process.exit(3)",
	} {
		v, err := evaluate(script)
		var limit *runtime.LimitError
		var exit *runtime.ExitError
		switch {
		case errors.As(err, &limit):
			fmt.Println("limit:", limit.Limit)
		case errors.As(err, &exit):
			fmt.Println("exit code", exit.Code)
		default:
			fmt.Println(v, err)
		}
	}
}

func evaluate(script string) (any, error) {
	p, err := runtime.NewIsolated(
		runtime.WithLimits(runtime.Limits{Time: 10 * time.Second, CPU: time.Second, Memory: 64 << 20, Output: 1 << 10}),
		runtime.WithPermissions(runtime.Permissions{}), runtime.WithStdin(nil), runtime.WithStdout(nil), runtime.WithStderr(nil),
	)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return p.RunString(context.Background(), "script.js", script)
}
