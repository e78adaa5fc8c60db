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
	c, err := parseFlags(argv[1:])
	if err != nil {
		fmt.Fprintf(stderr, "%s: %s\n", argv[0], err)
		return 9
	}
	switch {
	case c.version:
		fmt.Fprintln(stdout, modules.NodeVersion)
		return 0
	case c.help:
		fmt.Fprint(stdout, usage)
		return 0
	}
	source, name := "", "[eval]"
	if c.eval != nil {
		source = *c.eval
	} else if c.script == "" || c.script == "-" {
		b, err := io.ReadAll(stdin)
		if err != nil {
			fmt.Fprintf(stderr, "%s: cannot read standard input: %s\n", argv[0], err)
			return 1
		}
		source, name = string(b), "[stdin]"
		if c.script == "-" {
			c.args = append([]string{"-"}, c.args...)
		}
	}
	c.flags.EvalSource, c.flags.Print = source, c.print
	rt, err := runtime.New(
		runtime.WithArgs(c.args...),
		runtime.WithExecArgv(c.execArgv...),
		runtime.WithArgv0(argv[0]),
		runtime.WithFlags(c.flags),
		runtime.WithOwnProcess(),
		runtime.WithStdin(stdin), runtime.WithStdout(stdout), runtime.WithStderr(stderr),
		runtime.WithFatal(func(se *runtime.ScriptError) {
			fmt.Fprintf(stderr, "%s\nNode.js %s\n", se.Report, modules.NodeVersion)
		}),
	)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %s\n", argv[0], err)
		return 1
	}
	defer rt.Close()
	return exitCode(c.run(rt, source, name, stdout))
}

func (c *command) run(rt *runtime.Runtime, source, name string, stdout io.Writer) error {
	ctx := context.Background()
	if len(c.require) > 0 {
		if err := rt.Preload(ctx, c.require...); err != nil {
			return err
		}
	}
	switch {
	case c.check && name == "[eval]" && c.eval == nil:
		return rt.Check(ctx, c.script)
	case c.eval == nil && name == "[eval]":
		return rt.RunFile(ctx, c.script)
	}
	if strings.TrimSpace(source) == "" && !c.print {
		return rt.RunEval(ctx, name, "", nil)
	}
	var print func(goja.Value)
	if c.print {
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
