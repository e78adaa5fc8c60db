package eventloop

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// ErrStopped is returned by Run when the loop was ended by Stop.
var ErrStopped = errors.New("eventloop: stopped")

// Hooks are what the owner of a loop decides. All run on the loop's goroutine.
type Hooks struct {
	// Uncaught receives every error that a macrotask or a tick returned or threw.
	// It returns nil when the error was dealt with and the loop goes on; an error
	// ends Run with it.
	Uncaught func(err error) error
	// Drained runs after RequestDrained, once ticks and promise jobs are both
	// empty (Node's processPromiseRejections).
	Drained func() error
	// BeforeExit runs when nothing is left to do. The loop goes on if it left
	// new work behind.
	BeforeExit func()
}

// Loop is one event loop. Unless a method says otherwise it may be called only
// on the loop's goroutine.
type Loop struct {
	vm    *goja.Runtime
	hooks Hooks

	enter  goja.Callable // the trampoline: runs step inside a JavaScript frame
	task   func() error  // what step runs
	of     any           // the async context of task
	fatal  error         // ends Run
	depth  int           // > 0 while inside the trampoline
	settle bool          // RequestDrained was called

	ticks      tickQueue
	timers     timers
	immediates immediateQueue
	closing    []func() error
	refs       int // ref'd handles
	requests   int // open requests, which are handles too
	context    any // the async context of what runs now

	now   int64 // milliseconds since start, cached per iteration as in libuv
	start time.Time

	mu      sync.Mutex
	posted  []func() error
	spare   []func() error
	wake    chan struct{}
	closed  bool
	stopErr error

	life    context.Context // done once Stop was called
	endLife context.CancelCauseFunc
}

var trampoline = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("node:internal/process/task_queues", "(function(step){return function(){step()}})", true)
})

// New returns a loop for vm. The caller must be, or become, the only user of vm.
func New(vm *goja.Runtime, hooks Hooks) *Loop {
	l := &Loop{vm: vm, hooks: hooks, start: time.Now(), wake: make(chan struct{}, 1)}
	l.life, l.endLife = context.WithCancelCause(context.Background())
	fn, err := vm.RunProgram(trampoline())
	if err != nil {
		panic(err) // the program above is a constant
	}
	wrap, _ := goja.AssertFunction(fn)
	inner, err := wrap(nil, vm.ToValue(l.step))
	if err != nil {
		panic(err)
	}
	l.enter, _ = goja.AssertFunction(inner)
	return l
}

// VM returns the loop's VM.
func (l *Loop) VM() *goja.Runtime { return l.vm }

// Post queues f to run as a macrotask. Any goroutine may call it. It returns
// false, and f will never run, once the loop is closed. An error that f returns
// counts as thrown: it goes to Hooks.Uncaught.
//
// Posted work does not by itself keep the loop alive: hold a Handle while
// something is under way.
func (l *Loop) Post(f func() error) bool {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return false
	}
	l.posted = append(l.posted, f)
	l.mu.Unlock()
	l.poke()
	return true
}

func (l *Loop) poke() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// Stop ends Run as soon as possible with err (ErrStopped if nil), also out of a
// running script. Any goroutine may call it.
func (l *Loop) Stop(err error) {
	if err == nil {
		err = ErrStopped
	}
	l.mu.Lock()
	if l.stopErr == nil {
		l.stopErr = err
	}
	l.mu.Unlock()
	l.endLife(err)
	l.vm.Interrupt(err)
	l.poke()
}

// Lifetime is a context that is done once Stop was called, with its error as the
// cause: what blocks the loop's goroutine (the *Sync functions) must give up then,
// since an interrupt cannot stop a Go function. Any goroutine may call it.
func (l *Loop) Lifetime() context.Context { return l.life }

// Stopping reports whether Stop was called, with its error.
func (l *Loop) Stopping() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopErr
}

// Close refuses further posts and drops what is queued. It is called once Run
// has returned for the last time, by the goroutine that called Run.
func (l *Loop) Close() {
	l.mu.Lock()
	l.closed = true
	l.posted = nil
	l.mu.Unlock()
	l.ticks = tickQueue{}
	l.timers = timers{}
	l.immediates = immediateQueue{}
	l.closing = nil
}

// Do runs f as one macrotask on the calling goroutine, which must be the loop's
// or, while Run is not running, the one that will call Run. What f throws or
// returns goes to Hooks.Uncaught; Do returns the error that ends the loop, if any.
func (l *Loop) Do(f func() error) error {
	l.turn(f, l.context)
	return l.fatal
}

// Run runs iterations until nothing is left to do, until ctx is done, or until
// Stop or an uncaught error ends it. It may be called again after it returned nil.
func (l *Loop) Run(ctx context.Context) error { return l.RunUntil(ctx, nil) }

// RunUntil is Run that also returns, with nil, as soon as done reports true.
// done is asked between macrotasks' phases; nil stands for never.
func (l *Loop) RunUntil(ctx context.Context, done func() bool) error {
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { l.Stop(context.Cause(ctx)) })
		defer stop()
	}
	if done != nil && done() {
		return l.ended()
	}
	l.updateNow()
	l.runTimers()
	for {
		if err := l.ended(); err != nil {
			return err
		}
		if done != nil && done() {
			return nil
		}
		if !l.alive() {
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
		l.poll()
		l.runPosted()
		l.runImmediates()
		l.runClosing()
		l.updateNow()
		l.runTimers()
	}
}

func (l *Loop) ended() error {
	if l.fatal != nil {
		return l.fatal
	}
	return l.Stopping()
}

