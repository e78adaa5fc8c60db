//go:build unix

package proc

import (
	"runtime/debug"
	"syscall"
)

// Channel is the descriptor that joins this process to the one that forked it.
type Channel struct {
	fd   int
	conn *Conn
}

// OpenChannel makes a Channel of a descriptor that this process was started with. Its own children will not have it.
func OpenChannel(fd int) (*Channel, error) {
	if _, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_TYPE); err != nil {
		return nil, err
	}
	syscall.CloseOnExec(fd)
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return &Channel{fd: fd}, nil
}

// RawFD is the descriptor as long as it is nothing more, else -1.
func (c *Channel) RawFD() int {
	if c.conn != nil {
		return -1
	}
	return c.fd
}

// Conn is the connection over the channel.
func (c *Channel) Conn() *Conn {
	if c.conn == nil {
		c.conn = newConn(c.fd, true)
	}
	return c.conn
}

// Crash has the report of what ends this process from within (Go: debug.SetCrashOutput) written to the channel, too.
func (c *Channel) Crash() error { return debug.SetCrashOutput(c.Conn().file, debug.CrashOptions{}) }

// Close closes the descriptor.
func (c *Channel) Close() error {
	if c.conn != nil {
		return c.conn.Close()
	}
	return syscall.Close(c.fd)
}
