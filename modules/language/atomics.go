package language

import (
	"encoding/binary"
	"math"
	"math/big"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/sharedmem"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// atomics is the global Atomics.
type atomics struct {
	vm  *goja.Runtime
	env *modules.Env
}

// narrow guards elements of one and two bytes, which processors' atomic instructions in Go leave out.
var narrow sync.Mutex

func loadAtomics(env *modules.Env, module *goja.Object) {
	vm := env.VM
	a := &atomics{vm: vm, env: env}
	o := vm.NewObject()
	_ = o.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("Atomics"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	change := func(name string, f func(old, operand uint64) uint64) {
		jsconv.Method(vm, o, name, 3, func(c goja.FunctionCall) goja.Value {
			e := a.element(c.Argument(0), c.Argument(1))
			operand := e.bits(a.vm, c.Argument(2))
			return e.value(a.vm, e.change(func(old uint64) uint64 { return f(old, operand) }))
		})
	}
	change("add", func(old, n uint64) uint64 { return old + n })
	change("and", func(old, n uint64) uint64 { return old & n })
	change("exchange", func(_, n uint64) uint64 { return n })
	change("or", func(old, n uint64) uint64 { return old | n })
	change("sub", func(old, n uint64) uint64 { return old - n })
	change("xor", func(old, n uint64) uint64 { return old ^ n })
	jsconv.Method(vm, o, "compareExchange", 4, func(c goja.FunctionCall) goja.Value {
		e := a.element(c.Argument(0), c.Argument(1))
		expected, replacement := e.bits(vm, c.Argument(2)), e.bits(vm, c.Argument(3))
		return e.value(vm, e.change(func(old uint64) uint64 {
			if old == expected {
				return replacement
			}
			return old
		}))
	})
	jsconv.Method(vm, o, "load", 2, func(c goja.FunctionCall) goja.Value {
		e := a.element(c.Argument(0), c.Argument(1))
		return e.value(vm, e.change(func(old uint64) uint64 { return old }))
	})
	jsconv.Method(vm, o, "store", 3, func(c goja.FunctionCall) goja.Value {
		e := a.element(c.Argument(0), c.Argument(1))
		v := e.number(vm, c.Argument(2))
		n := e.bits(vm, v)
		e.change(func(uint64) uint64 { return n })
		return v
	})
	jsconv.Method(vm, o, "isLockFree", 1, func(c goja.FunctionCall) goja.Value {
		n := c.Argument(0).ToInteger()
		return vm.ToValue(n == 1 || n == 2 || n == 4 || n == 8)
	})
	jsconv.Method(vm, o, "notify", 3, a.notify)
	jsconv.Method(vm, o, "wait", 4, a.wait)
	jsconv.Method(vm, o, "waitAsync", 4, a.waitAsync)
	jsconv.Method(vm, o, "pause", 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	_ = module.Get("exports").(*goja.Object).Set("Atomics", o)
}

// element is one element of a typed array.
type element struct {
	kind   slots.ViewKind
	bytes  []byte
	shared bool
}

// element finds the element that an operation is on.
func (a *atomics) element(array, index goja.Value) element {
	o, ok := array.(*goja.Object)
	if !ok || kind.Of(o) != kind.TypedArray {
		panic(a.vm.NewTypeError("[object %s] is not an integer typed array.", className(array)))
	}
	v := slots.ViewOf(o)
	switch v.Kind {
	case slots.Float16Array, slots.Float32Array, slots.Float64Array, slots.Uint8ClampedArray:
		panic(a.vm.NewTypeError("[object Array] is not an integer typed array."))
	}
	if v.Detached {
		panic(a.vm.NewTypeError("Cannot perform Atomics operation on a detached ArrayBuffer"))
	}
	size := v.Kind.Size()
	i := toIndex(a.vm, index, "Invalid atomic access index")
	if i >= len(v.Bytes)/size {
		panic(rangeError(a.vm, "Invalid atomic access index"))
	}
	return element{v.Kind, v.Bytes[i*size : i*size+size], sharedSlot.Get(v.Buffer) != nil}
}

func className(v goja.Value) string {
	if o, ok := v.(*goja.Object); ok {
		return o.ClassName()
	}
	return "Object"
}

// number converts an operand: to a BigInt or to an integer.
func (e element) number(vm *goja.Runtime, v goja.Value) goja.Value {
	if e.kind == slots.BigInt64Array || e.kind == slots.BigUint64Array {
		return jsconv.Call(mustFunction(vm.Get("BigInt")), nil, v)
	}
	f := v.ToNumber().ToFloat()
	if math.IsNaN(f) {
		return vm.ToValue(0)
	}
	if math.IsInf(f, 0) {
		return vm.ToValue(f)
	}
	return vm.ToValue(math.Trunc(f) + 0)
}

func mustFunction(v goja.Value) goja.Callable {
	f, _ := goja.AssertFunction(v)
	return f
}

// bits is an operand as it lies in memory.
func (e element) bits(vm *goja.Runtime, v goja.Value) uint64 {
	v = e.number(vm, v)
	mask := uint64(1)<<(8*e.kind.Size()) - 1
	if n, ok := v.Export().(*big.Int); ok {
		return new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
	}
	f := v.ToFloat()
	if math.IsInf(f, 0) {
		return 0
	}
	return uint64(int64(math.Mod(f, 1<<32))) & mask
}

// value is what lies in memory as a value.
func (e element) value(vm *goja.Runtime, bits uint64) goja.Value {
	switch e.kind {
	case slots.Int8Array:
		return vm.ToValue(int8(bits))
	case slots.Int16Array:
		return vm.ToValue(int16(bits))
	case slots.Int32Array:
		return vm.ToValue(int32(bits))
	case slots.BigInt64Array:
		return vm.ToValue(big.NewInt(int64(bits)))
	case slots.BigUint64Array:
		return vm.ToValue(new(big.Int).SetUint64(bits))
	}
	return vm.ToValue(bits)
}

// change replaces the element by what f makes of it, in one step for all worlds, and returns what it was.
func (e element) change(f func(uint64) uint64) uint64 {
	switch p := unsafe.Pointer(&e.bytes[0]); {
	case e.shared && len(e.bytes) == 4:
		for w := (*uint32)(p); ; {
			old := atomic.LoadUint32(w)
			if now := uint32(f(uint64(old))); now == old || atomic.CompareAndSwapUint32(w, old, now) {
				return uint64(old)
			}
		}
	case e.shared && len(e.bytes) == 8:
		for w := (*uint64)(p); ; {
			old := atomic.LoadUint64(w)
			if now := f(old); now == old || atomic.CompareAndSwapUint64(w, old, now) {
				return old
			}
		}
	}
	if e.shared {
		narrow.Lock()
		defer narrow.Unlock()
	}
	switch len(e.bytes) {
	case 1:
		old := uint64(e.bytes[0])
		e.bytes[0] = byte(f(old))
		return old
	case 2:
		old := uint64(binary.NativeEndian.Uint16(e.bytes))
		binary.NativeEndian.PutUint16(e.bytes, uint16(f(old)))
		return old
	case 4:
		old := uint64(binary.NativeEndian.Uint32(e.bytes))
		binary.NativeEndian.PutUint32(e.bytes, uint32(f(old)))
		return old
	}
	old := binary.NativeEndian.Uint64(e.bytes)
	binary.NativeEndian.PutUint64(e.bytes, f(old))
	return old
}

// waitable is element for those that can be waited for.
func (a *atomics) waitable(array, index goja.Value) element {
	e := a.element(array, index)
	if e.kind != slots.Int32Array && e.kind != slots.BigInt64Array {
		panic(a.vm.NewTypeError("[object Array] is not an int32 or BigInt64 typed array."))
	}
	return e
}

func (a *atomics) notify(c goja.FunctionCall) goja.Value {
	e := a.waitable(c.Argument(0), c.Argument(1))
	count := -1
	if v := c.Argument(2); !jsconv.Missing(v) {
		if f := v.ToNumber().ToFloat(); !math.IsInf(f, 1) {
			count = int(max(0, min(v.ToInteger(), math.MaxInt32)))
		}
	}
	if !e.shared {
		return a.vm.ToValue(0)
	}
	return a.vm.ToValue(sharedmem.Notify(&e.bytes[0], count))
}

// awaited reads what wait and waitAsync have in common.
func (a *atomics) awaited(c goja.FunctionCall) (e element, equal func() bool, timeout time.Duration) {
	e = a.waitable(c.Argument(0), c.Argument(1))
	if !e.shared {
		panic(a.vm.NewTypeError("[object Int32Array] is not a shared typed array."))
	}
	expected := e.bits(a.vm, c.Argument(2))
	timeout = -1
	if v := c.Argument(3); !jsconv.Missing(v) {
		ms := v.ToNumber().ToFloat()
		switch {
		case math.IsNaN(ms), ms > float64(math.MaxInt64/time.Millisecond):
		default:
			timeout = time.Duration(max(0, ms) * float64(time.Millisecond))
		}
	}
	return e, func() bool { return e.change(func(old uint64) uint64 { return old }) == expected }, timeout
}

func (a *atomics) wait(c goja.FunctionCall) goja.Value {
	e, equal, timeout := a.awaited(c)
	return a.vm.ToValue(string(sharedmem.Wait(&e.bytes[0], equal, timeout, a.env.Loop.Lifetime().Done())))
}

// waitAsync gives { async, value }, where value is a promise if async is true.
func (a *atomics) waitAsync(c goja.FunctionCall) goja.Value {
	e, equal, timeout := a.awaited(c)
	result := a.vm.NewObject()
	if timeout == 0 {
		outcome := sharedmem.TimedOut
		if !equal() {
			outcome = sharedmem.NotEqual
		}
		_ = result.Set("async", false)
		_ = result.Set("value", string(outcome))
		return result
	}
	promise, resolve, _ := a.vm.NewPromise()
	loop := a.env.Loop
	handle := loop.NewHandle()
	settle := func(outcome sharedmem.Outcome) {
		loop.Post(func() error {
			handle.Close()
			return resolve(string(outcome))
		})
	}
	cancel, outcome := sharedmem.WaitAsync(&e.bytes[0], equal, func() { settle(sharedmem.OK) })
	if outcome == sharedmem.NotEqual {
		handle.Close()
		_ = result.Set("async", false)
		_ = result.Set("value", string(outcome))
		return result
	}
	if timeout > 0 {
		time.AfterFunc(timeout, func() {
			if cancel() {
				settle(sharedmem.TimedOut)
			}
		})
	} else {
		handle.Unref()
	}
	_ = result.Set("async", true)
	_ = result.Set("value", promise)
	return result
}
