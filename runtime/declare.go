package runtime

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Declare writes the TypeScript declarations of what WithGo offers under a name, as the text of a .d.ts file. Types that
// have a name in Go are interfaces; the names of parameters are not known to Go, so they are numbered.
func Declare(name string, value any) string {
	d := &declaring{interfaces: map[reflect.Type]string{}}
	var b strings.Builder
	fmt.Fprintf(&b, "declare module '%s' {\n", name)
	v := reflect.ValueOf(value)
	t := v.Type()
	switch {
	case t == asyncType || t.Kind() == reflect.Func:
		fmt.Fprintf(&b, "  function main%s;\n  export = main;\n", d.signature(v))
	case t.Kind() == reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for _, k := range keys {
			d.export(&b, fmt.Sprint(k), v.MapIndex(k))
		}
	default:
		s := reflect.Indirect(v)
		for i := range s.NumField() {
			if name, ok := memberName(s.Type().Field(i)); ok {
				d.export(&b, name, s.Field(i))
			}
		}
		for i := range v.NumMethod() {
			d.export(&b, camel(t.Method(i).Name), v.Method(i))
		}
	}
	for i := 0; i < len(d.order); i++ { // describing one may add others
		d.describe(&b, d.order[i])
	}
	b.WriteString("}\n")
	return b.String()
}

type declaring struct {
	interfaces map[reflect.Type]string
	order      []reflect.Type
}

func (d *declaring) export(b *strings.Builder, name string, v reflect.Value) {
	for v.IsValid() && v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case !v.IsValid():
	case v.Type() == asyncType || v.Kind() == reflect.Func:
		fmt.Fprintf(b, "  export function %s%s;\n", name, d.signature(v))
	default:
		fmt.Fprintf(b, "  export const %s: %s;\n", name, d.of(v.Type()))
	}
}

// signature is a function's parameters and result.
func (d *declaring) signature(v reflect.Value) string {
	if v.Type() == asyncType {
		return d.function(reflect.TypeOf(v.Interface().(async).f), ": ", true)
	}
	return d.function(v.Type(), ": ", false)
}

func (d *declaring) function(t reflect.Type, arrow string, promised bool) string {
	var params []string
	for i := range t.NumIn() {
		in := t.In(i)
		switch {
		case i == 0 && in == contextType:
		case t.IsVariadic() && i == t.NumIn()-1:
			params = append(params, fmt.Sprintf("...rest: %s[]", d.of(in.Elem())))
		case in == readerType:
			params = append(params, fmt.Sprintf("a%d: string | Uint8Array | import('stream').Readable", len(params)))
		case in.Kind() == reflect.Chan && in.ChanDir()&reflect.RecvDir != 0:
			of := d.of(in.Elem())
			params = append(params, fmt.Sprintf("a%d: AsyncIterable<%s> | Iterable<%s>", len(params), of, of))
		case in == bytesType:
			params = append(params, fmt.Sprintf("a%d: string | ArrayBufferView", len(params)))
		default:
			params = append(params, fmt.Sprintf("a%d: %s", len(params), d.of(in)))
		}
	}
	var results []string
	for i := range t.NumOut() {
		if i < t.NumOut()-1 || t.Out(i) != errorType {
			results = append(results, d.of(t.Out(i)))
		}
	}
	result := "void"
	switch {
	case len(results) == 1:
		result = results[0]
	case len(results) > 1:
		result = "[" + strings.Join(results, ", ") + "]"
	}
	if promised {
		result = "Promise<" + result + ">"
	}
	return "(" + strings.Join(params, ", ") + ")" + arrow + result
}

// of is the type that scripts see of a Go type.
func (d *declaring) of(t reflect.Type) string {
	switch {
	case t.Implements(jsType):
		return "any"
	case t == timeType:
		return "Date"
	case t == bigType:
		return "bigint"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return "Buffer"
	case t.Implements(errorType):
		return "Error"
	case t.Implements(readerType) && t.Implements(writerType):
		return "import('stream').Duplex"
	case t.Implements(readerType):
		return "import('stream').Readable"
	case t.Implements(writerType):
		return "import('stream').Writable"
	}
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice, reflect.Array:
		return "Array<" + d.of(t.Elem()) + ">"
	case reflect.Map:
		return "Record<string, " + d.of(t.Elem()) + ">"
	case reflect.Func:
		return d.function(t, " => ", false)
	case reflect.Chan:
		return "AsyncIterable<" + d.of(t.Elem()) + ">"
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return d.name(t)
		}
		return d.of(t.Elem()) + " | null"
	case reflect.Struct:
		return d.name(t)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		return "number"
	}
	return "any"
}

// name is the interface of a struct, which is described once.
func (d *declaring) name(t reflect.Type) string {
	if name, ok := d.interfaces[t]; ok {
		return name
	}
	base := t
	if t.Kind() == reflect.Pointer {
		base = t.Elem()
	}
	name := base.Name()
	if name == "" {
		name = fmt.Sprintf("Struct%d", len(d.order)+1)
	}
	for other, taken := range d.interfaces {
		if taken == name && other != t {
			name = fmt.Sprintf("%s%d", name, len(d.order)+1)
			break
		}
	}
	d.interfaces[t] = name
	d.order = append(d.order, t)
	return name
}

func (d *declaring) describe(b *strings.Builder, t reflect.Type) {
	base, readonly := t, "readonly "
	if t.Kind() == reflect.Pointer {
		base, readonly = t.Elem(), ""
	}
	fmt.Fprintf(b, "  interface %s {\n", d.interfaces[t])
	for i := range base.NumField() {
		if name, ok := memberName(base.Field(i)); ok {
			fmt.Fprintf(b, "    %s%s: %s;\n", readonly, name, d.of(base.Field(i).Type))
		}
	}
	for i := range t.NumMethod() {
		m := t.Method(i)
		in := make([]reflect.Type, 0, m.Type.NumIn())
		for j := 1; j < m.Type.NumIn(); j++ { // without the receiver
			in = append(in, m.Type.In(j))
		}
		out := make([]reflect.Type, m.Type.NumOut())
		for j := range out {
			out[j] = m.Type.Out(j)
		}
		fmt.Fprintf(b, "    %s%s;\n", camel(m.Name), d.function(reflect.FuncOf(in, out, m.Type.IsVariadic()), ": ", false))
	}
	b.WriteString("  }\n")
}
