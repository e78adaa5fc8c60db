package spawn

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Limits bound what one chain starts. A field that is 0 does not limit.
type Limits struct {
	// Children is how many processes may run at once; one more fails to start with a *LimitError, for scripts EAGAIN.
	Children int
	// Starts is how many may be started altogether.
	Starts int
	// Output is how many bytes each process may write to its pipes, and Time how long it may run; then it is killed, and
	// all that it started with it.
	Output int64
	Time   time.Duration
	// Resources are limits that the operating system itself sets the process.
	Resources []ResourceLimit
}

// ResourceLimit is a limit of the operating system's: of this machine setrlimit's, on Windows a job's for processor time
// and memory. What a backend cannot limit (on macOS memory) fails with an *UnsupportedError.
type ResourceLimit struct {
	Resource Resource
	Max      uint64
}

// Resource is what a ResourceLimit limits.
type Resource uint8

const (
	CPUSeconds   Resource = iota // processor time
	FileSize                     // bytes of a file that is written
	DataSize                     // bytes of data and heap
	CoreSize                     // bytes of a core file
	OpenFiles                    // descriptors
	AddressSpace                 // bytes of memory that is addressed
)

func (r Resource) String() string {
	return [...]string{"CPU time", "file size", "data size", "core size", "open files", "address space"}[r]
}

// LimitError says which of Limits a start went beyond.
type LimitError struct {
	Limit string // "children" or "starts"
	Max   int
}

func (e *LimitError) Error() string { return fmt.Sprintf("limit of %d %s reached", e.Max, e.Limit) }

// Unwrap is EAGAIN: what the operating system says where processes are used up.
func (e *LimitError) Unwrap() error { return syscall.EAGAIN }

// Limit bounds what is started. The count is the middleware's: Runtimes that are given the same one share it.
func Limit(l Limits) Middleware {
	var running, started atomic.Int64
	return func(next Func) Func {
		return func(ctx context.Context, cmd *Command) (Process, error) {
			if n := running.Add(1); l.Children > 0 && n > int64(l.Children) {
				running.Add(-1)
				return nil, &LimitError{"children", l.Children}
			}
			if n := started.Add(1); l.Starts > 0 && n > int64(l.Starts) {
				started.Add(-1)
				running.Add(-1)
				return nil, &LimitError{"starts", l.Starts}
			}
			cmd.Limits = append(cmd.Limits, l.Resources...)
			if l.Output > 0 || l.Time > 0 {
				cmd.KillTree = cmd.KillTree || !cmd.Detached
			}
			process, err := next(ctx, cmd)
			if err != nil {
				running.Add(-1)
				return nil, err
			}
			b := &bounded{limits: l, conns: make([]Conn, len(cmd.Stdio)), plan: cmd.Stdio}
			var timer *time.Timer
			if l.Time > 0 {
				timer = time.AfterFunc(l.Time, func() { _ = process.Signal(syscall.SIGKILL) })
			}
			b.Process = observe(process, func(Exit) {
				running.Add(-1)
				if timer != nil {
					timer.Stop()
				}
			})
			return b, nil
		}
	}
}

// bounded is a process whose output is counted.
type bounded struct {
	Process
	limits Limits
	plan   []Stdio
	total  atomic.Int64

	mu    sync.Mutex
	conns []Conn
}

func (b *bounded) Stdio(fd int) Conn {
	if b.limits.Output == 0 || fd <= 0 || fd >= len(b.plan) || b.plan[fd].Kind == Channel {
		return b.Process.Stdio(fd)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.conns[fd] == nil {
		if c := b.Process.Stdio(fd); c != nil {
			b.conns[fd] = &counted{c, b}
		}
	}
	return b.conns[fd]
}

type counted struct {
	Conn
	owner *bounded
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if c.owner.total.Add(int64(n)) > c.owner.limits.Output {
		_ = c.owner.Signal(syscall.SIGKILL)
		return 0, fmt.Errorf("more than %d bytes of output: %w", c.owner.limits.Output, syscall.ENOBUFS)
	}
	return n, err
}
