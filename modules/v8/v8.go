// Package v8 is Node's v8 module (Node: v8.md): serialize and deserialize with the classes behind them, and figures about
// the heap, which is Go's here.
//
//	serializer.go, deserializer.go  the classes, on internal/clone
//	heap.go                         getHeapStatistics and the like
//	promise_hooks.js                promiseHooks, told by module async_hooks
//	v8.js                           the default classes, and what is about V8 alone
package v8

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

//go:embed v8.js promise_hooks.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "v8", JS: &js, File: "v8.js", Bind: bind},
	{Name: "internal/v8_promise_hooks", JS: &js, File: "promise_hooks.js"},
}

// library is the module in one VM.
type library struct {
	env  *modules.Env
	vm   *goja.Runtime
	node *clone.Node
	// flags are those that were set, which have no other effect than on the version tag.
	flags string
}

func bind(env *modules.Env) *goja.Object {
	l := &library{env: env, vm: env.VM, node: &clone.Node{
		NewBuffer: env.NewBuffer,
		Prototype: env.Require("buffer").Get("Buffer").(*goja.Object).Get("prototype").(*goja.Object),
	}}
	b := env.Binding()
	_ = b.Set("serializer", l.serializerMethods())
	_ = b.Set("deserializer", l.deserializerMethods())
	jsconv.Export(l.vm, b, "newSerializer", 1, l.newSerializer)
	jsconv.Export(l.vm, b, "newDeserializer", 2, l.newDeserializer)
	jsconv.Export(l.vm, b, "serialize", 1, l.serialize)
	jsconv.Export(l.vm, b, "deserialize", 1, l.deserialize)
	jsconv.Export(l.vm, b, "writeView", 2, l.writeView)
	jsconv.Export(l.vm, b, "readView", 1, l.readView)
	jsconv.Export(l.vm, b, "getHeapStatistics", 0, l.heapStatistics)
	jsconv.Export(l.vm, b, "getHeapSpaceStatistics", 0, l.heapSpaceStatistics)
	jsconv.Export(l.vm, b, "cachedDataVersionTag", 0, l.versionTag)
	jsconv.Export(l.vm, b, "setFlags", 1, func(c goja.FunctionCall) goja.Value {
		l.flags += c.Argument(0).String() + "\n"
		return goja.Undefined()
	})
	jsconv.Export(l.vm, b, "isOneByte", 1, func(c goja.FunctionCall) goja.Value {
		return l.vm.ToValue(oneByte(c.Argument(0)))
	})
	return b
}

// oneByte reports whether V8 would keep a string with a byte for each character.
func oneByte(v goja.Value) bool {
	s, units, ascii := slots.Text(v)
	if ascii {
		return true
	}
	for _, u := range units {
		if u > 0xff {
			return false
		}
	}
	for _, r := range s {
		if r > 0xff {
			return false
		}
	}
	return true
}

// plainError is an Error without a code, as those of V8 are.
func (l *library) plainError(message string) *goja.Object {
	return nodeerr.Plain(l.vm, nodeerr.Error, message)
}

// errorOf is what a script is thrown for an error of package clone: here an Error, not a DOMException.
func (l *library) errorOf(err error) goja.Value {
	switch err := err.(type) {
	case *clone.DataCloneError:
		return l.plainError(err.Message)
	case *clone.InvalidError:
		return l.plainError(err.Message)
	}
	return l.env.CloneError(err)
}

// view is the memory of a typed array or a DataView.
func view(v goja.Value) (b []byte, ok bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	switch slots.ClassOf(o) {
	case slots.TypedArray, slots.DataView:
		return slots.ViewOf(o).Bytes, true
	}
	return nil, false
}

// inspect is the text for an object in an error's message.
func (l *library) inspect(v goja.Value) string {
	return jsconv.Call(l.env.Function("util", "inspect"), nil, v).String()
}
