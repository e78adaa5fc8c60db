// Package querystring is Node's querystring module.
//
// As in Node, parse and stringify take the functions that escape and unescape
// from the module's own properties, which a script may replace.
package querystring

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "querystring", Load: load}}

type querystring struct {
	env     *modules.Env
	vm      *goja.Runtime
	exports *goja.Object
	// the functions nobody has replaced
	escape, unescape goja.Value
}

func load(env *modules.Env, module *goja.Object) {
	q := &querystring{env: env, vm: env.VM, exports: module.Get("exports").(*goja.Object)}
	x := q.exports
	jsconv.Export(q.vm, x, "unescapeBuffer", 2, func(c goja.FunctionCall) goja.Value {
		return env.NewBuffer(decode(c.Argument(0).String(), c.Argument(1).ToBoolean()))
	})
	jsconv.Export(q.vm, x, "unescape", 2, func(c goja.FunctionCall) goja.Value {
		return q.defaultUnescape(c.Argument(0).String(), c.Argument(1).ToBoolean())
	})
	jsconv.Export(q.vm, x, "escape", 1, func(c goja.FunctionCall) goja.Value {
		v := c.Argument(0)
		if _, ok := v.(*goja.Symbol); ok {
			panic(q.vm.NewTypeError("Cannot convert a Symbol value to a string"))
		}
		return q.vm.ToValue(q.escaped(v.ToString()))
	})
	q.unescape, q.escape = x.Get("unescape"), x.Get("escape")
	jsconv.Export(q.vm, x, "stringify", 4, q.stringify)
	_ = x.Set("encode", x.Get("stringify"))
	jsconv.Export(q.vm, x, "parse", 4, q.parse)
	_ = x.Set("decode", x.Get("parse"))
}

const upperhex = "0123456789ABCDEF"

// escaped is encodeURIComponent.
func (q *querystring) escaped(v goja.Value) string {
	s := v.String()
	if strings.ContainsRune(s, utf8.RuneError) {
		s = q.wellFormed(v)
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !plain(s[i]) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	b := make([]byte, 0, len(s)+2*n)
	for i := 0; i < len(s); i++ {
		if c := s[i]; plain(c) {
			b = append(b, c)
		} else {
			b = append(b, '%', upperhex[c>>4], upperhex[c&15])
		}
	}
	return string(b)
}

// wellFormed pairs each surrogate with what follows it, as Node does without
// looking, and throws if nothing follows.
func (q *querystring) wellFormed(v goja.Value) string {
	s, ok := v.(goja.String)
	if !ok {
		return v.String()
	}
	var b strings.Builder
	for i := 0; i < s.Length(); i++ {
		c := rune(s.CharAt(i))
		if c >= 0xd800 && c < 0xe000 {
			if i++; i == s.Length() {
				nodeerr.Throw(q.vm, "ERR_INVALID_URI")
			}
			c = 0x10000 + (c&0x3ff)<<10 | rune(s.CharAt(i)&0x3ff)
		}
		b.WriteRune(c)
	}
	return b.String()
}

func plain(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("!'()*-._~", c) >= 0
}

// decode turns %XX into bytes and leaves what is no such form.
func decode(s string, spaces bool) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '+' && spaces {
			c = ' '
		} else if c == '%' && i+2 < len(s) {
			hi, ok1 := encoding.HexDigit(s[i+1])
			lo, ok2 := encoding.HexDigit(s[i+2])
			if ok1 && ok2 {
				c = hi<<4 | lo
				i += 2
			}
		}
		b = append(b, c)
	}
	return b
}

// defaultUnescape is decodeURIComponent, but for what that refuses.
func (q *querystring) defaultUnescape(s string, spaces bool) goja.Value {
	if !strings.Contains(s, "%") && !spaces {
		return q.vm.ToValue(s)
	}
	b := decode(s, spaces)
	if utf8.Valid(b) {
		return q.vm.ToValue(string(b))
	}
	return jsconv.CallMethod(q.vm, q.env.NewBuffer(b), "toString")
}

