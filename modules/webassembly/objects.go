package webassembly

import (
	"slices"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"
	wazerotable "github.com/tetratelabs/wazero/experimental/table"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// place is where a memory, table or global is: an instance exports it.
type place struct {
	mod  api.Module
	name string
}

type memoryObject struct {
	place
	entity
	mem    api.Memory
	buffer goja.ArrayBuffer
	value  goja.Value // of buffer; nil if there is none yet
	size   uint32
}

type tableObject struct {
	place
	entity
	index      int
	signatures []signature
}

type globalObject struct {
	place
	entity
}

var (
	memorySlot = jsconv.Slot[memoryObject]{Name: "WebAssembly.Memory"}
	tableSlot  = jsconv.Slot[tableObject]{Name: "WebAssembly.Table"}
	globalSlot = jsconv.Slot[globalObject]{Name: "WebAssembly.Global"}
)

// object makes an object of a class without its constructor.
func (w *world) object(class string) *goja.Object {
	proto, _ := jsconv.Get(w.classes.Get(class), "prototype").(*goja.Object)
	return w.vm.CreateObject(proto)
}

func (w *world) bindObjects(b *goja.Object) {
	vm := w.vm
	jsconv.Export(vm, b, "memory", 4, func(c goja.FunctionCall) goja.Value {
		e := bounds(entity{kind: memory, shared: c.Argument(3).ToBoolean()}, c.Argument(1), c.Argument(2))
		mod, err := w.runBinary(alone(e, 0), nil)
		if err != nil {
			panic(w.fault("RangeError", "WebAssembly.Memory(): could not allocate memory"))
		}
		o := c.Argument(0).(*goja.Object)
		m := &memoryObject{place: place{mod, "it"}, entity: e, mem: mod.ExportedMemory("it")}
		memorySlot.Set(vm, o, m)
		w.memories[m.mem] = o
		return o
	})
	jsconv.Export(vm, b, "isMemory", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(memorySlot.Get(c.Argument(0)) != nil) })
	jsconv.Export(vm, b, "memoryBuffer", 1, func(c goja.FunctionCall) goja.Value { return memorySlot.Get(c.Argument(0)).view(vm) })
	jsconv.Export(vm, b, "memoryGrow", 2, func(c goja.FunctionCall) goja.Value {
		m := memorySlot.Get(c.Argument(0))
		before, ok := m.mem.Grow(uint32(c.Argument(1).ToInteger()))
		if !ok {
			return vm.ToValue(-1)
		}
		m.detach()
		return vm.ToValue(before)
	})

	jsconv.Export(vm, b, "table", 4, func(c goja.FunctionCall) goja.Value {
		e := bounds(entity{kind: table, value: byte(c.Argument(3).ToInteger())}, c.Argument(1), c.Argument(2))
		mod, err := w.runBinary(alone(e, 0), nil)
		if err != nil {
			panic(w.fault("RangeError", "WebAssembly.Table(): could not allocate table"))
		}
		tableSlot.Set(vm, c.Argument(0).(*goja.Object), &tableObject{place: place{mod, "it"}, entity: e})
		return c.Argument(0)
	})
	jsconv.Export(vm, b, "isTable", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(tableSlot.Get(c.Argument(0)) != nil) })
	jsconv.Export(vm, b, "tableLength", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(w.onTable(tableSlot.Get(c.Argument(0)), 0, 1, tableSize, nil))
	})
	jsconv.Export(vm, b, "tableGrow", 2, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(w.onTable(tableSlot.Get(c.Argument(0)), 1, 1, tableGrow, nil, uint64(c.Argument(1).ToInteger())))
	})
	jsconv.Export(vm, b, "tableGet", 2, func(c goja.FunctionCall) goja.Value {
		return w.element(tableSlot.Get(c.Argument(0)), uint32(c.Argument(1).ToInteger()))
	})
	// tableSet(table, index, function or null) reports whether the value is one that a table can hold.
	jsconv.Export(vm, b, "tableSet", 3, func(c goja.FunctionCall) goja.Value {
		t, i := tableSlot.Get(c.Argument(0)), uint64(c.Argument(1).ToInteger())
		if goja.IsNull(c.Argument(2)) {
			w.onTable(t, 1, 0, tableNull, nil, i)
			return vm.ToValue(true)
		}
		f := callSlot.Get(c.Argument(2))
		if f == nil {
			return vm.ToValue(false)
		}
		t.knows(f.sig)
		w.onTable(t, 1, 0, tableSet, f, i)
		return vm.ToValue(true)
	})

	jsconv.Export(vm, b, "global", 4, func(c goja.FunctionCall) goja.Value {
		e := entity{kind: global, value: byte(c.Argument(1).ToInteger()), mutable: c.Argument(2).ToBoolean()}
		g, err := w.newGlobal(e, w.toWasm(e.value, c.Argument(3)))
		if err != nil {
			panic(vm.NewTypeError("%s", err))
		}
		globalSlot.Set(vm, c.Argument(0).(*goja.Object), g)
		return c.Argument(0)
	})
	jsconv.Export(vm, b, "isGlobal", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(globalSlot.Get(c.Argument(0)) != nil) })
	jsconv.Export(vm, b, "globalGet", 1, func(c goja.FunctionCall) goja.Value {
		g := globalSlot.Get(c.Argument(0))
		return w.toJS(g.value, g.mod.ExportedGlobal(g.name).Get())
	})
	// globalSet(global, value) reports whether the global can be set.
	jsconv.Export(vm, b, "globalSet", 2, func(c goja.FunctionCall) goja.Value {
		g := globalSlot.Get(c.Argument(0))
		m, ok := g.mod.ExportedGlobal(g.name).(api.MutableGlobal)
		if ok && g.mutable {
			m.Set(w.toWasm(g.value, c.Argument(1)))
		}
		return vm.ToValue(ok && g.mutable)
	})
}

