package runtime

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// A mistake in a script must not take all memory, or hours in a function of goja's that nothing can interrupt: strings
// are as long as V8 allows, and what goes through an array by its length refuses one that is longer than any that is full.

const (
	maxString = slots.MaxText
	maxLength = 1 << 27
	maxView   = 1 << 33 // bytes
)

// native changes what a function of goja's does; call is what it did.
func native(v goja.Value, change func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value) goja.Value {
	if n, ok := slots.NativeOf(v.(*goja.Object)); ok {
		call := *n.Call
		*n.Call = func(c goja.FunctionCall) goja.Value { return change(call, c) }
	}
	return v
}

// limited makes a method that makes a string longer, by a count or to a length, keep to maxString.
func limited(length func(have, n float64) float64) func(*goja.Runtime, goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			if n := c.Argument(0).ToFloat(); n > 1<<20 || n < 0 {
				have := 1.0
				if s, ok := c.This.(goja.String); ok {
					have = float64(s.Length())
				}
				if n < 0 && length(1, n) < 0 {
					panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid count value: "+c.Argument(0).String()))
				}
				if length(have, n) > maxString && have > 0 {
					panic(tooLong(vm))
				}
			}
			return call(c)
		})
	}
}

func tooLong(vm *goja.Runtime) *goja.Object {
	return nodeerr.Plain(vm, nodeerr.RangeError, "Invalid string length")
}

// concatenated is String.prototype.concat.
func concatenated(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		sum := 0
		for _, v := range append([]goja.Value{c.This}, c.Arguments...) {
			if s, ok := v.(goja.String); ok {
				sum += s.Length()
			}
		}
		if sum > maxString {
			panic(tooLong(vm))
		}
		return call(c)
	})
}

// arrayAdditions are the methods of arrays that are limited, and those that are quicker than goja's.
func arrayAdditions() slots.Additions {
	a := slots.Additions{Wrap: map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{
		"join": joined, "concat": appended, "shift": quickShift, "unshift": quickUnshift, "flat": flattened,
		"toString": shown, "toLocaleString": nested, "slice": patient("slice", false),
	}}
	for _, name := range [...]string{"toReversed", "toSorted", "toSpliced", "with"} {
		a.Wrap[slots.Name(name)] = func(vm *goja.Runtime, v goja.Value) goja.Value {
			return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
				if o, ok := c.This.(*goja.Object); ok && ownLength(o) > maxLength {
					panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
				}
				return call(c)
			})
		}
	}
	for _, name := range [...]string{"every", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "forEach", "map", "reduce",
		"reduceRight", "some"} {
		a.Wrap[slots.Name(name)] = patient(name, true)
	}
	for _, name := range [...]string{"copyWithin", "fill", "includes", "indexOf", "lastIndexOf", "reverse", "sort", "splice"} {
		a.Wrap[slots.Name(name)] = patient(name, false)
	}
	return a
}

// longest is how long a list may be that a function of goja's goes through: a few milliseconds, if it is mostly empty.
const longest = 1 << 16

// ownLength is the length of an array, or of an ordinary object with one of its own; 0 of others.
func ownLength(o *goja.Object) float64 {
	switch slots.ClassOf(o) {
	case slots.ArrayObject:
		return float64(lengthOf(o))
	case slots.Ordinary:
		if n := slots.OwnData(o, "length"); n != nil && goja.IsNumber(n) {
			return n.ToFloat()
		}
	}
	return 0
}

// long reports whether something is a long list that is no full array, which goja would go through for so long that it
// must be able to be interrupted.
func long(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if a, ok := slots.ArrayOf(o); ok {
		return a.Len() > longest && a.Kept() < a.Len()/2
	}
	return ownLength(o) > longest
}

// patient makes a method go through what is long in JavaScript.
func patient(name string, callback bool) func(*goja.Runtime, goja.Value) goja.Value {
	inJS := from("internal/language/long", name)
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			if !long(c.This) || callback && !jsconv.IsCallable(c.Argument(0)) {
				return call(c)
			}
			if lengthOf(c.This) > maxLength && name != "slice" {
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
			}
			return jsconv.Invoke(vm, inJS(vm).(*goja.Object), c.This, c.Arguments...)
		})
	}
}

// lengthOf is the length of an array; that of anything else does not matter here.
func lengthOf(v goja.Value) int {
	o, ok := v.(*goja.Object)
	if !ok || slots.ClassOf(o) != slots.ArrayObject {
		return 0
	}
	if a, ok := slots.ArrayOf(o); ok {
		return a.Len()
	}
	return int(o.Get("length").ToInteger())
}

// maxNested is how many calls of functions of goja's that call each other may be inside of each other: goja counts
// those of JavaScript only, and Go ends the process when its stack is full.
const maxNested = 5000

func tooDeep(vm *goja.Runtime) *goja.Object {
	return nodeerr.Plain(vm, nodeerr.RangeError, "Maximum call stack size exceeded")
}

// nested makes a function throw when it is inside of itself too often.
func nested(vm *goja.Runtime, v goja.Value) goja.Value {
	if n, ok := slots.NativeOf(v.(*goja.Object)); ok {
		*n.Call = counting(vm, *n.Call)
	}
	return v
}

func counting(vm *goja.Runtime, call func(goja.FunctionCall) goja.Value) func(goja.FunctionCall) goja.Value {
	open := 0
	return func(c goja.FunctionCall) goja.Value {
		if open >= maxNested {
			panic(tooDeep(vm))
		}
		open++
		defer func() { open-- }()
		return call(c)
	}
}

