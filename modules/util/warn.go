package util

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/internal/validate"
)

// warn emits a DeprecationWarning; code may be empty.
func (l *library) warn(message, code string, about ...goja.Value) {
	args := []goja.Value{l.vm.ToValue(message), l.vm.ToValue("DeprecationWarning"), goja.Undefined()}
	if code != "" {
		args[2] = l.vm.ToValue(code)
	}
	jsconv.CallMethod(l.vm, l.env.Require("process"), "emitWarning", append(args, about...)...)
}

// deprecate wraps a function or class so that using it warns, once for each code.
func (l *library) deprecate(c goja.FunctionCall) goja.Value {
	vm := l.vm
	fn, message, code := c.Argument(0), c.Argument(1), c.Argument(2)
	if !goja.IsUndefined(code) {
		validate.String(vm, code, "code")
	}
	validate.Function(vm, fn, "fn")
	original := fn.(*goja.Object)
	warned := false
	warn := func(wrapper goja.Value) {
		if warned || l.env.Require("process").Get("noDeprecation") != nil && jsconv.Get(l.env.Require("process"), "noDeprecation").ToBoolean() {
			return
		}
		warned = true
		if goja.IsUndefined(code) {
			l.warn(message.String(), "", wrapper)
			return
		}
		if !slices.Contains(l.warnedCodes, code.String()) {
			l.warnedCodes = append(l.warnedCodes, code.String())
			l.warn(message.String(), code.String(), wrapper)
		}
	}
	call, _ := goja.AssertFunction(original)
	construct, isClass := goja.AssertConstructor(original)
	var wrapper *goja.Object
	if !isClass {
		wrapper = vm.ToValue(func(c goja.FunctionCall) goja.Value {
			warn(wrapper)
			return jsconv.Call(call, c.This, c.Arguments...)
		}).(*goja.Object)
	} else {
		// A function made of a ConstructorCall is called without new by newTarget nil, and then does not know this:
		// a proxy's apply trap does.
		wrapper = vm.ToValue(vm.NewProxy(original, &goja.ProxyTrapConfig{
			Apply: func(_ *goja.Object, this goja.Value, args []goja.Value) goja.Value {
				warn(wrapper)
				return jsconv.Call(call, this, args...)
			},
			Construct: func(_ *goja.Object, args []goja.Value, newTarget *goja.Object) *goja.Object {
				warn(wrapper)
				if newTarget == wrapper {
					newTarget = original
				}
				made, err := construct(newTarget, args...)
				l.must(err)
				return made
			},
		})).(*goja.Object)
		return wrapper
	}
	if modify := jsconv.Get(c.Argument(3), "modifyPrototype"); goja.IsUndefined(modify) || modify.ToBoolean() {
		l.must(wrapper.SetPrototype(original))
	}
	for _, name := range []string{"length", "name"} {
		if v := original.Get(name); v != nil {
			l.must(wrapper.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
		}
	}
	return wrapper
}

// debug exports debuglog, under both its names.
func (l *library) debug() {
	f := l.export("debuglog", 2, l.debuglog)
	l.must(l.x.DefineDataProperty("debug", f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
}

// debuglog makes a function that writes to stderr if NODE_DEBUG names its section.
func (l *library) debuglog(c goja.FunctionCall) goja.Value {
	vm := l.vm
	section := strings.ToUpper(c.Argument(0).String())
	callback := c.Argument(1)
	var enabled, known bool
	test := func() bool {
		if !known {
			known = true
			names, _ := l.env.Host.Env.Get("NODE_DEBUG")
			for name := range strings.SplitSeq(strings.ToUpper(names), ",") {
				enabled = enabled || matches(strings.TrimSpace(name), section)
			}
		}
		return enabled
	}
	var log *goja.Object
	told := false
	log = jsconv.NewFunc(vm, "logger", 0, func(c goja.FunctionCall) goja.Value {
		if !told {
			told = true
			if notify, ok := goja.AssertFunction(callback); ok && test() {
				jsconv.Call(notify, goja.Undefined(), log)
			}
		}
		if test() {
			opts := l.ins.Defaults()
			opts.Colors = l.hasColors(l.env.Require("process").Get("stderr"))
			label := section + " " + strconv.Itoa(pid())
			if opts.Colors {
				label = "\x1b[36m" + section + "\x1b[39m \x1b[33m" + strconv.Itoa(pid()) + "\x1b[39m"
			}
			text := label + ": " + l.ins.FormatWithOptions(opts, c.Arguments) + "\n"
			_ = stdio.Write(l.env.Host.Stderr, []byte(inspect.UTF8(text)))
		}
		return goja.Undefined()
	})
	get := jsconv.NewFunc(vm, "get", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(test()) })
	l.must(log.DefineAccessorProperty("enabled", get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE))
	return log
}

// matches compares with a pattern in which * stands for anything.
func matches(pattern, s string) bool {
	head, rest, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == s
	}
	if !strings.HasPrefix(s, head) {
		return false
	}
	for s = s[len(head):]; ; s = s[1:] {
		if matches(rest, s) {
			return true
		}
		if s == "" {
			return false
		}
	}
}
