package eventloop

import (
	"sync/atomic"
	"time"
)

// rest is an account of the time in which a loop waits for something to do, in nanoseconds since the loop was made.
type rest struct {
	began atomic.Int64 // when the loop began
	since atomic.Int64 // since when it has been waiting; 0: it is not
	total atomic.Int64 // of the waits that are over
}

func (r *rest) begin(start time.Time) { r.since.Store(int64(max(1, time.Since(start)))) }

func (r *rest) end(start time.Time) {
	if since := r.since.Swap(0); since != 0 {
		r.total.Add(int64(time.Since(start)) - since)
	}
}

// Begin says that from now on the loop's time counts: after the script by itself, before it where that is part of the
// loop's work.
func (l *Loop) Begin() { l.rest.began.CompareAndSwap(0, int64(max(1, time.Since(l.start)))) }

// Began is when the loop began; ok is false if it has not. Any goroutine may call it.
func (l *Loop) Began() (at time.Time, ok bool) {
	began := l.rest.began.Load()
	return l.start.Add(time.Duration(began)), began != 0
}

// Idle is how long the loop has waited for something to do. Any goroutine may call it.
func (l *Loop) Idle() time.Duration {
	idle := l.rest.total.Load()
	if since := l.rest.since.Load(); since != 0 {
		idle += int64(time.Since(l.start)) - since
	}
	return time.Duration(idle)
}
