//go:build unix

package process

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

var notDirectory error = syscall.ENOTDIR

// searchable reports whether a directory may be entered.
func searchable(dir string) error { return unix.Access(dir, unix.X_OK) }

// systemUmask asks for the umask, which can be done only by setting it.
func systemUmask() int {
	old := syscall.Umask(0o22)
	syscall.Umask(old)
	return old
}

// monotonic is the system's clock that only goes forward, the same in all processes.
func monotonic() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &t); err != nil {
		return time.Since(epoch)
	}
	return time.Duration(t.Nano())
}

var epoch = time.Now()

func usageOf(who int) (r syscall.Rusage) {
	_ = syscall.Getrusage(who, &r) // fails only for a wrong who
	return r
}

func micros(t syscall.Timeval) int64 { return t.Nano() / 1000 }

func processTimes() (user, system int64) {
	r := usageOf(syscall.RUSAGE_SELF)
	return micros(r.Utime), micros(r.Stime)
}

func resources() []resource {
	r := usageOf(syscall.RUSAGE_SELF)
	return []resource{
		{"userCPUTime", micros(r.Utime)}, {"systemCPUTime", micros(r.Stime)},
		{"maxRSS", int64(r.Maxrss) / maxrssUnit}, {"sharedMemorySize", int64(r.Ixrss)},
		{"unsharedDataSize", int64(r.Idrss)}, {"unsharedStackSize", int64(r.Isrss)},
		{"minorPageFault", int64(r.Minflt)}, {"majorPageFault", int64(r.Majflt)}, {"swappedOut", int64(r.Nswap)},
		{"fsRead", int64(r.Inblock)}, {"fsWrite", int64(r.Oublock)},
		{"ipcSent", int64(r.Msgsnd)}, {"ipcReceived", int64(r.Msgrcv)}, {"signalsCount", int64(r.Nsignals)},
		{"voluntaryContextSwitches", int64(r.Nvcsw)}, {"involuntaryContextSwitches", int64(r.Nivcsw)},
	}
}

// sendSignal is kill(2); signal 0 only asks whether it could be sent.
func sendSignal(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }
