package proc

import (
	"os/signal"
	"syscall"
	"unsafe"
)

// Quiet keeps the kernel from interrupting the program each time a child ends, which a pidfd tells. It is for programs that
// own their process, before anybody listens to SIGCHLD; who listens later hears of it again.
func Quiet() {
	// The Go runtime has a handler. It parts with it for a signal that is to be ignored, but with that one ignored, children
	// would be gone before anybody has waited for them. The default does nothing, and leaves them.
	signal.Ignore(syscall.SIGCHLD)
	var defaultAction [4]uintptr
	_, _, _ = syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGCHLD), uintptr(unsafe.Pointer(&defaultAction)), 0, 8, 0, 0)
}
