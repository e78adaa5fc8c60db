package runtime

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/internal/regexps"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/esm"
	"github.com/gojs-run/gojs/modules/module"
)

// maxCallDepth bounds JavaScript recursion, as V8's stack does.
const maxCallDepth = 9000

// Runtime is one JavaScript world. See the package documentation for which
// goroutine may do what.
type Runtime struct {
	mu       sync.Mutex // held while JavaScript runs
	vm       *goja.Runtime
	loop     *eventloop.Loop
	env      *modules.Env
	host     *modules.Host
	builtins *builtins
	onFatal  func(*ScriptError)
	rejected rejections
	thread   atomic.Pointer[regexps.Thread] // whoever called last; it may have ended
	workers  workers
	limits   Limits
	cpu      time.Duration // that the calls so far have used, where that is limited
	grants   *Permissions  // to be warned of; nil if not
	final    bool          // reaching the end of the loop ends the Runtime
	end      error         // set once the script has ended
	closed   bool
}

// New makes a Runtime. Nothing of Node's library is loaded until a script uses it.
func New(opts ...Option) (*Runtime, error) {
	var c config
	for _, o := range opts {
		o(&c)
	}
	host, err := c.host()
	if err != nil {
		return nil, err
	}
	if err := c.permit(host); err != nil {
		return nil, fmt.Errorf("runtime: %w", err)
	}
	if host.Flags.TraceNumeric {
		numeric.Trace(host.Stderr)
	}
	r := newRuntime(host, newBuiltins(c.modules), maxCallDepth)
	r.onFatal = c.onFatal
	if c.limits.CPU > 0 && !hasThreadClock {
		return nil, fmt.Errorf("runtime: a limit of CPU time: %w", errors.ErrUnsupported)
	}
	r.limited(c.limits, host)
	if c.own {
		r.grants = c.grants
		dir := ""
		if c.dir == "" {
			dir = host.Dir() // it is the process's
		}
		proc.Own(dir)
		host.Cleanup = append(host.Cleanup, proc.ReapOrphans())
	}
	return r, nil
}

// runtimes counts those that were made, for names that no two of them have.
var runtimes atomic.Int64

func newRuntime(host *modules.Host, b *builtins, callDepth int) *Runtime {
	vm := goja.New()
	vm.SetMaxCallStackSize(callDepth)
	vm.SetParserOptions(loader.DeepTexts(func() {
		panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum call stack size exceeded"))
	}))
	host.Owner = strconv.FormatInt(runtimes.Add(1), 10)
	r := &Runtime{vm: vm, host: host, builtins: b}
	r.loop = eventloop.New(vm, eventloop.Hooks{
		Uncaught:   r.uncaught,
		Drained:    r.drained,
		BeforeExit: r.beforeExit,
		Step:       func(step *goja.Object) { catchOverflow(vm, step) },
		Jobs:       slots.Jobs(vm),
		Interrupted: func() {
			if t := r.thread.Load(); t != nil {
				t.LetGo()
			}
		},
	})
	r.env = modules.NewEnv(vm, r.loop, host, r.builtins)
	r.builtins.env = r.env
	host.Exit = func(code int) { r.loop.Stop(&ExitError{Code: code}) }
	host.Fatal = func(err error) { r.loop.Post(func() error { return err }) }
	host.StartWorker = r.startWorker
	vm.SetPromiseRejectionTracker(r.track)
	r.installGlobals()
	return r
}

// timezone gives the function that changes time.Local, which goja's dates use.
func timezone() func(string) {
	system := time.Local
	return func(name string) {
		if name == "" {
			time.Local = system
		} else if loc, err := time.LoadLocation(strings.TrimPrefix(name, ":")); err == nil {
			time.Local = loc
		}
	}
}

