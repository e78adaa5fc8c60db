package eventloop

// tickQueue is a FIFO that reuses its memory.
type tickQueue struct {
	q    []tick
	head int
}

type tick struct {
	run     func() error
	context any
}

func (t *tickQueue) len() int { return len(t.q) - t.head }

func (t *tickQueue) push(f tick) { t.q = append(t.q, f) }

func (t *tickQueue) pop() tick {
	f := t.q[t.head]
	t.q[t.head] = tick{}
	t.head++
	if t.head == len(t.q) {
		t.q, t.head = t.q[:0], 0
	}
	return f
}

// NextTick queues f to run after the current macrotask or tick, before promise
// jobs (Node: process.nextTick). What it returns or throws is uncaught.
func (l *Loop) NextTick(f func() error) { l.ticks.push(tick{f, l.context}) }

// Immediate is one queued setImmediate callback.
type Immediate struct {
	loop    *Loop
	run     func() error
	context any
	unref   bool
	done    bool
}

type immediateQueue struct {
	q    []*Immediate
	work []*Immediate // those of the present phase
	at   int
	refs int
}

// begin takes what the phase will run: not what it queues.
func (q *immediateQueue) begin() { q.q, q.work, q.at = q.work[:0], q.q, 0 }

// next returns the next one that was not cleared, nil at the end of the phase.
func (q *immediateQueue) next() *Immediate {
	for q.at < len(q.work) {
		im := q.work[q.at]
		q.work[q.at] = nil
		if q.at++; !im.done {
			return im
		}
	}
	return nil
}

// left reports whether the present phase may have another one.
func (q *immediateQueue) left() bool { return q.at < len(q.work) }

// SetImmediate queues f for the next immediates phase.
func (l *Loop) SetImmediate(f func() error) *Immediate {
	im := &Immediate{loop: l, run: f, context: l.context}
	l.immediates.q = append(l.immediates.q, im)
	l.immediates.refs++
	return im
}

// Clear removes the callback if it has not run. It reports whether it did.
func (im *Immediate) Clear() bool {
	if im.done {
		return false
	}
	im.done = true
	if !im.unref {
		im.loop.immediates.refs--
	}
	im.run = nil
	return true
}

// Ref makes the immediate keep the loop alive until it has run.
func (im *Immediate) Ref() {
	if im.unref && !im.done {
		im.loop.immediates.refs++
	}
	im.unref = false
}

// Unref lets the loop end without running the callback.
func (im *Immediate) Unref() {
	if !im.unref && !im.done {
		im.loop.immediates.refs--
	}
	im.unref = true
}

// HasRef reports whether the immediate keeps the loop alive.
func (im *Immediate) HasRef() bool { return !im.unref && !im.done }

// ActiveImmediates is the number of queued immediates that keep the loop alive.
func (l *Loop) ActiveImmediates() int { return l.immediates.refs }
