package process

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// permission defines process.permission, which is there only where permissions are set.
func (p *process) permission() {
	if p.host.Permissions == nil {
		return
	}
	vm := p.vm
	x := vm.NewObject()
	jsconv.Export(vm, x, "has", 2, func(c goja.FunctionCall) goja.Value {
		scope := permission.Parse(validate.String(vm, c.Argument(0), "scope"))
		resource := ""
		if v := c.Argument(1); !goja.IsUndefined(v) && !goja.IsNull(v) {
			if b, ok := jsconv.Bytes(v); ok && jsconv.IsUint8Array(v.(*goja.Object)) {
				resource = string(b)
			} else {
				resource = validate.String(vm, v, "reference")
			}
		}
		switch scope {
		case modules.ReadFile, modules.WriteFile, permission.FileSystem:
			resource = p.host.Path(resource)
		}
		return vm.ToValue(p.env.Permitted(scope, resource))
	})
	_ = p.object.DefineDataProperty("permission", x, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// reportBinding gives report.js permit(file), which throws if a report may not be written there.
func reportBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("permit", func(c goja.FunctionCall) goja.Value {
		file := c.Argument(0).String()
		if err := env.Denied(modules.WriteFile, env.Host.Path(file)); err != nil {
			_ = err.Set("resource", file)
			panic(err)
		}
		return goja.Undefined()
	})
	return b
}
