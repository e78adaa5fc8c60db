package proc

import (
	"io"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// maxWatches bounds what a Poller watches: it looks at all of it each time.
const maxWatches = 48

// Poller watches descriptors for the goroutine that calls Poll: there, what has become ready is known without a detour
// through Go's own poller and another goroutine, which is what most of the time goes into when processes are short.
// All its methods but Wake are for that goroutine.
type Poller struct {
	watches []*Watch
	armed   int
	fds     []pollFD
	todo    []func() error

	mu   sync.Mutex
	wake int // an eventfd; -1 once closed
}

// NewPoller makes a poller, or nil where there can be none.
func NewPoller() *Poller {
	fd, _, errno := syscall.RawSyscall(syscall.SYS_EVENTFD2, 0, syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if errno != 0 {
		return nil
	}
	return &Poller{wake: int(fd)}
}

// Watch is a descriptor that is watched for input, or for room for output.
type Watch struct {
	poller *Poller
	fd     int
	events int16
	last   bool
	armed  bool
	ready  func() error
}

// Watch watches a descriptor once Arm was called: when it has input, Poll returns ready, once. Where last is true that
// comes after all else that is ready then: a process writes before it exits. Watch returns nil if the poller has enough
// to do.
func (p *Poller) Watch(fd int, last bool, ready func() error) *Watch {
	return p.watch(&Watch{poller: p, fd: fd, events: pollIn, last: last, ready: ready})
}

// WatchOutput is Watch for when a descriptor can be written again.
func (p *Poller) WatchOutput(fd int, ready func() error) *Watch {
	return p.watch(&Watch{poller: p, fd: fd, events: pollOut, ready: ready})
}

func (p *Poller) watch(w *Watch) *Watch {
	if len(p.watches) >= maxWatches {
		return nil
	}
	p.watches = append(p.watches, w)
	return w
}

// Arm asks for ready once.
func (w *Watch) Arm() {
	if !w.armed && w.poller != nil {
		w.armed = true
		w.poller.armed++
	}
}

// Disarm takes Arm back.
func (w *Watch) Disarm() {
	if w.armed {
		w.armed = false
		w.poller.armed--
	}
}

// Remove ends the watch. It comes before the descriptor is closed.
func (w *Watch) Remove() {
	w.Disarm()
	if w.poller == nil {
		return
	}
	list := w.poller.watches
	for i := range list {
		if list[i] == w {
			w.poller.watches = append(list[:i], list[i+1:]...)
			break
		}
	}
	w.poller = nil
}

// Active says whether anything is armed.
func (p *Poller) Active() bool { return p.armed > 0 }

// Poll waits until something armed is ready, until Wake, or for d; negative is for ever. It returns what is to be done.
func (p *Poller) Poll(d time.Duration) []func() error {
	// The exits are looked at first and told last: then all that was written before an exit is seen with it.
	p.fds = append(p.fds[:0], pollFD{fd: int32(p.wake), events: pollIn})
	var polled [maxWatches]*Watch
	n := 0
	for _, last := range [...]bool{true, false} {
		for _, w := range p.watches {
			if w.armed && w.last == last {
				p.fds = append(p.fds, pollFD{fd: int32(w.fd), events: w.events})
				polled[n] = w
				n++
			}
		}
	}
	p.todo = p.todo[:0]
	if errno := poll(p.fds, d); errno != 0 {
		return nil
	}
	if p.fds[0].revents != 0 {
		var b [8]byte
		_, _, _ = syscall.RawSyscall(syscall.SYS_READ, uintptr(p.wake), uintptr(unsafe.Pointer(&b)), 8)
	}
	for _, last := range [...]bool{false, true} {
		for i, w := range polled[:n] {
			if w.last == last && w.armed && p.fds[1+i].revents != 0 {
				w.Disarm()
				p.todo = append(p.todo, w.ready)
			}
		}
	}
	return p.todo
}

// Wake makes the Poll under way, or the next one, return. Any goroutine may call it.
func (p *Poller) Wake() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wake >= 0 {
		one := [8]byte{1}
		_, _, _ = syscall.RawSyscall(syscall.SYS_WRITE, uintptr(p.wake), uintptr(unsafe.Pointer(&one)), 8)
	}
}

// Close ends the poller.
func (p *Poller) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wake >= 0 {
		syscall.Close(p.wake)
		p.wake = -1
	}
}

// RawFD is the host's end of a descriptor as long as no Conn was made of it, else -1.
func (p *Process) RawFD(fd int) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fd >= len(p.ends) {
		return -1
	}
	return p.ends[fd].parent
}

// WaitFD is a descriptor that becomes readable when the process has ended, -1 if there is none. Whoever uses it reaps the
// process by TryWait and does not call Wait.
func (p *Process) WaitFD() int {
	if p.handle.process != nil {
		return -1
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.awaited = true
	return p.handle.pidfd
}

// TryWait is Wait if the process has ended.
func (p *Process) TryWait() (done bool) {
	exit, done, err := p.tryWait(syscall.WNOHANG)
	if done {
		p.waiting.Do(func() {
			p.exit, p.err = exit, err
			syscall.Close(p.handle.pidfd)
		})
	}
	return done
}

// Abandon undoes WaitFD: somebody else reaps the process when it ends.
func (p *Process) Abandon() {
	p.mu.Lock()
	p.awaited = false
	p.mu.Unlock()
}

// ReadRaw reads a chunk from a descriptor that does not block, into a large buffer if there is a stock of them. Where there
// is nothing yet, the error is EAGAIN.
func ReadRaw(fd int, stock *Stock) (Chunk, error) {
	chunk, err := read(func(b []byte) (int, error) {
		for {
			n, err := syscall.Read(fd, b)
			switch {
			case err == syscall.EINTR:
				continue
			case err == nil && n == 0:
				return 0, io.EOF
			}
			return n, err
		}
	}, stock)
	if err != nil {
		chunk.Release()
	}
	return chunk, err
}

// Enlarge makes a pipe hold more, so that its two sides take turns less often. It may fail, to no harm.
func Enlarge(fd int) {
	_, _, _ = syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), setPipeSize, largePipe)
}

// WriteRaw writes as much of b as a descriptor that does not block takes at once.
func WriteRaw(fd int, b []byte) (n int, err error) {
	for n < len(b) {
		m, e := syscall.Write(fd, b[n:])
		switch e {
		case nil:
			n += m
		case syscall.EINTR:
		case syscall.EAGAIN:
			return n, nil
		default:
			return n, e
		}
	}
	return n, nil
}

// ReadableNow says whether a read of a descriptor would not block: there is data, or the end.
func ReadableNow(fd int) bool {
	p := [1]pollFD{{fd: int32(fd), events: pollIn}}
	return poll(p[:], 0) == 0 && p[0].revents != 0
}

// WaitWritable blocks until a descriptor that does not block can be written, or nobody reads it any more.
func WaitWritable(fd int) error {
	for {
		p := [1]pollFD{{fd: int32(fd), events: pollOut}}
		switch errno := poll(p[:], -1); {
		case errno == syscall.EINTR:
		case errno != 0:
			return errno
		case p[0].revents&pollOut == 0:
			return syscall.EPIPE
		default:
			return nil
		}
	}
}
