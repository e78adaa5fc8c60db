package buffer

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// inspectMethods defines how util.inspect shows a Buffer.
func (l *library) inspectMethods() {
	fn := jsconv.NewFunc(l.vm, "inspect", 2, l.inspect)
	_ = l.proto.Set("inspect", fn)
	symbol := l.vm.Get("Symbol").(*goja.Object)
	custom := jsconv.CallMethod(l.vm, symbol, "for", l.vm.ToValue("nodejs.util.inspect.custom"))
	_ = l.proto.SetSymbol(custom.(*goja.Symbol), fn)
}

func (l *library) inspect(c goja.FunctionCall) goja.Value {
	b := l.this(c)
	o := c.This.(*goja.Object)
	shown := len(b)
	if float64(shown) > l.inspectMax {
		shown = int(l.inspectMax)
	}
	var s strings.Builder
	s.WriteString("<" + jsconv.Get(jsconv.Get(o, "constructor"), "name").String() + " ")
	for i, x := range b[:shown] {
		if i > 0 {
			s.WriteByte(' ')
		}
		s.WriteString(hex.EncodeToString([]byte{x}))
	}
	if rest := len(b) - shown; rest > 0 {
		s.WriteString(" ... " + strconv.Itoa(rest) + " more byte")
		if rest > 1 {
			s.WriteByte('s')
		}
	}
	if extra := l.extra(o, c.Argument(1)); extra != "" {
		if len(b) > 0 {
			s.WriteString(", ")
		}
		s.WriteString(extra)
	}
	s.WriteByte('>')
	return l.vm.ToValue(s.String())
}

// extra shows what properties a script has put on the Buffer.
func (l *library) extra(o, ctx goja.Value) string {
	opts, ok := ctx.(*goja.Object)
	if !ok {
		return ""
	}
	buf := o.(*goja.Object)
	show := jsconv.Get(opts, "showHidden").ToBoolean()
	props := l.vm.CreateObject(nil)
	found := false
	names := buf.Keys()
	if show {
		names = buf.GetOwnPropertyNames()
	}
	// The indexes come first.
	for _, name := range names[min(len(names), int(jsconv.Get(buf, "length").ToInteger())):] {
		_ = props.Set(name, buf.Get(name))
		found = true
	}
	if !found {
		return ""
	}
	text := l.vm.NewObject()
	for _, k := range opts.Keys() {
		_ = text.Set(k, opts.Get(k))
	}
	_ = text.Set("breakLength", math.Inf(1))
	_ = text.Set("compact", true)
	v := jsconv.Call(l.env.Function("util", "inspect"), goja.Undefined(), props, text).String()
	// "[Object: null prototype] { a: 1 }" without its frame.
	if i, j := strings.IndexByte(v, '{'), strings.LastIndexByte(v, '}'); i >= 0 && j > i {
		return strings.TrimSpace(v[i+1 : j])
	}
	return v
}
