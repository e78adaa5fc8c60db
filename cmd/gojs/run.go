package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

// doMain is main without the process: it returns the exit code.
func doMain(argv []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, err := runtime.ParseCommandLine(argv[1:], os.Getenv("NODE_OPTIONS"))
	if err != nil {
		fmt.Fprintf(stderr, "%s: %s\n", argv[0], err)
		return 9
	}
	switch {
	case c.Version:
		fmt.Fprintln(stdout, modules.NodeVersion)
		return 0
	case c.Help:
		fmt.Fprint(stdout, usage)
		return 0
	case c.V8Options:
		fmt.Fprint(stdout, v8Options)
		return 0
	}
	source, name := "", "[eval]"
	if c.Eval != nil {
		source = *c.Eval
	} else if c.Script == "" || c.Script == "-" {
		b, err := io.ReadAll(stdin)
		if err != nil {
			fmt.Fprintf(stderr, "%s: cannot read standard input: %s\n", argv[0], err)
			return 1
		}
		source, name = string(b), "[stdin]"
		if c.Script == "-" {
			c.Args = append([]string{"-"}, c.Args...)
		}
	}
	c.Flags.EvalSource, c.Flags.Print = source, c.Print
	rt, err := runtime.New(append(c.Options(),
		runtime.WithArgv0(argv[0]),
		runtime.WithOwnProcess(),
		runtime.WithStdin(stdin), runtime.WithStdout(stdout), runtime.WithStderr(stderr),
		runtime.WithFatal(func(se *runtime.ScriptError) {
			fmt.Fprintf(stderr, "%s\nNode.js %s\n", se.Report, modules.NodeVersion)
		}),
	)...)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %s\n", argv[0], err)
		return 1
	}
	defer rt.Close()
	return exitCode(execute(c, rt, source, name, stdout))
}

func execute(c *runtime.CommandLine, rt *runtime.Runtime, source, name string, stdout io.Writer) error {
	ctx := context.Background()
	if len(c.Require) > 0 {
		if err := rt.Preload(ctx, c.Require...); err != nil {
			return err
		}
	}
	switch {
	case c.Check && name == "[eval]" && c.Eval == nil:
		return rt.Check(ctx, c.Script)
	case c.Eval == nil && name == "[eval]":
		return rt.RunFile(ctx, c.Script)
	}
	if strings.TrimSpace(source) == "" && !c.Print {
		return rt.RunEval(ctx, name, "", nil)
	}
	var print func(goja.Value)
	if c.Print {
		print = func(v goja.Value) { fmt.Fprintln(stdout, rt.Inspect(v)) }
	}
	return rt.RunEval(ctx, name, source, print)
}

func exitCode(err error) int {
	var exit *runtime.ExitError
	var se *runtime.ScriptError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.Code
	case errors.As(err, &se):
		fmt.Fprint(os.Stderr, se.Report)
	default:
		fmt.Fprintln(os.Stderr, err)
	}
	return 1
}
