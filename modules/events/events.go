// Package events is Node's events module.
//
// The class EventEmitter is Go (internal/emitter, where the reasons are); this
// package adds the functions that are its properties. Those that make promises
// and iterators are embedded JavaScript, compiled when one of them is first
// called: waiting.js has once, on and addAbortListener, async_resource.js has
// EventEmitterAsyncResource.
package events

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules is what this package adds to the table of built-ins. The internal ones
// are parts of events that are loaded when they are first used.
var Modules = []modules.Module{
	{Name: "events", Load: load},
	{Name: "internal/events/waiting", JS: &js, File: "waiting.js"},
	{Name: "internal/events/async_resource", JS: &js, File: "async_resource.js"},
	{Name: "internal/events/symbols", Load: loadSymbols},
}

var (
	symMaxListeners    = jsconv.Symbol{Name: "events.maxEventTargetListeners"}
	symWarned          = jsconv.Symbol{Name: "events.maxEventTargetListenersWarned"}
	symFirstEventParam = jsconv.Symbol{Name: "events.firstEventParam"} // an option of on()
)

// loadSymbols gives internal/event_target the properties it shares with this
// module.
func loadSymbols(_ *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	_ = x.Set("kMaxEventTargetListeners", symMaxListeners.Get())
	_ = x.Set("kMaxEventTargetListenersWarned", symWarned.Get())
	_ = x.Set("kFirstEventParam", symFirstEventParam.Get())
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	c := emitter.New(vm)
	x := c.Constructor
	_ = module.Set("exports", x)

	symbolFor, _ := goja.AssertFunction(vm.Get("Symbol").(*goja.Object).Get("for"))
	c.Rejection, _ = jsconv.Call(symbolFor, nil, vm.ToValue("nodejs.rejection")).(*goja.Symbol)
	c.NextTick = env.Loop.NextTick
	c.Warn = func(w *goja.Object) { jsconv.CallMethod(vm, env.Require("process"), "emitWarning", w) }

	later := func(name string, length int) {
		jsconv.Export(vm, x, name, length, func(call goja.FunctionCall) goja.Value {
			return jsconv.Call(env.Function("internal/events/waiting", name), call.This, call.Arguments...)
		})
	}
	later("addAbortListener", 2)
	later("once", 2)
	later("on", 2)
	statics(env, c)
	_ = x.Set("EventEmitter", x)
	_ = x.Set("usingDomains", false)
	_ = x.Set("captureRejectionSymbol", c.Rejection)
	_ = x.Set("errorMonitor", emitter.ErrorMonitor)
	accessor(vm, x, "captureRejections", c.CaptureRejections, c.SetCaptureRejections)
	accessor(vm, x, "defaultMaxListeners",
		func() goja.Value { return vm.ToValue(c.DefaultMaxListeners) },
		func(v goja.Value) { c.DefaultMaxListeners = c.CheckLimit(v, "defaultMaxListeners") })
	jsconv.Getter(vm, x, "EventEmitterAsyncResource", true, func(goja.Value) goja.Value {
		return env.Require("internal/events/async_resource").Get("EventEmitterAsyncResource")
	})
	_ = x.DefineDataProperty("kMaxEventTargetListeners", symMaxListeners.Get(), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	_ = x.DefineDataProperty("kMaxEventTargetListenersWarned", symWarned.Get(), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

func accessor(vm *goja.Runtime, o *goja.Object, name string, get func() goja.Value, set func(goja.Value)) {
	g := jsconv.NewFunc(vm, "get "+name, 0, func(goja.FunctionCall) goja.Value { return get() })
	s := jsconv.NewFunc(vm, "set "+name, 1, func(call goja.FunctionCall) goja.Value {
		set(call.Argument(0))
		return goja.Undefined()
	})
	_ = o.DefineAccessorProperty(name, g, s, goja.FLAG_FALSE, goja.FLAG_TRUE)
}

// statics defines the functions that take an EventEmitter or an EventTarget. The
// target's side is asked for only when the object is no emitter.
func statics(env *modules.Env, c *emitter.Class) {
	vm, x := env.VM, c.Constructor
	// target calls a function of internal/event_target if v is an EventTarget.
	target := func(v goja.Value, name string, args ...goja.Value) (goja.Value, bool) {
		if _, ok := v.(*goja.Object); !ok {
			return nil, false
		}
		const module = "internal/event_target"
		if !jsconv.Call(env.Function(module, "isEventTarget"), nil, v).ToBoolean() {
			return nil, false
		}
		return jsconv.Call(env.Function(module, name), nil, append([]goja.Value{v}, args...)...), true
	}
	invalid := func(name string, v goja.Value) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, []string{"EventEmitter", "EventTarget"}, v)
	}
	method := func(v goja.Value, name string) (goja.Callable, bool) {
		if jsconv.Nullish(v) {
			panic(vm.NewTypeError("Cannot read properties of %s (reading '%s')", v, name))
		}
		return goja.AssertFunction(jsconv.Get(v, name))
	}
	jsconv.Export(vm, x, "getEventListeners", 2, func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if f, ok := method(v, "listeners"); ok {
			return jsconv.Call(f, v, call.Argument(1))
		}
		r, ok := target(v, "targetListeners", call.Argument(1))
		if !ok {
			invalid("emitter", v)
		}
		return r
	})
	jsconv.Export(vm, x, "listenerCount", 2, func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if f, ok := method(v, "listenerCount"); ok {
			return jsconv.Call(f, v, call.Argument(1))
		}
		r, ok := target(v, "targetListeners", call.Argument(1))
		if !ok {
			invalid("emitter", v)
		}
		return jsconv.Get(r, "length")
	})
	jsconv.Export(vm, x, "getMaxListeners", 1, func(call goja.FunctionCall) goja.Value {
		o, ok := call.Argument(0).(*goja.Object)
		if ok && jsconv.IsCallable(o.Get("getMaxListeners")) {
			return c.MaxListeners(o)
		}
		if ok {
			if m := o.GetSymbol(symMaxListeners.Get()); m != nil && goja.IsNumber(m) {
				return m
			}
		}
		invalid("emitter", call.Argument(0))
		return nil
	})
	setMax := jsconv.NewFunc(vm, "", 0, func(call goja.FunctionCall) goja.Value {
		n := call.Argument(0)
		if goja.IsUndefined(n) {
			n = vm.ToValue(c.DefaultMaxListeners)
		}
		limit := c.CheckLimit(n, "setMaxListeners")
		if len(call.Arguments) < 2 {
			c.DefaultMaxListeners = limit
			return goja.Undefined()
		}
		for _, v := range call.Arguments[1:] {
			if _, ok := target(v, "setTargetMaxListeners", n); ok {
				continue
			}
			f, ok := method(v, "setMaxListeners")
			if !ok {
				invalid("eventTargets", v)
			}
			jsconv.Call(f, v, n)
		}
		return goja.Undefined()
	})
	_ = x.Set("setMaxListeners", setMax)
}
