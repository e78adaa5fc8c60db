package process

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// worker takes away what only the main thread may do, as it concerns all of the process.
func (p *process) worker() {
	vm, o := p.vm, p.object
	unsupported := func(name string) {
		nodeerr.Throw(vm, "ERR_WORKER_UNSUPPORTED_OPERATION", "process."+name)
	}
	for _, name := range [...]string{
		"abort", "chdir", "send", "disconnect", "setuid", "seteuid", "setgid", "setegid", "setgroups", "initgroups",
	} {
		if channel := name == "send" || name == "disconnect"; channel && !p.host.Forked || !channel && o.Get(name) == nil {
			continue // there is no channel, or none of that on this system
		}
		f := jsconv.NewFunc(vm, name, 0, func(goja.FunctionCall) goja.Value {
			unsupported(name + "()")
			return nil
		})
		_ = f.Set("disabled", true)
		_ = o.Set(name, f)
	}
	for _, name := range [...]string{"channel", "connected"} {
		if !p.host.Forked {
			break
		}
		get := jsconv.NewFunc(vm, "get "+name, 0, func(goja.FunctionCall) goja.Value {
			unsupported(name)
			return nil
		})
		_ = o.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	umask := o.Get("umask").(*goja.Object)
	p.method("umask", 1, func(c goja.FunctionCall) goja.Value {
		if !goja.IsUndefined(c.Argument(0)) {
			nodeerr.Throw(vm, "ERR_WORKER_UNSUPPORTED_OPERATION", "Setting process.umask()")
		}
		return jsconv.Invoke(vm, umask, o)
	})
	p.method("execve", 2, func(goja.FunctionCall) goja.Value {
		nodeerr.Throw(vm, "ERR_WORKER_UNSUPPORTED_OPERATION", "Calling process.execve")
		return nil
	})
	for _, name := range [...]string{"_startProfilerIdleNotifier", "_stopProfilerIdleNotifier", "_debugProcess", "_debugPause", "_debugEnd"} {
		_ = o.Delete(name)
	}
}
