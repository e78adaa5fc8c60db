package stack

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// receiver notes what the function was called on, and as what.
func (f *Frame) receiver(vm *goja.Runtime, c *slots.Call) {
	if c.Callee == nil || f.Type != "" || strings.HasPrefix(f.Func, "process.") {
		return
	}
	of := ""
	if ex := vm.Try(func() { of = typeName(vm, c.This) }); ex != nil {
		of = ""
	}
	if f.Func == "" {
		f.Func = inferred(slots.TextBefore(c.Callee), of)
	}
	if c.New || of == "" {
		return
	}
	f.Type = of
	if o, ok := c.This.(*goja.Object); ok && f.File != "" {
		f.Method = methodName(vm, o, f.Func, c.Callee)
	}
}

// functionName is a function's name as V8 has it in stacks.
func functionName(f *goja.Object) string {
	if name := slots.FunctionName(f); name != "" || slots.ClassOf(f) != slots.Function {
		return name
	}
	if _, native := slots.NativeOf(f); native { // goja's own get their properties late
		if name := f.Get("name"); name != nil && goja.IsString(name) {
			return name.String()
		}
	}
	return ""
}

// typeName is the name of what made a value, "" for the global object and for no value.
func typeName(vm *goja.Runtime, v goja.Value) string {
	o, ok := v.(*goja.Object)
	switch {
	case v == nil || goja.IsUndefined(v) || goja.IsNull(v):
		return ""
	case !ok:
		t := typeOf(v)
		if t == "bigint" {
			return "BigInt"
		}
		return strings.ToUpper(t[:1]) + t[1:]
	case o == vm.GlobalObject():
		return ""
	}
	switch slots.ClassOf(o) {
	case slots.Proxy:
		return "Proxy"
	case slots.Function:
		if name := functionName(o); name != "" {
			return name
		}
		return "Function"
	case slots.Host:
		return "Object"
	}
	name := ""
	for p := o.Prototype(); p != nil && name == "" && slots.ClassOf(p) != slots.Proxy; p = p.Prototype() {
		if c, ok := p.Get("constructor").(*goja.Object); ok && slots.ClassOf(c) == slots.Function {
			name = functionName(c)
		}
	}
	if name == "" || name == "Object" {
		if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && goja.IsString(tag) && tag.String() != "" {
			return tag.String()
		}
		return "Object"
	}
	return name
}

// methodName is the property of o, or of what it inherits from, that is f; "" if there is none or more than one.
func methodName(vm *goja.Runtime, o *goja.Object, name string, f *goja.Object) (found string) {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "get "), "set ")
	key := slots.NameOf(vm.ToValue(name))
	for p := o; p != nil; p = p.Prototype() {
		own, ok := slots.NamedOf(p)
		if !ok {
			break
		}
		if v, _ := own.Data(key); name != "" && v == goja.Value(f) {
			return name
		}
	}
	for p := o; p != nil; p = p.Prototype() {
		own, ok := slots.NamedOf(p)
		if !ok {
			break
		}
		for _, n := range own.Names() {
			if v, _ := own.Own(n); v == goja.Value(f) {
				if _, index := slots.Index(n); index {
					continue
				}
				if found != "" {
					return ""
				}
				found = n.String()
			}
		}
		if found != "" {
			break
		}
	}
	return found
}

// identifier reports whether a function's name can stand after a point.
func identifier(name string) bool {
	for i := range len(name) {
		if !isWord(name[i]) || name[i] == '#' || i == 0 && name[i] >= '0' && name[i] <= '9' {
			return false
		}
	}
	return true
}

// endsWith reports whether a function's name says by itself which method it is.
func endsWith(name, method string) bool {
	before, ok := strings.CutSuffix(name, method)
	return ok && (before == "" || before[len(before)-1] == '.' || before[len(before)-1] == ' ')
}

// inferred is the name that V8 gives a function without one, by what it is assigned to in the text: "module.exports.f".
// this is a value of type of.
func inferred(before, of string) string {
	target, ok := assignedTo(before)
	if !ok {
		return ""
	}
	name := chainBefore(target)
	start := strings.TrimSuffix(target, name)
	if name == "" || start == target {
		open := strings.LastIndexByte(target, '[')
		if open < 0 || !strings.HasSuffix(target, "]") {
			return ""
		}
		if name = chainBefore(target[:open]); name == "" {
			return ""
		}
		start, name = strings.TrimSuffix(target[:open], name), name+target[open:]
	}
	name = elements(strings.ReplaceAll(name, ".prototype.", "."))
	switch rest, own := strings.CutPrefix(name, "this."); {
	case own && of == "", !strings.Contains(name, "."):
		return ""
	case own:
		name = of + "." + rest
	}
	if more := inferred(start, of); more != "" {
		return more + "." + name
	}
	return name
}

// assignedTo is the text before an assignment that it ends with.
func assignedTo(text string) (string, bool) {
	text, ok := strings.CutSuffix(strings.TrimRight(text, " \t\r\n"), "=")
	if !ok || text == "" || strings.IndexByte("=!<>+-*/%&|^?", text[len(text)-1]) >= 0 {
		return "", false
	}
	return strings.TrimRight(text, " \t\r\n"), true
}

// elements writes brackets in a chain as V8 does: a["b"] is a.b, a[i] is a.<computed>.
func elements(chain string) string {
	for {
		i := strings.IndexByte(chain, '[')
		j := strings.IndexByte(chain, ']')
		if i < 0 || j < i {
			return chain
		}
		key := chain[i+1 : j]
		if n := len(key); n > 1 && (key[0] == '\'' || key[0] == '"') && key[n-1] == key[0] {
			key = key[1 : n-1]
		} else {
			key = "<computed>"
		}
		chain = chain[:i] + "." + key + chain[j+1:]
	}
}
