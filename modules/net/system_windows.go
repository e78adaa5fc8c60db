package net

import (
	"os"
	"syscall"
)

// tryWrite writes nothing: a socket cannot be asked here whether it has room.
func tryWrite(conn, []byte) (int, error) { return 0, nil }

// kindOf says what a descriptor is.
func kindOf(fd int) string {
	f := os.NewFile(uintptr(fd), "handle")
	if f == nil {
		return "INVALID"
	}
	st, err := f.Stat()
	switch {
	case err != nil:
		return "INVALID"
	case st.Mode()&os.ModeNamedPipe != 0:
		return "PIPE"
	case st.Mode()&os.ModeCharDevice != 0:
		return "TTY"
	}
	return "FILE"
}

// adopt makes a pipe of the process the handle's. Sockets are not among a Windows process's descriptors.
func (h *handle) adopt(fd int) error {
	if h.conn != nil || h.closed {
		return syscall.EBUSY
	}
	f := os.NewFile(uintptr(fd), "handle")
	if f == nil {
		return syscall.EBADF
	}
	h.conn = pipeEnd{f}
	return nil
}

// pipeEnd is the end of a pipe.
type pipeEnd struct{ *os.File }

func (pipeEnd) CloseWrite() error { return nil }

// pipeName is the network and the address for a path: Unix sockets, which Windows has too.
func pipeName(path string) (network, address string) { return "unix", path }

func reusePort(syscall.RawConn) error { return syscall.EWINDOWS }

func isIPv6(syscall.RawConn) bool { return false }
