package runtime

import (
	"strings"

	"github.com/dop251/goja"

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
	bounded := func(vm *goja.Runtime, v goja.Value) goja.Value {
		return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
			if lengthOf(c.This) > maxLength {
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
			}
			return call(c)
		})
	}
	a := slots.Additions{Wrap: map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{
		"join": joined, "concat": appended, "shift": quickShift, "unshift": quickUnshift, "flat": flattened,
		"toString": nested, "toLocaleString": nested,
	}}
	for _, name := range [...]string{"copyWithin", "every", "fill", "filter", "find", "findIndex", "findLast", "findLastIndex", "flatMap",
		"forEach", "includes", "indexOf", "lastIndexOf", "map", "reduce", "reduceRight", "reverse", "some", "sort", "splice", "toReversed",
		"toSorted", "toSpliced", "with"} {
		a.Wrap[slots.Name(name)] = bounded
	}
	return a
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
	open := 0
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if open >= maxNested {
			panic(tooDeep(vm))
		}
		open++
		defer func() { open-- }()
		return call(c)
	})
}

// flattened is Array.prototype.flat. What is nested still after so many levels was nested too deeply.
func flattened(vm *goja.Runtime, v goja.Value) goja.Value {
	return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if lengthOf(c.This) > maxLength {
			panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid array length"))
		}
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
	return native(nested(vm, v), func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if n := lengthOf(c.This); n > 1 {
			sum := n - 1
			if s := c.Argument(0); !goja.IsUndefined(s) {
				text := s.ToString().(goja.String)
				sum *= text.Length()
				c.Arguments = []goja.Value{text}
			}
			if a, ok := slots.ArrayOf(c.This.(*goja.Object)); ok {
				sum += a.TextLength()
			}
			if sum > maxString || n > maxLength {
				panic(tooLong(vm))
			}
		}
		return call(c)
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
	return quick(v, func(a slots.Array, _ []goja.Value) (goja.Value, bool) { return a.Shift() })
}

func quickUnshift(vm *goja.Runtime, v goja.Value) goja.Value {
	return quick(v, func(a slots.Array, args []goja.Value) (goja.Value, bool) {
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

// boundedView makes the constructor of a typed array refuse a length that memory cannot hold.
func boundedView(size float64) func(vm *goja.Runtime, v goja.Value) goja.Value {
	return func(vm *goja.Runtime, v goja.Value) goja.Value {
		if n, ok := slots.NativeOf(v.(*goja.Object)); ok {
			construct := *n.Construct
			*n.Construct = func(args []goja.Value, newTarget *goja.Object) *goja.Object {
				if len(args) > 0 && goja.IsNumber(args[0]) && args[0].ToFloat()*size > maxView {
					if args[0].ToFloat()*size >= 1<<53 {
						panic(nodeerr.Plain(vm, nodeerr.RangeError, "Invalid typed array length: "+args[0].String()))
					}
					panic(nodeerr.Plain(vm, nodeerr.RangeError, "Array buffer allocation failed"))
				}
				return construct(args, newTarget)
			}
		}
		return v
	}
}
