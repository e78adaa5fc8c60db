package process

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

// rejections are the promises that were told about, by the number the warnings
// call them by.
type rejections struct {
	last int
	told map[*goja.Promise]rejected
}

type rejected struct {
	id     int
	warned bool
}

// uncaught defines how errors that nothing caught reach the script.
func (p *process) uncaught() {
	vm, h := p.vm, p.host
	p.method("setUncaughtExceptionCaptureCallback", 1, func(c goja.FunctionCall) goja.Value {
		fn := c.Argument(0)
		switch {
		case goja.IsNull(fn):
		case !jsconv.IsCallable(fn):
			nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "fn", []string{"Function", "null"}, fn)
		case !goja.IsNull(p.capture):
			nodeerr.Throw(vm, "ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET")
		}
		p.capture = fn
		return goja.Undefined()
	})
	p.method("hasUncaughtExceptionCaptureCallback", 0, func(goja.FunctionCall) goja.Value {
		return vm.ToValue(!goja.IsNull(p.capture))
	})
	p.method("_fatalException", 2, func(c goja.FunctionCall) goja.Value {
		origin := "uncaughtException"
		if c.Argument(1).ToBoolean() {
			origin = "unhandledRejection"
		}
		return vm.ToValue(p.thrown(c.Argument(0), origin))
	})
	h.Process.Uncaught = func(v goja.Value, origin string) bool {
		// A script that took _fatalException away gets what Node does then.
		p.broken = !jsconv.IsCallable(p.object.Get("_fatalException"))
		h.Process.Broken = p.broken
		return !p.broken && p.thrown(v, origin)
	}
	h.Process.Rejection = p.rejection
	h.Process.RejectionHandled = p.rejectionHandled
}

// thrown offers a value that nothing caught to the script.
func (p *process) thrown(v goja.Value, origin string) bool {
	kind := p.vm.ToValue(origin)
	p.emit("uncaughtExceptionMonitor", v, kind)
	if fn, ok := goja.AssertFunction(p.capture); ok {
		jsconv.Call(fn, goja.Undefined(), v)
		return true
	}
	return p.emit("uncaughtException", v, kind)
}

// rejection deals with a promise that nothing handles, as --unhandled-rejections
// says. False makes it an uncaught exception.
func (p *process) rejection(promise *goja.Object, reason goja.Value) bool {
	p.rejections.last++
	told := rejected{id: p.rejections.last}
	handled := false
	switch mode := p.host.Flags.UnhandledRejections; mode {
	case "none":
		p.emit("unhandledRejection", reason, promise)
		handled = true
	case "warn":
		p.emit("unhandledRejection", reason, promise)
		told.warned, handled = true, true
		p.warnRejection(reason, told.id)
	case "warn-with-error-codes":
		if !p.emit("unhandledRejection", reason, promise) {
			told.warned = true
			p.warnRejection(reason, told.id)
			p.setExitCode(p.vm.ToValue(1))
		}
		handled = true
	case "strict":
		// First the exception; only if that was handled, the event.
		p.env.Loop.NextTick(func() error {
			if !p.emit("unhandledRejection", reason, promise) {
				p.warnRejection(reason, told.id)
			}
			return nil
		})
	default:
		handled = p.emit("unhandledRejection", reason, promise)
	}
	if pr, ok := promise.Export().(*goja.Promise); ok {
		if p.rejections.told == nil {
			p.rejections.told = map[*goja.Promise]rejected{}
		}
		p.rejections.told[pr] = told
	}
	return handled
}

const rejectionHelp = "Unhandled promise rejection. This error originated either by throwing inside of an async function " +
	"without a catch block, or by rejecting a promise which was not handled with .catch(). To terminate the node process " +
	"on unhandled promise rejection, use the CLI flag `--unhandled-rejections=strict` (see " +
	"https://nodejs.org/api/cli.html#cli_unhandled_rejections_mode). (rejection id: "

// warnRejection emits the two warnings about a rejection.
func (p *process) warnRejection(reason goja.Value, id int) {
	text := ""
	if o, ok := reason.(*goja.Object); ok && o.ClassName() == "Error" {
		text = jsconv.Get(stack.Seen(p.vm, o), "stack").String()
	} else {
		text = nodeerr.InspectValue(p.vm, reason, 2)
	}
	p.emitWarning(p.newWarning(text, "UnhandledPromiseRejectionWarning", "", nil, ""))
	p.emitWarning(p.newWarning(rejectionHelp+strconv.Itoa(id)+")", "UnhandledPromiseRejectionWarning", "", nil, ""))
}

// rejectionHandled tells of a promise that was handled after all.
func (p *process) rejectionHandled(promise *goja.Object) {
	told := rejected{}
	if pr, ok := promise.Export().(*goja.Promise); ok {
		told = p.rejections.told[pr]
		delete(p.rejections.told, pr)
	}
	if !p.emit("rejectionHandled", promise) && told.warned {
		p.emitWarning(p.newWarning("Promise rejection was handled asynchronously (rejection id: "+strconv.Itoa(told.id)+")",
			"PromiseRejectionHandledWarning", "", nil, ""))
	}
}
