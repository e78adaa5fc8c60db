package childprocess

import (
	"context"
	"errors"
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
	"github.com/gojs-run/gojs/spawn"
)

// fork is child_process.fork: spawn of the program itself with a script and a channel.
func (w *world) fork(call goja.FunctionCall) goja.Value {
	vm := w.vm
	modulePath := w.path(call.Argument(0), "modulePath")
	args, given := call.Argument(1), call.Argument(2)
	var rest []string
	switch o, ok := args.(*goja.Object); {
	case jsconv.Nullish(args):
	case ok && !isArray(args) && !jsconv.IsCallable(o):
		given = o
	default:
		rest = w.strings(validate.Array(vm, args, "args"), "args")
	}
	var o options
	if !jsconv.Nullish(given) {
		o = optionsOf(validate.Object(vm, given, "options"))
	}
	o.set("shell", vm.ToValue(false))
	if !o.get("execPath").ToBoolean() {
		o.set("execPath", w.process().Get("execPath"))
	}
	if v := o.get("execPath"); goja.IsString(v) {
		w.noNull(v.String(), "options.execPath")
	}
	list := append(append(w.execArgv(o), modulePath), rest...)
	o.set("stdio", w.forkStdio(o))
	r := &request{call: "fork", options: o}
	w.setFile(r, o.get("execPath"))
	w.fill(r, list)
	w.limits(r)
	return w.launch(r).object
}

// forks is the last to see a command before the backend: fork starts no program that would not run the script.
func (w *world) forks(next spawn.Func) spawn.Func {
	host := w.env.Host
	return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
		if cmd.Call == "fork" && cmd.Name == host.ExecPath && !host.Forks {
			return nil, errors.New("fork() would start this program, " + host.ExecPath +
				", once more: it does not call runtime.ChildMain, by which it would run the script instead")
		}
		return next(ctx, cmd)
	}
}

func (w *world) process() *goja.Object { return w.env.Require("process") }

// execArgv is what precedes the script: options.execArgv or process.execArgv. The code of -e is left out of the latter,
// as the child would run it and not the script.
func (w *world) execArgv(o options) []string {
	if v := o.get("execArgv"); v.ToBoolean() {
		list, ok := v.(*goja.Object)
		if !ok {
			nodeerr.Throw(w.vm, "ERR_INVALID_ARG_TYPE", "options.execArgv", "Array", v)
		}
		return w.strings(list, "options.execArgv")
	}
	list, ok := w.process().Get("execArgv").(*goja.Object)
	if !ok {
		return nil
	}
	own := w.strings(list, "options.execArgv")
	if code := w.env.Host.Flags.EvalSource; code != "" {
		for i := len(own) - 1; i > 0; i-- {
			if own[i] == code {
				return slices.Delete(slices.Clone(own), i-1, i+1)
			}
		}
	}
	return own
}

// forkStdio is options.stdio with a channel in it.
func (w *world) forkStdio(o options) goja.Value {
	vm := w.vm
	stdio := o.get("stdio")
	word := "inherit"
	switch {
	case goja.IsString(stdio):
		word = stdio.String()
		switch word {
		case "ignore", "overlapped", "pipe", "inherit":
		default:
			nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "stdio", stdio)
		}
	case isArray(stdio):
		list := stdio.(*goja.Object)
		for _, k := range list.Keys() {
			if v := list.Get(k); v != nil && goja.IsString(v) && v.String() == "ipc" {
				return stdio
			}
		}
		nodeerr.Throw(vm, "ERR_CHILD_PROCESS_IPC_REQUIRED", "options.stdio")
	case o.get("silent").ToBoolean():
		word = "pipe"
	}
	if word == "inherit" {
		return vm.NewArray(0, 1, 2, "ipc")
	}
	return vm.NewArray(word, word, word, "ipc")
}

// channelFD is the descriptor in a plan that is a channel, -1 if none is.
func channelFD(plan []stdioEntry) int {
	return slices.IndexFunc(plan, func(e stdioEntry) bool { return e.Kind == spawn.Channel })
}
