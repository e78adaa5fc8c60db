package runtime

import (
	"math"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// goja makes long texts of short ones piece by piece, which takes a second for the longest of one character. ASCII, of which
// most such texts are, is made by doubling what there is.

// worthDoubling is from which length on that is quicker.
const worthDoubling = 64

// both makes two changes to a function, of which the second sees its calls first.
func both(first, second func(*goja.Runtime, goja.Value) goja.Value) func(*goja.Runtime, goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value { return second(vm, first(vm, v)) }
}

// repeated is String.prototype.repeat.
func repeated(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if n := c.Argument(0); goja.IsNumber(n) && math.IsInf(n.ToFloat(), 1) && goja.IsString(c.This) {
			panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid count value: Infinity"))
		}
		if text, ok := asciiOf(c.This); ok && text != "" {
			if n, ok := countOf(c.Argument(0)); ok && n > worthDoubling/len(text) && n <= maxString/len(text) {
				return slots.ASCII(strings.Repeat(text, n))
			}
		}
		return call(c)
	})
}

// padded is String.prototype.padStart or padEnd, which puts together what was there and what is filled in.
func padded(together func(text, filling string) string) func(*goja.Runtime, goja.Value) goja.Value {
	return func(_ *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			length, ok := countOf(c.Argument(0))
			if !ok || length <= worthDoubling || length > maxString {
				return call(c)
			}
			filler := " "
			if !goja.IsUndefined(c.Argument(1)) {
				filler, ok = asciiOf(c.Argument(1))
			}
			text, ascii := asciiOf(c.This)
			missing := length - len(text)
			if !ok || !ascii || filler == "" || missing <= worthDoubling {
				return call(c)
			}
			return slots.ASCII(together(text, strings.Repeat(filler, missing/len(filler)+1)[:missing]))
		})
	}
}

// asciiOf is a string that is not too long to look at, if all of it is ASCII.
func asciiOf(v goja.Value) (string, bool) {
	s, ok := v.(goja.String)
	if !ok || s.Length() > 1<<10 {
		return "", false
	}
	text := s.String()
	return text, len(text) == s.Length()
}

// countOf is a whole number that may be the length of a string.
func countOf(v goja.Value) (int, bool) {
	if !goja.IsNumber(v) {
		return 0, false
	}
	n := v.ToFloat()
	return int(min(n, maxString+1)), n >= 0 && n == float64(int(min(n, maxString+1)))
}
