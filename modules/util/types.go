package util

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/modules"
)

// loadTypes is the module util/types: what an object is by its internal slots.
func loadTypes(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	is := func(name string, test func(o *goja.Object, k kind.Kind) bool) {
		jsconv.Export(vm, x, name, 1, func(c goja.FunctionCall) goja.Value {
			o, ok := c.Argument(0).(*goja.Object)
			return vm.ToValue(ok && test(o, kind.Of(o)))
		})
	}
	of := func(name string, kinds ...kind.Kind) {
		is(name, func(_ *goja.Object, k kind.Kind) bool {
			for _, want := range kinds {
				if k == want {
					return true
				}
			}
			return false
		})
	}
	boxed := func(name string, test func(v goja.Value) bool) {
		is(name, func(o *goja.Object, k kind.Kind) bool { return k == kind.Boxed && test(kind.Primitive(o)) })
	}
	shared := func(o *goja.Object, k kind.Kind) bool {
		return k == kind.ArrayBuffer && jsconv.Call(env.Function("internal/shared_array_buffer", "isSharedArrayBuffer"), nil, o).ToBoolean()
	}
	never := func(*goja.Object, kind.Kind) bool { return false }

	is("isExternal", never)
	of("isDate", kind.Date)
	of("isArgumentsObject", kind.Arguments)
	boxed("isBigIntObject", goja.IsBigInt)
	boxed("isBooleanObject", func(v goja.Value) bool { return typeOf(v) == "boolean" })
	boxed("isNumberObject", goja.IsNumber)
	of("isStringObject", kind.String)
	boxed("isSymbolObject", func(v goja.Value) bool { return typeOf(v) == "symbol" })
	of("isBoxedPrimitive", kind.Boxed, kind.String)
	of("isNativeError", kind.Error)
	of("isRegExp", kind.RegExp)
	is("isAsyncFunction", func(o *goja.Object, k kind.Kind) bool {
		return k == kind.AsyncFunction || k.IsFunction() && loweredAsync(o)
	})
	of("isGeneratorFunction", kind.GeneratorFunction)
	of("isGeneratorObject", kind.Generator)
	of("isPromise", kind.Promise)
	of("isMap", kind.Map)
	of("isSet", kind.Set)
	of("isMapIterator", kind.MapIterator)
	of("isSetIterator", kind.SetIterator)
	of("isWeakMap", kind.WeakMap)
	of("isWeakSet", kind.WeakSet)
	is("isArrayBuffer", func(o *goja.Object, k kind.Kind) bool { return k == kind.ArrayBuffer && !shared(o, k) })
	of("isDataView", kind.DataView)
	is("isSharedArrayBuffer", shared)
	of("isProxy", kind.Proxy)
	is("isModuleNamespaceObject", isNamespace)
	of("isAnyArrayBuffer", kind.ArrayBuffer)
	is("isCryptoKey", never)
	is("isKeyObject", never)
	of("isArrayBufferView", kind.TypedArray, kind.DataView)
	of("isTypedArray", kind.TypedArray)
	for _, name := range []string{"Uint8Array", "Uint8ClampedArray", "Uint16Array", "Uint32Array", "Int8Array", "Int16Array",
		"Int32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array"} {
		is("is"+name, func(o *goja.Object, k kind.Kind) bool { return k == kind.TypedArray && kind.TypedArrayName(o) == name })
	}
}

// loweredAsync recognises an asynchronous function or generator that the loader rewrote, by the prototype it gave it.
func loweredAsync(o *goja.Object) bool {
	proto := o.Prototype()
	if proto == nil {
		return false
	}
	switch tag := proto.GetSymbol(goja.SymToStringTag); {
	case tag == nil || !goja.IsString(tag):
		return false
	default:
		return tag.String() == "AsyncFunction" || tag.String() == "AsyncGeneratorFunction"
	}
}

// isNamespace recognises an ES module's namespace object: sealed, without a
// prototype, tagged Module.
func isNamespace(o *goja.Object, k kind.Kind) bool {
	if k != kind.Object || o.Prototype() != nil {
		return false
	}
	tag := o.GetSymbol(goja.SymToStringTag)
	return tag != nil && goja.IsString(tag) && tag.String() == "Module" && len(o.Symbols()) == 0
}

func typeOf(v goja.Value) string {
	switch v.(type) {
	case *goja.Symbol:
		return "symbol"
	case *goja.Object:
		if jsconv.IsCallable(v) {
			return "function"
		}
		return "object"
	}
	switch {
	case jsconv.Missing(v):
		return "undefined"
	case goja.IsNull(v):
		return "object"
	case goja.IsString(v):
		return "string"
	case goja.IsNumber(v):
		return "number"
	case goja.IsBigInt(v):
		return "bigint"
	}
	return "boolean"
}
