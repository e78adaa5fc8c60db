package asynchooks

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// promises tells of promises while hooks are enabled or module v8 observes them.
//
// Promise's own functions are changed in place when that begins for the first time, and do what they always did once it
// ends. What they cannot see is a promise that goja makes by itself: that of an asynchronous function. Such functions are
// lowered in texts that are loaded once hooks may be used (loader.TellAsync).
type promises struct {
	hooks    *hooks
	observer *goja.Object // module v8's function of the event's name, the promise and its parent; nil if there is none
	grabbed  *modules.AsyncResource
	watching bool // the functions are in their places

	constructor *goja.Object
	construct   func(args []goja.Value, newTarget *goja.Object) *goja.Object
	then        jsconv.Func
	made        *goja.Object // the last one that construct made
	parent      *goja.Object // of what construct makes next
	shadow      *goja.Object // as the constructor, for functions that would make their promise unseen
}

// promise is what is known of one.
type promise struct {
	resource  *modules.AsyncResource
	settled   bool
	following bool // it was resolved with a thenable, and settles as that does
}

var promiseSlot = jsconv.Slot[promise]{Name: "async"}

func (p *promises) active() bool { return p.hooks.tell != nil || p.observer != nil }

// of is what is known of o, from now on if nothing was.
func (p *promises) of(o *goja.Object) *promise {
	at := promiseSlot.Get(o)
	if at == nil {
		at = &promise{resource: p.hooks.resource(o)}
		promiseSlot.Set(p.hooks.env.VM, o, at)
	}
	return at
}

// init says that o was made, by way of parent if that is not nil. r is to be its resource.
func (p *promises) init(o, parent *goja.Object, r *modules.AsyncResource) *promise {
	vm := p.hooks.env.VM
	r.Object = o
	var from goja.Value = goja.Undefined()
	if parent != nil {
		r.Trigger = p.of(parent).resource.ID
		from = parent
	}
	at := &promise{resource: r}
	promiseSlot.Set(vm, o, at)
	p.hooks.event("init", vm.ToValue(r.ID), vm.ToValue("PROMISE"), vm.ToValue(r.Trigger), o)
	p.observe("init", o, from)
	return at
}

// settle says that at gets its value or its reason.
func (p *promises) settle(at *promise) {
	if !at.settled && p.active() {
		at.settled = true
		p.hooks.event("promiseResolve", p.hooks.env.VM.ToValue(at.resource.ID))
		p.observe("settled", at.resource.Object)
	}
}

// begin and end enclose a job of the resource that runs.
func (p *promises) begin() {
	if p.active() {
		p.around("before")
	}
}

func (p *promises) end() {
	if p.active() {
		if r := p.hooks.top(); r.Object != nil {
			if at := p.of(r.Object); !at.following {
				p.settle(at)
			}
		}
		p.around("after")
	}
}

func (p *promises) around(event string) {
	r := p.hooks.top()
	p.hooks.event(event, p.hooks.env.VM.ToValue(r.ID))
	if r.Object != nil {
		p.observe(event, r.Object)
	}
}

func (p *promises) observe(event string, args ...goja.Value) {
	if p.observer != nil {
		vm := p.hooks.env.VM
		jsconv.Invoke(vm, p.observer, goja.Undefined(), append([]goja.Value{vm.ToValue(event)}, args...)...)
	}
}

