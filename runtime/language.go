package runtime

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/internal/slots"
)

// What a script finds on globalThis and on the language's own objects beyond what goja has. All of it stands in
// templates that are made once a process and cost nothing until a property is used.

// languageGlobals are the global variables of the language that goja lacks, and those with a % that only rewritten
// code names.
var languageGlobals = [...]global{
	{"Atomics", "internal/language/atomics", "Atomics", false},
	{"FinalizationRegistry", "internal/language/weak", "FinalizationRegistry", false},
	{"Float16Array", "internal/language/float16", "Float16Array", false},
	{"Intl", "internal/language/intl", "Intl", false},
	{"Iterator", "internal/language/iterator", "Iterator", false},
	{"SuppressedError", "internal/language/dispose", "SuppressedError", false},
	{"DisposableStack", "internal/language/dispose", "DisposableStack", false},
	{"AsyncDisposableStack", "internal/language/dispose", "AsyncDisposableStack", false},
	{"WeakRef", "internal/language/weak", "WeakRef", false},
	{loader.ImportName, "internal/esm", "dynamic", false},
	{loader.TextName, "internal/esm", "text", false},
	{"%asyncFunction", "internal/language/async_function", "run", false},
	{"%asyncFunctionMark", "internal/language/async_function", "mark", false},
	{"%await", "internal/language/async_generator", "Await", false},
	{"%asyncGenerator", "internal/language/async_generator", "asyncGenerator", false},
	{"%asyncMark", "internal/language/async_generator", "mark", false},
	{"%asyncIterator", "internal/language/async_generator", "iterator", false},
	{"%delegate", "internal/language/async_generator", "delegate", false},
	{numeric.EnterName, "internal/language/numeric", "enter", false},
	{numeric.OutName, "internal/language/numeric", "out", false},
	{"%regexp", "internal/language/regexp", "regexp", false},
	{"%newTarget", "internal/language/target", "newTarget", false},
	{"%using", "internal/language/dispose", "using", false},
	{"%dispose", "internal/language/dispose", "dispose", false},
}

// members are what goja lacks on objects that it has, by the global variable that leads there. An owner with a dot at its
// end is a constructor's prototype.
var members = [...]struct {
	owner string
	list  []global
}{
	{"Object", []global{{"groupBy", "internal/language/groups", "object.groupBy", false}}},
	{"Map", []global{{"groupBy", "internal/language/groups", "map.groupBy", false}}},
	{"Array", []global{{"fromAsync", "internal/language/groups", "array.fromAsync", false}}},
	{"Promise", []global{
		{"withResolvers", "internal/language/groups", "promise.withResolvers", false},
		{"try", "internal/language/groups", "promise.try", false},
	}},
	{"Math", []global{{"f16round", "internal/language/float16", "f16round", false}}},
	{"Date.", []global{
		{"toLocaleString", "internal/language/intl_date", "toLocaleString", false},
		{"toLocaleDateString", "internal/language/intl_date", "toLocaleDateString", false},
		{"toLocaleTimeString", "internal/language/intl_date", "toLocaleTimeString", false},
	}},
	{"BigInt.", []global{{"toLocaleString", "internal/language/intl_number", "toLocaleString", false}}},
	{"DataView.", []global{
		{"getFloat16", "internal/language/float16", "getFloat16", false},
		{"setFloat16", "internal/language/float16", "setFloat16", false},
	}},
}

// mended are the constructors that a module changes when they are first used.
var mended = [...]struct{ owner, module string }{
	{"ArrayBuffer", "internal/language/array_buffer"},
	{"Uint8Array", "internal/language/array_buffer"},
	{"JSON", "internal/language/json"},
	{"RegExp", "internal/language/regexp"},
	{"Function", "internal/function"},
}

var iteratorMethods = [...]string{"reduce", "toArray", "forEach", "some", "every", "find", "map", "filter", "take", "drop", "flatMap"}

// worldOf finds the Runtime of a VM, for templates, which know none.
var worldOf = jsconv.Slot[Runtime]{Name: "gojs"}

// from makes the Factory of something in a built-in module.
func from(module, key string) slots.Factory {
	return func(vm *goja.Runtime) goja.Value {
		var v goja.Value = worldOf.Get(vm.GlobalObject()).env.Require(module)
		for name, rest := "", key; rest != ""; {
			name, rest, _ = strings.Cut(rest, ".")
			v = v.(*goja.Object).Get(name)
		}
		return v
	}
}

