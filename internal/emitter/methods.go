package emitter

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// methods fills the prototype.
func (c *Class) methods() {
	vm, p := c.VM, c.Prototype
	_ = p.Set("_events", goja.Undefined())
	_ = p.Set("_eventsCount", 0)
	_ = p.Set("_maxListeners", goja.Undefined())
	_ = p.DefineDataPropertySymbol(symCapture, vm.ToValue(false), goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_FALSE)

	jsconv.Export(vm, p, "setMaxListeners", 1, func(call goja.FunctionCall) goja.Value {
		c.CheckLimit(call.Argument(0), "setMaxListeners")
		set(c.self(call.This), "_maxListeners", call.Argument(0))
		return call.This
	})
	jsconv.Export(vm, p, "getMaxListeners", 0, func(call goja.FunctionCall) goja.Value {
		return c.MaxListeners(c.self(call.This))
	})
	yes, no := vm.ToValue(true), vm.ToValue(false)
	jsconv.Export(vm, p, "emit", 1, func(call goja.FunctionCall) goja.Value {
		var args []goja.Value
		if len(call.Arguments) > 1 {
			args = call.Arguments[1:]
		}
		if c.dispatch(c.self(call.This), named(call.Argument(0)), args) {
			return yes
		}
		return no
	})
	c.emit = p.Get("emit").(*goja.Object)

	adder := func(name string, prepend bool) {
		jsconv.Export(vm, p, name, 2, func(call goja.FunctionCall) goja.Value {
			l := c.checkListener(call.Argument(1))
			c.addListener(c.self(call.This), named(call.Argument(0)), l, prepend)
			return call.This
		})
	}
	onceAdder := func(name, through string) {
		jsconv.Export(vm, p, name, 2, func(call goja.FunctionCall) goja.Value {
			l, this, ev := c.checkListener(call.Argument(1)), c.self(call.This), named(call.Argument(0))
			w := c.onceWrap(this, ev, l)
			if f, ok := this.Get(through).(*goja.Object); ok && f != c.add {
				jsconv.Invoke(vm, f, this, ev.js(vm), w)
			} else {
				c.addListener(this, ev, w, false)
			}
			return call.This
		})
	}
	adder("addListener", false)
	c.add = p.Get("addListener").(*goja.Object)
	_ = p.Set("on", c.add)
	adder("prependListener", true)
	onceAdder("once", "on")
	onceAdder("prependOnceListener", "prependListener")

	jsconv.Export(vm, p, "removeListener", 2, func(call goja.FunctionCall) goja.Value {
		l := c.checkListener(call.Argument(1))
		c.removeListener(c.self(call.This), named(call.Argument(0)), l)
		return call.This
	})
	c.remove = p.Get("removeListener").(*goja.Object)
	_ = p.Set("off", c.remove)
	jsconv.Export(vm, p, "removeAllListeners", 1, func(call goja.FunctionCall) goja.Value {
		if len(call.Arguments) == 0 {
			c.removeAll(c.self(call.This), nil)
		} else {
			ev := named(call.Argument(0))
			c.removeAll(c.self(call.This), &ev)
		}
		return call.This
	})
	lister := func(name string, unwrap bool) {
		jsconv.Export(vm, p, name, 1, func(call goja.FunctionCall) goja.Value {
			var list []any
			c.each(c.self(call.This), named(call.Argument(0)), func(l goja.Value) {
				if unwrap {
					l = original(l)
				}
				list = append(list, l)
			})
			return vm.NewArray(list...)
		})
	}
	lister("listeners", true)
	lister("rawListeners", false)
	jsconv.Export(vm, p, "listenerCount", 2, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(c.count(c.self(call.This), named(call.Argument(0)), call.Argument(1)))
	})
	jsconv.Export(vm, p, "eventNames", 0, func(call goja.FunctionCall) goja.Value {
		this := c.self(call.This)
		events := eventsOf(this)
		if n := this.Get("_eventsCount"); events == nil || n == nil || n.ToInteger() <= 0 {
			return vm.NewArray()
		}
		var list []any
		for _, k := range keys(events) {
			list = append(list, k.js(vm))
		}
		return vm.NewArray(list...)
	})
}
