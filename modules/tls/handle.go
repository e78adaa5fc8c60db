package tls

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	gonet "net"
	"runtime"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
)

// handle is one end of a TLS connection. It lies on a transport, an object of embedded JavaScript's (js/socket.js) with
// the methods of net's handles; stream is the transport's descriptor.Stream where it has one. All of it is the loop's, but
// for conn during the handshake.
type handle struct {
	w         *world
	object    *goja.Object
	transport *goja.Object
	stream    descriptor.Stream

	pipe   *pipe
	conn   *tls.Conn
	server bool

	secure   bool // the handshake is over
	judged   bool // the script looks at the server's certificates; the end of the handshake is held back meanwhile
	closed   bool
	ended    bool // nothing more comes in, and that was told
	reading  bool
	draining bool
	consume  func([]byte)
	waiting  []func() // what is to be done after the handshake

	most          int // bytes that go into a record, 0 for as many as there is room for
	queued        int // bytes that are not written yet
	sending       int // pieces of ciphertext that the transport has not written yet
	read, written int64

	context   *secureContext
	verified  *verdict
	answer    chan *tls.Config // to a client's hello
	session   *session
	request   *eventloop.Handle // of the handshake
	handshake *goja.Object      // called when it is over
}

var handleSlot = jsconv.Slot[handle]{Name: "tls handle"}

func (w *world) bindHandle(x *goja.Object) {
	vm := w.vm
	class, proto := jsconv.Class(vm, "TLSWrap", func(call goja.ConstructorCall) {
		h := &handle{w: w, object: call.This, transport: call.Argument(0).(*goja.Object), server: call.Argument(2).ToBoolean()}
		if s, ok := descriptor.Of(call.Argument(1)).(descriptor.Stream); ok {
			h.stream = s
		}
		h.pipe = newPipe(func() { w.env.Loop.Post(func() error { h.flush(nil); return nil }) })
		handleSlot.Set(vm, call.This, h)
		descriptor.Set(vm, call.This, h)
		_ = call.This.Set("reading", false)
	})
	_ = x.Set("TLSWrap", class)
	w.proto = proto
	on := func(name string, f func(h *handle, call goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, w.proto, name, 0, handleSlot.Func(vm, f))
	}
	// start(context, options, callback(error)) begins the handshake.
	on("start", (*handle).start)
	// receive(data) takes ciphertext, receive(null, errno) its end.
	on("receive", func(h *handle, call goja.FunctionCall) goja.Value {
		if b, ok := jsconv.Bytes(call.Argument(0)); ok {
			h.feed(b)
		} else {
			h.over(int(call.Argument(1).ToInteger()))
		}
		return nil
	})
	on("setMaxSendFragment", func(h *handle, call goja.FunctionCall) goja.Value {
		h.most = int(call.Argument(0).ToInteger())
		return nil
	})
	on("readStart", func(h *handle, _ goja.FunctionCall) goja.Value { h.readStart(); return nil })
	on("readStop", func(h *handle, _ goja.FunctionCall) goja.Value { h.readStop(); return nil })
	on("write", (*handle).write)
	on("shutdown", (*handle).shutdown)
	on("close", (*handle).close)
	for _, name := range []string{"ref", "unref", "hasRef", "getsockname", "getpeername", "setNoDelay", "setKeepAlive", "reset"} {
		on(name, func(h *handle, call goja.FunctionCall) goja.Value {
			fn, ok := goja.AssertFunction(h.transport.Get(name))
			if !ok {
				return nil
			}
			return jsconv.Call(fn, h.transport, call.Arguments...)
		})
	}
	on("getAsyncId", func(*handle, goja.FunctionCall) goja.Value { return vm.ToValue(0) })
	getter := func(name string, f func(h *handle) any) {
		jsconv.Getter(vm, w.proto, name, true, func(this goja.Value) goja.Value {
			if h := handleSlot.Get(this); h != nil {
				return vm.ToValue(f(h))
			}
			return goja.Undefined()
		})
	}
	getter("fd", func(h *handle) any { return -1 })
	getter("bytesRead", func(h *handle) any { return h.read })
	getter("bytesWritten", func(h *handle) any { return h.written })
	getter("writeQueueSize", func(h *handle) any { return h.queued })
	w.bindState(on)
}

