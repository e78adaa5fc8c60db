package esm

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// loadFunction mends the constructor Function: a body may have import(), by which
// compiled CommonJS modules keep what their compiler would have made a require, or
// syntax that goja lacks.
func loadFunction(env *modules.Env, _ *goja.Object) {
	vm := env.VM
	ctor := slots.Intrinsic(vm, "Function")
	native, ok := slots.NativeOf(ctor)
	if !ok {
		return
	}
	construct := *native.Construct
	create := func(args []goja.Value, target *goja.Object) *goja.Object {
		if f, ok := withImport(vm, args); ok {
			return f
		}
		return construct(args, target)
	}
	*native.Construct = create
	*native.Call = func(c goja.FunctionCall) goja.Value { return create(c.Arguments, nil) }
}

// withImport makes the function if its body has import() or newer syntax.
func withImport(vm *goja.Runtime, args []goja.Value) (*goja.Object, bool) {
	if len(args) == 0 || !goja.IsString(args[len(args)-1]) {
		return nil, false
	}
	body := args[len(args)-1].String()
	if !loader.Newer(body) && (!strings.Contains(body, "import") || !loader.HasDynamicImport(body)) {
		return nil, false
	}
	params := make([]string, len(args)-1)
	for i := range params {
		params[i] = args[i].String()
	}
	p, err := loader.CompileScript("anonymous", "(function anonymous("+strings.Join(params, ",")+"\n) {\n"+body+"\n})")
	if err != nil {
		panic(nodeerr.Syntax(vm, err))
	}
	v, err := vm.RunProgram(p)
	if err != nil {
		panic(err)
	}
	o, ok := v.(*goja.Object)
	return o, ok && jsconv.IsCallable(o)
}
