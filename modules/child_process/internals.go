package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// loadInternals makes internal/child_process, which scripts may require with --expose-internals: the class of children, and
// kChannelHandle, under which a process and its children have what is beneath their channel.
func loadInternals(env *modules.Env, module *goja.Object) {
	vm, x := env.VM, module.Get("exports").(*goja.Object)
	class := env.Require("child_process").Get("ChildProcess").(*goja.Object)
	_ = x.Set("ChildProcess", class)
	key := goja.NewSymbol("kChannelHandle")
	_ = x.Set("kChannelHandle", key)

	_, proto := jsconv.Class(vm, "Pipe", func(goja.ConstructorCall) { panic(vm.NewTypeError("Illegal constructor")) })
	on := func(name string, f func(ch *channel)) {
		jsconv.Method(vm, proto, name, 0, channelSlot.Func(vm, func(ch *channel, _ goja.FunctionCall) goja.Value {
			f(ch)
			return nil
		}))
	}
	on("readStart", func(ch *channel) { ch.wire.resume() })
	on("readStop", func(ch *channel) { ch.wire.pause() })
	on("ref", func(ch *channel) { ch.handle.Ref() })
	on("unref", func(ch *channel) { ch.handle.Unref() })
	jsconv.Getter(vm, proto, "fd", true, func(this goja.Value) goja.Value {
		if ch := channelSlot.Get(this); ch != nil {
			return vm.ToValue(ch.wire.fd())
		}
		return goja.Undefined()
	})
	get := vm.ToValue(func(call goja.FunctionCall) goja.Value {
		ch := channelSlot.Get(call.This)
		switch {
		case ch == nil:
			return goja.Undefined()
		case !ch.attached:
			return goja.Null()
		}
		if ch.pipe == nil {
			ch.pipe = vm.CreateObject(proto)
			channelSlot.Set(vm, ch.pipe, ch)
		}
		return ch.pipe
	})
	for _, o := range []*goja.Object{class.Get("prototype").(*goja.Object), env.Require("process")} {
		_ = o.DefineAccessorPropertySymbol(key, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}