// start begins the handshake.
func (h *handle) start(call goja.FunctionCall) goja.Value {
	ctx := contextSlot.Get(call.Argument(0))
	if ctx == nil {
		panic(h.w.vm.NewTypeError("Illegal invocation"))
	}
	options := call.Argument(1).(*goja.Object)
	h.handshake, _ = call.Argument(2).(*goja.Object)
	h.context = ctx
	config := h.config(ctx, options)
	if h.server {
		h.conn = tls.Server(h.pipe, config)
	} else {
		h.conn = tls.Client(h.pipe, config)
	}
	if h.stream != nil {
		h.stream.Consume(h.feed)
	}
	h.w.open[h] = struct{}{}
	conn, loop := h.conn, h.w.env.Loop
	lifetime, cancel := context.WithCancel(loop.Lifetime())
	stop := context.AfterFunc(lifetime, h.pipe.close)
	h.request = loop.NewHandle()
	if h.stream != nil {
		h.request.Unref() // the transport keeps the loop alive
	}
	go func() {
		err := handshake(conn)
		stop()
		cancel()
		loop.Post(func() error {
			h.request.Close()
			delete(h.w.open, h)
			h.shaken(err)
			return nil
		})
	}()
	return nil
}

// handshake is conn's, a panic of Go's an error: what comes in is anybody's.
func handshake(conn *tls.Conn) (err error) {
	defer func() {
		if r := recover(); r != nil {
			if e, ok := r.(runtime.Error); ok {
				err = e
				return
			}
			panic(r)
		}
	}()
	return conn.Handshake()
}

// shaken comes after the handshake.
func (h *handle) shaken(err error) {
	h.pipe.settle()
	if h.closed {
		return
	}
	vm := h.w.vm
	h.secure = err == nil
	var failure goja.Value = goja.Null()
	if err != nil {
		failure = h.w.failure(err)
	}
	held := h.pipe.release()
	h.judged = held && h.secure
	defer func() {
		if h.judged = false; h.closed {
			return
		}
		waiting := h.waiting
		h.waiting = nil
		if len(waiting) == 0 {
			h.flush(nil)
		}
		for _, f := range waiting {
			f()
		}
		h.w.env.Loop.Post(func() error { h.drain(); return nil })
	}()
	jsconv.Invoke(vm, h.handshake, h.object, failure)
}

// feed takes ciphertext.
func (h *handle) feed(b []byte) {
	h.pipe.put(b, nil)
	h.drain()
}

// over is the end of the transport's input, or its failure.
func (h *handle) over(errno int) {
	err := error(io.EOF)
	if errno != 0 {
		err = syscall.Errno(-errno)
	}
	h.pipe.put(nil, err)
	if h.request != nil {
		h.request.Ref() // the transport does not any more
	}
	h.drain()
}

// drain hands on what can be deciphered, as long as the script reads.
func (h *handle) drain() {
	if !h.secure || h.draining || h.ended {
		return
	}
	h.draining = true
	again := true
	defer func() {
		h.draining = false
		if again && h.reading && !h.closed { // a callback has thrown
			h.w.env.Loop.Post(func() error { h.drain(); return nil })
		}
	}()
	if h.w.scratch == nil {
		h.w.scratch = make([]byte, 16<<10)
	}
	for h.reading && !h.closed {
		// Others may come to read while this is handed on.
		b := h.w.scratch
		h.w.scratch = nil
		if b == nil {
			b = make([]byte, 16<<10)
		}
		n, err := h.conn.Read(b)
		h.flush(nil)
		if n > 0 {
			h.read += int64(n)
			h.deliver(b[:n])
		}
		h.w.scratch = b
		if err != nil {
			again = false
			h.stopped(err)
			return
		}
	}
	again = false
}

func (h *handle) deliver(b []byte) {
	if h.consume != nil {
		h.consume(b)
		return
	}
	onread, ok := h.object.Get("onread").(*goja.Object)
	if !ok || !jsconv.IsCallable(onread) {
		return
	}
	jsconv.Invoke(h.w.vm, onread, h.object, h.w.env.NewBuffer(append([]byte(nil), b...)), h.w.vm.ToValue(0))
}

// stopped deals with a Read that gave an error.
func (h *handle) stopped(err error) {
	if errors.Is(err, later{}) {
		return
	}
	h.ended = true
	h.reading = false
	_ = h.object.Set("reading", false)
	vm := h.w.vm
	var errno syscall.Errno
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gonet.ErrClosed):
		h.onread(vm.ToValue(0))
	case errors.As(err, &errno):
		h.onread(vm.ToValue(-int(errno)))
	default:
		if onerror, ok := h.object.Get("onerror").(*goja.Object); ok && jsconv.IsCallable(onerror) {
			jsconv.Invoke(vm, onerror, h.object, h.w.failure(err))
		}
	}
}

func (h *handle) onread(errno goja.Value) {
	if onread, ok := h.object.Get("onread").(*goja.Object); ok && jsconv.IsCallable(onread) {
		jsconv.Invoke(h.w.vm, onread, h.object, goja.Null(), errno)
	}
}

