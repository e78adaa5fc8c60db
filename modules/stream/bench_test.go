package stream_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// BenchmarkRequire is a Runtime with nothing, with require('stream'), and with
// the classes, when all is compiled already.
func BenchmarkRequire(b *testing.B) {
	for name, src := range map[string]string{
		"nothing":  "0",
		"stream":   "require('stream'), 0",
		"Readable": "new (require('stream').Readable)(), 0",
		"Duplex":   "new (require('stream').Duplex)(), 0",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				rt, err := runtime.New()
				require.NoError(b, err)
				_, err = rt.RunString(b.Context(), "bench.js", src)
				require.NoError(b, err)
				require.NoError(b, rt.Close())
			}
		})
	}
}
