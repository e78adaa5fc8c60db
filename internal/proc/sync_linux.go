package proc

import (
	"context"
	"math"
	"runtime"
	"sync"
	"syscall"
	"time"
	"unsafe"

	"github.com/gojs-run/gojs/spawn"
)

const (
	pollIn  = 0x1
	pollOut = 0x4
)

// pollFD is the kernel's struct pollfd. A negative fd is passed over.
type pollFD struct {
	fd              int32
	events, revents int16
}

// canPoll says whether the process is a pidfd and pipes, so that poll(2) can watch all of it.
func canPoll(p *Process) bool { return p.handle.process == nil }

// pollRun is RunSync for a process of this machine. fds[0] is the pidfd, fds[1] an eventfd that a context wakes us by
// (opened only if that is needed), fds[2+i] the pipe of descriptor i.
type pollRun struct {
	process *Process
	limits  Limits
	result  *Result
	input   []byte
	fds     []pollFD
	output  []Gathered
	open    int // pipes
	total   int64
	exited  bool
	killed  bool
	pipeErr syscall.Errno
	waitErr error

	mu    sync.Mutex
	ended bool // the run is over: nobody may write to wake
	wake  int
}

func runPolling(ctx context.Context, p *Process, input []byte, limits Limits, result *Result) error {
	ends := p.takeEnds()
	r := &pollRun{process: p, limits: limits, result: result, input: input, wake: -1, output: make([]Gathered, len(ends))}
	r.fds = make([]pollFD, 2+len(ends))
	r.fds[0] = pollFD{fd: int32(p.handle.pidfd), events: pollIn}
	r.fds[1].fd = -1
	for i, e := range ends {
		f := &r.fds[2+i]
		f.fd, f.events = int32(e.parent), pollIn
		if e.parent < 0 {
			continue
		}
		r.open++
		if i == 0 {
			f.events = pollOut
			if len(input) == 0 {
				r.closePipe(f)
			}
			continue
		}
		result.Output[i] = []byte{}
		if limits.MaxBuffer < math.MaxInt32 {
			r.output[i].Limit = int(limits.MaxBuffer)
		}
	}
	defer r.finish()
	if ctx.Done() != nil {
		defer context.AfterFunc(ctx, r.cancel)()
	}
	if err := r.loop(ctx); err != nil {
		return err
	}
	for i := range r.output {
		if g := &r.output[i]; g.Len() > 0 {
			result.Output[i] = g.Bytes()
		}
	}
	if result.Errno == 0 {
		result.Errno = r.pipeErr
	}
	return r.waitErr
}

// finish leaves nothing behind, also where the run was cut short.
func (r *pollRun) finish() {
	r.closePipes()
	r.mu.Lock()
	r.ended = true
	if r.wake >= 0 {
		syscall.Close(r.wake)
	}
	r.mu.Unlock()
	if r.exited {
		syscall.Close(r.process.handle.pidfd)
		r.process.waiting.Do(func() { r.process.exit, r.process.err = r.result.Exit, r.waitErr })
	} else {
		go r.process.Wait()
	}
}

// cancel makes poll return: the process ends, or else the eventfd is there to be written.
func (r *pollRun) cancel() {
	_ = r.process.Signal(syscall.SIGKILL)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.wake >= 0 && !r.ended {
		one := [8]byte{1}
		_, _ = syscall.Write(r.wake, one[:])
	}
}