// deferred makes a property of the global object. Whoever lists these makes all of them, so it is accessors at first:
// the module is loaded when they are read.
func deferred(gl global) slots.Factory {
	value := from(gl.module, gl.key)
	return func(vm *goja.Runtime) goja.Value {
		become := func(v goja.Value) goja.Value {
			_ = vm.GlobalObject().DefineDataProperty(gl.name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.ToFlag(gl.enumerable))
			return v
		}
		return slots.Accessors{
			Get: jsconv.NewFunc(vm, "get "+gl.name, 0, func(goja.FunctionCall) goja.Value { return become(value(vm)) }),
			Set: jsconv.NewFunc(vm, "set "+gl.name, 1, func(c goja.FunctionCall) goja.Value { return become(c.Argument(0)) }),
		}
	}
}

var (
	globalTemplate   slots.Extended
	arrayTemplate    slots.Extended
	objectTemplate   slots.Extended
	stringTemplate   slots.Extended
	numberTemplate   slots.Extended
	iteratorTemplate slots.Extended
)

func (r *Runtime) installLanguage() {
	vm := r.vm
	g := vm.GlobalObject()
	worldOf.Set(vm, g, r)
	slots.Extend(vm, g, &globalTemplate, globalAdditions)
	slots.Extend(vm, vm.NewObject().Prototype(), &objectTemplate, objectAdditions)
	slots.Extend(vm, vm.ToValue("").ToObject(vm).Prototype(), &stringTemplate, stringAdditions)
	slots.Extend(vm, vm.ToValue(1).ToObject(vm).Prototype(), &numberTemplate, numberAdditions)
	slots.SetIntrinsic(vm, "IteratorPrototype", slots.NewExtended(vm, &iteratorTemplate, iteratorAdditions))
	slots.Extend(vm, vm.NewArray().Prototype(), &arrayTemplate, arrayAdditions)
	functions := slots.Intrinsic(vm, "FunctionPrototype")
	boundedLists(1, maxArguments)(vm, functions.Get("apply"))
	bound(vm, functions.Get("bind"))
}

func globalAdditions() slots.Additions {
	a := slots.Additions{Wrap: map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{}}
	for _, list := range [...][]global{globals[:], languageGlobals[:]} {
		for _, gl := range list {
			a.Add = append(a.Add, slots.Addition{Name: slots.Name(gl.name), Enumerable: gl.enumerable, Make: deferred(gl)})
		}
	}
	for _, m := range members {
		owner, proto := strings.CutSuffix(m.owner, ".")
		a.Wrap[slots.Name(owner)] = func(vm *goja.Runtime, v goja.Value) goja.Value {
			o := v.(*goja.Object)
			if proto {
				o = o.Get("prototype").(*goja.Object)
			}
			for _, gl := range m.list {
				jsconv.Lazy(vm, o, gl.name, false, func() goja.Value { return from(gl.module, gl.key)(vm) })
			}
			return v
		}
	}
	a.Wrap["Symbol"] = symbols
	for name, bound := range map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{
		"BigInt":  boundedBigInts,
		"Array":   methods(map[string]func(*goja.Runtime, goja.Value) goja.Value{"from": boundedLists(0, maxLength)}),
		"Reflect": methods(map[string]func(*goja.Runtime, goja.Value) goja.Value{"apply": boundedLists(2, maxArguments), "construct": boundedLists(1, maxArguments)}),
	} {
		before := a.Wrap[name]
		a.Wrap[name] = func(vm *goja.Runtime, v goja.Value) goja.Value {
			if before != nil {
				v = before(vm, v)
			}
			return bound(vm, v)
		}
	}
	a.Wrap["encodeURIComponent"], a.Wrap["encodeURI"], a.Wrap["escape"] = encoded(9), encoded(9), encoded(6)
	for size, names := range map[float64][]string{1: {"Int8Array", "Uint8ClampedArray"}, 2: {"Int16Array", "Uint16Array"},
		4: {"Int32Array", "Uint32Array", "Float32Array"}, 8: {"Float64Array", "BigInt64Array", "BigUint64Array"}} {
		for _, name := range names {
			a.Wrap[slots.Name(name)] = boundedView(size)
		}
	}
	for _, m := range mended {
		a.Wrap[slots.Name(m.owner)] = func(vm *goja.Runtime, v goja.Value) goja.Value {
			switch m.owner {
			case "Uint8Array":
				boundedView(1)(vm, v)
			case "ArrayBuffer":
				boundedBuffer(vm, v)
			}
			x := worldOf.Get(vm.GlobalObject()).env.Require(m.module)
			if mend, ok := goja.AssertFunction(x.Get("mend")); ok {
				jsconv.Call(mend, nil, v)
			}
			return v
		}
	}
	return a
}

