//go:build linux && (amd64 || arm64)

package proc

import (
	"os/signal"
	"sync"
	"syscall"
	"unsafe"
)

// A child begins with the default for each signal, as Node's do. For those that this program catches the kernel sees to
// that. Those that it ignores the child has to undo one by one, so it is worth knowing which these can be.

// ignorable are the signals, a bit each, that the program may ignore by no doing of os/signal. The Go runtime catches all
// others, whatever it inherited.
var ignorable = sync.OnceValue(func() uint32 {
	set := uint32(1<<syscall.SIGHUP | 1<<syscall.SIGINT)
	for sig := uint(1); sig <= signalCount; sig++ {
		const ignore = 1 // SIG_IGN
		var action [4]uintptr
		syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(sig), 0, uintptr(unsafe.Pointer(&action)), 8, 0, 0)
		switch syscall.Signal(sig) {
		case syscall.SIGCONT, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU:
			// What they were before somebody listened is what they will be after that.
			if action[0] != 0 {
				set |= 1 << sig
			}
		default: // a part of the program that is not Go may have done it
			if action[0] == ignore {
				set |= 1 << sig
			}
		}
	}
	return set
})

// ignored are the signals that a child could find ignored.
func ignored() uint32 {
	set := ignorable()
	for sig := uint(1); sig <= signalCount; sig++ {
		if signal.Ignored(syscall.Signal(sig)) {
			set |= 1 << sig
		}
	}
	return set
}
