//go:build unix && !linux

package proc

import (
	"syscall"
	"unsafe"
)

// defaultAction takes Go's handler of a signal away.
func defaultAction(sig syscall.Signal) {
	var action struct { // struct __sigaction of the kernel
		handler, trampoline uintptr
		mask                uint32
		flags               int32
	}
	_, _, _ = syscall.Syscall(syscall.SYS_SIGACTION, uintptr(sig), uintptr(unsafe.Pointer(&action)), 0)
}
