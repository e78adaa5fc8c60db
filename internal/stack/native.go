package stack

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// nativeMessage puts what one of the language's own functions throws into V8's words, with what is known of the call. It
// is empty where Message has the words.
func nativeMessage(vm *goja.Runtime, n slots.NativeCall, message string) string {
	name := n.Callee.Get("name").String()
	f := qualified(vm, n.Callee, name)
	if called, ok := n.This.(*goja.Object); ok && isFunction(called) && (f == "Function.prototype.call" || f == "Function.prototype.apply") {
		through := n
		through.Callee, through.This, through.Args = called, n.Arg(0), nil
		if name == "call" && len(n.Args) > 1 {
			through.Args = n.Args[1:]
		}
		if name == "apply" && strings.HasPrefix(message, "Value is not an object: ") && !nullish(n.Arg(1)) && typeOf(n.Arg(1)) != "object" {
			return "CreateListFromArrayLike called on non-object"
		}
		n, name = through, called.Get("name").String()
		f = qualified(vm, called, name)
	}
	switch before, _, ok := strings.Cut(message, " called on incompatible receiver "); {
	case ok && strings.HasPrefix(message, "Method TypedArray.prototype."):
		return "this is not a typed array."
	case ok && strings.HasPrefix(message, "Method "):
		return before + " called on incompatible receiver " + shown(n.This)
	case message == "Constructor TypedArray requires 'new'":
		return "Constructor " + name + " requires 'new'"
	case f == "":
		return ""
	}
	owner, _, _ := strings.Cut(f, ".")
	method := strings.Contains(f, ".prototype.")
	_, object := n.This.(*goja.Object)
	first := n.Arg(0)
	switch {
	case owner == "Reflect":
		return reflectMessage(n, f, message)
	case owner == "Date" && method && !isDate(n.This):
		if name == "toISOString" || name == "toJSON" {
			return "Method " + f + " called on incompatible receiver " + shown(n.This)
		}
		return "this is not a Date object."
	case method && requiresThis(owner) && (strings.HasPrefix(message, "Value is not a number: ") || strings.HasSuffix(message, "called on incompatible receiver") ||
		strings.HasPrefix(message, "requires that 'this' be a ")):
		return f + " requires that 'this' be a " + owner
	case method && nullish(n.This) && (owner == "String" || owner == "Array" && namesItself(name) || f == "Object.prototype.toLocaleString"):
		return f + " called on null or undefined"
	case f == "Object.setPrototypeOf" && nullish(first):
		return f + " called on null or undefined"
	case f == "Array.from" && nullish(first):
		return described(first) + " is not iterable (cannot read property Symbol(Symbol.iterator))"
	case callbackOf(f) && !isFunction(n.Arg(callbackAt(f))) && !nullish(n.This):
		return described(n.Arg(callbackAt(f))) + " is not a function"
	case message == "The comparison function must be either a function or undefined":
		return message + ": " + shown(first)
	case owner == "Promise" && !method && !object:
		if name == "resolve" {
			return "PromiseResolve called on non-object"
		}
		return f + " called on non-object"
	case f == "Object.fromEntries":
		return entriesMessage(first, message)
	case f == "String.prototype.repeat" && message == "Invalid string length":
		if first.ToFloat() > 1<<53 {
			return "Invalid count value: " + first.String()
		}
	case owner == "Function" && method:
		return functionMessage(vm, n, name, message)
	case owner == "BigInt" && strings.HasPrefix(message, "radix must be"):
		return "toString() radix argument must be between 2 and 36"
	case strings.HasPrefix(message, "Invalid property descriptor. Cannot both specify accessors"):
		return message + ", " + shown(n.Arg(2))
	case strings.HasPrefix(message, "Value is not an object: ") && method && !object && holds(owner):
		return "Method " + f + " called on incompatible receiver " + shown(n.This)
	case strings.HasPrefix(message, "Value is not an object: ") && f == "WeakMap.prototype.set":
		return "Invalid value used as weak map key"
	case strings.HasPrefix(message, "Value is not an object: ") && f == "WeakSet.prototype.add":
		return "Invalid value used in weak set"
	}
	return ""
}

// owners are the built-ins whose functions nativeMessage knows.
var owners = [...]string{
	"Object", "Array", "Map", "Set", "WeakMap", "WeakSet", "Promise", "RegExp", "Date", "String", "Number", "Boolean", "Symbol", "BigInt", "Function", "Reflect",
}

