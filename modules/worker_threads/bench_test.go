package workerthreads_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

func run(b *testing.B, src string) {
	rt, err := runtime.New()
	require.NoError(b, err)
	defer rt.Close()
	b.ResetTimer()
	_, err = rt.RunString(b.Context(), "bench.js", "const count = "+strconv.Itoa(b.N)+";\n"+src)
	require.NoError(b, err)
}

// BenchmarkStart starts workers one after the other; each sends a message and ends.
func BenchmarkStart(b *testing.B) {
	run(b, `const { Worker } = require('worker_threads');
		const code = "require('worker_threads').parentPort.postMessage('ready')";
		const next = (n) => { if (n < count) new Worker(code, { eval: true }).on('message', () => {}).on('exit', () => next(n + 1)); };
		next(0);`)
}

// BenchmarkRoundTrip sends small messages to a worker and back, 100 under way.
func BenchmarkRoundTrip(b *testing.B) {
	run(b, `const { Worker } = require('worker_threads');
		const worker = new Worker("const { parentPort } = require('worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m))", { eval: true });
		let sent = 0, answered = 0;
		const send = () => worker.postMessage({ id: sent++, name: 'a small message', list: [1, 2, 3] });
		worker.on('message', () => {
			if (sent < count) send();
			if (++answered === count) worker.terminate();
		});
		for (let i = 0; i < Math.min(100, count); i++) send();`)
}
