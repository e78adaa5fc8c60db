package eventloop

import (
	"container/heap"
	"time"
)

// Timers of one duration share a list, which is always in due order; a heap of
// lists says which one is next. That makes starting and stopping a timer cheap,
// and it decides the order in which overdue timers run: as in Node, a list runs
// all of its due timers before the next list gets its turn.

// Timer is one scheduled function.
type Timer struct {
	loop       *Loop
	run        func() error
	context    any
	list       *timerList // nil when not scheduled
	prev, next *Timer
	start      int64 // loop time
	seq        uint64
	unref      bool
}

type timerList struct {
	ms          int64
	expiry      int64 // no timer of the list is due before this
	id          uint64
	index       int // in the heap, -1 while taken off it
	first, last *Timer
}

type timerHeap []*timerList

func (h timerHeap) Len() int { return len(h) }
func (h timerHeap) Less(i, j int) bool {
	if h[i].expiry != h[j].expiry {
		return h[i].expiry < h[j].expiry
	}
	return h[i].id < h[j].id
}
func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *timerHeap) Push(x any) {
	l := x.(*timerList)
	l.index = len(*h)
	*h = append(*h, l)
}
func (h *timerHeap) Pop() any {
	old := *h
	n := len(old) - 1
	l := old[n]
	old[n] = nil
	*h = old[:n]
	l.index = -1
	return l
}

type timers struct {
	lists  map[int64]*timerList
	heap   timerHeap
	nextID uint64
	seq    uint64
	refs   int

	// during the timers phase
	now   int64        // when it began, or later
	limit uint64       // timers after this one wait
	later []*timerList // lists of which only such are left
	// running is the timer whose function runs, until it ends or stops the timer.
	running *Timer
}

// SetTimer schedules f to run once, ms milliseconds of loop time from now.
// The caller has already applied Node's limits (1 to 2^31-1).
func (l *Loop) SetTimer(ms int64, f func() error) *Timer {
	t := &Timer{loop: l, run: f, context: l.context}
	t.Start(ms)
	return t
}

// Start schedules the timer (again) ms milliseconds from the present time.
func (t *Timer) Start(ms int64) {
	t.loop.updateNow()
	t.StartAt(t.loop.now, ms)
}

// StartAt schedules the timer (again) ms milliseconds after start, a moment in
// loop time.
func (t *Timer) StartAt(start, ms int64) {
	t.Stop()
	ts := &t.loop.timers
	list := ts.lists[ms]
	if list == nil {
		if ts.lists == nil {
			ts.lists = make(map[int64]*timerList)
		}
		ts.nextID++
		list = &timerList{ms: ms, expiry: start + ms, id: ts.nextID}
		ts.lists[ms] = list
		heap.Push(&ts.heap, list)
	}
	ts.seq++
	t.start, t.seq, t.list = start, ts.seq, list
	t.prev = list.last
	if list.last != nil {
		list.last.next = t
	} else {
		list.first = t
	}
	list.last = t
	if !t.unref {
		ts.refs++
	}
}

// Stop unschedules the timer. It reports whether it was scheduled.
func (t *Timer) Stop() bool {
	list := t.list
	if list == nil {
		if t.loop.timers.running == t {
			t.loop.timers.running = nil
		}
		return false
	}
	t.loop.timers.unlink(t)
	if list.first == nil {
		t.loop.timers.drop(list)
	}
	return true
}

func (ts *timers) unlink(t *Timer) {
	list := t.list
	if t.prev != nil {
		t.prev.next = t.next
	} else {
		list.first = t.next
	}
	if t.next != nil {
		t.next.prev = t.prev
	} else {
		list.last = t.prev
	}
	t.prev, t.next, t.list = nil, nil, nil
	if !t.unref {
		ts.refs--
	}
}

func (ts *timers) drop(list *timerList) {
	if ts.lists[list.ms] == list {
		delete(ts.lists, list.ms)
	}
	if list.index >= 0 {
		heap.Remove(&ts.heap, list.index)
	}
}

// Active reports whether the timer is scheduled.
func (t *Timer) Active() bool { return t.list != nil }

// StartTime is the loop time from which the timer's delay counts.
func (t *Timer) StartTime() int64 { return t.start }

// Ref makes the scheduled timer keep the loop alive.
func (t *Timer) Ref() {
	if t.unref && t.list != nil {
		t.loop.timers.refs++
	}
	t.unref = false
}

// Unref lets the loop end before the timer is due.
func (t *Timer) Unref() {
	if !t.unref && t.list != nil {
		t.loop.timers.refs--
	}
	t.unref = true
}

// HasRef reports whether the timer keeps (or would keep) the loop alive.
func (t *Timer) HasRef() bool { return !t.unref }

// Now is the loop's time in milliseconds since it was made: cached at the start
// of an iteration and of the timers phase, as libuv's uv_now.
func (l *Loop) Now() int64 { return l.now }

// UpdateNow refreshes the cached time (uv_update_time).
func (l *Loop) UpdateNow() { l.updateNow() }

func (l *Loop) updateNow() { l.now = int64(time.Since(l.start) / time.Millisecond) }

// beginTimers begins the timers phase.
func (l *Loop) beginTimers() {
	l.timers.limit, l.timers.now = l.timers.seq, l.now
}

// nextTimer takes the next timer that is due off its list, nil at the end of the
// phase.
func (l *Loop) nextTimer() *Timer {
	ts := &l.timers
	ts.running = nil
	for len(ts.heap) > 0 {
		list := ts.heap[0]
		if list.expiry > ts.now {
			l.updateNow()
			if ts.now = l.now; list.expiry > ts.now {
				return nil
			}
		}
		t := list.first
		switch {
		case t == nil: // its last timer ran and did not come back
			ts.drop(list)
		case t.seq > ts.limit:
			// Timers that these callbacks start wait for the next iteration, however
			// long the phase takes: Node only says so of timers that are not due yet,
			// but a slower engine would put more of them before the immediates.
			list.expiry = t.start + list.ms
			heap.Remove(&ts.heap, list.index)
			ts.later = append(ts.later, list)
		case ts.now-t.start < list.ms:
			list.expiry = max(t.start+list.ms, ts.now+1)
			ts.nextID++
			list.id = ts.nextID
			heap.Fix(&ts.heap, list.index)
		default:
			// The list stays while its last timer runs, so that an interval finds it.
			ts.unlink(t)
			ts.running = t
			return t
		}
	}
	return nil
}

// endTimers ends the timers phase.
func (l *Loop) endTimers() {
	ts := &l.timers
	ts.running = nil
	for i, list := range ts.later {
		ts.later[i] = nil
		if list.first != nil {
			heap.Push(&ts.heap, list)
		}
	}
	ts.later = ts.later[:0]
}

// ActiveTimers is the number of timers that keep the loop alive: those that are
// scheduled, and the one that is running unless it was stopped.
func (l *Loop) ActiveTimers() int {
	n := l.timers.refs
	if t := l.timers.running; t != nil && !t.unref && t.list == nil {
		n++
	}
	return n
}
