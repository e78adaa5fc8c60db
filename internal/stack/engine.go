package stack

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/slots"
)

// rewordEngine makes errors that goja itself throws look as V8's from the start: goja makes them with the constructors
// it began with, which no script sees.
func rewordEngine(vm *goja.Runtime, inner *goja.Object) {
	native, ok := slots.NativeOf(inner)
	if !ok {
		return
	}
	construct := *native.Construct
	*native.Construct = func(args []goja.Value, target *goja.Object) *goja.Object {
		o := construct(args, target)
		if target != inner || len(args) == 0 {
			return o
		}
		message := args[0].String()
		if now := engineMessage(vm, message); now != message {
			_ = o.DefineDataProperty("message", vm.ToValue(now), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
		Set(vm, o, "")
		return o
	}
}

// engineMessage puts a message of goja's into V8's words, with what the instruction at hand knows.
func engineMessage(vm *goja.Runtime, message string) string {
	e, ok := slots.ExecutingNow(vm)
	if !ok {
		// A proxy, such as a module's namespace, answers a call itself.
		if message == "proxy target is not a function" {
			if text := here(vm).callee(); text != "" {
				return text + " is not a function"
			}
		}
		if n, ok := slots.NativeNow(vm); ok {
			if m := nativeMessage(vm, n, message); m != "" {
				return m
			}
		}
		return Message(message)
	}
	switch {
	case strings.HasPrefix(message, "Cannot read property '"):
		at := 1
		if strings.HasPrefix(e.Name, "getProp") || e.Name == "_getElemRecv" {
			at = 0
		}
		what := "undefined"
		if v := e.Operand(at); v != nil && goja.IsNull(v) {
			what = "null"
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(message, "Cannot read property '"), "' of undefined")
		if v, ok := e.Operand(1 - at).(*goja.Symbol); ok && at == 1 {
			if v == goja.SymIterator {
				return what + " is not iterable (cannot read property Symbol(Symbol.iterator))"
			}
			name = "Symbol(" + v.String() + ")"
		}
		return "Cannot read properties of " + what + " (reading '" + name + "')"
	case message == "Cannot convert undefined or null to object":
		return nothing(vm, e, message)
	case strings.HasPrefix(message, "Value is not an object: ") && e.Name == "_op_in":
		if left, right := e.Operand(1), e.Operand(0); left != nil && right != nil {
			if s, ok := left.(*goja.Symbol); ok {
				return "Cannot use 'in' operator to search for 'Symbol(" + s.String() + ")' in " + right.String()
			}
			return "Cannot use 'in' operator to search for '" + left.String() + "' in " + right.String()
		}
	case strings.HasPrefix(message, "Value is not an object: ") && e.Name == "_op_instanceof":
		return "Right-hand side of 'instanceof' is not an object"
	case message == "prototype is not an object" && e.Name == "_op_instanceof":
		return "Function has non-object prototype 'undefined' in instanceof check"
	case strings.HasPrefix(message, "Value is not an object: ") && e.Name == "_new" && isFunction(e.Operand(e.N)):
		what := strings.TrimPrefix(message, "Value is not an object: ")
		if f := e.Operand(e.N).(*goja.Object).Get("name"); f != nil && f.String() == "Promise" {
			return "Promise resolver " + what + " is not a function"
		}
		return "Iterator value " + what + " is not an entry object"
	case strings.HasPrefix(message, "Cannot assign to read only property '") && !strings.Contains(message, "' of "):
		return readOnly(e, message)
	case strings.HasPrefix(message, "Object has no member '"), strings.HasPrefix(message, "Value is not an object: "),
		message == "Value is not a constructor", strings.HasPrefix(message, "Not a function"), message == "Not a constructor":
		switch e.Name {
		case "call", "callVariadic", "_callVariadic", "callEval", "callEvalStrict":
			if text := here(vm).callee(); text != "" {
				return text + " is not a function"
			}
		case "_new", "_newVariadic":
			if text := here(vm).constructor(); text != "" {
				return text + " is not a constructor"
			}
		}
	case message == "object is not iterable" && e.Name == "_new" && e.N > 0:
		if v := e.Operand(e.N - 1); v != nil {
			return described(v) + " is not iterable (cannot read property Symbol(Symbol.iterator))"
		}
	case message == "object is not iterable" && strings.HasPrefix(e.Name, "_pushSpread"):
		return notSpread
	case message == "object is not iterable":
		if text := here(vm).iterable(); text != "" {
			return text + " is not iterable"
		}
		if v := e.Operand(0); v != nil {
			return shown(v) + " is not iterable"
		}
	case message == "Value is not object coercible":
		what := "undefined"
		if v := e.Operand(0); v != nil && goja.IsNull(v) {
			what = "null"
		}
		if name, of := here(vm).property(); name != "" {
			if of == "" {
				of = what
			}
			return "Cannot destructure property '" + name + "' of '" + of + "' as it is " + what + "."
		}
		return "Cannot destructure '" + what + "' as it is " + what + "."
	case message == "Cannot access a variable before initialization":
		if name := here(vm).name(); name != "" {
			return "Cannot access '" + name + "' before initialization"
		}
	case message == "Class constructor cannot be invoked without 'new'":
		if name := functionAt(e); name != "" {
			return "Class constructor " + name + " cannot be invoked without 'new'"
		}
	case message == "Class extends value is not a constructor or null":
		if v := e.Operand(0); v != nil {
			return "Class extends value " + shown(v) + " is not a constructor or null"
		}
	case message == "Super constructor is not a constructor":
		if name := functionAt(e); name != "" {
			return "Super constructor null of " + name + " is not a constructor"
		}
		return "Super constructor null of anonymous class"
	case message == "Must call super constructor in derived class before returning from derived constructor":
		return "Must call super constructor in derived class before accessing 'this' or returning from derived constructor"
	}
	return Message(message)
}

// functionAt is the name of the function that the instruction calls.
func functionAt(e slots.Executing) string {
	for i := range e.N + 2 {
		if o, ok := e.Operand(i).(*goja.Object); ok && slots.ClassOf(o) == slots.Function {
			if name := o.Get("name"); name != nil && name.String() != "" {
				return name.String()
			}
		}
	}
	return ""
}

func isFunction(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && slots.ClassOf(o) == slots.Function
}

// readOnly is the message for an assignment to a property that has no setter or cannot be written.
func readOnly(e slots.Executing, message string) string {
	at := 1
	switch {
	case strings.HasPrefix(e.Name, "setProp"):
	case strings.HasPrefix(e.Name, "_setElem"):
		at = 2
	default:
		return message
	}
	o, ok := e.Operand(at).(*goja.Object)
	if !ok {
		if v := e.Operand(at); v != nil && goja.IsString(v) {
			return message + " of string '" + v.String() + "'"
		}
		return message
	}
	if name := e.Text; name != "" && slots.HasGetter(o, name) {
		return "Cannot set property " + name + " of " + shown(o) + " which has only a getter"
	}
	return message + " of object '" + shown(o) + "'"
}

// notSpread is V8's message for an argument of a call that cannot be spread.
const notSpread = "Spread syntax requires ...iterable[Symbol.iterator] to be a function"

// nothing is the message for an object that is needed where undefined or null is.
func nothing(vm *goja.Runtime, e slots.Executing, message string) string {
	what := func(i int) (string, bool) {
		v := e.Operand(i)
		if v == nil {
			return "", false
		}
		return v.String(), goja.IsUndefined(v) || goja.IsNull(v)
	}
	switch {
	case strings.HasPrefix(e.Name, "setProp"):
		for _, i := range [...]int{1, 2} {
			if w, ok := what(i); ok {
				return "Cannot set properties of " + w + " (setting '" + e.Text + "')"
			}
		}
	case strings.HasPrefix(e.Name, "_setElem"):
		if w, ok := what(2); ok {
			return "Cannot set properties of " + w + " (setting '" + e.Operand(1).String() + "')"
		}
	case strings.HasPrefix(e.Name, "_iterate"), e.Name == "_newArrayFromIter", strings.HasPrefix(e.Name, "_pushArraySpread"), e.Name == "_pushArrayItem":
		if text := here(vm).iterable(); text != "" {
			return text + " is not iterable"
		}
		if w, ok := what(0); ok {
			return w + " is not iterable"
		}
	case strings.HasPrefix(e.Name, "_pushSpread"):
		return notSpread
	case strings.HasPrefix(e.Name, "_delete"), strings.HasPrefix(e.Name, "delete"):
		return message
	}
	return message
}

// place is a place in a source text.
type place struct {
	line string
	at   int // in line
}

// here is where the script is, or what it called.
func here(vm *goja.Runtime) place {
	frames := vm.CaptureCallStack(2, nil)
	if len(frames) > 1 && frames[0].SrcName() == "<native>" {
		frames = frames[1:]
	}
	if len(frames) == 0 {
		return place{}
	}
	pos := frames[0].Position()
	if loader.Mapped(pos.Filename) {
		pos.Column++
	}
	line, ok := loader.SourceLine(pos.Filename, pos.Line)
	if !ok || pos.Column < 1 {
		return place{}
	}
	units := []rune(line)
	if pos.Column > len(units) {
		return place{}
	}
	return place{line, len(string(units[:pos.Column-1]))}
}
