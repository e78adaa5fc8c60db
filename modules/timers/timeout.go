package timers

import (
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// maxDelay is the longest delay in milliseconds, about 25 days.
const maxDelay = math.MaxInt32

// timeout is a scheduled Timeout object.
type timeout struct {
	*eventloop.Timer
	t    *timers
	obj  *goja.Object
	args []goja.Value

	resource *modules.AsyncResource
}

// delay applies Node's limits, with Node's warnings.
func (t *timers) delay(v goja.Value) float64 {
	if goja.IsUndefined(v) {
		return 1
	}
	d := v.ToFloat()
	if d >= 1 && d <= maxDelay {
		return d
	}
	warn := func(problem, name string) {
		jsconv.CallMethod(t.vm, t.env.Require("process"), "emitWarning",
			t.vm.ToValue(t.vm.ToValue(d).String()+problem+"\nTimeout duration was set to 1."), t.vm.ToValue(name))
	}
	switch {
	case d > maxDelay:
		warn(" does not fit into a 32-bit signed integer.", "TimeoutOverflowWarning")
	case d < 0 && !t.toldNegative:
		t.toldNegative = true
		warn(" is a negative number.", "TimeoutNegativeWarning")
	case math.IsNaN(d) && !t.toldNaN:
		t.toldNaN = true
		warn(" is not a number.", "TimeoutNaNWarning")
	}
	return 1
}

// make makes a Timeout object that is not scheduled.
func (t *timers) make(callback goja.Value, delay goja.Value, args []goja.Value, repeat bool) *timeout {
	after := t.vm.ToValue(t.delay(delay))
	o := t.vm.CreateObject(t.timeout)
	_ = o.Set("_idleTimeout", after)
	_ = o.Set("_onTimeout", callback)
	if args != nil {
		_ = o.Set("_timerArgs", t.array(args))
	}
	if repeat {
		_ = o.Set("_repeat", after)
	}
	return &timeout{t: t, obj: o, args: args, resource: t.resource("Timeout", o)}
}

func (t *timers) start(callback goja.Value, delay goja.Value, args []goja.Value, repeat, ref bool) *timeout {
	to := t.make(callback, delay, args, repeat)
	if !ref {
		_ = to.obj.SetSymbol(symRefed.Get(), false)
	}
	to.schedule(t.loop.SetTimer(t.milliseconds(to.obj), to.run))
	if !ref {
		to.Unref()
	}
	return to
}

func (to *timeout) schedule(timer *eventloop.Timer) {
	to.Timer = timer
	to.t.timeouts[to.obj] = to
	_ = to.obj.Set("_idleStart", timer.StartTime())
}

func (t *timers) milliseconds(o *goja.Object) int64 {
	return max(1, min(maxDelay, int64(o.Get("_idleTimeout").ToFloat())))
}

// run is what the event loop calls when the timer is due.
func (to *timeout) run() error {
	o := to.obj
	callback, ok := o.Get("_onTimeout").(*goja.Object)
	if !ok {
		to.destroy()
		return nil
	}
	// An interval counts from before its callback.
	to.t.loop.UpdateNow()
	start := to.t.loop.Now()
	defer func() {
		// The callback may have made the timer an interval, or ended it.
		if truthy(o.Get("_repeat")) && o.Get("_idleTimeout").ToFloat() != -1 {
			_ = o.Set("_idleTimeout", o.Get("_repeat"))
			to.StartAt(start, to.t.milliseconds(o))
			_ = o.Set("_idleStart", start)
		} else if !to.Active() && to.t.timeouts[o] == to {
			to.destroy()
		}
	}()
	to.t.invoke(to.resource, callback, o, to.args)
	return nil
}

// destroy forgets the timer and says so on its object.
func (to *timeout) destroy() {
	to.Stop()
	delete(to.t.timeouts, to.obj)
	if len(to.t.known) > 0 {
		if id := to.obj.GetSymbol(symAsyncID.Get()); id != nil {
			delete(to.t.known, id.ToInteger())
		}
	}
	_ = to.obj.Set("_destroyed", true)
	to.t.ended(to.resource)
}

func (t *timers) clearTimeout(c goja.FunctionCall) goja.Value {
	v := c.Argument(0)
	o, ok := v.(*goja.Object)
	if !ok && (goja.IsNumber(v) || goja.IsString(v)) {
		// A string stands for an id only in the form that the id has itself.
		if id, err := strconv.ParseInt(v.String(), 10, 64); err == nil && strconv.FormatInt(id, 10) == v.String() {
			o, ok = t.known[id]
		}
	}
	if ok && truthy(o.Get("_onTimeout")) {
		t.clear(o)
	}
	return goja.Undefined()
}

func (t *timers) clear(o *goja.Object) {
	_ = o.Set("_onTimeout", goja.Null())
	if to := t.timeouts[o]; to != nil {
		to.destroy()
		_ = o.Set("_idleTimeout", -1)
	}
}

func truthy(v goja.Value) bool { return v != nil && v.ToBoolean() }

// Symbols of the properties that Node keeps on its timers too.
var (
	symRefed     = jsconv.Symbol{Name: "refed"}
	symAsyncID   = jsconv.Symbol{Name: "asyncId"}
	symTriggerID = jsconv.Symbol{Name: "triggerId"}
	symPrimitive = jsconv.Symbol{Name: "kHasPrimitive"}
)

// id gives a timer its number.
func (t *timers) id(o *goja.Object) goja.Value {
	id := o.GetSymbol(symAsyncID.Get())
	if id == nil {
		t.lastID++
		id = t.vm.ToValue(t.lastID)
		_ = o.SetSymbol(symAsyncID.Get(), id)
	}
	return id
}

func (t *timers) timeoutClass() {
	vm := t.vm
	p := t.class("Timeout", 5, func(c goja.ConstructorCall) *goja.Object {
		var args []goja.Value
		if list, ok := c.Argument(2).(*goja.Object); ok {
			_ = vm.ExportTo(list, &args)
		}
		return t.make(c.Argument(0), c.Argument(1), args, c.Argument(3).ToBoolean()).obj
	})
	t.timeout = p
	t.hidden(p, "_idlePrev", goja.Null())
	t.hidden(p, "_idleNext", goja.Null())
	t.hidden(p, "_idleStart", goja.Null())
	t.hidden(p, "_timerArgs", goja.Undefined())
	t.hidden(p, "_repeat", goja.Null())
	t.hidden(p, "_destroyed", vm.ToValue(false))
	_ = p.DefineDataPropertySymbol(symRefed.Get(), vm.ToValue(true), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)

	method := func(name string, f func(o *goja.Object) goja.Value) {
		jsconv.Method(vm, p, name, 0, func(c goja.FunctionCall) goja.Value {
			o, ok := c.This.(*goja.Object)
			if !ok {
				panic(vm.NewTypeError("Timeout.prototype.%s called on %s", name, c.This))
			}
			return f(o)
		})
	}
	method("refresh", func(o *goja.Object) goja.Value {
		if d := o.Get("_idleTimeout"); d != nil && d.ToFloat() >= 0 {
			t.refresh(o)
		}
		return o
	})
	method("unref", func(o *goja.Object) goja.Value {
		if truthy(o.GetSymbol(symRefed.Get())) {
			_ = o.SetSymbol(symRefed.Get(), false)
			if to := t.timeouts[o]; to != nil {
				to.Unref()
			}
		}
		return o
	})
	method("ref", func(o *goja.Object) goja.Value {
		if !truthy(o.GetSymbol(symRefed.Get())) {
			_ = o.SetSymbol(symRefed.Get(), true)
			if to := t.timeouts[o]; to != nil {
				to.Ref()
			}
		}
		return o
	})
	method("hasRef", func(o *goja.Object) goja.Value { return vm.ToValue(truthy(o.GetSymbol(symRefed.Get()))) })
	method("close", func(o *goja.Object) goja.Value { t.clear(o); return o })
	dispose := jsconv.NewFunc(vm, "[Symbol.dispose]", 0, func(c goja.FunctionCall) goja.Value {
		if o, ok := c.This.(*goja.Object); ok {
			t.clear(o)
		}
		return goja.Undefined()
	})
	t.dispose(p, dispose)
	primitive := jsconv.NewFunc(vm, "[Symbol.toPrimitive]", 0, func(c goja.FunctionCall) goja.Value {
		o, ok := c.This.(*goja.Object)
		if !ok {
			return goja.NaN()
		}
		id := t.id(o)
		if _, scheduled := t.timeouts[o]; scheduled {
			if t.known == nil {
				t.known = map[int64]*goja.Object{}
			}
			t.known[id.ToInteger()] = o
		}
		return id
	})
	_ = p.DefineDataPropertySymbol(goja.SymToPrimitive, primitive, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	t.inspectable(p, true, t.showTimeout)
}

// refresh starts the timer anew, also one that has run.
func (t *timers) refresh(o *goja.Object) {
	if to := t.timeouts[o]; to != nil {
		to.Start(t.milliseconds(o))
		_ = o.Set("_idleStart", to.StartTime())
		return
	}
	to := &timeout{t: t, obj: o, resource: t.resource("Timeout", o)}
	if list, ok := o.Get("_timerArgs").(*goja.Object); ok {
		_ = t.vm.ExportTo(list, &to.args)
	}
	_ = o.Set("_destroyed", false)
	to.schedule(t.loop.SetTimer(t.milliseconds(o), to.run))
	if !truthy(o.GetSymbol(symRefed.Get())) {
		to.Unref()
	}
}

func (t *timers) dispose(p, f *goja.Object) {
	if s, ok := t.vm.Get("Symbol").(*goja.Object).Get("dispose").(*goja.Symbol); ok {
		_ = p.DefineDataPropertySymbol(s, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
}

// inspectable makes util.inspect show an object that has all of its fields; flat
// shows only their outermost form, as Node does with a Timeout.
func (t *timers) inspectable(p *goja.Object, flat bool, show func(o *goja.Object) *goja.Object) {
	f := jsconv.NewFunc(t.vm, "[nodejs.util.inspect.custom]", 2, func(c goja.FunctionCall) goja.Value {
		o, ok := c.This.(*goja.Object)
		inspect, callable := goja.AssertFunction(c.Argument(2))
		if !ok || !callable || o.Get("_destroyed") == nil {
			return c.This
		}
		options := t.vm.NewObject()
		if given, ok := c.Argument(1).(*goja.Object); ok {
			for _, k := range given.Keys() {
				_ = options.Set(k, given.Get(k))
			}
		}
		if flat {
			_ = options.Set("depth", 0)
			_ = options.Set("customInspect", false)
		}
		return jsconv.Call(inspect, nil, show(o), options)
	})
	_ = p.DefineDataPropertySymbol(t.symbol("nodejs.util.inspect.custom"), f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// plain makes an object of a class that has nothing but a name.
func (t *timers) plain(class string) *goja.Object {
	return t.vm.CreateObject(t.class(class, 0, func(goja.ConstructorCall) *goja.Object { return nil }))
}

func (t *timers) showTimeout(o *goja.Object) *goja.Object {
	v := t.plain("Timeout")
	list := func() goja.Value { return goja.Null() }
	if to := t.timeouts[o]; to != nil && to.Active() {
		lists := t.plain("TimersList")
		_ = lists.Set("msecs", o.Get("_idleTimeout"))
		list = func() goja.Value { return lists }
	}
	_ = v.Set("_idleTimeout", o.Get("_idleTimeout"))
	_ = v.Set("_idlePrev", list())
	_ = v.Set("_idleNext", list())
	for _, name := range [...]string{"_idleStart", "_onTimeout", "_timerArgs", "_repeat", "_destroyed"} {
		_ = v.Set(name, o.Get(name))
	}
	_ = v.SetSymbol(symRefed.Get(), o.GetSymbol(symRefed.Get()))
	_ = v.SetSymbol(symPrimitive.Get(), t.known[t.id(o).ToInteger()] != nil)
	_ = v.SetSymbol(symAsyncID.Get(), t.id(o))
	_ = v.SetSymbol(symTriggerID.Get(), 1)
	return v
}
