// Command gojs runs JavaScript as node does: gojs script.js.
package main

import (
	"os"

	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/lateinit/skip"
)

func main() {
	lateinit.By(skip.Init)
	growStack(false)
	tuneMemory()
	os.Exit(profiled(func() int { return doMain(os.Args, os.Stdin, os.Stdout, os.Stderr) }))
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
