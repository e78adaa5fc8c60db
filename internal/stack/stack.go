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
	"github.com/gojs-run/gojs/internal/slots"
)

// Frame is one line of a stack.
type Frame struct {
	Func   string // "" for an anonymous function
	File   string // "" for a native function
	Line   int
	Column int

	Type       string // of what the function was called on, "" if it was called on nothing
	Method     string // the property of that by which it is found
	New        bool   // it was called with new
	Async      bool   // it waits for what is above
	Combinator string // "all": it is Promise.all that waits, for its promise at Index
	Index      int
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
	return convert(vm, slots.TraceOf(vm, seenOf(limit)).Calls(), limit)
}

// seenOf is how many calls are looked at for some frames: not every call has one.
func seenOf(limit int) int {
	if limit == 0 {
		return 0
	}
	return 2*limit + 8
}

func convert(vm *goja.Runtime, calls []slots.Call, limit int) []Frame {
	for len(calls) > 0 && calls[0].Native() {
		calls = calls[1:]
	}
	out := make([]Frame, 0, min(len(calls), limit))
	for i := range calls {
		if len(out) >= limit {
			break
		}
		c := &calls[i]
		if c.Combinator != "" {
			out = append(out, Frame{Async: true, Combinator: c.Combinator, Index: c.Index})
			continue
		}
		name := c.FuncName()
		if c.Native() {
			if c.Callee != nil {
				name = functionName(c.Callee)
			}
			if name == "" || name == "<native>" || name == "apply" || name == "call" || strings.HasPrefix(name, "bound ") || // which V8 passes over
				strings.Contains(name, ".func") || strings.Contains(name, ".(*") {
				continue
			}
			f := Frame{Func: name, New: c.New}
			f.receiver(vm, c)
			if n := len(out); f.Type == "Iterator" && n > 0 { // a generator, whose own frame is above
				f.Type = out[n-1].Func
			}
			if f.Type != "Reflect" {
				out = append(out, f)
			}
			continue
		}
		pos := c.Position()
		if pos.Filename == modulesFile && len(out) > 0 {
			continue
		}
		f := Frame{New: c.New, Async: c.Awaits}
		if pos.Filename == trampolineFile {
			if name != ticksFunc {
				continue
			}
			name = "process." + name
		} else if name == loader.ModuleFunc {
			f.Type, name = "Object", ""
		} else if c.Callee != nil {
			name = functionName(c.Callee)
		}
		if name == "<anonymous>" {
			name = ""
		}
		if loader.Mapped(pos.Filename) {
			pos.Column++
		}
		if c.Awaits {
			pos.Line, pos.Column = loader.Await(pos.Filename, pos.Line, pos.Column)
		}
		if pos.Filename == "" {
			pos.Filename = "evalmachine.<anonymous>"
		}
		f.Func, f.File, f.Line, f.Column = name, pos.Filename, pos.Line, pos.Column
		f.receiver(vm, c)
		out = append(out, f)
	}
	return out
}

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
	if f.Combinator != "" {
		return "async Promise." + f.Combinator + " (index " + strconv.Itoa(f.Index) + ")"
	}
	loc := "<anonymous>"
	if f.File != "" {
		loc = f.File + ":" + strconv.Itoa(f.Line) + ":" + strconv.Itoa(f.Column)
	}
	name := f.name()
	if f.Async {
		if name == "" {
			return "async " + loc
		}
		name = "async " + name
	}
	if name == "" {
		return loc
	}
	return name + " (" + loc + ")"
}

// name is what is called, in V8's words.
func (f Frame) name() string {
	switch {
	case f.New && f.Func == "":
		return "new <anonymous>"
	case f.New:
		return "new " + f.Func
	case f.Type == "":
		return f.Func
	case f.Func == "" && f.Method == "":
		return f.Type + ".<anonymous>"
	case f.Func == "":
		return f.Type + "." + f.Method
	}
	name := f.Func
	if identifier(name) {
		name = f.Type + "." + name
	}
	if f.Method != "" && !endsWith(f.Func, f.Method) {
		name += " [as " + f.Method + "]"
	}
	return name
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
