package dgram

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// handle is a UDP socket, from bind on. All of it is the loop's.
type handle struct {
	w      *world
	object *goja.Object
	ipv6   bool
	conn   *net.UDPConn
	peer   netip.AddrPort // that connect has named
	keep   *eventloop.Handle
	resume chan struct{}
	closed bool
	unref  bool
	active bool // what comes in is received
}

var slot = jsconv.Slot[handle]{Name: "UDP"}

func (w *world) class() *goja.Object {
	vm := w.vm
	class, proto := jsconv.Class(vm, "UDP", func(call goja.ConstructorCall) { w.newHandle(call.This, call.Argument(0).ToBoolean()) })
	w.proto = proto
	on := func(name string, f func(h *handle, call goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, w.proto, name, 0, slot.Func(vm, f))
	}
	// Methods that can fail return a negative errno, or 0.
	errno := func(name string, f func(h *handle, call goja.FunctionCall) error) {
		on(name, func(h *handle, call goja.FunctionCall) goja.Value { return vm.ToValue(errnoOf(f(h, call))) })
	}
	does := func(name string, f func(h *handle)) {
		on(name, func(h *handle, _ goja.FunctionCall) goja.Value {
			f(h)
			return nil
		})
	}
	// What the permissions refuse is an error in place of an errno, and exceptionWithHostPort takes it for one.
	permitted := func(name string, to int, f func(h *handle, call goja.FunctionCall) error) {
		on(name, func(h *handle, call goja.FunctionCall) goja.Value {
			if at := call.Argument(to); !jsconv.Nullish(at) {
				if err := w.env.Denied(modules.Network, net.JoinHostPort(at.String(), call.Argument(to+1).String())); err != nil {
					return err
				}
			}
			return vm.ToValue(errnoOf(f(h, call)))
		})
	}
	permitted("bind", 0, (*handle).bind)
	errno("open", func(h *handle, call goja.FunctionCall) error { return h.adopt(int(call.Argument(0).ToInteger())) })
	permitted("connect", 0, func(h *handle, call goja.FunctionCall) (err error) {
		h.peer, err = address(call.Argument(0), call.Argument(1))
		return err
	})
	errno("disconnect", func(h *handle, _ goja.FunctionCall) error {
		h.peer = netip.AddrPort{}
		return nil
	})
	permitted("send", 1, (*handle).send)
	errno("set", func(h *handle, call goja.FunctionCall) error {
		return h.set(call.Argument(0).String(), call.Argument(1))
	})
	errno("membership", func(h *handle, call goja.FunctionCall) error {
		return h.membership(call.Argument(0).ToBoolean(), text(call.Argument(1)), text(call.Argument(2)), text(call.Argument(3)))
	})
	on("bufferSize", func(h *handle, call goja.FunctionCall) goja.Value {
		n, err := h.bufferSize(int(call.Argument(0).ToInteger()), call.Argument(1).ToBoolean())
		if err != nil {
			n = errnoOf(err)
		}
		return vm.ToValue(n)
	})
	does("recvStart", (*handle).start)
	does("close", (*handle).close)
	does("ref", func(h *handle) {
		h.unref = false
		h.hold()
	})
	does("unref", func(h *handle) {
		h.unref = true
		h.hold()
	})
	on("getsockname", func(h *handle, _ goja.FunctionCall) goja.Value {
		if h.conn == nil {
			return vm.ToValue(-int(syscall.EBADF))
		}
		return h.name(h.conn.LocalAddr().(*net.UDPAddr).AddrPort())
	})
	on("getpeername", func(h *handle, _ goja.FunctionCall) goja.Value { return h.name(h.peer) })
	jsconv.Getter(vm, w.proto, "fd", true, func(this goja.Value) goja.Value {
		if h := slot.Get(this); h != nil {
			return vm.ToValue(h.FD())
		}
		return goja.Undefined()
	})
	return class
}

func text(v goja.Value) string {
	if jsconv.Nullish(v) {
		return ""
	}
	return v.String()
}

func (w *world) newHandle(o *goja.Object, ipv6 bool) *handle {
	h := &handle{w: w, object: o, ipv6: ipv6, resume: make(chan struct{}, 1)}
	slot.Set(w.vm, o, h)
	descriptor.Set(w.vm, o, h)
	w.open[h] = struct{}{}
	return h
}

func (h *handle) network() string {
	if h.ipv6 {
		return "udp6"
	}
	return "udp4"
}

