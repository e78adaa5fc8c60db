package eventloop

import "time"

// Poller waits for the operating system in the loop's place: what becomes ready is noticed by the loop's own thread,
// without the detour through another goroutine.
type Poller interface {
	// Active reports whether there is anything to watch. The loop's goroutine calls it, and Poll.
	Active() bool
	// Poll waits until something is ready, until Wake is called, or for d; negative is for ever. It returns what is to be
	// done about what is ready, which the loop does as if it had been posted. The slice is Poll's again at the next call.
	Poll(d time.Duration) []func() error
	// Wake makes the Poll under way, or the next one, return. Any goroutine may call it.
	Wake()
}

// SetPoller makes p wait while it is active. A loop has one poller.
func (l *Loop) SetPoller(p Poller) { l.poller = p }

// Poller returns what SetPoller has set, or nil.
func (l *Loop) Poller() Poller { return l.poller }

// pollSystem is poll with an active poller; wait is 0 when there is other work.
func (l *Loop) pollSystem(wait time.Duration) {
	if wait != 0 {
		l.mu.Lock()
		if len(l.posted) > 0 || l.stopErr != nil { // since patience looked
			wait = 0
		}
		l.asleep = wait != 0
		l.mu.Unlock()
	}
	ready := l.poller.Poll(wait)
	l.mu.Lock()
	l.asleep = false
	l.posted = append(l.posted, ready...)
	l.mu.Unlock()
	if wait != 0 {
		select {
		case <-l.wake:
		default:
		}
	}
}