func (c *config) host() (*modules.Host, error) {
	h := &modules.Host{
		Argv0: c.argv0, ExecPath: c.execPath, ExecArgv: c.execArgv, Start: time.Now(),
		Umask: -1, Flags: c.flags,
		Stdin: c.stdin, Stdout: c.stdout, Stderr: c.stderr,
		Backend: c.backend, Middleware: c.door, KillTree: !c.own, Mounts: c.mounts,
	}
	if h.Argv0 == "" && len(os.Args) > 0 {
		h.Argv0 = os.Args[0]
	}
	if h.ExecPath == "" {
		p, err := executable()
		if err != nil {
			return nil, fmt.Errorf("runtime: %w", err)
		}
		h.ExecPath = p
	}
	dir := c.dir
	if dir == "" {
		d, err := syscall.Getwd() // as Node has it: os.Getwd would believe PWD, which may lead through links
		if err != nil {
			return nil, fmt.Errorf("runtime: %w", err)
		}
		dir = d
	} else if d, err := filepath.Abs(dir); err == nil {
		dir = d
	}
	h.SetDir(dir)
	if !c.envSet {
		c.env = os.Environ()
	}
	h.Env = modules.NewEnviron(c.env)
	if c.killTree != nil {
		h.KillTree = *c.killTree
	}
	h.Env.Delete(proc.TreeVariable) // it is not the script's: children get it all the same
	if !c.stdio[0] {
		h.Stdin = os.Stdin
	}
	if !c.stdio[1] {
		h.Stdout = os.Stdout
	}
	if !c.stdio[2] {
		h.Stderr = os.Stderr
	}
	if h.Stdout == nil {
		h.Stdout = io.Discard
	}
	if h.Stderr == nil {
		h.Stderr = io.Discard
	}
	h.Argv = append([]string{h.ExecPath, ""}, c.args...)
	h.Forks = c.own || childMain.Load()
	if c.own {
		h.Channel = takeChannel(h.Env)
		h.Forked = h.Channel != nil
		h.Abort, h.Exec, h.Timezone = proc.Abort, proc.Exec, timezone()
	}
	return h, nil
}

// RunFile runs the script at path, relative to the Runtime's directory, as the
// main module, and then the event loop until nothing is left to do. It returns
// nil for a script that ends with exit code 0, else an *ExitError. Any goroutine may
// call it; cancelling ctx stops the script and ends the Runtime.
func (r *Runtime) RunFile(ctx context.Context, path string) error {
	return r.runMain(ctx, path, true)
}

// load is RunFile for a script that others call into: reaching its end is not the end of the Runtime.
func (r *Runtime) load(ctx context.Context, path string) error { return r.runMain(ctx, path, false) }

func (r *Runtime) runMain(ctx context.Context, path string, final bool) error {
	return r.run(ctx, func() error {
		r.host.Argv[1] = path
		if _, worker := r.host.Env.Get(modules.WorkerID); worker && r.host.Channel != nil {
			r.env.Require("process") // a worker tells that it is one before its script runs
		}
		module.For(r.env).RunMain(path)
		if r.host.Channel != nil { // the script has not touched process, but whoever forked it may wait for an answer
			r.env.Require("process")
		}
		return nil
	}, final)
}

// RunString runs src in the global scope under the given name, with require,
// module and the like defined as in `node -e`, then the event loop until nothing
// is left to do. The Runtime can be used again afterwards unless it has ended. Any
// goroutine may call it; cancelling ctx stops the script and ends the Runtime. The
// value, if it is an object, is to be touched in Do only.
func (r *Runtime) RunString(ctx context.Context, name, src string) (goja.Value, error) {
	var v goja.Value
	err := r.run(ctx, func() error {
		var err error
		v, err = r.evaluate(name, src)
		return err
	}, false)
	return v, err
}

// RunEval runs src as `node -e` does: to the end, with exit events. print, if not
// nil, gets the value of the last statement before the event loop runs, on the same
// goroutine. Any goroutine may call it; cancelling ctx stops the script and ends the
// Runtime.
func (r *Runtime) RunEval(ctx context.Context, name, src string, print func(goja.Value)) error {
	if len(r.host.Argv) > 1 && r.host.Argv[1] == "" { // there is no script
		r.host.Argv = append(r.host.Argv[:1], r.host.Argv[2:]...)
	}
	return r.run(ctx, func() error {
		v, err := r.evaluate(name, src)
		if err == nil && print != nil {
			print(v)
		}
		return err
	}, true)
}

func (r *Runtime) evaluate(name, src string) (goja.Value, error) {
	p, err := loader.CompileScript(name, src)
	if r.isModule(name, src, err) {
		if r.host.Flags.Print {
			panic(nodeerr.New(r.vm, "ERR_EVAL_ESM_CANNOT_PRINT"))
		}
		esm.For(r.env).RunSource("[eval1]", src, r.host.Flags.InputType == "")
		return goja.Undefined(), nil
	}
	if err != nil {
		panic(nodeerr.Syntax(r.vm, err))
	}
	r.defineEntry(name, src)
	if len(r.host.Flags.Imports) > 0 || len(r.host.Flags.Loaders) > 0 {
		esm.For(r.env).RunScript(func() {
			if _, err := r.vm.RunProgram(p); err != nil {
				panic(err)
			}
		})
		return goja.Undefined(), nil
	}
	return r.vm.RunProgram(p)
}