// objectAdditions are what Object.prototype lacks.
func objectAdditions() slots.Additions {
	var a slots.Additions
	for _, name := range [...]string{"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__"} {
		a.Add = append(a.Add, slots.Addition{Name: slots.Name(name), Make: from("internal/language/text", name)})
	}
	return a
}

func numberAdditions() slots.Additions {
	return slots.Additions{Wrap: map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{
		"toLocaleString": func(vm *goja.Runtime, _ goja.Value) goja.Value {
			return from("internal/language/intl_number", "toLocaleString")(vm)
		},
	}}
}

// compareIn is localeCompare, which goja has without a locale and options.
func compareIn(vm *goja.Runtime, v goja.Value) goja.Value {
	native, ok := slots.NativeOf(v.(*goja.Object))
	if !ok {
		return v
	}
	call := *native.Call
	*native.Call = func(c goja.FunctionCall) goja.Value {
		if len(c.Arguments) < 2 || jsconv.Nullish(c.This) {
			return call(c)
		}
		collator, err := vm.New(from("internal/language/intl_text", "Collator")(vm), c.Arguments[1:]...)
		if err != nil {
			panic(err)
		}
		return jsconv.CallMethod(vm, collator, "compare", c.This, c.Argument(0))
	}
	return v
}

// stringAdditions are what String.prototype lacks.
func stringAdditions() slots.Additions {
	pad := limited(func(_, n float64) float64 { return max(n, 0) })
	a := slots.Additions{Wrap: map[slots.Name]func(*goja.Runtime, goja.Value) goja.Value{
		"repeat":   both(limited(func(have, n float64) float64 { return have * n }), repeated),
		"padStart": both(pad, padded(func(text, filling string) string { return filling + text })),
		"padEnd":   both(pad, padded(func(text, filling string) string { return text + filling })),
		"concat":   concatenated,
		"replace":  replaced, "replaceAll": replaced, "split": divided,
		"localeCompare": compareIn,
	}}
	for _, name := range [...]string{"isWellFormed", "toWellFormed", "anchor", "big", "blink", "bold", "fixed", "fontcolor", "fontsize",
		"italics", "link", "small", "strike", "sub", "sup"} {
		a.Add = append(a.Add, slots.Addition{Name: slots.Name(name), Make: from("internal/language/text", "string."+name)})
	}
	return a
}

func symbols(_ *goja.Runtime, v goja.Value) goja.Value {
	for name, s := range map[string]*goja.Symbol{
		"asyncIterator": slots.SymAsyncIterator, "dispose": slots.SymDispose, "asyncDispose": slots.SymAsyncDispose,
	} {
		_ = v.(*goja.Object).DefineDataProperty(name, s, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	}
	return v
}

func iteratorAdditions() slots.Additions {
	var a slots.Additions
	const module = "internal/language/iterator"
	for _, name := range iteratorMethods {
		a.Add = append(a.Add, slots.Addition{Name: slots.Name(name), Make: from(module, name)})
	}
	a.Add = append(a.Add, slots.Addition{Name: "constructor", Make: weirdAccessor(from(module, "Iterator"), "constructor", nil)})
	a.Symbols = []slots.SymbolAddition{
		{Symbol: goja.SymIterator, Make: func(vm *goja.Runtime) goja.Value {
			return jsconv.NewFunc(vm, "[Symbol.iterator]", 0, func(c goja.FunctionCall) goja.Value { return c.This })
		}},
		{Symbol: slots.SymDispose, Make: from(module, "dispose")},
		{Symbol: goja.SymToStringTag, Make: weirdAccessor(func(vm *goja.Runtime) goja.Value { return vm.ToValue("Iterator") }, "", goja.SymToStringTag)},
	}
	return a
}

// weirdAccessor is the accessor that ECMAScript has for compatibility in place of a plain property: what is assigned to
// an heir becomes a property of the heir.
func weirdAccessor(value slots.Factory, name string, symbol *goja.Symbol) slots.Factory {
	return func(vm *goja.Runtime) goja.Value {
		return slots.Accessors{
			Get: jsconv.NewFunc(vm, "get "+name, 0, func(goja.FunctionCall) goja.Value { return value(vm) }),
			Set: jsconv.NewFunc(vm, "set "+name, 1, func(c goja.FunctionCall) goja.Value {
				o, ok := c.This.(*goja.Object)
				if !ok || o == slots.Intrinsic(vm, "IteratorPrototype") {
					panic(vm.NewTypeError("Cannot assign to this property"))
				}
				v := c.Argument(0)
				if symbol != nil {
					_ = o.DefineDataPropertySymbol(symbol, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
				} else {
					_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
				}
				return goja.Undefined()
			}),
		}
	}
}
