package workerthreads

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// broadcastBinding defines what js/broadcast.js needs.
func (w *world) broadcastBinding() *goja.Object {
	vm := w.vm
	x := vm.NewObject()
	// broadcast joins the channel of a name: { post, close, ref, unref }. emit gets a kind and a value; object is what
	// receiveMessageOnPort knows the end by.
	jsconv.Export(vm, x, "broadcast", 3, func(c goja.FunctionCall) goja.Value {
		object := c.Argument(1).(*goja.Object)
		emit, _ := goja.AssertFunction(c.Argument(2))
		p := w.look(w.family.channel(c.Argument(0).String()).join(), object)
		p.emit = func(kind string, v goja.Value, _ []goja.Value) {
			if kind != "close" {
				jsconv.Call(emit, object, vm.ToValue(kind), v)
			}
		}
		p.started = true
		p.handle.Ref()
		portSlot.Set(vm, object, p)
		o := vm.NewObject()
		jsconv.Export(vm, o, "post", 1, func(c goja.FunctionCall) goja.Value {
			others := p.end.others()
			if len(others) == 0 { // what cannot be cloned is an error all the same
				w.copied(c.Argument(0)).Drop()
			}
			for _, e := range others {
				e.put(p.end, w.copied(c.Argument(0)))
			}
			return goja.Undefined()
		})
		for name, f := range map[string]func(){"close": p.close, "ref": p.handle.Ref, "unref": p.handle.Unref} {
			jsconv.Export(vm, o, name, 0, func(goja.FunctionCall) goja.Value {
				f()
				return goja.Undefined()
			})
		}
		return o
	})
	return x
}
