package util

import (
	"os"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/term"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// styleText writes text with the escape sequences of one or several styles, if the
// stream that it is for shows colours.
func (l *library) styleText(c goja.FunctionCall) goja.Value {
	vm := l.vm
	validate.String(vm, c.Argument(1), "text")
	colored := true
	if v := jsconv.Get(c.Argument(2), "validateStream"); goja.IsUndefined(v) || validate.Bool(vm, v, "options.validateStream") {
		colored = l.shouldColor(jsconv.Get(c.Argument(2), "stream"))
	}
	formats := []goja.Value{c.Argument(0)}
	if isArray(c.Argument(0)) {
		list := c.Argument(0).(*goja.Object)
		formats = formats[:0]
		for _, key := range list.Keys() {
			formats = append(formats, list.Get(key))
		}
	}
	text := inspect.Text(c.Argument(1))
	for i := len(formats) - 1; i >= 0; i-- {
		on, off := l.codes(formats[i])
		if colored && on != "" {
			text = style(text, on, off)
		}
	}
	return inspect.Value(vm, text)
}

// codes are the sequences that switch a style on and off; none for the style none.
func (l *library) codes(format goja.Value) (on, off string) {
	colors := l.ins.ColorsObject()
	if goja.IsString(format) {
		if format.String() == "none" {
			return "", ""
		}
		if pair, ok := colors.Get(format.String()).(*goja.Object); ok {
			return "\x1b[" + pair.Get("0").String() + "m", "\x1b[" + pair.Get("1").String() + "m"
		}
	}
	names := make([]string, 0, 48)
	for _, name := range colors.Keys() {
		names = append(names, "'"+name+"'")
	}
	nodeerr.Throw(l.vm, "ERR_INVALID_ARG_VALUE", "format", format, "must be one of: "+strings.Join(names, ", "))
	return
}

// style encloses text. A style inside that ends with the same code would end this one
// too: this one is switched on again there.
func style(text, on, off string) string {
	again := on
	if on == "\x1b[1m" || on == "\x1b[2m" { // bold and dim end each other
		again = off + on
	}
	inner, last := text, ""
	if strings.HasSuffix(text, off) {
		inner, last = text[:len(text)-len(off)], off
	}
	return on + strings.ReplaceAll(inner, off, again) + last + off
}

// shouldColor tells whether a stream, by default process.stdout, shows colours.
func (l *library) shouldColor(stream goja.Value) bool {
	if goja.IsUndefined(stream) {
		stream = l.env.Require("process").Get("stdout")
	} else if !isStream(stream) {
		nodeerr.Throw(l.vm, "ERR_INVALID_ARG_TYPE", "stream", []string{"ReadableStream", "WritableStream", "Stream"}, stream)
	}
	return l.hasColors(stream)
}

// errorColors tells whether what goes to stderr is coloured. It does not load the stream of
// one that is no terminal.
func (l *library) errorColors() bool {
	if f, ok := l.env.Host.Stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return l.hasColors(l.env.Require("process").Get("stderr"))
	}
	return l.hasColors(goja.Undefined())
}

func isStream(v goja.Value) bool {
	for _, method := range []string{"on", "getReader", "getWriter"} {
		if jsconv.IsCallable(jsconv.Get(v, method)) {
			return true
		}
	}
	return false
}

// hasColors tells whether a stream is a terminal with colours, or colours are forced
// by the environment.
func (l *library) hasColors(stream goja.Value) bool {
	if _, forced := l.env.Host.Env.Get("FORCE_COLOR"); forced {
		return jsconv.Call(l.env.Function("internal/tty", "getColorDepth"), goja.Undefined()).ToInteger() > 2
	}
	if !jsconv.Get(stream, "isTTY").ToBoolean() {
		return false
	}
	if depth, ok := goja.AssertFunction(jsconv.Get(stream, "getColorDepth")); ok {
		return jsconv.Call(depth, stream).ToInteger() > 2
	}
	return true
}
