package process

import (
	"fmt"
	"math"
	"os"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/internal/validate"
)

// invalidFatalException is the exit code where process._fatalException is no
// function (Node: process.md#exit-codes).
const invalidFatalException = 6

// exits defines exit, exitCode and what is around them.
func (p *process) exits() {
	vm, o := p.vm, p.object
	get := jsconv.NewFunc(vm, "get", 0, func(goja.FunctionCall) goja.Value { return p.exitCode })
	set := jsconv.NewFunc(vm, "set", 1, func(c goja.FunctionCall) goja.Value {
		p.setExitCode(c.Argument(0))
		return goja.Undefined()
	})
	_ = o.DefineAccessorProperty("exitCode", get, set, goja.FLAG_FALSE, goja.FLAG_TRUE)
	_ = o.DefineAccessorProperty("_exiting",
		jsconv.NewFunc(vm, "get", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(p.host.Exiting) }),
		jsconv.NewFunc(vm, "set", 1, func(c goja.FunctionCall) goja.Value {
			p.host.Exiting = c.Argument(0).ToBoolean()
			return goja.Undefined()
		}), goja.FLAG_TRUE, goja.FLAG_TRUE)
	p.method("exit", 1, func(c goja.FunctionCall) goja.Value {
		if code := c.Argument(0); !goja.IsUndefined(code) {
			p.setExitCode(code)
		}
		if !p.host.Exiting {
			p.host.Exiting = true
			p.emit("exit", vm.ToValue(p.code()))
		}
		return jsconv.CallMethod(vm, o, "reallyExit", vm.ToValue(p.code()))
	})
	p.method("reallyExit", 1, func(c goja.FunctionCall) goja.Value {
		code := int(int32(c.Argument(0).ToInteger()))
		if p.host.Flags.TraceExit {
			p.traceExit(code)
		}
		p.host.Exit(code)
		return goja.Undefined()
	})
	p.method("abort", 0, func(goja.FunctionCall) goja.Value {
		p.flush()
		if p.host.Abort != nil {
			p.host.Abort()
		}
		p.host.Exit(134)
		return goja.Undefined()
	})
	p.host.Process.BeforeExit = func(code int) { p.emit("beforeExit", vm.ToValue(code)) }
	p.host.Process.Exit = func(code int) {
		if p.broken {
			p.setExitCode(vm.ToValue(invalidFatalException))
			return
		}
		if code != p.code() {
			p.setExitCode(vm.ToValue(code))
		}
		p.emit("exit", vm.ToValue(code))
	}
}

// traceExit tells where the script ends the process or its thread.
func (p *process) traceExit(code int) {
	thread := ""
	if p.host.Thread != nil {
		thread = ", thread:" + p.env.Require("worker_threads").Get("threadId").String()
	}
	header := fmt.Sprintf("(node:%d%s) WARNING: Exited the environment with code %d", os.Getpid(), thread, code)
	_, _ = fmt.Fprintln(p.host.Stderr, stack.Format(header, stack.Capture(p.vm, stack.Limit(p.vm))))
}

func (p *process) emit(name string, args ...goja.Value) bool {
	return p.events.Emit(p.object, name, args...)
}

// flush writes what is held back, before something that may end the process at once.
func (p *process) flush() {
	if p.host.Flush != nil {
		p.host.Flush()
	}
}

// code is the exit code as it stands.
func (p *process) code() int {
	if p.host.ExitCode == nil {
		return 0
	}
	return *p.host.ExitCode
}

// setExitCode takes integers, strings of integers, undefined and null.
func (p *process) setExitCode(v goja.Value) {
	if jsconv.Nullish(v) {
		p.exitCode, p.host.ExitCode = v, nil
		return
	}
	n := v
	if goja.IsString(v) && v.String() != "" {
		if f := v.ToFloat(); f == math.Trunc(f) && !math.IsInf(f, 0) {
			n = p.vm.ToValue(f)
		}
	}
	code := int(int32(validate.Integer(p.vm, n, "code", -validate.MaxSafe, validate.MaxSafe)))
	p.exitCode, p.host.ExitCode = v, &code
}
