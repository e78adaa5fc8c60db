package buffer_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/modulestest"
)

// BenchmarkNewBuffer is what a chunk that was read from a pipe costs.
func BenchmarkNewBuffer(b *testing.B) {
	w := modulestest.New(b, buffer.Modules)
	chunk := make([]byte, 64<<10)
	b.SetBytes(int64(len(chunk)))
	b.ReportAllocs()
	for b.Loop() {
		w.Env.NewBuffer(chunk)
	}
}

// BenchmarkToString is chunk.toString() of ASCII text.
func BenchmarkToString(b *testing.B) {
	w := modulestest.New(b, buffer.Modules)
	chunk := make([]byte, 64<<10)
	for i := range chunk {
		chunk[i] = 'a' + byte(i%26)
	}
	o := w.Env.NewBuffer(chunk)
	toString, _ := goja.AssertFunction(o.Get("toString"))
	b.SetBytes(int64(len(chunk)))
	for b.Loop() {
		_, _ = toString(o)
	}
}

// BenchmarkLoad is the first use of Buffer.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := modulestest.New(b, buffer.Modules, []modules.Module{quietProcess})
		b.StartTimer()
		w.Require("buffer")
	}
}
