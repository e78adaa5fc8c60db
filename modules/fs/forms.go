package fs

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// form says which of its forms an operation has in the public modules.
type form uint8

const (
	syncForm form = 1 << iota
	callbackForm
	promiseForm // in fs.promises; FileHandle has those that take a descriptor

	onPaths       = syncForm | callbackForm | promiseForm
	onDescriptors = syncForm | callbackForm
)

// operation describes a function in all its forms.
type operation struct {
	name   string
	params int // without the callback
	length int // of all forms, where Node's differs
	forms  form
	// prepare checks the arguments and throws if they are wrong.
	prepare func(f *files, a args) task
	// prepareSync replaces it in the synchronous form; nil: prepare does.
	prepareSync func(f *files, a args) task
	// direct is the whole of the synchronous form where each allocation counts, and
	// every file is the operating system's and allowed.
	direct func(f *files, a args) goja.Value
	// absent reports whether this system lacks the operation; nil: none does.
	absent func() bool
}

// arity is the length of a form that takes more arguments than params.
func (op *operation) arity(more int) int {
	if op.length > 0 {
		return op.length
	}
	return op.params + more
}

// args are the arguments of a call without the callback.
type args []goja.Value

func (a args) at(i int) goja.Value {
	if i < len(a) {
		return a[i]
	}
	return goja.Undefined()
}

// task is one call of an operation.
type task struct {
	// run does the work. It touches no JavaScript value, so that it may run on any
	// goroutine; memory of Buffers that it reads or writes is the exception.
	run func() (any, error)
	// value makes the result of what run returned; nil: undefined.
	value func(any) goja.Value
	// extra is the callback's third argument, for reads and writes the memory. The
	// promise gives an object of both under these names.
	extra goja.Value
	names [2]string
	// quiet makes a failure undefined (throwIfNoEntry: false).
	quiet func(error) bool
	// signal aborts the operation.
	signal *goja.Object
}

func (t *task) result(v any) goja.Value {
	if t.value == nil {
		return goja.Undefined()
	}
	return t.value(v)
}

// failure makes the error object of what run returned.
func (f *files) failure(err error) goja.Value {
	if e, ok := err.(*nodeerr.SystemError); ok {
		return nodeerr.System(f.vm, e)
	}
	if e, ok := err.(*codeError); ok {
		return e.object(f.vm)
	}
	if e, ok := err.(*thrown); ok {
		return e.value
	}
	return nodeerr.System(f.vm, nodeerr.FromOS(err, "", ""))
}

// aborted gives the AbortError if the task's signal is aborted.
func (f *files) aborted(t *task) goja.Value {
	if t.signal == nil || !t.signal.Get("aborted").ToBoolean() {
		return nil
	}
	return nodeerr.Abort(f.vm, t.signal.Get("reason"))
}

func (f *files) sync(op *operation) *goja.Object {
	return jsconv.NewFunc(f.vm, op.name+"Sync", op.arity(0), func(c goja.FunctionCall) goja.Value {
		if op.direct != nil && f.host.Mounts == nil && f.host.Permissions == nil {
			return op.direct(f, c.Arguments)
		}
		prepare := op.prepare
		if op.prepareSync != nil {
			prepare = op.prepareSync
		}
		t, denied := f.prepared(op, prepare, c.Arguments)
		if denied != nil && (op.name != "realpath" || !f.hasNoLinks(c.Arguments)) {
			panic(denied)
		}
		return f.wait(&t)
	})
}

// prepared is the task of a call, and why the script may not do it, nil if it may.
func (f *files) prepared(op *operation, prepare func(*files, args) task, a args) (t task, denied *goja.Object) {
	if f.pins(op.name) {
		k := &pinning{f: f, name: op.name, args: a}
		before := f.pinning
		f.pinning = k
		defer func() { f.pinning = before }()
		t = prepare(f, a)
		f.pinning = nil
		if run := t.run; len(k.pins) > 0 {
			t.run = func() (any, error) {
				defer k.release()
				return run()
			}
		}
		if denied = k.denied; denied == nil && len(f.needs(op.name, a)) == 0 {
			denied = f.refused(op.name, a)
		}
	} else {
		t = prepare(f, a)
		denied = f.refused(op.name, a)
	}
	if f.host.Mounts != nil {
		f.onMount(op.name, a, &t)
	}
	return t, denied
}

// wait does a task on the loop.
func (f *files) wait(t *task) goja.Value {
	v, err := t.run()
	if err != nil {
		if t.quiet != nil && t.quiet(err) {
			return goja.Undefined()
		}
		panic(f.failure(err))
	}
	return t.result(v)
}

func (f *files) callback(op *operation) *goja.Object {
	return jsconv.NewFunc(f.vm, op.name, op.arity(1), func(c goja.FunctionCall) goja.Value {
		list, cb := splitCallback(c.Arguments, op.params)
		t, denied := f.prepared(op, op.prepare, list) // what is wrong with them comes before a missing callback
		if cb == nil {
			f.noCallback(list)
		}
		if err := f.aborted(&t); err != nil {
			f.env.Loop.NextTick(func() error { return call(cb, err) })
			return goja.Undefined()
		}
		if denied != nil {
			if throwsRefusal(op.name) {
				panic(denied)
			}
			f.env.Loop.NextTick(func() error { return call(cb, denied) })
			return goja.Undefined()
		}
		cb = f.hooked(cb)
		f.start(&t, func(v any, err error) error {
			switch {
			case err != nil && t.quiet != nil && t.quiet(err):
				return call(cb, goja.Null(), goja.Undefined())
			case err != nil:
				return call(cb, f.failure(err))
			}
			if err := f.aborted(&t); err != nil {
				return call(cb, err)
			}
			if t.value == nil {
				return call(cb, goja.Null())
			}
			if t.extra != nil {
				return call(cb, goja.Null(), t.value(v), t.extra)
			}
			return call(cb, goja.Null(), t.value(v))
		})
		return goja.Undefined()
	})
}

