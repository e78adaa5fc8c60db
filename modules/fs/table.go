package fs

import (
	"runtime"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/validate"
)

// operations is the table of all of them, in the order of require('fs')'s keys.
var operations = [...]operation{
	{name: "appendFile", params: 3, forms: onDescriptors, prepare: (*files).appendFile, prepareSync: (*files).appendFileSync},
	{name: "access", params: 2, forms: onPaths, prepare: (*files).access},
	{name: "chown", params: 3, forms: onPaths, prepare: (*files).chown},
	{name: "chmod", params: 2, forms: onPaths, prepare: (*files).chmod},
	{name: "close", params: 1, forms: syncForm, prepare: (*files).close},
	{name: "copyFile", params: 3, forms: onPaths, prepare: (*files).copyFile},
	{name: "cp", params: 3, forms: onPaths, prepare: (*files).cp, prepareSync: (*files).cpSync},
	{name: "fchown", params: 3, forms: onDescriptors, prepare: (*files).fchown},
	{name: "fchmod", params: 2, forms: onDescriptors, prepare: (*files).fchmod},
	{name: "fdatasync", params: 1, forms: onDescriptors, prepare: (*files).fdatasync},
	{name: "fstat", params: 2, length: 1, forms: onDescriptors, prepare: (*files).fstat},
	{name: "fsync", params: 1, forms: onDescriptors, prepare: (*files).fsync},
	{name: "ftruncate", params: 2, length: 1, forms: onDescriptors, prepare: (*files).ftruncate},
	{name: "futimes", params: 3, forms: onDescriptors, prepare: (*files).futimes},
	{name: "glob", params: 2, forms: onDescriptors, prepare: (*files).glob, prepareSync: (*files).globSync},
	{name: "lchown", params: 3, forms: onPaths, prepare: (*files).lchown},
	{name: "lchmod", params: 2, forms: onPaths, prepare: (*files).chmod, absent: func() bool { return runtime.GOOS != "darwin" }},
	{name: "link", params: 2, forms: onPaths, prepare: (*files).link},
	{name: "lstat", params: 2, length: 1, forms: onPaths, prepare: (*files).lstat},
	{name: "lutimes", params: 3, forms: onPaths, prepare: (*files).lutimes},
	{name: "mkdir", params: 2, forms: onPaths, prepare: (*files).mkdir},
	{name: "mkdtemp", params: 2, forms: onPaths, prepare: (*files).mkdtemp},
	{name: "open", params: 3, forms: onDescriptors, prepare: (*files).open},
	{name: "readdir", params: 2, forms: onPaths, prepare: (*files).readdir},
	{name: "read", params: 5, forms: onDescriptors, prepare: (*files).read, prepareSync: (*files).readSync},
	{name: "readv", params: 3, forms: onDescriptors, prepare: (*files).readv},
	{name: "readFile", params: 2, forms: onDescriptors, prepare: (*files).readFile, direct: (*files).readFileSync},
	{name: "readlink", params: 2, forms: onPaths, prepare: (*files).readlink},
	{name: "realpath", params: 2, forms: onPaths, prepare: func(f *files, a args) task { return f.realpath(a, false) }},
	{name: "rename", params: 2, forms: onPaths, prepare: (*files).rename},
	{name: "rm", params: 2, forms: onPaths, prepare: (*files).rm},
	{name: "rmdir", params: 2, forms: onPaths, prepare: (*files).rmdir},
	{name: "stat", params: 2, length: 1, forms: onPaths, prepare: (*files).stat},
	{name: "statfs", params: 2, length: 1, forms: onPaths, prepare: (*files).statfs},
	{name: "symlink", params: 3, forms: onPaths, prepare: (*files).symlink},
	{name: "truncate", params: 2, forms: onDescriptors, prepare: (*files).truncate},
	{name: "unlink", params: 1, forms: onPaths, prepare: (*files).unlink},
	{name: "utimes", params: 3, forms: onPaths, prepare: (*files).utimes},
	{name: "writeFile", params: 3, forms: onDescriptors, prepare: (*files).writeFile, prepareSync: (*files).writeFileSync},
	{name: "write", params: 5, forms: onDescriptors, prepare: (*files).write},
	{name: "writev", params: 3, forms: onDescriptors, prepare: (*files).writev},
}