func bounds(e entity, least, most goja.Value) entity {
	e.min = uint64(least.ToInteger())
	if !goja.IsUndefined(most) {
		e.max, e.bounded = uint64(most.ToInteger()), true
	}
	return e
}

// exportedMemory is the object of a memory, the same one for everybody who has that memory.
func (w *world) exportedMemory(mod api.Module, name string, e entity) *goja.Object {
	mem := mod.ExportedMemory(name)
	if o := w.memories[mem]; o != nil {
		return o
	}
	o := w.object("Memory")
	memorySlot.Set(w.vm, o, &memoryObject{place: place{mod, name}, entity: e, mem: mem})
	w.memories[mem] = o
	return o
}

// view is the buffer over the memory: no copy.
func (m *memoryObject) view(vm *goja.Runtime) goja.Value {
	m.refresh()
	if m.value == nil {
		m.size = m.mem.Size()
		b, _ := m.mem.Read(0, m.size)
		m.buffer = vm.NewArrayBuffer(b)
		m.value = vm.ToValue(m.buffer)
	}
	return m.value
}

// refresh detaches a buffer whose memory has grown.
func (m *memoryObject) refresh() {
	if m.value != nil && m.size != m.mem.Size() {
		m.detach()
	}
}

func (m *memoryObject) detach() {
	if m.value != nil {
		m.buffer.Detach()
		m.value = nil
	}
}

func (w *world) newGlobal(e entity, value uint64) (*globalObject, error) {
	if e.value == v128 || e.value == funcref && value != 0 {
		return nil, errSections
	}
	made := e
	if e.value == api.ValueTypeExternref && value != 0 {
		made.mutable = true // for the one time that it is set
	}
	mod, err := w.runBinary(alone(made, value), nil)
	if err != nil {
		return nil, err
	}
	if m, ok := mod.ExportedGlobal("it").(api.MutableGlobal); ok {
		m.Set(value)
	}
	return &globalObject{place{mod, "it"}, made}, nil
}

// onTable runs code on a table.
func (w *world) onTable(t *tableObject, params, results int, code []byte, f *call, args ...uint64) int32 {
	// The glue gives the table, and the function, names of their own.
	from := map[string]api.Module{}
	glued := func(name, at string, mod api.Module, e entity, signatures []signature) {
		g := glue{signatures: signatures, parts: []part{{provider: "x", name: at, as: name, entity: e}}}
		m, err := w.runBinary(g.binary(), map[string]api.Module{"x": mod})
		if err != nil {
			panic(w.fault("LinkError", err.Error()))
		}
		from[name] = m
	}
	glued("t", t.name, t.mod, t.entity, nil)
	var sig *signature
	if f != nil {
		sig = &f.sig
		glued("f", f.name, f.inst.mod, entity{kind: function}, []signature{f.sig})
	}
	mod, err := w.runBinary(access(t.entity, params, results, code, sig), from)
	if err != nil {
		panic(w.fault("LinkError", err.Error()))
	}
	out, err := mod.ExportedFunction("do").Call(w.ctx, args...)
	if err != nil {
		w.trap(err)
	}
	if results == 0 {
		return 0
	}
	return int32(out[0])
}

// knows notes a signature that an element may have.
func (t *tableObject) knows(sig signature) {
	for _, s := range t.signatures {
		if slices.Equal(s.params, sig.params) && slices.Equal(s.results, sig.results) {
			return
		}
	}
	t.signatures = append(t.signatures[:len(t.signatures):len(t.signatures)], sig)
}

// element is a table's function, null where there is none. wazero finds it by its type, which must be tried.
func (w *world) element(t *tableObject, i uint32) goja.Value {
	for _, sig := range t.signatures {
		find := func() (f api.Function) {
			defer func() {
				if recover() != nil { // of another type, or null
					f = nil
				}
			}()
			return wazerotable.LookupFunction(t.mod, uint32(t.index), i, sig.params, sig.results)
		}
		if find() != nil {
			inst := &instance{mod: t.mod}
			for _, o := range w.memories {
				inst.memories = append(inst.memories, memorySlot.Get(o))
			}
			return w.callable(inst, "element", sig, find)
		}
	}
	return goja.Null()
}
