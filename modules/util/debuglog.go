package util

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stdio"
)

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
			opts.Colors = l.errorColors()
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
