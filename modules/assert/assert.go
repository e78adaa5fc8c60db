// Package assert is Node's assert and assert/strict.
//
//	assert.go      the module: functions, their strict forms, the class Assert
//	equal.go       comparisons
//	throws.go      throws, doesNotThrow, ifError
//	error.go       the class AssertionError
//	message.go     what it says; difference.go: line by line
//	source.go      the source of an expression that was not true
//
// What deep equality means is told in internal/deepequal. rejects and doesNotReject
// are embedded JavaScript, compiled when one of them is first called.
package assert

import (
	"embed"
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed classes.js
var classesJS string

//go:embed rejects.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "assert", Load: load},
	{Name: "assert/strict", Load: func(env *modules.Env, module *goja.Object) {
		_ = module.Set("exports", env.Require("assert").Get("strict"))
	}},
	{Name: "internal/assert/rejects", JS: &js, File: "rejects.js"},
}

// library is the module in one Runtime.
type library struct {
	env       *modules.Env
	vm        *goja.Runtime
	ins       *inspect.Inspector
	exception *goja.Object // AssertionError
	class     *goja.Object // Assert
	proto     *goja.Object // Assert.prototype
	names     []string     // methods in the order of assert's keys
}

// settings are the options of an Assert, and of assert's own functions.
type settings struct {
	diff          string
	skipPrototype bool
}

var slot = jsconv.Slot[settings]{Name: "assert options"}

// settings finds the options of the Assert that a method was called on. A method
// that was taken off its object has the defaults.
func (l *library) settings(this goja.Value) *settings {
	if o, ok := this.(*goja.Object); ok {
		if s := slot.Get(o); s != nil {
			return s
		}
	}
	return &settings{diff: "simple"}
}

