package language

import (
	goruntime "runtime"
	"weak"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// loadWeak exports WeakRef and FinalizationRegistry, on Go's weak pointers and cleanups. What a script has seen of a
// WeakRef stays at least until the macrotask has ended.
func loadWeak(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	w := &weakRefs{vm: env.VM, env: env}
	_ = x.Set("WeakRef", w.class("WeakRef", w.newRef, map[string]method{"deref": {0, w.deref}}))
	_ = x.Set("FinalizationRegistry", w.class("FinalizationRegistry", w.newRegistry, map[string]method{
		"register": {2, w.register}, "unregister": {1, w.unregister},
	}))
}

type method struct {
	length int
	f      func(goja.FunctionCall) goja.Value
}

type weakRefs struct {
	vm   *goja.Runtime
	env  *modules.Env
	kept map[*goja.Object]struct{} // objects that must not go before the macrotask ends
}

func (w *weakRefs) class(name string, fill func(args []goja.Value, this *goja.Object), methods map[string]method) *goja.Object {
	var proto *goja.Object
	ctor := constructor(w.vm, name, 1, func(args []goja.Value, target *goja.Object) *goja.Object {
		o := instance(w.vm, target, proto)
		fill(args, o)
		return o
	})
	proto = ctor.Get("prototype").(*goja.Object)
	for n, m := range methods {
		jsconv.Method(w.vm, proto, n, m.length, m.f)
	}
	_ = proto.DefineDataPropertySymbol(goja.SymToStringTag, w.vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return ctor
}

// weakTarget is what can be held weakly: an object, or a symbol that is not registered, which never goes.
type weakTarget struct {
	object weak.Pointer[goja.Object]
	symbol *goja.Symbol
}

func (w *weakRefs) target(v goja.Value) (t weakTarget, ok bool) {
	switch v := v.(type) {
	case *goja.Object:
		return weakTarget{object: weak.Make(v)}, true
	case *goja.Symbol:
		return weakTarget{symbol: v}, goja.IsUndefined(jsconv.CallMethod(w.vm, w.vm.Get("Symbol").(*goja.Object), "keyFor", v))
	}
	return t, false
}

var refSlot = jsconv.Slot[weakTarget]{Name: "WeakRef"}

func (w *weakRefs) newRef(args []goja.Value, this *goja.Object) {
	t, ok := w.target(argument(args, 0))
	if !ok {
		panic(w.vm.NewTypeError("WeakRef: invalid target"))
	}
	if o, ok := argument(args, 0).(*goja.Object); ok {
		w.keep(o)
	}
	refSlot.Set(w.vm, this, &t)
}

func (w *weakRefs) deref(c goja.FunctionCall) goja.Value {
	t := refSlot.Get(c.This)
	if t == nil {
		panic(w.vm.NewTypeError("Method WeakRef.prototype.deref called on incompatible receiver %s", describe(c.This)))
	}
	if t.symbol != nil {
		return t.symbol
	}
	o := t.object.Value()
	if o == nil {
		return goja.Undefined()
	}
	w.keep(o)
	return o
}

// keep holds o until the loop takes its next step.
func (w *weakRefs) keep(o *goja.Object) {
	if w.kept == nil {
		w.kept = map[*goja.Object]struct{}{}
		w.env.Loop.Post(func() error { w.kept = nil; return nil })
	}
	w.kept[o] = struct{}{}
}

// registry is what a FinalizationRegistry keeps. Its cleanups post to the loop: they run on a goroutine of Go's.
type registry struct {
	callback goja.Callable
	cells    map[*cell]struct{}
}

type cell struct {
	held   goja.Value
	token  weakTarget
	cancel func()
}

var registrySlot = jsconv.Slot[registry]{Name: "FinalizationRegistry"}

func (w *weakRefs) newRegistry(args []goja.Value, this *goja.Object) {
	f, ok := goja.AssertFunction(argument(args, 0))
	if !ok {
		panic(w.vm.NewTypeError("FinalizationRegistry: cleanup must be callable"))
	}
	registrySlot.Set(w.vm, this, &registry{callback: f, cells: map[*cell]struct{}{}})
}

func (w *weakRefs) registry(this goja.Value, method string) *registry {
	r := registrySlot.Get(this)
	if r == nil {
		panic(w.vm.NewTypeError("Method FinalizationRegistry.prototype.%s called on incompatible receiver %s", method, describe(this)))
	}
	return r
}

func (w *weakRefs) register(c goja.FunctionCall) goja.Value {
	r := w.registry(c.This, "register")
	target, held, token := c.Argument(0), c.Argument(1), c.Argument(2)
	if _, ok := w.target(target); !ok {
		panic(w.vm.NewTypeError("Invalid value used in FinalizationRegistry"))
	}
	if target.SameAs(held) {
		panic(w.vm.NewTypeError("FinalizationRegistry.prototype.register: target and holdings must not be same"))
	}
	t, ok := w.target(token)
	if !ok && !goja.IsUndefined(token) {
		panic(w.vm.NewTypeError("Invalid unregister token ('%s')", token.String()))
	}
	one := &cell{held: held, token: t}
	r.cells[one] = struct{}{}
	o, ok := target.(*goja.Object)
	if !ok {
		return goja.Undefined()
	}
	loop := w.env.Loop
	cleanup := goruntime.AddCleanup(o, func(one *cell) {
		loop.Post(func() error {
			if _, ok := r.cells[one]; !ok {
				return nil
			}
			delete(r.cells, one)
			_, err := r.callback(goja.Undefined(), one.held)
			return err
		})
	}, one)
	one.cancel = cleanup.Stop
	return goja.Undefined()
}

func (w *weakRefs) unregister(c goja.FunctionCall) goja.Value {
	r := w.registry(c.This, "unregister")
	t, ok := w.target(c.Argument(0))
	if !ok {
		panic(w.vm.NewTypeError("Invalid unregister token ('%s')", c.Argument(0).String()))
	}
	found := false
	for one := range r.cells {
		if one.token == t {
			found = true
			delete(r.cells, one)
			if one.cancel != nil {
				one.cancel()
			}
		}
	}
	return w.vm.ToValue(found)
}
