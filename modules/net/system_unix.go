//go:build unix

package net

import (
	gonet "net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/gojs-run/gojs/internal/ipc"
)

// tryWrite writes as much of b as there is room for at once.
func tryWrite(c conn, b []byte) (n int, err error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	var werr error
	err = raw.Write(func(fd uintptr) bool {
		n, werr = ipc.Send(int(fd), b)
		return true
	})
	if err == nil {
		err = werr
	}
	return n, err
}

// kindOf says what a descriptor is: TCP, PIPE, UDP, TTY, FILE or UNKNOWN.
func kindOf(fd int) string {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) != nil {
		return "INVALID"
	}
	switch st.Mode & unix.S_IFMT {
	case unix.S_IFIFO:
		return "PIPE"
	case unix.S_IFREG:
		return "FILE"
	case unix.S_IFCHR:
		return "TTY"
	case unix.S_IFSOCK:
	default:
		return "UNKNOWN"
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return "UNKNOWN"
	}
	kind, _ := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	switch name.(type) {
	case *unix.SockaddrUnix:
		return "PIPE"
	case *unix.SockaddrInet4, *unix.SockaddrInet6:
		if kind == unix.SOCK_DGRAM {
			return "UDP"
		}
		return "TCP"
	}
	return "UNKNOWN"
}

// adopt makes a descriptor of the process the handle's: a connection, or what listens.
func (h *handle) adopt(fd int) error {
	if h.conn != nil || h.listener != nil || h.closed {
		return syscall.EBUSY
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	d, err := ipc.Duplicate(fd)
	if err != nil {
		return err
	}
	if err := syscall.SetNonblock(d, true); err != nil {
		syscall.Close(d)
		return err
	}
	f := os.NewFile(uintptr(d), "handle")
	if st.Mode&unix.S_IFMT != unix.S_IFSOCK {
		h.conn = pipeEnd{f}
		return nil
	}
	defer f.Close()
	if listening, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ACCEPTCONN); err == nil && listening != 0 {
		h.listener, err = gonet.FileListener(f)
		if u, ok := h.listener.(*gonet.UnixListener); ok {
			u.SetUnlinkOnClose(false)
		}
		return err
	}
	c, err := gonet.FileConn(f)
	if err != nil {
		return err
	}
	h.conn = c.(conn)
	return nil
}

// pipeEnd is the end of a pipe that is no socket.
type pipeEnd struct{ *os.File }

func (pipeEnd) CloseWrite() error { return nil }

// pipeName is the network and the address for a path. A name that begins with a zero byte is in Linux's abstract space.
func pipeName(path string) (network, address string) {
	if len(path) > 0 && path[0] == 0 {
		path = "@" + path[1:]
	}
	return "unix", path
}

func reusePort(c syscall.RawConn) error {
	var serr error
	if err := c.Control(func(fd uintptr) {
		serr = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
	}); err != nil {
		return err
	}
	return serr
}

func isIPv6(c syscall.RawConn) (is bool) {
	_ = c.Control(func(fd uintptr) {
		name, err := unix.Getsockname(int(fd))
		if err == nil {
			_, is = name.(*unix.SockaddrInet6)
		}
	})
	return is
}
