package process

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// execve defines process.execve, which makes this operating system process
// another program. In an embedding program that is the whole of it.
func (p *process) execve() {
	vm := p.vm
	p.method("execve", 1, func(c goja.FunctionCall) goja.Value {
		if platform() == "win32" {
			nodeerr.Throw(vm, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "process.execve")
		}
		file := validate.String(vm, c.Argument(0), "execPath")
		p.env.Permit(modules.ChildProcess, file)
		var argv []string
		if v := c.Argument(1); !goja.IsUndefined(v) {
			list := validate.Array(vm, v, "args")
			for i, k := range list.Keys() {
				a := list.Get(k)
				if !plain(a) {
					nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "args["+vm.ToValue(i).String()+"]", a, "must be a string without null bytes")
				}
				argv = append(argv, a.String())
			}
		}
		env := p.host.Env.List()
		if v := c.Argument(2); !goja.IsUndefined(v) {
			o, ok := v.(*goja.Object)
			if !ok {
				nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "env", "object", v)
			}
			env = nil
			for _, k := range o.Keys() {
				a := o.Get(k)
				if !plain(a) || strings.ContainsRune(k, 0) {
					nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "env", v, "must be an object with string keys and values without null bytes")
				}
				env = append(env, k+"="+a.String())
			}
		}
		if p.host.Exec == nil {
			nodeerr.Throw(vm, "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "process.execve")
		}
		err := p.host.Exec(p.host.Path(file), argv, env)
		jsconv.CallMethod(vm, p.object, "_rawDebug", vm.ToValue("process.execve failed with error code "+nodeerr.FromOS(err, "execve", file).Code))
		return jsconv.CallMethod(vm, p.object, "abort")
	})
}

// plain reports whether v is a string that can be handed to the system.
func plain(v goja.Value) bool {
	return v != nil && goja.IsString(v) && !strings.ContainsRune(v.String(), 0)
}
