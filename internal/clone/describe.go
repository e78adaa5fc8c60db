package clone

import (
	"unicode/utf16"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

var errDetached = &DataCloneError{"An ArrayBuffer is detached and could not be cloned."}

// Refuse is the error for a value that cannot be cloned, which V8 calls in the message what comes nearest to its text.
func Refuse(vm *goja.Runtime, v goja.Value) error {
	return &DataCloneError{describe(vm, v) + " could not be cloned."}
}

func describe(vm *goja.Runtime, v goja.Value) string {
	if s, ok := v.(*goja.Symbol); ok {
		return "Symbol(" + s.String() + ")"
	}
	o, ok := v.(*goja.Object)
	if !ok {
		return v.String()
	}
	if _, callable := goja.AssertFunction(o); callable {
		return shorten(source(vm, o))
	}
	object := vm.NewObject().Prototype()
	if o.Get("toString") == object.Get("toString") {
		if c, ok := o.Get("constructor").(*goja.Object); ok {
			if _, callable := goja.AssertFunction(c); callable {
				if name := c.Get("name"); name != nil && name.String() != "" {
					return "#<" + name.String() + ">"
				}
			}
		}
	}
	if text, ok := goja.AssertFunction(object.Get("toString")); ok {
		if s, err := text(o); err == nil {
			return s.String()
		}
	}
	return "[object Object]"
}

// source is a function's text.
func source(vm *goja.Runtime, fn *goja.Object) string {
	if slots.ClassOf(fn) == slots.Proxy {
		return "function () { [native code] }"
	}
	prototype, _ := vm.Get("Function").(*goja.Object).Get("prototype").(*goja.Object)
	if text, ok := goja.AssertFunction(prototype.Get("toString")); ok {
		if s, err := text(fn); err == nil {
			return s.String()
		}
	}
	return fn.String()
}

// shorten leaves out the middle of long text.
func shorten(s string) string {
	const most, head, tail = 128, 111, 2
	if len(s) <= most {
		return s
	}
	units := utf16.Encode([]rune(s))
	if len(units) <= most {
		return s
	}
	return string(utf16.Decode(units[:head])) + "...<omitted>..." + string(utf16.Decode(units[len(units)-tail:]))
}
