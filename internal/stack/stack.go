// Package stack gives errors V8's stack text.
//
// goja's own form of error.stack differs from V8's in every line, and scripts
// parse and print stacks. Install replaces the Error constructors by ones that
// write V8's form, and defines Error.captureStackTrace and Error.stackTraceLimit.
// Errors that the engine itself throws do not pass a constructor; Seen converts
// those, and their messages, where they become visible: in catch clauses (the
// loader adds a call), in inspect, and where nothing catches them.
package stack

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
)

// Frame is one line of a stack.
type Frame struct {
	Func   string // "" for an anonymous function
	File   string // "" for a native function
	Line   int
	Column int
}

// trampolineFile is where the event loop enters the VM. Node shows the frame below
// ticks and no other.
const (
	trampolineFile = "node:internal/process/task_queues"
	ticksFunc      = "processTicksAndRejections"
	modulesFile    = "node:internal/esm" // runs ES modules
)

// Capture returns the frames of the running script, innermost first, without
// the native frames on top.
func Capture(vm *goja.Runtime, limit int) []Frame {
	return convert(vm.CaptureCallStack(0, nil), limit)
}

func convert(frames []goja.StackFrame, limit int) []Frame {
	for len(frames) > 0 && native(&frames[0]) {
		frames = frames[1:]
	}
	out := make([]Frame, 0, min(len(frames), limit))
	for i := range frames {
		if len(out) >= limit {
			break
		}
		f := &frames[i]
		name := f.FuncName()
		if native(f) {
			if name == "<native>" || name == "apply" || name == "call" || strings.HasPrefix(name, "bound ") || // which V8 passes over
				strings.Contains(name, ".func") || strings.Contains(name, ".(*") {
				continue
			}
			out = append(out, Frame{Func: name})
			continue
		}
		pos := f.Position()
		if pos.Filename == modulesFile && len(out) > 0 {
			continue
		}
		if pos.Filename == trampolineFile {
			if name != ticksFunc {
				continue
			}
			name = "process." + name
		}
		if name == "<anonymous>" {
			name = ""
		}
		if loader.Mapped(pos.Filename) {
			pos.Column++
		}
		if pos.Filename == "" {
			pos.Filename = "evalmachine.<anonymous>"
		}
		out = append(out, Frame{name, pos.Filename, pos.Line, pos.Column})
	}
	return out
}

func native(f *goja.StackFrame) bool { return f.SrcName() == "<native>" }

// Format writes header and frames in V8's form.
func Format(header string, frames []Frame) string {
	var b strings.Builder
	b.WriteString(header)
	for _, f := range frames {
		b.WriteString("\n    at ")
		b.WriteString(f.String())
	}
	return b.String()
}

// String is the frame as V8 prints it after "at ".
func (f Frame) String() string {
	loc := "<anonymous>"
	if f.File != "" {
		loc = f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column)
	}
	if f.Func == "" {
		return loc
	}
	return f.Func + " (" + loc + ")"
}

// Header is "name: message" of an error object as V8 puts it on the first line.
func Header(o *goja.Object) string {
	name, msg := "Error", ""
	if v := o.Get("name"); v != nil && !goja.IsUndefined(v) {
		name = v.String()
	}
	if v := o.Get("message"); v != nil && !goja.IsUndefined(v) {
		msg = v.String()
	}
	switch {
	case name == "":
		return msg
	case msg == "":
		return name
	}
	return name + ": " + msg
}

// Limit reads Error.stackTraceLimit.
func Limit(vm *goja.Runtime) int {
	ctor, ok := vm.Get("Error").(*goja.Object)
	if !ok {
		return 0
	}
	v := ctor.Get("stackTraceLimit")
	if v == nil || !goja.IsNumber(v) {
		return 0
	}
	return max(0, int(min(v.ToInteger(), 1000)))
}
