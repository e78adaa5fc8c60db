package childprocess

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/spawn"
)

func (w *world) fork(goja.FunctionCall) goja.Value {
	w.noChannel("child_process.fork()")
	return nil
}

func (w *world) forkChild(goja.FunctionCall) goja.Value {
	w.noChannel("child_process._forkChild()")
	return nil
}

// hasChannel says whether a plan has a channel in it.
func hasChannel(plan []stdioEntry) bool {
	return slices.ContainsFunc(plan, func(e stdioEntry) bool { return e.Kind == spawn.Channel })
}

func (w *world) noChannel(what string) {
	panic(nodeerr.Make(w.vm, nodeerr.Error, "ERR_METHOD_NOT_IMPLEMENTED", what+" is not implemented in this version of gojs"))
}
