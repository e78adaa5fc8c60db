package timers

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// immediate is a queued Immediate object.
type immediate struct {
	*eventloop.Immediate
	t    *timers
	obj  *goja.Object
	args []goja.Value

	resource *modules.AsyncResource
}

func (t *timers) setImmediate(callback goja.Value, args []goja.Value, ref bool) *immediate {
	o := t.vm.CreateObject(t.immediate)
	_ = o.Set("_onImmediate", callback)
	if args != nil {
		_ = o.Set("_argv", t.array(args))
	}
	im := &immediate{t: t, obj: o, args: args, resource: t.resource("Immediate", o)}
	im.Immediate = t.loop.SetImmediate(im.run)
	if !ref {
		im.Unref()
	}
	t.immediates[o] = im
	return im
}

func (im *immediate) run() error {
	o := im.obj
	delete(im.t.immediates, o)
	_ = o.Set("_destroyed", true)
	defer func() {
		_ = o.Set("_onImmediate", goja.Null())
		im.t.ended(im.resource)
	}()
	if callback, ok := o.Get("_onImmediate").(*goja.Object); ok {
		im.t.invoke(im.resource, callback, o, im.args)
	}
	return nil
}

func (t *timers) clearImmediate(c goja.FunctionCall) goja.Value {
	if o, ok := c.Argument(0).(*goja.Object); ok {
		t.dropImmediate(o)
	}
	return goja.Undefined()
}

func (t *timers) dropImmediate(o *goja.Object) {
	im := t.immediates[o]
	if im == nil {
		return
	}
	im.Clear()
	delete(t.immediates, o)
	_ = o.Set("_destroyed", true)
	_ = o.Set("_onImmediate", goja.Null())
	t.ended(im.resource)
}

func (t *timers) immediateClass() {
	vm := t.vm
	p := t.class("Immediate", 2, func(c goja.ConstructorCall) *goja.Object {
		var args []goja.Value
		if list, ok := c.Argument(1).(*goja.Object); ok {
			_ = vm.ExportTo(list, &args)
		}
		return t.setImmediate(c.Argument(0), args, true).obj
	})
	t.immediate = p
	t.hidden(p, "_idleNext", goja.Null())
	t.hidden(p, "_idlePrev", goja.Null())
	t.hidden(p, "_argv", goja.Undefined())
	t.hidden(p, "_destroyed", vm.ToValue(false))
	method := func(name string, f func(im *immediate)) {
		jsconv.Method(vm, p, name, 0, func(c goja.FunctionCall) goja.Value {
			if o, ok := c.This.(*goja.Object); ok && t.immediates[o] != nil {
				f(t.immediates[o])
			}
			return c.This
		})
	}
	method("ref", func(im *immediate) { im.Ref() })
	method("unref", func(im *immediate) { im.Unref() })
	jsconv.Method(vm, p, "hasRef", 0, func(c goja.FunctionCall) goja.Value {
		o, _ := c.This.(*goja.Object)
		im := t.immediates[o]
		return vm.ToValue(im != nil && im.HasRef())
	})
	t.dispose(p, jsconv.NewFunc(vm, "[Symbol.dispose]", 0, func(c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			t.dropImmediate(o)
		}
		return goja.Undefined()
	}))
	t.inspectable(p, false, t.showImmediate)
}

func (t *timers) showImmediate(o *goja.Object) *goja.Object {
	v := t.plain("Immediate")
	for _, name := range [...]string{"_idleNext", "_idlePrev", "_onImmediate", "_argv", "_destroyed"} {
		_ = v.Set(name, o.Get(name))
	}
	var refed goja.Value = goja.Null()
	if im := t.immediates[o]; im != nil {
		refed = t.vm.ToValue(im.HasRef())
	}
	_ = v.SetSymbol(symRefed.Get(), refed)
	_ = v.SetSymbol(symAsyncID.Get(), t.id(o))
	_ = v.SetSymbol(symTriggerID.Get(), 1)
	return v
}
