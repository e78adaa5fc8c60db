package stack

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// trace is an error's stack before anybody has read it. V8 makes the text when it is first read: of the name and the
// message that the error has by then, and with the Error.prepareStackTrace of then.
type trace struct {
	header string // "" to make it of the error
	at     slots.Trace
	frames []Frame // of at, if there is none
	limit  int
}

// Set gives o the stack of the place where the script is now. header may be "" to have it made from the object.
func Set(vm *goja.Runtime, o *goja.Object, header string) {
	limit := Limit(vm)
	put(vm, o, &trace{header: header, at: slots.TraceOf(vm, seenOf(limit)), limit: limit})
}

// put defines the stack property: an accessor, as in V8, whose setter makes it plain data.
func put(vm *goja.Runtime, o *goja.Object, t *trace) {
	var text goja.Value
	get := slots.NewFunction(vm, "", 0, func(goja.FunctionCall) goja.Value {
		if t != nil {
			now := t
			t, text = nil, goja.Undefined() // what prepareStackTrace reads meanwhile
			text = now.render(vm, o)
		}
		return text
	})
	slots.ForgetStack(o)
	_ = o.DefineAccessorProperty("stack", get, setter(vm), goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// render is the text, or what the script's own Error.prepareStackTrace makes of the frames.
func (t *trace) render(vm *goja.Runtime, o *goja.Object) goja.Value {
	if t.frames == nil {
		t.frames = convert(vm, t.at.Calls(), t.limit)
	}
	if v, ok := prepared(vm, o, t.frames); ok {
		return v
	}
	header := t.header
	if header == "" {
		header = Header(o)
	}
	return vm.ToValue(Format(header, t.frames))
}

var setterSlot = goja.NewSymbol("set stack")

// setter is the setter of every error's stack, made once per VM.
func setter(vm *goja.Runtime) goja.Value {
	global := vm.GlobalObject()
	if f := global.GetSymbol(setterSlot); f != nil {
		return f
	}
	f := slots.NewFunction(vm, "", 1, func(c goja.FunctionCall) goja.Value {
		if this, ok := c.This.(*goja.Object); ok {
			_ = this.DefineDataProperty("stack", c.Argument(0), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
		return goja.Undefined()
	})
	_ = global.DefineDataPropertySymbol(setterSlot, f, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	return f
}

// pending reports whether o has a stack that put gave it: V8's form, whether it has been read or not.
func pending(o *goja.Object) bool {
	own, ok := slots.NamedOf(o)
	if !ok || !own.Has("stack") {
		return false
	}
	_, data := own.Data("stack")
	return !data
}
