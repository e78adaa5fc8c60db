// Package util is Node's util and util/types.
//
//	util.go      the table of exports
//	inspect.go   inspect, format: the JavaScript face of internal/inspect
//	types.go     the predicates of util.types
//	promise.go   promisify
//	debuglog.go  debuglog
//	system.go    names of system errors, call sites, and other small things
//	style.go     styleText
//
// What scripts seldom use is embedded JavaScript, compiled when it is asked for:
// functions.js (callbackify, deprecate, aborted), encoding.js (TextEncoder, TextDecoder), parse_args.js, mime.js.
package util

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/deepequal"
	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules is what this package adds to the table of built-ins. The internal ones
// are parts of util that are loaded when they are first used.
var Modules = []modules.Module{
	{Name: "util", Load: load},
	{Name: "sys", Load: func(env *modules.Env, module *goja.Object) { _ = module.Set("exports", env.Require("util")) }},
	{Name: "util/types", Load: loadTypes},
	{Name: "internal/util", Load: loadInternal},
	{Name: "internal/util/diff", Load: loadDiff},
	{Name: "internal/util/functions", JS: &js, File: "functions.js"},
	{Name: "internal/util/parse_args", JS: &js, File: "parse_args.js"},
	{Name: "internal/mime", JS: &js, File: "mime.js"},
	{Name: "internal/encoding", JS: &js, File: "encoding.js", Bind: encodingBinding},
}

// library is the module in one Runtime.
type library struct {
	env *modules.Env
	vm  *goja.Runtime
	ins *inspect.Inspector
	x   *goja.Object
}

func load(env *modules.Env, module *goja.Object) {
	l := &library{env: env, vm: env.VM, ins: env.Inspector(), x: module.Get("exports").(*goja.Object)}
	l.system()
	l.later("callbackify", 1, "internal/util/functions")
	l.export("convertProcessSignalToExitCode", 1, l.signalExitCode)
	l.debug()
	l.later("deprecate", 4, "internal/util/functions")
	l.export("format", 0, l.format)
	l.export("styleText", 3, l.styleText)
	l.export("formatWithOptions", 1, l.formatWithOptions)
	l.export("getCallSites", 2, l.callSites)
	l.systemErrors()
	l.export("inherits", 2, l.inherits)
	l.inspectFunction()
	l.export("isArray", 1, func(c goja.FunctionCall) goja.Value { return l.vm.ToValue(isArray(c.Argument(0))) })
	l.export("isDeepStrictEqual", 3, func(c goja.FunctionCall) goja.Value {
		mode := deepequal.Strict
		if c.Argument(2).ToBoolean() {
			mode = deepequal.SkipPrototype
		}
		return l.vm.ToValue(deepequal.Equal(l.vm, c.Argument(0), c.Argument(1), mode))
	})
	l.promisify()
	l.export("stripVTControlCharacters", 1, func(c goja.FunctionCall) goja.Value {
		validate.String(l.vm, c.Argument(0), "str")
		return inspect.Value(l.vm, inspect.StripVTControlCharacters(inspect.Text(c.Argument(0))))
	})
	l.export("toUSVString", 1, func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(c.Argument(0).ToString().String())
	})
	l.later("transferableAbortSignal", 1, "internal/abort_transfer")
	l.later("transferableAbortController", 0, "internal/abort_transfer")
	l.later("aborted", 2, "internal/util/functions")
	l.property("types", "util/types", "")
	l.export("parseEnv", 1, l.parseEnv)
	l.later("parseArgs", 0, "internal/util/parse_args")
	l.property("TextDecoder", "internal/encoding", "TextDecoder")
	l.property("TextEncoder", "internal/encoding", "TextEncoder")
	l.property("MIMEType", "internal/mime", "MIMEType")
	l.property("MIMEParams", "internal/mime", "MIMEParams")
	l.later("diff", 2, "internal/util/diff")
	l.export("setTraceSigInt", 1, func(c goja.FunctionCall) goja.Value {
		validate.Bool(l.vm, c.Argument(0), "enable")
		return goja.Undefined()
	})
}

func (l *library) export(name string, length int, f jsconv.Func) *goja.Object {
	jsconv.Export(l.vm, l.x, name, length, f)
	return l.x.Get(name).(*goja.Object)
}

// later exports a function that another module has; it is loaded by the first call.
func (l *library) later(name string, length int, module string) {
	l.export(name, length, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(l.env.Function(module, name), c.This, c.Arguments...)
	})
}

// property exports what another module exports under key, or its exports
// themselves; it is loaded when the property is read.
func (l *library) property(name, module, key string) {
	jsconv.Lazy(l.vm, l.x, name, true, func() goja.Value {
		x := l.env.Require(module)
		if key == "" {
			return x
		}
		return x.Get(key)
	})
}

func isArray(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && o.ClassName() == "Array"
}

// inherits makes a constructor's prototype inherit from another's.
func (l *library) inherits(c goja.FunctionCall) goja.Value {
	vm := l.vm
	function := func(v goja.Value, name string) *goja.Object {
		if jsconv.Nullish(v) {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, []string{"Function"}, v)
		}
		return v.ToObject(vm)
	}
	ctor, super := function(c.Argument(0), "ctor"), function(c.Argument(1), "superCtor")
	proto := super.Get("prototype")
	if jsconv.Missing(proto) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "superCtor.prototype", []string{"Object"}, proto)
	}
	l.must(ctor.DefineDataProperty("super_", super, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	l.must(ctor.Get("prototype").ToObject(vm).SetPrototype(proto.ToObject(vm)))
	return goja.Undefined()
}

// must throws the error of a goja call as the JavaScript exception that it is.
func (l *library) must(err error) {
	if err != nil {
		panic(err)
	}
}
