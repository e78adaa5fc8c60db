package stack

import (
	"github.com/dop251/goja"
)

// preparing marks an Error constructor whose prepareStackTrace is running: errors
// made meanwhile have plain stacks.
var preparing = goja.NewSymbol("preparing")

// prepared calls Error.prepareStackTrace(error, callSites) if the script has set it.
func prepared(vm *goja.Runtime, o *goja.Object, frames []Frame) (goja.Value, bool) {
	ctor, ok := vm.Get("Error").(*goja.Object)
	if !ok {
		return nil, false
	}
	prepare, ok := goja.AssertFunction(ctor.Get("prepareStackTrace"))
	if !ok || ctor.GetSymbol(preparing) != nil {
		return nil, false
	}
	_ = ctor.SetSymbol(preparing, true)
	defer func() { _ = ctor.DeleteSymbol(preparing) }()
	sites := make([]any, len(frames))
	proto := callSitePrototype(vm, ctor)
	for i := range frames {
		site := vm.CreateObject(proto)
		_ = site.DefineDataPropertySymbol(frameSlot, vm.ToValue(&frames[i]), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
		sites[i] = site
	}
	v, err := prepare(ctor, o, vm.NewArray(sites...))
	if err != nil {
		panic(err)
	}
	return v, true
}

var (
	frameSlot = goja.NewSymbol("frame")
	siteProto = goja.NewSymbol("CallSite.prototype")
)

// callSitePrototype makes the methods of V8's CallSite once per VM. What V8
// hides from strict code (this, the function itself) is undefined.
func callSitePrototype(vm *goja.Runtime, ctor *goja.Object) *goja.Object {
	if p, ok := ctor.GetSymbol(siteProto).(*goja.Object); ok {
		return p
	}
	p := vm.NewObject()
	_ = ctor.DefineDataPropertySymbol(siteProto, p, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	method := func(name string, get func(f *Frame) any) {
		fn := vm.ToValue(func(c goja.FunctionCall) goja.Value {
			this, ok := c.This.(*goja.Object)
			if !ok {
				panic(vm.NewTypeError("CallSite method " + name + " expects CallSite as receiver"))
			}
			f, ok := export(this.GetSymbol(frameSlot))
			if !ok {
				panic(vm.NewTypeError("CallSite method " + name + " expects CallSite as receiver"))
			}
			return vm.ToValue(get(f))
		})
		_ = p.DefineDataProperty(name, fn, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	file := func(f *Frame) any { return text(f.File) }
	method("getFileName", file)
	method("getScriptNameOrSourceURL", file)
	method("getLineNumber", func(f *Frame) any { return f.Line })
	method("getColumnNumber", func(f *Frame) any { return f.Column })
	method("getFunctionName", func(f *Frame) any {
		if f.Combinator != "" {
			return f.Combinator
		}
		return text(f.Func)
	})
	method("getTypeName", func(f *Frame) any {
		if f.Combinator != "" {
			return "Promise"
		}
		return text(f.Type)
	})
	method("getMethodName", func(f *Frame) any { return text(f.Method) })
	method("getThis", func(*Frame) any { return goja.Undefined() })
	method("getFunction", func(*Frame) any { return goja.Undefined() })
	method("getEvalOrigin", func(*Frame) any { return goja.Undefined() })
	method("getPromiseIndex", func(f *Frame) any {
		if f.Combinator == "" {
			return nil
		}
		return f.Index
	})
	method("getScriptHash", func(*Frame) any { return "" })
	method("getEnclosingLineNumber", func(f *Frame) any { return f.Line })
	method("getEnclosingColumnNumber", func(f *Frame) any { return f.Column })
	method("getPosition", func(*Frame) any { return 0 })
	method("isNative", func(f *Frame) any { return f.File == "" && f.Combinator == "" })
	method("isToplevel", func(f *Frame) any { return f.Type == "" && !f.New && f.Combinator == "" })
	method("isConstructor", func(f *Frame) any { return f.New })
	method("isEval", func(*Frame) any { return false })
	method("isAsync", func(f *Frame) any { return f.Async })
	method("isPromiseAll", func(f *Frame) any { return f.Combinator == "all" })
	method("toString", func(f *Frame) any { return f.String() })
	return p
}

func export(v goja.Value) (*Frame, bool) {
	if v == nil {
		return nil, false
	}
	f, ok := v.Export().(*Frame)
	return f, ok
}