// bind(address, port, reuseAddr, reusePort, ipv6Only) opens the socket.
func (h *handle) bind(call goja.FunctionCall) error {
	if h.closed || h.conn != nil {
		return syscall.EINVAL
	}
	reuseAddr, reusePort, ipv6Only := call.Argument(2).ToBoolean(), call.Argument(3).ToBoolean(), call.Argument(4).ToBoolean()
	config := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error {
		return prepare(c, reuseAddr, reusePort, h.ipv6 && !ipv6Only)
	}}
	at := net.JoinHostPort(call.Argument(0).String(), strconv.Itoa(int(call.Argument(1).ToInteger())))
	c, err := config.ListenPacket(context.Background(), h.network(), at)
	if err == nil {
		h.conn = c.(*net.UDPConn)
	}
	return err
}

func address(ip, port goja.Value) (netip.AddrPort, error) {
	a, err := netip.ParseAddr(ip.String())
	if err != nil {
		return netip.AddrPort{}, syscall.EINVAL
	}
	return netip.AddrPortFrom(a, uint16(port.ToInteger())), nil
}

// send(data, address, port) sends a datagram, to where connect has said if address is null.
func (h *handle) send(call goja.FunctionCall) error {
	data, _ := jsconv.Bytes(call.Argument(0))
	if h.conn == nil || h.closed {
		return syscall.EBADF
	}
	to := h.peer
	if !jsconv.Nullish(call.Argument(1)) {
		var err error
		if to, err = address(call.Argument(1), call.Argument(2)); err != nil {
			return err
		}
	}
	_, err := h.conn.WriteToUDPAddrPort(data, to)
	return err
}

func (h *handle) start() {
	if h.conn == nil || h.active || h.closed {
		return
	}
	h.active = true
	h.hold()
	go h.receive(h.conn)
}

// receive runs on a goroutine of its own until the socket is closed. It waits until the loop has had each datagram.
func (h *handle) receive(conn *net.UDPConn) {
	buf := make([]byte, 64<<10)
	for {
		n, from, err := conn.ReadFromUDPAddrPort(buf)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		data := append([]byte(nil), buf[:max(n, 0)]...)
		if !h.w.env.Loop.Post(func() error {
			h.received(data, from, err)
			if !h.closed { // else shut has, and the next datagram is for whoever has the socket too
				h.resume <- struct{}{}
			}
			return nil
		}) {
			return
		}
		<-h.resume
	}
}

func (h *handle) received(data []byte, from netip.AddrPort, err error) {
	onmessage, ok := h.object.Get("onmessage").(*goja.Object)
	if h.closed || !ok || !jsconv.IsCallable(onmessage) {
		return
	}
	if h.peer.IsValid() && err == nil && (from.Port() != h.peer.Port() || from.Addr().Unmap() != h.peer.Addr().Unmap()) {
		return // connected: others are not heard
	}
	vm := h.w.vm
	if err != nil {
		jsconv.Invoke(vm, onmessage, h.object, vm.ToValue(errnoOf(err)))
		return
	}
	ip, family := h.show(from.Addr())
	jsconv.Invoke(vm, onmessage, h.object, vm.ToValue(0), h.w.env.NewBuffer(data), vm.ToValue(ip), vm.ToValue(int(from.Port())), vm.ToValue(family))
}

// show is an address as a script sees it.
func (h *handle) show(a netip.Addr) (ip, family string) {
	if !h.ipv6 {
		return a.Unmap().String(), "IPv4"
	}
	return a.String(), "IPv6"
}

func (h *handle) name(a netip.AddrPort) goja.Value {
	if h.closed || !a.IsValid() {
		return h.w.vm.ToValue(-int(syscall.ENOTCONN))
	}
	o := h.w.vm.NewObject()
	ip, family := h.show(a.Addr())
	_ = o.Set("address", ip)
	_ = o.Set("family", family)
	_ = o.Set("port", int(a.Port()))
	return o
}

// hold keeps the loop alive while the socket receives.
func (h *handle) hold() {
	busy := h.active && !h.closed && !h.unref
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
	fd := -1
	if h.conn != nil && !h.closed {
		if raw, err := h.conn.SyscallConn(); err == nil {
			_ = raw.Control(func(n uintptr) { fd = int(n) })
		}
	}
	return fd
}

// Close closes the socket, for whoever has it as a descriptor.
func (h *handle) Close() error {
	if h.closed {
		return os.ErrClosed
	}
	h.close()
	return nil
}

func (h *handle) close() {
	if h.closed {
		return
	}
	h.shut()
	delete(h.w.open, h)
	h.hold()
}

func (h *handle) shut() {
	h.closed = true
	if h.conn != nil {
		h.conn.Close()
	}
	select {
	case h.resume <- struct{}{}: // for a receiver whose datagram nobody will have
	default:
	}
}

// errnoOf is an error as libuv has it: negative, 0 for none.
func errnoOf(err error) int {
	var errno syscall.Errno
	switch {
	case err == nil:
		return 0
	case errors.As(err, &errno):
		return -int(errno)
	}
	return -int(syscall.EINVAL)
}
