// Package modules says what a built-in module is.
//
// A Module has a name and a Load function; package runtime lists all of them in
// one table. Load runs on first require, once per Runtime, and gets an Env: the
// VM, the event loop, the state of the Runtime (Host), and Require for the other
// built-ins. Packages below modules/ never import one another: what one needs of
// another it asks for with env.Require, as a script would.
//
// Modules are Go where Go does the work; classes that are all prototype chain may
// be embedded JavaScript, compiled once per process. A package's list of modules is
// plain data: making it costs nothing when the process starts.
package modules

import (
	"embed"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kept"
	"github.com/gojs-run/gojs/internal/programs"
)

// Module is one built-in module: Go, which is Load, or JavaScript, which is File.
type Module struct {
	// Name is what require takes, without "node:". Names that begin with
	// "internal/" are for other built-ins only, and where Exposed is set for scripts
	// too if the command line has --expose-internals.
	Name    string
	Exposed bool
	// Load sets module.exports, which begins as an empty object. It runs on the
	// loop's goroutine and may panic with a JavaScript value to throw.
	Load func(env *Env, module *goja.Object)

	// File in JS is evaluated as RunJS says, with what Bind makes, if it is there,
	// for its binding.
	JS   *embed.FS
	File string
	Bind func(env *Env) *goja.Object
}

// Evaluate loads the module into module, which is new.
func (m Module) Evaluate(env *Env, module *goja.Object) {
	if m.Load != nil {
		m.Load(env, module)
		return
	}
	var b *goja.Object
	if m.Bind != nil {
		b = m.Bind(env)
	}
	run(env, module, "node:"+m.Name, m.source, b)
}

func (m Module) source() string {
	src, err := m.JS.ReadFile(m.File)
	if err != nil {
		panic(err)
	}
	return string(src)
}

// Internal reports whether scripts may not require the module, save some of Node's names with --expose-internals.
func (m Module) Internal() bool { return strings.HasPrefix(m.Name, "internal/") }

// Env is what a built-in module gets of the Runtime it is loaded in. All of it is
// for the loop's goroutine.
type Env struct {
	VM   *goja.Runtime
	Loop *eventloop.Loop
	Host *Host

	// NewBuffer makes a Buffer whose memory is b: nothing is copied, and b must
	// not be used for anything else from then on.
	NewBuffer func(b []byte) *goja.Object

	// Async is nil as long as no script uses async_hooks for more than stores.
	Async AsyncHooks

	builtins  Builtins
	requireJ  goja.Value
	inspector *inspect.Inspector
	marks     struct{ untransferable, uncloneable bool } // there are objects with these marks
}

// Builtins is the table of built-in modules of one Runtime.
type Builtins interface {
	// Require loads a module by name, internal ones included; it panics with
	// ERR_UNKNOWN_BUILTIN_MODULE for a name it does not know.
	Require(name string) *goja.Object
	// Public reports whether scripts may require name (without "node:").
	Public(name string) bool
	// Names lists the public modules, sorted.
	Names() []string
}

// BuiltinName is the name of the public built-in module that a script's request
// means, with or without "node:"; some exist only with it.
func BuiltinName(b Builtins, request string) (name string, ok bool) {
	name, scheme := strings.CutPrefix(request, "node:")
	return name, b.Public(name) && (scheme || !SchemeOnly(name))
}

// SchemeOnly reports whether a built-in module must be asked for with "node:".
func SchemeOnly(name string) bool {
	switch name {
	case "test", "test/reporters", "sea", "sqlite":
		return true
	}
	return false
}

// HookedSymbol is on a CommonJS module whose source came from a hook of module.register; its value is the module's URL.
// What the module requires goes by way of the hooks, too.
var HookedSymbol = jsconv.Symbol{Name: "kHooked"}

// NewEnv is for package runtime.
func NewEnv(vm *goja.Runtime, loop *eventloop.Loop, host *Host, builtins Builtins) *Env {
	e := &Env{VM: vm, Loop: loop, Host: host, builtins: builtins}
	e.NewBuffer = func(b []byte) *goja.Object {
		e.Require("buffer") // puts its own function in the place of this one
		return e.NewBuffer(b)
	}
	return e
}

// Require returns the exports of a built-in module, loading it if need be.
func (e *Env) Require(name string) *goja.Object { return e.builtins.Require(name) }

// Builtins returns the table of built-in modules.
func (e *Env) Builtins() Builtins { return e.builtins }

// Function returns a function exported by a built-in module.
func (e *Env) Function(module, name string) goja.Callable {
	fn, ok := goja.AssertFunction(e.Require(module).Get(name))
	if !ok {
		panic(e.VM.NewTypeError("%s.%s is not a function", module, name))
	}
	return fn
}

// Binding makes an empty object for RunJS's binding parameter.
func (e *Env) Binding() *goja.Object { return e.VM.NewObject() }

var evaluated sync.Map // what built-ins are as programs: name -> func() *goja.Program

// RunJS evaluates embedded JavaScript as the body of
// function (exports, require, module, binding) in strict mode. require loads
// built-ins, internal ones included. name is what stack traces show and the key
// under which the compiled program is kept for the whole process, so it must be
// unique to src. binding may be nil.
func RunJS(env *Env, module *goja.Object, name, src string, binding *goja.Object) {
	run(env, module, name, func() string { return src }, binding)
}

func run(env *Env, module *goja.Object, name string, src func() string, binding *goja.Object) {
	compile, ok := evaluated.Load(name)
	if !ok {
		compile, _ = evaluated.LoadOrStore(name, sync.OnceValue(func() *goja.Program {
			return compiled(name, "(function (exports, require, module, binding) {"+src()+"\n})")
		}))
	}
	fv, err := env.VM.RunProgram(compile.(func() *goja.Program)())
	if err != nil {
		panic(err)
	}
	fn, _ := goja.AssertFunction(fv)
	if env.requireJ == nil {
		env.requireJ = env.VM.ToValue(func(c goja.FunctionCall) goja.Value {
			return env.Require(strings.TrimPrefix(c.Argument(0).String(), "node:"))
		})
	}
	var b goja.Value = goja.Undefined()
	if binding != nil {
		b = binding
	}
	exports := module.Get("exports")
	if _, err := fn(exports, exports, env.requireJ, module, b); err != nil {
		panic(err)
	}
}

// compiled compiles a text, or reads what a process has made of it before.
func compiled(name, text string) *goja.Program {
	if len(text) < worthKeeping || programs.Version() == "" {
		return goja.MustCompile(name, text, true)
	}
	place := kept.At("program "+programs.Version(), name, text)
	if b, ok := place.Get(); ok {
		if p, err := programs.Decode(b, name, text); err == nil {
			return p
		}
	}
	p := goja.MustCompile(name, text, true)
	if b, err := programs.Encode(p, text); err == nil {
		place.Keep(b...)
	}
	return p
}

// worthKeeping is the length from which on opening a file is quicker than compiling.
const worthKeeping = 600
