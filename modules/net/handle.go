package net

import (
	"errors"
	"io"
	gonet "net"
	"os"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/modules"
)

// conn is what a handle needs of a connection.
type conn interface {
	io.ReadWriteCloser
	CloseWrite() error
	SyscallConn() (syscall.RawConn, error)
	SetReadDeadline(time.Time) error
}

// handle is a connection, a listening socket, or neither yet. All of it is the loop's.
type handle struct {
	w      *world
	object *goja.Object
	pipe   bool

	where    place // that bind was called with
	conn     conn
	listener gonet.Listener
	named    func() // lets go of the name of what listens
	cancel   func() // ends a connect under way

	keep  *eventloop.Handle // keeps the loop alive while something is going on
	unref bool

	reader  *proc.Reader
	writer  *proc.Writer
	reading bool
	asked   bool // the reader was asked for a chunk that is not here yet
	held    []arrival
	consume func([]byte) // what comes in, in the place of the script
	busy    int          // connects, writes and shutdowns under way
	queued  int          // bytes that wait to be written
	read    int64
	written int64
	closed  bool
}

// arrival is what a reader delivered while nobody was reading.
type arrival struct {
	chunk proc.Chunk
	err   error
}

var handleSlot = jsconv.Slot[handle]{Name: "handle"}

// class makes the constructor of handles.
func (w *world) class(name string, pipe bool, proto **goja.Object) *goja.Object {
	class, p := jsconv.Class(w.vm, name, func(call goja.ConstructorCall) { w.newHandle(call.This, pipe) })
	*proto = p
	w.methods(p, pipe)
	return class
}

// newHandle makes a handle of an object, or of a new one where that is nil.
func (w *world) newHandle(o *goja.Object, pipe bool) *handle {
	if o == nil {
		o = w.vm.CreateObject(w.tcp)
		if pipe {
			o = w.vm.CreateObject(w.pipe)
		}
	}
	h := &handle{w: w, object: o, pipe: pipe}
	handleSlot.Set(w.vm, o, h)
	descriptor.Set(w.vm, o, h)
	_ = o.Set("reading", false)
	w.open[h] = struct{}{}
	return h
}

func (w *world) methods(p *goja.Object, pipe bool) {
	vm := w.vm
	on := func(name string, f func(h *handle, call goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, p, name, 0, handleSlot.Func(vm, f))
	}
	does := func(name string, f func(h *handle)) {
		on(name, func(h *handle, _ goja.FunctionCall) goja.Value {
			f(h)
			return nil
		})
	}
	// Methods that can fail return a negative errno, or 0.
	errno := func(name string, f func(h *handle, call goja.FunctionCall) error) {
		on(name, func(h *handle, call goja.FunctionCall) goja.Value { return vm.ToValue(errnoOf(f(h, call))) })
	}
	errno("open", func(h *handle, call goja.FunctionCall) error { return h.adopt(int(call.Argument(0).ToInteger())) })
	errno("bind", (*handle).bind)
	errno("listen", func(h *handle, _ goja.FunctionCall) error { return h.listen() })
	// prepare opens what listens and accepts nothing: for handing it to other processes.
	errno("prepare", func(h *handle, _ goja.FunctionCall) error { return h.openListener() })
	on("connect", func(h *handle, call goja.FunctionCall) goja.Value {
		if err := w.env.Denied(modules.Network, h.target(call.Argument(1).String(), call.Argument(2))); err != nil {
			return err // as an errno, and exceptionWithHostPort takes it for one
		}
		return vm.ToValue(errnoOf(h.connect(call)))
	})
	does("readStart", (*handle).readStart)
	does("readStop", (*handle).readStop)
	on("write", (*handle).write)
	on("shutdown", (*handle).shutdown)
	errno("reset", func(h *handle, call goja.FunctionCall) error {
		if c, ok := h.conn.(*gonet.TCPConn); ok {
			_ = c.SetLinger(0)
		}
		h.close(call.Argument(0))
		return nil
	})
	on("close", func(h *handle, call goja.FunctionCall) goja.Value {
		h.close(call.Argument(0))
		return nil
	})
	does("ref", func(h *handle) {
		h.unref = false
		h.hold()
	})
	does("unref", func(h *handle) {
		h.unref = true
		h.hold()
	})
	on("hasRef", func(h *handle, _ goja.FunctionCall) goja.Value { return vm.ToValue(!h.closed && !h.unref) })
	on("getAsyncId", func(*handle, goja.FunctionCall) goja.Value { return vm.ToValue(0) })
	getter := func(name string, f func(h *handle) any) {
		jsconv.Getter(vm, p, name, true, func(this goja.Value) goja.Value {
			if h := handleSlot.Get(this); h != nil {
				return vm.ToValue(f(h))
			}
			return goja.Undefined()
		})
	}
	getter("fd", func(h *handle) any { return h.FD() })
	getter("bytesRead", func(h *handle) any { return h.read })
	getter("bytesWritten", func(h *handle) any { return h.written })
	getter("writeQueueSize", func(h *handle) any { return h.queued })
	if pipe {
		return
	}
	on("getsockname", func(h *handle, _ goja.FunctionCall) goja.Value { return h.name(false) })
	on("getpeername", func(h *handle, _ goja.FunctionCall) goja.Value { return h.name(true) })
	errno("setNoDelay", func(h *handle, call goja.FunctionCall) error {
		if c, ok := h.conn.(*gonet.TCPConn); ok {
			return c.SetNoDelay(call.Argument(0).ToBoolean())
		}
		return nil
	})
	errno("setKeepAlive", func(h *handle, call goja.FunctionCall) error {
		c, ok := h.conn.(*gonet.TCPConn)
		if !ok {
			return nil
		}
		config := gonet.KeepAliveConfig{Enable: call.Argument(0).ToBoolean()}
		if seconds := call.Argument(1).ToInteger(); seconds > 0 {
			config.Idle = time.Duration(seconds) * time.Second
		}
		return c.SetKeepAliveConfig(config)
	})
}

