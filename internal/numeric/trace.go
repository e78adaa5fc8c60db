package numeric

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gojs-run/gojs/internal/slots"
)

var tracer atomic.Pointer[io.Writer]

// Trace makes the package tell what it compiles, and why it does not compile the rest; with nil it is silent again. It is
// for the whole process.
func Trace(w io.Writer) {
	if w == nil {
		tracer.Store(nil)
		return
	}
	tracer.Store(&w)
}

func (f *function) String() string {
	if f.file == nil {
		return f.name
	}
	p := f.file.Position(int(f.at) - f.file.Base())
	return fmt.Sprintf("%s (%s:%d)", f.name, f.file.Name(), p.Line)
}

// trace tells about a function or a loop that was looked at.
func trace(f *function) {
	w := tracer.Load()
	if w == nil {
		return
	}
	if f.bad == "" {
		fmt.Fprintf(*w, "numeric: %v qualifies\n", f)
		return
	}
	fmt.Fprintf(*w, "numeric: %v %s\n", f, f.bad)
}

func (i input) String() string {
	switch i {
	case inputDouble:
		return "double"
	case inputInt:
		return "int32"
	case inputBool:
		return "boolean"
	case inputPlain:
		return "Array"
	case inputFlags:
		return "Array of booleans"
	}
	return slots.ViewKind(i - inputArray).String()
}

func traceCompiled(s *Site, v *version, took time.Duration) {
	w := tracer.Load()
	if w == nil {
		return
	}
	var kinds []string
	for _, in := range v.inputs {
		kinds = append(kinds, in.String())
	}
	if v.bad != "" {
		fmt.Fprintf(*w, "numeric: %v is not compiled for (%s): %s\n", s.unit.main, strings.Join(kinds, ", "), v.bad)
		return
	}
	fmt.Fprintf(*w, "numeric: %v is compiled for (%s): %d bytes of WebAssembly in %v\n", s.unit.main, strings.Join(kinds, ", "), len(v.code), took.Round(time.Microsecond))
}

// traceLeft tells that a compiled form was not entered, or given up.
func traceLeft(s *Site, why string) {
	if w := tracer.Load(); w != nil {
		fmt.Fprintf(*w, "numeric: %v is left to the interpreter: %s\n", s.unit.main, why)
	}
}
