package proc

import (
	"syscall"
	"unsafe"
)

// mayExecute is access(2): a PATH is long, and few of its directories have the file. The scheduler is not told, as it is not
// of the exec that follows, which looks at no less.
func mayExecute(path []byte) syscall.Errno {
	const x = 1
	_, _, errno := syscall.RawSyscall(syscall.SYS_FACCESSAT, ^uintptr(99), uintptr(unsafe.Pointer(&path[0])), x)
	return errno
}
