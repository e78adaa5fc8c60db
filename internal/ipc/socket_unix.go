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
	return &Socket{conn: raw, oob: make([]byte, syscall.CmsgSpace(4*maxHandles))}, nil
}

// Read reads bytes and the descriptors that came with them, which are close-on-exec and the caller's to close, also where
// Read returns no error. It returns io.EOF at the end and ErrHandlesLost together with bytes.
func (s *Socket) Read(b []byte) (n int, fds []int, err error) {
	var oobn, flags int
	var rerr error
	err = s.conn.Read(func(fd uintptr) bool {
		for {
			n, oobn, flags, rerr = receive(int(fd), b, s.oob)
			if rerr != syscall.EINTR {
				break
			}
		}
		if rerr == nil {
			fds, rerr = descriptors(s.oob[:oobn], flags&syscall.MSG_CTRUNC != 0)
		}
		return rerr != syscall.EAGAIN
	})
	switch {
	case err != nil:
		return 0, nil, closed(err)
	case rerr == ErrHandlesLost:
		return n, nil, rerr
	case rerr != nil:
		return 0, nil, os.NewSyscallError("recvmsg", rerr)
	case n == 0 && len(b) > 0:
		Close(fds)
		return 0, nil, io.EOF
	}
	return n, fds, nil
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

// Write writes all of b, and with its first byte the descriptors, which stay open here.
func (s *Socket) Write(b []byte, fds ...int) (n int, err error) {
	if len(fds) > maxHandles || len(fds) > 0 && len(b) == 0 {
		return 0, ErrNoHandles
	}
	var oob []byte
	if len(fds) > 0 {
		oob = syscall.UnixRights(fds...)
	}
	var werr error
	err = s.conn.Write(func(fd uintptr) bool {
		for n < len(b) {
			m, e := syscall.SendmsgN(int(fd), b[n:], oob, nil, 0)
			switch e {
			case nil:
				n += m
				oob = nil
			case syscall.EINTR:
			case syscall.EAGAIN:
				return false
			default:
				werr = os.NewSyscallError("sendmsg", e)
				return true
			}
		}
		return true
	})
	if err != nil {
		return n, closed(err)
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

// Close closes descriptors.
func Close(fds []int) {
	for _, fd := range fds {
		_ = syscall.Close(fd)
	}
}