// hold keeps the loop alive as long as there is reason to.
func (h *handle) hold() {
	busy := !h.closed && !h.unref && (h.listener != nil || h.reading || h.busy > 0)
	switch {
	case busy && h.keep == nil:
		h.keep = h.w.env.Loop.NewHandle()
	case !busy && h.keep != nil:
		h.keep.Close()
		h.keep = nil
	}
}

// FD is the descriptor's number, -1 if there is none.
func (h *handle) FD() int {
	if h.closed {
		return -1
	}
	var c syscall.Conn
	switch {
	case h.conn != nil:
		c = h.conn
	case h.listener != nil:
		c, _ = h.listener.(syscall.Conn)
	}
	if c == nil {
		return -1
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return -1
	}
	fd := -1
	_ = raw.Control(func(n uintptr) { fd = int(n) })
	return fd
}

// Close closes the handle, for whoever has it as a descriptor.
func (h *handle) Close() error {
	if h.closed {
		return os.ErrClosed
	}
	h.close(goja.Undefined())
	return nil
}

// close closes the handle; callback is called in the loop's close phase.
func (h *handle) close(callback goja.Value) {
	if h.closed {
		return
	}
	h.shut()
	delete(h.w.open, h)
	h.hold()
	fn, _ := callback.(*goja.Object)
	h.w.env.Loop.NextClose(func() error { // without a callback too: what is being closed keeps the loop going
		if jsconv.IsCallable(callback) {
			jsconv.Invoke(h.w.vm, fn, h.object)
		}
		return nil
	})
}

// shut closes what the operating system has of it.
func (h *handle) shut() {
	h.closed = true
	if h.cancel != nil {
		h.cancel()
	}
	if h.reader != nil {
		h.reader.Stop()
	}
	if h.conn != nil {
		h.conn.Close()
	}
	if h.listener != nil {
		h.listener.Close()
	}
	if h.named != nil {
		h.named()
	}
	for _, a := range h.held {
		a.chunk.Release()
	}
	h.held = nil
}

// errnoOf is an error as libuv has it: negative, 0 for none.
func errnoOf(err error) int {
	var errno syscall.Errno
	var dns *gonet.DNSError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &errno):
		return -int(errno)
	case errors.Is(err, os.ErrClosed), errors.Is(err, gonet.ErrClosed):
		return -int(syscall.ECANCELED)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return -int(syscall.ETIMEDOUT)
	case errors.As(err, &dns):
		return -int(syscall.EINVAL)
	}
	var address *gonet.AddrError
	if errors.As(err, &address) {
		return -int(syscall.EINVAL)
	}
	return -int(syscall.EIO)
}
