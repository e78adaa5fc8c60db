package runtime

import (
	"fmt"
	"io"
	goruntime "runtime"
	"sync/atomic"
	"time"

	"github.com/gojs-run/gojs/modules"
)

// Limits bound what a Runtime may use; a field that is 0 does not. Going beyond one ends the Runtime with a *LimitError.
type Limits struct {
	// Time is how long a call (RunFile, RunString, Call, ...) may take.
	Time time.Duration
	// CPU is how much processor time the Runtime's own goroutine may use in all its calls. Linux only; elsewhere New
	// fails. Children have spawn.Limit.
	CPU time.Duration
	// Memory is by how many bytes the program's heap may grow during a call. Go does not know whose memory is whose: what
	// others allocate meanwhile counts, and so does garbage. It is looked at every few milliseconds, so that a single huge
	// allocation may come first.
	Memory uint64
	// Output is how many bytes the script may write to stdout and stderr together.
	Output int64
}

// LimitError says which of its Limits a Runtime went beyond.
type LimitError struct {
	Limit string // "time", "CPU time", "memory", "output"
	Max   string
}

func (e *LimitError) Error() string {
	return "runtime: the script used more than its " + e.Limit + " of " + e.Max
}

// WithLimits bounds what the script may use.
func WithLimits(l Limits) Option { return func(c *config) { c.limits = l } }

// limited prepares the Runtime's host for its limits.
func (r *Runtime) limited(l Limits, h *modules.Host) {
	r.limits = l
	if l.Output <= 0 {
		return
	}
	total := new(atomic.Int64)
	bound := func(w io.Writer) io.Writer {
		return &boundedOutput{w, total, l.Output, func() { r.over("output", fmt.Sprint(l.Output, " bytes")) }}
	}
	h.Stdout, h.Stderr = bound(h.Stdout), bound(h.Stderr)
}

func (r *Runtime) over(limit, limitMax string) { r.loop.Stop(&LimitError{limit, limitMax}) }

type boundedOutput struct {
	io.Writer
	total *atomic.Int64
	max   int64
	over  func()
}

func (o *boundedOutput) Write(b []byte) (int, error) {
	before := o.total.Add(int64(len(b))) - int64(len(b))
	if left := o.max - before; int64(len(b)) > left {
		o.over()
		n, err := o.Writer.Write(b[:max(0, left)])
		if err == nil {
			err = io.ErrShortWrite
		}
		return n, err
	}
	return o.Writer.Write(b)
}

const watchEvery = 2 * time.Millisecond

// watch looks after a call's limits until the function it returns is called, on the same goroutine.
func (r *Runtime) watch() (end func()) {
	l := r.limits
	if l.Time == 0 && l.CPU == 0 && l.Memory == 0 {
		return func() {}
	}
	var timer *time.Timer
	if l.Time > 0 {
		timer = time.AfterFunc(l.Time, func() { r.over("time", l.Time.String()) })
	}
	used := func() time.Duration { return 0 }
	if l.CPU > 0 {
		goruntime.LockOSThread()
		clock := threadClock()
		begin := clock()
		used = func() time.Duration { return r.cpu + clock() - begin }
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		if l.CPU == 0 && l.Memory == 0 {
			return
		}
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		begin := heapInUse()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			if l.CPU > 0 && used() > l.CPU {
				r.over("CPU time", l.CPU.String())
				return
			}
			if l.Memory == 0 {
				continue
			}
			if now := heapInUse(); now > begin && now-begin > l.Memory {
				r.over("memory", fmt.Sprint(l.Memory, " bytes"))
				return
			}
		}
	}()
	return func() {
		if timer != nil {
			timer.Stop()
		}
		close(done)
		<-gone
		if l.CPU > 0 {
			r.cpu = used()
			goruntime.UnlockOSThread()
		}
	}
}

// heapInUse asks in the way that stops the program for some microseconds: package runtime/metrics does not, but would be
// initialised at every start.
func heapInUse() uint64 {
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	return m.HeapAlloc
}
