// Package workerthreads is Node's worker_threads module (Node: worker_threads.md).
//
// A worker is a Runtime of its own, VM and loop, on a goroutine of the same process: Host.StartWorker makes it of a
// modules.Thread. What passes between VMs are modules.Message, the Go form of a structured clone, which waits in the ends
// of channels.
//
//	channel.go    ends of channels and what waits in them; no VM
//	port.go       MessagePort: an end that a VM looks after (js/port.js has the class)
//	broadcast.go  BroadcastChannel (js/broadcast.js)
//	family.go     what the threads of one main thread share: their numbers, names of channels
//	thread.go     a worker, seen from both sides (js/worker.js has the class Worker)
//	stdio.go      a worker's standard streams, which the starting thread reads and writes
//	failure.go    the error that ended a worker, on its way (js/failure.js)
//	messaging.go  postMessageToThread
//	locks.go      the Web Locks API (js/locks.js)
//
// The module is Go as long as a script only asks where it runs; each class is compiled when it is first used.
package workerthreads

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "worker_threads", Load: load},
	{Name: "internal/worker/world", Load: loadWorld},
	{Name: "internal/worker/given", Load: func(env *modules.Env, module *goja.Object) {
		_ = module.Set("exports", worldOf(env).workerData())
	}},
	{Name: "internal/worker/port", JS: &js, File: "js/port.js", Bind: func(env *modules.Env) *goja.Object { return worldOf(env).portBinding() }},
	{Name: "internal/worker/worker", JS: &js, File: "js/worker.js", Bind: func(env *modules.Env) *goja.Object { return worldOf(env).threadBinding() }},
	{Name: "internal/worker/broadcast", JS: &js, File: "js/broadcast.js", Bind: func(env *modules.Env) *goja.Object { return worldOf(env).broadcastBinding() }},
	{Name: "internal/worker/locks", JS: &js, File: "js/locks.js", Bind: func(env *modules.Env) *goja.Object { return worldOf(env).locksBinding() }},
	{Name: "internal/worker/message_event", JS: &js, File: "js/message_event.js"},
	{Name: "internal/worker/failure", JS: &js, File: "js/failure.js"},
	{Name: "internal/worker/streams", JS: &js, File: "js/streams.js"},
}

// world is the module in one VM.
type world struct {
	env    *modules.Env
	vm     *goja.Runtime
	family *family
	self   *thread // nil in the main thread
	ports  map[*port]struct{}
	last   *port // of which postMessage was called

	events      *emitter.Class // once a worker was started
	emitMethod  goja.Value
	environment *goja.Object  // the Map of setEnvironmentData, once there is one
	makePort    goja.Callable // of js/port.js, once that is loaded
	dispatch    goja.Callable
}

var worldSlot = jsconv.Slot[world]{Name: "worker_threads"}

func worldOf(env *modules.Env) *world { return worldSlot.Get(env.Require("internal/worker/world")) }

func loadWorld(env *modules.Env, module *goja.Object) {
	w := &world{env: env, vm: env.VM, ports: map[*port]struct{}{}}
	if t := env.Host.Thread; t != nil {
		w.self = t.State.(*thread)
		w.family = w.self.family
	} else {
		w.family = newFamily()
		_, m := w.family.add()
		m.begin(env)
	}
	env.Host.Cleanup = append(env.Host.Cleanup, w.close)
	worldSlot.Set(env.VM, module.Get("exports").(*goja.Object), w)
}

// close lets go of all ends when the Runtime is over.
func (w *world) close() {
	for p := range w.ports {
		p.end.Dropped()
	}
	w.family.locks.drop(func(k *lock) bool { return k.w == w })
	w.family.remove(w.id())
}

// id is the thread's number.
func (w *world) id() int {
	if w.self == nil {
		return 0
	}
	return w.self.id
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	w := worldOf(env)
	_ = x.Set("isInternalThread", w.self != nil && w.self.internal)
	_ = x.Set("isMainThread", w.self == nil)
	lazy := func(module string, names ...string) {
		for _, name := range names {
			jsconv.Lazy(vm, x, name, true, func() goja.Value { return env.Require(module).Get(name) })
		}
	}
	lazy("internal/worker/port", "MessagePort", "MessageChannel")
	mark := func(name string, mark *modules.Mark) {
		jsconv.Export(vm, x, name, 1, func(c goja.FunctionCall) goja.Value {
			if o, ok := c.Argument(0).(*goja.Object); ok {
				env.Mark(o, mark)
			}
			return goja.Undefined()
		})
	}
	mark("markAsUncloneable", modules.Uncloneable)
	mark("markAsUntransferable", modules.Untransferable)
	jsconv.Export(vm, x, "isMarkedAsUntransferable", 1, func(c goja.FunctionCall) goja.Value {
		o, ok := c.Argument(0).(*goja.Object)
		return vm.ToValue(ok && env.Marked(o, modules.Untransferable))
	})
	lazy("internal/worker/port", "moveMessagePortToContext")
	jsconv.Export(vm, x, "receiveMessageOnPort", 1, w.receiveMessageOnPort)
	limits := vm.NewObject()
	if w.self != nil {
		limits = w.self.limits(vm)
	}
	_ = x.Set("resourceLimits", limits)
	jsconv.Export(vm, x, "postMessageToThread", 4, w.postMessageToThread)
	name := ""
	if w.self != nil {
		name = w.self.name
	}
	_ = x.Set("threadId", w.id())
	_ = x.Set("threadName", name)
	_ = x.Set("SHARE_ENV", jsconv.CallMethod(vm, vm.Get("Symbol").(*goja.Object), "for", vm.ToValue("nodejs.worker_threads.SHARE_ENV")))
	lazy("internal/worker/worker", "Worker")
	if w.self == nil || w.self.internal {
		_ = x.Set("parentPort", goja.Null())
		_ = x.Set("workerData", goja.Null())
	} else {
		jsconv.Lazy(vm, x, "parentPort", true, func() goja.Value { return w.parentPort() })
		jsconv.Lazy(vm, x, "workerData", true, func() goja.Value { return w.workerData() })
	}
	lazy("internal/worker/broadcast", "BroadcastChannel")
	lazy("internal/worker/locks", "locks")
	jsconv.Export(vm, x, "setEnvironmentData", 2, func(c goja.FunctionCall) goja.Value {
		method := "set"
		if jsconv.Missing(c.Argument(1)) {
			method = "delete"
		}
		jsconv.CallMethod(vm, w.environmentData(), method, c.Argument(0), c.Argument(1))
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "getEnvironmentData", 1, func(c goja.FunctionCall) goja.Value {
		return jsconv.CallMethod(vm, w.environmentData(), "get", c.Argument(0))
	})
}

// invalidArgument is a TypeError whose text says all.
func invalidArgument(vm *goja.Runtime, code, message string) goja.Value {
	return nodeerr.Make(vm, nodeerr.TypeError, code, message)
}
