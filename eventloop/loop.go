package eventloop

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
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
	// Step, if set, is given the native function that all macrotasks run in.
	Step func(*goja.Object)
	// Jobs, if set, takes the next promise job, nil if none waits. The loop runs them before step returns, so that the
	// stack can overflow in them as elsewhere, and goes on to its next macrotask without leaving the VM, which costs about
	// as much as a small macrotask. Without it goja runs them.
	Jobs func() func()
	// Interrupted, if set, is called when Stop has interrupted the VM, on the goroutine that called it.
	Interrupted func()
}

// Loop is one event loop. Unless a method says otherwise it may be called only
// on the loop's goroutine.
type Loop struct {
	vm    *goja.Runtime
	hooks Hooks

	enter goja.Callable // the trampoline: runs step inside a JavaScript frame
	// enterTicks runs runTicks inside a frame that stacks show, as in Node.
	enterTicks goja.Callable
	tickThrew  bool
	job        func()       // the promise job that is next
	jobs       func() error // takeJobs
	task       func() error // what step runs
	of         any          // the async context of task
	fatal      error        // ends Run
	depth      int          // > 0 while inside the trampoline
	settle     bool         // RequestDrained was called

	phase   phase
	first   func() error // what Start queued
	work    batch        // posted or closing, in their phases
	running bool         // inside Run
	single  bool         // after each macrotask somebody asks whether that is enough
	idle    bool         // next found nothing to do
	threw   bool         // the last macrotask threw

	ticks      tickQueue
	timers     timers
	immediates immediateQueue
	closing    []func() error
	refs       int // ref'd handles
	requests   int // open requests, which are handles too
	context    any // the async context of what runs now

	now   int64 // milliseconds since start, cached per iteration as in libuv
	start time.Time

	poller Poller // nil if nothing is watched
	rest   rest

	mu      sync.Mutex
	posted  []func() error
	wake    chan struct{}
	alarm   *time.Timer // of poll
	asleep  bool        // in the poller
	closed  bool
	stopErr error
	stopped atomic.Bool // stopErr is set

	life    context.Context // done once Stop was called
	endLife context.CancelCauseFunc
}

var trampoline = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("node:internal/process/task_queues",
		"(function(step, ticks){return [function(){step()}, function processTicksAndRejections(){ticks()}]})", true)
})

// New returns a loop for vm. The caller must be, or become, the only user of vm.
func New(vm *goja.Runtime, hooks Hooks) *Loop {
	l := &Loop{vm: vm, hooks: hooks, start: time.Now(), wake: make(chan struct{}, 1)}
	l.jobs = l.takeJobs
	l.life, l.endLife = context.WithCancelCause(context.Background())
	fn, err := vm.RunProgram(trampoline())
	if err != nil {
		panic(err) // the program above is a constant
	}
	wrap, _ := goja.AssertFunction(fn)
	step := vm.ToValue(l.step).(*goja.Object)
	if hooks.Step != nil {
		hooks.Step(step)
	}
	made, err := wrap(nil, step, vm.ToValue(l.runTicks))
	if err != nil {
		panic(err)
	}
	frames := made.(*goja.Object)
	l.enter, _ = goja.AssertFunction(frames.Get("0"))
	l.enterTicks, _ = goja.AssertFunction(frames.Get("1"))
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
	first, asleep := len(l.posted) == 1, l.asleep
	l.mu.Unlock()
	if first { // else who posted the first one has woken the loop
		l.poke(asleep)
	}
	return true
}

func (l *Loop) poke(asleep bool) {
	select {
	case l.wake <- struct{}{}:
	default:
	}
	if asleep {
		l.poller.Wake()
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
		l.stopped.Store(true)
	}
	asleep := l.asleep
	l.mu.Unlock()
	l.vm.Interrupt(err) // first, so that the script does not go on when what blocks it gives up
	if l.hooks.Interrupted != nil {
		l.hooks.Interrupted()
	}
	l.endLife(err)
	l.poke(asleep)
}

// Lifetime is a context that is done once Stop was called, with its error as the
// cause: what blocks the loop's goroutine (the *Sync functions) must give up then,
// since an interrupt cannot stop a Go function. Any goroutine may call it.
func (l *Loop) Lifetime() context.Context { return l.life }

// Stopping reports whether Stop was called, with its error.
func (l *Loop) Stopping() error {
	if !l.stopped.Load() {
		return nil
	}
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
	l.closing, l.work, l.first = nil, batch{}, nil
}