// shown is Array.prototype.toString, which is inside of itself without a join only where an array has one of its own.
func shown(vm *goja.Runtime, v goja.Value) goja.Value {
	var counted func(goja.FunctionCall) goja.Value
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			if a, ok := slots.ArrayOf(o); ok && !a.Named() {
				return call(c)
			}
		}
		if counted == nil {
			counted = counting(vm, call)
		}
		return counted(c)
	})
}

// flattened is Array.prototype.flat. What is nested still after so many levels was nested too deeply.
func flattened(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(patient("flat", false)(vm, v), func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if depth := c.Argument(0); goja.IsUndefined(depth) || depth.ToFloat() <= maxNested {
			return call(c)
		}
		c.Arguments = []goja.Value{vm.ToValue(maxNested)}
		v := call(c)
		if a, ok := slots.ArrayOf(v.(*goja.Object)); ok {
			for i := range a.Len() {
				v, _ := a.Own(i)
				if o, ok := v.(*goja.Object); ok && slots.ClassOf(o) == slots.ArrayObject {
					panic(tooDeep(vm))
				}
			}
		}
		return v
	})
}

// bound is Function.prototype.bind: a name has only so many "bound" before it, which goja writes down in each function.
func bound(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		v := call(c)
		if o, ok := c.This.(*goja.Object); ok {
			if name := slots.FunctionName(o); len(name) > 1<<11 && strings.HasPrefix(name, "bound bound bound bound ") {
				_ = v.(*goja.Object).DefineDataProperty("name", o.Get("name"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
			}
		}
		return v
	})
}

// joined is Array.prototype.join.
func joined(vm *goja.Runtime, v goja.Value) goja.Value {
	var counted func(goja.FunctionCall) goja.Value
	return native(patient("join", false)(vm, v), func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		o, ok := c.This.(*goja.Object)
		if !ok {
			return call(c)
		}
		var text int
		var objects bool
		a, full := slots.ArrayOf(o)
		n := 0
		if full {
			text, objects = a.TextLength()
			n = a.Len()
		} else {
			n, objects = int(min(ownLength(o), 1<<53-1)), true
		}
		if n > 1 {
			between := 1
			if s := c.Argument(0); !goja.IsUndefined(s) {
				s := s.ToString().(goja.String)
				between, c.Arguments = s.Length(), []goja.Value{s}
			}
			if between > 0 && n-1 > maxString/between || (n-1)*between+text > maxString || lengthOf(o) > maxLength {
				panic(tooLong(vm))
			}
		}
		if !objects {
			return call(c)
		}
		if counted == nil {
			counted = counting(vm, call)
		}
		return counted(c)
	})
}

// appended is Array.prototype.concat.
func appended(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		sum := lengthOf(c.This)
		for _, v := range c.Arguments {
			sum += lengthOf(v)
		}
		if sum > maxLength {
			panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
		}
		return call(c)
	})
}

// quickShift and quickUnshift make arrays fit to be queues: goja moves every element, by its name, where the first goes
// or comes.
func quickShift(vm *goja.Runtime, v goja.Value) goja.Value {
	return quick(patient("shift", false)(vm, v), func(a slots.Array, _ []goja.Value) (goja.Value, bool) { return a.Shift() })
}

func quickUnshift(vm *goja.Runtime, v goja.Value) goja.Value {
	return quick(patient("unshift", false)(vm, v), func(a slots.Array, args []goja.Value) (goja.Value, bool) {
		ok := a.Unshift(args)
		return vm.ToValue(a.Len()), ok
	})
}

func quick(v goja.Value, do func(a slots.Array, args []goja.Value) (goja.Value, bool)) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			if a, ok := slots.ArrayOf(o); ok {
				if v, ok := do(a, c.Arguments); ok {
					return v
				}
			}
		}
		return call(c)
	})
}

// boundedView makes the constructor of a typed array refuse a length, or a list, that memory cannot hold.
func boundedView(size float64) func(vm *goja.Runtime, v goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		before(v, func(given goja.Value) {
			length := 0.0
			if list, ok := given.(*goja.Object); ok {
				length = ownLength(list)
			} else if goja.IsNumber(given) {
				length = given.ToFloat()
			}
			if length*size >= 1<<53 {
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid typed array length: "+vm.ToValue(length).String()))
			}
			fitting(vm, length*size)
		})
		return v
	}
}

// boundedBuffer makes the constructor ArrayBuffer refuse a length that memory cannot hold.
func boundedBuffer(vm *goja.Runtime, v goja.Value) {
	before(v, func(length goja.Value) {
		if goja.IsNumber(length) {
			fitting(vm, length.ToFloat())
		}
	})
}

// before makes a constructor look at its first argument.
func before(constructor goja.Value, look func(first goja.Value)) {
	if n, ok := slots.NativeOf(constructor.(*goja.Object)); ok {
		construct := *n.Construct
		*n.Construct = func(args []goja.Value, newTarget *goja.Object) *goja.Object {
			if len(args) > 0 {
				look(args[0])
			}
			return construct(args, newTarget)
		}
	}
}

func fitting(vm *goja.Runtime, bytes float64) {
	if bytes > maxView {
		panic(nodeerr.Plain(vm, nodeerr.RangeError, "Array buffer allocation failed"))
	}
}
