package webassembly

import (
	"context"
	"fmt"
	"strconv"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// anonymous keeps modules out of wazero's table of names, and runs no function that WASI would.
func anonymous() wazero.ModuleConfig {
	return wazero.NewModuleConfig().WithName("").WithStartFunctions()
}

// run instantiates a module whose imports come from others, by name.
func (w *world) run(code wazero.CompiledModule, from map[string]api.Module) (api.Module, error) {
	ctx := experimental.WithImportResolver(w.ctx, func(name string) api.Module { return from[name] })
	return w.runtime.InstantiateModule(ctx, code, anonymous())
}

// runBinary is run for a module made here.
func (w *world) runBinary(binary []byte, from map[string]api.Module) (api.Module, error) {
	code, err := w.runtime.CompileModule(w.ctx, binary)
	if err == nil {
		err = w.keep(code)
	}
	if err != nil {
		return nil, err
	}
	return w.run(code, from)
}

// linker collects what a module imports.
type linker struct {
	*world
	*module
	caller string
	glue   map[string]*glue      // by the name of the module that is imported
	from   map[string]api.Module // the providers of the glue's parts
	host   wazero.HostModuleBuilder
	inst   *instance
	given  [tag][]goja.Value // what was imported, as the script has it
}

// instance is what the functions of one instance share.
type instance struct {
	mod      api.Module
	memories []*memoryObject
	calls    map[int]*goja.Object // exported functions by index
}

const hostName = "host"

// instantiate makes the exports of an instance: instantiate(module, imports, caller).
func (w *world) instantiate(c goja.FunctionCall) goja.Value {
	l := &linker{world: w, module: moduleSlot.Get(c.Argument(0)), caller: c.Argument(2).String(),
		glue: map[string]*glue{}, from: map[string]api.Module{}, inst: &instance{calls: map[int]*goja.Object{}}}
	for i, imp := range l.sections.imports {
		l.add(i, imp, c.Argument(1))
	}
	if l.host != nil {
		code, err := l.host.Compile(w.ctx)
		l.check(err)
		l.from[hostName], err = w.runtime.InstantiateModule(w.ctx, code, anonymous())
		l.check(err)
	}
	imports := map[string]api.Module{}
	for name, g := range l.glue {
		m, err := w.runBinary(g.binary(), l.from)
		l.check(err)
		imports[name] = m
	}
	mod, err := w.run(l.code, imports)
	if err != nil {
		if mod != nil || w.failed != nil {
			w.trap(err)
		}
		l.failed(err)
	}
	l.inst.mod = mod
	return l.exports()
}

// failed throws what instantiation ended with: a trap of the start function or of a segment, or what does not fit.
func (l *linker) failed(err error) {
	for e := err; e != nil; {
		if u, ok := e.(interface{ Unwrap() error }); ok {
			e = u.Unwrap()
			continue
		}
		if isTrap(e.Error()) {
			l.trap(fmt.Errorf("wasm error: %w", e))
		}
		break
	}
	panic(l.fault("LinkError", l.caller+": "+err.Error()))
}

// isTrap knows wazero's words for what a function can end with.
func isTrap(text string) bool {
	switch text {
	case "unreachable", "stack overflow", "out of bounds memory access", "integer divide by zero", "integer overflow",
		"invalid conversion to integer", "invalid table access", "indirect call type mismatch":
		return true
	}
	return false
}

func (l *linker) check(err error) {
	if err != nil {
		panic(l.fault("LinkError", l.caller+": "+err.Error()))
	}
}

// add takes import number i from the script's object.
func (l *linker) add(i int, imp imported, imports goja.Value) {
	where := fmt.Sprintf("%s: Import #%d %q", l.caller, i, imp.module)
	from, ok := jsconv.Get(imports, imp.module).(*goja.Object)
	if !ok {
		panic(l.vm.NewTypeError("%s: module is not an object or function", where))
	}
	where += fmt.Sprintf(" %q", imp.name)
	wrong := func(what string) { panic(l.fault("LinkError", where+": "+what)) }
	v := from.Get(imp.name)
	if v == nil {
		v = goja.Undefined()
	}
	p := part{as: imp.name, entity: imp.entity, provider: strconv.Itoa(i)}
	g := l.glue[imp.module]
	if g == nil {
		g = &glue{signatures: l.signatures}
		l.glue[imp.module] = g
	}
	switch imp.kind {
	case function:
		fn, ok := v.(*goja.Object)
		if !ok || !jsconv.IsCallable(v) {
			wrong("function import requires a callable")
		}
		p.provider, p.name = hostName, p.provider
		l.function(p.name, fn, l.signatures[imp.sig])
	case memory:
		m := memorySlot.Get(v)
		if m == nil {
			wrong("memory import must be a WebAssembly.Memory object")
		}
		p.name, p.entity = m.name, m.entity
		l.from[p.provider] = m.mod
		l.inst.memories = append(l.inst.memories, m)
	case table:
		t := tableSlot.Get(v)
		if t == nil {
			wrong("table import requires a WebAssembly.Table")
		}
		for _, sig := range l.signatures {
			t.knows(sig)
		}
		p.name, p.entity = t.name, t.entity
		l.from[p.provider] = t.mod
	case global:
		o := globalSlot.Get(v)
		if o == nil {
			if imp.mutable {
				wrong("imported mutable global must be a WebAssembly.Global object")
			}
			long := imp.value == api.ValueTypeI64
			if imp.value != api.ValueTypeExternref && (long && !goja.IsBigInt(v) || !long && !goja.IsNumber(v)) {
				wrong("global import must be a number, valid Wasm reference, or WebAssembly.Global object")
			}
			var err error
			o, err = l.newGlobal(imp.entity, l.toWasm(imp.value, v))
			l.check(err)
		} else if o.value != imp.value || o.mutable != imp.mutable {
			wrong("imported global does not match the expected " + map[bool]string{true: "type", false: "mutability"}[o.value != imp.value])
		}
		p.name, p.entity = o.name, o.entity
		l.from[p.provider] = o.mod
	default:
		wrong("tag import requires a WebAssembly.Tag")
	}
	g.parts = append(g.parts, p)
	l.given[imp.kind] = append(l.given[imp.kind], v)
}

// function makes a script's function one that an instance can call.
func (l *linker) function(name string, fn *goja.Object, sig signature) {
	if l.host == nil {
		l.host = l.runtime.NewHostModuleBuilder(hostName)
	}
	w, inst := l.world, l.inst
	l.host.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(_ context.Context, stack []uint64) {
		inst.refresh()
		ex := w.vm.Try(func() {
			args := make([]goja.Value, len(sig.params))
			for i, t := range sig.params {
				args[i] = w.toJS(t, stack[i])
			}
			w.results(sig.results, jsconv.Invoke(w.vm, fn, goja.Undefined(), args...), stack)
		})
		if ex != nil {
			w.failed = ex
			panic(errThrown)
		}
	}), sig.params, sig.results).Export(name)
}

