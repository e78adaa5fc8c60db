package proc

import (
	"os"
	"time"
)

// Conn is the host's end of a pipe to a process.
type Conn struct {
	file *os.File
	out  *os.File // what is written to, where that is another pipe
}

func (c *Conn) Read(b []byte) (int, error) { return c.file.Read(b) }

func (c *Conn) Write(b []byte) (int, error) {
	if c.out != nil {
		return c.out.Write(b)
	}
	return c.file.Write(b)
}

// Close closes the end. Reads and writes under way fail with os.ErrClosed.
func (c *Conn) Close() error {
	if c.out != nil {
		c.out.Close()
	}
	return c.file.Close()
}

// CloseWrite lets the other side read end of file.
func (c *Conn) CloseWrite() error {
	if c.out != nil {
		return c.out.Close()
	}
	return c.file.Close()
}

// SetReadDeadline fails: an anonymous pipe has none.
func (c *Conn) SetReadDeadline(time.Time) error { return os.ErrNoDeadline }

// SetDeadline fails like SetReadDeadline.
func (c *Conn) SetDeadline(time.Time) error { return os.ErrNoDeadline }

// SetNonblock does nothing.
func (c *Conn) SetNonblock() error { return nil }

// File is the open file, still the Conn's.
func (c *Conn) File() *os.File { return c.file }

// FD is -1: the end is a handle.
func (c *Conn) FD() int { return -1 }

// TwoWay says whether the end can be both read and written.
func (c *Conn) TwoWay() bool { return c.out != nil }

// TryWrite writes nothing: a pipe cannot be asked here whether it has room.
func (c *Conn) TryWrite([]byte) (int, error) { return 0, nil }
