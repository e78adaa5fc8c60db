package emitter

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

// Emit calls this.emit(name, ...args) and reports whether there was a listener.
// It panics with what a listener throws, and with the error if an 'error' event
// has no listener.
func (c *Class) Emit(this *goja.Object, name string, args ...goja.Value) bool {
	return c.emitOn(this, event{name: name}, args)
}

// EmitHeard is Emit where there is a listener, and nothing where there is none. It reports whether there is one.
func (c *Class) EmitHeard(this *goja.Object, name string, args ...goja.Value) bool {
	ev := event{name: name}
	events := eventsOf(this)
	if events == nil {
		return false
	}
	handler := ev.get(events)
	if jsconv.Missing(handler) {
		return false
	}
	if f, ok := handler.(*goja.Object); ok && this.Get("emit") == goja.Value(c.emit) && jsconv.IsFunction(f) {
		c.deliver(this, f, &ev, args)
	} else {
		c.emitOn(this, ev, args)
	}
	return true
}

// emitOn honours an emit of the emitter's own.
func (c *Class) emitOn(this *goja.Object, ev event, args []goja.Value) bool {
	f, ok := this.Get("emit").(*goja.Object)
	if ok && f == c.emit {
		return c.dispatch(this, ev, args)
	}
	if !ok {
		panic(c.VM.NewTypeError("this.emit is not a function"))
	}
	return jsconv.Invoke(c.VM, f, this, append([]goja.Value{ev.js(c.VM)}, args...)...).ToBoolean()
}

// dispatch is the default emit.
func (c *Class) dispatch(this *goja.Object, ev event, args []goja.Value) bool {
	events := eventsOf(this)
	if ev.symbol == nil && ev.name == "error" {
		if events != nil && !jsconv.Missing(events.GetSymbol(ErrorMonitor)) {
			c.emitOn(this, event{symbol: ErrorMonitor, value: ErrorMonitor}, args)
		}
		if events == nil || jsconv.Missing(events.Get("error")) {
			c.unhandled(this, args)
		}
	}
	if events == nil {
		return false
	}
	handler, ok := ev.get(events).(*goja.Object)
	if !ok {
		return false
	}
	if jsconv.IsFunction(handler) {
		c.deliver(this, handler, &ev, args)
		return true
	}
	if jsconv.IsCallable(handler) { // a proxy
		c.deliver(this, handler, &ev, args)
		return true
	}
	// Listeners may add and remove listeners: those that are there now are called.
	var few [8]*goja.Object
	list := few[:0]
	for i, n := 0, length(handler); i < n; i++ {
		l, ok := at(handler, i).(*goja.Object)
		if !ok {
			panic(c.VM.NewTypeError("%s is not a function", at(handler, i)))
		}
		list = append(list, l)
	}
	for _, l := range list {
		c.deliver(this, l, &ev, args)
	}
	return true
}

func (c *Class) deliver(this, listener *goja.Object, ev *event, args []goja.Value) {
	if r := c.call(listener, this, args); !jsconv.Nullish(r) {
		if v := this.GetSymbol(symCapture); v != nil && v.ToBoolean() {
			c.watch(this, r, *ev, args)
		}
	}
}

// call calls a listener. What it takes to call the last one is remembered: as a rule it is the next one too.
func (c *Class) call(listener, this *goja.Object, args []goja.Value) goja.Value {
	if listener != c.last {
		f, ok := jsconv.AsFunc(listener)
		if !ok {
			return jsconv.Invoke(c.VM, listener, this, args...)
		}
		c.last, c.lastCall = listener, f
	}
	return c.lastCall(goja.FunctionCall{This: this, Arguments: args})
}

