//go:build unix

package nodeerr

import (
	"syscall"

	"golang.org/x/sys/unix"
)

func errnoName(no syscall.Errno) (string, bool) {
	s := unix.ErrnoName(no)
	return s, s != ""
}
