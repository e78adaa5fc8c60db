package clone

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

// The values that the benchmarks clone.
var samples = []struct{ name, src string }{
	{"small", "{ id: 12345, type: 'result', ok: true }"},
	{"typical", `{ id: 81723, method: 'workspace/symbol', params: { query: 'handleRequest', limit: 50, tags: ['a', 'b', 'c'],
		range: { start: { line: 10, character: 4 }, end: { line: 12, character: 1 } } }, ok: true, took: 0.125, error: null }`},
	{"records", "Array.from({ length: 200 }, (_, i) => ({ id: i, name: 'Some Person', email: 'some.person@example.com', score: 99.5, active: true }))"},
	{"numbers", "Array.from({ length: 2500 }, (_, i) => i * 7)"},
	{"map", "new Map(Array.from({ length: 1000 }, (_, i) => ['key' + i, i]))"},
	{"1MiB string", "'x'.repeat(1 << 20)"},
	{"16MiB Buffer", "new Buffer(16 << 20)"},
}

func BenchmarkWrite(b *testing.B) {
	w := newWorld(b)
	var dst []byte
	for _, s := range samples {
		v := w.eval(b, s.src)
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dst, _ = w.node.Append(dst[:0], w.Runtime, v)
			}
			b.SetBytes(int64(len(dst)))
		})
	}
}

func BenchmarkRead(b *testing.B) {
	w := newWorld(b)
	for _, s := range samples {
		data, err := w.node.Append(nil, w.Runtime, w.eval(b, s.src))
		require.NoError(b, err)
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				_, _ = w.node.Parse(w.Runtime, data, true)
			}
		})
	}
}

func BenchmarkCopy(b *testing.B) {
	w, other := newWorld(b), goja.New()
	for _, s := range samples {
		v := w.eval(b, s.src)
		b.Run(s.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var copied Value
				_ = copied.Copy(w.Runtime, v, Options{})
				_, _ = copied.Read(other, nil)
			}
		})
	}
}
