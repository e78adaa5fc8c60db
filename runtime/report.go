package runtime

import (
	"errors"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
)

// goError is what a Go caller gets for an error of Do and Call.
func (r *Runtime) goError(err error) error {
	var ex *goja.Exception
	if errors.As(err, &ex) {
		return r.scriptError(ex.Value())
	}
	var so *goja.StackOverflowError
	var pe *eventloop.PanicError
	if errors.As(err, &so) || errors.As(err, &pe) {
		return r.scriptError(r.value(err))
	}
	return err
}

// scriptError describes an uncaught value. It calls JavaScript (getters, inspect)
// but lets nothing escape.
func (r *Runtime) scriptError(v goja.Value) *ScriptError {
	se := &ScriptError{}
	if err := r.try(func() { r.describe(se, v) }); err != nil && se.Message == "" {
		se.Message = "an exception whose text cannot be read: " + err.Error()
	}
	if se.Report == "" {
		se.Report = "Uncaught:\n" + se.Error() + "\n"
	}
	return se
}

func (r *Runtime) describe(se *ScriptError, v goja.Value) {
	stack.Seen(r.vm, v)
	o, isObject := v.(*goja.Object)
	isError := isObject && o.ClassName() == "Error"
	str := func(name string) string {
		if p := o.Get(name); p != nil && goja.IsString(p) {
			return p.String()
		}
		return ""
	}
	if isError {
		se.Name, se.Message, se.Code, se.Stack = str("name"), str("message"), str("code"), str("stack")
	} else {
		se.Message = nodeerr.InspectValue(r.vm, v, 2)
	}
	head := r.place(se)
	text := se.Stack
	switch {
	case !isObject:
		if _, symbol := v.(*goja.Symbol); !symbol {
			text = v.String()
		}
	case !isError:
		text = nodeerr.InspectValue(r.vm, v, 2)
	case se.Name == "SyntaxError" && se.File == "":
		// The stack of a source that does not compile says its place itself.
	default:
		text = r.inspectError(o)
	}
	se.Report = head + text + "\n"
	if !isObject {
		se.Report += "(Use `node --trace-uncaught ...` to show where the exception was thrown)\n"
	}
}

// inspectError renders an error for the report: with the line about the 'error'
// event that nobody listened for, if it was thrown by that.
func (r *Runtime) inspectError(o *goja.Object) string {
	at := emitter.EmittedAt(o)
	if at == "" {
		return nodeerr.InspectValue(r.vm, o, 2)
	}
	own := o.Get("stack")
	jsconv.Hidden(o, "stack", r.vm.ToValue(own.String()+at))
	defer jsconv.Hidden(o, "stack", own)
	return nodeerr.InspectValue(r.vm, o, 2)
}

// place finds where the error was made in its stack, and gives the lines that
// Node prints above it: file and line, the source line, a caret.
func (r *Runtime) place(se *ScriptError) string {
	for line := range strings.SplitSeq(se.Stack, "\n") {
		loc, ok := strings.CutPrefix(line, "    at ")
		if !ok {
			continue
		}
		if i := strings.LastIndex(loc, " ("); i >= 0 {
			loc = strings.TrimSuffix(loc[i+2:], ")")
		}
		j := strings.LastIndexByte(loc, ':')
		if j < 0 {
			continue
		}
		i := strings.LastIndexByte(loc[:j], ':')
		if i < 0 {
			continue
		}
		n, err1 := strconv.Atoi(loc[i+1 : j])
		col, err2 := strconv.Atoi(loc[j+1:])
		if err1 != nil || err2 != nil || strings.HasPrefix(loc, "node:") {
			continue
		}
		se.File, se.Line, se.Column = loc[:i], n, col
		break
	}
	src, ok := loader.SourceLine(se.File, se.Line)
	if !ok || se.Column < 1 {
		return ""
	}
	col := min(se.Column-1, len(src))
	// The caret stands below the throw, not below what is thrown.
	if before := strings.TrimRight(src[:col], " \t("); strings.HasSuffix(before, "throw") {
		col = len(before) - len("throw")
	}
	caret := strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return ' '
	}, src[:col])
	return se.File + ":" + strconv.Itoa(se.Line) + "\n" + src + "\n" + caret + "^\n\n"
}

// rejectionValue is what an unhandled rejection throws: the reason if it is an
// error, else an error about it.
func (r *Runtime) rejectionValue(reason goja.Value) goja.Value {
	if o, ok := reason.(*goja.Object); ok && o.ClassName() == "Error" {
		return reason
	}
	coded := nodeerr.New(r.vm, "ERR_UNHANDLED_REJECTION", r.brief(reason))
	o := nodeerr.Plain(r.vm, nodeerr.Error, coded.Get("message").String()) // whose toString leaves out the code
	_ = o.Set("code", "ERR_UNHANDLED_REJECTION")
	_ = o.DefineDataProperty("name", r.vm.ToValue("UnhandledPromiseRejection"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	stack.Set(r.vm, o, "")
	_ = o.DefineDataProperty("stack", r.vm.ToValue(stack.Header(o)), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	return o
}

// brief is a value in V8's shortest words.
func (r *Runtime) brief(v goja.Value) string {
	if s, ok := v.(*goja.Symbol); ok {
		return "Symbol(" + s.String() + ")"
	}
	text := "[object Object]"
	_ = r.vm.Try(func() { // where a script's getters and proxies throw, it stays at that
		o, ok := v.(*goja.Object)
		if !ok || jsconv.IsCallable(o) {
			text = v.String()
			return
		}
		proto := r.vm.Get("Object").(*goja.Object).Get("prototype").(*goja.Object)
		if c, ok := o.Get("constructor").(*goja.Object); ok && o.Get("toString") == proto.Get("toString") {
			text = "#<" + c.Get("name").String() + ">"
		} else if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) {
			text = "[object " + tag.String() + "]"
		} else {
			text = "[object " + o.ClassName() + "]"
		}
	})
	return text
}
