// Package sharedmem is memory that several JavaScript worlds of one process look at: what is behind a SharedArrayBuffer,
// and who waits for a change of it (ECMAScript: 25.2 and 25.4).
//
// All of it may be used from any goroutine.
package sharedmem

import (
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// Memory is a block of bytes that never moves and never shrinks.
type Memory struct {
	all    []byte // up to the most it can grow to
	length atomic.Int64
	grows  bool
}

// New makes a block of length bytes, which can grow to most; with a negative most it cannot grow.
func New(length, most int) *Memory {
	m := &Memory{grows: most >= 0}
	size := max(length, most)
	// Words, so that every element is aligned and the neighbours of a byte can be read with it.
	words := make([]uint64, (size+7)/8)
	if size > 0 {
		m.all = unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), size)
	}
	m.length.Store(int64(length))
	return m
}

// Bytes is the block as long as it is now. The slice stays valid when the block grows.
func (m *Memory) Bytes() []byte { return m.all[:m.length.Load()] }

// Growable reports whether the block was made to grow.
func (m *Memory) Growable() bool { return m.grows }

// Most is the length to which the block can grow.
func (m *Memory) Most() int { return len(m.all) }

// Grow makes the block longer. It reports whether that is possible: not beyond the most, and never shorter.
func (m *Memory) Grow(length int) bool {
	for {
		now := m.length.Load()
		if !m.grows || int64(length) < now || length > len(m.all) {
			return false
		}
		if m.length.CompareAndSwap(now, int64(length)) {
			return true
		}
	}
}

// A waiter is one wait; woken is closed by Notify.
type waiter struct {
	woken chan struct{}
	call  func() // for waits that block nobody
}

var (
	waitMu  sync.Mutex
	waiters map[*byte][]*waiter // made for the first
)

// enqueue is for who holds waitMu.
func enqueue(at *byte, w *waiter) {
	if waiters == nil {
		waiters = map[*byte][]*waiter{}
	}
	waiters[at] = append(waiters[at], w)
}

// Outcome says how a wait ended, in the words of Atomics.wait.
type Outcome string

// The outcomes.
const (
	OK       Outcome = "ok"
	NotEqual Outcome = "not-equal"
	TimedOut Outcome = "timed-out"
	Stopped  Outcome = "" // the done channel was closed
)

// Wait blocks until Notify is called for the same byte, timeout has passed (none if negative) or done is closed. It
// does not begin to wait if equal says that the memory is not as expected.
func Wait(at *byte, equal func() bool, timeout time.Duration, done <-chan struct{}) Outcome {
	w := &waiter{woken: make(chan struct{})}
	waitMu.Lock()
	if !equal() {
		waitMu.Unlock()
		return NotEqual
	}
	enqueue(at, w)
	waitMu.Unlock()
	var expired <-chan time.Time
	if timeout >= 0 {
		t := time.NewTimer(timeout)
		defer t.Stop()
		expired = t.C
	}
	select {
	case <-w.woken:
		return OK
	case <-expired:
		if !remove(at, w) {
			return OK
		}
		return TimedOut
	case <-done:
		remove(at, w)
		return Stopped
	}
}

// WaitAsync is Wait for who must not block: notified is called, on the goroutine that calls Notify, if the wait ends so.
// cancel ends the wait and reports whether it was still going on. Without a wait the outcome is NotEqual.
func WaitAsync(at *byte, equal func() bool, notified func()) (cancel func() bool, outcome Outcome) {
	w := &waiter{call: notified}
	waitMu.Lock()
	defer waitMu.Unlock()
	if !equal() {
		return nil, NotEqual
	}
	enqueue(at, w)
	return func() bool { return remove(at, w) }, OK
}

func remove(at *byte, w *waiter) bool {
	waitMu.Lock()
	defer waitMu.Unlock()
	list := waiters[at]
	for i := range list {
		if list[i] == w {
			drop(at, append(list[:i:i], list[i+1:]...))
			return true
		}
	}
	return false
}

func drop(at *byte, rest []*waiter) {
	if len(rest) == 0 {
		delete(waiters, at)
	} else {
		waiters[at] = rest
	}
}

// Notify ends up to count waits, all if count is negative, in the order in which they began. It returns how many.
func Notify(at *byte, count int) int {
	waitMu.Lock()
	list := waiters[at]
	if count < 0 || count > len(list) {
		count = len(list)
	}
	woken := list[:count:count]
	if count > 0 {
		drop(at, list[count:])
	}
	waitMu.Unlock()
	for _, w := range woken {
		if w.call != nil {
			w.call()
		} else {
			close(w.woken)
		}
	}
	return count
}
