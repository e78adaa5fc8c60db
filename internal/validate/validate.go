// Package validate checks arguments in Node's way and throws Node's errors: what
// internal/validators is to JavaScript, this is to built-ins written in Go.
//
// Every function takes the value, the argument's name for the message, and gives
// the Go form of the value.
package validate

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// MaxSafe is Number.MAX_SAFE_INTEGER.
const MaxSafe = 1<<53 - 1

// Integer checks for a whole number in [min, max].
func Integer(vm *goja.Runtime, v goja.Value, name string, min, max int64) int64 {
	if !goja.IsNumber(v) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "number", v)
	}
	f := v.ToFloat()
	if f != math.Trunc(f) || math.IsInf(f, 0) {
		nodeerr.Throw(vm, "ERR_OUT_OF_RANGE", name, "an integer", v)
	}
	if f < float64(min) || f > float64(max) {
		nodeerr.Throw(vm, "ERR_OUT_OF_RANGE", name, ">= "+strconv.FormatInt(min, 10)+" && <= "+strconv.FormatInt(max, 10), v)
	}
	return int64(f)
}

// Int32 and Uint32 check for numbers of these types.
func Int32(vm *goja.Runtime, v goja.Value, name string) int32 {
	return int32(Integer(vm, v, name, math.MinInt32, math.MaxInt32))
}

func Uint32(vm *goja.Runtime, v goja.Value, name string) uint32 {
	return uint32(Integer(vm, v, name, 0, math.MaxUint32))
}

// Number checks for a number in [min, max]; either may be infinite.
func Number(vm *goja.Runtime, v goja.Value, name string, min, max float64) float64 {
	if !goja.IsNumber(v) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "number", v)
	}
	f := v.ToFloat()
	if f >= min && f <= max || math.IsInf(min, -1) && math.IsInf(max, 1) {
		return f
	}
	text := func(f float64) string { return vm.ToValue(f).String() }
	expect := ""
	if !math.IsInf(min, -1) {
		expect = ">= " + text(min)
		if !math.IsInf(max, 1) {
			expect += " && "
		}
	}
	if !math.IsInf(max, 1) {
		expect += "<= " + text(max)
	}
	nodeerr.Throw(vm, "ERR_OUT_OF_RANGE", name, expect, v)
	return 0
}

// String checks for a string.
func String(vm *goja.Runtime, v goja.Value, name string) string {
	if !goja.IsString(v) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "string", v)
	}
	return v.String()
}

// Bool checks for a boolean.
func Bool(vm *goja.Runtime, v goja.Value, name string) bool {
	if b, ok := v.Export().(bool); ok {
		if _, obj := v.(*goja.Object); !obj {
			return b
		}
	}
	nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "boolean", v)
	return false
}

// Function checks for a function.
func Function(vm *goja.Runtime, v goja.Value, name string) goja.Callable {
	fn, ok := goja.AssertFunction(v)
	if !ok {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "function", v)
	}
	return fn
}

// Object checks for an object that is neither null nor an array nor a function.
func Object(vm *goja.Runtime, v goja.Value, name string) *goja.Object {
	o, ok := v.(*goja.Object)
	if !ok || jsconv.IsCallable(o) || kind.IsArray(o) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "Object", v)
	}
	return o
}

// Array checks for an array.
func Array(vm *goja.Runtime, v goja.Value, name string) *goja.Object {
	if !kind.IsArray(v) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", name, "Array", v)
	}
	return v.(*goja.Object)
}
