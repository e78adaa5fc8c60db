// Package webassembly is the global WebAssembly (WebAssembly JavaScript Interface, 2.0), on wazero.
//
// Its classes are JavaScript (js/webassembly.js); what they do is Go. wazero compiles a module to machine code and runs
// it; nothing of it is made before a script uses WebAssembly.
//
//	sections.go  what a module imports and exports, which wazero tells only in part
//	glue.go      small modules made here, through which a script's imports reach an instance
//	instance.go  linking, exported and imported functions
//	objects.go   memories, tables and globals
//	value.go     numbers and references between JavaScript and WebAssembly; traps
//
// Compiled code cannot be interrupted: an instance that loops without end keeps its Runtime until the process ends.
package webassembly

import (
	"context"
	_ "embed"
	"sync"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "internal/webassembly", Load: load},
	{Name: "internal/webassembly/module", Load: loadArrived},
}

//go:embed js/webassembly.js
var js string

// world is WebAssembly in one Runtime. All of it is for the loop's goroutine, but for compiling.
type world struct {
	env     *modules.Env
	vm      *goja.Runtime
	ctx     context.Context
	runtime wazero.Runtime
	classes *goja.Object // by name
	toInt64 goja.Callable

	memories map[api.Memory]*goja.Object
	refs     []goja.Value // what externrefs stand for; 0 is null
	failed   error        // what an imported function threw, on its way through the instance

	mu     sync.Mutex
	codes  []wazero.CompiledModule // not closed yet
	closed bool
}

// module is what a WebAssembly.Module holds.
type module struct {
	code wazero.CompiledModule
	*sections
	bytes []byte // as given; another thread makes its own module of them
}

// machineCode is what all Runtimes of the process have compiled and not closed: a module that goes to another thread is not
// compiled again there.
var machineCode = sync.OnceValue(wazero.NewCompilationCache)

var (
	moduleSlot = jsconv.Slot[module]{Name: "WebAssembly.Module"}
	worldSlot  = jsconv.Slot[world]{Name: "WebAssembly"}
)

func load(env *modules.Env, m *goja.Object) {
	lateinit.Need(lateinit.WebAssembly)
	vm := env.VM
	w := &world{env: env, vm: vm, ctx: context.Background(), memories: map[api.Memory]*goja.Object{}, refs: make([]goja.Value, 1)}
	w.toInt64, _ = goja.AssertFunction(jsconv.Get(vm.Get("BigInt"), "asIntN"))
	w.runtime = wazero.NewRuntimeWithConfig(w.ctx, wazero.NewRuntimeConfig().WithCompilationCache(machineCode()).WithCoreFeatures(api.CoreFeaturesV2|
		experimental.CoreFeaturesThreads|experimental.CoreFeaturesTailCall|experimental.CoreFeaturesExtendedConst|
		experimental.CoreFeaturesExceptionHandling))
	env.Host.Cleanup = append(env.Host.Cleanup, w.close)

	b := env.Binding()
	jsconv.Export(vm, b, "use", 1, func(c goja.FunctionCall) goja.Value {
		w.classes = c.Argument(0).(*goja.Object)
		return goja.Undefined()
	})
	jsconv.Export(vm, b, "isBytes", 1, func(c goja.FunctionCall) goja.Value {
		_, ok := jsconv.Bytes(c.Argument(0))
		return vm.ToValue(ok)
	})
	jsconv.Export(vm, b, "compile", 3, w.compile)
	jsconv.Export(vm, b, "compileBeside", 4, w.compileBeside)
	_ = b.Set("kClone", modules.CloneSymbol.Get())
	// hand gives what a module hands over to another thread.
	jsconv.Export(vm, b, "hand", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(moduleSlot.Get(c.Argument(0))) })
	jsconv.Export(vm, b, "validate", 1, func(c goja.FunctionCall) goja.Value {
		code, err := w.runtime.CompileModule(w.ctx, copied(c.Argument(0)))
		if err == nil {
			code.Close(w.ctx)
		}
		return vm.ToValue(err == nil)
	})
	jsconv.Export(vm, b, "isModule", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(moduleSlot.Get(c.Argument(0)) != nil) })
	jsconv.Export(vm, b, "imports", 1, w.imports)
	jsconv.Export(vm, b, "exports", 1, w.exports)
	jsconv.Export(vm, b, "customSections", 2, w.customSections)
	jsconv.Export(vm, b, "instantiate", 3, w.instantiate)
	w.bindObjects(b)
	modules.RunJS(env, m, "node:internal/webassembly", js, b)
	worldSlot.Set(vm, m.Get("exports").(*goja.Object), w)
}

