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
	live int
	refs int
}

func (q *immediateQueue) len() int { return q.live }

// SetImmediate queues f for the next immediates phase.
func (l *Loop) SetImmediate(f func() error) *Immediate {
	im := &Immediate{loop: l, run: f, context: l.context}
	l.immediates.q = append(l.immediates.q, im)
	l.immediates.live++
	l.immediates.refs++
	return im
}

// Clear removes the callback if it has not run. It reports whether it did.
func (im *Immediate) Clear() bool {
	if im.done {
		return false
	}
	im.done = true
	im.loop.immediates.live--
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

func (l *Loop) runImmediates() {
	work := l.immediates.q
	l.immediates.q = nil
	for i, im := range work {
		if im.done {
			continue
		}
		if l.ended() != nil {
			return
		}
		run := im.run
		im.Clear()
		l.turn(run, im.context)
		if l.fatal != nil {
			// What an uncaught error left unrun stays queued.
			l.immediates.q = append(work[i+1:], l.immediates.q...)
			return
		}
	}
}
