//go:build unix

package ipc

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// maxHandles is the most descriptors that a kernel takes in one message (Linux: SCM_MAX_FD).
const maxHandles = 253

// Socket is a Unix domain socket on which descriptors travel along with bytes (SCM_RIGHTS). Read and Write block, and
// one goroutine each may call them.
type Socket struct {
	conn syscall.RawConn
	oob  []byte
}

// NewSocket makes a Socket of an open file, which stays the caller's to close.
func NewSocket(c syscall.Conn) (*Socket, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return nil, err
	}
	var kind int
	var serr error
	if err := raw.Control(func(fd uintptr) {
		kind, serr = syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TYPE)
	}); err != nil {
		return nil, err
	}
	if serr != nil || kind != syscall.SOCK_STREAM {
		return nil, ErrNoHandles
	}
	return &Socket{conn: raw, oob: OOB()}, nil
}

// Read reads bytes and the descriptors that came with them, which are close-on-exec and the caller's to close, also where
// Read returns no error. It returns io.EOF at the end and ErrHandlesLost together with bytes.
func (s *Socket) Read(b []byte) (n int, fds []int, err error) {
	var rerr error
	err = s.conn.Read(func(fd uintptr) bool {
		n, fds, rerr = Receive(int(fd), b, s.oob)
		return rerr != syscall.EAGAIN
	})
	if err != nil {
		return 0, nil, closed(err)
	}
	if _, ok := rerr.(syscall.Errno); ok {
		rerr = os.NewSyscallError("recvmsg", rerr)
	}
	return n, fds, rerr
}

// OOB makes the memory that Receive needs for descriptors.
func OOB() []byte { return make([]byte, syscall.CmsgSpace(4*maxHandles)) }

// Receive is Socket.Read for a socket that does not block: where there is nothing yet, the error is syscall.EAGAIN.
func Receive(fd int, b, oob []byte) (n int, fds []int, err error) {
	var oobn, flags int
	for {
		n, oobn, flags, err = receive(fd, b, oob)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		return 0, nil, err
	}
	if oobn > 0 || flags&syscall.MSG_CTRUNC != 0 {
		if fds, err = descriptors(oob[:oobn], flags&syscall.MSG_CTRUNC != 0); err != nil {
			return n, nil, err
		}
	}
	if n == 0 && len(b) > 0 {
		Close(fds)
		return 0, nil, io.EOF
	}
	return n, fds, nil
}

// Send writes as much of b as a socket that does not block takes at once, and the descriptors with its first byte. They
// are gone with it if n is not 0.
func Send(fd int, b []byte, fds ...int) (n int, err error) {
	if len(fds) > maxHandles || len(fds) > 0 && len(b) == 0 {
		return 0, ErrNoHandles
	}
	var oob []byte
	if len(fds) > 0 {
		oob = syscall.UnixRights(fds...)
	}
	for n < len(b) {
		m := 0
		if oob == nil {
			m, err = syscall.Write(fd, b[n:])
		} else {
			m, err = syscall.SendmsgN(fd, b[n:], oob, nil, 0)
		}
		switch err {
		case nil:
			n += m
			oob = nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return n, nil
		default:
			return n, err
		}
	}
	return n, nil
}

// descriptors takes the descriptors out of control messages. If they are not complete it closes them.
func descriptors(oob []byte, lost bool) (fds []int, err error) {
	messages, err := syscall.ParseSocketControlMessage(oob)
	if err != nil {
		lost = true
	}
	for i := range messages {
		if m := &messages[i]; m.Header.Level == syscall.SOL_SOCKET && m.Header.Type == syscall.SCM_RIGHTS {
			part, err := syscall.ParseUnixRights(m)
			if err != nil {
				lost = true
			}
			fds = append(fds, part...)
		}
	}
	if lost {
		Close(fds)
		return nil, ErrHandlesLost
	}
	return fds, nil
}

// TryWrite writes as much of b as there is room for at once, and the descriptors with its first byte.
func (s *Socket) TryWrite(b []byte, fds ...int) (n int, err error) {
	var werr error
	err = s.conn.Write(func(fd uintptr) bool {
		n, werr = Send(int(fd), b, fds...)
		return true
	})
	if err != nil {
		return n, closed(err)
	}
	return n, werr
}

// Write writes all of b, and with its first byte the descriptors, which stay open here.
func (s *Socket) Write(b []byte, fds ...int) (n int, err error) {
	var werr error
	err = s.conn.Write(func(fd uintptr) bool {
		var m int
		m, werr = Send(int(fd), b[n:], fds...)
		if n += m; m > 0 {
			fds = nil
		}
		return werr != nil || n == len(b)
	})
	if err != nil {
		return n, closed(err)
	}
	if _, ok := werr.(syscall.Errno); ok {
		werr = os.NewSyscallError("sendmsg", werr)
	}
	return n, werr
}

// closed gives a failure of the file itself the name that package os has for it.
func closed(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return os.ErrClosed
}

// Duplicate makes another descriptor for the same thing, close-on-exec.
func Duplicate(fd int) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	d, err := syscall.Dup(fd)
	if err == nil {
		syscall.CloseOnExec(d)
	}
	return d, err
}

// Close closes descriptors.
func Close(fds []int) {
	for _, fd := range fds {
		_ = syscall.Close(fd)
	}
}
