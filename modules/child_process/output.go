package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// output makes the streams of what processes write, as new Socket(handle) of js/readable.js does and a listener for 'close'
// after that, but of few pieces: as little of a stream is looked at as of a ChildProcess, as a rule.
type output struct {
	w       *world
	sockets *slots.Kind[end]
	states  *slots.Kind[end] // of their _readableState

	prototype, statePrototype *goja.Object
	marks                     *goja.Object // the defaults for highWaterMark, which scripts can change
}

// outputFrom is the world's output, x being what js/readable.js exports.
func (w *world) outputFrom(x *goja.Object) *output {
	if w.output != nil {
		return w.output
	}
	vm := w.vm
	get := func(o *goja.Object, name string) *goja.Object { return o.Get(name).(*goja.Object) }
	o := &output{w: w, marks: get(x, "defaultMarks")}
	o.prototype = get(get(x, "Socket"), "prototype")
	o.statePrototype = get(get(x, "ReadableState"), "prototype")
	w.output = o

	constant := func(v goja.Value) slots.Factory { return func(*goja.Runtime) goja.Value { return v } }
	told, zero, null := constant(goja.Undefined()), constant(vm.ToValue(0)), constant(goja.Null())
	list := func(vm *goja.Runtime) goja.Value { return vm.NewArray() }
	var state slots.Additions
	add := func(to *slots.Additions, name slots.Name, f slots.Factory) {
		to.Add = append(to.Add, slots.Addition{Name: name, Enumerable: true, Make: f})
	}
	add(&state, "highWaterMark", told)
	add(&state, "buffer", list)
	add(&state, "bufferIndex", zero)
	add(&state, "length", zero)
	add(&state, "pipes", list)
	add(&state, "awaitDrainWriters", null)

	socket, closed := w.emitter.Inherent(), vm.ToValue(o.closed)
	for i := range socket.Add {
		switch a := &socket.Add[i]; a.Name {
		case "_events":
			a.Make = func(vm *goja.Runtime) goja.Value {
				events := vm.CreateObject(nil)
				_ = events.Set("close", closed)
				return events
			}
		case "_eventsCount":
			a.Make = constant(vm.ToValue(1))
		}
	}
	socket.Add = append([]slots.Addition{{Name: "_readableState", Enumerable: true, Make: told}}, socket.Add...)
	add(&socket, "_handle", told)
	add(&socket, "_joined", null)
	add(&socket, "_discarding", constant(vm.ToValue(false)))

	o.states = slots.NewKind[end](vm, []slots.Name{"highWaterMark"}, state)
	o.sockets = slots.NewKind[end](vm, []slots.Name{"_readableState", "_handle"}, socket)
	return o
}

// stream makes the stream of an end. It returns nil if it has to be made as others are.
func (o *output) stream(e *end, handle *goja.Object) *goja.Object {
	if o.states == nil || o.sockets == nil || !o.w.emitter.Alike() {
		return nil
	}
	state := o.states.New(o.statePrototype, e, o.marks.Get("bytes"))
	return o.sockets.New(o.prototype, e, state, handle)
}

// closed is the listener.
func (o *output) closed(call goja.FunctionCall) goja.Value {
	if this, ok := call.This.(*goja.Object); ok {
		if e := o.sockets.Of(this); e != nil {
			e.child.closed()
		}
	}
	return goja.Undefined()
}
