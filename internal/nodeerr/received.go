package nodeerr

import (
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/stack"
)

// InspectValue renders a value as util.inspect does, without colours; depth -1 gives the outermost form only.
func InspectValue(vm *goja.Runtime, v goja.Value, depth int) string {
	o := inspect.DefaultOptions()
	o.Depth = float64(depth)
	ins := inspect.New(vm)
	ins.Settle = stack.Seen
	return inspect.UTF8(ins.Inspect(v, o))
}

func invalidArgType(vm *goja.Runtime, name string, expected []string, actual goja.Value) string {
	var b strings.Builder
	b.WriteString("The ")
	switch {
	case strings.HasSuffix(name, " argument"):
		b.WriteString(name)
	case strings.Contains(name, "."):
		b.WriteString(`"` + name + `" property`)
	default:
		b.WriteString(`"` + name + `" argument`)
	}
	b.WriteString(" must be ")
	var types, instances, other []string
	for _, e := range expected {
		switch e {
		case "string", "function", "number", "object", "boolean", "bigint", "symbol":
			types = append(types, e)
		case "Function", "Object":
			types = append(types, strings.ToLower(e))
		default:
			if c := e[0]; c >= 'A' && c <= 'Z' && !strings.ContainsAny(e, "-[] ") {
				instances = append(instances, e)
			} else {
				other = append(other, e)
			}
		}
	}
	// "object" is not said apart from the classes that are objects.
	if len(instances) > 0 {
		if i := slices.Index(types, "object"); i >= 0 {
			types = slices.Delete(types, i, i+1)
			instances = append(instances, "Object")
		}
	}
	if len(types) > 0 {
		if len(types) > 1 {
			b.WriteString("one of type ")
		} else {
			b.WriteString("of type ")
		}
		b.WriteString(orList(types))
		if len(instances)+len(other) > 0 {
			b.WriteString(" or ")
		}
	}
	if len(instances) > 0 {
		b.WriteString("an instance of ")
		b.WriteString(orList(instances))
		if len(other) > 0 {
			b.WriteString(" or ")
		}
	}
	if len(other) > 0 {
		if len(other) > 1 {
			b.WriteString("one of ")
			b.WriteString(orList(other))
		} else {
			if strings.ToLower(other[0]) != other[0] {
				b.WriteString("an ")
			}
			b.WriteString(other[0])
		}
	}
	return b.String() + ". Received " + typed(vm, actual)
}

func orList(l []string) string {
	switch len(l) {
	case 1:
		return l[0]
	case 2:
		return l[0] + " or " + l[1]
	}
	return strings.Join(l[:len(l)-1], ", ") + ", or " + l[len(l)-1]
}

// typed says what a value is: "type string ('x')", "an instance of Foo", "null".
func typed(vm *goja.Runtime, v goja.Value) string {
	if v == nil || goja.IsUndefined(v) {
		return "undefined"
	}
	if goja.IsNull(v) {
		return "null"
	}
	if o, ok := v.(*goja.Object); ok {
		if _, ok := goja.AssertFunction(o); ok {
			return "function " + o.Get("name").String()
		}
		if c, ok := o.Get("constructor").(*goja.Object); ok {
			if n := c.Get("name"); n != nil && n.String() != "" {
				return "an instance of " + n.String()
			}
		}
		return InspectValue(vm, v, -1)
	}
	s := []rune(InspectValue(vm, v, 2))
	if len(s) > 28 {
		s = append(s[:25:25], '.', '.', '.')
	}
	return "type " + typeOf(v) + " (" + string(s) + ")"
}

func typeOf(v goja.Value) string {
	switch {
	case goja.IsString(v):
		return "string"
	case goja.IsNumber(v):
		return "number"
	case goja.IsBigInt(v):
		return "bigint"
	}
	if _, ok := v.(*goja.Symbol); ok {
		return "symbol"
	}
	return "boolean"
}

// received renders a value for ERR_OUT_OF_RANGE: integers beyond 2^32 in groups.
func received(vm *goja.Runtime, v goja.Value) string {
	if goja.IsNumber(v) || goja.IsBigInt(v) {
		s := v.String()
		digits := strings.TrimPrefix(s, "-")
		if !strings.ContainsAny(digits, ".eIN") && (len(digits) > 10 || len(digits) == 10 && digits > "4294967296") {
			s = s[:len(s)-len(digits)] + group(digits)
		}
		if goja.IsBigInt(v) {
			s += "n"
		}
		return s
	}
	return InspectValue(vm, v, 2)
}

func group(d string) string {
	var b strings.Builder
	for i, c := range d {
		if i > 0 && (len(d)-i)%3 == 0 {
			b.WriteByte('_')
		}
		b.WriteRune(c)
	}
	return b.String()
}

func invalidArgValue(vm *goja.Runtime, name string, v goja.Value, reason string) string {
	s := InspectValue(vm, v, 2)
	if u := utf16.Encode([]rune(s)); len(u) > 128 {
		s = string(utf16.Decode(u[:128])) + "..."
	}
	kind := "argument"
	if strings.Contains(name, ".") {
		kind = "property"
	}
	return "The " + kind + " '" + name + "' " + reason + ". Received " + s
}
