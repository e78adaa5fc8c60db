package process

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// more defines the members that are no subject of their own.
func (p *process) more() {
	vm, o := p.vm, p.object
	p.method("_rawDebug", 0, func(c goja.FunctionCall) goja.Value {
		text := jsconv.Call(p.env.Function("util", "format"), goja.Undefined(), c.Arguments...).String()
		_ = stdio.Write(p.host.Stderr, []byte(text+"\n"))
		return goja.Undefined()
	})
	p.method("binding", 1, p.binding)
	p.method("_linkedBinding", 1, p.binding)
	p.method("getBuiltinModule", 1, func(c goja.FunctionCall) goja.Value {
		name, ok := modules.BuiltinName(p.env.Builtins(), validate.String(vm, c.Argument(0), "id"))
		if !ok {
			return goja.Undefined()
		}
		return p.env.Require(name)
	})
	p.method("dlopen", 0, func(c goja.FunctionCall) goja.Value {
		if !p.env.Permitted(modules.Addon, "") {
			panic(nodeerr.Make(vm, nodeerr.Error, "ERR_DLOPEN_DISABLED", "Cannot load native addon because loading addons is disabled."))
		}
		if len(c.Arguments) < 2 {
			panic(nodeerr.Make(vm, nodeerr.TypeError, "ERR_MISSING_ARGS", "process.dlopen needs at least 2 arguments"))
		}
		panic(nodeerr.Make(vm, nodeerr.Error, "ERR_DLOPEN_FAILED", c.Argument(1).String()+": native addons cannot be loaded"))
	})
	p.method("getActiveResourcesInfo", 0, func(goja.FunctionCall) goja.Value { return vm.NewArray(p.resources()...) })
	p.method("_getActiveHandles", 0, func(goja.FunctionCall) goja.Value { return vm.NewArray() })
	p.method("_getActiveRequests", 0, func(goja.FunctionCall) goja.Value {
		list := make([]any, p.env.Loop.Requests())
		for i := range list {
			list[i] = vm.NewObject()
		}
		return vm.NewArray(list...)
	})
	p.method("loadEnvFile", 0, p.loadEnvFile)
	p.reference("ref")
	p.reference("unref")
	p.method("_tickCallback", 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	for _, name := range [...]string{"_debugProcess", "_debugEnd", "_startProfilerIdleNotifier", "_stopProfilerIdleNotifier"} {
		p.method(name, 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	}
	p.method("setSourceMapsEnabled", 1, func(c goja.FunctionCall) goja.Value {
		p.sourceMaps = validate.Bool(vm, c.Argument(0), "enabled")
		return goja.Undefined()
	})
	jsconv.Getter(vm, o, "sourceMapsEnabled", true, func(goja.Value) goja.Value { return vm.ToValue(p.sourceMaps) })
	_ = o.Set("domain", goja.Null())
	p.constant("moduleLoadList", vm.NewArray())
	p.constant("_preload_modules", vm.NewArray())
	jsconv.Lazy(vm, o, "allowedNodeEnvironmentFlags", true, func() goja.Value {
		return p.env.Require("internal/process/flags").Get("flags")
	})
	jsconv.Lazy(vm, o, "report", true, func() goja.Value { return p.env.Require("internal/process/report").Get("report") })
	jsconv.Lazy(vm, o, "finalization", true, func() goja.Value { return p.finalization() })
	get := jsconv.NewFunc(vm, "get mainModule", 0, func(goja.FunctionCall) goja.Value {
		if p.host.Main == nil {
			return goja.Undefined()
		}
		return p.host.Main
	})
	set := jsconv.NewFunc(vm, "set mainModule", 1, func(c goja.FunctionCall) goja.Value {
		_ = o.DefineDataProperty("mainModule", c.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		return goja.Undefined()
	})
	_ = o.DefineAccessorProperty("mainModule", get, set, goja.FLAG_TRUE, goja.FLAG_TRUE)
	p.execve()
}

// resources names what keeps the loop alive.
func (p *process) resources() (list []any) {
	l := p.env.Loop
	for _, r := range [...]struct {
		name string
		n    int
	}{{"FSReqCallback", l.Requests()}, {"Timeout", l.ActiveTimers()}, {"Immediate", l.ActiveImmediates()}} {
		for range r.n {
			list = append(list, r.name)
		}
	}
	return list
}

// reference defines ref and unref, which call the method of that name, or its
// symbol, on any object.
func (p *process) reference(name string) {
	symbol := p.vm.Get("Symbol").(*goja.Object)
	var sym *goja.Symbol
	p.method(name, 1, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		if !ok {
			return goja.Undefined()
		}
		if sym == nil {
			sym, _ = jsconv.CallMethod(p.vm, symbol, "for", p.vm.ToValue("nodejs."+name)).(*goja.Symbol)
		}
		for _, v := range [...]goja.Value{o.GetSymbol(sym), o.Get(name)} {
			if fn, ok := goja.AssertFunction(v); ok {
				jsconv.Call(fn, o)
				break
			}
		}
		return goja.Undefined()
	})
}

// binding is what is left of Node's own old interface to its C++ parts.
func (p *process) binding(c goja.FunctionCall) goja.Value {
	vm := p.vm
	if p.host.Permissions != nil { // Node has no option that allows it
		panic(nodeerr.New(vm, "ERR_ACCESS_DENIED", "process.binding"))
	}
	name := c.Argument(0).String()
	o := vm.NewObject()
	switch name {
	case "util":
		types := p.env.Require("util").Get("types").(*goja.Object)
		for _, k := range [...]string{
			"isArrayBuffer", "isArrayBufferView", "isAsyncFunction", "isDataView", "isDate", "isExternal", "isMap", "isMapIterator",
			"isNativeError", "isPromise", "isRegExp", "isSet", "isSetIterator", "isTypedArray", "isUint8Array", "isAnyArrayBuffer",
		} {
			_ = o.Set(k, types.Get(k))
		}
	case "constants":
		_ = o.Set("os", p.env.Require("os").Get("constants"))
		_ = o.Set("fs", p.env.Require("fs").Get("constants"))
	case "async_wrap", "buffer", "cares_wrap", "config", "contextify", "crypto", "fs", "fs_event_wrap", "http_parser", "icu",
		"inspector", "js_stream", "natives", "os", "pipe_wrap", "process_wrap", "signal_wrap", "spawn_sync", "stream_wrap",
		"tcp_wrap", "tls_wrap", "tty_wrap", "udp_wrap", "url", "uv", "v8", "zlib":
	default:
		err := nodeerr.Make(vm, nodeerr.Error, "ERR_INVALID_MODULE", "No such module: "+name)
		panic(err)
	}
	return o
}

// loadEnvFile reads a file of NAME=value lines into process.env, keeping what is
// set already.
func (p *process) loadEnvFile(c goja.FunctionCall) goja.Value {
	vm := p.vm
	path := c.Argument(0)
	if goja.IsUndefined(path) {
		path = vm.ToValue(".env")
	}
	text := jsconv.Call(p.env.Function("fs", "readFileSync"), goja.Undefined(), path, vm.ToValue("utf8"))
	parsed, ok := jsconv.Call(p.env.Function("util", "parseEnv"), goja.Undefined(), text).(*goja.Object)
	if !ok {
		return goja.Undefined()
	}
	for _, k := range parsed.Keys() {
		if _, set := p.host.Env.Get(k); !set {
			p.host.Env.Set(k, parsed.Get(k).String())
		}
	}
	return goja.Undefined()
}

// finalization calls functions before the exit for objects. There is no telling
// here when an object is garbage, so every one that is not unregistered counts.
func (p *process) finalization() *goja.Object {
	vm := p.vm
	type entry struct {
		ref goja.Value
		fn  goja.Callable
	}
	var lists [2][]entry
	x := vm.NewObject()
	for i, ev := range [...]struct{ method, event string }{{"register", "exit"}, {"registerBeforeExit", "beforeExit"}} {
		jsconv.Export(vm, x, ev.method, 2, func(c goja.FunctionCall) goja.Value {
			if _, ok := c.Argument(0).(*goja.Object); !ok {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "obj", "object", c.Argument(0))
			}
			fn := validate.Function(vm, c.Argument(1), "fn")
			if lists[i] == nil {
				p.events.On(p.object, ev.event, func(goja.FunctionCall) goja.Value {
					list := lists[i]
					lists[i] = list[:0:0]
					for _, e := range list {
						jsconv.Call(e.fn, goja.Undefined(), e.ref, vm.ToValue(ev.event))
					}
					return goja.Undefined()
				})
			}
			lists[i] = append(lists[i], entry{c.Argument(0), fn})
			return goja.Undefined()
		})
	}
	jsconv.Export(vm, x, "unregister", 1, func(c goja.FunctionCall) goja.Value {
		for i, list := range lists {
			kept := list[:0:0]
			for _, e := range list {
				if !e.ref.SameAs(c.Argument(0)) {
					kept = append(kept, e)
				}
			}
			lists[i] = kept
		}
		return goja.Undefined()
	})
	return x
}
