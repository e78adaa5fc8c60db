package emitter_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/stack"
)

func class(t *testing.T) (*emitter.Class, *goja.Runtime) {
	vm := goja.New()
	stack.Install(vm)
	c := emitter.New(vm)
	require.NoError(t, vm.Set("EventEmitter", c.Constructor))
	return c, vm
}

func run(t *testing.T, vm *goja.Runtime, src string) goja.Value {
	t.Helper()
	v, err := vm.RunString(src)
	require.NoError(t, err)
	return v
}

func TestOfFindsTheClass(t *testing.T) {
	c, vm := class(t)
	require.Same(t, c, emitter.Of(c.Constructor))
	require.Same(t, c, emitter.Of(run(t, vm, "(class Sub extends EventEmitter {})").(*goja.Object)))
	require.Nil(t, emitter.Of(vm.NewObject()))
}

func TestGoListensAndEmits(t *testing.T) {
	c, vm := class(t)
	e := c.Make(nil)
	require.NoError(t, vm.Set("e", e))
	var got []string
	hear := func(name string) func(goja.FunctionCall) goja.Value {
		return func(call goja.FunctionCall) goja.Value {
			require.Same(t, e, call.This)
			got = append(got, name+call.Argument(0).String())
			return goja.Undefined()
		}
	}
	on := c.On(e, "x", hear("on "))
	c.Once(e, "x", hear("once "))
	run(t, vm, "e.emit('x', 1)")
	require.True(t, c.Emit(e, "x", vm.ToValue(2)))
	require.Equal(t, 1, c.ListenerCount(e, "x"))
	c.Off(e, "x", on)
	require.False(t, c.Emit(e, "x", vm.ToValue(3)))
	require.Equal(t, []string{"on 1", "once 1", "on 2"}, got)
}

func TestMethodsThatAScriptReplacedAreCalled(t *testing.T) {
	c, vm := class(t)
	e := run(t, vm, `var log = [];
		class Loud extends EventEmitter {
			emit(name, ...args) { log.push('emit ' + name + args); return super.emit(name, ...args); }
			on(name, f) { log.push('on ' + name); return super.on(name, f); }
			removeListener(name, f) { log.push('remove ' + name); return super.removeListener(name, f); }
		}
		new Loud()`).(*goja.Object)
	l := c.On(e, "x", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	require.True(t, c.Emit(e, "x", vm.ToValue(1), vm.ToValue(2)))
	c.Off(e, "x", l)
	require.Equal(t, "on x|emit x1,2|remove x", run(t, vm, "log.join('|')").String())
}

func TestAnErrorNobodyListensForIsThrown(t *testing.T) {
	c, vm := class(t)
	e := run(t, vm, "new (class Pipe extends EventEmitter {})()").(*goja.Object)
	err := run(t, vm, "new RangeError('burst')")
	ex := vm.Try(func() { c.Emit(e, "error", err) })
	require.NotNil(t, ex)
	require.Same(t, err, ex.Value())
	require.Contains(t, emitter.EmittedAt(err), "\nEmitted 'error' event on Pipe instance at:")
	require.Empty(t, emitter.EmittedAt(run(t, vm, "new Error()")))

	_, thrown := vm.RunString("function outer() { new EventEmitter().emit('error', new Error('x')); } outer()")
	var exception *goja.Exception
	require.ErrorAs(t, thrown, &exception)
	require.Regexp(t, `^\nEmitted 'error' event at:\n {4}at outer \(`, emitter.EmittedAt(exception.Value()))
}

func TestListenersThrow(t *testing.T) {
	c, vm := class(t)
	e := run(t, vm, "new EventEmitter().on('x', () => { throw 'thrown'; })").(*goja.Object)
	ex := vm.Try(func() { c.Emit(e, "x") })
	require.NotNil(t, ex)
	require.Equal(t, "thrown", ex.Value().String())
}

func BenchmarkEmit(b *testing.B) {
	vm := goja.New()
	_ = vm.Set("EventEmitter", emitter.New(vm).Constructor)
	_ = vm.Set("n", b.N)
	p := goja.MustCompile("emit.js", `
		(() => {
			const e = new EventEmitter();
			let sum = 0;
			for (let i = 0; i < 3; i++) e.on('x', (a) => { sum += a; });
			for (let i = 0; i < n; i++) e.emit('x', 1, 2);
		})()`, true)
	b.ReportAllocs()
	b.ResetTimer()
	if _, err := vm.RunProgram(p); err != nil {
		b.Fatal(err)
	}
}
