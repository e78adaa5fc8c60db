package util

import (
	"os"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/signals"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/internal/validate"
)

func pid() int { return os.Getpid() }

// system exports what Node has for its own errors, and _extend.
func (l *library) system() {
	vm := l.vm
	l.export("_errnoException", 3, func(c goja.FunctionCall) goja.Value {
		no := -c.Argument(0).ToInteger()
		o := nodeerr.System(vm, &nodeerr.SystemError{
			Errno: -int(no), Code: nodeerr.Name(syscall.Errno(no)), Syscall: c.Argument(1).String(),
		})
		code := o.Get("code").String()
		message := c.Argument(1).String() + " " + code
		if original := c.Argument(2); original.ToBoolean() {
			message += " " + original.String()
		}
		jsconv.Hidden(o, "message", vm.ToValue(message))
		stack.Set(vm, o, "")
		return o
	})
	l.export("_exceptionWithHostPort", 5, func(c goja.FunctionCall) goja.Value {
		no := -c.Argument(0).ToInteger()
		code := nodeerr.Name(syscall.Errno(no))
		message := c.Argument(1).String() + " " + code + " " + c.Argument(2).String()
		if port := c.Argument(3); port.ToBoolean() && port.ToInteger() > 0 {
			message += ":" + port.String()
		}
		if additional := c.Argument(4); additional.ToBoolean() {
			message += " - Local (" + additional.String() + ")"
		}
		o := nodeerr.Plain(vm, nodeerr.Error, message)
		l.must(o.Set("errno", c.Argument(0)))
		l.must(o.Set("code", code))
		l.must(o.Set("syscall", c.Argument(1)))
		l.must(o.Set("address", c.Argument(2)))
		if port := c.Argument(3); port.ToBoolean() {
			l.must(o.Set("port", port))
		}
		return o
	})
	warned := false
	l.export("_extend", 2, func(c goja.FunctionCall) goja.Value {
		if !warned {
			warned = true
			l.warn("The `util._extend` API is deprecated. Please use Object.assign() instead.", "DEP0060")
		}
		if from, ok := c.Argument(1).(*goja.Object); ok {
			to := c.Argument(0).ToObject(vm)
			for _, key := range from.Keys() {
				l.must(to.Set(key, from.Get(key)))
			}
		}
		return c.Argument(0)
	})
}

// systemErrors exports the names and texts of system errors.
func (l *library) systemErrors() {
	vm := l.vm
	l.export("getSystemErrorMap", 0, func(goja.FunctionCall) goja.Value {
		m, err := vm.New(vm.Get("Map"))
		l.must(err)
		for _, e := range systemErrors() {
			jsconv.CallMethod(vm, m, "set", vm.ToValue(-e.no), vm.NewArray(e.code, nodeerr.Text(e.code)))
		}
		return m
	})
	l.export("getSystemErrorName", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(nodeerr.Name(l.errno(c.Argument(0))))
	})
	l.export("getSystemErrorMessage", 1, func(c goja.FunctionCall) goja.Value {
		name := nodeerr.Name(l.errno(c.Argument(0)))
		if text := nodeerr.Text(name); text != "" {
			return vm.ToValue(text)
		}
		return vm.ToValue(name)
	})
}

// errno checks the number of a system error, which Node has negative.
func (l *library) errno(v goja.Value) syscall.Errno {
	if !goja.IsNumber(v) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "err", []string{"number"}, v)
	}
	n := v.ToInteger()
	if n >= 0 || float64(n) != v.ToFloat() {
		nodeerr.Throw(l.vm, "ERR_OUT_OF_RANGE", "err", "a negative integer", v)
	}
	return syscall.Errno(-n)
}

type systemError struct {
	no   int
	code string
}

// systemErrors lists this system's errors and those that libuv adds to them.
func systemErrors() []systemError {
	var list []systemError
	const last = 140
	for no := 1; no < last; no++ {
		if name := nodeerr.Name(syscall.Errno(no)); !strings.HasPrefix(name, "Unknown") {
			list = append(list, systemError{no, name})
		}
	}
	return append(list,
		systemError{3000, "EAI_ADDRFAMILY"}, systemError{3001, "EAI_AGAIN"}, systemError{3002, "EAI_BADFLAGS"},
		systemError{3013, "EAI_BADHINTS"}, systemError{3003, "EAI_CANCELED"}, systemError{3004, "EAI_FAIL"},
		systemError{3005, "EAI_FAMILY"}, systemError{3006, "EAI_MEMORY"}, systemError{3007, "EAI_NODATA"},
		systemError{3008, "EAI_NONAME"}, systemError{3009, "EAI_OVERFLOW"}, systemError{3014, "EAI_PROTOCOL"},
		systemError{3010, "EAI_SERVICE"}, systemError{3011, "EAI_SOCKTYPE"}, systemError{4028, "EFTYPE"},
		systemError{4080, "ECHARSET"}, systemError{4094, "UNKNOWN"}, systemError{4095, "EOF"})
}

// signalExitCode is the exit code that shells give a process ended by a signal.
func (l *library) signalExitCode(c goja.FunctionCall) goja.Value {
	if goja.IsString(c.Argument(0)) {
		if no, ok := signals.Number(c.Argument(0).String()); ok {
			return l.vm.ToValue(128 + int(no))
		}
	}
	var names []string
	for _, s := range signals.All() {
		names = append(names, "'"+s.Name+"'")
	}
	nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "signalCode", c.Argument(0), "must be one of: "+strings.Join(names, ", "))
	return nil
}

// callSites lists the calls that the script is in.
func (l *library) callSites(c goja.FunctionCall) goja.Value {
	vm := l.vm
	count, options := c.Argument(0), c.Argument(1)
	n := 8
	if _, isObject := count.(*goja.Object); isObject && goja.IsUndefined(options) {
		count, options = goja.Undefined(), count
	}
	if !goja.IsUndefined(options) {
		o := validate.Object(vm, options, "options")
		if v := o.Get("sourceMap"); !jsconv.Missing(v) {
			validate.Bool(vm, v, "options.sourceMap")
		}
	}
	if !goja.IsUndefined(count) {
		n = int(validate.Integer(vm, count, "frameCount", 1, 200))
	}
	var sites []any
	for _, f := range stack.Capture(vm, n) {
		site := vm.CreateObject(nil)
		for _, field := range []struct {
			name  string
			value any
		}{
			{"functionName", f.Func}, {"scriptId", "0"}, {"scriptName", f.File},
			{"lineNumber", f.Line}, {"columnNumber", f.Column}, {"column", f.Column},
		} {
			l.must(site.Set(field.name, field.value))
		}
		sites = append(sites, site)
	}
	return vm.NewArray(sites...)
}
