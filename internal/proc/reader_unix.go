//go:build unix

package proc

import (
	"io"
	"syscall"
)

// readReady waits without a buffer until there is something, and reads it.
func readReady(raw syscall.RawConn, stock *Stock) (c Chunk, err error) {
	failure := raw.Read(func(fd uintptr) (done bool) {
		c, err = read(func(b []byte) (int, error) { return readNow(int(fd), b) }, stock)
		if err != syscall.EAGAIN {
			c.fit()
			return true
		}
		c.Release()
		return false
	})
	if failure != nil {
		return c, failure
	}
	return c, err
}

const canWait = true

func readNow(fd int, b []byte) (int, error) {
	for {
		switch n, err := syscall.Read(fd, b); {
		case err == syscall.EINTR:
		case n == 0 && err == nil:
			return 0, io.EOF
		default:
			return n, err
		}
	}
}
