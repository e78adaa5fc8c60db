package assert

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/deepequal"
	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

// caught is what a function threw, if it did.
type caught struct {
	happened bool
	value    goja.Value
}

// call calls the function under test.
func (l *library) call(fn goja.Value) (result *caught) {
	f, ok := goja.AssertFunction(fn)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "fn", []string{"Function"}, fn)
	}
	thrown := &caught{}
	defer func() {
		// goja lets no script catch that it is out of stack.
		if x := recover(); x != nil {
			if _, ok := x.(*goja.StackOverflowError); !ok {
				panic(x)
			}
			thrown.happened, thrown.value = true, nodeerr.Plain(l.vm, nodeerr.RangeError, "Maximum call stack size exceeded")
			result = thrown
		}
	}()
	if ex := l.vm.Try(func() { jsconv.Call(f, goja.Undefined()) }); ex != nil {
		thrown.happened, thrown.value = true, ex.Value()
		if thrown.value == nil {
			thrown.value = goja.Undefined()
		}
		stack.Seen(l.vm, thrown.value)
	}
	return thrown
}

func (l *library) throws(c goja.FunctionCall) goja.Value {
	l.expectError("throws", "exception", l.settings(c.This), l.call(c.Argument(0)), behind(c.Arguments))
	return goja.Undefined()
}

func (l *library) doesNotThrow(c goja.FunctionCall) goja.Value {
	l.expectNoError("doesNotThrow", "exception", l.settings(c.This), l.call(c.Argument(0)), behind(c.Arguments))
	return goja.Undefined()
}

// expectError judges what was thrown: args are the expected error and a message.
func (l *library) expectError(name, what string, s *settings, thrown *caught, args []goja.Value) {
	vm := l.vm
	expected, message := arg(args, 0), arg(args, 1)
	types := []string{"Function", "Error", "RegExp", "Object"}
	_, isObject := expected.(*goja.Object)
	switch {
	case goja.IsString(expected):
		if len(args) > 1 {
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "error", types, expected)
		}
		if thrown.happened {
			l.ambiguous(thrown.value, expected)
		}
		expected, message = goja.Undefined(), expected
	case !isObject && !jsconv.Nullish(expected):
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "error", types, expected)
	}
	if !thrown.happened {
		text := "Missing expected " + what
		if n := jsconv.Get(expected, "name"); n.ToBoolean() {
			text += " (" + textOf(n) + ")"
		}
		if message.ToBoolean() {
			if l.isError(message) {
				panic(message)
			}
			text += ": " + textOf(l.text(message))
		} else {
			text += "."
		}
		panic(l.newError(failure{expected: expected, message: inspect.Value(vm, text), operator: name, settings: s}))
	}
	if !expected.ToBoolean() {
		return
	}
	l.compareError(name, s, thrown.value, expected.(*goja.Object), message)
}

// ambiguous refuses a message that is the error's own: it was meant as an expectation.
func (l *library) ambiguous(actual, text goja.Value) {
	if o, ok := actual.(*goja.Object); ok {
		if m := o.Get("message"); m != nil && m.StrictEquals(text) {
			nodeerr.Throw(l.vm, "ERR_AMBIGUOUS_ARGUMENT", "error/message", `The error message "`+textOf(m)+`" is identical to the message.`)
		}
	} else if actual.StrictEquals(text) {
		nodeerr.Throw(l.vm, "ERR_AMBIGUOUS_ARGUMENT", "error/message", `The error "`+textOf(actual)+`" is identical to the message.`)
	}
}

