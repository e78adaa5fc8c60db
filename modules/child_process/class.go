package childprocess

import (
	"errors"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/spawn"
)

var childSlot = jsconv.Slot[child]{Name: "ChildProcess"}

// makeClass makes the class ChildProcess.
func (w *world) makeClass() {
	vm := w.vm
	class, proto := jsconv.Class(vm, "ChildProcess", func(call goja.ConstructorCall) { w.newChild().appear(call.This) })
	w.class = class
	_ = class.SetPrototype(w.emitter.Constructor)
	_ = proto.SetPrototype(w.emitter.Prototype)
	w.prototype = proto

	jsconv.Export(vm, proto, "spawn", 1, jsconv.FuncOf(vm, w.childOf, func(c *child, call goja.FunctionCall) goja.Value {
		return vm.ToValue(-int(c.start(w.spawnOptions(call.Argument(0)))))
	}))
	w.spawnMethod = proto.Get("spawn").(*goja.Object)
	// These do nothing to objects that stand for no child.
	on := func(name string, length int, f func(this *goja.Object, call goja.FunctionCall) goja.Value) {
		jsconv.Export(vm, proto, name, length, func(call goja.FunctionCall) goja.Value { return f(call.This.ToObject(vm), call) })
	}
	on("kill", 1, func(this *goja.Object, call goja.FunctionCall) goja.Value {
		sig := w.signalOf(call.Argument(0))
		c := w.childOf(this)
		return vm.ToValue(c != nil && c.kill(sig))
	})
	on("ref", 0, func(this *goja.Object, _ goja.FunctionCall) goja.Value {
		if c := w.childOf(this); c != nil {
			c.ref()
		}
		return goja.Undefined()
	})
	on("unref", 0, func(this *goja.Object, _ goja.FunctionCall) goja.Value {
		if c := w.childOf(this); c != nil {
			c.unref()
		}
		return goja.Undefined()
	})
	if dispose, ok := vm.Get("Symbol").(*goja.Object).Get("dispose").(*goja.Symbol); ok {
		f := jsconv.NewFunc(vm, "[Symbol.dispose]", 0, func(call goja.FunctionCall) goja.Value {
			if this := call.This.ToObject(vm); !jsconv.Get(this, "killed").ToBoolean() {
				jsconv.CallMethod(vm, this, "kill")
			}
			return goja.Undefined()
		})
		_ = proto.SetSymbol(dispose, f)
	}
	w.makeStreamProperties()
	w.makeHandles()
}

// childOf is the child that an object, its prototype or the target of a proxy stands for, nil if there is none.
func (w *world) childOf(v goja.Value) *child {
	o, _ := v.(*goja.Object)
	for ; o != nil; o = o.Prototype() {
		if c := w.handles.Of(o); c != nil {
			return c
		}
		for _, k := range w.kinds {
			if c := k.Of(o); c != nil {
				return c
			}
		}
		if slots.ClassOf(o) == slots.Proxy {
			p, _ := o.Export().(goja.Proxy)
			return w.childOf(p.Target())
		}
	}
	return childSlot.Get(v)
}

// newChild is a child that has no object yet, and of which nothing is started.
func (w *world) newChild() *child { return &child{w: w, closesNeeded: 1} }

// appear makes an object the ChildProcess of a child of which nothing is started yet, as far as that shows.
func (c *child) appear(o *goja.Object) {
	w := c.w
	c.object = o
	w.emitter.Init(o, goja.Undefined())
	childSlot.Set(w.vm, o, c)
	_ = o.Set("connected", false)
	_ = o.Set("signalCode", goja.Null())
	_ = o.Set("exitCode", goja.Null())
	_ = o.Set("killed", false)
	_ = o.Set("spawnfile", goja.Null())
	c.internal = w.vm.CreateObject(w.handleProto)
	childSlot.Set(w.vm, c.internal, c)
	_ = o.Set("_handle", c.internal)
}

// standsFor makes the object of a child that has just begun, with all that the others get by and by, as little of what is in
// it is ever looked at. It reports whether it could.
func (c *child) standsFor(r *request, plan []stdioEntry) bool {
	w := c.w
	kind := w.kindFor(plan)
	if kind == nil {
		return false
	}
	c.internal = w.handles.New(w.handleProto, c)
	c.object = kind.New(w.prototype, c, w.vm.ToValue(r.file), c.internal, r.spawnargs, w.vm.ToValue(c.process.Pid()))
	return true
}

