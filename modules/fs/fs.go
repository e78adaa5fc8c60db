// Package fs is Node's fs module (Node: fs.md).
//
// Every function that Node has in three forms (synchronous, with a callback, as a
// promise) is described once: an operation reads its arguments on the loop's
// goroutine and gives a task, whose run does the work and may run anywhere, and
// whose value makes the JavaScript result. forms.go turns that into the three.
// The operations, by subject:
//
//	open.go      open, close, read, write and what else takes a descriptor
//	file.go      readFile, writeFile, appendFile, copyFile, truncate
//	stat.go      stat and its relatives, the class Stats
//	directory.go mkdir, mkdtemp, readdir, rmdir, rm, the class Dirent
//	opendir.go   what the class Dir reads from
//	cp.go        cp
//	glob.go      glob; ask.go asks the script in the middle of it, as of cp
//	link.go      link, symlink, readlink, realpath, rename, unlink
//	attribute.go access, exists, chmod, chown, utimes
//	watch.go     watch and watchFile, on notify_*.go
//
// descriptor_*.go and system_*.go hold what differs between systems. Streams
// (streams.js) and the classes FileHandle (handle.js), Dir (dir.js), FSWatcher
// (watch.js) and Utf8Stream (utf8_stream.js) are embedded JavaScript, compiled when first used.
//
// Paths are relative to the Runtime's directory, and new files get its umask.
package fs

