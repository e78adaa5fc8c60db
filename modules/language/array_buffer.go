package language

import (
	"math"
	"weak"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// resizable is what an ArrayBuffer keeps that was made with maxByteLength, or a SharedArrayBuffer that can grow: the
// views of it, which change with it.
type resizable struct {
	most  int
	views []viewOf
}

// viewOf is a view. One made without a length ends where its buffer ends; the length of others is known, in bytes.
type viewOf struct {
	o       weak.Pointer[goja.Object]
	length  int
	tracing bool
}

var resizableSlot = jsconv.Slot[resizable]{Name: "resizable"}

// buffers adds to ArrayBuffer what goja's lacks.
type buffers struct {
	env       *modules.Env
	vm        *goja.Runtime
	construct func(args []goja.Value, newTarget *goja.Object) *goja.Object
	watching  bool // there are resizable buffers, whose views the constructors note
	patched   map[*goja.Object]bool
}

// loadArrayBuffer gives ArrayBuffer.prototype its new members and makes the constructor take maxByteLength. What it
// exports is for SharedArrayBuffer.
func loadArrayBuffer(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	b := &buffers{env: env, vm: vm, patched: map[*goja.Object]bool{}}
	vm.NewArrayBuffer(nil) // makes the constructor, whose global variable may be the one that is being read
	ctor := slots.Intrinsic(vm, "ArrayBuffer")
	proto := ctor.Get("prototype").(*goja.Object)
	if native, ok := slots.NativeOf(ctor); ok {
		b.construct = *native.Construct
		*native.Construct = b.new
	}
	_ = x.Set("mend", func(c goja.FunctionCall) goja.Value {
		if o, ok := c.Argument(0).(*goja.Object); ok && o != ctor {
			b.patch(o)
		}
		return goja.Undefined()
	})
	_ = x.Set("watch", func(c goja.FunctionCall) goja.Value { b.watch(); return goja.Undefined() })
	getter := func(name string, f func(o *goja.Object, memory []byte, detached bool) any) {
		jsconv.Getter(vm, proto, name, false, func(this goja.Value) goja.Value {
			o := b.receiver(this, name)
			memory, detached := slots.BufferOf(o)
			return vm.ToValue(f(o, memory, detached))
		})
	}
	getter("resizable", func(o *goja.Object, _ []byte, _ bool) any { return resizableSlot.Get(o) != nil })
	getter("detached", func(_ *goja.Object, _ []byte, detached bool) any { return detached })
	getter("maxByteLength", func(o *goja.Object, memory []byte, detached bool) any {
		switch r := resizableSlot.Get(o); {
		case detached:
			return 0
		case r != nil:
			return r.most
		}
		return len(memory)
	})
	jsconv.Method(vm, proto, "resize", 1, b.resize)
	jsconv.Method(vm, proto, "transfer", 0, func(c goja.FunctionCall) goja.Value { return b.transfer(c, "transfer", true) })
	jsconv.Method(vm, proto, "transferToFixedLength", 0, func(c goja.FunctionCall) goja.Value {
		return b.transfer(c, "transferToFixedLength", false)
	})
}

// receiver is the ArrayBuffer a method is called on.
func (b *buffers) receiver(this goja.Value, method string) *goja.Object {
	o, ok := this.(*goja.Object)
	if !ok || kind.Of(o) != kind.ArrayBuffer || sharedSlot.Get(o) != nil {
		panic(b.vm.NewTypeError("Method ArrayBuffer.prototype.%s called on incompatible receiver %s", method, describe(this)))
	}
	return o
}

func describe(v goja.Value) string {
	if _, ok := v.(*goja.Object); ok {
		return "#<Object>"
	}
	return v.String()
}

// toIndex is ECMAScript's ToIndex.
func toIndex(vm *goja.Runtime, v goja.Value, message string) int {
	f := math.Trunc(v.ToNumber().ToFloat())
	if math.IsNaN(f) {
		return 0
	}
	if f < 0 || f > 1<<53-1 {
		panic(rangeError(vm, message))
	}
	return int(f)
}

// maxByteLength reads the option of that name, -1 if it is not given.
func maxByteLength(vm *goja.Runtime, args []goja.Value) int {
	if len(args) < 2 {
		return -1
	}
	o, ok := args[1].(*goja.Object)
	if !ok {
		return -1
	}
	v := o.Get("maxByteLength")
	if jsconv.Missing(v) {
		return -1
	}
	return toIndex(vm, v, "Invalid array buffer max length")
}

func (b *buffers) new(args []goja.Value, newTarget *goja.Object) *goja.Object {
	most := maxByteLength(b.vm, args)
	if len(args) > 0 {
		if n := toIndex(b.vm, args[0], "Array buffer allocation failed"); n > maxBuffer || most > maxBuffer {
			panic(rangeError(b.vm, "Array buffer allocation failed"))
		} else if most >= 0 && n > most {
			panic(rangeError(b.vm, "Invalid array buffer max length"))
		}
	}
	o := b.construct(args, newTarget)
	if most >= 0 {
		b.watch()
		resizableSlot.Set(b.vm, o, &resizable{most: most})
	}
	return o
}

// maxBuffer is V8's limit for the length of an ArrayBuffer.
const maxBuffer = 1<<53 - 1

func (b *buffers) resize(c goja.FunctionCall) goja.Value {
	o := b.receiver(c.This, "resize")
	r := resizableSlot.Get(o)
	if r == nil {
		panic(b.vm.NewTypeError("Method ArrayBuffer.prototype.resize called on incompatible receiver #<ArrayBuffer>"))
	}
	n := toIndex(b.vm, c.Argument(0), "ArrayBuffer.prototype.resize: Invalid length parameter")
	memory, detached := slots.BufferOf(o)
	if detached {
		panic(b.vm.NewTypeError("Cannot perform ArrayBuffer.prototype.resize on a detached ArrayBuffer"))
	}
	if n > r.most {
		panic(rangeError(b.vm, "ArrayBuffer.prototype.resize: Invalid length parameter"))
	}
	slots.SetMemory(o, sized(memory, n))
	r.follow(n)
	return goja.Undefined()
}

// sized is memory of another length; what is new of it is zero.
func sized(memory []byte, n int) []byte {
	if n <= len(memory) {
		clear(memory[n:])
		return memory[:n]
	}
	if n <= cap(memory) {
		clear(memory[len(memory):n])
		return memory[:n]
	}
	grown := make([]byte, n, max(n, min(2*len(memory), n+1<<20)))
	copy(grown, memory)
	return grown
}

// follow gives the views the lengths they have now that the buffer has n bytes.
func (r *resizable) follow(n int) {
	live := r.views[:0]
	for _, v := range r.views {
		o := v.o.Value()
		if o == nil {
			continue
		}
		live = append(live, v)
		offset := slots.ViewOf(o).Offset
		length := v.length
		if v.tracing {
			length = max(0, n-offset)
		}
		if offset+length > n {
			length = 0
		}
		slots.SetLength(o, length)
	}
	r.views = live
}

// transfer moves the memory into a new ArrayBuffer and detaches the old one.
func (b *buffers) transfer(c goja.FunctionCall, method string, keepResizable bool) goja.Value {
	o := b.receiver(c.This, method)
	memory, _ := slots.BufferOf(o)
	n := len(memory)
	if !jsconv.Missing(c.Argument(0)) {
		n = toIndex(b.vm, c.Argument(0), "Invalid array buffer length")
	}
	memory, detached := slots.BufferOf(o)
	if detached {
		panic(b.vm.NewTypeError("Cannot perform ArrayBuffer.prototype.%s on a detached ArrayBuffer", method))
	}
	if b.env.Marked(o, modules.Untransferable) {
		panic(b.vm.NewTypeError("ArrayBuffer is not detachable and could not be cloned."))
	}
	if n > maxBuffer {
		panic(rangeError(b.vm, "Array buffer allocation failed"))
	}
	r := resizableSlot.Get(o)
	if keepResizable && r != nil && n > r.most {
		panic(rangeError(b.vm, "Invalid array buffer length"))
	}
	moved := b.vm.ToValue(b.vm.NewArrayBuffer(sized(memory, n))).(*goja.Object)
	o.Export().(goja.ArrayBuffer).Detach()
	if r != nil {
		r.follow(0)
		if keepResizable {
			resizableSlot.Set(b.vm, moved, &resizable{most: r.most})
		}
	}
	return moved
}

// watch makes the constructors of views note the views of resizable buffers.
func (b *buffers) watch() {
	if b.watching {
		return
	}
	b.watching = true
	for k := range slots.ViewKinds {
		if ctor, ok := b.vm.Get(k.String()).(*goja.Object); ok {
			b.patch(ctor)
		}
	}
}

// patch changes one constructor. That of Uint8Array is changed when it is first used: module buffer keeps it.
func (b *buffers) patch(ctor *goja.Object) {
	native, ok := slots.NativeOf(ctor)
	if !ok || b.patched[ctor] {
		return
	}
	b.patched[ctor] = true
	construct := *native.Construct
	*native.Construct = func(args []goja.Value, newTarget *goja.Object) *goja.Object {
		o := construct(args, newTarget)
		if b.watching && len(args) > 0 {
			b.note(args, o)
		}
		return o
	}
}

func (b *buffers) note(args []goja.Value, view *goja.Object) {
	buffer, ok := args[0].(*goja.Object)
	if !ok || kind.Of(buffer) != kind.ArrayBuffer {
		return
	}
	if r := resizableSlot.Get(buffer); r != nil {
		tracing := len(args) < 3 || jsconv.Missing(args[2])
		r.views = append(r.views, viewOf{weak.Make(view), len(slots.ViewOf(view).Bytes), tracing})
	}
}
