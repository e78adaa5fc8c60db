package runtime

import (
	"time"

	"golang.org/x/sys/unix"
)

const hasThreadClock = true

// threadClock is a clock, for any thread to read, of the processor time of this one.
func threadClock() func() time.Duration {
	const perThread, scheduled = 4, 2
	id := int32(^unix.Gettid()<<3 | perThread | scheduled)
	return func() time.Duration {
		var t unix.Timespec
		_ = unix.ClockGettime(id, &t)
		return time.Duration(t.Nano())
	}
}
