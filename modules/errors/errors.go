// Package errors offers Node's errors and argument checks to built-ins that are
// embedded JavaScript: internal/errors and internal/validators.
package errors

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/errors", Load: loadErrors},
	{Name: "internal/validators", Load: loadValidators},
}

// codes makes the constructor of a code when it is first asked for.
type codes struct {
	vm   *goja.Runtime
	made map[string]goja.Value
}

func (c *codes) Get(code string) goja.Value {
	if !strings.HasPrefix(code, "ERR_") {
		return nil
	}
	if v, ok := c.made[code]; ok {
		return v
	}
	v := c.vm.ToValue(func(call goja.ConstructorCall) *goja.Object {
		args := make([]any, len(call.Arguments))
		for i, a := range call.Arguments {
			args[i] = a
		}
		return nodeerr.New(c.vm, code, args...)
	})
	c.made[code] = v
	return v
}

func (c *codes) Set(string, goja.Value) bool { return false }
func (c *codes) Has(code string) bool        { return strings.HasPrefix(code, "ERR_") }
func (c *codes) Delete(string) bool          { return false }
func (c *codes) Keys() []string              { return nil }

func loadErrors(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	_ = x.Set("codes", vm.NewDynamicObject(&codes{vm, map[string]goja.Value{}}))
	// new AbortError(message, {cause})
	_ = x.Set("AbortError", vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		o := nodeerr.Abort(vm, jsconv.Get(c.Argument(1), "cause"))
		if m := c.Argument(0); !goja.IsUndefined(m) {
			jsconv.Hidden(o, "message", m)
		}
		return o
	}))
	// The second error wins nothing: both are told.
	jsconv.Export(vm, x, "aggregateTwoErrors", 2, func(c goja.FunctionCall) goja.Value {
		inner, outer := c.Argument(0), c.Argument(1)
		if jsconv.Nullish(inner) || jsconv.Nullish(outer) || inner == outer {
			if jsconv.Nullish(inner) {
				return outer
			}
			return inner
		}
		oo, ok := outer.(*goja.Object)
		if !ok {
			return inner
		}
		if list, ok := oo.Get("errors").(*goja.Object); ok && list.ClassName() == "Array" {
			jsconv.CallMethod(vm, list, "push", inner)
			return outer
		}
		err, e := vm.New(vm.Get("AggregateError"), vm.NewArray(outer, inner), oo.Get("message"))
		if e != nil {
			panic(e)
		}
		if code := oo.Get("code"); code != nil {
			_ = err.Set("code", code)
		}
		return err
	})
	// hideStackFrames(fn): internal frames are not shown anyway.
	jsconv.Export(vm, x, "hideStackFrames", 1, func(c goja.FunctionCall) goja.Value { return c.Argument(0) })
}

func loadValidators(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	check := func(name string, f func(v goja.Value, name string, c goja.FunctionCall)) {
		jsconv.Export(vm, x, name, 2, func(c goja.FunctionCall) goja.Value {
			n := ""
			if len(c.Arguments) > 1 {
				n = c.Arguments[1].String()
			}
			f(c.Argument(0), n, c)
			return goja.Undefined()
		})
	}
	limit := func(v goja.Value, def float64) float64 {
		if jsconv.Missing(v) {
			return def
		}
		return v.ToFloat()
	}
	check("validateFunction", func(v goja.Value, n string, _ goja.FunctionCall) { validate.Function(vm, v, n) })
	check("validateString", func(v goja.Value, n string, _ goja.FunctionCall) { validate.String(vm, v, n) })
	check("validateBoolean", func(v goja.Value, n string, _ goja.FunctionCall) { validate.Bool(vm, v, n) })
	check("validateNumber", func(v goja.Value, n string, c goja.FunctionCall) {
		validate.Number(vm, v, n, limit(c.Argument(2), math.Inf(-1)), limit(c.Argument(3), math.Inf(1)))
	})
	check("validateInteger", func(v goja.Value, n string, c goja.FunctionCall) {
		validate.Integer(vm, v, n, int64(limit(c.Argument(2), -validate.MaxSafe)), int64(limit(c.Argument(3), validate.MaxSafe)))
	})
	check("validateInt32", func(v goja.Value, n string, c goja.FunctionCall) {
		validate.Integer(vm, v, n, int64(limit(c.Argument(2), math.MinInt32)), int64(limit(c.Argument(3), math.MaxInt32)))
	})
	check("validateUint32", func(v goja.Value, n string, c goja.FunctionCall) {
		least := int64(0)
		if c.Argument(2).ToBoolean() {
			least = 1
		}
		validate.Integer(vm, v, n, least, math.MaxUint32)
	})
	check("validateObject", func(v goja.Value, n string, _ goja.FunctionCall) { validate.Object(vm, v, n) })
	check("validateArray", func(v goja.Value, n string, _ goja.FunctionCall) { validate.Array(vm, v, n) })
	check("validateOneOf", func(v goja.Value, n string, c goja.FunctionCall) {
		list, _ := c.Argument(2).(*goja.Object)
		if list == nil {
			return
		}
		var words []string
		for i, k := int64(0), list.Get("length").ToInteger(); i < k; i++ {
			item := list.Get(vm.ToValue(i).String())
			if item.StrictEquals(v) {
				return
			}
			words = append(words, nodeerr.InspectValue(vm, item, 0))
		}
		nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", n, v, "must be one of: "+strings.Join(words, ", "))
	})
	check("validateAbortSignal", func(v goja.Value, n string, _ goja.FunctionCall) {
		if goja.IsUndefined(v) {
			return
		}
		if o, ok := v.(*goja.Object); !ok || o.Get("aborted") == nil {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", n, "AbortSignal", v)
		}
	})
	check("validatePort", func(v goja.Value, n string, _ goja.FunctionCall) {
		f := v.ToFloat()
		ok := goja.IsNumber(v) || goja.IsString(v) && strings.TrimSpace(v.String()) != ""
		if !ok || f != math.Trunc(f) || f < 0 || f > 65535 {
			nodeerr.Throw(vm, "ERR_SOCKET_BAD_PORT", n, v, true)
		}
	})
}