// defineEntry gives code in the global scope what it has under node -e. In a command eval may name any of that, too;
// elsewhere what nobody mentions would be most of what a small script costs.
func (r *Runtime) defineEntry(name, src string) {
	mentioned := func(name string) bool { return r.host.Abort != nil || strings.Contains(src, name) }
	if slices.ContainsFunc([]string{"require", "module", "exports", "__filename", "__dirname"}, mentioned) {
		module.For(r.env).DefineEntry(name, r.host.Dir())
	}
	if slices.ContainsFunc(r.builtins.Names(), mentioned) {
		module.For(r.env).DefineBuiltins(mentioned)
	}
}

// Check compiles the script at path without running it; the error is a *ScriptError.
// Any goroutine may call it; cancelling ctx ends the Runtime.
func (r *Runtime) Check(ctx context.Context, path string) error {
	return r.run(ctx, func() error {
		module.For(r.env).Check(path)
		return nil
	}, true)
}

// Preload requires modules before the script, as -r does. Any goroutine may call it;
// cancelling ctx stops what they do and ends the Runtime.
func (r *Runtime) Preload(ctx context.Context, names ...string) error {
	return r.Do(ctx, func(*goja.Runtime) error {
		module.For(r.env).Preload(names)
		return nil
	})
}

// Do runs f with the VM, as one macrotask on this goroutine; the event loop does
// not run. What f throws or returns is returned. Any goroutine may call it but the
// one that runs the script, which would wait for itself; cancelling ctx stops the
// JavaScript that f calls, not f, and ends the Runtime.
func (r *Runtime) Do(ctx context.Context, f func(vm *goja.Runtime) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.usable(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { r.loop.Stop(context.Cause(ctx)) })
	defer stop()
	defer r.enter()()
	defer r.watch()()
	var thrown error
	err := r.loop.Do(func() error {
		thrown = r.loop.Try(func() error { return f(r.vm) })
		return nil
	})
	if err == nil {
		err = r.loop.Stopping()
	}
	if err != nil {
		return r.ended(err)
	}
	return r.goError(thrown)
}

// run runs f and then the loop. With final, reaching the end is the end of the
// Runtime: beforeExit and exit are emitted.
func (r *Runtime) run(ctx context.Context, f func() error, final bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.usable(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { r.loop.Stop(context.Cause(ctx)) })
	defer stop()
	defer r.enter()()
	defer r.watch()()
	r.final = final
	if r.grants != nil {
		f = r.warnFirst(f)
	}
	r.loop.Start(f)
	err := r.loop.Run(ctx)
	if err == nil && final {
		err = r.finish()
	}
	if err != nil {
		return r.ended(err)
	}
	return nil
}

// enter notes that this goroutine runs scripts, until what it returns is called.
func (r *Runtime) enter() (leave func()) {
	t := regexps.Enter()
	r.thread.Store(t)
	return t.Leave
}

func (r *Runtime) usable() error {
	switch {
	case r.closed:
		return ErrClosed
	case r.end != nil:
		return ErrEnded
	}
	return nil
}

// ended records that the Runtime is over and returns the error that says so.
func (r *Runtime) ended(err error) error {
	var exit *ExitError
	if !errors.As(err, &exit) {
		exit = &ExitError{Code: 1, Err: err}
	}
	r.end = exit
	proc.EndOwned(r.host.Owner)
	if exit.Code == 0 && exit.Err == nil {
		return nil
	}
	return exit
}

// Close ends the Runtime and frees what it holds. It stops a script that is running
// on another goroutine and waits for it. It may be called more than once, and from
// anywhere: by a Go function that a script has called, it returns at once, and the
// Runtime is closed when the function has returned.
func (r *Runtime) Close() error {
	r.loop.Stop(ErrClosed)
	if calledByScript() {
		go r.close()
		return nil
	}
	return r.close()
}

// calledByScript tells whether this goroutine runs a script, of whatever Runtime.
func calledByScript() bool {
	var pcs [256]uintptr
	for skip := 2; ; skip += len(pcs) {
		n := goruntime.Callers(skip, pcs[:])
		frames := goruntime.CallersFrames(pcs[:n])
		for more := n > 0; more; {
			var f goruntime.Frame
			if f, more = frames.Next(); strings.HasPrefix(f.Function, loopMethods) {
				return true
			}
		}
		if n < len(pcs) {
			return false
		}
	}
}

const loopMethods = "github.com/gojs-run/gojs/eventloop.(*Loop)."

func (r *Runtime) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	r.workers.end()
	r.loop.Close()
	for i := len(r.host.Cleanup) - 1; i >= 0; i-- {
		r.host.Cleanup[i]()
	}
	r.host.Cleanup = nil
	proc.EndOwned(r.host.Owner)
	return nil
}

// executable is os.Executable, asked once.
var executable = sync.OnceValues(os.Executable)
