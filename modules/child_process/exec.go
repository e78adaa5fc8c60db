package childprocess

import (
	"math"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// spawn is child_process.spawn.
func (w *world) spawn(call goja.FunctionCall) goja.Value {
	r := w.normalize("spawn", call.Argument(0), call.Argument(1), call.Argument(2))
	w.limits(r)
	return w.launch(r).object
}

// launch makes a child for a request and starts it, with its timeout and its AbortSignal.
func (w *world) launch(r *request) *child {
	c := w.newChild()
	if m, ok := w.prototype.Get("spawn").(*goja.Object); ok && m != w.spawnMethod {
		c.appear(w.vm.CreateObject(w.prototype))
		jsconv.Invoke(w.vm, m, c.object, w.spawnObject(r)) // somebody wants to see every start
	} else {
		c.start(r)
	}
	if r.timeout > 0 {
		timer := w.env.Loop.SetTimer(r.timeout, func() error {
			w.killOrEmit(c, r.killSignal)
			return nil
		})
		c.once("exit", func() { timer.Stop() })
	}
	if r.signal != nil {
		w.abortBy(c, r.signal, r.killSignal)
	}
	return c
}

// spawnObject is the request as options of ChildProcess.prototype.spawn.
func (w *world) spawnObject(r *request) *goja.Object {
	o := w.vm.NewObject()
	for _, p := range r.options {
		_ = o.Set(p.name, p.value)
	}
	_ = o.Set("file", r.file)
	_ = o.Set("args", w.array(r.args))
	_ = o.Set("envPairs", w.array(r.env))
	_ = o.Set("cwd", goja.Undefined())
	if r.cwd != "" {
		_ = o.Set("cwd", r.cwd)
	}
	_ = o.Set("detached", r.detached)
	_ = o.Set("windowsHide", r.hide)
	_ = o.Set("windowsVerbatimArguments", r.verbatim)
	return o
}

// once adds a listener of ours.
func (c *child) once(event string, f func()) {
	vm := c.w.vm
	jsconv.CallMethod(vm, c.object, "once", vm.ToValue(event), vm.ToValue(func(goja.FunctionCall) goja.Value {
		f()
		return goja.Undefined()
	}))
}

// killOrEmit kills; what kill throws is an 'error' event. It says whether the signal got there.
func (w *world) killOrEmit(c *child, sig syscall.Signal) (killed bool) {
	if ex := w.vm.Try(func() {
		killed = jsconv.CallMethod(w.vm, c.object, "kill", w.vm.ToValue(int(sig))).ToBoolean()
	}); ex != nil {
		w.emitter.Emit(c.object, "error", ex.Value())
	}
	return killed
}

// abortBy kills the process when an AbortSignal says so.
func (w *world) abortBy(c *child, signal *goja.Object, sig syscall.Signal) {
	abort := func() {
		if w.killOrEmit(c, sig) {
			w.emitter.Emit(c.object, "error", nodeerr.Abort(w.vm, signal.Get("reason")))
		}
	}
	if signal.Get("aborted").ToBoolean() {
		w.env.Loop.NextTick(func() error {
			abort()
			return nil
		})
		return
	}
	listener := w.vm.ToValue(func(goja.FunctionCall) goja.Value {
		abort()
		return goja.Undefined()
	})
	added := jsconv.Call(w.env.Function("events", "addAbortListener"), goja.Undefined(), signal, listener).(*goja.Object)
	dispose, _ := w.vm.Get("Symbol").(*goja.Object).Get("dispose").(*goja.Symbol)
	c.once("exit", func() {
		if f, ok := goja.AssertFunction(added.GetSymbol(dispose)); ok {
			jsconv.Call(f, added)
		}
	})
}

// exec is child_process.exec.
func (w *world) exec(call goja.FunctionCall) goja.Value {
	command, o, callback := w.execArguments(call.Argument(0), call.Argument(1), call.Argument(2))
	if !jsconv.Nullish(callback) {
		validate.Function(w.vm, callback, "callback")
	}
	return w.execFileWith("exec", command, nil, o, callback)
}

// execArguments reads (command[, options][, callback]) and makes the options those of a file to be run by a shell.
func (w *world) execArguments(command, given, callback goja.Value) (goja.Value, options, goja.Value) {
	w.noNull(validate.String(w.vm, command, "command"), "command")
	if jsconv.IsCallable(given) {
		given, callback = goja.Undefined(), given
	}
	var o options
	if object, ok := given.(*goja.Object); ok {
		o = optionsOf(object)
	}
	if !goja.IsString(o.get("shell")) {
		o.set("shell", w.vm.ToValue(true))
	}
	return command, o, callback
}

// execFile is child_process.execFile.
func (w *world) execFile(call goja.FunctionCall) goja.Value {
	args, o, callback := w.execFileArguments(call.Argument(1), call.Argument(2), call.Argument(3))
	return w.execFileWith("execFile", call.Argument(0), args, o, callback)
}

// execFileArguments reads ([args][, options][, callback]).
func (w *world) execFileArguments(args, given, callback goja.Value) (list *goja.Object, o options, _ goja.Value) {
	vm := w.vm
	switch {
	case isArray(args):
		list = args.(*goja.Object)
	case jsconv.IsCallable(args):
		given, callback = goja.Undefined(), args
	case !jsconv.Nullish(args):
		w.notPrimitive(args)
		given, callback = args, given
	}
	if jsconv.IsCallable(given) {
		callback = given
	} else if !jsconv.Nullish(given) {
		o = optionsOf(validate.Object(vm, given, "options"))
	}
	if !jsconv.Nullish(callback) {
		validate.Function(vm, callback, "callback")
	}
	if v := o.get("argv0"); !jsconv.Nullish(v) {
		w.noNull(validate.String(vm, v, "options.argv0"), "options.argv0")
	}
	return list, o, callback
}

// run is one exec or execFile.
type run struct {
	w        *world
	child    *child
	callback goja.Value
	command  string
	out, err *collector

	timer      *eventloop.Timer
	killSignal syscall.Signal
	killed     bool
	done       bool
	failure    *goja.Object
}

func (w *world) execFileWith(name string, file goja.Value, args *goja.Object, given options, callback goja.Value) goja.Value {
	vm := w.vm
	timeout := w.timeout(given.get("timeout"))
	limit := w.maxBuffer(given.with("maxBuffer", vm.ToValue(defaultMaxBuffer)), math.Inf(1))
	killSignal := w.killSignal(given.get("killSignal"))

	var o options
	for _, name := range [...]string{"cwd", "env", "gid", "shell", "signal", "uid", "argv0", "killTree"} {
		o.set(name, given.get(name))
	}
	o.set("windowsHide", vm.ToValue(given.get("windowsHide").ToBoolean()))
	o.set("windowsVerbatimArguments", vm.ToValue(given.get("windowsVerbatimArguments").ToBoolean()))

	r := &request{call: name, options: o}
	w.setFile(r, file)
	var list []string
	if args != nil {
		list = w.strings(args, "args")
	}
	command := strings.Join(append([]string{r.file}, list...), " ")
	w.fill(r, list)
	w.limits(r)
	r.killSignal = killSignal

	e := &run{w: w, callback: callback, command: command, killSignal: killSignal}
	var enc encoding.Encoding
	text := false
	if v := given.with("encoding", vm.ToValue("utf8")); goja.IsString(v) {
		enc, text = encoding.Parse(v.String()) // 'buffer' is none
	}
	e.out = &collector{w: w, name: "stdout", max: limit, encoding: enc, text: text, overflow: e.overflow}
	e.err = &collector{w: w, name: "stderr", max: limit, encoding: enc, text: text, overflow: e.overflow}
	if limit < math.MaxInt32 {
		e.out.gathered.Limit, e.err.gathered.Limit = int(limit), int(limit)
	}
	e.child = w.launch(r)
	c := e.child
	if timeout > 0 {
		e.timer = w.env.Loop.SetTimer(timeout, func() error {
			e.kill()
			return nil
		})
	}
	if len(c.ends) > 2 {
		c.ends[1].collectInto(e.out)
		c.ends[2].collectInto(e.err)
	}
	on := func(event string, f func(call goja.FunctionCall)) {
		jsconv.CallMethod(vm, c.object, "addListener", vm.ToValue(event), vm.ToValue(func(call goja.FunctionCall) goja.Value {
			f(call)
			return goja.Undefined()
		}))
	}
	on("close", func(call goja.FunctionCall) { e.finish(call.Argument(0), call.Argument(1)) })
	on("error", func(call goja.FunctionCall) {
		e.failure, _ = call.Argument(0).(*goja.Object)
		e.hangUp()
		e.finish(goja.Undefined(), goja.Undefined())
	})
	return c.object
}

// overflow is called when there is more output than is allowed.
func (e *run) overflow(name string) {
	e.failure = nodeerr.New(e.w.vm, "ERR_CHILD_PROCESS_STDIO_MAXBUFFER", name)
	e.kill()
}

// kill gives up: nothing more is read, and the process gets its signal.
func (e *run) kill() {
	e.hangUp()
	e.killed = true
	if ex := e.w.vm.Try(func() {
		jsconv.CallMethod(e.w.vm, e.child.object, "kill", e.w.vm.ToValue(int(e.killSignal)))
	}); ex != nil {
		if e.failure == nil {
			e.failure, _ = ex.Value().(*goja.Object)
		}
		e.finish(goja.Null(), goja.Null())
	}
}

// hangUp closes the ends of stdout and stderr.
func (e *run) hangUp() {
	for _, c := range [...]*collector{e.out, e.err} {
		switch end := c.end; {
		case end == nil:
		case end.stream != nil:
			jsconv.CallMethod(e.w.vm, end.stream, "destroy")
		default:
			e.w.env.Loop.NextTick(func() error {
				end.over()
				return nil
			})
		}
	}
}

// finish calls the callback, once.
func (e *run) finish(code, signal goja.Value) {
	if e.done {
		return
	}
	e.done = true
	if e.timer != nil {
		e.timer.Stop()
	}
	callback, ok := goja.AssertFunction(e.callback)
	if !ok {
		return
	}
	vm := e.w.vm
	stdout, stderr := e.out.result(), e.err.result()
	if e.failure == nil && goja.IsNull(signal) && goja.IsNumber(code) && code.ToInteger() == 0 {
		jsconv.Call(callback, goja.Undefined(), goja.Null(), stdout, stderr)
		return
	}
	if e.failure == nil {
		e.failure = nodeerr.Plain(vm, nodeerr.Error, "Command failed: "+e.command+"\n"+stderr.String())
		if goja.IsNumber(code) && code.ToInteger() < 0 {
			code = vm.ToValue(nodeerr.Name(syscall.Errno(-code.ToInteger())))
		}
		_ = e.failure.Set("code", code)
		_ = e.failure.Set("killed", e.killed || e.child.object.Get("killed").ToBoolean())
		_ = e.failure.Set("signal", signal)
	}
	if v := e.failure.Get("cmd"); v == nil || !v.ToBoolean() {
		_ = e.failure.Set("cmd", e.command)
	}
	jsconv.Call(callback, goja.Undefined(), e.failure, stdout, stderr)
}
