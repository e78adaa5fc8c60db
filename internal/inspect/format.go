package inspect

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
)

// Format is util.format with the default options.
func (ins *Inspector) Format(args []goja.Value) string {
	if len(args) == 1 {
		switch args[0].(type) {
		case *goja.Object, *goja.Symbol, nil:
		default:
			if goja.IsString(args[0]) {
				return Text(args[0])
			}
			if ins.defaults == nil && goja.IsNumber(args[0]) {
				return number(args[0], false)
			}
		}
	}
	return ins.FormatWithOptions(ins.Defaults(), args)
}

// FormatWithOptions is util.formatWithOptions: the first argument's % directives take the following ones, the rest is
// appended, strings as they are and other values inspected.
func (ins *Inspector) FormatWithOptions(opts Options, args []goja.Value) string {
	if len(args) == 0 {
		return ""
	}
	var b strings.Builder
	next := 0
	if args[0] != nil && goja.IsString(args[0]) {
		format := Text(args[0])
		if len(args) == 1 {
			return format
		}
		next = 1 + ins.directives(&b, format, args[1:], opts)
	}
	for i := next; i < len(args); i++ {
		if i > 0 {
			b.WriteByte(' ')
		}
		if v := args[i]; v != nil && goja.IsString(v) {
			b.WriteString(Text(v))
		} else {
			b.WriteString(ins.Inspect(v, opts))
		}
	}
	return b.String()
}

// directives writes format with its directives replaced, and returns how many arguments they took.
func (ins *Inspector) directives(b *strings.Builder, format string, args []goja.Value, opts Options) (used int) {
	for {
		at := strings.IndexByte(format, '%')
		if at < 0 || at+1 >= len(format) {
			b.WriteString(format)
			return used
		}
		b.WriteString(format[:at])
		directive := format[at+1]
		if directive == '%' {
			b.WriteByte('%')
		} else if text, ok := "", false; used < len(args) {
			if text, ok = ins.directive(directive, args[used], opts); !ok {
				// An unknown directive stays, and its second character too: it may not begin another one.
				b.WriteString(format[at : at+2])
			} else {
				b.WriteString(text)
				used++
			}
		} else {
			b.WriteString(format[at : at+2])
		}
		format = format[at+2:]
	}
}

func (ins *Inspector) directive(directive byte, v goja.Value, opts Options) (text string, ok bool) {
	switch directive {
	case 's':
		return ins.formatString(v, opts), true
	case 'd':
		return ins.formatNumber(v, opts, goja.Value.ToNumber), true
	case 'i':
		return ins.formatNumber(v, opts, ins.global("parseInt")), true
	case 'f':
		if isSymbol(v) {
			return "NaN", true
		}
		return number(ins.global("parseFloat")(v), opts.NumericSeparator), true
	case 'j':
		return ins.formatJSON(v), true
	case 'o':
		opts.ShowHidden, opts.ShowProxy, opts.Depth, opts.depthNull = true, true, 4, false
		return ins.Inspect(v, opts), true
	case 'O':
		return ins.Inspect(v, opts), true
	case 'c':
		return "", true
	}
	return "", false
}

func (ins *Inspector) global(name string) func(goja.Value) goja.Value {
	f, _ := goja.AssertFunction(ins.vm.Get(name))
	return func(v goja.Value) goja.Value { return must(f(goja.Undefined(), v)) }
}

func (ins *Inspector) formatNumber(v goja.Value, opts Options, convert func(goja.Value) goja.Value) string {
	if isSymbol(v) {
		return "NaN"
	}
	if v != nil && goja.IsBigInt(v) {
		return bigint(v, opts.NumericSeparator)
	}
	n := convert(v)
	if _, isObject := v.(*goja.Object); !isObject && n.ToFloat() == 0 && strings.HasPrefix(strings.TrimSpace(v.String()), "-") {
		// goja loses the sign of "-0" and "-0.5".
		return "-0"
	}
	return number(n, opts.NumericSeparator)
}

func (ins *Inspector) formatString(v goja.Value, opts Options) string {
	switch v := v.(type) {
	case *goja.Symbol:
		return symbolText(v)
	case *goja.Object:
		if !isCallable(v) && ins.hasBuiltinToString(v) {
			opts.Depth, opts.depthNull, opts.Colors, opts.Compact = 0, false, false, 3
			return ins.Inspect(v, opts)
		}
		return Text(v.ToString())
	}
	switch {
	case goja.IsNumber(v):
		return number(v, opts.NumericSeparator)
	case goja.IsBigInt(v):
		return bigint(v, opts.NumericSeparator)
	}
	return Text(v)
}

// hasBuiltinToString tells whether String(o) would say nothing of o's own: then %s inspects it instead.
func (ins *Inspector) hasBuiltinToString(o *goja.Object) bool {
	if o = kind.Unwrap(o); o == nil {
		return true
	}
	in := ins.intrinsics()
	return in.inheritsBuiltin(o, key{symbol: goja.SymToPrimitive}) && in.inheritsBuiltin(o, key{name: "toString"})
}

// inheritsBuiltin tells whether o's method k, if it has one, comes from the prototype of a built-in constructor.
func (in *intrinsics) inheritsBuiltin(o *goja.Object, k key) bool {
	method, ok := k.get(o).(*goja.Object)
	if !ok || !isCallable(method) {
		return true
	}
	if _, own := in.own(o, k); own {
		return false
	}
	at := o.Prototype()
	for ; at != nil; at = at.Prototype() {
		if _, own := in.own(at, k); own {
			break
		}
	}
	if at == nil {
		return true
	}
	d, _ := in.own(at, key{name: "constructor"})
	ctor, ok := d.value.(*goja.Object)
	if !ok || !isCallable(ctor) {
		return false
	}
	p := printer{Inspector: in.ins}
	return isBuiltinName(p.nameOf(ctor))
}

// formatJSON is JSON.stringify, which says [Circular] where that throws for a circular structure.
func (ins *Inspector) formatJSON(v goja.Value) string {
	json := ins.vm.Get("JSON").(*goja.Object)
	stringify, _ := goja.AssertFunction(json.Get("stringify"))
	text, err := stringify(json, v)
	if err != nil {
		if ex, ok := err.(*goja.Exception); ok {
			if thrown, ok := ex.Value().(*goja.Object); ok && strings.Contains(thrown.Get("message").String(), "circular structure") {
				return "[Circular]"
			}
		}
		panic(err)
	}
	return Text(text)
}