func load(env *modules.Env, module *goja.Object) {
	l := &library{env: env, vm: env.VM, ins: env.Inspector()}
	vm := l.vm
	classes := l.classes()
	l.exception = classes.Get("AssertionError").(*goja.Object)
	l.class = classes.Get("Assert").(*goja.Object)
	l.proto = l.class.Get("prototype").(*goja.Object)
	l.methods()

	assert := jsconv.NewFunc(vm, "ok", 0, l.ok)
	strict := jsconv.NewFunc(vm, "strict", 0, l.ok)
	_ = assert.DefineDataProperty("name", vm.ToValue("assert"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	for _, x := range []*goja.Object{assert, strict} {
		_ = x.Set("AssertionError", l.exception)
		for _, name := range l.names {
			_ = x.Set(name, l.proto.Get(name))
		}
		_ = x.Set("strict", strict)
		_ = x.Set("Assert", l.class)
	}
	l.harden(strict)
	_ = module.Set("exports", assert)
}

// harden makes the loose comparisons of x the strict ones.
func (l *library) harden(x *goja.Object) {
	for _, pair := range [][2]string{
		{"equal", "strictEqual"}, {"deepEqual", "deepStrictEqual"},
		{"notEqual", "notStrictEqual"}, {"notDeepEqual", "notDeepStrictEqual"},
	} {
		_ = x.Set(pair[0], l.proto.Get(pair[1]))
	}
}

// classes runs classes.js.
func (l *library) classes() *goja.Object {
	vm := l.vm
	binding := l.env.Binding()
	jsconv.Export(vm, binding, "message", 1, func(c goja.FunctionCall) goja.Value {
		return inspect.Value(vm, l.message(c.Argument(0).(*goja.Object)))
	})
	jsconv.Export(vm, binding, "fill", 2, func(c goja.FunctionCall) goja.Value {
		l.fill(c.Argument(0).(*goja.Object), c.Argument(1).(*goja.Object))
		return goja.Undefined()
	})
	jsconv.Export(vm, binding, "inspect", 2, l.inspectError)
	jsconv.Export(vm, binding, "initialize", 2, func(c goja.FunctionCall) goja.Value {
		l.initialize(c.Argument(0).(*goja.Object), c.Argument(1))
		return goja.Undefined()
	})
	module := vm.NewObject()
	_ = module.Set("exports", vm.NewObject())
	modules.RunJS(l.env, module, classesName, classesJS, binding)
	return module.Get("exports").(*goja.Object)
}

// classesName is the file that stacks name; an AssertionError's own does not.
const classesName = "node:internal/assert/classes"

// initialize makes this an Assert with the given options.
func (l *library) initialize(this *goja.Object, options goja.Value) {
	s := &settings{diff: "simple"}
	strict := true
	if o, ok := options.(*goja.Object); ok {
		if v := o.Get("diff"); !jsconv.Missing(v) {
			if !goja.IsString(v) || v.String() != "simple" && v.String() != "full" {
				nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "options.diff", v, "must be one of: 'simple', 'full'")
			}
			s.diff = v.String()
		}
		if v := o.Get("strict"); !jsconv.Missing(v) {
			strict = v.ToBoolean()
		}
		s.skipPrototype = jsconv.Get(o, "skipPrototype").ToBoolean()
	}
	slot.Set(l.vm, this, s)
	_ = this.Set("AssertionError", l.exception)
	if strict {
		l.harden(this)
	}
}

// methods gives Assert.prototype all functions of the module.
func (l *library) methods() {
	method := func(name string, length int, f jsconv.Func) {
		_ = l.proto.Set(name, jsconv.NewFunc(l.vm, name, length, f))
		l.names = append(l.names, name)
	}
	method("ok", 0, l.ok)
	method("fail", 1, l.fail)
	l.comparisons(method)
	method("match", 3, l.match("match", true))
	method("doesNotMatch", 3, l.match("doesNotMatch", false))
	method("throws", 1, l.throws)
	method("rejects", 1, l.later("rejects"))
	method("doesNotThrow", 1, l.doesNotThrow)
	method("doesNotReject", 1, l.later("doesNotReject"))
	method("ifError", 1, l.ifError)
}

// later calls a function of rejects.js, which calls back for its judgement.
func (l *library) later(name string) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		s := l.settings(c.This)
		args := slices.Clone(behind(c.Arguments)) // they are goja's until this call returns
		judge := jsconv.NewFunc(l.vm, "judge", 2, func(j goja.FunctionCall) goja.Value {
			thrown := &caught{happened: j.Argument(0).ToBoolean(), value: j.Argument(1)}
			if name == "rejects" {
				l.expectError(name, "rejection", s, thrown, args)
			} else {
				l.expectNoError(name, "rejection", s, thrown, args)
			}
			return goja.Undefined()
		})
		return jsconv.Call(l.env.Function("internal/assert/rejects", "settle"), goja.Undefined(), c.Argument(0), judge)
	}
}

// behind are the arguments behind the first.
func behind(args []goja.Value) []goja.Value { return args[min(1, len(args)):] }

// arg is the i-th argument, undefined where there are fewer.
func arg(args []goja.Value, i int) goja.Value {
	if i < len(args) {
		return args[i]
	}
	return goja.Undefined()
}

// ok is assert and assert.ok.
func (l *library) ok(c goja.FunctionCall) goja.Value {
	if c.Argument(0).ToBoolean() {
		return goja.Undefined()
	}
	f := failure{actual: c.Argument(0), expected: l.vm.ToValue(true), message: c.Argument(1), operator: "==", settings: l.settings(c.This)}
	if len(c.Arguments) == 0 {
		f.generated = "No value argument passed to `assert.ok()`"
	} else if jsconv.Nullish(f.message) {
		f.generated = "The expression evaluated to a falsy value:\n\n  " + l.callSource() + "\n"
	}
	panic(l.failed(f))
}

func (l *library) fail(c goja.FunctionCall) goja.Value {
	f := failure{message: c.Argument(0), operator: "fail", settings: l.settings(c.This)}
	if jsconv.Nullish(f.message) {
		f.generated = "Failed"
	}
	panic(l.failed(f))
}