// option returns a function of the options, or of the exports, and whether it is
// the original one.
func (q *querystring) option(options goja.Value, name, fallback string, original goja.Value) (*goja.Object, bool) {
	f := q.exports.Get(fallback)
	if v := jsconv.Get(options, name); jsconv.IsCallable(v) {
		f = v
	}
	o, ok := f.(*goja.Object)
	if !ok || !jsconv.IsCallable(o) {
		panic(q.vm.NewTypeError("querystring.%s is not a function", fallback))
	}
	return o, f == original
}

func separator(v goja.Value, def string) string {
	if v.ToBoolean() {
		return v.String()
	}
	return def
}

// primitive is the text of a value, "" if it is none that has one.
func primitive(v goja.Value) goja.Value {
	switch {
	case v == nil:
	case goja.IsString(v):
		return v
	case goja.IsNumber(v):
		if f := v.ToFloat(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return v.ToString()
		}
	case goja.IsBigInt(v):
		return v.ToString()
	default:
		if _, object := v.(*goja.Object); !object && v.ExportType() != nil {
			if _, ok := v.Export().(bool); ok {
				return v.ToString()
			}
		}
	}
	return nil
}

func (q *querystring) stringify(c goja.FunctionCall) goja.Value {
	o, ok := c.Argument(0).(*goja.Object)
	if !ok || jsconv.IsCallable(o) {
		return q.vm.ToValue("")
	}
	sep, eq := separator(c.Argument(1), "&"), separator(c.Argument(2), "=")
	encode, original := q.option(c.Argument(3), "encodeURIComponent", "escape", q.escape)
	text := func(v goja.Value) string {
		p := primitive(v)
		switch {
		case p == nil && original:
			return ""
		case p == nil:
			p = q.vm.ToValue("")
		case original:
			return q.escaped(p)
		}
		return jsconv.Invoke(q.vm, encode, goja.Undefined(), p).String()
	}
	var b strings.Builder
	add := func(key string, v goja.Value) {
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(key)
		b.WriteString(eq)
		b.WriteString(text(v))
	}
	for _, k := range o.Keys() {
		v := o.Get(k)
		key := text(q.vm.ToValue(k))
		if list, ok := v.(*goja.Object); ok && list.ClassName() == "Array" {
			q.vm.ForOf(list, func(item goja.Value) bool {
				add(key, item)
				return true
			})
			continue
		}
		add(key, v)
	}
	return q.vm.ToValue(b.String())
}

func (q *querystring) parse(c goja.FunctionCall) goja.Value {
	out := q.vm.CreateObject(nil)
	if !goja.IsString(c.Argument(0)) {
		return out
	}
	rest := c.Argument(0).String()
	sep, eq := separator(c.Argument(1), "&"), separator(c.Argument(2), "=")
	options := c.Argument(3)
	limit := 1000.0
	if v := jsconv.Get(options, "maxKeys"); goja.IsNumber(v) {
		limit = v.ToFloat()
	}
	if !(limit > 0) {
		limit = math.Inf(1)
	}
	unescape, original := q.option(options, "decodeURIComponent", "unescape", q.unescape)
	text := func(s string) goja.Value {
		if original {
			return q.defaultUnescape(strings.ReplaceAll(s, "+", " "), false)
		}
		if s == "" {
			return q.vm.ToValue("")
		}
		s = strings.ReplaceAll(s, "+", "%20")
		var v goja.Value
		if ex := q.vm.Try(func() { v = jsconv.Invoke(q.vm, unescape, goja.Undefined(), q.vm.ToValue(s)) }); ex != nil {
			v = q.defaultUnescape(s, true)
		}
		return v
	}
	for more := rest != ""; more && limit > 0; limit-- {
		pair := rest
		if more = sep != ""; more {
			pair, rest, more = strings.Cut(rest, sep)
		}
		if pair == "" {
			continue
		}
		k, v, _ := strings.Cut(pair, eq)
		key, value := text(k).String(), text(v)
		switch old := out.Get(key).(type) {
		case nil:
			_ = out.Set(key, value)
		case *goja.Object:
			jsconv.CallMethod(q.vm, old, "push", value)
		default:
			_ = out.Set(key, q.vm.NewArray(old, value))
		}
	}
	return out
}
