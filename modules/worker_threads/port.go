package workerthreads

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// port looks after an end in a VM. Its methods but arrived are for the loop's goroutine.
type port struct {
	w       *world
	end     *end
	object  *goja.Object
	handle  *eventloop.Handle
	started bool
	closing bool // close was called, or the end went elsewhere
	moved   bool // it went elsewhere
	closed  bool // the event was emitted
	deliver func() error
	sole    jsconv.Func // the only listener for messages, if it is one that Go may call; calls it with value
	value   [1]goja.Value
	tryCall func()
	// emit takes what arrives: kind is message or messageerror.
	emit     func(kind string, v goja.Value, moved []goja.Value)
	resource *modules.AsyncResource
	receive  modules.Receive // for a port in a context of vm
}

var portSlot = jsconv.Slot[port]{Name: "MessagePort"}

// look begins to look after an end. The port's handle does not hold the loop yet.
func (w *world) look(e *end, object *goja.Object) *port {
	p := &port{w: w, end: e, object: object, handle: w.env.Loop.NewHandle()}
	p.handle.Unref()
	p.deliver = p.next
	w.ports[p] = struct{}{}
	for range e.attach(p) {
		p.arrived()
	}
	return p
}

// arrived is called on any goroutine.
func (p *port) arrived() { p.w.env.Loop.Post(p.deliver) }

// next emits the first message that waits, if there is one that may be emitted. What came before close was called still
// does until the event.
func (p *port) next() error {
	if p.moved || p.closed {
		return nil
	}
	packet, ok := p.end.take(p.started)
	if !ok {
		return nil
	}
	if packet.closed {
		p.close()
		return nil
	}
	if a := p.w.env.Async; a != nil {
		a.Run(p.resource, func() { p.open(packet.message) })
	} else {
		p.open(packet.message)
	}
	return nil
}

// open emits a message.
func (p *port) open(m *modules.Message) {
	v, moved, err := p.w.env.ReadMessage(m, p.receive)
	switch {
	case err != nil:
		p.emit("messageerror", p.w.env.CloneError(err), nil)
	case p.sole == nil:
		p.emit("message", v, moved)
	default:
		p.value[0] = v
		thrown := p.w.vm.Try(p.tryCall)
		p.value[0] = nil
		if thrown != nil {
			p.w.env.Loop.NextTick(func() error { return thrown })
		}
	}
}

// call gives the value to the sole listener. As with all of an EventTarget's, what it throws, or rejects its promise with,
// is an uncaught error of its own.
func (p *port) call() {
	vm := p.w.vm
	result, ok := p.sole(goja.FunctionCall{This: p.object, Arguments: p.value[:]}).(*goja.Object)
	if !ok {
		return
	}
	if then := result.Get("then"); jsconv.IsCallable(then) {
		jsconv.Invoke(vm, then.(*goja.Object), result, goja.Undefined(), vm.ToValue(func(c goja.FunctionCall) goja.Value {
			reason := c.Argument(0)
			p.w.env.Loop.NextTick(func() error { return vm.Try(func() { panic(reason) }) })
			return goja.Undefined()
		}))
	}
}

// run calls f in the port's async context.
func (p *port) run(f func()) {
	if a := p.w.env.Async; a != nil {
		a.Run(p.resource, f)
		return
	}
	f()
}

// start lets what waits be emitted.
func (p *port) start() {
	if p.started || p.closing {
		return
	}
	p.started = true
	for range p.end.waiting() {
		p.arrived()
	}
}

// close leaves the line; the event comes in the loop's close phase.
func (p *port) close() {
	if p.closing {
		return
	}
	p.end.leave()
	p.detached()
}

// detached is the end of the port: its end has left, or belongs to another port.
func (p *port) detached() {
	p.closing = true
	delete(p.w.ports, p)
	if p.w.last == p {
		p.w.last = nil
	}
	p.w.env.Loop.NextClose(func() error {
		p.handle.Close()
		if !p.moved {
			p.end.drop()
		}
		defer func() { p.closed = true }()
		p.run(func() { p.emit("close", goja.Undefined(), nil) })
		if a := p.w.env.Async; a != nil {
			a.Destroy(p.resource)
		}
		return nil
	})
}