// hooked tells async_hooks of a request, if it is in use.
func (f *files) hooked(cb goja.Callable) goja.Callable {
	hooks := f.env.Async
	if hooks == nil {
		return cb
	}
	request := hooks.Init("FSREQCALLBACK", f.vm.NewObject())
	return func(this goja.Value, args ...goja.Value) (v goja.Value, err error) {
		defer hooks.Destroy(request)
		hooks.Run(request, func() { v = jsconv.Call(cb, this, args...) })
		return v, nil
	}
}

func call(cb goja.Callable, args ...goja.Value) error {
	_, err := cb(goja.Undefined(), args...)
	return err
}

// splitCallback takes the callback off: the last function among the arguments
// that there may be, nil if there is none.
func splitCallback(list []goja.Value, params int) ([]goja.Value, goja.Callable) {
	list = append([]goja.Value(nil), list[:min(len(list), params+1)]...)
	for i := len(list) - 1; i > 0; i-- {
		if cb, ok := goja.AssertFunction(list[i]); ok {
			return list[:i], cb
		}
	}
	return list, nil
}

// noCallback throws for a missing callback.
func (f *files) noCallback(list []goja.Value) {
	var last goja.Value = goja.Undefined()
	if len(list) > 1 {
		last = list[len(list)-1]
	}
	nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "cb", "function", last)
}

// workers bounds how many tasks run at once, each on a thread of its own.
func workers() chan struct{} {
	return workersOnce.Get(func() chan struct{} { return make(chan struct{}, 128) })
}

var workersOnce lateinit.Value[chan struct{}]

// start runs a task off the loop and then done on it.
func (f *files) start(t *task, done func(any, error) error) {
	req := f.env.Loop.NewRequest()
	run := t.run
	go func() {
		workers() <- struct{}{}
		v, err := run()
		<-workers()
		f.env.Loop.Post(func() error {
			req.Close()
			return done(v, err)
		})
	}()
}

func (f *files) promise(op *operation) *goja.Object {
	return jsconv.NewFunc(f.vm, op.name, op.arity(0), func(c goja.FunctionCall) goja.Value {
		return f.promised(func() task {
			list := append(args(nil), c.Arguments...)
			t, denied := f.prepared(op, op.prepare, list)
			if denied != nil {
				panic(denied)
			}
			return t
		})
	})
}

// promised runs a task as a promise. What preparing it throws rejects, too.
func (f *files) promised(prepare func() task) goja.Value {
	p, resolve, reject := f.vm.NewPromise()
	var t task
	if ex := f.vm.Try(func() { t = prepare() }); ex != nil {
		_ = reject(ex.Value())
		return f.vm.ToValue(p)
	}
	if err := f.aborted(&t); err != nil {
		_ = reject(err)
		return f.vm.ToValue(p)
	}
	finish := func(v any, err error) error {
		switch {
		case err != nil && t.quiet != nil && t.quiet(err):
			return resolve(goja.Undefined())
		case err != nil:
			return reject(f.failure(err))
		}
		if err := f.aborted(&t); err != nil {
			return reject(err)
		}
		r := t.result(v)
		if t.names[0] != "" {
			o := f.vm.NewObject()
			_ = o.Set(t.names[0], r)
			_ = o.Set(t.names[1], t.extra)
			r = o
		}
		return resolve(r)
	}
	if hooks := f.env.Async; hooks != nil {
		request, plain := hooks.Init("FSREQPROMISE", f.vm.NewObject()), finish
		finish = func(v any, err error) (fault error) {
			defer hooks.Destroy(request)
			hooks.Run(request, func() { fault = plain(v, err) })
			return fault
		}
	}
	f.start(&t, finish)
	return f.vm.ToValue(p)
}

// codeError is an error of Node's own rather than the system's.
type codeError struct {
	code    string // ERR_FS_EISDIR
	message string
	class   string // "SystemError" with info, or an Error class
	errno   int
	name    string // EISDIR
	info    string // "is a directory"
	syscall string
	path    string
}

func (e *codeError) Error() string { return e.message }

func (e *codeError) object(vm *goja.Runtime) goja.Value {
	if e.class != "SystemError" {
		return nodeerr.Make(vm, nodeerr.Base(e.class), e.code, e.message)
	}
	o := nodeerr.Make(vm, nodeerr.Error, e.code, e.message)
	jsconv.Hidden(o, "name", vm.ToValue("SystemError"))
	info := vm.NewObject()
	for _, p := range [...]struct {
		name  string
		value any
	}{{"code", e.name}, {"message", e.info}, {"path", e.path}, {"syscall", e.syscall}, {"errno", e.errno}} {
		_ = info.Set(p.name, p.value)
	}
	_ = o.Set("info", info)
	_ = o.Set("errno", e.errno)
	_ = o.Set("syscall", e.syscall)
	_ = o.Set("path", e.path)
	return o
}
