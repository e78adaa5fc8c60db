package runtime_test

import (
	"testing"

	"github.com/gojs-run/gojs/runtime"
)

// BenchmarkNew is a Runtime from New to Close with a trivial script.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		rt, err := runtime.New()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := rt.RunString(b.Context(), "x.js", "1 + 1"); err != nil {
			b.Fatal(err)
		}
		_ = rt.Close()
	}
}

// BenchmarkIsolated is a process from NewIsolated to Close with a trivial script.
func BenchmarkIsolated(b *testing.B) {
	for b.Loop() {
		p, err := runtime.NewIsolated()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := p.RunString(b.Context(), "x.js", "1 + 1"); err != nil {
			b.Fatal(err)
		}
		_ = p.Close()
	}
}
