package net

import (
	"context"
	gonet "net"
	"strconv"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// target is what the permissions know an end by: host:port, or a path.
func (h *handle) target(address string, port goja.Value) string {
	if h.pipe {
		return h.w.pipePath(address)
	}
	return gonet.JoinHostPort(address, strconv.Itoa(int(port.ToInteger())))
}

// connect(callback, address, port, localAddress, localPort) connects; a Pipe's has a path for an address and no port.
func (h *handle) connect(call goja.FunctionCall) error {
	if h.closed || h.conn != nil {
		return syscall.EISCONN
	}
	callback := call.Argument(0).(*goja.Object)
	address := call.Argument(1).String()
	network, done := "tcp", func() {}
	dialer := gonet.Dialer{KeepAlive: -1}
	if h.pipe {
		network, address, done = h.w.pipeAddress(address)
	} else {
		address = gonet.JoinHostPort(address, strconv.Itoa(int(call.Argument(2).ToInteger())))
		local, port := call.Argument(3), call.Argument(4)
		if local.ToBoolean() || port.ToBoolean() {
			from := &gonet.TCPAddr{}
			if local.ToBoolean() {
				from.IP = gonet.ParseIP(local.String())
			}
			if port.ToBoolean() {
				from.Port = int(port.ToInteger())
			}
			dialer.LocalAddr = from
		}
	}
	ctx, cancel := context.WithCancel(h.w.env.Loop.Lifetime())
	h.cancel = cancel
	h.busy++
	h.hold()
	go func() {
		c, err := dialer.DialContext(ctx, network, address)
		done()
		if !h.w.env.Loop.Post(func() error {
			cancel()
			h.busy--
			h.hold()
			if h.closed {
				if c != nil {
					c.Close()
				}
				jsconv.Invoke(h.w.vm, callback, h.object, h.w.vm.ToValue(-int(syscall.ECANCELED)))
				return nil
			}
			if err == nil {
				if t, ok := c.(*gonet.TCPConn); ok {
					_ = t.SetNoDelay(false) // Go's default is not Node's
				}
				h.conn = c.(conn)
			}
			jsconv.Invoke(h.w.vm, callback, h.object, h.w.vm.ToValue(errnoOf(err)))
			return nil
		}) {
			cancel()
			if c != nil {
				c.Close()
			}
		}
	}()
	return nil
}

// name is one side's address, undefined if there is none.
func (h *handle) name(peer bool) goja.Value {
	var a gonet.Addr
	switch c := h.conn.(type) {
	case gonet.Conn:
		if a = c.LocalAddr(); peer {
			a = c.RemoteAddr()
		}
	case nil:
		if h.listener != nil && !peer {
			a = h.listener.Addr()
		}
	}
	t, ok := a.(*gonet.TCPAddr)
	if !ok || h.closed {
		return goja.Undefined()
	}
	ip := t.AddrPort().Addr()
	o := h.w.vm.NewObject()
	family := "IPv6"
	if ip.Is4() {
		family = "IPv4"
	}
	if ip.Is4In6() && !h.dual() {
		ip, family = ip.Unmap(), "IPv4"
	}
	_ = o.Set("address", ip.String())
	_ = o.Set("family", family)
	_ = o.Set("port", t.Port)
	return o
}

// errnoException(errno, syscall) is Node's error for a system call.
func (w *world) errnoException(call goja.FunctionCall) goja.Value {
	errno := int(call.Argument(0).ToInteger())
	name, what := nodeerr.Name(syscall.Errno(-errno)), call.Argument(1).String()
	return nodeerr.System(w.vm, &nodeerr.SystemError{Errno: errno, Code: name, Syscall: what, Message: what + " " + name})
}

// exceptionWithHostPort(errno, syscall, address, port, additional, described) is the same with where it happened; with
// described it says what the errno means.
func (w *world) exceptionWithHostPort(call goja.FunctionCall) goja.Value {
	if denied, ok := call.Argument(0).(*goja.Object); ok {
		return w.deniedWithHostPort(denied, call.Argument(1), call.Argument(2), call.Argument(3))
	}
	errno := int(call.Argument(0).ToInteger())
	code, what := nodeerr.Name(syscall.Errno(-errno)), call.Argument(1).String()
	address, port := call.Argument(2), call.Argument(3)
	text := what + " " + code
	if call.Argument(5).ToBoolean() {
		text += ": " + nodeerr.Text(code)
	}
	details := ""
	hasPort := !jsconv.Nullish(port) && port.ToInteger() > 0
	switch {
	case hasPort && !jsconv.Nullish(address):
		details = " " + address.String() + ":" + port.String()
	case !jsconv.Nullish(address):
		details = " " + address.String()
	}
	if more := call.Argument(4); more.ToBoolean() {
		details += " - Local (" + more.String() + ")"
	}
	o := nodeerr.Plain(w.vm, nodeerr.Error, text+details)
	_ = o.Set("errno", errno)
	_ = o.Set("code", code)
	_ = o.Set("syscall", what)
	if !jsconv.Nullish(address) {
		_ = o.Set("address", address)
	}
	if hasPort {
		_ = o.Set("port", port)
	} else if !jsconv.Nullish(port) && call.Argument(5).ToBoolean() {
		_ = o.Set("port", port)
	}
	return o
}

// deniedWithHostPort is the error of what the permissions refused, with where that was.
func (w *world) deniedWithHostPort(denied *goja.Object, what, address, port goja.Value) goja.Value {
	code := denied.Get("code").String()
	o := nodeerr.Plain(w.vm, nodeerr.Error, what.String()+" "+code+" "+denied.Get("message").String())
	_ = o.Set("errno", denied)
	_ = o.Set("code", code)
	_ = o.Set("syscall", what)
	for _, p := range [...]string{"permission", "resource"} {
		_ = o.Set(p, denied.Get(p))
	}
	if !jsconv.Nullish(address) {
		_ = o.Set("address", address)
	}
	if !jsconv.Nullish(port) && port.ToInteger() > 0 {
		_ = o.Set("port", port)
	}
	return o
}
