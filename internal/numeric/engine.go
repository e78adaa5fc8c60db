package numeric

import (
	"context"
	"runtime"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"github.com/gojs-run/gojs/internal/lateinit"
)

// supported reports whether wazero can make machine code here.
func supported() bool {
	switch runtime.GOARCH {
	case "amd64", "arm64":
	default:
		return false
	}
	switch runtime.GOOS {
	case "linux", "darwin", "windows", "freebsd":
		return true
	}
	return false
}

// stop is why machine code stopped before its end.
type stop string

func (s stop) Error() string { return string(s) }

const (
	errBail        stop = "an element is missing"
	errInterrupted stop = "interrupted"
)

// cache keeps machine code for the process, so that every VM after the first gets it for nothing.
var cache struct {
	sync.Once
	wazero.CompilationCache
}

// engine is what one VM needs of wazero; it is made when the first function is hot.
type engine struct {
	runtime wazero.Runtime
	ctx     context.Context
	polls   int64
}

// newEngine makes one. interrupted says whether the VM is to stop.
func newEngine(interrupted func() bool) (*engine, error) {
	lateinit.Need(lateinit.WebAssembly)
	e := &engine{ctx: experimental.WithMemoryAllocator(context.Background(), experimental.MemoryAllocatorFunc(
		func(_, _ uint64) experimental.LinearMemory { return window{} }))}
	cache.Do(func() { cache.CompilationCache = wazero.NewCompilationCache() })
	e.runtime = wazero.NewRuntimeWithConfig(e.ctx, wazero.NewRuntimeConfigCompiler().WithCompilationCache(cache.CompilationCache).WithDebugInfoEnabled(false))
	host := e.runtime.NewHostModuleBuilder(hostModule)
	define := func(name string, f func(stack []uint64), params, results []api.ValueType) {
		host.NewFunctionBuilder().WithGoFunction(api.GoFunc(func(_ context.Context, stack []uint64) { f(stack) }), params, results).Export(name)
	}
	define("poll", func(stack []uint64) {
		e.polls++
		if interrupted() {
			panic(errInterrupted)
		}
		stack[0] = fuelPerCheck
	}, nil, []api.ValueType{api.ValueTypeI32})
	define("bail", func([]uint64) { panic(errBail) }, nil, nil)
	define("unary", func(stack []uint64) {
		stack[0] = api.EncodeF64(callUnary(api.DecodeI32(stack[0]), api.DecodeF64(stack[1])))
	}, []api.ValueType{api.ValueTypeI32, api.ValueTypeF64}, []api.ValueType{api.ValueTypeF64})
	define("binary", func(stack []uint64) {
		stack[0] = api.EncodeF64(callBinary(api.DecodeI32(stack[0]), api.DecodeF64(stack[1]), api.DecodeF64(stack[2])))
	}, []api.ValueType{api.ValueTypeI32, api.ValueTypeF64, api.ValueTypeF64}, []api.ValueType{api.ValueTypeF64})
	if _, err := host.Instantiate(e.ctx); err != nil {
		return nil, err
	}
	return e, nil
}

// instance is a version that can be run.
type instance struct {
	v       *version
	run     api.Function
	stack   []uint64
	entries int
	work    int64
	copied  int       // how many elements were, so far
	scratch []scratch // memory for copies, to use again
}

func (e *engine) instance(v *version) (*instance, error) {
	compiled, err := e.runtime.CompileModule(e.ctx, v.code)
	if err != nil {
		return nil, err
	}
	m, err := e.runtime.InstantiateModule(e.ctx, compiled, wazero.NewModuleConfig().WithName("").WithStartFunctions())
	if err != nil {
		return nil, err
	}
	words := max(v.in, 3+len(v.outs))
	return &instance{v: v, run: m.ExportedFunction("run"), stack: make([]uint64, words)}, nil
}

// call runs it on what lies in its stack and returns how many turns of loops, and calls, it made.
func (e *engine) call(i *instance) (turns int64, err error) {
	polls := e.polls
	if err := i.run.CallWithStack(e.ctx, i.stack); err != nil {
		return 0, err
	}
	return (e.polls-polls)*fuelPerCheck + fuelPerCheck - int64(api.DecodeI32(i.stack[0])), nil
}
