//go:build unix

package proc

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Bind sets the operating system's limits. Going beyond that of the processor's time ends the process by SIGKILL;
// memory is refused. What the system does not limit goes without.
func (b Bounds) Bind() error {
	if b.CPU > 0 {
		seconds := uint64((OwnCPUTime()+b.CPU)/time.Second) + 1
		if err := lower(unix.RLIMIT_CPU, seconds); err != nil {
			return err
		}
	}
	if b.Memory > 0 {
		if now, ok := ownData(); ok {
			return lower(unix.RLIMIT_DATA, now+b.Memory)
		}
	}
	return nil
}

// lower sets a limit, unless it is lower already.
func lower(resource int, limit uint64) error {
	var now unix.Rlimit
	if err := unix.Getrlimit(resource, &now); err != nil {
		return err
	}
	limit = min(limit, uint64(now.Max))
	softAndHard(&now.Cur, &now.Max, limit)
	return unix.Setrlimit(resource, &now)
}

// softAndHard sets a soft and a hard limit, whose type is not everywhere the same.
func softAndHard[T int64 | uint64](soft, hard *T, limit uint64) { *soft, *hard = T(limit), T(limit) }

// OwnCPUTime is the processor time that this process has used.
func OwnCPUTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