// watch puts functions that tell in the places of Promise's own.
func (p *promises) watch() {
	if p.watching {
		return
	}
	p.watching = true
	vm := p.hooks.env.VM
	p.hooks.env.Require("internal/async_context")
	one, _, _ := vm.NewPromise()
	proto := vm.ToValue(one).(*goja.Object).Prototype()
	constructor, ok := slots.NativeOf(proto.Get("constructor").(*goja.Object))
	then, ok2 := slots.NativeOf(proto.Get("then").(*goja.Object))
	finally, ok3 := slots.NativeOf(proto.Get("finally").(*goja.Object))
	if !ok || !ok2 || !ok3 {
		return
	}
	p.constructor = proto.Get("constructor").(*goja.Object)
	p.construct, p.then = *constructor.Construct, *then.Call
	*constructor.Construct = p.new
	*then.Call = p.chain
	quiet := *finally.Call
	*finally.Call = func(c goja.FunctionCall) goja.Value {
		if !p.active() {
			return quiet(c)
		}
		return p.finally(c)
	}
	p.shadow = vm.ToValue(func(c goja.ConstructorCall) *goja.Object { return p.new(c.Arguments, p.constructor) }).(*goja.Object)
	_ = p.shadow.DefineAccessorProperty("resolve", vm.ToValue(func(goja.FunctionCall) goja.Value {
		resolve, ok := p.constructor.Get("resolve").(*goja.Object)
		if !ok {
			return goja.Undefined()
		}
		return vm.ToValue(func(c goja.FunctionCall) goja.Value {
			return jsconv.Invoke(vm, resolve, p.constructor, c.Arguments...)
		})
	}), nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	for _, name := range [...]string{"resolve", "reject", "all", "allSettled", "any", "race"} {
		p.openly(name)
	}
}

// openly makes a static method make its promise by new.
func (p *promises) openly(name string) {
	f, ok := p.constructor.Get(name).(*goja.Object)
	if !ok {
		return
	}
	native, ok := slots.NativeOf(f)
	if !ok {
		return
	}
	call := *native.Call
	*native.Call = func(c goja.FunctionCall) goja.Value {
		if c.This == goja.Value(p.constructor) && p.active() {
			if o, ok := c.Argument(0).(*goja.Object); ok && name == "resolve" && o.Get("constructor") == c.This {
				return call(c)
			}
			c.This = p.shadow
		}
		return call(c)
	}
}

// new is Promise as a constructor.
func (p *promises) new(args []goja.Value, newTarget *goja.Object) *goja.Object {
	if !p.active() || len(args) == 0 || !jsconv.IsCallable(args[0]) {
		return p.construct(args, newTarget)
	}
	vm := p.hooks.env.VM
	var resolve, reject *goja.Object
	o := p.construct([]goja.Value{vm.ToValue(func(c goja.FunctionCall) goja.Value {
		resolve, reject = c.Argument(0).(*goja.Object), c.Argument(1).(*goja.Object)
		return goja.Undefined()
	})}, newTarget)
	at := p.init(o, p.parent, p.hooks.resource(nil))
	resolve, reject = p.settlers(at, resolve, reject)
	if ex := vm.Try(func() { jsconv.Invoke(vm, args[0].(*goja.Object), goja.Undefined(), resolve, reject) }); ex != nil {
		jsconv.Invoke(vm, reject, goja.Undefined(), ex.Value())
	}
	p.made = o
	return o
}

// settlers are the functions that resolve and reject at, by those that goja made for it.
func (p *promises) settlers(at *promise, resolve, reject goja.Value) (*goja.Object, *goja.Object) {
	vm := p.hooks.env.VM
	called := false
	settler := func(how goja.Value, fulfils bool) *goja.Object {
		return jsconv.NewFunc(vm, "", 1, func(c goja.FunctionCall) goja.Value {
			if called {
				return goja.Undefined()
			}
			called = true
			at.following = false
			v := c.Argument(0)
			if fulfils {
				v = p.resolution(at, v)
			}
			if !at.following {
				p.settle(at)
			}
			return jsconv.Invoke(vm, how.(*goja.Object), goja.Undefined(), v)
		})
	}
	return settler(resolve, true), settler(reject, false)
}

// resolution is what resolves a promise in the place of v: if v is a thenable, one whose job is told of.
func (p *promises) resolution(at *promise, v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || o == at.resource.Object || !p.active() {
		return v
	}
	vm := p.hooks.env.VM
	var then goja.Value
	thenable := vm.NewObject()
	if ex := vm.Try(func() { then = o.Get("then") }); ex != nil {
		_ = thenable.DefineAccessorProperty("then", vm.ToValue(func(goja.FunctionCall) goja.Value { panic(ex.Value()) }), nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
		return thenable
	}
	if !jsconv.IsCallable(then) {
		return v
	}
	at.following = true
	_ = thenable.Set("then", func(c goja.FunctionCall) goja.Value {
		depth := p.hooks.enter(at.resource)
		defer p.hooks.leave(depth)
		if p.active() {
			p.around("before")
		}
		resolve, reject := p.settlers(at, c.Argument(0), c.Argument(1))
		ex := vm.Try(func() { jsconv.Invoke(vm, then.(*goja.Object), o, resolve, reject) })
		if p.active() {
			p.around("after")
		}
		if ex != nil {
			jsconv.Invoke(vm, reject, goja.Undefined(), ex.Value())
		}
		return goja.Undefined()
	})
	return thenable
}

// chain is Promise.prototype.then.
func (p *promises) chain(c goja.FunctionCall) goja.Value {
	parent, ok := c.This.(*goja.Object)
	if !p.active() || !ok || kind.Of(parent) != kind.Promise {
		return p.then(c)
	}
	vm := p.hooks.env.VM
	var at *promise
	// goja tells of a job only if there is a function to call.
	handler := func(f goja.Value, rejects bool) goja.Value {
		fn, ok := f.(*goja.Object)
		ok = ok && jsconv.IsCallable(fn)
		return vm.ToValue(func(c goja.FunctionCall) goja.Value {
			if !ok {
				if rejects {
					panic(c.Argument(0))
				}
				return c.Argument(0)
			}
			v := jsconv.Invoke(vm, fn, goja.Undefined(), c.Arguments...)
			if at != nil {
				return p.resolution(at, v)
			}
			return v
		})
	}
	p.grabbed, p.made = nil, nil
	v := p.then(goja.FunctionCall{This: parent, Arguments: []goja.Value{handler(c.Argument(0), false), handler(c.Argument(1), true)}})
	child, ok := v.(*goja.Object)
	r := p.grabbed
	if !ok || r == nil {
		return v
	}
	if child == p.made {
		known := p.of(child)
		*r = *known.resource
		known.resource = r
	} else {
		at = p.init(child, parent, r)
	}
	return v
}

// finally is Promise.prototype.finally, with the promise between seen.
func (p *promises) finally(c goja.FunctionCall) goja.Value {
	vm := p.hooks.env.VM
	this, ok := c.This.(*goja.Object)
	if !ok {
		panic(nodeerr.Plain(vm, nodeerr.TypeError, "Promise.prototype.finally called on a non-object"))
	}
	species := p.species(this)
	method := func(o goja.Value, name string, args ...goja.Value) goja.Value {
		object := o.ToObject(vm)
		f, ok := object.Get(name).(*goja.Object)
		if !ok || !jsconv.IsCallable(f) {
			panic(nodeerr.Plain(vm, nodeerr.TypeError, name+" is not a function"))
		}
		return jsconv.Invoke(vm, f, object, args...)
	}
	fn, ok := c.Argument(0).(*goja.Object)
	if !ok || !jsconv.IsCallable(fn) {
		return method(this, "then", c.Argument(0), c.Argument(0))
	}
	after := func(outcome func(v goja.Value) goja.Value) goja.Value {
		return jsconv.NewFunc(vm, "", 1, func(c goja.FunctionCall) goja.Value {
			done := method(species, "resolve", jsconv.Invoke(vm, fn, goja.Undefined()))
			return method(done, "then", vm.ToValue(func(goja.FunctionCall) goja.Value { return outcome(c.Argument(0)) }))
		})
	}
	return method(this, "then",
		after(func(v goja.Value) goja.Value { return v }),
		after(func(v goja.Value) goja.Value { panic(v) }))
}

// species is the constructor for what is derived from a promise.
func (p *promises) species(o *goja.Object) goja.Value {
	if c, ok := o.Get("constructor").(*goja.Object); ok {
		if s := c.GetSymbol(goja.SymSpecies); !jsconv.Nullish(s) {
			return s
		}
	}
	return p.constructor
}

// loadPromiseHooks exports observe(f), which gives module v8 what it tells of promises, uncaught(err), and under(promise,
// f), whose promises are made by way of another.
func loadPromiseHooks(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	jsconv.Export(env.VM, x, "observe", 1, func(c goja.FunctionCall) goja.Value {
		p := &hooksOf(env).promises
		if p.observer, _ = c.Argument(0).(*goja.Object); p.observer != nil {
			p.watch()
		}
		return goja.Undefined()
	})
	jsconv.Export(env.VM, x, "under", 2, func(c goja.FunctionCall) goja.Value {
		f := c.Argument(1).(*goja.Object)
		h, ok := env.Async.(*hooks)
		if !ok || !h.promises.active() {
			return jsconv.Invoke(env.VM, f, goja.Undefined())
		}
		h.promises.parent, _ = c.Argument(0).(*goja.Object)
		defer func() { h.promises.parent = nil }()
		return jsconv.Invoke(env.VM, f, goja.Undefined())
	})
	jsconv.Export(env.VM, x, "uncaught", 1, func(c goja.FunctionCall) goja.Value {
		err := c.Argument(0)
		if report := env.Host.Process.Uncaught; report == nil || !report(err, "uncaughtException") {
			env.Host.Fatal(env.VM.Try(func() { panic(err) }))
		}
		return goja.Undefined()
	})
}
