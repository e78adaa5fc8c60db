package proc

import (
	"os/signal"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// ownDir is the working directory of a program that owns its process. Children that are to begin there need not change to
// it, which would fail where it has been removed.
var ownDir atomic.Pointer[string]

// Own is for programs that own their process. They call it before anybody listens to SIGCHLD. With dir, which is the working
// directory, they say that they never change it.
func Own(dir string) {
	ownDir.Store(&dir)
	quiet()
}

// inOwnDir says whether a process is to begin where this one is.
func inOwnDir(dir string) bool {
	own := ownDir.Load()
	return own != nil && dir != "" && *own == dir
}

// quiet keeps the kernel from interrupting the program each time a child ends, which a pidfd tells. Who listens to SIGCHLD
// later hears of it again.
func quiet() {
	// The Go runtime has a handler. It parts with it for a signal that is to be ignored, but with that one ignored, children
	// would be gone before anybody has waited for them. The default does nothing, and leaves them.
	signal.Ignore(syscall.SIGCHLD)
	var defaultAction [4]uintptr
	_, _, _ = syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGCHLD), uintptr(unsafe.Pointer(&defaultAction)), 0, 8, 0, 0)
}