func copied(v goja.Value) []byte {
	b, _ := jsconv.Bytes(v)
	return append([]byte(nil), b...)
}

// compiled compiles; it may run on any goroutine.
func (w *world) compiled(bytes []byte) (*module, error) {
	code, err := w.runtime.CompileModule(w.ctx, bytes)
	if err != nil {
		return nil, err
	}
	s, err := parse(bytes)
	if err != nil {
		return nil, err
	}
	return &module{code, s, bytes}, w.keep(code)
}

// keep keeps machine code until close.
func (w *world) keep(code wazero.CompiledModule) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		code.Close(w.ctx)
		return context.Canceled
	}
	w.codes = append(w.codes, code)
	return nil
}

// loadArrived defines what makes the module of another thread one of this.
func loadArrived(env *modules.Env, m *goja.Object) {
	jsconv.Export(env.VM, m.Get("exports").(*goja.Object), "arrived", 1, func(c goja.FunctionCall) goja.Value {
		w := worldSlot.Get(env.Require("internal/webassembly"))
		here, err := w.compiled(c.Argument(0).Export().(*module).bytes)
		if err != nil {
			panic(w.fault("CompileError", err.Error()))
		}
		o := w.object("Module")
		moduleSlot.Set(w.vm, o, here)
		return o
	})
}

// close ends all instances, and lets go of the machine code.
func (w *world) close() {
	w.runtime.Close(w.ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for _, code := range w.codes {
		code.Close(w.ctx)
	}
	w.codes = nil
}

// compile makes an object a module: compile(object, bytes, caller).
func (w *world) compile(c goja.FunctionCall) goja.Value {
	m, err := w.compiled(copied(c.Argument(1)))
	if err != nil {
		panic(w.fault("CompileError", c.Argument(2).String()+": "+err.Error()))
	}
	moduleSlot.Set(w.vm, c.Argument(0).(*goja.Object), m)
	return c.Argument(0)
}

// compileBeside is compile on a goroutine of its own: compileBeside(object, bytes, caller, done).
func (w *world) compileBeside(c goja.FunctionCall) goja.Value {
	bytes := copied(c.Argument(1))
	o, caller := c.Argument(0).(*goja.Object), c.Argument(2).String()
	done, _ := goja.AssertFunction(c.Argument(3))
	request := w.env.Loop.NewRequest()
	async := w.env.Loop.Context()
	go func() {
		m, err := w.compiled(bytes)
		w.env.Loop.Post(func() error {
			request.Close()
			w.env.Loop.SetContext(async)
			if err != nil {
				_, err = done(goja.Undefined(), w.fault("CompileError", caller+": "+err.Error()))
				return err
			}
			moduleSlot.Set(w.vm, o, m)
			_, err = done(goja.Undefined(), goja.Null(), o)
			return err
		})
	}()
	return goja.Undefined()
}

// fault makes an error of one of WebAssembly's classes.
func (w *world) fault(class, message string) *goja.Object {
	from := w.classes.Get(class)
	if from == nil {
		from = w.vm.Get(class)
	}
	o, err := w.vm.New(from, w.vm.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}

func (w *world) describe(pairs ...string) goja.Value {
	o := w.vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		_ = o.Set(pairs[i], pairs[i+1])
	}
	return o
}

func (w *world) imports(c goja.FunctionCall) goja.Value {
	var list []any
	for _, i := range moduleSlot.Get(c.Argument(0)).sections.imports {
		list = append(list, w.describe("module", i.module, "name", i.name, "kind", i.kind.String()))
	}
	return w.vm.NewArray(list...)
}

func (w *world) exports(c goja.FunctionCall) goja.Value {
	var list []any
	for _, e := range moduleSlot.Get(c.Argument(0)).sections.exports {
		list = append(list, w.describe("name", e.name, "kind", e.kind.String()))
	}
	return w.vm.NewArray(list...)
}

func (w *world) customSections(c goja.FunctionCall) goja.Value {
	var list []any
	for _, s := range moduleSlot.Get(c.Argument(0)).customs {
		if s.name == c.Argument(1).String() {
			list = append(list, w.vm.NewArrayBuffer(append([]byte(nil), s.data...)))
		}
	}
	return w.vm.NewArray(list...)
}
