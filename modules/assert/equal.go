package assert

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/deepequal"
	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// comparisons defines the methods that compare two values.
func (l *library) comparisons(method func(name string, length int, f jsconv.Func)) {
	define := func(name, operator string, holds func(s *settings, actual, expected goja.Value) bool) {
		method(name, 3, func(c goja.FunctionCall) goja.Value {
			if len(c.Arguments) < 2 {
				nodeerr.Throw(l.vm, "ERR_MISSING_ARGS", "actual", "expected")
			}
			s := l.settings(c.This)
			actual, expected := c.Argument(0), c.Argument(1)
			if !holds(s, actual, expected) {
				panic(l.failed(failure{actual: actual, expected: expected, message: c.Argument(2), operator: operator, settings: s}))
			}
			return goja.Undefined()
		})
	}
	loose := func(_ *settings, a, b goja.Value) bool { return a.Equals(b) || isNaN(a) && isNaN(b) }
	same := func(_ *settings, a, b goja.Value) bool { return a.SameAs(b) }
	deep := func(mode deepequal.Mode) func(s *settings, a, b goja.Value) bool {
		return func(s *settings, a, b goja.Value) bool {
			if mode == deepequal.Strict && s.skipPrototype {
				return deepequal.Equal(l.vm, a, b, deepequal.SkipPrototype)
			}
			return deepequal.Equal(l.vm, a, b, mode)
		}
	}
	not := func(holds func(*settings, goja.Value, goja.Value) bool) func(*settings, goja.Value, goja.Value) bool {
		return func(s *settings, a, b goja.Value) bool { return !holds(s, a, b) }
	}
	define("equal", "==", loose)
	define("notEqual", "!=", not(loose))
	define("deepEqual", "deepEqual", deep(deepequal.Loose))
	define("notDeepEqual", "notDeepEqual", not(deep(deepequal.Loose)))
	define("deepStrictEqual", "deepStrictEqual", deep(deepequal.Strict))
	define("notDeepStrictEqual", "notDeepStrictEqual", not(deep(deepequal.Strict)))
	define("strictEqual", "strictEqual", same)
	define("notStrictEqual", "notStrictEqual", not(same))
	define("partialDeepStrictEqual", "partialDeepStrictEqual", deep(deepequal.Partial))
}

func isNaN(v goja.Value) bool {
	if !goja.IsNumber(v) {
		return false
	}
	f := v.ToFloat()
	return f != f
}

// match makes match and doesNotMatch.
func (l *library) match(name string, want bool) jsconv.Func {
	return func(c goja.FunctionCall) goja.Value {
		s, pattern := c.Argument(0), c.Argument(1)
		if !isRegExp(pattern) {
			nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "regexp", []string{"RegExp"}, pattern)
		}
		if goja.IsString(s) && l.matches(pattern, s) == want {
			return goja.Undefined()
		}
		f := failure{actual: s, expected: pattern, message: c.Argument(2), operator: name, settings: l.settings(c.This)}
		if !f.message.ToBoolean() {
			f.message = goja.Undefined()
			switch {
			case !goja.IsString(s):
				f.generated = `The "string" argument must be of type string. Received type ` + typeOf(s) + " (" + l.inspect(s) + ")"
			case want:
				f.generated = "The input did not match the regular expression " + l.inspect(pattern) + ". Input:\n\n" + l.inspect(s) + "\n"
			default:
				f.generated = "The input was expected to not match the regular expression " + l.inspect(pattern) + ". Input:\n\n" + l.inspect(s) + "\n"
			}
		}
		panic(l.failed(f))
	}
}

func isRegExp(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && kind.Of(o) == kind.RegExp
}

// matches is pattern.exec(s) !== null, for any value as a string.
func (l *library) matches(pattern, s goja.Value) bool {
	return !goja.IsNull(jsconv.CallMethod(l.vm, pattern.(*goja.Object), "exec", l.text(s)))
}

// text is String(v), which says Symbol(x) of a symbol.
func (l *library) text(v goja.Value) goja.Value {
	if sym, ok := v.(*goja.Symbol); ok {
		return l.vm.ToValue("Symbol(" + sym.String() + ")")
	}
	return v.ToString()
}

func (l *library) inspect(v goja.Value) string { return l.ins.Inspect(v, l.ins.Defaults()) }

func (l *library) inspectDepth(v goja.Value, depth float64) string {
	opts := l.ins.Defaults()
	opts.Depth = depth
	return l.ins.Inspect(v, opts)
}

func typeOf(v goja.Value) string {
	switch v.(type) {
	case *goja.Symbol:
		return "symbol"
	case *goja.Object:
		if jsconv.IsCallable(v) {
			return "function"
		}
		return "object"
	}
	switch {
	case jsconv.Missing(v):
		return "undefined"
	case goja.IsNull(v):
		return "object"
	case goja.IsString(v):
		return "string"
	case goja.IsNumber(v):
		return "number"
	case goja.IsBigInt(v):
		return "bigint"
	}
	return "boolean"
}

// isError tells whether v is an error, or inherits from Error.prototype.
func (l *library) isError(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && (kind.Of(o) == kind.Error || l.vm.InstanceOf(o, l.vm.Get("Error").(*goja.Object)))
}

func textOf(v goja.Value) string { return inspect.Text(v) }
