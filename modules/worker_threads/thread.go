package workerthreads

import (
	"errors"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// thread is a worker. The first part is set before it runs and read from both sides.
type thread struct {
	id          int
	name        string
	family      *family
	member      *member
	above       *eventloop.Loop // of the thread that starts it
	parentPort  *end
	data        *modules.Message // workerData
	environment *modules.Message // setEnvironmentData's, nil if there is none
	resources   [4]float64       // resourceLimits, in the order of limitNames
	internal    bool             // the host's own: scripts in it see no port and no data
	input       *input           // nil: stdin has ended from the start

	// What follows is the starting thread's.
	w        *world
	object   *goja.Object // the Worker
	native   *goja.Object // whose properties js/worker.js sets to what is to be called
	handle   *eventloop.Handle
	port     *port
	stop     func(code int)
	passes   [3]bool // stdout and stderr go on to this thread's own
	resource *modules.AsyncResource
}

var threadSlot = jsconv.Slot[thread]{Name: "Worker"}

var limitNames = [4]string{"maxYoungGenerationSizeMb", "maxOldGenerationSizeMb", "codeRangeSizeMb", "stackSizeMb"}

// defaultLimits are what Node gives a worker that asks for nothing.
var defaultLimits = [4]float64{48, 2096, 0, 4}

// limits makes the object resourceLimits.
func (t *thread) limits(vm *goja.Runtime) *goja.Object {
	o := vm.NewObject()
	for i, name := range limitNames {
		_ = o.Set(name, t.resources[i])
	}
	return o
}

// threadBinding defines what js/worker.js needs.
func (w *world) threadBinding() *goja.Object {
	vm := w.vm
	x := vm.NewObject()
	jsconv.Export(vm, x, "start", 2, func(c goja.FunctionCall) goja.Value {
		return w.start(c.Argument(0).(*goja.Object), c.Argument(1).(*goja.Object))
	})
	jsconv.Export(vm, x, "postMessage", 0, func(c goja.FunctionCall) goja.Value {
		if t := threadSlot.Get(c.This); t != nil && !t.handle.Closed() {
			return t.port.post(c)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "environ", 1, func(c goja.FunctionCall) goja.Value { // of an object's properties
		env := modules.NewEnviron(nil)
		o := c.Argument(0).(*goja.Object)
		for _, k := range o.Keys() {
			if v := o.Get(k); v != nil && !goja.IsUndefined(v) {
				env.Set(k, v.String())
			}
		}
		return vm.ToValue(env)
	})
	return x
}

// start starts a worker. options are what js/worker.js has checked: a file, url, source or builtin; argv, execArgv; env, absent
// for a copy of this thread's, true for that itself; name; stdin, stdout, stderr; workerData, transferList; resourceLimits.
func (w *world) start(object, options *goja.Object) goja.Value {
	w.env.Permit(modules.Worker, "")
	vm, host := w.vm, w.env.Host
	if w.events == nil {
		w.events = emitter.Of(w.env.Require("events"))
		w.emitMethod = w.events.Prototype.Get("emit")
	}
	t := &thread{family: w.family, name: text(options, "name"), above: w.env.Loop, w: w, object: object, resources: defaultLimits}
	th := &modules.Thread{State: t, File: text(options, "file"), URL: text(options, "url"), Builtin: text(options, "builtin"), Argv: words(options, "argv"), ExecArgv: words(options, "execArgv")}
	if v := options.Get("source"); !jsconv.Missing(v) {
		source := v.String()
		th.Source = &source
	}
	switch env := options.Get("env"); {
	case jsconv.Missing(env):
		th.Env = host.Env.Copy()
	case env.ExportType() != nil && env.Export() == true:
		th.Env = host.Env
	default:
		th.Env = env.Export().(*modules.Environ)
		if list, _ := th.Env.Get("NODE_OPTIONS"); list != "" {
			if own, _ := host.Env.Get("NODE_OPTIONS"); own != list {
				th.NodeOptions = list
			}
		}
	}
	if limits, ok := options.Get("resourceLimits").(*goja.Object); ok {
		for i, name := range limitNames {
			if v := limits.Get(name); v != nil && goja.IsNumber(v) && v.ToFloat() > 0 {
				t.resources[i] = v.ToFloat()
				if i == 1 {
					th.Memory = 1
				}
			}
		}
		if th.Memory > 0 {
			th.Memory = uint64((t.resources[0] + t.resources[1]) * (1 << 20))
		}
		th.StackSize = t.resources[3] / defaultLimits[3]
	}

	t.internal = th.Builtin != ""
	var err error
	if t.data, err = w.env.CopyValue(orUndefined(options.Get("workerData")), w.transferList(options.Get("transferList"))); err != nil {
		panic(w.env.CloneError(err))
	}
	if w.environment != nil || w.self != nil && w.self.environment != nil {
		t.environment = w.copied(w.environmentData())
	}
	mine, theirs := newPair()
	t.parentPort = theirs
	for fd, name := range [3]string{"stdin", "stdout", "stderr"} {
		t.passes[fd] = !options.Get(name).ToBoolean()
	}
	if !t.passes[0] {
		t.input = newInput()
		th.Stdin = t.input
	}
	th.Stdout, th.Stderr = &output{t, 1}, &output{t, 2}
	th.TrackFDs = options.Get("trackUnmanagedFds").ToBoolean()
	th.Begin, th.Uncaught, th.Ended = t.begin, t.uncaught, t.ended

	t.id, t.member = w.family.add()
	t.native = w.handleOf(t)
	threadSlot.Set(vm, object, t)
	t.handle = w.env.Loop.NewHandle()
	t.port = w.look(mine, object)
	t.port.started = true
	t.port.emit = func(kind string, v goja.Value, _ []goja.Value) {
		if kind != "close" {
			t.emit(kind, v)
		}
	}
	if a := w.env.Async; a != nil {
		t.resource = a.Init("WORKER", t.native)
		o := vm.NewObject()
		jsconv.Export(vm, o, "hasRef", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(t.port.handle.HasRef()) })
		t.port.resource = a.Init("MESSAGEPORT", o)
	}
	if t.stop, err = host.StartWorker(th); err != nil {
		t.handle.Close()
		t.port.close()
		t.data.Drop()
		w.family.remove(t.id)
		invalid := err.(*modules.InvalidOptions)
		of := "execArgv flags"
		if invalid.FromEnvironment {
			of = "NODE_OPTIONS env variable"
		}
		nodeerr.Throw(vm, "ERR_WORKER_INVALID_EXEC_ARGV", invalid.Words, "invalid "+of)
	}
	return t.native
}

// handleOf makes what js/worker.js has of a thread.
func (w *world) handleOf(t *thread) *goja.Object {
	vm := w.vm
	o := vm.NewObject()
	_ = o.Set("threadId", t.id)
	_ = o.Set("limits", t.limits(vm))
	method := func(name string, f func(c goja.FunctionCall) goja.Value) { jsconv.Export(vm, o, name, 0, f) }
	method("stop", func(goja.FunctionCall) goja.Value {
		t.stop(1)
		return goja.Undefined()
	})
	method("ref", func(goja.FunctionCall) goja.Value {
		t.handle.Ref()
		t.port.handle.Ref()
		return goja.Undefined()
	})
	method("unref", func(goja.FunctionCall) goja.Value {
		t.handle.Unref()
		t.port.handle.Unref()
		return goja.Undefined()
	})
	method("hasRef", func(goja.FunctionCall) goja.Value {
		if t.handle.Closed() {
			return goja.Undefined()
		}
		return vm.ToValue(t.handle.HasRef())
	})
	method("write", func(c goja.FunctionCall) goja.Value {
		if v := c.Argument(0); goja.IsNull(v) {
			t.input.push(nil)
		} else {
			t.input.push(bytesOf(v))
		}
		return goja.Undefined()
	})
	// account gives how long the worker's loop was idle and active, in milliseconds.
	method("account", func(goja.FunctionCall) goja.Value {
		var idle, active time.Duration
		if loop := t.member.loop(); loop != nil {
			_, idle, active = loop.Account()
		}
		return vm.NewArray(milliseconds(idle), milliseconds(active))
	})
	// pass says whether what the worker prints goes straight on.
	method("pass", func(c goja.FunctionCall) goja.Value {
		t.passes[c.Argument(0).ToInteger()] = c.Argument(1).ToBoolean()
		return goja.Undefined()
	})
	return o
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// call calls what js/worker.js has set on the handle.
func (t *thread) call(name string, args ...goja.Value) {
	fn, _ := goja.AssertFunction(t.native.Get(name))
	jsconv.Call(fn, t.native, args...)
}

// emit emits an event of the Worker.
func (t *thread) emit(name string, v goja.Value) {
	if w := t.w; t.object.Get("emit") == w.emitMethod {
		args := [1]goja.Value{v}
		w.events.Emit(t.object, name, args[:]...)
	} else { // which somebody listens in on
		jsconv.CallMethod(w.vm, t.object, "emit", w.vm.ToValue(name), v)
	}
}

// begin is the first that the worker does.
func (t *thread) begin(env *modules.Env) {
	t.member.begin(env)
	t.above.Post(func() error {
		t.call("online")
		return nil
	})
}

// ended is the last that the worker does.
func (t *thread) ended(code int, err error) {
	t.family.remove(t.id)
	if t.input != nil {
		t.input.push(nil)
	}
	t.data.Drop()
	t.parentPort.leave()
	t.above.Post(func() error {
		t.port.close()
		t.port.handle.Close()
		var reason goja.Value = goja.Undefined()
		switch {
		case errors.Is(err, modules.ErrOutOfMemory):
			reason = nodeerr.New(t.w.vm, "ERR_WORKER_OUT_OF_MEMORY", err.Error())
		case err != nil:
			reason = nodeerr.Make(t.w.vm, nodeerr.Error, "ERR_GO_PANIC", err.Error())
		}
		defer t.w.env.Loop.NextClose(func() error {
			t.handle.Close()
			if a := t.w.env.Async; a != nil {
				a.Destroy(t.resource)
			}
			return nil
		})
		t.call("exited", t.w.vm.ToValue(code), reason)
		return nil
	})
}

// parentPort makes the port to the thread that started this one.
func (w *world) parentPort() goja.Value {
	make := w.env.Function("internal/worker/port", "make")
	return jsconv.Call(make, goja.Undefined(), w.vm.ToValue(w.self.parentPort))
}

// workerData reads what this thread was given.
func (w *world) workerData() goja.Value {
	v, err := w.env.ReadValue(w.self.data)
	if err != nil {
		panic(w.env.CloneError(err))
	}
	return v
}

// environmentData is the Map of setEnvironmentData.
func (w *world) environmentData() *goja.Object {
	if w.environment == nil {
		if w.self != nil && w.self.environment != nil {
			v, err := w.env.ReadValue(w.self.environment)
			if err != nil {
				panic(w.env.CloneError(err))
			}
			w.environment = v.(*goja.Object)
		} else {
			o, err := w.vm.New(w.vm.Get("Map"))
			if err != nil {
				panic(err)
			}
			w.environment = o
		}
	}
	return w.environment
}

// copied is a value on its way to another thread.
func (w *world) copied(v goja.Value) *modules.Message {
	m, err := w.env.CopyValue(v, nil)
	if err != nil {
		panic(w.env.CloneError(err))
	}
	return m
}

func orUndefined(v goja.Value) goja.Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}

// text is an option that may be missing.
func text(o *goja.Object, name string) string {
	if v := o.Get(name); !jsconv.Missing(v) {
		return v.String()
	}
	return ""
}

// words is an option that is an array of strings; nil if it is missing.
func words(o *goja.Object, name string) []string {
	list, ok := o.Get(name).(*goja.Object)
	if !ok {
		return nil
	}
	out := make([]string, list.Get("length").ToInteger())
	for i := range out {
		out[i] = list.Get(strconv.Itoa(i)).String()
	}
	return out
}