func (h *handle) readStart() {
	h.reading = true
	_ = h.object.Set("reading", true)
	jsconv.CallMethod(h.w.vm, h.transport, "readStart")
	if h.secure && !h.draining {
		h.w.env.Loop.Post(func() error { h.drain(); return nil })
	}
}

func (h *handle) readStop() {
	h.reading = false
	_ = h.object.Set("reading", false)
	if h.secure {
		jsconv.CallMethod(h.w.vm, h.transport, "readStop")
	}
}

// flush hands what is to go out to the transport. It reports whether all of it is written; otherwise done, which may be
// nil, is called with an errno when it is.
func (h *handle) flush(done func(errno int)) (errno int, all bool) {
	if h.judged {
		return 0, true
	}
	b := h.pipe.take()
	if h.stream != nil && h.sending == 0 && len(b) > 0 {
		n, errno := h.stream.WriteNow(b)
		if errno != 0 {
			return errno, true
		}
		b = b[n:]
	}
	if len(b) == 0 && (h.sending == 0 || done == nil) {
		return 0, true
	}
	vm, n := h.w.vm, len(b)
	h.queued += n
	h.sending++
	callback := vm.ToValue(func(call goja.FunctionCall) goja.Value {
		h.queued -= n
		h.sending--
		if done != nil {
			done(int(call.Argument(0).ToInteger()))
		}
		return goja.Undefined()
	})
	result := jsconv.CallMethod(vm, h.transport, "write", h.w.env.NewBuffer(b), callback)
	if goja.IsUndefined(result) {
		return 0, false
	}
	h.queued -= n
	h.sending--
	return int(result.ToInteger()), true
}

// write(data, callback) is as net's handles have it.
func (h *handle) write(call goja.FunctionCall) goja.Value {
	vm := h.w.vm
	data, _ := jsconv.Bytes(call.Argument(0))
	callback, _ := call.Argument(1).(*goja.Object)
	if h.closed {
		return vm.ToValue(-int(syscall.EBADF))
	}
	done := func(errno int) {
		if callback != nil {
			jsconv.Invoke(vm, callback, h.object, vm.ToValue(errno))
		}
	}
	if !h.secure || h.judged {
		data = append([]byte(nil), data...)
		h.queued += len(data)
		h.waiting = append(h.waiting, func() {
			if h.queued -= len(data); h.closed || !h.secure {
				done(-int(syscall.ECANCELED))
			} else if errno, all := h.send(data, done); all {
				done(errno)
			}
		})
		return goja.Undefined()
	}
	errno, all := h.send(data, done)
	if all {
		return vm.ToValue(errno)
	}
	return goja.Undefined()
}

func (h *handle) send(data []byte, done func(errno int)) (errno int, all bool) {
	h.written += int64(len(data))
	for {
		piece := data
		if h.most > 0 {
			piece = data[:min(len(data), h.most)]
		}
		if _, err := h.conn.Write(piece); err != nil {
			return -int(syscall.EPIPE), true
		}
		if data = data[len(piece):]; len(data) == 0 {
			return h.flush(done)
		}
	}
}

// shutdown(callback) ends the writing.
func (h *handle) shutdown(call goja.FunctionCall) goja.Value {
	callback := call.Argument(0)
	end := func() {
		if h.secure {
			_ = h.conn.CloseWrite()
		}
		h.flush(nil)
		if !h.closed {
			jsconv.CallMethod(h.w.vm, h.transport, "shutdown", callback)
		}
	}
	if h.secure && !h.judged {
		end()
	} else {
		h.waiting = append(h.waiting, end)
	}
	return h.w.vm.ToValue(0)
}

func (h *handle) close(call goja.FunctionCall) goja.Value {
	if h.closed {
		return nil
	}
	if h.secure && !h.judged {
		_ = h.conn.CloseWrite()
		h.flush(nil)
	}
	h.closed = true
	h.pipe.close()
	if h.answer != nil {
		close(h.answer)
		h.answer = nil
	}
	jsconv.CallMethod(h.w.vm, h.transport, "close", call.Argument(0))
	return nil
}

// FD is of descriptor.Owner: the descriptor below carries ciphertext.
func (h *handle) FD() int { return -1 }

// Close is of descriptor.Owner.
func (h *handle) Close() error {
	h.close(goja.FunctionCall{})
	return nil
}

// Consume is of descriptor.Stream.
func (h *handle) Consume(f func([]byte)) { h.consume = f }

// WriteNow is of descriptor.Stream.
func (h *handle) WriteNow(b []byte) (n, errno int) {
	switch {
	case h.closed:
		return 0, -int(syscall.EBADF)
	case !h.secure, h.judged, h.sending > 0, len(h.waiting) > 0:
		return 0, 0
	}
	errno, _ = h.send(b, nil)
	return len(b), errno
}
