package webstreams_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// BenchmarkPipe sends a thousand chunks through a TransformStream.
func BenchmarkPipe(b *testing.B) {
	benchmark(b, `let i = 0;
		new ReadableStream({ pull(c) { c.enqueue(i++); if (i === 1000) c.close(); } })
			.pipeThrough(new TransformStream({ transform(chunk, c) { c.enqueue(chunk + 1); } }))
			.pipeTo(new WritableStream());`)
}

// BenchmarkRead reads a thousand chunks.
func BenchmarkRead(b *testing.B) {
	benchmark(b, `(async () => {
		let i = 0;
		const reader = new ReadableStream({ pull(c) { c.enqueue(i++); if (i === 1000) c.close(); } }).getReader();
		while (!(await reader.read()).done);
	})();`)
}

func benchmark(b *testing.B, script string) {
	b.ReportAllocs()
	for b.Loop() {
		rt, err := runtime.New()
		require.NoError(b, err)
		_, err = rt.RunString(b.Context(), "bench.js", script)
		require.NoError(b, err)
		rt.Close()
	}
}
