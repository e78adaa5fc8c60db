package stack

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
)

// Seen makes an error that goja threw by itself look as V8's: its message in V8's
// words and its stack in V8's form. Other values are left alone. It returns v.
func Seen(vm *goja.Runtime, v goja.Value) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Error" {
		return v
	}
	if ex := vm.Try(func() { seen(vm, o) }); ex != nil {
		return v // an error object whose own getters throw stays as it is
	}
	return v
}

func seen(vm *goja.Runtime, o *goja.Object) {
	if pending(o) {
		return
	}
	sv := o.Get("stack")
	if sv == nil || !goja.IsString(sv) {
		return
	}
	text := sv.String()
	if !strings.HasSuffix(text, "\n") || !strings.Contains(text, "\n\tat ") && strings.Count(text, "\n") > 1 {
		return // already V8's form, or the script's own text
	}
	header, frames := parse(text, Limit(vm))
	if msg := o.Get("message"); msg != nil && goja.IsString(msg) {
		if now := Message(msg.String()); now != msg.String() {
			_ = o.DefineDataProperty("message", vm.ToValue(now), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
			header = Header(o)
		}
	}
	put(vm, o, &trace{header: header, frames: frames})
}

// parse reads goja's form: header lines, then "\tat fn (file:line:col(pc))".
func parse(text string, limit int) (header string, frames []Frame) {
	text = strings.TrimSuffix(text, "\n")
	i := strings.Index(text, "\n\tat ")
	if i < 0 {
		return text, nil
	}
	header = text[:i]
	for line := range strings.SplitSeq(text[i+1:], "\n") {
		if len(frames) >= limit {
			break
		}
		f, ok := parseFrame(strings.TrimPrefix(line, "\tat "))
		switch n := len(frames); {
		case f.File == modulesFile && n > 0:
			if frames[n-1] == (Frame{Func: "apply"}) {
				frames = frames[:n-1]
			}
		case ok:
			frames = append(frames, f)
		}
	}
	return header, frames
}

func parseFrame(s string) (Frame, bool) {
	var f Frame
	loc := s
	if i := strings.Index(s, " ("); i >= 0 && strings.HasSuffix(s, "))") {
		f.Func, loc = s[:i], s[i+2:len(s)-1]
	} else if strings.HasSuffix(s, " (native)") {
		f.Func = strings.TrimSuffix(s, " (native)")
		return f, !strings.Contains(f.Func, ".func") && !strings.Contains(f.Func, ".(*")
	} else if s == "native" {
		return f, false
	}
	if i := strings.LastIndexByte(loc, '('); i >= 0 {
		loc = loc[:i]
	}
	j := strings.LastIndexByte(loc, ':')
	if j < 0 {
		return f, false
	}
	i := strings.LastIndexByte(loc[:j], ':')
	if i < 0 {
		return f, false
	}
	f.File, f.Line, f.Column = loc[:i], atoi(loc[i+1:j]), atoi(loc[j+1:])
	if f.File == trampolineFile {
		if f.Func != ticksFunc {
			return f, false
		}
		f.Func = "process." + f.Func
	}
	return f, true
}

func atoi(s string) (n int) {
	for _, c := range s {
		if c < '0' || c > '9' {
			return n
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// evaluated is the message of a SyntaxError in a text given to eval or Function, without the place in it.
func evaluated(m string) string {
	if i := strings.LastIndex(m, " (and "); i >= 0 && strings.HasSuffix(m, " more errors)") {
		m = m[:i]
	}
	if i := strings.Index(m, ": Line "); i >= 0 {
		if _, rest, ok := strings.Cut(m[i+len(": Line "):], " "); ok {
			return rest
		}
	}
	if i := strings.LastIndex(m, " at "); i >= 0 && strings.Count(m[i:], ":") >= 2 {
		return m[:i]
	}
	return m
}

// Message puts a message of goja's into V8's words.
func Message(m string) string {
	if rest, ok := strings.CutPrefix(m, "SyntaxError: "); ok {
		return loader.Words(evaluated(rest))
	}
	if rest, ok := strings.CutPrefix(m, "Cannot read property '"); ok {
		for _, what := range []string{"undefined or null", "undefined", "null"} {
			if name, ok := strings.CutSuffix(rest, "' of "+what); ok {
				if what == "undefined or null" {
					what = "undefined"
				}
				return "Cannot read properties of " + what + " (reading '" + name + "')"
			}
		}
	}
	if rest, ok := strings.CutPrefix(m, "Cannot assign to property "); ok {
		for _, what := range []string{"undefined", "null"} {
			if name, ok := strings.CutSuffix(rest, " of "+what); ok {
				return "Cannot set properties of " + what + " (setting '" + name + "')"
			}
		}
	}
	if rest, ok := strings.CutPrefix(m, "'ownKeys' on proxy: trap result did not include non-configurable "); ok {
		return "'ownKeys' on proxy: trap result did not include " + rest
	}
	if rest, ok := strings.CutPrefix(m, "Object has no member '"); ok {
		if name, ok := strings.CutSuffix(rest, "'"); ok {
			return name + " is not a function"
		}
	}
	if before, kind, ok := strings.Cut(m, "' of [object "); ok && strings.HasPrefix(m, "Cannot delete property '") && kind != "Array]" && kind != "Module]" {
		return before + "' of #<" + strings.TrimSuffix(kind, "]") + ">"
	}
	switch m {
	case "RegExp doesn't have global flag set":
		return "String.prototype.matchAll called with a non-global RegExp argument"
	case "The normalization form should be one of NFC, NFD, NFKC, NFKD":
		return m + "."
	case "exponent must be positive":
		return "undefined must be positive" // an argument that V8 forgets
	case "Cannot convert Symbol to a BigInt":
		return "Cannot convert Symbol() to a BigInt"
	case "Class constructor cannot be invoked without 'new'":
		return "Class constructors cannot be invoked without 'new'"
	case "No initial value":
		return "Reduce of empty array with no initial value"
	case "Malformed URI":
		return "URI malformed"
	case "toFixed() precision must be between 0 and 100":
		return "toFixed() digits argument must be between 0 and 100"
	case "toExponential() precision must be between 0 and 100":
		return "toExponential() argument must be between 0 and 100"
	case "toPrecision() precision must be between 1 and 100":
		return "toPrecision() argument must be between 1 and 100"
	case "prototype is not an object":
		return "Function has non-object prototype 'undefined' in instanceof check"
	}
	if rest, ok := strings.CutPrefix(m, "Cannot convert "); ok {
		if n, ok := strings.CutSuffix(rest, " to a BigInt"); ok && number(n) {
			return "The number " + n + " cannot be converted to a BigInt because it is not an integer"
		}
	}
	if strings.HasPrefix(m, "Could not convert &{") && strings.HasSuffix(m, " to primitive") {
		return "Cannot convert object to primitive value"
	}
	if strings.HasPrefix(m, "Index ") && strings.HasSuffix(m, " is out of bounds") {
		return "Offset is outside the bounds of the DataView"
	}
	if what, ok := strings.CutSuffix(m, " is not a method"); ok {
		return what + " is not a function"
	}
	if strings.HasPrefix(m, "Compiler bug: Unknown expression type: *ast.PrivateIdentifier") {
		return "Invalid or unexpected token"
	}
	if rest, ok := strings.CutPrefix(m, "Byte length of "); ok {
		return "byte length of " + rest
	}
	if rest, ok := strings.CutPrefix(m, "Start offset of "); ok {
		return "start offset of " + rest
	}
	if rest, ok := strings.CutPrefix(m, "Cannot write private member "); ok {
		return "Cannot write private member " + strings.Replace(rest, " from an object", " to an object", 1)
	}
	if name, ok := strings.CutPrefix(m, "Constructor "); ok && strings.HasSuffix(name, " requires 'new'") && strings.HasPrefix(name, "Promise ") {
		return "Promise constructor cannot be invoked without 'new'"
	}
	if n, ok := strings.CutPrefix(m, "Invalid index "); ok {
		return "Invalid typed array length: " + n
	}
	if strings.HasPrefix(m, "Value is not callable: ") || strings.HasPrefix(m, "Not a function: ") {
		_, what, _ := strings.Cut(m, ": ")
		return what + " is not a function"
	}
	return m
}

// number reports whether a text is a Number's, not a whole one's.
func number(s string) bool {
	return s == "NaN" || strings.TrimPrefix(s, "-") == "Infinity" || strings.ContainsRune(s, '.') && strings.Trim(s, "-+.e0123456789") == ""
}
