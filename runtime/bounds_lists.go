package runtime

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// maxArguments is how many arguments a list may give to a call.
const maxArguments = 1 << 18

// boundedLists makes functions that take an object with a length as a list refuse one that is too long, which goja would
// first make room for.
func boundedLists(at int, most float64) func(vm *goja.Runtime, v goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			if o, ok := c.Argument(at).(*goja.Object); ok && listLength(o) > most {
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
			}
			return call(c)
		})
	}
}

// listLength is ownLength of what is not iterated over.
func listLength(o *goja.Object) float64 {
	if slots.ClassOf(o) == slots.Ordinary && !jsconv.Nullish(o.GetSymbol(goja.SymIterator)) {
		return 0
	}
	return ownLength(o)
}

// methods wraps some of an object's methods.
func methods(wrap map[string]func(*goja.Runtime, goja.Value) goja.Value) func(*goja.Runtime, goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		for name, change := range wrap {
			change(vm, v.(*goja.Object).Get(name))
		}
		return v
	}
}

// mostPieces is into how many pieces a text may be split.
const mostPieces = 1 << 25

// divided is String.prototype.split, which counts the pieces of a long text before it makes them.
func divided(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		text, ok := c.This.(goja.String)
		if !ok || text.Length() <= mostPieces {
			return call(c)
		}
		by, ok := c.Argument(0).(goja.String)
		if !ok || !goja.IsUndefined(c.Argument(1)) && c.Argument(1).ToFloat() <= mostPieces {
			return call(c)
		}
		if strings.Count(text.String(), by.String()) > mostPieces {
			panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
		}
		return call(c)
	})
}

// replaced is String.prototype.replace or replaceAll, which counts what it would replace where the text might become too
// long.
func replaced(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		text, ok := c.This.(goja.String)
		if !ok || text.Length() < 1<<10 || !plainPattern(c.Argument(0)) {
			return call(c)
		}
		sum := 0
		add := func(n int) {
			if sum += n; sum > maxString {
				panic(tooLong(vm))
			}
		}
		if with, ok := c.Argument(1).(goja.String); ok {
			each := with.Length() + around(with)*text.Length()
			if each*(text.Length()+1) > maxString {
				call(goja.FunctionCall{This: c.This, Arguments: []goja.Value{c.Argument(0), vm.ToValue(func(goja.FunctionCall) goja.Value {
					add(each)
					return slots.ASCII("")
				})}})
			}
			return call(c)
		}
		if f, ok := c.Argument(1).(*goja.Object); ok && jsconv.IsCallable(f) {
			c.Arguments = []goja.Value{c.Argument(0), vm.ToValue(func(inner goja.FunctionCall) goja.Value {
				v := jsconv.Invoke(vm, f, goja.Undefined(), inner.Arguments...).ToString()
				if text, ok := v.(goja.String); ok { // and not a number, which goja leaves one
					add(text.Length())
				}
				return v
			})}
		}
		return call(c)
	})
}

// plainPattern reports whether something can be searched for twice.
func plainPattern(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return !ok || slots.ClassOf(o) == slots.RegExp
}

// around is how often a replacement names what lies before or after the match.
func around(with goja.String) (n int) {
	for i := range with.Length() - 1 {
		if c := with.CharAt(i + 1); with.CharAt(i) == '$' && (c == '`' || c == '\'') {
			n++
		}
	}
	return n
}

// encoded makes a function that writes characters of a text with several keep to the longest.
func encoded(most int) func(*goja.Runtime, goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			text, ok := c.Argument(0).(goja.String)
			if !ok || text.Length() <= maxString/most {
				return call(c)
			}
			sum := 0
			for i := range text.Length() {
				switch u := text.CharAt(i); {
				case u < 0x80:
					sum++
				case u < 0x100 && most == 6: // of escape
					sum += 3
				case u < 0x800 && most != 6:
					sum += 6
				case u >= 0xd800 && u < 0xe000 && most != 6: // half of what takes twelve
					sum += 6
				default:
					sum += most
				}
			}
			if sum > maxString {
				panic(tooLong(vm))
			}
			return call(c)
		})
	}
}