// qualified is the function's name with its owner: "Map.prototype.get", "Reflect.get". It is empty for any other function.
func qualified(vm *goja.Runtime, f *goja.Object, name string) string {
	switch name {
	case "", "size", "description", "flags", "source", "global", "ignoreCase", "multiline", "sticky", "unicode", "dotAll", "hasIndices", "unicodeSets", "__proto__":
		return "" // getters have these names, and looking for one would call it
	}
	for _, of := range [...]string{".prototype.", "."} { // a constructor inherits the methods of functions
		for _, owner := range owners {
			o, ok := vm.GlobalObject().Get(owner).(*goja.Object)
			if ok && of != "." {
				o, ok = o.Get("prototype").(*goja.Object)
			}
			if !ok {
				continue
			}
			if v := o.Get(name); v != nil && v.SameAs(f) {
				return owner + of + name
			}
		}
	}
	return ""
}

func nullish(v goja.Value) bool { return goja.IsUndefined(v) || goja.IsNull(v) }

// namesItself reports whether an array's method says its name where it has no array.
func namesItself(name string) bool {
	switch name {
	case "find", "findIndex", "findLast", "findLastIndex", "indexOf", "forEach", "filter", "every", "some", "map", "reduce", "reduceRight", "concat":
		return true
	}
	return false
}

func isDate(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && o.ClassName() == "Date"
}

// requiresThis reports whether a built-in's methods want a value of its own kind.
func requiresThis(owner string) bool {
	switch owner {
	case "String", "Number", "Boolean", "Symbol", "BigInt":
		return true
	}
	return false
}

// holds reports whether a built-in's methods want an object with state of its own.
func holds(owner string) bool {
	switch owner {
	case "Map", "Set", "WeakMap", "WeakSet", "Promise", "RegExp":
		return true
	}
	return false
}

// callbackOf reports whether a function calls another, its argument callbackAt.
func callbackOf(f string) bool {
	switch strings.TrimPrefix(f, "Array.prototype.") {
	case "forEach", "map", "filter", "some", "every", "find", "findIndex", "findLast", "findLastIndex", "flatMap", "reduce", "reduceRight",
		"Map.prototype.forEach", "Set.prototype.forEach":
		return true
	case "Array.from":
		return true
	}
	return false
}

func callbackAt(f string) int {
	if f == "Array.from" {
		return 1
	}
	return 0
}

func reflectMessage(n slots.NativeCall, f, message string) string {
	_, object := n.Arg(0).(*goja.Object)
	switch {
	case !strings.HasPrefix(message, "Value is not an object: ") && message != "Value is not a constructor" && !strings.HasSuffix(message, "is not a function"):
	case f == "Reflect.apply" && !isFunction(n.Arg(0)):
		v := shown(n.Arg(0))
		return "Function.prototype.apply was called on " + v + ", which is " + article(typeOf(n.Arg(0))) + " and not a function"
	case f == "Reflect.apply":
		return "CreateListFromArrayLike called on non-object"
	case f == "Reflect.construct" && !object:
		return shown(n.Arg(0)) + " is not a constructor"
	case f == "Reflect.construct":
		if _, ok := n.Arg(1).(*goja.Object); !ok {
			return "CreateListFromArrayLike called on non-object"
		}
		if len(n.Args) > 2 {
			return shown(n.Arg(2)) + " is not a constructor"
		}
		return shown(n.Arg(0)) + " is not a constructor"
	case f == "Reflect.setPrototypeOf" && object:
		return "Object prototype may only be an Object or null: " + shown(n.Arg(1))
	case !object:
		return f + " called on non-object"
	}
	return ""
}

// article is a type's name with "a" or "an", as V8 has it.
func article(t string) string {
	switch t {
	case "undefined", "object":
		return "an " + t
	}
	return "a " + t
}

func entriesMessage(v goja.Value, message string) string {
	switch {
	case nullish(v):
		return v.String() + " is not iterable"
	case message == "object is not iterable":
		return described(v) + " is not iterable (cannot read property Symbol(Symbol.iterator))"
	}
	if what, ok := strings.CutPrefix(message, "Value is not an object: "); ok {
		return "Iterator value " + what + " is not an entry object"
	}
	return ""
}

func functionMessage(vm *goja.Runtime, n slots.NativeCall, name, message string) string {
	if !strings.HasPrefix(message, "Value is not an object: ") {
		return ""
	}
	switch {
	case name == "bind" && !isFunction(n.This):
		return "Bind must be called on a function"
	case name == "apply" && isFunction(n.This):
		return "CreateListFromArrayLike called on non-object"
	case !isFunction(n.This):
		if text := here(vm).callee(); text != "" {
			return text + " is not a function"
		}
	}
	return ""
}
