package net

import (
	"context"
	"errors"
	gonet "net"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// place is where a handle is to listen.
type place struct {
	address             string // "" for any; a Pipe's path
	port                int
	ipv6Only, reusePort bool
}

// bind(address, port, ipv6Only, reusePort), or bind(path), says where to listen.
func (h *handle) bind(call goja.FunctionCall) error {
	if h.closed || h.conn != nil || h.listener != nil {
		return syscall.EINVAL
	}
	address := ""
	if v := call.Argument(0); !jsconv.Nullish(v) {
		address = v.String()
	}
	h.w.env.Permit(modules.Network, h.target(address, call.Argument(1)))
	h.where.address = address
	if !h.pipe {
		h.where.port = int(call.Argument(1).ToInteger())
		h.where.ipv6Only, h.where.reusePort = call.Argument(2).ToBoolean(), call.Argument(3).ToBoolean()
	}
	return nil
}

// listen begins to accept connections. Each is a call of the object's onconnection.
func (h *handle) listen() error {
	if h.closed {
		return syscall.EBADF
	}
	if h.listener == nil {
		if err := h.openListener(); err != nil {
			return err
		}
	}
	h.hold()
	go h.accept(h.listener)
	return nil
}

func (h *handle) openListener() (err error) {
	config := gonet.ListenConfig{KeepAlive: -1}
	ctx := context.Background()
	if h.pipe {
		network, path, done := h.w.pipeAddress(h.where.address)
		if h.listener, err = config.Listen(ctx, network, path); err != nil {
			done()
			if errors.Is(err, syscall.ENOENT) {
				return syscall.EACCES // as libuv has it
			}
			return err
		}
		h.named = done
		return nil
	}
	if h.where.reusePort {
		config.Control = func(_, _ string, c syscall.RawConn) error { return reusePort(c) }
	}
	network := "tcp"
	switch family(h.w.vm.ToValue(h.where.address)) {
	case 4:
		network = "tcp4"
	case 6:
		network = "tcp"
		if h.where.ipv6Only {
			network = "tcp6"
		}
	}
	h.listener, err = config.Listen(ctx, network, gonet.JoinHostPort(h.where.address, strconv.Itoa(h.where.port)))
	return err
}

// dual says whether the handle's addresses are those of IPv6 sockets which take IPv4 connections as well.
func (h *handle) dual() bool {
	raw, err := h.rawConn()
	return err == nil && isIPv6(raw)
}

func (h *handle) rawConn() (syscall.RawConn, error) {
	if h.conn != nil {
		return h.conn.SyscallConn()
	}
	if c, ok := h.listener.(syscall.Conn); ok {
		return c.SyscallConn()
	}
	return nil, syscall.EBADF
}

// accept runs on a goroutine of its own until the listener is closed.
func (h *handle) accept(listener gonet.Listener) {
	loop := h.w.env.Loop
	for {
		c, err := listener.Accept()
		if errors.Is(err, gonet.ErrClosed) {
			return
		}
		if !loop.Post(func() error {
			if h.closed {
				if c != nil {
					c.Close()
				}
				return nil
			}
			onconnection, ok := h.object.Get("onconnection").(*goja.Object)
			if !ok || !jsconv.IsCallable(onconnection) {
				if c != nil {
					c.Close()
				}
				return nil
			}
			if err != nil {
				jsconv.Invoke(h.w.vm, onconnection, h.object, h.w.vm.ToValue(errnoOf(err)))
				return nil
			}
			client := h.w.newHandle(nil, h.pipe)
			client.conn = c.(conn)
			if t, ok := c.(*gonet.TCPConn); ok {
				_ = t.SetNoDelay(false)
			}
			jsconv.Invoke(h.w.vm, onconnection, h.object, h.w.vm.ToValue(0), client.object)
			return nil
		}) {
			if c != nil {
				c.Close()
			}
			return
		}
		if err != nil { // too many descriptors, most likely: there may be some again soon
			time.Sleep(10 * time.Millisecond)
		}
	}
}

// maxPath is about as much as a socket's address has room for.
const maxPath = 100

// pipePath is a path as a script has it, relative to the Runtime's directory.
func (w *world) pipePath(path string) string {
	if path == "" || path[0] == 0 {
		return path
	}
	return filepath.Clean(w.env.Host.Path(path))
}

// pipeAddress is the network and the address for a path as a script has it. It can be used until done is called.
func (w *world) pipeAddress(path string) (network, address string, done func()) {
	whole := w.pipePath(path)
	done = func() {}
	if len(whole) > maxPath && len(path) < len(whole) { // there may be room for it as the script sees it
		if name, over, ok := near(whole); ok {
			whole, done = name, over
		}
	}
	network, address = pipeName(whole)
	return network, address, done
}
