package emitter

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// On adds a Go function as a listener and returns its function object.
func (c *Class) On(this *goja.Object, name string, f func(goja.FunctionCall) goja.Value) *goja.Object {
	l := c.VM.ToValue(f).(*goja.Object)
	c.addOn(this, event{name: name}, l)
	return l
}

// Once adds a Go function as a listener for one event.
func (c *Class) Once(this *goja.Object, name string, f func(goja.FunctionCall) goja.Value) *goja.Object {
	l := c.VM.ToValue(f).(*goja.Object)
	ev := event{name: name}
	c.addOn(this, ev, c.onceWrap(this, ev, l))
	return l
}

// Off removes a listener.
func (c *Class) Off(this *goja.Object, name string, listener goja.Value) {
	c.removeOn(this, event{name: name}, listener)
}

// ListenerCount counts the listeners of an event, also on an object that is no
// emitter yet.
func (c *Class) ListenerCount(this *goja.Object, name string) int {
	return c.count(this, event{name: name}, goja.Undefined())
}

// Listens reports whether an event has a listener.
func (c *Class) Listens(this *goja.Object, name string) bool {
	events := eventsOf(this)
	return events != nil && !jsconv.Missing(events.Get(name))
}

func (c *Class) addOn(this *goja.Object, ev event, listener *goja.Object) {
	if f, ok := this.Get("on").(*goja.Object); ok && f != c.add {
		jsconv.Invoke(c.VM, f, this, ev.js(c.VM), listener)
		return
	}
	c.addListener(this, ev, listener, false)
}

func (c *Class) removeOn(this *goja.Object, ev event, listener goja.Value) {
	if f, ok := this.Get("removeListener").(*goja.Object); ok && f != c.remove {
		jsconv.Invoke(c.VM, f, this, ev.js(c.VM), listener)
		return
	}
	c.removeListener(this, ev, listener)
}

func (c *Class) checkListener(v goja.Value) *goja.Object {
	if o, ok := v.(*goja.Object); ok && (jsconv.IsFunction(o) || jsconv.IsCallable(o)) {
		return o
	}
	nodeerr.Throw(c.VM, "ERR_INVALID_ARG_TYPE", "listener", "Function", v)
	return nil
}

func (c *Class) addListener(this *goja.Object, ev event, listener *goja.Object, prepend bool) {
	events := eventsOf(this)
	var existing goja.Value
	if events == nil {
		events = c.VM.CreateObject(nil)
		set(this, "_events", events)
		set(this, "_eventsCount", c.VM.ToValue(0))
	} else {
		if !jsconv.Missing(events.Get("newListener")) {
			// Before the listener is added, lest adding one for 'newListener' recurse.
			c.emitOn(this, event{name: "newListener"}, []goja.Value{ev.js(c.VM), original(listener)})
			events = eventsOf(this)
		}
		existing = ev.get(events)
	}
	if jsconv.Missing(existing) {
		ev.set(events, listener)
		set(this, "_eventsCount", c.VM.ToValue(this.Get("_eventsCount").ToInteger()+1))
		return
	}
	list, ok := existing.(*goja.Object)
	switch {
	case !ok:
		return
	case jsconv.IsCallable(list):
		if prepend {
			list = c.VM.NewArray(listener, list)
		} else {
			list = c.VM.NewArray(list, listener)
		}
		ev.set(events, list)
	case prepend:
		jsconv.CallMethod(c.VM, list, "unshift", listener)
	default:
		set(list, strconv.Itoa(length(list)), listener)
	}
	if max, n := c.MaxListeners(this).ToFloat(), length(list); max > 0 && float64(n) > max {
		c.warn(this, ev, list, n, max)
	}
}

// warn tells, once an event and emitter, that there may be a leak.
func (c *Class) warn(this *goja.Object, ev event, list *goja.Object, n int, max float64) {
	if w := list.Get("warned"); w != nil && w.ToBoolean() {
		return
	}
	set(list, "warned", c.VM.ToValue(true))
	typ := ev.name
	if ev.symbol != nil {
		typ = "Symbol(" + ev.symbol.String() + ")"
	}
	w := nodeerr.Plain(c.VM, nodeerr.Error, "Possible EventEmitter memory leak detected. "+strconv.Itoa(n)+" "+typ+
		" listeners added to "+nodeerr.InspectValue(c.VM, this, -1)+". MaxListeners is "+c.VM.ToValue(max).String()+
		". Use emitter.setMaxListeners() to increase limit")
	_ = w.Set("name", "MaxListenersExceededWarning")
	_ = w.Set("emitter", this)
	_ = w.Set("type", ev.js(c.VM))
	_ = w.Set("count", n)
	c.Warn(w)
}

// original is the function that was given to once, or the listener itself.
func original(listener goja.Value) goja.Value {
	if l := jsconv.Get(listener, "listener"); !jsconv.Nullish(l) {
		return l
	}
	return listener
}