// Try runs f, which may call JavaScript, inside the running macrotask and returns
// what it returns, throws or panics with.
func (l *Loop) Try(f func() error) error { return l.try(f) }

// Alive reports whether Run would have something to wait for or to do.
func (l *Loop) Alive() bool { return l.alive() }

func (l *Loop) alive() bool {
	if l.refs > 0 || l.timers.refs > 0 || l.immediates.refs > 0 || len(l.closing) > 0 {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.posted) > 0
}

// poll waits for posted work, at most until the next timer is due.
func (l *Loop) poll() {
	if l.immediates.refs > 0 || len(l.closing) > 0 {
		return
	}
	l.mu.Lock()
	ready := len(l.posted) > 0 || l.stopErr != nil
	l.mu.Unlock()
	if ready {
		return
	}
	if len(l.timers.heap) == 0 {
		<-l.wake
		return
	}
	wait := time.Duration(l.timers.heap[0].expiry)*time.Millisecond - time.Since(l.start)
	if wait <= 0 {
		return
	}
	t := time.NewTimer(wait)
	select {
	case <-l.wake:
	case <-t.C:
	}
	t.Stop()
}

func (l *Loop) runPosted() {
	l.mu.Lock()
	work := l.posted
	l.posted, l.spare = l.spare[:0], nil
	l.mu.Unlock()
	if len(work) > 0 {
		l.updateNow()
	}
	for i, f := range work {
		work[i] = nil
		if l.ended() != nil {
			break
		}
		l.turn(f, nil)
	}
	l.mu.Lock()
	l.spare = work[:0]
	l.mu.Unlock()
}

func (l *Loop) runClosing() {
	work := l.closing
	l.closing = nil
	for _, f := range work {
		if l.ended() != nil {
			return
		}
		l.turn(f, nil)
	}
}

// NextClose queues f for the close phase of this or the next iteration.
func (l *Loop) NextClose(f func() error) { l.closing = append(l.closing, f) }

// turn runs one macrotask, then ticks and promise jobs until both are empty.
func (l *Loop) turn(f func() error, context any) {
	l.task, l.of = f, context
	for {
		l.depth++
		err := recovered(l.run)
		l.depth--
		if err != nil { // an interrupt, or a panic below a promise job
			l.uncaught(err)
		}
		if l.ended() != nil || l.ticks.len() == 0 && !l.settle {
			l.context = nil
			return
		}
		if l.ticks.len() > 0 {
			continue
		}
		l.settle = false
		l.task, l.of = l.hooks.Drained, nil
	}
}

// RequestDrained asks for Hooks.Drained to run once ticks and promise jobs are
// empty.
func (l *Loop) RequestDrained() { l.settle = l.hooks.Drained != nil }

// step runs inside the trampoline.
func (l *Loop) step(goja.FunctionCall) goja.Value {
	if f := l.task; f != nil {
		l.context = l.of
		l.task, l.of = nil, nil
		l.guard(f)
	}
	for l.ticks.len() > 0 && l.fatal == nil {
		t := l.ticks.pop()
		l.context = t.context
		l.guard(t.run)
	}
	l.context = nil
	return goja.Undefined()
}

// guard runs f and sends what it throws to the uncaught hook. What cannot be
// caught (an interrupt) goes on unwinding.
func (l *Loop) guard(f func() error) {
	if err := l.try(f); err != nil {
		var intr *goja.InterruptedError
		if errors.As(err, &intr) {
			panic(intr)
		}
		l.uncaught(err)
	}
}

func (l *Loop) run() error {
	_, err := l.enter(nil)
	return err
}

// try runs f and returns what it returns, throws or panics with.
func (l *Loop) try(f func() error) error {
	return recovered(func() (err error) {
		if ex := l.vm.Try(func() { err = f() }); ex != nil {
			err = ex
		}
		return err
	})
}

// recovered runs f and returns its error, or that of a panic.
func recovered(f func() error) (err error) {
	defer func() {
		switch x := recover().(type) {
		case nil:
		case *goja.InterruptedError:
			err = x
		case *goja.StackOverflowError:
			err = x
		default:
			err = &PanicError{Value: x, Stack: debug.Stack()}
		}
	}()
	return f()
}

// PanicError is a Go panic, not a JavaScript exception, below a macrotask.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("panic in a Go function: %v", e.Value) }

// Unwrap returns Value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

func (l *Loop) uncaught(err error) {
	if l.fatal != nil {
		return
	}
	if stop := l.Stopping(); stop != nil {
		err = stop
	} else if l.hooks.Uncaught != nil {
		err = l.hooks.Uncaught(err)
	}
	if err != nil && l.fatal == nil {
		l.fatal = err
		if l.depth > 0 {
			l.vm.Interrupt(err) // the promise jobs that are left do not run
		}
	}
}

// Throw reports an error as uncaught at once, as if the running macrotask had
// thrown it: for promise jobs, which nothing would catch.
func (l *Loop) Throw(err error) { l.uncaught(err) }

// Context is the async context of the running code: a value that whoever keeps
// such contexts (Node: async_hooks) sets, and that timers, immediates and ticks
// take along from where they are made to where they run.
func (l *Loop) Context() any { return l.context }

// SetContext replaces the async context of the running code.
func (l *Loop) SetContext(c any) { l.context = c }

// Inside reports whether a macrotask is running, that is whether JavaScript
// called from here has a frame below it and its ticks will be drained.
func (l *Loop) Inside() bool { return l.depth > 0 }