// loop returns when all has ended, or with the context's cause.
func (r *pollRun) loop(ctx context.Context) error {
	var deadline time.Time
	if r.limits.Timeout > 0 {
		deadline = time.Now().Add(r.limits.Timeout)
	}
	for !r.exited || r.open > 0 {
		if r.exited && r.wake < 0 && ctx.Done() != nil {
			r.openWake()
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
		wait := time.Duration(-1)
		if !deadline.IsZero() && !r.killed {
			if wait = time.Until(deadline); wait <= 0 {
				r.kill(syscall.ETIMEDOUT)
				continue
			}
		}
		if errno := poll(r.fds, wait); errno != 0 && errno != syscall.EINTR {
			r.kill(errno)
			continue
		}
		for i := range r.fds[2:] {
			if f := &r.fds[2+i]; f.fd >= 0 && f.revents != 0 {
				if i == 0 {
					r.feed(f)
				} else {
					r.drain(f, i)
				}
			}
		}
		if r.fds[0].fd >= 0 && r.fds[0].revents != 0 {
			var done bool
			r.result.Exit, done, r.waitErr = r.process.tryWait(syscall.WNOHANG)
			if done {
				r.exited = true
				r.fds[0].fd = -1
			}
		}
	}
	return context.Cause(ctx) // which may be what ended the process
}

func (r *pollRun) openWake() {
	fd, _, errno := syscall.RawSyscall(syscall.SYS_EVENTFD2, 0, syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if errno != 0 {
		r.kill(errno)
		return
	}
	r.mu.Lock()
	r.wake = int(fd)
	r.mu.Unlock()
	r.fds[1] = pollFD{fd: int32(fd), events: pollIn}
}

func (r *pollRun) feed(f *pollFD) {
	for len(r.input) > 0 {
		n, err := syscall.Write(int(f.fd), r.input)
		switch {
		case err == nil:
			r.input = r.input[n:]
			continue
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			return
		}
		r.pipeErr, _ = err.(syscall.Errno)
		if r.pipeErr == syscall.ECONNRESET {
			r.pipeErr = syscall.EPIPE
		}
		break
	}
	r.closePipe(f)
}

// drain reads until the pipe is empty, ended or has given a good deal (there are others).
func (r *pollRun) drain(f *pollFD, fd int) {
	g := &r.output[fd]
	for range 16 {
		n, err := r.read(int(f.fd), g)
		if err == syscall.EINTR {
			continue
		}
		if err == syscall.EAGAIN {
			return
		}
		if err != nil && err != syscall.ECONNRESET && r.pipeErr == 0 {
			r.pipeErr, _ = err.(syscall.Errno)
		}
		if n <= 0 {
			r.closePipe(f)
			return
		}
		r.total += int64(n)
		if r.limits.MaxBuffer > 0 && r.total > r.limits.MaxBuffer {
			r.kill(syscall.ENOBUFS)
			return
		}
	}
}

// read reads once: where much has come already, into its place, else by way of a buffer.
func (r *pollRun) read(fd int, g *Gathered) (int, error) {
	if g.Len() < bufferSize {
		b := buffers.Get().(*[]byte)
		defer buffers.Put(b)
		n, err := syscall.Read(fd, *b)
		if n > 0 {
			g.Append((*b)[:n])
		}
		if g.Len() >= bufferSize {
			Enlarge(fd)
		}
		return n, err
	}
	space := g.Space()
	if limit := r.limits.MaxBuffer; limit > 0 { // what exceeds it is to be no more than a buffer
		space = space[:min(int64(len(space)), limit-r.total+bufferSize)]
	}
	n, err := syscall.Read(fd, space)
	if n > 0 {
		g.Filled(n)
	}
	return n, err
}

func (r *pollRun) closePipe(f *pollFD) {
	syscall.Close(int(f.fd))
	f.fd = -1
	r.open--
}

func (r *pollRun) closePipes() {
	for i := range r.fds[2:] {
		if f := &r.fds[2+i]; f.fd >= 0 {
			r.closePipe(f)
		}
	}
}

// kill gives up on the process for a reason: it gets the signal, once, and nothing more is read.
func (r *pollRun) kill(why syscall.Errno) {
	if r.killed {
		return
	}
	r.killed = true
	r.result.Errno = why
	if err := r.process.Signal(r.limits.KillSignal); err != nil && err != spawn.ErrExited {
		_ = r.process.Signal(syscall.SIGKILL)
	}
	r.closePipes()
}

// brief is for how long a wait may keep the processor that Go's scheduler has given to its thread.
const brief = 5 * time.Millisecond

// poll is poll(2). As long as its caller is the only goroutine, nobody else has a use for the processor: taking that away
// and giving it back keeps several threads busier than all else that is done for a process which is soon over.
func poll(fds []pollFD, wait time.Duration) syscall.Errno {
	if wait != 0 && runtime.NumGoroutine() == 1 {
		first := brief
		if wait > 0 {
			first = min(wait, brief)
			wait -= first
		}
		ts := syscall.NsecToTimespec(int64(first))
		ready, _, errno := syscall.RawSyscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)),
			uintptr(unsafe.Pointer(&ts)), 0, 0, 0)
		if ready != 0 || wait == 0 {
			return errno
		}
	}
	var ts *syscall.Timespec
	if wait >= 0 {
		t := syscall.NsecToTimespec(int64(wait))
		ts = &t
	}
	_, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)),
		uintptr(unsafe.Pointer(ts)), 0, 0, 0)
	return errno
}
