//go:build unix && !linux

package proc

import "syscall"

func mayExecute(path []byte) syscall.Errno {
	const x = 1
	if err := syscall.Access(string(path[:len(path)-1]), x); err != nil {
		errno, _ := err.(syscall.Errno)
		return errno
	}
	return 0
}
