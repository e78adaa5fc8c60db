// Package childprocess is Node's child_process module.
//
// Whatever function a script calls, its arguments become a request (arguments.go), the request a spawn.Command
// (command.go), and the command passes the Runtime's one door (host.Middleware, then host.Backend). What comes out is a
// spawn.Process, which a child (child.go) stands for: the ChildProcess object, its events, its ends of the pipes (end.go).
//
// Nothing of Node's streams is loaded for a process. The properties stdin, stdout and stderr make their stream when a
// script first reads them (js/readable.js, js/writable.js, js/duplex.js); until then the end of a pipe is only a
// descriptor, which exec and execFile collect in Go (collect.go), which is drained when the process ends, or which is
// joined to another process's pipe without a byte entering the program (join.go).
//
// fork (fork.go) is spawn with a channel (channel.go): a socket on which the two processes exchange messages and handles
// in Node's own form. Its bytes are a wire's business (wire.go, wire_poll.go).
//
// The *Sync functions (sync.go) run a process to its end on the loop's goroutine, until the Runtime is stopped.
package childprocess

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeshim"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/spawn"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins. The internal ones are the classes of a process's streams.
var Modules = []modules.Module{
	{Name: "child_process", Load: load},
	{Name: "internal/child_process", Load: loadInternals, Exposed: true},
	{Name: "internal/child_process/readable", JS: &js, File: "js/readable.js"},
	{Name: "internal/child_process/writable", JS: &js, File: "js/writable.js"},
	{Name: "internal/child_process/duplex", JS: &js, File: "js/duplex.js"},
	{Name: "internal/child_process/channel", Load: loadChannel},
}

// world is the module in one Runtime.
type world struct {
	env     *modules.Env
	vm      *goja.Runtime
	emitter *emitter.Class

	backend spawn.Backend
	start   spawn.Func
	shim    *nodeshim.Shim
	poller  *proc.Poller // nil where there is none

	class, prototype *goja.Object
	handleProto      *goja.Object // of child._handle
	pipeProto        *goja.Object // of stream._handle
	spawnMethod      *goja.Object // ChildProcess.prototype.spawn as it was made
	getters, setters [4]*goja.Object

	kinds   [8]*slots.Kind[child] // of ChildProcess objects, by which of stdin, stdout and stderr are pipes
	handles *slots.Kind[child]    // of their _handle
	pipes   *slots.Kind[end]      // of their streams' _handle
	output  *output               // makes stdout and stderr

	running map[*child]struct{}
	warned  bool // of DEP0190
}

func load(env *modules.Env, module *goja.Object) {
	vm, host := env.VM, env.Host
	w := &world{
		env: env, vm: vm, emitter: emitter.Of(env.Require("events")),
		backend: host.Backend, running: map[*child]struct{}{},
	}
	if w.backend == nil {
		w.backend = proc.Local
	}
	w.poller = pollerOf(env)
	w.start = spawn.Chain(w.forks(w.backend.Start), host.Middleware...)
	host.Cleanup = append(host.Cleanup, w.close)
	w.makeClass()

	x := module.Get("exports").(*goja.Object)
	jsconv.Export(vm, x, "_forkChild", 2, func(call goja.FunctionCall) goja.Value {
		attach := env.Function("internal/child_process/channel", "attach")
		return jsconv.Call(attach, goja.Undefined(), env.Require("process"), call.Argument(0), call.Argument(1))
	})
	_ = x.Set("ChildProcess", w.class)
	jsconv.Export(vm, x, "exec", 3, w.exec)
	jsconv.Export(vm, x, "execFile", 4, w.execFile)
	jsconv.Export(vm, x, "execFileSync", 3, w.execFileSync)
	jsconv.Export(vm, x, "execSync", 2, w.execSync)
	jsconv.Export(vm, x, "fork", 1, w.fork)
	jsconv.Export(vm, x, "spawn", 3, w.spawn)
	jsconv.Export(vm, x, "spawnSync", 3, w.spawnSync)
	w.promisified(x.Get("exec").(*goja.Object))
	w.promisified(x.Get("execFile").(*goja.Object))
}

// close lets go of the processes that still run when the Runtime is closed: they go on, its goroutines end.
func (w *world) close() {
	for c := range w.running {
		for _, e := range c.ends {
			if e != nil {
				e.unwatch()
			}
		}
		if c.watch != nil {
			c.watch.Remove()
			c.process.(*proc.Process).Abandon()
		}
		_ = c.process.Close()
	}
	w.running = nil
}
