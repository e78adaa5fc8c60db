package proc

import (
	"context"
	"errors"
	"os"
	"sync"
	"syscall"
	"time"

	"github.com/gojs-run/gojs/spawn"
)

// Limits bound a process that is run to its end.
type Limits struct {
	// Timeout ends the process with KillSignal after that long; 0 means never.
	Timeout time.Duration
	// KillSignal is SIGTERM where 0.
	KillSignal syscall.Signal
	// MaxBuffer ends the process once it has written more bytes than this, to all pipes together; 0 or less means no
	// limit.
	MaxBuffer int64
}

// Result is what became of a process that was run to its end.
type Result struct {
	Pid  int
	Exit spawn.Exit
	// Output has an entry a descriptor: what the process wrote to its pipe, nil where it had none.
	Output [][]byte
	// Errno says what went wrong other than in the process: ETIMEDOUT, ENOBUFS, EPIPE (it did not read all its input).
	Errno syscall.Errno
}

// RunSync starts a process by start, feeds input to its descriptor 0 while it collects what comes from the others, and
// returns when the process has ended and every pipe too, be it held by a grandchild. When a limit is exceeded the
// process is signalled once, the pipes are closed, and only its end is waited for. When ctx is done the process is
// killed and RunSync returns the context's cause.
//
// The error is start's or the context's; whatever happens later is in the Result.
func RunSync(ctx context.Context, start spawn.Func, cmd *spawn.Command, input []byte, limits Limits) (*Result, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	n := len(cmd.Stdio)
	process, err := start(ctx, cmd)
	if err != nil {
		return nil, err
	}
	if limits.KillSignal == 0 {
		limits.KillSignal = syscall.SIGTERM
	}
	result := &Result{Pid: process.Pid(), Output: make([][]byte, n)}
	if local, ok := process.(*Process); ok && canPoll(local) {
		return result, runPolling(ctx, local, input, limits, result)
	}
	return result, runConcurrently(ctx, process, input, limits, result)
}

// syncRun is RunSync for processes that are not descriptors of this machine: one goroutine a pipe.
type syncRun struct {
	process spawn.Process
	limits  Limits
	result  *Result

	mu       sync.Mutex
	total    int64
	killed   bool
	inputErr syscall.Errno
	conns    []spawn.Conn
}

func runConcurrently(ctx context.Context, process spawn.Process, input []byte, limits Limits, result *Result) error {
	defer process.Close()
	r := &syncRun{process: process, limits: limits, result: result}
	var pipes sync.WaitGroup
	for fd := range result.Output {
		conn := process.Stdio(fd)
		if conn == nil {
			continue
		}
		r.conns = append(r.conns, conn)
		if fd == 0 {
			pipes.Go(func() { r.feed(conn, input) })
			continue
		}
		result.Output[fd] = []byte{}
		pipes.Go(func() { r.drain(conn, &result.Output[fd]) })
	}
	ended := make(chan error, 1)
	go func() {
		var err error
		result.Exit, err = process.Wait()
		pipes.Wait()
		ended <- err
	}()
	var timeout <-chan time.Time
	if limits.Timeout > 0 {
		timer := time.NewTimer(limits.Timeout)
		defer timer.Stop()
		timeout = timer.C
	}
	for {
		select {
		case <-timeout:
			r.stop(syscall.ETIMEDOUT)
		case <-ctx.Done():
			_ = process.Signal(syscall.SIGKILL)
			r.stop(syscall.ECANCELED)
			return context.Cause(ctx)
		case err := <-ended:
			if result.Errno == 0 {
				result.Errno = r.inputErr
			}
			return err
		}
	}
}

func (r *syncRun) feed(conn spawn.Conn, input []byte) {
	defer conn.CloseWrite()
	if len(input) == 0 {
		return
	}
	if _, err := conn.Write(input); errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET) {
		r.mu.Lock()
		r.inputErr = syscall.EPIPE
		r.mu.Unlock()
	}
}

func (r *syncRun) drain(conn spawn.Conn, out *[]byte) {
	defer conn.Close()
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	buf := *b
	for {
		n, err := conn.Read(buf)
		r.mu.Lock()
		stopped := r.killed
		if !stopped {
			*out = append(*out, buf[:n]...)
			r.total += int64(n)
		}
		over := r.limits.MaxBuffer > 0 && r.total > r.limits.MaxBuffer
		r.mu.Unlock()
		if over {
			r.stop(syscall.ENOBUFS)
		}
		if err != nil || stopped || over {
			return
		}
	}
}

// stop ends the run for a reason; only the first one counts.
func (r *syncRun) stop(why syscall.Errno) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.killed {
		return
	}
	r.killed = true
	r.result.Errno = why
	if err := r.process.Signal(r.limits.KillSignal); err != nil && !errors.Is(err, spawn.ErrExited) {
		_ = r.process.Signal(syscall.SIGKILL)
	}
	for _, c := range r.conns {
		if err := c.Close(); errors.Is(err, os.ErrClosed) {
			continue
		}
	}
}