// compareError compares a thrown value with a pattern, an object, a class, or asks a
// validation function.
func (l *library) compareError(name string, s *settings, actual goja.Value, expected *goja.Object, message goja.Value) {
	f := failure{actual: actual, expected: expected, message: message, operator: name, settings: s}
	own := message.ToBoolean()
	generate := func(text func() string) {
		if !own {
			f.message, f.generated = nil, text()
		}
		panic(l.failed(f))
	}
	_, isObject := actual.(*goja.Object)
	switch {
	case isRegExp(expected):
		if !l.matches(expected, actual) {
			generate(func() string {
				return "The input did not match the regular expression " + l.inspect(expected) + ". Input:\n\n" + l.inspect(l.text(actual)) + "\n"
			})
		}
	case !jsconv.IsCallable(expected) && !isObject:
		f.operator = "deepStrictEqual"
		err := l.failed(f)
		if o, ok := err.(*goja.Object); ok && err != message {
			_ = o.Set("operator", name)
		}
		panic(err)
	case !jsconv.IsCallable(expected):
		l.compareProperties(f, actual.(*goja.Object), expected, own)
	case l.instance(actual, expected):
	case l.isErrorClass(expected):
		generate(func() string { return l.wrongClass(actual, expected) })
	default:
		validate, _ := goja.AssertFunction(expected)
		result := jsconv.Call(validate, l.vm.NewObject(), actual)
		if !result.StrictEquals(l.vm.ToValue(true)) {
			generate(func() string {
				named := ""
				if n := expected.Get("name"); n != nil && n.ToBoolean() {
					named = `"` + textOf(n) + `" `
				}
				text := "The " + named + `validation function is expected to return "true". Received ` + l.inspect(result)
				if l.isError(actual) {
					text += "\n\nCaught error:\n\n" + textOf(actual.ToString())
				}
				return text
			})
		}
	}
}

// instance is the instanceof operator, false for functions without a prototype.
func (l *library) instance(v goja.Value, class *goja.Object) bool {
	return !jsconv.Missing(class.Get("prototype")) && l.vm.InstanceOf(v, class)
}

// isErrorClass tells whether a class inherits from Error.
func (l *library) isErrorClass(class *goja.Object) bool {
	base := l.vm.Get("Error").(*goja.Object)
	for at := class.Prototype(); at != nil; at = at.Prototype() {
		if at == base {
			return true
		}
	}
	return false
}

func (l *library) wrongClass(actual goja.Value, expected *goja.Object) string {
	text := `The error is expected to be an instance of "` + textOf(jsconv.Get(expected, "name")) + `". Received `
	if !l.isError(actual) {
		return text + `"` + l.inspectDepth(actual, -1) + `"`
	}
	name := jsconv.Get(jsconv.Get(actual, "constructor"), "name")
	if !name.ToBoolean() {
		name = jsconv.Get(actual, "name")
	}
	if name.StrictEquals(jsconv.Get(expected, "name")) {
		text += "an error with identical name but a different prototype."
	} else {
		text += `"` + textOf(name) + `"`
	}
	if m := jsconv.Get(actual, "message"); m.ToBoolean() {
		text += "\n\nError message:\n\n" + textOf(m)
	}
	return text
}

// compareProperties compares those properties of an error that expected has.
func (l *library) compareProperties(f failure, actual, expected *goja.Object, own bool) {
	vm := l.vm
	keys := expected.Keys()
	if l.isError(expected) {
		keys = append(keys, "name", "message")
	} else if len(keys) == 0 {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "error", expected, "may not be an empty object")
	}
	for _, key := range keys {
		a, e := actual.Get(key), expected.Get(key)
		if a != nil && goja.IsString(a) && isRegExp(e) && l.matches(e, a) {
			continue
		}
		if a != nil && deepequal.Equal(vm, a, e, deepequal.Strict) {
			continue
		}
		if own {
			panic(l.failed(f))
		}
		shown := f
		shown.actual, shown.expected, shown.operator = l.comparison(actual, keys, nil), l.comparison(expected, keys, actual), "deepStrictEqual"
		shown.message = nil
		o := l.newError(shown)
		_ = o.Set("actual", actual)
		_ = o.Set("expected", expected)
		_ = o.Set("operator", f.operator)
		panic(o)
	}
}

