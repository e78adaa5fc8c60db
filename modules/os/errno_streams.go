//go:build linux || darwin

package os

import "syscall"

// streamErrnos are those of System V streams, which not every Unix has.
func streamErrnos() []errno {
	return []errno{
		{"EMULTIHOP", syscall.EMULTIHOP}, {"ENODATA", syscall.ENODATA}, {"ENOLINK", syscall.ENOLINK},
		{"ENOSR", syscall.ENOSR}, {"ENOSTR", syscall.ENOSTR}, {"ETIME", syscall.ETIME},
	}
}
