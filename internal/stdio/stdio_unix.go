//go:build unix

package stdio

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func writeFile(f *os.File, b []byte) error {
	c, err := f.SyscallConn()
	if err != nil {
		return syscall.EBADF
	}
	var failed error
	// Control, not Write: the descriptor may be one that Go cannot poll.
	if err := c.Control(func(fd uintptr) { failed = writeFd(int(fd), b) }); err != nil {
		return syscall.EBADF
	}
	return failed
}

func writeFd(fd int, b []byte) error {
	for len(b) > 0 {
		n, err := syscall.Write(fd, b)
		if n > 0 {
			b = b[n:]
		}
		switch {
		case err == nil, errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EAGAIN): // someone has made it non-blocking
			if err := wait(fd); err != nil {
				return err
			}
		default:
			return err
		}
	}
	return nil
}

// wait blocks until fd takes more.
func wait(fd int) error {
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}, -1)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