// Do runs f as one macrotask on the calling goroutine, which must be the loop's
// or, while Run is not running, the one that will call Run. What f throws or
// returns goes to Hooks.Uncaught; Do returns the error that ends the loop, if any.
func (l *Loop) Do(f func() error) error {
	l.turn(f, l.context)
	return l.fatal
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

// turn runs a macrotask, f or with nil the loop's next, then ticks and promise jobs
// until both are empty.
func (l *Loop) turn(f func() error, context any) {
	l.task, l.of = f, context
	for {
		l.depth++
		err := recovered(l.run)
		l.depth--
		if err != nil { // an interrupt, or a panic below a promise job
			l.uncaught(err)
		}
		switch {
		case l.ended() != nil:
			l.context = nil
			return
		case l.ticks.len() > 0: // of promise jobs
			l.task, l.of = nothing, nil
		case l.settle:
			l.settle = false
			l.task, l.of = l.hooks.Drained, nil
		default:
			l.context = nil
			return
		}
	}
}

// RequestDrained asks for Hooks.Drained to run once ticks and promise jobs are
// empty.
func (l *Loop) RequestDrained() { l.settle = l.hooks.Drained != nil }

// step runs inside the trampoline. Promise jobs that are left when it returns are for goja.
//
// When a macrotask or a tick throws, Node leaves the ticks and promise jobs that
// are there to the next macrotask. So that one runs before step returns.
func (l *Loop) step(goja.FunctionCall) goja.Value {
	f, context := l.task, l.of
	l.task, l.of = nil, nil
	if f == nil {
		f, context = l.next()
	}
	for f != nil && l.fatal == nil {
		l.context = context
		l.threw = !l.guard(f)
		if (!l.threw || !l.running) && l.drain() && !l.mayGoOn() {
			break
		}
		if l.running {
			f, context = l.next()
		} else {
			f, context = nothing, nil
		}
	}
	l.context = nil
	return goja.Undefined()
}

// mayGoOn reports whether there is another macrotask and nothing that comes before it, so that step need not return.
func (l *Loop) mayGoOn() bool {
	if l.hooks.Jobs == nil || !l.running || l.single || l.settle {
		return false
	}
	if l.work.left() > 0 || l.immediates.left() {
		return true
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.posted) > 0
}

// drain runs ticks and promise jobs until none is left, or a tick throws.
func (l *Loop) drain() bool {
	for {
		if l.ticks.len() > 0 {
			l.tickThrew = false
			if _, err := l.enterTicks(nil); err != nil {
				panic(err) // an interrupt
			}
			if l.tickThrew {
				return false
			}
		}
		if !l.runJobs() {
			return true
		}
	}
}

// runJobs runs promise jobs until none is left. It reports whether there was one.
func (l *Loop) runJobs() (any bool) {
	if l.hooks.Jobs == nil {
		return false
	}
	for l.fatal == nil {
		if l.job = l.hooks.Jobs(); l.job == nil {
			break
		}
		any = true
		l.context = nil
		l.guard(l.jobs)
	}
	return any
}

// takeJobs runs job and those behind it, until one panics.
func (l *Loop) takeJobs() error {
	for ; l.job != nil && l.fatal == nil; l.job = l.hooks.Jobs() {
		l.job()
	}
	return nil
}

func (l *Loop) runTicks(goja.FunctionCall) goja.Value {
	for l.ticks.len() > 0 && l.fatal == nil {
		t := l.ticks.pop()
		l.context = t.context
		if !l.guard(t.run) {
			l.tickThrew = true
			break
		}
	}
	return goja.Undefined()
}

// guard runs f and sends what it throws to the uncaught hook. It reports whether f
// threw nothing. What cannot be caught (an interrupt) goes on unwinding.
func (l *Loop) guard(f func() error) bool {
	err := l.try(f)
	if err == nil {
		return true
	}
	var intr *goja.InterruptedError
	if errors.As(err, &intr) {
		panic(intr)
	}
	l.uncaught(err)
	return false
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
	switch {
	case l.fatal != nil: // the hook itself ran code that ended the loop
	case err != nil:
		l.fatal = err
		if l.depth > 0 {
			l.vm.Interrupt(err) // the promise jobs that are left do not run
		}
	case l.running:
		l.SetImmediate(nothing) // a macrotask after which the ticks that are left run
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
