// Package nodeerr makes Node's errors: objects with a code, the class and the
// message Node gives them (Node: errors.md), and system errors with errno, code,
// syscall and path.
//
// New makes an error from the catalogue in codes.go, Throw throws one, System
// makes what a failed operating system call becomes. All of it is for the
// goroutine that owns the VM.
package nodeerr

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/stack"
)

// Base is the built-in class an error with a code derives from.
type Base string

// The classes in use.
const (
	Error      Base = "Error"
	TypeError  Base = "TypeError"
	RangeError Base = "RangeError"
	SyntaxErr  Base = "SyntaxError"
	URIError   Base = "URIError"
)

// New makes the error with the given code. args are what Node's own constructor
// for that code takes, as Go values (string, []string, int, bool) or goja.Value.
// A code that is not in the catalogue takes its message from args[0].
func New(vm *goja.Runtime, code string, args ...any) *goja.Object {
	base, msg := describe(vm, code, args)
	switch code { // one code, two classes
	case "ERR_INVALID_ARG_VALUE_RANGE":
		code = "ERR_INVALID_ARG_VALUE"
	case "ERR_INVALID_STATE_TYPE":
		code = "ERR_INVALID_STATE"
	}
	return Make(vm, base, code, msg)
}

// Throw panics with New's error, which throws it in JavaScript.
func Throw(vm *goja.Runtime, code string, args ...any) { panic(New(vm, code, args...)) }

// Make makes an error with a code and a message of the caller's own.
func Make(vm *goja.Runtime, base Base, code, msg string) *goja.Object {
	o := Plain(vm, base, msg)
	_ = o.Set("code", code)
	_ = o.DefineDataProperty("toString", vm.ToValue(func(c goja.FunctionCall) goja.Value {
		this, ok := c.This.(*goja.Object)
		if !ok {
			return vm.ToValue(string(base))
		}
		return vm.ToValue(this.Get("name").String() + " [" + code + "]: " + this.Get("message").String())
	}), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	header := string(base) + " [" + code + "]"
	if msg != "" {
		header += ": " + msg
	}
	stack.Set(vm, o, header)
	return o
}

// Plain makes an error without a code.
func Plain(vm *goja.Runtime, base Base, msg string) *goja.Object {
	o, err := vm.New(vm.Get(string(base)), vm.ToValue(msg))
	if err != nil {
		panic(err)
	}
	return o
}

// Abort makes the AbortError of an operation that was cancelled by a signal
// whose reason is cause (nil if none).
func Abort(vm *goja.Runtime, cause goja.Value) *goja.Object {
	o := Plain(vm, Error, "The operation was aborted")
	_ = o.Set("code", "ABORT_ERR")
	_ = o.Set("name", "AbortError")
	if cause != nil && !goja.IsUndefined(cause) {
		_ = o.DefineDataProperty("cause", cause, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	stack.Set(vm, o, "AbortError: The operation was aborted")
	return o
}
