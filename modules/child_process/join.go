package childprocess

import (
	"errors"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/proc"
)

// join is a pipe that a process writes to, joined to one that another process reads from: a.stdout.pipe(b.stdin) where
// the script does not look at the bytes. They go from pipe to pipe in the kernel where it can do that.
type join struct {
	from, to *end
	src, dst *proc.Conn
	done     chan struct{} // closed when nothing is moved any more
	parted   atomic.Bool
}

// join begins to move everything from e to another end, and returns false if that cannot be done natively. callback gets
// null when e has ended, an error if writing failed, and undefined if the reading end was closed; it is not called after
// cancel.
func (e *end) join(to *end, callback goja.Callable) bool {
	if e.reader != nil || e.joined != nil || to.joined != nil || e.closed || to.closed || to.writing > 0 || to.lent || e.lent {
		return false
	}
	e.unwatch()
	src, ok1 := e.open().(*proc.Conn)
	dst, ok2 := to.open().(*proc.Conn)
	if !ok1 || !ok2 || src.SetDeadline(time.Time{}) != nil || dst.SetDeadline(time.Time{}) != nil {
		return false // it could not be ended
	}
	j := &join{from: e, to: to, src: src, dst: dst, done: make(chan struct{})}
	e.joined, to.joined = j, j
	e.hold()
	w := e.child.w
	go func() {
		_, err := proc.Splice(dst, src)
		close(j.done)
		w.env.Loop.Post(func() error {
			if j.parted.Load() {
				return nil
			}
			j.part()
			result := goja.Value(goja.Null())
			switch errno := errnoOf(err); {
			case err == nil:
			case errors.Is(err, os.ErrClosed):
				result = goja.Undefined()
			case errno != 0:
				result = w.errnoException(errno, "write")
			default:
				result = w.errnoException(syscall.EIO, "write")
			}
			_, cerr := callback(goja.Undefined(), result)
			return cerr
		})
	}()
	return true
}

func (j *join) part() {
	j.parted.Store(true)
	j.from.joined, j.to.joined = nil, nil
	j.from.hold()
	j.to.hold()
}

// cancel stops the moving. When it returns, both ends are the script's again.
func (j *join) cancel() {
	if j.parted.Load() {
		return
	}
	j.part()
	past := time.Unix(1, 0)
	_ = j.src.SetDeadline(past)
	_ = j.dst.SetDeadline(past)
	<-j.done
	_ = j.src.SetDeadline(time.Time{})
	_ = j.dst.SetDeadline(time.Time{})
}