// comparison is an object to show, of the properties that are compared. A pattern
// that matches is shown as what it matches.
func (l *library) comparison(of *goja.Object, keys []string, actual *goja.Object) *goja.Object {
	class := l.vm.ToValue(func(goja.ConstructorCall) *goja.Object { return nil }).(*goja.Object)
	_ = class.DefineDataProperty("name", l.vm.ToValue("Comparison"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	o, err := l.vm.New(class)
	if err != nil {
		panic(err)
	}
	for _, key := range keys {
		v := of.Get(key)
		if v == nil {
			continue
		}
		if actual != nil && isRegExp(v) {
			if a := actual.Get(key); a != nil && goja.IsString(a) && l.matches(v, a) {
				v = a
			}
		}
		_ = o.Set(key, v)
	}
	return o
}

// expectNoError judges what was thrown where nothing was expected: the error itself
// goes on unless it is the one asked about.
func (l *library) expectNoError(name, what string, s *settings, thrown *caught, args []goja.Value) {
	if !thrown.happened {
		return
	}
	expected, message := arg(args, 0), arg(args, 1)
	if goja.IsString(expected) {
		expected, message = goja.Undefined(), expected
	}
	if expected.ToBoolean() && !l.isExpected(thrown.value, expected) {
		panic(thrown.value)
	}
	text := "Got unwanted " + what
	if message.ToBoolean() {
		text += ": " + textOf(l.text(message))
	} else {
		text += "."
	}
	text += "\nActual message: \"" + textOf(l.text(jsconv.Get(thrown.value, "message"))) + `"`
	panic(l.newError(failure{actual: thrown.value, expected: expected, message: inspect.Value(l.vm, text), operator: name, settings: s}))
}

func (l *library) isExpected(actual, expected goja.Value) bool {
	if isRegExp(expected) {
		return l.matches(expected, actual)
	}
	f, ok := goja.AssertFunction(expected)
	if !ok {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "expected", []string{"Function", "RegExp"}, expected)
	}
	class := expected.(*goja.Object)
	if l.instance(actual, class) {
		return true
	}
	return !l.isErrorClass(class) && jsconv.Call(f, l.vm.NewObject(), actual).StrictEquals(l.vm.ToValue(true))
}

// ifError throws what a callback got as its error, with both stacks.
func (l *library) ifError(c goja.FunctionCall) goja.Value {
	err := c.Argument(0)
	if jsconv.Nullish(err) {
		return goja.Undefined()
	}
	text := "ifError got unwanted exception: "
	message := jsconv.Get(err, "message")
	switch {
	case !isObject(err) || !goja.IsString(message):
		text += l.inspect(err)
	case message.String() == "" && !jsconv.Nullish(jsconv.Get(err, "constructor")):
		text += textOf(jsconv.Get(jsconv.Get(err, "constructor"), "name"))
	default:
		text += textOf(message)
	}
	o := l.newError(failure{
		actual: err, expected: goja.Null(), message: inspect.Value(l.vm, text), operator: "ifError", settings: l.settings(c.This),
	})
	if own := jsconv.Get(err, "stack"); goja.IsString(own) {
		if frames, ok := framesOf(textOf(own)); ok {
			jsconv.Hidden(o, "stack", inspect.Value(l.vm, continued(textOf(o.Get("stack")), frames)))
		}
	}
	panic(o)
}

// framesOf is the part of a stack below its message.
func framesOf(text string) (frames []string, ok bool) {
	at := strings.Index(text, "\n    at")
	if at < 0 {
		return nil, false
	}
	return strings.Split(text[at+1:], "\n"), true
}

// continued goes on with the frames of another stack, from the first that both have.
func continued(text string, frames []string) string {
	lines := strings.Split(text, "\n")
	for _, frame := range frames {
		found := false
		for i, line := range lines {
			if line == frame {
				lines, found = lines[:i], true
				break
			}
		}
		if found {
			break
		}
	}
	return strings.Join(lines, "\n") + "\n" + strings.Join(frames, "\n")
}
