package eventloop

import (
	"sync"
	"time"
)

// rest is an account of the time in which a loop waits for something to do.
type rest struct {
	mu    sync.Mutex
	began time.Time // when the loop began; zero: it has not
	since time.Time // since when it has been waiting; zero: it is not
	total time.Duration
}

func (r *rest) begin() {
	r.mu.Lock()
	r.since = time.Now()
	r.mu.Unlock()
}

func (r *rest) end() {
	r.mu.Lock()
	r.total += time.Since(r.since)
	r.since = time.Time{}
	r.mu.Unlock()
}

// Begin says that from now on the loop's time counts: after the script by itself, before it where that is part of the
// loop's work.
func (l *Loop) Begin() {
	l.rest.mu.Lock()
	if l.rest.began.IsZero() {
		l.rest.began = time.Now()
	}
	l.rest.mu.Unlock()
}

// Resting reports whether the loop waits for something to do. Any goroutine may call it.
func (l *Loop) Resting() bool {
	l.rest.mu.Lock()
	defer l.rest.mu.Unlock()
	return !l.rest.since.IsZero()
}

// Account says when the loop began, zero if it has not, and how long it has been waiting for something to do, and
// working, since. Any goroutine may call it.
func (l *Loop) Account() (began time.Time, idle, active time.Duration) {
	r := &l.rest
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.began.IsZero() {
		return began, 0, 0
	}
	now := time.Now()
	idle = r.total
	if !r.since.IsZero() {
		idle += now.Sub(r.since)
	}
	return r.began, idle, now.Sub(r.began) - idle
}