import (
	"embed"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules are the built-ins of this package.
var Modules = []modules.Module{
	{Name: "fs", Load: load},
	{Name: "fs/promises", Load: loadPromises},
	{Name: "internal/fs/operations", Load: loadOperations},
	{Name: "internal/fs/streams", JS: &js, File: "streams.js"},
	{Name: "internal/fs/handle", JS: &js, File: "handle.js", Bind: handleBinding},
	{Name: "internal/fs/dir", JS: &js, File: "dir.js", Bind: dirBinding},
	{Name: "internal/fs/glob", JS: &js, File: "glob.js"},
	{Name: "internal/fs/utf8_stream", JS: &js, File: "utf8_stream.js", Bind: utf8StreamBinding},
	{Name: "internal/fs/watch", JS: &js, File: "watch.js", Bind: watchBinding},
}

// files is the module in one VM.
type files struct {
	env       *modules.Env
	vm        *goja.Runtime
	host      *modules.Host
	stats     *goja.Object // Stats.prototype, once it is needed
	bigStats  *goja.Object
	statsCtor *goja.Object
	dirent    *goja.Object // Dirent.prototype
	direntFn  *goja.Object
	tracked   map[int]bool // descriptors that a worker has open

	parent     string     // the directory of the last Dirent
	parentPath goja.Value // as a value

	pinning *pinning // of the call whose arguments are being read

	scratch []byte // what readFileSync reads into

	deprecated map[string]bool // by code: warned of
	warnedX    bool            // of templates that end with X

	notifier *notifier // nil while nothing is watched
	notified int       // how many use it
	notifies bool      // it will be closed with the Runtime
}

var slot = jsconv.Slot[files]{Name: "fs"}

// of returns what module fs has made, loading it if need be.
func of(env *modules.Env) *files { return slot.Get(env.Require("fs")) }

func load(env *modules.Env, module *goja.Object) {
	f := &files{env: env, vm: env.VM, host: env.Host}
	vm, x := env.VM, module.Get("exports").(*goja.Object)
	slot.Set(vm, x, f)
	for i := range operations {
		op := &operations[i]
		if op.absent != nil && op.absent() {
			_ = x.Set(op.name, goja.Undefined())
			_ = x.Set(op.name+"Sync", goja.Undefined())
			continue
		}
		if op.forms&callbackForm != 0 {
			_ = x.Set(op.name, f.callback(op))
		}
		if op.forms&syncForm != 0 {
			_ = x.Set(op.name+"Sync", f.sync(op))
		}
	}
	f.special(x)
	lazy := func(name, from string) {
		jsconv.Lazy(vm, x, name, true, func() goja.Value { return env.Require(from).Get(name) })
	}
	for _, name := range [...]string{"createReadStream", "createWriteStream", "ReadStream", "WriteStream"} {
		lazy(name, "internal/fs/streams")
	}
	jsconv.Lazy(vm, x, "FileReadStream", true, func() goja.Value { return env.Require("internal/fs/streams").Get("ReadStream") })
	jsconv.Lazy(vm, x, "FileWriteStream", true, func() goja.Value { return env.Require("internal/fs/streams").Get("WriteStream") })
	for _, name := range [...]string{"Dir", "opendir", "opendirSync"} {
		lazy(name, "internal/fs/dir")
	}
	lazy("Utf8Stream", "internal/fs/utf8_stream")
	jsconv.Lazy(vm, x, "Dirent", true, func() goja.Value { f.direntClass(); return f.direntFn })
	jsconv.Lazy(vm, x, "Stats", true, func() goja.Value { f.statsClass(); return f.statsCtor })
	jsconv.Getter(vm, x, "promises", true, func(goja.Value) goja.Value { return env.Require("fs/promises") })
	constants := vm.CreateObject(nil)
	for _, c := range allConstants() {
		_ = constants.DefineDataProperty(c.name, vm.ToValue(c.value), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
	}
	_ = x.DefineDataProperty("constants", constants, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE)
}

// loadPromises makes fs.promises: the operations on paths, and open, which gives
// a FileHandle.
func loadPromises(env *modules.Env, module *goja.Object) {
	f := of(env)
	x := module.Get("exports").(*goja.Object)
	for i := range operations {
		op := &operations[i]
		switch {
		case op.absent != nil && op.absent():
			_ = x.Set(op.name, f.promise(&operation{name: op.name, params: op.params, prepare: func(f *files, _ args) task {
				nodeerr.Throw(f.vm, "ERR_METHOD_NOT_IMPLEMENTED", op.name+"()")
				return task{}
			}}))
		case op.forms&promiseForm != 0:
			_ = x.Set(op.name, f.promise(op))
		}
	}
	handle := func(name string, length int) {
		jsconv.Export(env.VM, x, name, length, func(c goja.FunctionCall) goja.Value {
			return jsconv.Call(env.Function("internal/fs/handle", name), goja.Undefined(), c.Arguments...)
		})
	}
	handle("open", 3)
	handle("readFile", 2)
	handle("writeFile", 3)
	handle("appendFile", 3)
	handle("truncate", 2)
	handle("mkdtempDisposable", 2)
	jsconv.Export(env.VM, x, "opendir", 2, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(env.Function("internal/fs/dir", "opendirPromise"), goja.Undefined(), c.Arguments...)
	})
	jsconv.Export(env.VM, x, "watch", 2, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(env.Function("internal/fs/watch", "watchPromise"), goja.Undefined(), c.Arguments...)
	})
	jsconv.Export(env.VM, x, "glob", 2, func(c goja.FunctionCall) goja.Value {
		return jsconv.Call(env.Function("internal/fs/glob", "glob"), goja.Undefined(), c.Arguments...)
	})
	_ = x.Set("constants", env.Require("fs").Get("constants"))
}

// handleBinding is what handle.js gets besides the operations.
func handleBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("kTransfer", modules.TransferSymbol.Get())
	// opened and gone are told of descriptors that come from another thread, and go to one.
	for name, f := range map[string]func(int){"opened": of(env).opened, "gone": of(env).gone} {
		_ = b.Set(name, func(c goja.FunctionCall) goja.Value {
			f(int(c.Argument(0).ToInteger()))
			return goja.Undefined()
		})
	}
	return b
}

// utf8StreamBinding is what utf8_stream.js gets: sleep.
func utf8StreamBinding(env *modules.Env) *goja.Object {
	b := env.Binding()
	jsconv.Method(env.VM, b, "sleep", 1, func(c goja.FunctionCall) goja.Value {
		select {
		case <-time.After(time.Duration(c.Argument(0).ToInteger()) * time.Millisecond):
		case <-env.Loop.Lifetime().Done():
		}
		return goja.Undefined()
	})
	return b
}

// loadOperations gives handle.js and dir.js the promise forms of all operations.
func loadOperations(env *modules.Env, module *goja.Object) {
	f := of(env)
	x := module.Get("exports").(*goja.Object)
	for i := range operations {
		op := &operations[i]
		_ = x.Set(op.name, f.promise(op))
	}
}
