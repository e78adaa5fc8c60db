// Package emitter is EventEmitter's machinery: what the class of module events
// and the native modules that emit events share.
//
// A Class is the EventEmitter class of one VM. Module events makes it; others get
// it with Of(env.Require("events")) and call Emit, On and Once on any emitter,
// their own or a script's, without going through JavaScript where nobody has
// replaced the methods.
//
// An emitter's state is where scripts and Node's own tests look for it, in
// ordinary properties: _events (an object without prototype that holds a function
// or, for several listeners, an array), _eventsCount and _maxListeners.
//
// This is Go rather than embedded JavaScript because it was measured: one emit to
// three listeners takes 1.4 µs here and 5 µs for the same algorithm interpreted by
// goja, whose Function.prototype.call and rest arguments are slow, and nothing
// has to be compiled when a program starts.
//
// All of it is for the goroutine that owns the VM.
package emitter

import (
	"math"
	"reflect"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// Symbols that are properties of every emitter or names of special events.
var (
	// ErrorMonitor is the event that shows errors without handling them.
	ErrorMonitor = goja.NewSymbol("events.errorMonitor")

	symCapture = goja.NewSymbol("kCapture")
	symShape   = goja.NewSymbol("shapeMode")

	slot = jsconv.Slot[Class]{Name: "EventEmitter"}
)

// Class is the EventEmitter class of one VM.
type Class struct {
	VM          *goja.Runtime
	Constructor *goja.Object
	Prototype   *goja.Object

	// DefaultMaxListeners applies to emitters without a limit of their own.
	DefaultMaxListeners float64
	// Rejection is Symbol.for('nodejs.rejection').
	Rejection *goja.Symbol
	// Warn is process.emitWarning.
	Warn func(warning *goja.Object)
	// NextTick is process.nextTick.
	NextTick func(func() error)

	init, emit, add, remove *goja.Object // the functions nobody has replaced
	capturing               bool         // CaptureRejections was changed at some time

	last     *goja.Object // the listener that was called last
	lastCall jsconv.Func
}

// New makes the class: constructor, init and prototype.
func New(vm *goja.Runtime) *Class {
	c := &Class{VM: vm, DefaultMaxListeners: 10}
	c.Constructor = vm.ToValue(c.construct).(*goja.Object)
	define(c.Constructor, "name", vm.ToValue("EventEmitter"))
	define(c.Constructor, "length", vm.ToValue(1))
	c.Prototype = c.Constructor.Get("prototype").(*goja.Object)
	slot.Set(vm, c.Constructor, c)
	c.init = jsconv.NewFunc(vm, "", 1, func(call goja.FunctionCall) goja.Value {
		c.prepare(c.self(call.This), call.Argument(0))
		return goja.Undefined()
	})
	_ = c.Constructor.Set("init", c.init)
	c.methods()
	return c
}

func define(o *goja.Object, name string, v goja.Value) {
	_ = o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// Of returns the class whose constructor is given, which is what require('events')
// returns.
func Of(constructor *goja.Object) *Class { return slot.Get(constructor) }

func (c *Class) construct(call goja.ConstructorCall) *goja.Object {
	var options goja.Value = goja.Undefined()
	if len(call.Arguments) > 0 {
		options = call.Arguments[0]
	}
	c.Init(call.This, options)
	return nil
}

// Make returns a new emitter with the given prototype (nil: EventEmitter's own).
func (c *Class) Make(proto *goja.Object) *goja.Object {
	if proto == nil {
		proto = c.Prototype
	}
	o := c.VM.CreateObject(proto)
	c.Init(o, goja.Undefined())
	return o
}

// Init does what calling the constructor on this does. options may be undefined.
func (c *Class) Init(this *goja.Object, options goja.Value) {
	if f, ok := c.Constructor.Get("init").(*goja.Object); ok && f != c.init {
		jsconv.Invoke(c.VM, f, this, options)
	} else {
		c.prepare(this, options)
	}
}

// prepare is EventEmitter.init, which module domain replaces.
func (c *Class) prepare(this *goja.Object, options goja.Value) {
	fresh := true
	if events := this.Get("_events"); !jsconv.Missing(events) {
		proto := this.Prototype()
		fresh = proto != nil && events.SameAs(orUndefined(proto.Get("_events")))
	}
	if fresh {
		set(this, "_events", c.VM.CreateObject(nil))
		set(this, "_eventsCount", c.VM.ToValue(0))
	}
	if m := this.Get("_maxListeners"); m == nil || !m.ToBoolean() {
		set(this, "_maxListeners", goja.Undefined())
	}
	setSymbol(this, symShape, c.VM.ToValue(!fresh))
	capture := orUndefined(c.Prototype.GetSymbol(symCapture))
	if v := jsconv.Get(options, "captureRejections"); v.ToBoolean() {
		c.checkBoolean(v, "options.captureRejections")
		capture = v
	}
	setSymbol(this, symCapture, capture)
}

// Alike reports whether Init gives to all new emitters what Inherent says.
func (c *Class) Alike() bool { return !c.capturing && c.Constructor.Get("init") == c.init }

// Inherent adds what Init gives to a new emitter, for those that get it from a template, together with a listener for each
// of some events.
func (c *Class) Inherent(a *slots.Additions, listeners map[string]*goja.Object) {
	a.Each("_events", func(vm *goja.Runtime) goja.Value {
		events := vm.CreateObject(nil)
		for name, listener := range listeners {
			set(events, name, listener)
		}
		return events
	})
	a.Value("_eventsCount", c.VM.ToValue(len(listeners)))
	a.Value("_maxListeners", goja.Undefined())
	no := func(vm *goja.Runtime) goja.Value { return vm.ToValue(false) }
	a.Symbols = []slots.SymbolAddition{{Symbol: symShape, Enumerable: true, Make: no}, {Symbol: symCapture, Enumerable: true, Make: no}}
}

// CaptureRejections is the default for new emitters.
func (c *Class) CaptureRejections() goja.Value { return c.Prototype.GetSymbol(symCapture) }

// SetCaptureRejections changes it.
func (c *Class) SetCaptureRejections(v goja.Value) {
	c.checkBoolean(v, "EventEmitter.captureRejections")
	c.capturing = true
	setSymbol(c.Prototype, symCapture, v)
}

func (c *Class) checkBoolean(v goja.Value, name string) {
	if _, object := v.(*goja.Object); object || v.ExportType() != reflect.TypeFor[bool]() {
		nodeerr.Throw(c.VM, "ERR_INVALID_ARG_TYPE", name, "boolean", v)
	}
}

// CheckLimit throws unless v is a number that may be a limit of listeners.
func (c *Class) CheckLimit(v goja.Value, name string) float64 {
	if !goja.IsNumber(v) {
		nodeerr.Throw(c.VM, "ERR_INVALID_ARG_TYPE", name, "number", v)
	}
	f := v.ToFloat()
	if f < 0 || math.IsNaN(f) {
		nodeerr.Throw(c.VM, "ERR_OUT_OF_RANGE", name, ">= 0", v)
	}
	return f
}

// MaxListeners is the limit that holds for an emitter.
func (c *Class) MaxListeners(this *goja.Object) goja.Value {
	if m := this.Get("_maxListeners"); !jsconv.Missing(m) {
		return m
	}
	return c.VM.ToValue(c.DefaultMaxListeners)
}

func (c *Class) self(this goja.Value) *goja.Object {
	o, ok := this.(*goja.Object)
	if !ok {
		panic(c.VM.NewTypeError("Cannot read properties of %s (reading '_events')", this))
	}
	return o
}

// event is the name of an event: a string or a symbol.
type event struct {
	name   string
	symbol *goja.Symbol
	value  goja.Value // what the script called it; nil if only Go did
}

func named(v goja.Value) event {
	if s, ok := v.(*goja.Symbol); ok {
		return event{symbol: s, value: v}
	}
	return event{name: v.String(), value: v}
}

func (e *event) get(events *goja.Object) goja.Value {
	if e.symbol != nil {
		return events.GetSymbol(e.symbol)
	}
	return get(events, e.name)
}

func (e *event) set(events *goja.Object, v goja.Value) {
	if e.symbol != nil {
		setSymbol(events, e.symbol, v)
	} else {
		set(events, e.name, v)
	}
}

func (e *event) delete(events *goja.Object) {
	var err error
	if e.symbol != nil {
		err = events.DeleteSymbol(e.symbol)
	} else {
		err = events.Delete(e.name)
	}
	if err != nil {
		panic(err)
	}
}

func (e *event) js(vm *goja.Runtime) goja.Value {
	if e.value == nil {
		e.value = vm.ToValue(e.name)
	}
	return e.value
}

func eventsOf(this *goja.Object) *goja.Object {
	events, _ := get(this, "_events").(*goja.Object)
	return events
}

// get is o.Get, and quicker where an ordinary object has the property itself. The name is ASCII, or longer to look for.
func get(o *goja.Object, name string) goja.Value {
	if v := slots.OwnData(o, slots.Name(name)); v != nil {
		return v
	}
	return o.Get(name)
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

func setSymbol(o *goja.Object, name *goja.Symbol, v goja.Value) {
	if err := o.SetSymbol(name, v); err != nil {
		panic(err)
	}
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

func length(list *goja.Object) int { return int(list.Get("length").ToInteger()) }

func at(list *goja.Object, i int) goja.Value { return orUndefined(list.Get(strconv.Itoa(i))) }