// special defines the functions that do not follow the pattern.
func (f *files) special(x *goja.Object) {
	vm := f.vm
	export := func(name string, length int, fn jsconv.Func) { jsconv.Export(vm, x, name, length, fn) }

	closing := operation{name: "close", params: 1, prepare: (*files).close}
	withCallback := f.callback(&closing)
	nothing := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		if err := c.Argument(0); !jsconv.Nullish(err) {
			panic(err)
		}
		return goja.Undefined()
	})
	export("close", 1, func(c goja.FunctionCall) goja.Value {
		f.fd(c.Argument(0))
		cb := c.Argument(1)
		if goja.IsUndefined(cb) {
			cb = nothing
		} else {
			validate.Function(vm, cb, "cb")
		}
		fn, _ := goja.AssertFunction(withCallback)
		return jsconv.Call(fn, goja.Undefined(), c.Argument(0), cb)
	})

	exists := func(v goja.Value) (p path, ok bool) {
		ex := vm.Try(func() { p = f.path(v, "path") })
		return p, ex == nil && p.given != ""
	}
	export("existsSync", 1, func(c goja.FunctionCall) goja.Value {
		p, ok := exists(c.Argument(0))
		if !ok && p.full == "" && !goja.IsString(c.Argument(0)) {
			f.deprecate("DEP0187", "Passing invalid argument types to fs.existsSync is deprecated")
		}
		if ok {
			f.permit("exists", c.Arguments, p)
		}
		return vm.ToValue(ok && f.accessible(p, 0) == nil)
	})
	export("exists", 2, func(c goja.FunctionCall) goja.Value {
		cb := validate.Function(vm, c.Argument(1), "cb")
		p, ok := exists(c.Argument(0))
		if !ok || f.refused("exists", c.Arguments, p) != nil {
			return vm.ToValue(call(cb, vm.ToValue(false)) == nil)
		}
		t := task{run: func() (any, error) { return f.accessible(p, 0) == nil, nil }}
		f.start(&t, func(v any, _ error) error { return call(cb, vm.ToValue(v)) })
		return goja.Undefined()
	})

	native := operation{name: "native", params: 2, prepare: func(f *files, a args) task { return f.realpath(a, true) }}
	_ = x.Get("realpath").(*goja.Object).Set("native", f.callback(&native))
	_ = x.Get("realpathSync").(*goja.Object).Set("native", f.sync(&native))

	export("_toUnixTimestamp", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(f.seconds(c.Argument(0), "time"))
	})
	export("mkdtempDisposableSync", 2, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(f.env.Function("internal/fs/handle", "mkdtempDisposableSync"), goja.Undefined(), c.Arguments...)
	})
	export("openAsBlob", 1, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(f.env.Function("internal/fs/handle", "openAsBlob"), goja.Undefined(), c.Arguments...)
	})
	for _, w := range [...]struct {
		name   string
		length int
	}{{"watch", 3}, {"watchFile", 3}, {"unwatchFile", 2}} {
		export(w.name, w.length, func(c goja.FunctionCall) goja.Value {
			return jsconv.Call(f.env.Function("internal/fs/watch", w.name), goja.Undefined(), c.Arguments...)
		})
	}
	f.promisified(x)
}

// deprecate emits a deprecation warning, once.
func (f *files) deprecate(code, text string) {
	if f.deprecated[code] {
		return
	}
	if f.deprecated == nil {
		f.deprecated = map[string]bool{}
	}
	f.deprecated[code] = true
	f.warn(text, "DeprecationWarning", code)
}

func (f *files) warn(args ...string) {
	values := make([]goja.Value, len(args))
	for i, a := range args {
		values[i] = f.vm.ToValue(a)
	}
	jsconv.CallMethod(f.vm, f.env.Require("process"), "emitWarning", values...)
}

// promisified gives util.promisify what to return for functions whose callback
// gets more than one result, or no error.
func (f *files) promisified(x *goja.Object) {
	vm := f.vm
	symbol := vm.Get("Symbol").(*goja.Object)
	custom, _ := jsconv.CallMethod(vm, symbol, "for", vm.ToValue("nodejs.util.promisify.custom")).(*goja.Symbol)
	set := func(name string, fn goja.Value) {
		_ = x.Get(name).(*goja.Object).DefineDataPropertySymbol(custom, fn, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
	for i := range operations {
		switch op := &operations[i]; op.name {
		case "read", "readv", "write", "writev":
			set(op.name, f.promise(op))
		}
	}
	set("exists", jsconv.NewFunc(vm, "exists", 1, func(c goja.FunctionCall) goja.Value {
		return f.promised(func() task {
			var p path
			ex := vm.Try(func() {
				p = f.path(c.Argument(0), "path")
				f.permit("exists", c.Arguments, p)
			})
			return task{
				run:   func() (any, error) { return ex == nil && p.given != "" && f.accessible(p, 0) == nil, nil },
				value: func(v any) goja.Value { return vm.ToValue(v) },
			}
		})
	}))
}
