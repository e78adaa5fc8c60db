package runtime

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/modules/esm"
)

// unsettledCode is the exit code of a main module whose top-level await is never
// settled.
const unsettledCode = 13

// esModules is the loader of ES modules if one was used, else nil.
func (r *Runtime) esModules() *esm.Loader {
	if r.builtins.loaded["internal/esm"] == nil {
		return nil
	}
	return esm.For(r.env)
}

// mainPromise is that of a main module which is an ES module.
func (r *Runtime) mainPromise() *goja.Promise {
	if l := r.esModules(); l != nil {
		return l.MainPromise()
	}
	return nil
}

// mainExports is the namespace of a main module which is an ES module.
func (r *Runtime) mainExports() *goja.Object {
	if l := r.esModules(); l != nil {
		return l.MainNamespace()
	}
	return nil
}

// unsettled sets the exit code, and gives the warning, for a main module that
// waits for what will never be.
func (r *Runtime) unsettled() string {
	l := r.esModules()
	if l == nil {
		return ""
	}
	warning := l.Unsettled()
	if warning != "" && r.host.ExitCode == nil {
		code := unsettledCode
		r.host.ExitCode = &code
		if r.host.Process.Exit != nil { // so that the script sees it, too
			_ = r.env.Require("process").Set("exitCode", code)
		}
	}
	return warning
}

// isModule tells whether a source that is no script is an ES module.
func (r *Runtime) isModule(name, src string, err error) bool {
	switch r.host.Flags.InputType {
	case "module":
		return true
	case "":
		return err != nil && loader.IsESModule(name, src)
	}
	return false
}