// watch turns the rejection of a promise that a listener returned into an event.
func (c *Class) watch(this *goja.Object, promise goja.Value, ev event, args []goja.Value) {
	args = append([]goja.Value(nil), args...) // they live on the VM's stack
	ex := c.VM.Try(func() {
		o, ok := promise.(*goja.Object)
		if !ok {
			return
		}
		then, ok := o.Get("then").(*goja.Object)
		if !ok || !jsconv.IsCallable(then) {
			return
		}
		jsconv.Invoke(c.VM, then, promise, goja.Undefined(), c.VM.ToValue(func(call goja.FunctionCall) goja.Value {
			reason := call.Argument(0)
			c.NextTick(func() error { c.rejected(this, reason, ev, args); return nil })
			return goja.Undefined()
		}))
	})
	if ex != nil {
		c.emitOn(this, event{name: "error"}, []goja.Value{ex.Value()})
	}
}

func (c *Class) rejected(this *goja.Object, reason goja.Value, ev event, args []goja.Value) {
	if f, ok := this.GetSymbol(c.Rejection).(*goja.Object); ok && jsconv.IsCallable(f) {
		jsconv.Invoke(c.VM, f, this, append([]goja.Value{reason, ev.js(c.VM)}, args...)...)
		return
	}
	// A listener for 'error' that rejects in its turn must not end up here again.
	before := orUndefined(this.GetSymbol(symCapture))
	setSymbol(this, symCapture, c.VM.ToValue(false))
	defer setSymbol(this, symCapture, before)
	c.emitOn(this, event{name: "error"}, []goja.Value{reason})
}

// unhandled throws what an 'error' event without a listener throws.
func (c *Class) unhandled(this *goja.Object, args []goja.Value) {
	var er goja.Value = goja.Undefined()
	if len(args) > 0 {
		er = args[0]
	}
	if o, ok := er.(*goja.Object); ok && c.VM.InstanceOf(o, c.VM.Get("Error").(*goja.Object)) {
		emissions.Set(c.VM, o, &emission{kind: className(this), frames: stack.Capture(c.VM, stack.Limit(c.VM))})
		panic(er)
	}
	text := er.String
	if ex := c.VM.Try(func() {
		s := nodeerr.InspectValue(c.VM, er, 2)
		text = func() string { return s }
	}); ex != nil {
		text = er.String
	}
	err := nodeerr.New(c.VM, "ERR_UNHANDLED_ERROR", text())
	_ = err.Set("context", er)
	panic(err)
}

// emission remembers where an error was emitted that nobody listened for.
type emission struct {
	kind   string
	frames []stack.Frame
}

var emissions = jsconv.Slot[emission]{Name: "emission"}

func className(this *goja.Object) string {
	if ctor, ok := this.Get("constructor").(*goja.Object); ok {
		if n := ctor.Get("name"); n != nil {
			return n.String()
		}
	}
	return ""
}

// EmittedAt is what Node prints after the stack of an uncaught error that was
// thrown because an 'error' event had no listener: from which emitter it came, and
// the stack of that call. It is "" for other errors, and begins with a newline.
func EmittedAt(err goja.Value) string {
	e := emissions.Get(err)
	if e == nil {
		return ""
	}
	on := ""
	if e.kind != "" && e.kind != "EventEmitter" {
		on = " on " + e.kind + " instance"
	}
	lines := strings.Split(stack.Format("", e.frames), "\n")[1:]
	if len(e.frames) == 0 { // the event loop emitted it
		lines = []string{"    at process.processTicksAndRejections (node:internal/process/task_queues)"}
	}
	var own []string
	if s := jsconv.Get(err, "stack"); goja.IsString(s) {
		own = strings.Split(s.String(), "\n")
	}
	if from, n := common(lines, own); n > 3 {
		lines = append(append(append([]string(nil), lines[:from+1]...),
			"    [... lines matching original stack trace ...]"), lines[from+n-1:]...)
	}
	return "\nEmitted 'error' event" + on + " at:\n" + strings.Join(lines, "\n")
}

// common finds the first run of more than three lines of a that is also in b.
func common(a, b []string) (from, n int) {
	for i := 0; i < len(a)-3; i++ {
		for j := range b {
			n := 0
			for i+n < len(a) && j+n < len(b) && a[i+n] == b[j+n] {
				n++
			}
			if n > 3 {
				return i, n
			}
		}
	}
	return 0, 0
}
