package eventloop

import (
	"context"
	"math"
	"sync"
	"time"
)

// phase is where an iteration of the loop is.
type phase uint8

const (
	pollPhase phase = iota // also where the loop is between two Runs
	postedPhase
	immediatesPhase
	closingPhase
	timersPhase
	firstPhase // what Start queued, before the first timers
)

func nothing() error { return nil }

// Start makes f the first macrotask of the next Run: the script itself.
func (l *Loop) Start(f func() error) { l.first = f }

// Run runs iterations until nothing is left to do, until ctx is done, or until
// Stop or an uncaught error ends it. It may be called again after it returned nil.
func (l *Loop) Run(ctx context.Context) error { return l.RunUntil(ctx, nil) }

// RunUntil is Run that also returns, with nil, as soon as done reports true.
// done is asked between macrotasks; nil stands for never.
func (l *Loop) RunUntil(ctx context.Context, done func() bool) error {
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { l.Stop(context.Cause(ctx)) })
		defer stop()
	}
	l.running, l.single = true, done != nil
	defer func() { l.running = false }()
	if l.phase == pollPhase {
		l.phase = firstPhase
	}
	for {
		if err := l.ended(); err != nil {
			return err
		}
		if done != nil && done() {
			return nil
		}
		l.idle = false
		l.turn(nil, nil)
		if !l.idle || l.ended() != nil {
			continue
		}
		if l.hooks.BeforeExit != nil && done == nil {
			l.hooks.BeforeExit()
			if err := l.ended(); err != nil {
				return err
			}
		}
		if !l.alive() {
			return nil
		}
	}
}

// next returns the next macrotask and its async context, waiting for one if need
// be. It returns nil when the loop has ended or, with idle set, has nothing to do.
func (l *Loop) next() (func() error, any) {
	for l.ended() == nil {
		switch l.phase {
		case firstPhase:
			if f := l.first; f != nil {
				l.first = nil
				return f, nil
			}
			l.Begin()
			l.updateNow()
			l.beginTimers()
			if l.leave(timersPhase) {
				return nothing, nil
			}
		case timersPhase:
			if t := l.nextTimer(); t != nil {
				return t.run, t.context
			}
			l.endTimers()
			if l.leave(pollPhase) {
				return nothing, nil
			}
		case pollPhase:
			if !l.alive() {
				l.idle = true
				return nil, nil
			}
			l.poll()
			l.takePosted()
			l.phase = postedPhase
		case postedPhase:
			if f := l.work.pop(); f != nil {
				return f, nil
			}
			l.immediates.begin()
			l.phase = immediatesPhase
			if l.ticks.len() > 0 { // left by what threw
				return nothing, nil
			}
		case immediatesPhase:
			if im := l.immediates.next(); im != nil {
				run := im.run
				im.Clear()
				return run, im.context
			}
			l.work.list, l.closing = append(l.work.list, l.closing...), l.closing[:0]
			if l.leave(closingPhase) {
				return nothing, nil
			}
		case closingPhase:
			if f := l.work.pop(); f != nil {
				return f, nil
			}
			l.updateNow()
			l.beginTimers()
			l.phase = timersPhase
		}
	}
	return nil, nil
}

// leave goes on to a phase. It returns true if the last macrotask of the phase
// before threw: its ticks then run at the end of that phase.
func (l *Loop) leave(to phase) bool {
	l.phase = to
	return l.threw
}

// batch is work that one phase does: what was queued when the phase began.
type batch struct {
	list []func() error
	at   int
}

func (b *batch) pop() func() error {
	if b.at == len(b.list) {
		b.list, b.at = b.list[:0], 0
		return nil
	}
	f := b.list[b.at]
	b.list[b.at] = nil
	b.at++
	return f
}

func (b *batch) left() int { return len(b.list) - b.at }

func (l *Loop) takePosted() {
	l.mu.Lock()
	l.work.list, l.posted = l.posted, l.work.list[:0]
	l.mu.Unlock()
	if len(l.work.list) > 0 {
		l.updateNow()
	}
}

// NextClose queues f for the close phase of this or the next iteration.
func (l *Loop) NextClose(f func() error) { l.closing = append(l.closing, f) }

// Alive reports whether Run would have something to wait for or to do.
func (l *Loop) Alive() bool { return l.alive() || l.first != nil }

func (l *Loop) alive() bool {
	if l.refs > 0 || l.timers.refs > 0 || l.immediates.refs > 0 || len(l.closing) > 0 || l.work.left() > 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.posted) > 0
}

// poll waits for posted work, at most until the next timer is due.
func (l *Loop) poll() {
	wait := l.patience()
	if wait != 0 {
		l.rest.begin()
		defer l.rest.end()
	}
	switch {
	case l.poller != nil && l.poller.Active():
		l.pollSystem(wait)
	case wait < 0:
		patient()
		<-l.wake
	case wait > 0:
		if l.alarm == nil {
			l.alarm = time.NewTimer(wait)
		} else {
			l.alarm.Reset(wait)
		}
		select {
		case <-l.wake:
		case <-l.alarm.C:
		}
		l.alarm.Stop()
	}
}

// patient keeps Go from ending a program all of whose loops wait for ever: a timer might still come.
var patient = sync.OnceFunc(func() { time.AfterFunc(math.MaxInt64, func() {}) })

// patience is how long the loop may wait: 0 if there is work, negative for ever.
func (l *Loop) patience() time.Duration {
	if l.immediates.refs > 0 || len(l.closing) > 0 {
		return 0
	}
	l.mu.Lock()
	ready := len(l.posted) > 0 || l.stopErr != nil
	l.mu.Unlock()
	if ready {
		return 0
	}
	if len(l.timers.heap) == 0 {
		return -1
	}
	return max(0, time.Duration(l.timers.heap[0].expiry)*time.Millisecond-time.Since(l.start))
}
