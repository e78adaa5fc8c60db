package http

import (
	"slices"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/httpwire"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// parser is what an object of class HTTPParser stands for. It calls the object's properties of these names.
type parser struct {
	w      *world
	object *goja.Object
	wire   httpwire.Parser
	lazy   bool // heads are handed on as they are, for fields.go to look into

	served  *goja.Object // the connection of a server whose options change nothing, or nil
	plain   bool         // the message that is being read is one of exchange.go's
	client  bool         // a client's, which runs in the async context it was initialized in
	context any
	async   *modules.AsyncResource // nil where nobody asks for any

	stream    descriptor.Stream // that it reads from by itself
	executing []byte            // the bytes that are being read
	later     [][]byte          // bytes that came while others were
	told      bool              // a callback was called for what is being read
	closed    bool

	connections *connections
	began       time.Time // the message that is being read, or the connection; zero between messages
	headed      bool      // its head was read
	rests       time.Time // since when the connection waits for another message
}

// The callbacks, with Node's numbers.
const (
	onBegin    = "0"
	onTrailers = "1"
	onHead     = "2"
	onBody     = "3"
	onComplete = "4"
	onExecute  = "5"
)

var parserSlot = jsconv.Slot[parser]{Name: "HTTPParser"}

// defaultLimit is how large a head may be by default (Node: --max-http-header-size).
const defaultLimit = 16 << 10

func (w *world) parserClass(x *goja.Object) {
	vm := w.vm
	class, proto := jsconv.Class(vm, "HTTPParser", func(call goja.ConstructorCall) {
		p := &parser{w: w, object: call.This}
		p.wire.Reset(httpwire.Request, 0, defaultLimit, p)
		parserSlot.Set(vm, call.This, p)
	})
	for i, name := range []string{"kOnMessageBegin", "kOnHeaders", "kOnHeadersComplete", "kOnBody", "kOnMessageComplete", "kOnExecute", "kOnTimeout"} {
		_ = class.Set(name, i)
	}
	_ = class.Set("REQUEST", int(httpwire.Request))
	_ = class.Set("RESPONSE", int(httpwire.Response))
	for i, name := range []string{"Headers", "ChunkedLength", "KeepAlive", "TransferEncoding", "Version", "DataAfterClose",
		"OptionalLFAfterCR", "OptionalCRLFAfterChunk", "OptionalCRBeforeLF", "SpacesAfterChunkSize"} {
		_ = class.Set("kLenient"+name, 1<<i)
	}
	_ = class.Set("kLenientNone", 0)
	_ = class.Set("kLenientAll", 1<<10-1)
	var methods, all []goja.Value
	for i, m := range httpwire.Methods {
		all = append(all, slots.ASCII(m))
		if httpwire.IsHTTP(i) && m != "" {
			methods = append(methods, all[i])
		}
	}
	// context() returns a function that calls another in the async context of now.
	jsconv.Export(vm, x, "context", 0, func(goja.FunctionCall) goja.Value {
		loop := w.env.Loop
		context := loop.Context()
		return vm.ToValue(func(call goja.FunctionCall) goja.Value {
			before := loop.Context()
			loop.SetContext(context)
			defer loop.SetContext(before)
			return jsconv.Invoke(vm, call.Argument(0).ToObject(vm), goja.Undefined())
		})
	})
	_ = x.Set("methods", slots.NewArray(vm, methods))
	_ = x.Set("allMethods", slots.NewArray(vm, all))
	_ = x.Set("HTTPParser", class)
	w.parserMethods(proto)
}

func (w *world) parserMethods(proto *goja.Object) {
	vm := w.vm
	on := func(name string, f func(p *parser, call goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, proto, name, 0, parserSlot.Func(vm, f))
	}
	does := func(name string, f func(p *parser)) {
		on(name, func(p *parser, _ goja.FunctionCall) goja.Value {
			f(p)
			return nil
		})
	}
	on("initialize", func(p *parser, call goja.FunctionCall) goja.Value {
		p.initialize(call)
		return nil
	})
	on("execute", func(p *parser, call goja.FunctionCall) goja.Value {
		data, ok := jsconv.Bytes(call.Argument(0))
		if !ok {
			panic(nodeerr.New(vm, "ERR_INVALID_ARG_TYPE", "buffer", []string{"Buffer", "TypedArray", "DataView"}, call.Argument(0)))
		}
		return p.execute(data)
	})
	on("finish", func(p *parser, _ goja.FunctionCall) goja.Value {
		if err := p.wire.Finish(); err != nil {
			return p.failure(err, 0)
		}
		return nil
	})
	on("close", func(p *parser, _ goja.FunctionCall) goja.Value { // says whether it can be initialized anew at once
		p.close()
		return vm.ToValue(p.executing == nil)
	})
	does("free", (*parser).close)
	does("remove", (*parser).leave)
	on("consume", func(p *parser, call goja.FunctionCall) goja.Value {
		stream, ok := descriptor.Of(call.Argument(0)).(descriptor.Stream)
		if ok {
			p.stream = stream
			stream.Consume(p.received)
		}
		return vm.ToValue(ok)
	})
	does("unconsume", (*parser).unconsume)
	on("serve", func(p *parser, call goja.FunctionCall) goja.Value { // a Connection of js/connection.js
		p.served, _ = call.Argument(0).(*goja.Object)
		return nil
	})
	// rest says that a response is sent and none waits, rested for how many milliseconds that has been so.
	does("rest", func(p *parser) { p.rests = time.Now() })
	on("rested", func(p *parser, _ goja.FunctionCall) goja.Value {
		return vm.ToValue(float64(time.Since(p.rests)) / float64(time.Millisecond))
	})
	on("getCurrentBuffer", func(p *parser, _ goja.FunctionCall) goja.Value {
		return w.env.NewBuffer(slices.Clone(p.executing))
	})
}

// initialize(type, resource, maxHeaderSize, lenientFlags, connectionsList, lazy) makes the parser as new.
func (p *parser) initialize(call goja.FunctionCall) {
	limit := int(call.Argument(2).ToInteger())
	if limit <= 0 {
		limit = defaultLimit
	}
	p.wire.Reset(httpwire.Kind(call.Argument(0).ToInteger()), httpwire.Lenient(call.Argument(3).ToInteger()), limit, p)
	p.closed, p.headed, p.plain, p.began, p.served = false, false, false, time.Time{}, nil
	p.lazy = call.Argument(5).ToBoolean()
	p.client, p.context = httpwire.Kind(call.Argument(0).ToInteger()) == httpwire.Response, p.w.env.Loop.Context()
	p.destroyAsync()
	if hooks := p.w.env.Async; hooks != nil {
		resource, ok := call.Argument(1).(*goja.Object)
		if !ok {
			resource = p.w.vm.NewObject()
		}
		kind := "HTTPINCOMINGMESSAGE"
		if p.client {
			kind = "HTTPCLIENTREQUEST"
		}
		p.async = hooks.Init(kind, resource)
	}
	p.leave()
	if p.connections = connectionsSlot.Get(call.Argument(4)); p.connections != nil {
		p.began = time.Now() // a connection that never says anything is found by that
		p.connections.all[p] = struct{}{}
	}
}

// execute reads bytes. It returns how many, or an error. Called by a callback of its own it does so when that is done.
func (p *parser) execute(data []byte) goja.Value {
	if p.closed {
		return slots.Int(0)
	}
	if p.executing != nil {
		p.later = append(p.later, slices.Clone(data))
		return slots.Int(int64(len(data)))
	}
	if loop := p.w.env.Loop; p.client {
		before := loop.Context()
		loop.SetContext(p.context)
		defer loop.SetContext(before)
	}
	n, err := p.run(data)
	if err != nil {
		return p.failure(err, n)
	}
	return slots.Int(int64(n))
}

func (p *parser) run(data []byte) (n int, err *httpwire.Error) {
	p.executing = data
	defer func() { p.executing, p.later = nil, nil }()
	for n, err = p.read(data); err == nil && len(p.later) > 0 && !p.closed; {
		p.executing = p.later[0]
		p.later = p.later[1:]
		n, err = p.read(p.executing)
	}
	return n, err
}

// read has the parser read, as a callback of its async resource where scripts ask for such things.
func (p *parser) read(data []byte) (n int, err *httpwire.Error) {
	if p.async != nil {
		return p.readAsync(data)
	}
	return p.wire.Execute(data)
}

func (p *parser) readAsync(data []byte) (n int, err *httpwire.Error) {
	p.w.env.Async.Run(p.async, func() { n, err = p.wire.Execute(data) })
	return n, err
}

// received is what the stream calls. onExecute is told what it may have to deal with: errors, another protocol, and
// bytes of which nobody has learned yet.
func (p *parser) received(data []byte) {
	if p.closed {
		return
	}
	p.told = false
	p.executing = data
	defer func() { p.executing = nil }()
	n, err := p.read(data)
	switch {
	case p.closed:
	case err != nil:
		p.call(onExecute, p.failure(err, n))
	case p.wire.Upgraded(), !p.told:
		p.call(onExecute, slots.Int(int64(n)))
	}
}

func (p *parser) failure(err *httpwire.Error, n int) goja.Value {
	o := nodeerr.Plain(p.w.vm, nodeerr.Error, "Parse Error")
	_ = o.Set("bytesParsed", n)
	_ = o.Set("code", err.Code)
	_ = o.Set("reason", err.Reason)
	return o
}

func (p *parser) unconsume() {
	if p.stream != nil {
		p.stream.Consume(nil)
		p.stream = nil
	}
}

func (p *parser) close() {
	p.closed = true
	p.served = nil
	p.destroyAsync()
	p.wire.Stop()
	p.unconsume()
	p.leave()
}

func (p *parser) destroyAsync() {
	if p.async != nil {
		p.w.env.Async.Destroy(p.async)
		p.async = nil
	}
}

func (p *parser) leave() {
	if p.connections != nil {
		delete(p.connections.all, p)
		p.connections = nil
	}
}

// call calls a callback, if there is one.
func (p *parser) call(name string, args ...goja.Value) goja.Value {
	fn, ok := p.object.Get(name).(*goja.Object)
	if !ok || !jsconv.IsCallable(fn) {
		return goja.Undefined()
	}
	return jsconv.Invoke(p.w.vm, fn, p.object, args...)
}

// Begin is of httpwire.Events.
func (p *parser) Begin() {
	p.headed = false
	if p.connections != nil {
		p.began = time.Now()
	}
	if !p.lazy {
		p.call(onBegin)
	}
}

// Head is of httpwire.Events.
func (p *parser) Head(h *httpwire.Head) httpwire.Action {
	p.headed, p.told = true, true
	if p.plain = p.exchange(h); p.plain {
		return httpwire.Proceed
	}
	vm := p.w.vm
	var fields goja.Value
	if p.lazy {
		fields = vm.NewDynamicObject(&heldHead{h})
	} else {
		fields = p.w.rawFields(h)
	}
	args := []goja.Value{slots.Int(int64(h.Major)), slots.Int(int64(h.Minor)), fields,
		goja.Undefined(), goja.Undefined(), goja.Undefined(), goja.Undefined(), vm.ToValue(h.Upgrade), vm.ToValue(h.KeepAlive)}
	if h.Status == 0 {
		args[3], args[4] = slots.Int(int64(h.Method)), latin1(h.URL())
	} else {
		args[5], args[6] = slots.Int(int64(h.Status)), latin1(h.Reason())
	}
	switch v := p.call(onHead, args...); v.ToInteger() {
	case 1:
		return httpwire.SkipBody
	case 2:
		return httpwire.Upgrade
	}
	return httpwire.Proceed
}

// Body is of httpwire.Events.
func (p *parser) Body(b []byte) {
	p.told = true
	p.call(onBody, p.w.env.NewBuffer(slices.Clone(b)))
}

// Complete is of httpwire.Events.
func (p *parser) Complete(trailers *httpwire.Head) {
	p.began = time.Time{}
	if p.plain && trailers == nil && p.completePlain() {
		return
	}
	if trailers != nil {
		p.call(onTrailers, p.w.rawFields(trailers), slots.ASCII(""))
	}
	p.call(onComplete)
}

// completePlain ends a message of exchange.go's, if nobody has touched its stream or paused its socket.
func (p *parser) completePlain() bool {
	req, ok := p.object.Get("incoming").(*goja.Object)
	if !ok || touched(req) {
		return false
	}
	if socket, ok := req.Get("socket").(*goja.Object); ok {
		if state, ok := socket.Get("_readableState").(*goja.Object); !ok || !flag(state, "flowing") {
			return false
		}
	}
	_ = req.Set("complete", true)
	return true
}
