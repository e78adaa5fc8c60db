package console

import (
	"os"

	"github.com/dop251/goja"
	"golang.org/x/term"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stdio"
)

// sink is where a console's lines go: a stream of the script, or for the global
// console a standard stream of the Runtime (fd 1 or 2).
type sink struct {
	stream *goja.Object
	fd     int

	// What of is given with each write: always the same, so that the stream tells
	// of many writes in one tick.
	of           *goja.Object
	ignore, done goja.Value
}

// object returns the stream, nil while a standard stream is untouched.
func (s *sink) object(p *printer) *goja.Object {
	if s.stream != nil {
		return s.stream
	}
	h := p.env.Host
	if h.Untouched == nil || h.Untouched(s.fd) {
		return nil
	}
	o, _ := p.env.Require("process").Get([...]string{"stdin", "stdout", "stderr"}[s.fd]).(*goja.Object)
	return o
}

func (s *sink) write(p *printer, text string) {
	o := s.object(p)
	if o == nil {
		if s.stream == nil && s.fd > 0 {
			s.direct(p, text)
		}
		return
	}
	if !p.ignoreErrors {
		jsconv.CallMethod(p.vm, o, "write", inspect.Value(p.vm, text))
		return
	}
	// What goes wrong while writing a line is nobody's business: neither an
	// 'error' event nor an exception of the stream, but running out of stack is.
	if s.of != o {
		s.listen(p, o)
	}
	if emits(o) {
		event := p.vm.ToValue("error")
		jsconv.CallMethod(p.vm, o, "once", event, s.ignore)
		defer func() {
			_ = p.vm.Try(func() { jsconv.CallMethod(p.vm, o, "removeListener", event, s.ignore) })
		}()
	}
	if ex := p.vm.Try(func() { jsconv.CallMethod(p.vm, o, "write", inspect.Value(p.vm, text), s.done) }); ex != nil {
		if e, ok := ex.Value().(*goja.Object); ok && e.ClassName() == "Error" && jsconv.Get(e, "message").String() == "Maximum call stack size exceeded" {
			panic(ex)
		}
	}
}

// listen makes the functions that o is given.
func (s *sink) listen(p *printer, o *goja.Object) {
	s.of = o
	s.ignore = jsconv.NewFunc(p.vm, "", 0, func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	s.done = jsconv.NewFunc(p.vm, "", 1, func(c goja.FunctionCall) goja.Value {
		// The event of an error that comes only now is still to be emitted.
		event := p.vm.ToValue("error")
		if !jsconv.Nullish(c.Argument(0)) && emits(o) && !jsconv.Get(o.Get("_writableState"), "errorEmitted").ToBoolean() &&
			jsconv.CallMethod(p.vm, o, "listenerCount", event).ToInteger() == 0 {
			jsconv.CallMethod(p.vm, o, "once", event, s.ignore)
		}
		return goja.Undefined()
	})
}

// emits reports whether o is an emitter.
func emits(o *goja.Object) bool {
	return jsconv.IsCallable(o.Get("once")) && jsconv.IsCallable(o.Get("removeListener"))
}

// direct writes past the stream object.
func (s *sink) direct(p *printer, text string) {
	w := p.env.Host.Stdout
	if s.fd == 2 {
		w = p.env.Host.Stderr
	}
	_ = stdio.Write(w, []byte(inspect.UTF8(text))) // a console does not tell of errors
}

// isTerminal reports stream.isTTY.
func (s *sink) isTerminal(p *printer) bool {
	if o := s.object(p); o != nil {
		v := o.Get("isTTY")
		return v != nil && v.ToBoolean()
	}
	var w any = p.env.Host.Stdout
	if s.fd == 2 {
		w = p.env.Host.Stderr
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

type colorMode int

const (
	colorAuto colorMode = iota
	colorAlways
	colorNever
)

// colors reports whether values are coloured: on a terminal that has colours, and
// wherever FORCE_COLOR wants them.
func (p *printer) colors(to int) bool {
	switch p.color {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	if _, ok := p.env.Host.Env.Get("FORCE_COLOR"); ok {
		depth := p.env.Function("internal/tty", "getColorDepth")
		return jsconv.Call(depth, goja.Undefined()).ToInteger() > 2
	}
	if !p.out[to].isTerminal(p) {
		return false
	}
	o := p.out[to].object(p)
	if o == nil {
		o, _ = p.env.Require("process").Get([...]string{"stdout", "stderr"}[to]).(*goja.Object)
	}
	if o == nil || !jsconv.IsCallable(o.Get("getColorDepth")) {
		return true
	}
	return jsconv.CallMethod(p.vm, o, "getColorDepth").ToInteger() > 2
}
