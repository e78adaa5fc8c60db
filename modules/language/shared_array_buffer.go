package language

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/sharedmem"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// sharedSlot tells a SharedArrayBuffer from an ArrayBuffer, which goja takes it for.
var sharedSlot = jsconv.Slot[sharedmem.Memory]{Name: "shared memory"}

// loadSharedArrayBuffer exports SharedArrayBuffer; for other built-ins isSharedArrayBuffer(v), memoryOf(v), which is the
// *sharedmem.Memory behind one, and of(memory), which makes one that looks at memory another world may look at too.
func loadSharedArrayBuffer(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	s := &sharedBuffers{vm: vm, env: env}
	s.ctor = constructor(vm, "SharedArrayBuffer", 1, s.new)
	s.proto = s.ctor.Get("prototype").(*goja.Object)
	_ = s.proto.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("SharedArrayBuffer"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	species := jsconv.NewFunc(vm, "get [Symbol.species]", 0, func(c goja.FunctionCall) goja.Value { return c.This })
	_ = s.ctor.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	getter := func(name string, f func(m *sharedmem.Memory) any) {
		jsconv.Getter(vm, s.proto, name, false, func(this goja.Value) goja.Value {
			_, m := s.receiver(this, name)
			return vm.ToValue(f(m))
		})
	}
	getter("byteLength", func(m *sharedmem.Memory) any { return len(m.Bytes()) })
	getter("growable", func(m *sharedmem.Memory) any { return m.Growable() })
	getter("maxByteLength", func(m *sharedmem.Memory) any { return m.Most() })
	jsconv.Method(vm, s.proto, "grow", 1, s.grow)
	jsconv.Method(vm, s.proto, "slice", 2, s.slice)

	// A clone looks at the same memory.
	say := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		m := memoryOf(c.This)
		if m == nil {
			return goja.Undefined()
		}
		said := vm.NewObject()
		_ = said.Set("deserializeInfo", "internal/shared_array_buffer:of")
		_ = said.Set("handed", m)
		return said
	})
	_ = s.proto.DefineDataPropertySymbol(modules.CloneSymbol.Get(), say, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)

	_ = x.Set("SharedArrayBuffer", s.ctor)
	_ = x.Set("isSharedArrayBuffer", func(c goja.FunctionCall) goja.Value { return vm.ToValue(memoryOf(c.Argument(0)) != nil) })
	_ = x.Set("memoryOf", func(c goja.FunctionCall) goja.Value { return vm.ToValue(memoryOf(c.Argument(0))) })
	_ = x.Set("of", func(c goja.FunctionCall) goja.Value {
		m, ok := c.Argument(0).Export().(*sharedmem.Memory)
		if !ok {
			panic(vm.NewTypeError("not shared memory"))
		}
		return s.over(m, s.proto)
	})
}

// memoryOf is the memory of a SharedArrayBuffer, nil for anything else.
func memoryOf(v goja.Value) *sharedmem.Memory {
	if o, ok := v.(*goja.Object); ok && kind.Of(o) == kind.ArrayBuffer {
		return sharedSlot.Get(o)
	}
	return nil
}

type sharedBuffers struct {
	vm          *goja.Runtime
	env         *modules.Env
	ctor, proto *goja.Object
}

func (s *sharedBuffers) new(args []goja.Value, target *goja.Object) *goja.Object {
	n := toIndex(s.vm, argument(args, 0), "Array buffer allocation failed")
	most := maxByteLength(s.vm, args)
	if most >= 0 && n > most {
		panic(rangeError(s.vm, "Invalid array buffer max length"))
	}
	if n > maxShared || most > maxShared {
		panic(rangeError(s.vm, "Array buffer allocation failed"))
	}
	proto, ok := target.Get("prototype").(*goja.Object)
	if !ok {
		proto = s.proto
	}
	return s.over(sharedmem.New(n, most), proto)
}

// maxShared bounds shared memory: a mistake in a script must not take all there is.
const maxShared = 1 << 32

// over makes the object that looks at m.
func (s *sharedBuffers) over(m *sharedmem.Memory, proto *goja.Object) *goja.Object {
	o := s.vm.ToValue(s.vm.NewArrayBuffer(m.Bytes())).(*goja.Object)
	_ = o.SetPrototype(proto)
	sharedSlot.Set(s.vm, o, m)
	if m.Growable() {
		resizableSlot.Set(s.vm, o, &resizable{most: m.Most()})
		jsconv.Call(s.env.Function("internal/language/array_buffer", "watch"), nil)
	}
	return o
}

func (s *sharedBuffers) receiver(this goja.Value, method string) (*goja.Object, *sharedmem.Memory) {
	m := memoryOf(this)
	if m == nil {
		panic(s.vm.NewTypeError("Method SharedArrayBuffer.prototype.%s called on incompatible receiver %s", method, describe(this)))
	}
	return this.(*goja.Object), m
}

func (s *sharedBuffers) grow(c goja.FunctionCall) goja.Value {
	o, m := s.receiver(c.This, "grow")
	if !m.Growable() {
		panic(s.vm.NewTypeError("Method SharedArrayBuffer.prototype.grow called on incompatible receiver #<SharedArrayBuffer>"))
	}
	n := toIndex(s.vm, c.Argument(0), "SharedArrayBuffer.prototype.grow: Invalid length parameter")
	if !m.Grow(n) {
		panic(rangeError(s.vm, "SharedArrayBuffer.prototype.grow: Invalid length parameter"))
	}
	slots.SetMemory(o, m.Bytes())
	resizableSlot.Get(o).follow(n)
	return goja.Undefined()
}

func (s *sharedBuffers) slice(c goja.FunctionCall) goja.Value {
	_, m := s.receiver(c.This, "slice")
	b := m.Bytes()
	start := relative(c.Argument(0), len(b), 0)
	end := relative(c.Argument(1), len(b), len(b))
	cut := sharedmem.New(max(0, end-start), -1)
	if end > start {
		copy(cut.Bytes(), b[start:end])
	}
	return s.over(cut, s.proto)
}

// relative is an index that may count from the end.
func relative(v goja.Value, length, missing int) int {
	if jsconv.Missing(v) {
		return missing
	}
	i := int(v.ToInteger())
	if i < 0 {
		return max(0, i+length)
	}
	return min(i, length)
}
