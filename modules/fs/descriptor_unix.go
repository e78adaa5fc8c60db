//go:build unix

package fs

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

const flagCreate = syscall.O_CREAT

// again repeats a call that a signal has interrupted.
func again(f func() (int, error)) (int, error) {
	for {
		n, err := f()
		if !errors.Is(err, syscall.EINTR) {
			return max(n, 0), err
		}
	}
}

func openFile(name string, flags int, mode uint32) (int, error) {
	for {
		fd, err := syscall.Open(name, flags|syscall.O_CLOEXEC, mode)
		if !errors.Is(err, syscall.EINTR) {
			return fd, err
		}
	}
}

func closeFile(fd int) error { return syscall.Close(fd) }

func readFile(fd int, b []byte, at int64) (int, error) {
	return again(func() (int, error) {
		if at < 0 {
			return syscall.Read(fd, b)
		}
		return syscall.Pread(fd, b, at)
	})
}

func writeFile(fd int, b []byte, at int64) (int, error) {
	return again(func() (int, error) {
		if at < 0 {
			n, err := syscall.Write(fd, b)
			if errors.Is(err, syscall.EAGAIN) {
				_, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}, -1)
				if err == nil {
					err = syscall.EINTR // once more
				}
			}
			return n, err
		}
		return syscall.Pwrite(fd, b, at)
	})
}

func syncFile(fd int) error { return syscall.Fsync(fd) }

func truncateFd(fd int, n int64) error { return syscall.Ftruncate(fd, n) }

func changeModeFd(fd int, mode uint32) error { return syscall.Fchmod(fd, mode) }

func changeOwnerFd(fd, uid, gid int) error { return syscall.Fchown(fd, uid, gid) }
