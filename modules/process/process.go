// Package process is Node's process object (Node: process.md).
//
// The object is made when a script first uses it. What needs other modules, the
// standard streams above all, is made when it is first read. State that Node
// keeps in the operating system's process is the Runtime's here, in modules.Host:
// directory, environment, umask, exit code, standard streams. The files:
//
//	info.go      version, versions, release, features, config
//	env.go       process.env
//	exit.go      exit, exitCode, abort, and the hooks by which the runtime tells of ends
//	uncaught.go  uncaughtException, unhandledRejection
//	warning.go   emitWarning
//	signal.go    kill, and listeners for signals
//	directory.go cwd, chdir, umask
//	usage.go     memoryUsage, cpuUsage, hrtime, ...
//	user_*.go    getuid and the like, where the system has them
//	stdio.go     stdin, stdout, stderr
//	worker.go    what is different in workers
//	more.go      what is left
package process

import (
	"embed"
	"os"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules are the built-ins of this package.
var Modules = []modules.Module{
	{Name: "process", Load: load},
	{Name: "internal/stdio", JS: &js, File: "stdio.js", Bind: stdioBinding},
	{Name: "internal/process/flags", JS: &js, File: "flags.js"},
	{Name: "internal/process/report", JS: &js, File: "report.js", Bind: reportBinding},
}

// process is the object in one VM.
type process struct {
	env    *modules.Env
	vm     *goja.Runtime
	host   *modules.Host
	object *goja.Object
	events *emitter.Class

	exitCode   goja.Value // as the script set it
	capture    goja.Value // setUncaughtExceptionCaptureCallback
	rejections rejections
	helpShown  bool            // how to trace warnings was told
	broken     bool            // process._fatalException is no function
	streams    [3]*goja.Object // stdin, stdout, stderr once they are made
	getters    [3]*goja.Object // their getters
	signals    map[string]*listening
	title      string
	sourceMaps bool
}

func load(env *modules.Env, module *goja.Object) {
	vm := env.VM
	p := &process{env: env, vm: vm, host: env.Host, exitCode: goja.Undefined(), capture: goja.Null()}
	p.events = emitter.Of(env.Require("events"))

	// process is an EventEmitter with a class of its own in between.
	proto := vm.CreateObject(p.events.Prototype)
	ctor := slots.NewConstructor(vm, "process", 0, proto, func(goja.ConstructorCall) *goja.Object { return nil })
	jsconv.Hidden(proto, "constructor", ctor)
	p.object = vm.CreateObject(proto)
	_ = module.Set("exports", p.object)

	p.info()
	p.events.Init(p.object, goja.Undefined())
	_ = p.object.DefineDataPropertySymbol(goja.SymToStringTag, vm.ToValue("process"), goja.FLAG_TRUE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	p.exits()
	p.uncaught()
	p.warnings()
	p.signalMembers()
	p.directory()
	p.usage()
	p.users()
	p.stdio()
	p.more()
	p.nextTick()
	p.arguments()
	p.channel()
	p.permission()
	if p.host.Thread != nil {
		p.worker()
	}
}

// channel joins the object to the process that forked this one.
func (p *process) channel() {
	if ch := p.host.Channel; ch != nil {
		p.host.Channel = nil
		attach := p.env.Function("internal/child_process/channel", "attach")
		jsconv.Call(attach, goja.Undefined(), p.object, p.vm.ToValue(ch.FD), p.vm.ToValue(ch.Mode))
		if _, worker := p.host.Env.Get(modules.WorkerID); worker {
			jsconv.Call(p.env.Function("internal/cluster/child", "start"), goja.Undefined())
		}
	}
}

// method defines a method of process.
func (p *process) method(name string, length int, f jsconv.Func) {
	jsconv.Export(p.vm, p.object, name, length, f)
}

// constant defines a property that cannot be assigned.
func (p *process) constant(name string, v any) {
	_ = p.object.DefineDataProperty(name, p.vm.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// nextTick defines process.nextTick.
func (p *process) nextTick() {
	p.method("nextTick", 1, func(c goja.FunctionCall) goja.Value {
		fn := validate.Function(p.vm, c.Argument(0), "callback")
		if p.host.Exiting {
			return goja.Undefined()
		}
		args := append([]goja.Value(nil), c.Arguments[1:]...) // c's own live on the VM's stack
		if p.env.Async != nil {
			p.hookedTick(fn, args)
			return goja.Undefined()
		}
		p.env.Loop.NextTick(func() error {
			_, err := fn(goja.Undefined(), args...)
			return err
		})
		return goja.Undefined()
	})
}

// hookedTick is nextTick's while async_hooks is in use.
func (p *process) hookedTick(fn goja.Callable, args []goja.Value) {
	hooks := p.env.Async
	resource := hooks.Init("TickObject", p.vm.NewObject())
	p.env.Loop.NextTick(func() error {
		defer hooks.Destroy(resource)
		hooks.Run(resource, func() { jsconv.Call(fn, goja.Undefined(), args...) })
		return nil
	})
}

// arguments defines what the process was started with.
func (p *process) arguments() {
	vm, o := p.vm, p.object
	list := func(l []string) goja.Value {
		items := make([]any, len(l))
		for i, s := range l {
			items[i] = s
		}
		return vm.NewArray(items...)
	}
	_ = o.Set("env", p.newEnv())
	_ = o.Set("argv", list(p.host.Argv))
	_ = o.Set("execArgv", list(p.host.ExecArgv))
	p.constant("pid", os.Getpid())
	_ = o.Set("ppid", os.Getppid())
	_ = o.Set("execPath", p.host.ExecPath)
	_ = o.Set("debugPort", 9229)
	_ = o.DefineDataProperty("argv0", vm.ToValue(p.host.Argv0), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	if p.title = p.host.Flags.Title; p.title == "" {
		p.title = p.host.Argv0
	}
	_ = o.DefineAccessorProperty("title",
		jsconv.NewFunc(vm, "get title", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(p.title) }),
		jsconv.NewFunc(vm, "set title", 1, func(c goja.FunctionCall) goja.Value {
			p.title = validate.String(vm, c.Argument(0).ToString(), "title")
			return goja.Undefined()
		}), goja.FLAG_TRUE, goja.FLAG_TRUE)
}
