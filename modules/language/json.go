package language

import (
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/jsonvalue"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// loadJSON gives JSON.parse and JSON.stringify V8's errors, and their usual forms internal/jsonvalue's speed.
func loadJSON(env *modules.Env, _ *goja.Object) {
	vm := env.VM
	o := slots.Intrinsic(vm, "JSON") // this is loaded when the global variable is read
	if native, ok := slots.NativeOf(o.Get("parse").(*goja.Object)); ok {
		original := *native.Call
		*native.Call = func(c goja.FunctionCall) goja.Value {
			given := c.Argument(0).ToString()
			text, ok := utf8Of(given)
			if !ok {
				return original(goja.FunctionCall{This: c.This, Arguments: append([]goja.Value{shallow(vm, given.(goja.String))}, c.Arguments[1:]...)})
			}
			v, err := jsonvalue.Parse(vm, text, true, jsonvalue.ScriptDepth)
			if err != nil {
				panic(err)
			}
			if jsconv.IsCallable(c.Argument(1)) {
				return original(c)
			}
			return v
		}
	}
	if native, ok := slots.NativeOf(o.Get("stringify").(*goja.Object)); ok {
		original := *native.Call
		*native.Call = func(c goja.FunctionCall) goja.Value {
			if len(c.Arguments) != 1 && !(jsconv.Nullish(c.Argument(1)) && jsconv.Nullish(c.Argument(2))) {
				return stringify(vm, original, c)
			}
			text, err := jsonvalue.Append(nil, vm, c.Argument(0), jsonvalue.ScriptDepth)
			if err != nil {
				panic(err)
			}
			if text == nil {
				return goja.Undefined()
			}
			if len(text) > slots.MaxText && vm.ToValue(string(text)).(goja.String).Length() > slots.MaxText {
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid string length"))
			}
			return vm.ToValue(string(text))
		}
	}
}

// shallow is a text in which not so many brackets follow each other that goja's parser, which counts no levels, could run
// out of stack.
func shallow(vm *goja.Runtime, text goja.String) goja.Value {
	open := 0
	for i := range text.Length() {
		switch text.CharAt(i) {
		case '[', '{':
			open++
		case ']', '}':
			open = max(open-1, 0)
		}
		if open > jsonvalue.ScriptDepth {
			panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum call stack size exceeded"))
		}
	}
	return text
}

// stringify is goja's, with the error for a circle that V8 has.
func stringify(vm *goja.Runtime, original func(goja.FunctionCall) goja.Value, c goja.FunctionCall) (v goja.Value) {
	if ex := vm.Try(func() { v = original(c) }); ex != nil {
		if o, ok := ex.Value().(*goja.Object); ok && o.ClassName() == "Error" && !jsconv.IsCallable(c.Argument(1)) {
			if m := o.Get("message"); m != nil && m.String() == "Converting circular structure to JSON" {
				if _, err := jsonvalue.Append(nil, vm, c.Argument(0), jsonvalue.ScriptDepth); err != nil {
					panic(err)
				}
			}
		}
		panic(ex)
	}
	return v
}

// utf8Of is a string's text; false if it has half a character in it.
func utf8Of(v goja.Value) ([]byte, bool) {
	s, units, ascii := slots.Text(v)
	if ascii || units == nil {
		return []byte(s), true
	}
	out := make([]byte, 0, len(units)+len(units)/2)
	for i := 0; i < len(units); i++ {
		c := rune(units[i])
		if utf16.IsSurrogate(c) {
			if i+1 == len(units) {
				return nil, false
			}
			if c = utf16.DecodeRune(c, rune(units[i+1])); c == utf8.RuneError {
				return nil, false
			}
			i++
		}
		out = utf8.AppendRune(out, c)
	}
	return out, true
}
