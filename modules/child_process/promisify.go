package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// promisified gives exec and execFile the form that util.promisify returns: a promise for { stdout, stderr } with the
// process as its child property. A rejection's error has stdout and stderr too.
func (w *world) promisified(original *goja.Object) {
	vm := w.vm
	f := jsconv.NewFunc(vm, original.Get("name").String(), 0, func(call goja.FunctionCall) goja.Value {
		promise, resolve, reject := vm.NewPromise()
		callback := vm.ToValue(func(result goja.FunctionCall) goja.Value {
			stdout, stderr := result.Argument(1), result.Argument(2)
			if err, ok := result.Argument(0).(*goja.Object); ok {
				_ = err.Set("stdout", stdout)
				_ = err.Set("stderr", stderr)
				_ = reject(err)
				return goja.Undefined()
			}
			o := vm.NewObject()
			_ = o.Set("stdout", stdout)
			_ = o.Set("stderr", stderr)
			_ = resolve(o)
			return goja.Undefined()
		})
		p := vm.ToValue(promise).(*goja.Object)
		args := append(append([]goja.Value(nil), call.Arguments...), callback)
		_ = p.Set("child", jsconv.Invoke(vm, original, goja.Undefined(), args...))
		return p
	})
	symbolFor, _ := goja.AssertFunction(vm.Get("Symbol").(*goja.Object).Get("for"))
	custom := jsconv.Call(symbolFor, nil, vm.ToValue("nodejs.util.promisify.custom")).(*goja.Symbol)
	_ = original.DefineDataPropertySymbol(custom, f, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}
