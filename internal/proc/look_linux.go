package proc

import (
	"syscall"
	"unsafe"
)

// mayExecute is access(2): a PATH is long, and few of its directories have the file.
func mayExecute(path []byte) syscall.Errno {
	const x = 1
	_, _, errno := syscall.Syscall(syscall.SYS_FACCESSAT, ^uintptr(99), uintptr(unsafe.Pointer(&path[0])), x)
	return errno
}
