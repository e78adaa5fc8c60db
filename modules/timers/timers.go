// Package timers is Node's timers module: setTimeout, setInterval, setImmediate
// and their opposites, the classes Timeout and Immediate, timers/promises, and
// queueMicrotask.
//
// The event loop keeps the time (package eventloop); here are the JavaScript faces
// of its timers. The fields that scripts can see on a Timeout (_onTimeout,
// _idleTimeout, _repeat, ...) are what counts: the callback that runs is the one
// that is there when the timer is due. Fields that have their usual value are
// found on the prototype, since every property of an object costs more than the
// timer itself.
package timers

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed promises.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "timers", Load: load},
	{Name: "timers/promises", JS: &js, File: "promises.js", Bind: func(env *modules.Env) *goja.Object {
		b := env.Binding()
		of(env).bind(b)
		return b
	}},
	{Name: "internal/queue_microtask", Load: loadMicrotasks},
}

// timers is the module's state in one Runtime. What is scheduled is found by its
// object; an object that is not scheduled has nothing here.
type timers struct {
	env  *modules.Env
	vm   *goja.Runtime
	loop *eventloop.Loop

	timeout, immediate *goja.Object // prototypes

	timeouts   map[*goja.Object]*timeout
	immediates map[*goja.Object]*immediate

	lastID int64
	known  map[int64]*goja.Object // timers that were converted to a number

	toldNegative, toldNaN bool
}

var slot = jsconv.Slot[timers]{Name: "timers"}

func of(env *modules.Env) *timers { return slot.Get(env.Require("timers")) }

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	t := &timers{
		env: env, vm: vm, loop: env.Loop,
		timeouts:   map[*goja.Object]*timeout{},
		immediates: map[*goja.Object]*immediate{},
	}
	x := module.Get("exports").(*goja.Object)
	slot.Set(vm, x, t)
	t.timeoutClass()
	t.immediateClass()

	custom := func(name string) {
		promisify := t.symbol("nodejs.util.promisify.custom")
		get := vm.ToValue(func(goja.FunctionCall) goja.Value { return env.Require("timers/promises").Get(name) })
		_ = x.Get(name).(*goja.Object).DefineAccessorPropertySymbol(promisify, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	jsconv.Export(vm, x, "setTimeout", 2, func(c goja.FunctionCall) goja.Value {
		return t.start(t.callback(c), c.Argument(1), rest(c, 2), false, true).obj
	})
	custom("setTimeout")
	jsconv.Export(vm, x, "clearTimeout", 1, t.clearTimeout)
	jsconv.Export(vm, x, "setImmediate", 1, func(c goja.FunctionCall) goja.Value {
		return t.setImmediate(t.callback(c), rest(c, 1), true).obj
	})
	custom("setImmediate")
	jsconv.Export(vm, x, "clearImmediate", 1, t.clearImmediate)
	jsconv.Export(vm, x, "setInterval", 2, func(c goja.FunctionCall) goja.Value {
		return t.start(t.callback(c), c.Argument(1), rest(c, 2), true, true).obj
	})
	jsconv.Export(vm, x, "clearInterval", 1, t.clearTimeout)
	jsconv.Getter(vm, x, "promises", true, func(goja.Value) goja.Value { return env.Require("timers/promises") })
}

// bind gives timers/promises what it needs: timers that need not keep the loop
// alive from the start.
func (t *timers) bind(b *goja.Object) {
	_ = b.Set("setTimeout", func(c goja.FunctionCall) goja.Value { // callback, delay, ref
		return t.start(t.callback(c), c.Argument(1), nil, false, c.Argument(2).ToBoolean()).obj
	})
	_ = b.Set("setInterval", func(c goja.FunctionCall) goja.Value {
		return t.start(t.callback(c), c.Argument(1), nil, true, c.Argument(2).ToBoolean()).obj
	})
	_ = b.Set("setImmediate", func(c goja.FunctionCall) goja.Value { // callback, ref
		return t.setImmediate(t.callback(c), nil, c.Argument(1).ToBoolean()).obj
	})
}

// resource tells async_hooks, if it is in use, of a timer.
func (t *timers) resource(kind string, o *goja.Object) *modules.AsyncResource {
	if t.env.Async == nil {
		return nil
	}
	return t.env.Async.Init(kind, o)
}

// invoke calls a timer's callback.
func (t *timers) invoke(r *modules.AsyncResource, callback, o *goja.Object, args []goja.Value) {
	if t.env.Async == nil {
		jsconv.Invoke(t.vm, callback, o, args...)
		if t.env.Async != nil {
			t.env.Async.Late()
		}
		return
	}
	t.env.Async.Run(r, func() { jsconv.Invoke(t.vm, callback, o, args...) })
}

// ended tells async_hooks that a timer will not run again.
func (t *timers) ended(r *modules.AsyncResource) {
	if t.env.Async != nil {
		t.env.Async.Destroy(r)
	}
}

func (t *timers) callback(c goja.FunctionCall) *goja.Object {
	v := c.Argument(0)
	if o, ok := v.(*goja.Object); ok && (jsconv.IsFunction(o) || jsconv.IsCallable(o)) {
		return o
	}
	nodeerr.Throw(t.vm, "ERR_INVALID_ARG_TYPE", "callback", "Function", v)
	return nil
}

func (t *timers) symbol(key string) *goja.Symbol {
	f, _ := goja.AssertFunction(t.vm.Get("Symbol").(*goja.Object).Get("for"))
	s, _ := jsconv.Call(f, nil, t.vm.ToValue(key)).(*goja.Symbol)
	return s
}

// class makes a constructor that makes its own objects.
func (t *timers) class(name string, length int, construct func(c goja.ConstructorCall) *goja.Object) *goja.Object {
	ctor := t.vm.ToValue(construct).(*goja.Object)
	for property, v := range map[string]any{"name": name, "length": length} {
		_ = ctor.DefineDataProperty(property, t.vm.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	return ctor.Get("prototype").(*goja.Object)
}

func (t *timers) hidden(o *goja.Object, name string, v goja.Value) {
	_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// rest copies the arguments from the i-th on; those of a call are gone after it.
func rest(c goja.FunctionCall, i int) []goja.Value {
	if len(c.Arguments) <= i {
		return nil
	}
	return append([]goja.Value(nil), c.Arguments[i:]...)
}

func (t *timers) array(list []goja.Value) goja.Value {
	if list == nil {
		return goja.Undefined()
	}
	items := make([]any, len(list))
	for i, v := range list {
		items[i] = v
	}
	return t.vm.NewArray(items...)
}
