package childprocess

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/proc"
)

// A polled wire is a socket that the loop itself watches: nothing passes through another goroutine, and a message sent
// by one process is in the other's hands two system calls later.
type polled struct {
	in, out  *proc.Watch
	shutDown func() // closes the descriptor
	received func(data []byte, fds []int, err error) bool
	space    func() []byte
	buf, oob []byte
	paused   bool
	closing  bool // when all is written
	closed   func()

	mu      sync.Mutex // held is written by a timer too
	number  int        // the descriptor, -1 once closed
	held    []byte     // small writes that wait for company
	holding bool
	timer   *time.Timer
	armed   bool // timer
	queue   []outgoing
	size    int
	err     error // of a write that had been said to be done
}

// outgoing is what is to be written when there is room.
type outgoing struct {
	data []byte
	fds  []int // duplicates
	done func()
}

const (
	holdFor  = 4 * time.Millisecond
	holdSize = 2048 // the other process works on these while this one goes on
)

// newPolled makes a wire of a socket that does not block, nil if the poller has no room for it. shutDown closes the socket.
func newPolled(poller *proc.Poller, fd int, shutDown func()) *polled {
	if poller == nil || fd < 0 {
		return nil
	}
	p := &polled{number: fd, shutDown: shutDown}
	if p.in = poller.Watch(fd, false, p.readable); p.in == nil {
		return nil
	}
	if p.out = poller.WatchOutput(fd, p.writable); p.out == nil {
		p.in.Remove()
		return nil
	}
	return p
}

func (p *polled) start(space func() []byte, received func(data []byte, fds []int, err error) bool) {
	p.space, p.received = space, received
	p.in.Arm()
}

// readable receives what the poller has noticed: one piece, or as much as it takes to make a message whole.
func (p *polled) readable() error {
	if p.buf == nil {
		p.buf, p.oob = make([]byte, readSize), ipc.OOB()
	}
	for range 64 {
		fd := p.fd()
		if fd < 0 || p.closing {
			return nil
		}
		buf := p.buf
		space := p.space()
		if space != nil {
			buf = space
		}
		n, fds, err := ipc.Receive(fd, buf, p.oob)
		switch {
		case err == syscall.EAGAIN:
			p.arm()
			return nil
		case err == syscall.ECONNRESET:
			err = io.EOF
		}
		if err != nil && !errors.Is(err, ipc.ErrHandlesLost) {
			p.received(nil, nil, err)
			return nil
		}
		if !p.received(buf[:n], fds, nil) || p.paused {
			break
		}
	}
	p.arm()
	return nil
}

// arm has the poller tell of what comes in.
func (p *polled) arm() {
	if p.fd() >= 0 && !p.closing && !p.paused {
		p.in.Arm()
	}
}

func (p *polled) pause() {
	p.paused = true
	p.in.Disarm()
}

func (p *polled) resume() {
	p.paused = false
	p.arm()
}

func (p *polled) write(data []byte, fds []int) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.number < 0 || p.closing {
		return true, os.ErrClosed
	}
	if p.err != nil {
		err := p.err
		p.err = nil
		return true, err
	}
	if p.holding && fds == nil && len(p.queue) == 0 && len(data) < holdSize {
		p.held = append(p.held, data...)
		if len(p.held) >= holdSize {
			p.flush()
		} else if !p.armed {
			p.flushSoon()
		}
		return true, p.failure()
	}
	p.flush()
	if len(p.queue) == 0 {
		n, err := ipc.Send(p.number, data, fds...)
		if err != nil || n == len(data) {
			return true, err
		}
		if data = data[n:]; n > 0 {
			fds = nil
		}
	}
	kept := make([]int, 0, len(fds))
	for _, fd := range fds {
		d, err := ipc.Duplicate(fd)
		if err != nil {
			ipc.Close(kept)
			return true, err
		}
		kept = append(kept, d)
	}
	p.push(outgoing{data: data, fds: kept})
	return false, nil
}

func (p *polled) then(done func()) { p.queue[len(p.queue)-1].done = done }

func (p *polled) push(o outgoing) {
	p.queue = append(p.queue, o)
	p.size += len(o.data)
	p.out.Arm()
}

// flush writes what was held. The caller holds the mutex, and is on the loop.
func (p *polled) flush() {
	p.flushHeld()
	if len(p.held) > 0 && p.err == nil {
		p.push(outgoing{data: p.held})
		p.held = nil
	}
}

// flushHeld is flush as far as any goroutine may do it.
func (p *polled) flushHeld() {
	if len(p.held) == 0 || p.number < 0 || len(p.queue) > 0 {
		return
	}
	n, err := ipc.Send(p.number, p.held)
	if err != nil {
		p.err = err
		n = len(p.held)
	}
	p.held = p.held[:copy(p.held, p.held[n:])]
}

func (p *polled) failure() error {
	err := p.err
	p.err = nil
	return err
}

// flushSoon sees to it that what is held is written after holdFor at the latest, although the script goes on for long.
func (p *polled) flushSoon() {
	p.armed = true
	if p.timer != nil {
		p.timer.Reset(holdFor)
		return
	}
	p.timer = time.AfterFunc(holdFor, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.armed = false
		p.flushHeld()
	})
}

func (p *polled) hold() {
	p.mu.Lock()
	p.holding = true
	p.mu.Unlock()
}

func (p *polled) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.holding = false
	p.flush() // the timer is left to itself: setting it for each batch would wake threads of Go's each time
}

// writable goes on with the queue.
func (p *polled) writable() error {
	p.mu.Lock()
	var done []func()
	for len(p.queue) > 0 && p.number >= 0 {
		o := &p.queue[0]
		n, err := ipc.Send(p.number, o.data, o.fds...)
		p.size -= n
		o.data = o.data[n:]
		if n > 0 {
			ipc.Close(o.fds)
			o.fds = nil
		}
		if err == nil && len(o.data) > 0 {
			break
		}
		p.size -= len(o.data)
		if o.done != nil {
			done = append(done, o.done)
		}
		ipc.Close(o.fds)
		p.queue[0] = outgoing{}
		if p.queue = p.queue[1:]; len(p.queue) == 0 {
			p.queue = nil
		}
	}
	if len(p.queue) > 0 && p.number >= 0 {
		p.out.Arm()
	}
	p.mu.Unlock()
	for _, f := range done {
		f()
	}
	if p.closing && len(p.queue) == 0 {
		p.shut()
	}
	return nil
}

func (p *polled) queued() int { return p.size }

func (p *polled) pending() bool {
	fd := p.fd()
	return fd >= 0 && !p.closing && proc.ReadableNow(fd)
}

func (p *polled) finish() {
	for p.fd() >= 0 {
		p.mu.Lock()
		p.flush()
		left := len(p.queue)
		p.mu.Unlock()
		if left == 0 || proc.WaitWritable(p.fd()) != nil {
			return
		}
		_ = p.writable()
	}
}

func (p *polled) fd() int {
	return p.number // only the loop changes it
}

func (p *polled) close(closed func()) {
	if p.number < 0 || p.closing {
		return
	}
	p.closed = closed
	p.in.Remove()
	p.release()
	if len(p.queue) > 0 {
		p.closing = true
		return
	}
	p.shut()
}

func (p *polled) shut() {
	p.mu.Lock()
	p.out.Remove()
	if p.timer != nil {
		p.timer.Stop()
	}
	p.number = -1
	p.shutDown()
	p.mu.Unlock()
	p.closed()
}
