package runtime_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// value runs src and returns what its last statement gave, as text.
func value(t *testing.T, rt *runtime.Runtime, src string) string {
	t.Helper()
	v, err := rt.RunString(t.Context(), "x.js", src)
	require.NoError(t, err)
	return v.String()
}

func TestSharedMemoryBetweenRuntimes(t *testing.T) {
	a, b := start(t), start(t)
	value(t, a, "var shared = new SharedArrayBuffer(8); var words = new Int32Array(shared); 0")
	// What worker_threads does: the memory is taken from one world and looked at by another.
	const module = "internal/shared_array_buffer"
	var memory any
	require.NoError(t, a.Do(t.Context(), func(vm *goja.Runtime) error {
		memoryOf, _ := goja.AssertFunction(a.Builtin(module).Get("memoryOf"))
		v, err := memoryOf(nil, vm.Get("shared"))
		memory = v.Export()
		return err
	}))
	require.NoError(t, b.Do(t.Context(), func(vm *goja.Runtime) error {
		of, _ := goja.AssertFunction(b.Builtin(module).Get("of"))
		v, err := of(nil, vm.ToValue(memory))
		if err != nil {
			return err
		}
		return vm.Set("shared", v)
	}))
	waited := make(chan string)
	go func() {
		v, err := b.RunString(t.Context(), "b.js", "var words = new Int32Array(shared); Atomics.store(words, 1, 1); Atomics.wait(words, 0, 0) + ' ' + Atomics.load(words, 0)")
		if err != nil {
			waited <- err.Error()
			return
		}
		waited <- v.String()
	}()
	value(t, a, "while (Atomics.load(words, 1) === 0); Atomics.store(words, 0, 7); while (Atomics.notify(words, 0) === 0 && Atomics.load(words, 1) === 1) Atomics.store(words, 1, 2); 0")
	assert.Contains(t, []string{"ok 7", "not-equal 7"}, <-waited)
}

func TestWeakReferences(t *testing.T) {
	rt := start(t)
	// Whether and when something is collected is Go's business; what is alive stays.
	require.Equal(t, "true", value(t, rt, `
		var o = { a: 1 }; var ref = new WeakRef(o);
		var registry = new FinalizationRegistry(() => {});
		registry.register({}, 'gone'); registry.register(o, 'stays', o);
		ref.deref() === o`))
	require.Equal(t, "true,true,false", value(t, rt, "[ref.deref() === o, registry.unregister(o), registry.unregister(o)].join()"))
}

func TestResizableBuffers(t *testing.T) {
	rt := start(t)
	for _, c := range [][2]string{
		{"var b = new ArrayBuffer(8, { maxByteLength: 16 }); var all = new Uint8Array(b), tail = new Uint16Array(b, 4), part = new Uint8Array(b, 2, 4), view = new DataView(b, 1); b.resize(12); [all.length, tail.length, part.length, view.byteLength].join()", "12,4,4,11"},
		{"b.resize(3); [all.length, tail.length, part.length, view.byteLength].join()", "3,0,0,2"},
		{"b.resize(16); [all.length, tail.length, part.length, view.byteLength].join()", "16,6,4,15"},
		{"all[15] = 9; b.resize(8); b.resize(16); all[15]", "0"},
		{"var c = b.transfer(20 - 8); [b.detached, c.resizable, c.maxByteLength, c.byteLength, all.length].join()", "true,true,16,12,0"},
		{"var d = c.transferToFixedLength(); [d.resizable, d.maxByteLength].join()", "false,12"},
		{"try { b.resize(1) } catch (e) { e.name }", "TypeError"},
		{"try { d.resize(1) } catch (e) { e.name }", "TypeError"},
		{"try { new ArrayBuffer(5, { maxByteLength: 4 }) } catch (e) { e.name }", "RangeError"},
		{"var s = new SharedArrayBuffer(2, { maxByteLength: 6 }); var u = new Uint8Array(s); s.grow(4); [u.length, s.growable, s.maxByteLength, s.slice(1).byteLength].join()", "4,true,6,3"},
		{"try { s.grow(2) } catch (e) { e.name }", "RangeError"},
	} {
		assert.Equal(t, c[1], value(t, rt, c[0]), c[0])
	}
}

func TestStackOverflowIsCaught(t *testing.T) {
	rt := start(t)
	require.Equal(t, "RangeError: Maximum call stack size exceeded", value(t, rt, "(function () { try { (function f() { f() })() } catch (e) { return String(e) } })()"))
	require.Equal(t, "still works", value(t, rt, "'still works'"))
}
