package proc

import (
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"github.com/gojs-run/gojs/spawn"
)

const (
	sysPidfdSendSignal = 424
	idPidfd            = 3 // waitid's P_PIDFD
	childExited        = 1 // CLD_EXITED; other codes of an ended process are signals
)

// handle is a pidfd, or the standard library's process where the kernel has no pidfd.
type handle struct {
	pidfd   int
	process *os.Process
}

func newHandle(pid int) (handle, error) {
	p, err := os.FindProcess(pid)
	return handle{pidfd: -1, process: p}, err
}

func (h *handle) signal(sig syscall.Signal) error {
	if h.process != nil {
		return h.process.Signal(sig)
	}
	_, _, errno := syscall.RawSyscall6(sysPidfdSendSignal, uintptr(h.pidfd), uintptr(sig), 0, 0, 0, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// release lets go of a process that was reaped by its pid.
func (h *handle) release() {
	if h.process != nil {
		_ = h.process.Release()
	} else {
		syscall.Close(h.pidfd)
	}
}

// siginfo is the kernel's siginfo_t as waitid fills it in.
type siginfo struct {
	signo, errno, code, _ int32
	pid                   int32
	uid                   uint32
	status                int32
	_                     [100]byte
}

// waitPidfd reaps the process behind a pidfd; done is false if it still runs and flags has WNOHANG.
func waitPidfd(pidfd int, flags int) (exit spawn.Exit, done bool, err error) {
	var info siginfo
	var usage syscall.Rusage
	for {
		var errno syscall.Errno
		if flags&syscall.WNOHANG != 0 {
			_, _, errno = syscall.RawSyscall6(syscall.SYS_WAITID, idPidfd, uintptr(pidfd), uintptr(unsafe.Pointer(&info)),
				uintptr(syscall.WEXITED|flags), uintptr(unsafe.Pointer(&usage)), 0)
		} else {
			_, _, errno = syscall.Syscall6(syscall.SYS_WAITID, idPidfd, uintptr(pidfd), uintptr(unsafe.Pointer(&info)),
				uintptr(syscall.WEXITED|flags), uintptr(unsafe.Pointer(&usage)), 0)
		}
		if errno == syscall.EINTR {
			continue
		}
		if errno != 0 {
			return exit, true, &spawn.Error{Op: "waitid", Errno: errno}
		}
		break
	}
	if info.pid == 0 {
		return exit, false, nil
	}
	exit.Usage = usageOf(&usage)
	if info.code == childExited {
		exit.Code = int(info.status)
	} else {
		exit.Code, exit.Signal = -1, syscall.Signal(info.status)
	}
	return exit, true, nil
}

// reap waits for a child that is about to be gone.
func reap(pidfd int) { _, _, _ = waitPidfd(pidfd, 0) }

// A thread of its own learns of an exit some 40 microseconds earlier than Go's poller, so the first few waits have one.
const maxWaitThreads = 4

var waitThreads atomic.Int32

// await waits in a thread, or, where enough are waiting like that, parks in Go's poller until the pidfd becomes
// readable, which it does when the process ends.
func (p *Process) await() (exit spawn.Exit, err error) {
	if p.handle.process != nil {
		return p.awaitPortably(p.handle.process)
	}
	pidfd := p.handle.pidfd
	if waitThreads.Add(1) <= maxWaitThreads {
		defer waitThreads.Add(-1)
		defer syscall.Close(pidfd)
		return p.awaitInThread(pidfd)
	}
	waitThreads.Add(-1)
	_ = syscall.SetNonblock(pidfd, true)
	file := os.NewFile(uintptr(pidfd), "pidfd")
	defer file.Close()
	raw, err := file.SyscallConn()
	if err == nil {
		var werr error
		err = raw.Read(func(uintptr) (done bool) {
			exit, done, werr = p.tryWait(syscall.WNOHANG)
			return done
		})
		if err == nil {
			return exit, werr
		}
	}
	return p.awaitInThread(pidfd) // a kernel whose pidfds cannot be polled
}

// awaitInThread does not reap as it waits: a signal would find the process gone before reaped says so.
func (p *Process) awaitInThread(pidfd int) (spawn.Exit, error) {
	if err := waitUntilEnded(pidfd); err != nil {
		return spawn.Exit{}, err
	}
	exit, _, err := p.tryWait(syscall.WNOHANG)
	return exit, err
}

// tryWait reaps the process, and in the same moment makes it unsignallable.
func (p *Process) tryWait(flags int) (exit spawn.Exit, done bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	exit, done, err = waitPidfd(p.handle.pidfd, flags)
	p.reaped = p.reaped || done
	if done {
		buried(p.pid)
	}
	return exit, done, err
}

// waitUntilEnded blocks until the process has ended and leaves it to be reaped.
func waitUntilEnded(pidfd int) error {
	var info siginfo
	for {
		_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, idPidfd, uintptr(pidfd), uintptr(unsafe.Pointer(&info)),
			syscall.WEXITED|syscall.WNOWAIT, 0, 0)
		switch errno {
		case 0:
			return nil
		case syscall.EINTR, syscall.EAGAIN:
		default:
			return &spawn.Error{Op: "waitid", Errno: errno}
		}
	}
}

func usageOf(u *syscall.Rusage) spawn.Usage {
	return spawn.Usage{
		UserTime:   time.Duration(u.Utime.Nano()),
		SystemTime: time.Duration(u.Stime.Nano()),
		MaxRSS:     int64(u.Maxrss) * maxRSSUnit,
	}
}

const maxRSSUnit = 1024
