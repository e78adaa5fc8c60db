//go:build unix

package proc

import (
	"os"
	"syscall"
	"time"
)

// Conn is the host's end of a pipe to a process.
type Conn struct {
	file   *os.File
	socket bool
}

func newConn(fd int, socket bool) *Conn {
	return &Conn{file: os.NewFile(uintptr(fd), "pipe"), socket: socket}
}

func (c *Conn) Read(b []byte) (int, error)  { return c.file.Read(b) }
func (c *Conn) Write(b []byte) (int, error) { return c.file.Write(b) }

// Close closes the end. Reads and writes under way fail with os.ErrClosed.
func (c *Conn) Close() error { return c.file.Close() }

// CloseWrite lets the other side read end of file.
func (c *Conn) CloseWrite() error {
	if !c.socket {
		return c.file.Close()
	}
	raw, err := c.file.SyscallConn()
	if err != nil {
		return err
	}
	var serr error
	if err := raw.Control(func(fd uintptr) { serr = syscall.Shutdown(int(fd), syscall.SHUT_WR) }); err != nil {
		return err
	}
	return serr
}

// SetReadDeadline makes reads fail with os.ErrDeadlineExceeded from then on, those under way too; the zero time means
// never.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.file.SetReadDeadline(t) }

// SetDeadline is SetReadDeadline for writes too.
func (c *Conn) SetDeadline(t time.Time) error { return c.file.SetDeadline(t) }

// SetNonblock undoes what starting a process with this end as its own did to it: such a process must find it blocking.
func (c *Conn) SetNonblock() error {
	raw, err := c.file.SyscallConn()
	if err != nil {
		return err
	}
	var serr error
	if err := raw.Control(func(fd uintptr) { serr = syscall.SetNonblock(int(fd), true) }); err != nil {
		return err
	}
	return serr
}

// File is the open file, still the Conn's.
func (c *Conn) File() *os.File { return c.file }

// FD is the descriptor's number, -1 once it is closed.
func (c *Conn) FD() int {
	n := -1
	if raw, err := c.file.SyscallConn(); err == nil {
		_ = raw.Control(func(fd uintptr) { n = int(fd) })
	}
	return n
}

// TwoWay says whether the end can be both read and written.
func (c *Conn) TwoWay() bool { return c.socket }

// TryWrite writes as much of b as the pipe takes at once and never blocks.
func (c *Conn) TryWrite(b []byte) (n int, err error) {
	raw, err := c.file.SyscallConn()
	if err != nil {
		return 0, err
	}
	var werr error
	// The function returns true even where the pipe is full, so Write does not wait.
	err = raw.Write(func(fd uintptr) bool {
		for n < len(b) {
			m, e := syscall.Write(int(fd), b[n:])
			if e == syscall.EINTR {
				continue
			}
			if e != nil {
				if e != syscall.EAGAIN {
					werr = e
				}
				break
			}
			n += m
		}
		return true
	})
	if err == nil {
		err = werr
	}
	return n, err
}
