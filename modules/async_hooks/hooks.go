package asynchooks

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// hooks knows which resource the running code belongs to, and tells the hooks of
// scripts, as far as any are enabled, what happens to resources.
type hooks struct {
	env     *modules.Env
	lastID  int64
	running []*modules.AsyncResource
	inJob   bool // the last of running is a promise job

	// tell is a function of the event's name and its arguments; nil while no hook
	// is enabled.
	tell *goja.Object

	promises promises
}

// hooksOf are those of a Runtime, made when they are first asked for.
func hooksOf(env *modules.Env) *hooks {
	h, ok := env.Async.(*hooks)
	if !ok {
		h = &hooks{env: env, lastID: 1, running: []*modules.AsyncResource{{ID: 1}}}
		h.promises.hooks = h
		env.Async = h
	}
	return h
}

// bind gives async_hooks.js its view of hooks, which are put in place by the first
// call of anything but the functions that know nothing of resources.
func bind(env *modules.Env) *goja.Object {
	vm := env.VM
	var h *hooks
	b := env.Binding()
	method := func(name string, f jsconv.Func) {
		_ = b.Set(name, func(c goja.FunctionCall) goja.Value {
			h = hooksOf(env)
			return f(c)
		})
	}
	method("id", func(goja.FunctionCall) goja.Value { return vm.ToValue(h.top().ID) })
	method("trigger", func(goja.FunctionCall) goja.Value { return vm.ToValue(h.top().Trigger) })
	method("resource", func(goja.FunctionCall) goja.Value {
		top := h.top()
		if top.Object == nil {
			top.Object = vm.NewObject()
		}
		return top.Object
	})
	method("next", func(goja.FunctionCall) goja.Value { return vm.ToValue(h.next()) })
	// enter(id, trigger, object) gives the depth for leave.
	method("enter", func(c goja.FunctionCall) goja.Value {
		object, _ := c.Argument(2).(*goja.Object)
		return vm.ToValue(h.enter(&modules.AsyncResource{
			ID: c.Argument(0).ToInteger(), Trigger: c.Argument(1).ToInteger(), Object: object,
		}))
	})
	method("leave", func(c goja.FunctionCall) goja.Value {
		h.leave(int(c.Argument(0).ToInteger()))
		return goja.Undefined()
	})
	method("listen", func(c goja.FunctionCall) goja.Value {
		if h.tell, _ = c.Argument(0).(*goja.Object); h.tell != nil {
			h.promises.watch()
		}
		return goja.Undefined()
	})
	method("destroy", func(c goja.FunctionCall) goja.Value {
		h.Destroy(&modules.AsyncResource{ID: c.Argument(0).ToInteger()})
		return goja.Undefined()
	})
	return b
}

func (h *hooks) top() *modules.AsyncResource { return h.running[len(h.running)-1] }

func (h *hooks) next() int64 {
	h.lastID++
	return h.lastID
}

// resource makes a resource that hooks are not told of.
func (h *hooks) resource(object *goja.Object) *modules.AsyncResource {
	return &modules.AsyncResource{ID: h.next(), Trigger: h.top().ID, Object: object}
}

func (h *hooks) enter(r *modules.AsyncResource) (depth int) {
	if r == nil {
		r = h.resource(nil)
	}
	h.running = append(h.running, r)
	return len(h.running) - 1
}

// leave ends what runs at depth, and all that began within it and was thrown out of.
func (h *hooks) leave(depth int) {
	if depth >= 1 && depth < len(h.running) {
		clear(h.running[depth:])
		h.running = h.running[:depth]
	}
}

func (h *hooks) Init(kind string, object *goja.Object) *modules.AsyncResource {
	r := h.resource(object)
	if h.tell != nil {
		vm := h.env.VM
		h.event("init", vm.ToValue(r.ID), vm.ToValue(kind), vm.ToValue(r.Trigger), object)
	}
	return r
}

func (h *hooks) Run(r *modules.AsyncResource, f func()) {
	depth := h.enter(r)
	defer h.leave(depth)
	id := h.env.VM.ToValue(h.top().ID)
	h.event("before", id)
	if ex := h.env.VM.Try(f); ex != nil {
		h.env.Loop.Throw(ex) // while r still runs
		if h.env.Loop.Stopping() != nil {
			return
		}
	}
	h.event("after", id)
}

func (h *hooks) Late() {
	h.event("after", h.env.VM.ToValue(h.next()))
}

// Destroy tells of it later, before the next immediates.
func (h *hooks) Destroy(r *modules.AsyncResource) {
	if r == nil || h.tell == nil {
		return
	}
	h.env.Loop.Post(func() error {
		h.event("destroy", h.env.VM.ToValue(r.ID))
		return nil
	})
}

func (h *hooks) event(name string, args ...goja.Value) {
	if h.tell != nil {
		jsconv.Invoke(h.env.VM, h.tell, goja.Undefined(), append([]goja.Value{h.env.VM.ToValue(name)}, args...)...)
	}
}