// results puts what a function returned where an instance expects it.
func (w *world) results(types []api.ValueType, v goja.Value, stack []uint64) {
	switch len(types) {
	case 0:
	case 1:
		stack[0] = w.toWasm(types[0], v)
	default:
		var list []goja.Value
		w.vm.ForOf(v, func(e goja.Value) bool {
			list = append(list, e)
			return true
		})
		if len(list) != len(types) {
			panic(w.vm.NewTypeError("multi-return length mismatch"))
		}
		for i, t := range types {
			stack[i] = w.toWasm(t, list[i])
		}
	}
}

// call is an exported function as JavaScript sees it.
type call struct {
	inst *instance
	name string
	sig  signature
}

var callSlot = jsconv.Slot[call]{Name: "exported function"}

// exports is the object of an instance's exports.
func (l *linker) exports() goja.Value {
	w, inst := l.world, l.inst
	o := w.vm.CreateObject(nil)
	// Memories come first: a function that grows one must find it.
	for _, e := range l.sections.exports {
		if e.kind == memory {
			m := w.exportedMemory(inst.mod, e.name, l.spaces[memory][e.index])
			inst.memories = append(inst.memories, memorySlot.Get(m))
		}
	}
	for _, e := range l.sections.exports {
		if v := l.export(e); v != nil {
			_ = o.DefineDataProperty(e.name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
		}
	}
	freeze, _ := goja.AssertFunction(jsconv.Get(w.vm.Get("Object"), "freeze"))
	return jsconv.Call(freeze, goja.Undefined(), o)
}

// export is one of them; what was imported is handed on as it came.
func (l *linker) export(e exported) goja.Value {
	if (e.kind == table || e.kind == global) && e.index < len(l.given[e.kind]) {
		if o, ok := l.given[e.kind][e.index].(*goja.Object); ok {
			return o
		}
	}
	at := place{l.inst.mod, e.name}
	switch e.kind {
	case function:
		return l.exportedFunction(l.inst, e.index, call{l.inst, e.name, l.signatures[l.spaces[function][e.index].sig]})
	case memory:
		return l.memories[at.mod.ExportedMemory(e.name)]
	case table:
		o := l.object("Table")
		tableSlot.Set(l.vm, o, &tableObject{at, l.spaces[table][e.index], e.index, l.signatures})
		return o
	case global:
		o := l.object("Global")
		globalSlot.Set(l.vm, o, &globalObject{at, l.spaces[global][e.index]})
		return o
	}
	return nil
}

func (w *world) exportedFunction(inst *instance, index int, c call) goja.Value {
	if o := inst.calls[index]; o != nil {
		return o
	}
	o := w.callable(inst, strconv.Itoa(index), c.sig, func() api.Function { return inst.mod.ExportedFunction(c.name) })
	callSlot.Set(w.vm, o, &c)
	inst.calls[index] = o
	return o
}

// callable makes a function of an instance one of JavaScript. find gives a function of wazero, which must not be called
// again while it runs.
func (w *world) callable(inst *instance, name string, sig signature, find func() api.Function) *goja.Object {
	var fn api.Function
	var busy bool
	space := make([]uint64, max(len(sig.params), len(sig.results)))
	return jsconv.NewFunc(w.vm, name, len(sig.params), func(c goja.FunctionCall) goja.Value {
		if fn == nil {
			fn = find()
		}
		f, stack := fn, space
		if busy {
			f, stack = find(), make([]uint64, len(space))
		} else {
			busy = true
			defer func() { busy = false }()
		}
		for i, t := range sig.params {
			stack[i] = w.toWasm(t, c.Argument(i))
		}
		err := f.CallWithStack(w.ctx, stack)
		inst.refresh()
		if err != nil {
			w.trap(err)
		}
		switch len(sig.results) {
		case 0:
			return goja.Undefined()
		case 1:
			return w.toJS(sig.results[0], stack[0])
		}
		list := make([]any, len(sig.results))
		for i, t := range sig.results {
			list[i] = w.toJS(t, stack[i])
		}
		return w.vm.NewArray(list...)
	})
}

// refresh detaches the buffers of memories that have grown.
func (inst *instance) refresh() {
	for _, m := range inst.memories {
		m.refresh()
	}
}
