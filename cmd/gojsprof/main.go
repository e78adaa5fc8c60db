// Command gojs runs JavaScript as node does: gojs script.js.
package main

import (
	"os"
	"runtime/pprof"
	"strconv"
)

func main() {
	tuneMemory()
	if p := os.Getenv("GOJS_PROF"); p != "" {
		f, _ := os.Create(p + "." + strconv.Itoa(os.Getpid()))
		pprof.StartCPUProfile(f)
		code := doMain(os.Args, os.Stdin, os.Stdout, os.Stderr)
		pprof.StopCPUProfile()
		os.Exit(code)
	}
	growStack(false)
	tuneMemory()
	os.Exit(doMain(os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// growStack makes this goroutine's stack large at once. A VM uses 64 KiB of it at
// the least; growing there by doubling would copy it, and touch fresh pages, four
// times. The frame must be large, not used: use is false, so that nothing clears it.
//
//go:noinline
func growStack(use bool) {
	if use {
		var space [96 << 10]byte
		touch(&space)
	}
}

//go:noinline
func touch(*[96 << 10]byte) {}
