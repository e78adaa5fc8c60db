package workerthreads_test

import (
	"context"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

// eval runs a script with event loop in a new Runtime and returns what it printed.
func eval(t *testing.T, src string, opts ...runtime.Option) string {
	t.Helper()
	var out strings.Builder
	rt, err := runtime.New(append([]runtime.Option{runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithStdin(nil)}, opts...)...)
	require.NoError(t, err)
	defer rt.Close()
	require.NoError(t, rt.RunEval(t.Context(), "test.js", src, nil))
	return out.String()
}

// heap is what is in use after a collection.
func heap() int64 {
	var m goruntime.MemStats
	goruntime.GC()
	goruntime.GC()
	goruntime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// settled waits until no more goroutines run than before.
func settled(t *testing.T, before int) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); goruntime.NumGoroutine() > before; goruntime.Gosched() {
		require.False(t, time.Now().After(end), "%d goroutines, %d before", goruntime.NumGoroutine(), before)
	}
}

func TestEndedWorkersLeaveNothing(t *testing.T) {
	count := "10000"
	if testing.Short() || raceEnabled {
		count = "300"
	}
	const src = `const { Worker } = require('worker_threads');
		const count = Number(process.argv[1]);
		let started = 0, ended = 0;
		const next = () => {
			if (started++ >= count) return;
			const worker = new Worker("require('worker_threads').parentPort.postMessage('here')", { eval: true });
			worker.on('message', (message) => { if (message !== 'here') throw new Error(message); });
			worker.on('exit', () => { ended++; next(); });
		};
		for (let i = 0; i < 8; i++) next();
		process.on('exit', () => console.log(ended));`
	goroutines := goruntime.NumGoroutine()
	eval(t, src, runtime.WithArgs("20"))
	settled(t, goroutines)
	before := heap()
	assert.Equal(t, count+"\n", eval(t, src, runtime.WithArgs(count)))
	settled(t, goroutines)
	assert.Less(t, heap()-before, int64(4<<20))
}

func TestIdleWorkersAreSmall(t *testing.T) {
	count := 1000
	if testing.Short() || raceEnabled {
		count = 100
	}
	rt, err := runtime.New(runtime.WithStdin(nil))
	require.NoError(t, err)
	defer rt.Close()
	measured := func() int64 {
		var m goruntime.MemStats
		goruntime.GC()
		goruntime.ReadMemStats(&m)
		return int64(m.HeapInuse + m.StackInuse)
	}
	before := measured()
	require.NoError(t, rt.Do(t.Context(), func(vm *goja.Runtime) error { return vm.Set("count", count) }))
	_, err = rt.RunString(t.Context(), "idle.js", `const { Worker } = require('worker_threads');
		let ready = 0;
		for (let i = 0; i < count; i++) {
			const code = "const { parentPort } = require('worker_threads'); parentPort.on('message', () => {}); parentPort.postMessage(1)";
			const worker = new Worker(code, { eval: true });
			worker.on('message', () => { ready++; worker.unref(); });
		}
		const wait = setInterval(() => { if (ready === count) clearInterval(wait); }, 1);`)
	require.NoError(t, err)
	each := (measured() - before) / int64(count)
	t.Logf("%d KiB each", each>>10)
	assert.Less(t, each, int64(1<<20))
}

func TestManyWorkersExchangeMessages(t *testing.T) {
	out := eval(t, `const { Worker, MessageChannel } = require('worker_threads');
		const count = 64;
		const code = "const { parentPort, workerData } = require('worker_threads');" +
			"parentPort.once('message', ({ left, right, cells }) => {" +
			"  left.on('message', (m) => { Atomics.add(cells, 0, 1); if (m.hops === 0) return parentPort.postMessage('around'); right.postMessage({ ...m, hops: m.hops - 1 }); });" +
			"  parentPort.on('message', (m) => { if (m === 'go') right.postMessage({ hops: 64 * 4, from: workerData, bytes: new Uint8Array(100) }); else process.exit(); });" +
			"  parentPort.postMessage('ready');" +
			"})";
		const cells = new Int32Array(new SharedArrayBuffer(8));
		const channels = Array.from({ length: count }, () => new MessageChannel());
		const workers = channels.map((_, i) => new Worker(code, { eval: true, workerData: i }));
		let ready = 0, around = 0, ended = 0;
		workers.forEach((worker, i) => {
			const left = channels[i].port1, right = channels[(i + 1) % count].port2;
			worker.postMessage({ left, right, cells }, [left, right]);
			worker.on('message', (message) => {
				if (message === 'ready' && ++ready === count) for (const w of workers) w.postMessage('go');
				if (message === 'around' && ++around === count) for (const w of workers) w.postMessage('end');
			});
			worker.on('exit', () => { if (++ended === count) console.log(around, Atomics.load(cells, 0)); });
		});`)
	assert.Equal(t, "64 16448\n", out)
}

func TestPanicEndsTheWorkerAlone(t *testing.T) {
	broken := modules.Module{Name: "broken", Load: func(*modules.Env, *goja.Object) { panic("of Go") }}
	out := eval(t, `const { Worker } = require('worker_threads');
		const worker = new Worker("require('broken')", { eval: true });
		worker.on('error', (err) => console.log(err.code, err.message));
		worker.on('exit', (code) => console.log('exit', code));`, runtime.WithModule(broken))
	assert.Equal(t, "ERR_GO_PANIC panic in a Go function: of Go\nexit 1\n", out)
}

func TestCloseEndsWorkers(t *testing.T) {
	goroutines := goruntime.NumGoroutine()
	rt, err := runtime.New(runtime.WithStdin(nil))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	_, err = rt.RunString(ctx, "test.js", `const { Worker } = require('worker_threads');
		const busy = "for (;;);";
		const nested = "new (require('worker_threads').Worker)('setInterval(() => {}, 1000)', { eval: true })";
		for (const code of [busy, nested]) new Worker(code, { eval: true }).unref();`)
	require.NoError(t, err)
	cancel()
	require.NoError(t, rt.Close())
	settled(t, goroutines)
}

func TestEndedWorkerHoldsNoLock(t *testing.T) {
	out := eval(t, `const { Worker, locks } = require('worker_threads');
		const code = "const { locks, parentPort } = require('worker_threads');" +
			"locks.request('key', () => new Promise(() => parentPort.postMessage('held'))); parentPort.ref()";
		const worker = new Worker(code, { eval: true });
		worker.on('message', () => {
			locks.request('key', () => { console.log('granted'); clearInterval(wait); });
			worker.terminate();
		});
		const wait = setInterval(() => {}, 1000);`)
	assert.Equal(t, "granted\n", out)
}

func TestTransferMovesMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("times are not what they are")
	}
	out := eval(t, `const { MessageChannel, receiveMessageOnPort } = require('worker_threads');
		const { port1, port2 } = new MessageChannel();
		const time = (size) => {
			let best = Infinity;
			for (let i = 0; i < 20; i++) {
				const buffer = new ArrayBuffer(size);
				const from = process.hrtime.bigint();
				port1.postMessage(buffer, [buffer]);
				const moved = receiveMessageOnPort(port2).message;
				const took = Number(process.hrtime.bigint() - from);
				if (moved.byteLength !== size || buffer.byteLength !== 0) throw new Error('not moved');
				best = Math.min(best, took);
			}
			return best;
		};
		time(1024);
		const small = time(1024), large = time(64 << 20);
		console.log(large < 20 * small + 1e5 ? 'constant' : small + ' ' + large);`)
	assert.Equal(t, "constant\n", out)
}
