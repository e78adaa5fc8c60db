package proc

import (
	"syscall"
	"unsafe"
)

// defaultAction takes Go's handler of a signal away.
func defaultAction(sig syscall.Signal) {
	var action struct { // struct sigaction of the kernel
		handler, flags, restorer uintptr
		mask                     [16]byte
	}
	_, _, _ = syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
}
