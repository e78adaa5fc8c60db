package main

import (
	"fmt"
	"regexp"
	"strings"
)

// measure is what a row's figure is taken from.
type measure string

const (
	wall    measure = "wall"    // the whole process, from its start to its end, in milliseconds
	memory  measure = "memory"  // the most memory it had resident, in MB
	printed measure = "printed" // the number it prints last

	// Of a script that is a web server and prints its port:
	answers measure = "answers" // requests that it answers in a second
	answer  measure = "answer"  // from the start of the process to the first answer, in milliseconds
)

// direction says which figure is the better one.
type direction string

const (
	lower  direction = "lower"
	higher direction = "higher"
)

// row is one comparison.
type row struct {
	Name    string
	Title   string
	Script  string
	Args    []string
	Measure measure
	Unit    string
	Better  direction
	Target  float64 // gojs's figure as a multiple of the best other runtime's; 0 where none is aimed at
	Against string  // the runtime that the multiple is of, where it is not the best other one
	Runs    int     // how often, unless -n says otherwise
}

var rows = []row{
	{Name: "start", Title: "start", Script: "start.cjs",
		Measure: wall, Unit: "ms", Better: lower, Target: 0.8, Runs: 21},
	{Name: "start-ts", Title: "start of a TypeScript file, warm cache", Script: "start.ts",
		Measure: wall, Unit: "ms", Better: lower, Target: 1, Runs: 21},
	{Name: "start-memory", Title: "start, peak memory", Script: "start.cjs",
		Measure: memory, Unit: "MB", Better: lower, Target: 0.7, Runs: 7},
	{Name: "spawn-echo", Title: "start, spawn, read one echo", Script: "spawn-echo.cjs",
		Measure: wall, Unit: "ms", Better: lower, Target: 0.8, Runs: 21},
	{Name: "spawn-ignore", Title: "spawns in sequence, stdio ignore", Script: "spawn-rate.cjs", Args: []string{"ignore"},
		Measure: printed, Unit: "/s", Better: higher, Target: 1.2, Runs: 5},
	{Name: "spawn-pipe", Title: "spawns in sequence, stdio pipe", Script: "spawn-rate.cjs", Args: []string{"pipe"},
		Measure: printed, Unit: "/s", Better: higher, Target: 1.2, Runs: 5},
	{Name: "parallel-sleeps", Title: "300 parallel sleeps, beyond the sleep", Script: "parallel-sleeps.cjs",
		Measure: printed, Unit: "ms", Better: lower, Runs: 5},
	{Name: "exec-file-sync", Title: "execFileSync", Script: "exec-file-sync.cjs",
		Measure: printed, Unit: "/s", Better: higher, Target: 1.1, Runs: 5},
	{Name: "exec-200mb", Title: "exec of 200 MB", Script: "exec-200mb.cjs",
		Measure: printed, Unit: "MB/s", Better: higher, Target: 1.2, Runs: 5},
	{Name: "stdout-2gb", Title: "stdout of 2 GB, 'data' events", Script: "stdout-2gb.cjs",
		Measure: printed, Unit: "MB/s", Better: higher, Target: 1.2, Runs: 5},
	{Name: "pipe-between", Title: "dd, cat, wc of 1 GB through .pipe()", Script: "pipe-between.cjs",
		Measure: printed, Unit: "MB/s", Better: higher, Target: 3, Runs: 5},
	{Name: "fork", Title: "fork, first message, exit", Script: "fork.cjs",
		Measure: wall, Unit: "ms", Better: lower, Target: 0.7, Runs: 11},
	{Name: "fork-memory", Title: "peak memory of a forked child", Script: "fork-memory.cjs",
		Measure: printed, Unit: "MB", Better: lower, Target: 0.6, Runs: 5},
	{Name: "ipc-rate", Title: "small messages there and back, 100 under way", Script: "ipc-rate.cjs",
		Measure: printed, Unit: "/s", Better: higher, Target: 1, Runs: 5},
	{Name: "ipc-strings", Title: "messages of 1 MiB of text", Script: "ipc-size.cjs", Args: []string{"strings"},
		Measure: printed, Unit: "MB/s", Better: higher, Target: 1, Runs: 5},
	{Name: "ipc-objects", Title: "messages of 10 MiB of nested objects", Script: "ipc-size.cjs", Args: []string{"objects"},
		Measure: printed, Unit: "MB/s", Better: higher, Runs: 3},
	{Name: "ipc-buffer", Title: "messages of 16 MiB of Buffer, advanced", Script: "ipc-size.cjs", Args: []string{"buffer"},
		Measure: printed, Unit: "MB/s", Better: higher, Runs: 5},
	{Name: "worker-start", Title: "worker: start, message, exit", Script: "worker-start.cjs",
		Measure: printed, Unit: "µs", Better: lower, Target: 0.1, Runs: 5},
	{Name: "worker-round-trip", Title: "worker: small messages there and back, one under way", Script: "worker-rate.cjs", Args: []string{"1"},
		Measure: printed, Unit: "/s", Better: higher, Target: 1, Runs: 5},
	{Name: "worker-rate", Title: "worker: small messages there and back, 100 under way", Script: "worker-rate.cjs", Args: []string{"100"},
		Measure: printed, Unit: "/s", Better: higher, Runs: 5},
	{Name: "worker-transfer", Title: "worker: 64 MiB moved there and back", Script: "worker-transfer.cjs",
		Measure: printed, Unit: "µs", Better: lower, Runs: 5},
	{Name: "events", Title: "events emitted, three listeners", Script: "events.cjs",
		Measure: printed, Unit: "million/s", Better: higher, Runs: 5},
	{Name: "read-small", Title: "readFileSync of 10,000 small files", Script: "read-small.cjs",
		Measure: printed, Unit: "files/s", Better: higher, Target: 1, Against: "node", Runs: 7},
	{Name: "readdir-tree", Title: "readdir of a tree of 50,000 entries", Script: "readdir-tree.cjs",
		Measure: printed, Unit: "entries/s", Better: higher, Target: 1, Against: "node", Runs: 5},
	{Name: "hash-1gb", Title: "SHA-256 of 1 GB", Script: "hash-1gb.cjs",
		Measure: printed, Unit: "MB/s", Better: higher, Target: 1, Against: "node", Runs: 5},
	{Name: "gzip-200mb", Title: "gzip of 200 MB, as a stream", Script: "gzip-200mb.cjs",
		Measure: printed, Unit: "MB/s", Better: higher, Target: 1, Against: "node", Runs: 3},
	{Name: "lines-2m", Title: "2,000,000 lines by for await over readline", Script: "lines-2m.cjs",
		Measure: printed, Unit: "/s", Better: higher, Runs: 3},
	{Name: "http-start", Title: "start of a web server, first answer", Script: "http-hello.cjs",
		Measure: answer, Unit: "ms", Better: lower, Target: 0.5, Runs: 11},
	{Name: "http-hello", Title: "requests to a web server, 32 connections", Script: "http-hello.cjs",
		Measure: answers, Unit: "/s", Better: higher, Target: 0.8, Against: "node", Runs: 5},
	{Name: "http-cluster", Title: "requests to a cluster of 2, 32 connections", Script: "http-hello.cjs", Args: []string{"cluster"},
		Measure: answers, Unit: "/s", Better: higher, Runs: 5},
	{Name: "numbers-sum", Title: "a thousand million additions", Script: "numbers.cjs", Args: []string{"sum"},
		Measure: printed, Unit: "ms", Better: lower, Target: 1.5, Against: "node", Runs: 5},
	{Name: "numbers-fibonacci", Title: "fibonacci(35), recursively", Script: "numbers.cjs", Args: []string{"fibonacci"},
		Measure: printed, Unit: "ms", Better: lower, Target: 1.2, Against: "node", Runs: 5},
	{Name: "numbers-sieve", Title: "primes up to 20 million, Uint8Array", Script: "numbers.cjs", Args: []string{"sieve"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
	{Name: "numbers-multiply", Title: "matrices of 300 by 300, Float64Array", Script: "numbers.cjs", Args: []string{"multiply"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
	{Name: "numbers-mandelbrot", Title: "Mandelbrot set, 500 by 500", Script: "numbers.cjs", Args: []string{"mandelbrot"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
	{Name: "numbers-bodies", Title: "five bodies, 500,000 steps, Float64Array", Script: "numbers.cjs", Args: []string{"bodies"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
	{Name: "numbers-collatz", Title: "Collatz sequences below a million", Script: "numbers.cjs", Args: []string{"collatz"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
	{Name: "numbers-crc32", Title: "CRC-32 of 20 MB", Script: "numbers.cjs", Args: []string{"crc32"},
		Measure: printed, Unit: "ms", Better: lower, Target: 3, Against: "node", Runs: 5},
}

// pickRows returns the rows that one of the comma-separated regular expressions matches as a whole, or all if there is none.
func pickRows(all []row, list string) ([]row, error) {
	if list == "" {
		return all, nil
	}
	var chosen []row
	matched := map[string]bool{}
	for _, part := range strings.Split(list, ",") {
		pattern, err := regexp.Compile(`\A(?:` + strings.TrimSpace(part) + `)\z`)
		if err != nil {
			return nil, fmt.Errorf("-row: %w", err)
		}
		found := false
		for _, r := range all {
			if pattern.MatchString(r.Name) {
				found = true
				matched[r.Name] = true
			}
		}
		if !found {
			return nil, fmt.Errorf("-row: no row is named %s; -list lists them", part)
		}
	}
	for _, r := range all {
		if matched[r.Name] {
			chosen = append(chosen, r)
		}
	}
	return chosen, nil
}
