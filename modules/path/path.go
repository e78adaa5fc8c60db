// Package path is Node's path module, with path.posix and path.win32 on every
// platform.
//
// A flavor holds what differs between the two (posix.go, win32.go), as functions
// on strings; this file makes the JavaScript functions from them. Relative paths
// are resolved against the Runtime's directory, not the operating system's.
package path

import (
	"runtime"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/glob"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "path", Load: load},
	{Name: "path/posix", Load: func(env *modules.Env, module *goja.Object) { part(env, module, "posix") }},
	{Name: "path/win32", Load: func(env *modules.Env, module *goja.Object) { part(env, module, "win32") }},
}

func part(env *modules.Env, module *goja.Object, name string) {
	_ = module.Set("exports", env.Require("path").Get(name))
}

func load(env *modules.Env, module *goja.Object) {
	p, w := exports(env, &posix), exports(env, &win32)
	for _, x := range []*goja.Object{p, w} {
		_ = x.Set("win32", w)
		_ = x.Set("posix", p)
		_ = x.Set("_makeLong", x.Get("toNamespacedPath"))
	}
	native := p
	if runtime.GOOS == "windows" {
		native = w
	}
	_ = module.Set("exports", native)
}

func (f *flavor) state(env *modules.Env) state {
	return state{
		cwd: func() string {
			dir := env.Host.Dir()
			if env.Host.Process.Exit != nil { // a script may have replaced process.cwd
				dir = jsconv.CallMethod(env.VM, env.Require("process"), "cwd").String()
			}
			if runtime.GOOS == "windows" && f == &posix {
				if dir = strings.ReplaceAll(dir, `\`, "/"); hasDrive(dir) {
					dir = dir[2:]
				}
			}
			return dir
		},
		drive: func(device string) string {
			dir, _ := env.Host.Env.Get("=" + device)
			return dir
		},
	}
}

func exports(env *modules.Env, f *flavor) *goja.Object {
	vm, s := env.VM, f.state(env)
	x := vm.NewObject()
	str := func(c goja.FunctionCall, i int, name string) string {
		return validate.String(vm, c.Argument(i), name)
	}
	def := func(name string, length int, fn func(c goja.FunctionCall) any) {
		jsconv.Export(vm, x, name, length, func(c goja.FunctionCall) goja.Value { return vm.ToValue(fn(c)) })
	}
	def("resolve", 0, func(c goja.FunctionCall) any {
		parts := make([]string, len(c.Arguments))
		// From the right, and no further than the result depends on them.
		for i := len(parts) - 1; i >= 0; i-- {
			parts[i] = str(c, i, "paths["+strconv.Itoa(i)+"]")
			if f == &posix && strings.HasPrefix(parts[i], "/") {
				parts = parts[i:]
				break
			}
		}
		return f.resolve(s, parts)
	})
	def("normalize", 1, func(c goja.FunctionCall) any { return f.normalize(str(c, 0, "path")) })
	def("isAbsolute", 1, func(c goja.FunctionCall) any { return f.isAbsolute(str(c, 0, "path")) })
	def("join", 0, func(c goja.FunctionCall) any {
		parts := make([]string, len(c.Arguments))
		for i := range parts {
			parts[i] = str(c, i, "path")
		}
		return f.join(parts)
	})
	def("relative", 2, func(c goja.FunctionCall) any {
		from, to := str(c, 0, "from"), str(c, 1, "to")
		return f.relative(s, from, to)
	})
	def("toNamespacedPath", 1, func(c goja.FunctionCall) any {
		if v := c.Argument(0); !goja.IsString(v) {
			return v
		}
		return f.namespaced(s, c.Argument(0).String())
	})
	def("dirname", 1, func(c goja.FunctionCall) any { return f.dirname(str(c, 0, "path")) })
	def("basename", 2, func(c goja.FunctionCall) any {
		suffix := ""
		if !goja.IsUndefined(c.Argument(1)) {
			suffix = str(c, 1, "suffix")
		}
		return f.basename(str(c, 0, "path"), suffix)
	})
	def("extname", 1, func(c goja.FunctionCall) any { return f.extname(str(c, 0, "path")) })
	def("format", 1, func(c goja.FunctionCall) any {
		o := validate.Object(vm, c.Argument(0), "pathObject")
		get := func(name string) string {
			if v := jsconv.Get(o, name); v.ToBoolean() {
				return v.String()
			}
			return ""
		}
		return f.format(parsed{get("root"), get("dir"), get("base"), get("ext"), get("name")})
	})
	def("parse", 1, func(c goja.FunctionCall) any {
		p := f.parse(str(c, 0, "path"))
		o := vm.NewObject()
		_ = o.Set("root", p.root)
		_ = o.Set("dir", p.dir)
		_ = o.Set("base", p.base)
		_ = o.Set("ext", p.ext)
		_ = o.Set("name", p.name)
		return o
	})
	def("matchesGlob", 2, func(c goja.FunctionCall) any {
		p, pattern := str(c, 0, "path"), str(c, 1, "pattern")
		return glob.Match(pattern, p, glob.Options{
			Windows: f == &win32,
			NoCase:  runtime.GOOS == "windows" || runtime.GOOS == "darwin",
		})
	})
	_ = x.Set("sep", f.sep)
	_ = x.Set("delimiter", f.delimiter)
	// As in Node, where format is made with bind.
	_ = x.Get("format").(*goja.Object).DefineDataProperty("name", vm.ToValue("bound _format"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return x
}
