package net

import (
	"errors"
	"io"
	gonet "net"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/proc"
)

func (h *handle) readStart() {
	if h.closed || h.conn == nil {
		return
	}
	h.reading = true
	_ = h.object.Set("reading", true)
	h.hold()
	if len(h.held) > 0 {
		h.w.env.Loop.Post(func() error {
			h.release()
			return nil
		})
		return
	}
	h.ask()
}

// ask has the reader read a chunk.
func (h *handle) ask() {
	if h.asked {
		return
	}
	h.asked = true
	if h.reader == nil {
		h.reader = proc.NewReader(h.conn, h.deliver)
		if c, ok := h.conn.(gonet.Conn); ok {
			if raw, err := c.(conn).SyscallConn(); err == nil {
				h.reader.Still(raw)
			}
		}
	}
	h.reader.More(1)
}

func (h *handle) readStop() {
	h.reading = false
	_ = h.object.Set("reading", false)
	if h.reader != nil && h.asked && h.reader.Pause() {
		h.asked = false // what was read by now is delivered all the same, and held
	}
	h.hold()
}

// deliver runs on the reader's goroutine.
func (h *handle) deliver(chunk proc.Chunk, err error) {
	if !h.w.env.Loop.Post(func() error {
		h.asked = false
		if h.closed {
			chunk.Release()
			return nil
		}
		h.held = append(h.held, arrival{chunk, err})
		h.release()
		return nil
	}) {
		chunk.Release()
	}
}

// release hands on what has been held, as long as the script reads. What the script throws meanwhile does not end that.
func (h *handle) release() {
	defer func() {
		switch {
		case !h.reading || h.closed:
		case len(h.held) > 0:
			h.w.env.Loop.Post(func() error {
				h.release()
				return nil
			})
		case !h.asked:
			h.ask()
		}
	}()
	for h.reading && len(h.held) > 0 && !h.closed {
		a := h.held[0]
		h.held = h.held[1:]
		h.received(a.chunk, a.err)
	}
}

func (h *handle) received(chunk proc.Chunk, err error) {
	if err == nil && h.consume != nil {
		h.read += int64(chunk.Len())
		defer chunk.Release() // also when a callback throws
		h.consume(chunk.Bytes())
		return
	}
	onread, ok := h.object.Get("onread").(*goja.Object)
	if !ok || !jsconv.IsCallable(onread) {
		chunk.Release()
		return
	}
	vm := h.w.vm
	if err == nil {
		h.read += int64(chunk.Len())
		jsconv.Invoke(vm, onread, h.object, h.w.env.NewBuffer(chunk.Take()), vm.ToValue(0))
		return
	}
	chunk.Release()
	h.reading, h.asked = false, true // nothing more comes
	h.hold()
	errno := errnoOf(err)
	if errors.Is(err, io.EOF) {
		errno = 0
	}
	jsconv.Invoke(vm, onread, h.object, goja.Null(), vm.ToValue(errno))
}

// write(data, callback) writes bytes. It returns 0 or a negative errno if that is done; else undefined, and callback is
// called with 0 or the errno.
func (h *handle) write(call goja.FunctionCall) goja.Value {
	vm := h.w.vm
	data, _ := jsconv.Bytes(call.Argument(0))
	if h.closed || h.conn == nil {
		return vm.ToValue(-int(syscall.EBADF))
	}
	h.written += int64(len(data))
	if h.queued == 0 {
		n, err := tryWrite(h.conn, data)
		if err != nil || n == len(data) {
			return vm.ToValue(errnoOf(err))
		}
		data = data[n:]
	}
	if h.writer == nil {
		h.writer = proc.NewWriter(h.conn)
	}
	n := len(data)
	h.queued += n
	h.busy++
	h.hold()
	callback, _ := call.Argument(1).(*goja.Object)
	h.writer.Write(append([]byte(nil), data...), func(err error) {
		h.w.env.Loop.Post(func() error {
			h.queued -= n
			h.busy--
			h.hold()
			if callback != nil {
				jsconv.Invoke(vm, callback, h.object, vm.ToValue(errnoOf(err)))
			}
			return nil
		})
	})
	return goja.Undefined()
}

// shutdown(callback) ends the writing when all is written. It returns 0, and callback is called; or a negative errno.
func (h *handle) shutdown(call goja.FunctionCall) goja.Value {
	vm := h.w.vm
	if h.closed || h.conn == nil {
		return vm.ToValue(-int(syscall.ENOTCONN))
	}
	callback, _ := call.Argument(0).(*goja.Object)
	h.busy++
	h.hold()
	// The loop ends the writing itself, so that in one program nobody learns of the end before who has made it.
	end := func(err error) {
		h.w.env.Loop.Post(func() error {
			h.busy--
			h.hold()
			if err == nil {
				err = h.conn.CloseWrite()
			}
			if callback != nil {
				jsconv.Invoke(vm, callback, h.object, vm.ToValue(errnoOf(err)))
			}
			return nil
		})
	}
	if h.queued == 0 {
		end(nil)
	} else {
		h.writer.Write(nil, end)
	}
	return vm.ToValue(0)
}

// Consume is of descriptor.Stream.
func (h *handle) Consume(f func([]byte)) { h.consume = f }

// WriteNow is of descriptor.Stream.
func (h *handle) WriteNow(b []byte) (n, errno int) {
	switch {
	case h.closed || h.conn == nil:
		return 0, -int(syscall.EBADF)
	case h.queued > 0:
		return 0, 0
	}
	n, err := tryWrite(h.conn, b)
	h.written += int64(n)
	return n, errnoOf(err)
}