// portBinding defines what js/port.js needs.
func (w *world) portBinding() *goja.Object {
	vm := w.vm
	x := vm.NewObject()
	jsconv.Export(vm, x, "pair", 0, func(goja.FunctionCall) goja.Value {
		a, b := newPair()
		return vm.NewArray(vm.ToValue(a), vm.ToValue(b))
	})
	// adopt makes an object the port of an end. foreign, for a port in a context of vm, makes ports that arrive there.
	jsconv.Export(vm, x, "adopt", 3, func(c goja.FunctionCall) goja.Value {
		o := c.Argument(0).(*goja.Object)
		p := w.look(c.Argument(1).Export().(*end), o)
		p.emit = func(kind string, v goja.Value, moved []goja.Value) {
			var ports goja.Value = goja.Undefined()
			if len(moved) > 0 {
				var list []any
				for _, o := range moved {
					if portSlot.Get(o) != nil {
						list = append(list, o)
					}
				}
				ports = vm.NewArray(list...)
			}
			jsconv.Call(w.dispatch, nil, o, vm.ToValue(kind), v, ports)
		}
		portSlot.Set(vm, o, p)
		if foreign, ok := goja.AssertFunction(c.Argument(2)); ok {
			p.receive = func(_ string, handed any) (goja.Value, bool) {
				if _, ok := handed.(*end); !ok {
					nodeerr.Throw(vm, "ERR_MESSAGE_TARGET_CONTEXT_UNAVAILABLE")
				}
				return jsconv.Call(foreign, nil, vm.ToValue(handed)), true
			}
		}
		if a := w.env.Async; a != nil {
			p.resource = a.Init("MESSAGEPORT", o)
		}
		return o
	})
	jsconv.Export(vm, x, "sole", 2, func(c goja.FunctionCall) goja.Value {
		p := portSlot.Get(c.Argument(0))
		p.sole = nil
		if listener, ok := c.Argument(1).(*goja.Object); ok {
			p.sole, _ = jsconv.AsFunc(listener)
			p.tryCall = p.call
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "connect", 2, func(c goja.FunctionCall) goja.Value {
		w.makePort, _ = goja.AssertFunction(c.Argument(0))
		w.dispatch, _ = goja.AssertFunction(c.Argument(1))
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "closing", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(portSlot.Get(c.Argument(0)).closing)
	})
	// stop lets messages wait again.
	jsconv.Export(vm, x, "stop", 1, func(c goja.FunctionCall) goja.Value {
		portSlot.Get(c.Argument(0)).started = false
		return goja.Undefined()
	})
	// release takes the end from a port, for another object.
	jsconv.Export(vm, x, "release", 1, func(c goja.FunctionCall) goja.Value {
		p := portSlot.Get(c.Argument(0))
		if p == nil || p.closing {
			return goja.Undefined()
		}
		p.end.attach(nil)
		p.moved = true
		p.detached()
		return vm.ToValue(p.end)
	})
	_ = x.Set("kTransfer", modules.TransferSymbol.Get())
	methods := vm.NewObject()
	_ = x.Set("methods", methods)
	method := func(name string, length int, f func(p *port, c goja.FunctionCall) goja.Value) {
		jsconv.Export(vm, methods, name, length, portSlot.Func(vm, f))
	}
	found := portSlot.Func(vm, func(p *port, c goja.FunctionCall) goja.Value {
		w.last = p
		return p.post(c)
	})
	jsconv.Export(vm, methods, "postMessage", 0, func(c goja.FunctionCall) goja.Value {
		if p := w.last; p != nil && c.This == goja.Value(p.object) { // as a rule
			return p.post(c)
		}
		return found(c)
	})
	method("start", 0, func(p *port, _ goja.FunctionCall) goja.Value {
		p.start()
		return goja.Undefined()
	})
	method("close", 0, func(p *port, _ goja.FunctionCall) goja.Value {
		p.close()
		return goja.Undefined()
	})
	method("ref", 0, func(p *port, _ goja.FunctionCall) goja.Value {
		p.handle.Ref()
		return goja.Undefined()
	})
	method("unref", 0, func(p *port, _ goja.FunctionCall) goja.Value {
		p.handle.Unref()
		return goja.Undefined()
	})
	method("hasRef", 0, func(p *port, _ goja.FunctionCall) goja.Value {
		if p.closed {
			return goja.Undefined()
		}
		return vm.ToValue(p.handle.HasRef())
	})
	return x
}

// post is postMessage.
func (p *port) post(c goja.FunctionCall) goja.Value {
	w := p.w
	if len(c.Arguments) == 0 {
		nodeerr.Throw(w.vm, "ERR_MISSING_ARGS", "Not enough arguments to MessagePort.postMessage")
	}
	list := w.transferList(c.Argument(1))
	lost := false
	for _, o := range list {
		q := portSlot.Get(o)
		switch {
		case q == nil:
		case q == p:
			w.refuse("Transfer list contains source port")
		case q.closing:
			w.refuse("MessagePort in transfer list is already detached")
		case q.end.line == p.end.line:
			lost = true
		}
	}
	m, err := w.env.CopyValue(c.Argument(0), list)
	if err != nil {
		panic(w.env.CloneError(err))
	}
	switch {
	case p.closing:
		m.Drop()
	case lost:
		w.warn("The target port was posted to itself, and the communication channel was lost")
		m.Drop()
	default:
		p.end.send(m)
	}
	return goja.Undefined()
}

func (w *world) refuse(message string) {
	panic(w.env.CloneError(&clone.DataCloneError{Message: message}))
}

func (w *world) warn(message string) {
	jsconv.CallMethod(w.vm, w.env.Require("process"), "emitWarning", w.vm.ToValue(message))
}

// transferList reads postMessage's second argument: an iterable, or options with one.
func (w *world) transferList(v goja.Value) (list []*goja.Object) {
	if jsconv.Nullish(v) {
		return nil
	}
	name := "transferList"
	o, ok := v.(*goja.Object)
	if ok && !jsconv.IsCallable(o.GetSymbol(goja.SymIterator)) {
		t := o.Get("transfer")
		if jsconv.Missing(t) {
			return nil
		}
		name = "options.transfer"
		o, ok = t.(*goja.Object)
	}
	if !ok || !iterable(w.vm, o) {
		panic(invalidArgument(w.vm, "ERR_INVALID_ARG_TYPE", "Optional "+name+" argument must be an iterable"))
	}
	w.vm.ForOf(o, func(v goja.Value) bool {
		o, ok := v.(*goja.Object)
		if !ok {
			w.refuse("Found invalid value in transferList.")
		}
		list = append(list, o)
		return true
	})
	return list
}

// iterable reports whether an object has a method that gives an iterator.
func iterable(vm *goja.Runtime, o *goja.Object) bool {
	method, ok := o.GetSymbol(goja.SymIterator).(*goja.Object)
	if !ok || !jsconv.IsCallable(method) {
		return false
	}
	if o.ClassName() == "Array" {
		return true
	}
	iterator, ok := jsconv.Invoke(vm, method, o).(*goja.Object)
	return ok && jsconv.IsCallable(iterator.Get("next"))
}

// receiveMessageOnPort takes the first message that waits: { message }, or undefined.
func (w *world) receiveMessageOnPort(c goja.FunctionCall) goja.Value {
	p := portSlot.Get(c.Argument(0))
	if p == nil {
		panic(invalidArgument(w.vm, "ERR_INVALID_ARG_TYPE", `The "port" argument must be a MessagePort instance`))
	}
	if p.moved || p.closed {
		return goja.Undefined()
	}
	packet, ok := p.end.take(true)
	if !ok {
		return goja.Undefined()
	}
	if packet.closed {
		p.close()
		return goja.Undefined()
	}
	v, _, err := w.env.ReadMessage(packet.message, p.receive)
	if err != nil {
		panic(w.env.CloneError(err))
	}
	o := w.vm.NewObject()
	_ = o.Set("message", v)
	return o
}