// onceWrap makes the function that removes itself and then calls listener.
func (c *Class) onceWrap(this *goja.Object, ev event, listener *goja.Object) *goja.Object {
	fired := false
	var w *goja.Object
	w = c.VM.ToValue(func(call goja.FunctionCall) goja.Value {
		if fired {
			return goja.Undefined()
		}
		c.removeOn(this, ev, w)
		fired = true
		return jsconv.Invoke(c.VM, listener, this, call.Arguments...)
	}).(*goja.Object)
	define(w, "name", c.VM.ToValue("bound onceWrapper"))
	_ = w.Set("listener", listener)
	return w
}

func matches(candidate, listener goja.Value) bool {
	if candidate.SameAs(listener) {
		return true
	}
	l := jsconv.Get(candidate, "listener")
	return !jsconv.Missing(l) && l.StrictEquals(listener)
}

func (c *Class) removeListener(this *goja.Object, ev event, listener goja.Value) {
	events := eventsOf(this)
	if events == nil {
		return
	}
	list, ok := ev.get(events).(*goja.Object)
	if !ok {
		return
	}
	if matches(list, listener) {
		n := this.Get("_eventsCount").ToInteger() - 1
		set(this, "_eventsCount", c.VM.ToValue(n))
		switch {
		case shaped(this):
			ev.set(events, goja.Undefined())
		case n == 0:
			set(this, "_events", c.VM.CreateObject(nil))
		default:
			ev.delete(events)
		}
		c.removed(this, events, ev, original(list))
		return
	}
	if jsconv.IsCallable(list) {
		return
	}
	i := length(list) - 1
	for i >= 0 && !matches(at(list, i), listener) {
		i--
	}
	if i < 0 {
		return
	}
	jsconv.CallMethod(c.VM, list, "splice", c.VM.ToValue(i), c.VM.ToValue(1))
	if length(list) == 1 {
		ev.set(events, at(list, 0))
	}
	c.removed(this, events, ev, listener)
}

// shaped reports whether the emitter came with an _events of its own, whose keys
// are then kept.
func shaped(this *goja.Object) bool {
	v := this.GetSymbol(symShape)
	return v != nil && v.ToBoolean()
}

func (c *Class) removed(this, events *goja.Object, ev event, listener goja.Value) {
	if !jsconv.Missing(events.Get("removeListener")) {
		c.emitOn(this, event{name: "removeListener"}, []goja.Value{ev.js(c.VM), listener})
	}
}

func (c *Class) reset(this *goja.Object) {
	set(this, "_events", c.VM.CreateObject(nil))
	set(this, "_eventsCount", c.VM.ToValue(0))
}

// removeAll removes the listeners of ev, or of all events if ev is nil.
func (c *Class) removeAll(this *goja.Object, ev *event) {
	events := eventsOf(this)
	if events == nil {
		return
	}
	if jsconv.Missing(events.Get("removeListener")) { // nobody to tell
		switch {
		case ev == nil:
			c.reset(this)
		case !jsconv.Missing(ev.get(events)):
			n := this.Get("_eventsCount").ToInteger() - 1
			set(this, "_eventsCount", c.VM.ToValue(n))
			if n == 0 {
				set(this, "_events", c.VM.CreateObject(nil))
			} else {
				ev.delete(events)
			}
		}
		setSymbol(this, symShape, c.VM.ToValue(false))
		return
	}
	if ev == nil {
		for _, key := range keys(events) {
			if key.symbol != nil || key.name != "removeListener" {
				jsconv.CallMethod(c.VM, this, "removeAllListeners", key.js(c.VM))
			}
		}
		jsconv.CallMethod(c.VM, this, "removeAllListeners", c.VM.ToValue("removeListener"))
		c.reset(this)
		setSymbol(this, symShape, c.VM.ToValue(false))
		return
	}
	list, ok := ev.get(events).(*goja.Object)
	if !ok {
		return
	}
	if jsconv.IsCallable(list) {
		c.removeOn(this, *ev, list)
		return
	}
	for i := length(list) - 1; i >= 0; i-- {
		c.removeOn(this, *ev, at(list, i))
	}
}

func keys(events *goja.Object) []event {
	var out []event
	for _, k := range events.GetOwnPropertyNames() {
		out = append(out, event{name: k})
	}
	for _, s := range events.Symbols() {
		out = append(out, event{symbol: s, value: s})
	}
	return out
}

// each calls f with every listener of an event.
func (c *Class) each(this *goja.Object, ev event, f func(goja.Value)) {
	events := eventsOf(this)
	if events == nil {
		return
	}
	list, ok := ev.get(events).(*goja.Object)
	switch {
	case !ok:
	case jsconv.IsCallable(list):
		f(list)
	default:
		for i, n := 0, length(list); i < n; i++ {
			f(at(list, i))
		}
	}
}

func (c *Class) count(this *goja.Object, ev event, listener goja.Value) (n int) {
	c.each(this, ev, func(l goja.Value) {
		if jsconv.Nullish(listener) || matches(l, listener) {
			n++
		}
	})
	return n
}
