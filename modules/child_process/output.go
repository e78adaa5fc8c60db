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

	told, zero, null := goja.Undefined(), vm.ToValue(0), goja.Null()
	list := func(vm *goja.Runtime) goja.Value { return vm.NewArray() }
	var state, socket slots.Additions
	state.Value("highWaterMark", told)
	state.Each("buffer", list)
	state.Value("bufferIndex", zero)
	state.Value("length", zero)
	state.Each("pipes", list)
	state.Value("awaitDrainWriters", null)
	socket.Value("_readableState", told)
	w.emitter.Inherent(&socket, map[string]*goja.Object{"close": vm.ToValue(o.closed).(*goja.Object)})
	socket.Value("_handle", told)
	socket.Value("_joined", null)
	socket.Value("_discarding", vm.ToValue(false))
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
