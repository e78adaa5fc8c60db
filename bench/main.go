// Command bench compares gojs with bun, deno and node.
//
//	go run ./bench                          every row
//	go run ./bench -row start,spawn-echo    these rows (names or regular expressions)
//	go run ./bench -n 21 -json result.json  21 runs each, and all samples in a file
//
// It installs the other runtimes from package.json, in the versions pinned there, builds gojs as it is released, and runs
// every row's script on each in turn (A B C D, A B C D, ...), so that what else the machine does falls on all of them
// alike. The result is a Markdown table of medians.
//
// rows.go says what is measured and which figure is aimed at; scripts/ holds the scripts, which run unchanged on all four.
package main

import (
	"context"
	"embed"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

//go:embed scripts/*.*s
var scripts embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := doMain(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// doMain is the command without the process around it.
func doMain(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	pick := flags.String("row", "", "comma-separated `names` or regular expressions of the rows to run (default all)")
	runs := flags.Int("n", 0, "`runs` of each row on each runtime (default the row's own)")
	file := flags.String("json", "", "`file` that gets every sample")
	list := flags.Bool("list", false, "list the rows and stop")
	timeout := flags.Duration("timeout", 2*time.Minute, "how long one run may take")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	chosen, err := pickRows(rows, *pick)
	if err != nil || flags.NArg() > 0 || *runs < 0 {
		if err == nil {
			err = fmt.Errorf("unexpected arguments: %q", flags.Args())
		}
		fmt.Fprintln(stderr, "bench:", err)
		return 2
	}
	if *list {
		for _, r := range chosen {
			fmt.Fprintf(stdout, "%-16s %s\n", r.Name, r.Title)
		}
		return 0
	}
	if err := compare(ctx, chosen, *runs, *timeout, *file, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}

// compare prepares the runtimes, runs the rows and writes the table to stdout; progress goes to stderr.
func compare(ctx context.Context, chosen []row, runs int, timeout time.Duration, file string, stdout, stderr io.Writer) error {
	dir, err := os.MkdirTemp("", "gojs-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := unpackScripts(dir); err != nil {
		return err
	}
	engines, err := findEngines(ctx, dir, stderr)
	if err != nil {
		return err
	}
	var results []result
	for _, r := range chosen {
		fmt.Fprintf(stderr, "%s:", r.Name)
		n := r.Runs
		if runs > 0 {
			n = runs
		}
		results = append(results, runRow(ctx, dir, r, engines, n, timeout, stderr))
		fmt.Fprintln(stderr)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if file != "" {
		text, err := json.MarshalIndent(results, "", "  ")
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
			return err
		}
	}
	_, err = io.WriteString(stdout, table(results, engines)+"\n"+machine(engines, time.Now())+"\n")
	return err
}

// unpackScripts puts the scripts into dir, away from this folder's package.json, which some runtimes would read at every start.
func unpackScripts(dir string) error {
	names, err := fs.Glob(scripts, "scripts/*.*s")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := scripts.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
