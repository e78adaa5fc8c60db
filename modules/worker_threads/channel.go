package workerthreads

import (
	"sync"

	"github.com/gojs-run/gojs/modules"
)

// An end is where messages of a channel arrive: one of the two of a MessageChannel, or one of any number of a
// BroadcastChannel. It belongs to no VM and moves between them; what waits in it moves along. Any goroutine may use it.
type end struct {
	line     *line
	queue    []packet
	taken    int      // how many of queue have gone
	receiver receiver // nil while it is in no VM
	left     bool     // the line
}

// line joins ends.
type line struct {
	mu   sync.Mutex
	ends []*end
	// pair says that an end which leaves takes the other with it.
	pair bool
}

// maxKept is for how many packets an end keeps memory when none waits.
const maxKept = 256

// packet is what waits in an end.
type packet struct {
	message *modules.Message
	from    *end
	closed  bool // there is no message: the other end has left
}

// receiver is who looks after an end in a VM. Its methods are called on any goroutine.
type receiver interface {
	// arrived says that there is one packet more.
	arrived()
}

func newPair() (a, b *end) {
	l := &line{pair: true}
	return l.join(), l.join()
}

// join adds an end to a line.
func (l *line) join() *end {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := &end{line: l}
	l.ends = append(l.ends, e)
	return e
}

// others are the ends that what is sent by e arrives at.
func (e *end) others() []*end {
	e.line.mu.Lock()
	defer e.line.mu.Unlock()
	if e.left {
		return nil
	}
	list := make([]*end, 0, len(e.line.ends)-1)
	for _, o := range e.line.ends {
		if o != e {
			list = append(list, o)
		}
	}
	return list
}

// put makes a message arrive at e, or drops it if e has left.
func (e *end) put(from *end, m *modules.Message) {
	e.line.mu.Lock()
	if e.left {
		e.line.mu.Unlock()
		m.Drop()
		return
	}
	r := e.push(packet{message: m, from: from})
	e.line.mu.Unlock()
	if r != nil {
		r.arrived()
	}
}

// send makes a message arrive at the other end of a pair.
func (e *end) send(m *modules.Message) {
	l := e.line
	l.mu.Lock()
	if e.left || len(l.ends) < 2 {
		l.mu.Unlock()
		m.Drop()
		return
	}
	other := l.ends[0]
	if other == e {
		other = l.ends[1]
	}
	r := other.push(packet{message: m, from: e})
	l.mu.Unlock()
	if r != nil {
		r.arrived()
	}
}

func (e *end) push(p packet) receiver {
	e.queue = append(e.queue, p)
	return e.receiver
}

// take removes the first packet; without any, ok is false. Unless open is true only the news that the line is closed is
// taken.
func (e *end) take(open bool) (p packet, ok bool) {
	e.line.mu.Lock()
	defer e.line.mu.Unlock()
	if e.taken == len(e.queue) || !open && !e.queue[e.taken].closed {
		return p, false
	}
	p = e.queue[e.taken]
	e.queue[e.taken] = packet{}
	if e.taken++; e.taken == len(e.queue) {
		e.queue, e.taken = e.queue[:0], 0
		if cap(e.queue) > maxKept {
			e.queue = nil
		}
	}
	return p, true
}

// attach gives e to a receiver, nil for none, and returns how many packets wait.
func (e *end) attach(r receiver) int {
	e.line.mu.Lock()
	defer e.line.mu.Unlock()
	e.receiver = r
	return len(e.queue) - e.taken
}

// waiting is the number of packets that wait.
func (e *end) waiting() int {
	e.line.mu.Lock()
	defer e.line.mu.Unlock()
	return len(e.queue) - e.taken
}

// leave closes e: nothing arrives any more. What waits may still be taken, or is dropped.
func (e *end) leave() {
	l := e.line
	l.mu.Lock()
	if e.left {
		l.mu.Unlock()
		return
	}
	e.left, e.receiver = true, nil
	for i, o := range l.ends {
		if o == e {
			l.ends = append(l.ends[:i:i], l.ends[i+1:]...)
			break
		}
	}
	var told []receiver
	if l.pair {
		for _, o := range l.ends {
			if r := o.push(packet{closed: true}); r != nil {
				told = append(told, r)
			}
		}
	}
	l.mu.Unlock()
	for _, r := range told {
		r.arrived()
	}
}

// drop forgets what waits in an end that has left.
func (e *end) drop() {
	e.line.mu.Lock()
	dropped := e.queue[e.taken:]
	e.queue, e.taken = nil, 0
	e.line.mu.Unlock()
	for _, p := range dropped {
		if p.message != nil {
			p.message.Drop()
		}
	}
}

// Dropped makes an end part of messages: one that does not arrive leaves its line.
func (e *end) Dropped() {
	e.leave()
	e.drop()
}