// kindFor is the sort of ChildProcess objects of children that have such descriptors; nil if there is none.
func (w *world) kindFor(plan []stdioEntry) *slots.Kind[child] {
	piped := 0
	for fd := range streamNames[:3] {
		if plan[fd].piped {
			piped |= 1 << fd
		}
	}
	if !w.emitter.Alike() {
		return nil
	}
	if w.handles == nil {
		w.handles = slots.NewKind[child](w.vm, nil, slots.Additions{})
	}
	if k := w.kinds[piped]; k != nil || w.handles == nil {
		return k
	}
	var added slots.Additions
	w.emitter.Inherent(&added, nil)
	no, null, told := w.vm.ToValue(false), goja.Null(), goja.Undefined()
	added.Value("connected", no)
	added.Value("signalCode", null)
	added.Value("exitCode", null)
	added.Value("killed", no)
	added.Value("spawnfile", told)
	added.Value("_handle", told)
	added.Value("spawnargs", told)
	added.Value("pid", told)
	for i, name := range streamNames {
		if i < 3 && piped&(1<<i) == 0 {
			added.Value(slots.Name(name), null)
		} else {
			added.Value(slots.Name(name), slots.Accessors{Get: w.getters[i], Set: w.setters[i]})
		}
	}
	w.kinds[piped] = slots.NewKind[child](w.vm, []slots.Name{"spawnfile", "_handle", "spawnargs", "pid"}, added)
	return w.kinds[piped]
}

// spawnOptions reads what ChildProcess.prototype.spawn is called with, checking it in Node's order. file and args are
// looked at only after stdio, which the caller decodes: start calls checkFile.
func (w *world) spawnOptions(v goja.Value) *request {
	vm := w.vm
	given, ok := v.(*goja.Object)
	if !ok {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "options", "object", orUndefined(v))
	}
	o := optionsOf(given)
	r := &request{call: "spawn", stdio: o.get("stdio"), serialization: o.get("serialization"), options: o}
	truth := func(name string) bool { return o.get(name).ToBoolean() }
	r.detached, r.hide, r.verbatim = truth("detached"), truth("windowsHide"), truth("windowsVerbatimArguments")
	if cwd := o.get("cwd"); !jsconv.Nullish(cwd) {
		r.cwd = cwd.String()
	}
	r.uid, r.gid = w.id(o, "uid"), w.id(o, "gid")
	r.check = func(channel bool) {
		pairs := o.get("envPairs")
		if !goja.IsUndefined(pairs) {
			if channel {
				validate.Array(vm, pairs, "options.envPairs")
			}
			if isArray(pairs) {
				r.env = w.strings(pairs.(*goja.Object), "options.envPairs")
			}
		} else {
			r.env = w.withNode(w.env.Host.Env.List())
		}
		r.file = validate.String(vm, o.get("file"), "options.file")
		args := o.get("args")
		if goja.IsUndefined(args) {
			r.spawnargs = vm.NewArray()
			return
		}
		r.spawnargs = validate.Array(vm, args, "options.args")
		r.args = w.strings(r.spawnargs, "options.args")
	}
	return r
}

// signalOf is what kill is told to send.
func (w *world) signalOf(v goja.Value) syscall.Signal {
	switch {
	case goja.IsUndefined(v):
		return syscall.SIGTERM
	case goja.IsNumber(v) && v.ToFloat() == 0:
		return 0
	}
	return w.toSignal(v)
}

// kill sends a signal and says whether it got there.
func (c *child) kill(sig syscall.Signal) bool {
	w := c.w
	if c.process == nil || c.exited {
		return false
	}
	err := c.process.Signal(sig)
	switch {
	case err == nil:
		_ = c.object.Set("killed", true)
		return true
	case errors.Is(err, spawn.ErrExited):
		return false
	case errors.Is(err, spawn.ErrUnsupported):
		panic(w.errnoException(syscall.ENOSYS, "kill"))
	}
	errno := errnoOf(err)
	if errno == syscall.EINVAL || errno == syscall.ENOSYS {
		panic(w.errnoException(errno, "kill"))
	}
	w.emitter.Emit(c.object, "error", w.errnoException(errno, "kill"))
	return false
}

// ref makes the loop wait for the child while it runs.
func (c *child) ref() {
	if c.handle != nil {
		c.handle.Ref()
	}
}

// unref undoes that.
func (c *child) unref() {
	if c.handle != nil {
		c.handle.Unref()
	}
}

// makeHandles makes the prototypes of child._handle and of a stream's _handle, which some scripts reach for.
func (w *world) makeHandles() {
	vm := w.vm
	named := func(name string) *goja.Object {
		_, proto := jsconv.Class(vm, name, func(goja.ConstructorCall) { panic(vm.NewTypeError("Illegal constructor")) })
		return proto
	}
	w.handleProto = named("Process")
	on := func(name string, f func(c *child, _ goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, w.handleProto, name, 0, jsconv.FuncOf(vm, w.childOf, f))
	}
	on("ref", func(c *child, _ goja.FunctionCall) goja.Value {
		c.ref()
		return nil
	})
	on("unref", func(c *child, _ goja.FunctionCall) goja.Value {
		c.unref()
		return nil
	})
	on("hasRef", func(c *child, _ goja.FunctionCall) goja.Value {
		return vm.ToValue(c.handle != nil && c.handle.HasRef())
	})
	jsconv.Getter(vm, w.handleProto, "pid", true, func(this goja.Value) goja.Value {
		if c := w.childOf(this); c != nil && c.process != nil {
			return vm.ToValue(c.process.Pid())
		}
		return goja.Undefined()
	})
	w.pipeProto = named("Pipe")
	w.pipeMethods()
}
