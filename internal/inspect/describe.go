package inspect

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
)

// subject is an object about to be printed.
type subject struct {
	*printer
	o     *goja.Object
	kind  kind.Kind
	depth float64

	name      ctorName
	tag       string
	inherited *[]text // properties of its prototypes, already printed; nil unless hidden ones are shown

	base    string // before the braces
	braces  [2]string
	keys    []key
	list    list
	members func(depth float64) []text // what it holds besides properties
}

// ctorName is the name of an object's constructor, found through its prototypes; not known where it has none.
type ctorName struct {
	text  string
	known bool
}

// prefix is what stands before an opening brace, a space behind it: "Map(2) ", "Foo [bar] ",
// "[Object: null prototype] ".
func (s *subject) prefix(fallback, size string) string {
	if !s.name.known {
		if fallback == "Object" {
			fallback = s.internalName()
		}
		if fallback == "Object" {
			if name := s.origins.get(s.o); name != "" && name != s.tag {
				fallback = name
			}
		}
		p := "[" + fallback + size + ": null prototype] "
		if s.tag != "" && fallback != s.tag {
			p += "[" + s.tag + "] "
		}
		return p
	}
	return s.name.text + size + s.tagSuffix() + " "
}

// internalName is what an object without a constructor is called.
func (s *subject) internalName() string {
	switch s.kind {
	case kind.Array:
		return "Array"
	case kind.TypedArray:
		return kind.TypedArrayName(s.o)
	case kind.ArrayBuffer:
		return "ArrayBuffer"
	case kind.DataView:
		return "DataView"
	case kind.Map:
		return "Map"
	case kind.Set:
		return "Set"
	case kind.WeakMap:
		return "WeakMap"
	case kind.WeakSet:
		return "WeakSet"
	case kind.Promise:
		return "Promise"
	case kind.Date:
		return "Date"
	case kind.RegExp:
		return "RegExp"
	case kind.Error:
		return "Error"
	case kind.Function, kind.Class, kind.AsyncFunction, kind.GeneratorFunction:
		return "Function"
	}
	return "Object"
}

// bare tells whether the object has no properties to print.
func (s *subject) bare() bool {
	return len(s.keys) == 0 && (s.inherited == nil || len(*s.inherited) == 0)
}

// describe fills in s, or prints the object right away where nothing but a name is to be said.
func (s *subject) describe(inTypedArray bool) (printed string, done bool) {
	s.braces = [2]string{"{", "}"}
	if s.isIterable() {
		return s.iterable()
	}
	s.keys = s.ownKeys(s.o)
	switch s.kind {
	case kind.Arguments:
		s.braces[0] = "[Arguments] {"
		if !s.name.known || s.tag != "" {
			s.braces[0] = s.prefix("Arguments", "") + "{"
		}
		if s.bare() {
			return s.braces[0] + "}", true
		}
	case kind.RegExp:
		s.base = s.source()
		if prefix := s.prefix("RegExp", ""); prefix != "RegExp " {
			s.base = prefix + s.base
		}
		s.base = s.styled(s.base, styleRegExp)
		if s.bare() || s.depth > s.Depth {
			return s.base, true
		}
	case kind.Date:
		s.base = s.date()
		if prefix := s.prefix("Date", ""); prefix != "Date " {
			s.base = prefix + s.base
		}
		if s.bare() {
			return s.styled(s.base, styleDate), true
		}
	case kind.ArrayBuffer:
		if inTypedArray && s.bare() {
			return s.prefix("ArrayBuffer", "") + "{ [byteLength]: " + s.value(s.o.Get("byteLength"), s.depth, false).String() + " }", true
		}
		s.braces[0] = s.prefix("ArrayBuffer", "") + "{"
		s.members = func(depth float64) []text { return s.arrayBuffer(depth, inTypedArray) }
	case kind.DataView:
		s.braces[0] = s.prefix("DataView", "") + "{"
		s.members = s.dataView
	case kind.Promise:
		s.braces[0] = s.prefix("Promise", "") + "{"
		s.members = s.promise
	case kind.WeakSet, kind.WeakMap:
		s.braces[0] = s.prefix(s.internalName(), "") + "{"
		s.members = s.weak
	case kind.Boxed, kind.String:
		s.base = s.boxed()
		if s.bare() {
			return s.base, true
		}
	default:
		return s.describeObject()
	}
	return "", false
}

func (s *subject) describeObject() (printed string, done bool) {
	switch {
	case s.kind.IsFunction():
		s.base = s.functionName()
		if s.bare() {
			return s.styled(s.base, styleSpecial), true
		}
	case s.isError(s.o):
		s.base = s.failure()
		if s.bare() {
			return s.base, true
		}
	case s.isNamespace():
		s.braces[0] = "[Module: null prototype] {"
	case s.isURL():
		s.base = s.stringOf(s.o.Get("href"))
		if s.bare() {
			return s.base, true
		}
	case s.name.known && s.name.text == "Object" && s.tag == "":
		if s.bare() {
			return "{}", true
		}
	default:
		s.braces[0] = s.prefix("Object", "") + "{"
		if s.bare() {
			return s.braces[0] + "}", true
		}
	}
	return "", false
}

// isURL recognises a URL object, which is printed as its address where it may not print itself.
func (s *subject) isURL() bool {
	if s.name.text != "URL" || s.depth > s.Depth {
		return false
	}
	d, ok := s.intrinsics().own(s.o, key{name: "href"})
	if proto := s.o.Prototype(); !ok && proto != nil {
		d, _ = s.intrinsics().own(proto, key{name: "href"})
		return d.getter != nil && s.attempt(func() { s.o.Get("href") }) == nil
	}
	return false
}

// isNamespace recognises the namespace object of an ES module: no prototype, and a fixed tag.
func (s *subject) isNamespace() bool {
	if s.name.known || s.tag != "Module" {
		return false
	}
	tag, ok := s.intrinsics().own(s.o, key{symbol: goja.SymToStringTag})
	return ok && !tag.enumerable && !tag.writable && !tag.configurable
}

// constructorName looks for the constructor in o and its prototypes. It collects in inherited, where not nil, what the
// prototypes below built-in ones have.
func (p *printer) constructorName(o *goja.Object, depth float64, inherited *[]text) ctorName {
	in := p.intrinsics()
	proto := o.Prototype()
	if inherited == nil && proto != nil {
		if name, ok := p.names[proto]; ok {
			if _, own := in.own(o, key{name: "constructor"}); !own {
				return name
			}
		}
	}
	var first *goja.Object
	for at, level := o, 0; at != nil; level++ {
		if d, ok := in.own(at, key{name: "constructor"}); ok {
			if d.value == nil {
				if name := in.prototypeOf(at); name != "" {
					return ctorName{name, true}
				}
			}
			if ctor, ok := d.value.(*goja.Object); ok && isCallable(ctor) {
				if name := p.nameOf(ctor); name != "" && p.instanceOf(o, ctor) {
					if inherited != nil && (first != at || !isBuiltinName(name)) {
						from := first
						if from == nil {
							from = o
						}
						p.collectInherited(o, from, depth, inherited)
					}
					if at == proto {
						if p.names == nil {
							p.names = make(map[*goja.Object]ctorName)
						}
						p.names[proto] = ctorName{name, true}
					}
					return ctorName{name, true}
				}
			}
		}
		at = at.Prototype()
		if level == 0 {
			first = at
		}
	}
	if first == nil {
		return ctorName{}
	}
	// The prototypes end without a constructor: they are named one by one.
	name := (&subject{o: o, kind: kind.Of(o)}).internalName()
	if depth > p.Depth {
		return ctorName{name + " <Complex prototype>", true}
	}
	next := p.constructorName(first, depth+1, inherited)
	if !next.known {
		opts := p.Options
		opts.CustomInspect, opts.Depth, opts.depthNull = false, -1, false
		return ctorName{name + " <" + p.Inspect(first, opts) + ">", true}
	}
	return ctorName{name + " <" + next.text + ">", true}
}

// prototypeOf names the built-in class whose prototype o is; for one where a script has made the property constructor a
// getter.
func (in *intrinsics) prototypeOf(o *goja.Object) string {
	for _, name := range []string{"Array", "ArrayBuffer", "Function", "Map", "Object", "Set"} {
		if in.ins.vm.Get(name).(*goja.Object).Get("prototype") == goja.Value(o) {
			return name
		}
	}
	if in.ins.vm.Get("Uint8Array").(*goja.Object).Prototype().Get("prototype") == goja.Value(o) {
		return "TypedArray"
	}
	return ""
}

func isCallable(o *goja.Object) bool {
	_, ok := goja.AssertFunction(o)
	return ok
}

// nameOf is a function's name property as text.
func (p *printer) nameOf(f *goja.Object) string {
	switch name := f.Get("name").(type) {
	case nil:
		return "undefined"
	case *goja.Symbol:
		return symbolText(name)
	default:
		return Text(name)
	}
}

// instanceOf tells whether ctor.prototype is among o's prototypes, whatever the script's Symbol.hasInstance says.
func (p *printer) instanceOf(o, ctor *goja.Object) bool {
	proto, ok := ctor.Get("prototype").(*goja.Object)
	for at := o.Prototype(); ok && at != nil; at = at.Prototype() {
		if at == proto {
			return true
		}
	}
	return false
}

// tag is o's Symbol.toStringTag, where it is a string that the reader does not see otherwise: as a property of o or in
// the constructor's name.
func (p *printer) tag(o *goja.Object, name ctorName) string {
	var v goja.Value
	if p.attempt(func() { v = o.GetSymbol(goja.SymToStringTag) }) != nil || v == nil || !goja.IsString(v) {
		return ""
	}
	tag := Text(v)
	if tag == "" {
		return ""
	}
	if own, ok := p.intrinsics().own(o, key{symbol: goja.SymToStringTag}); ok && (p.ShowHidden || own.enumerable) {
		return ""
	}
	if name.known && namedAfter(name.text, tag) {
		return ""
	}
	return tag
}

// namedAfter tells whether tag is a word of a camel-case name: Set of FooSet and SetFoo, not of Settings.
func namedAfter(name, tag string) bool {
	_, rest, found := strings.Cut(name, tag)
	r, _ := utf8.DecodeRuneInString(rest)
	return found && (rest == "" || unicode.IsUpper(r))
}

// functionName is "[Function: f]", "[class A extends B]" and the like.
func (s *subject) functionName() string {
	if s.kind == kind.Class {
		return s.className()
	}
	class := "Function"
	switch s.kind {
	case kind.AsyncFunction:
		class = "AsyncFunction"
	case kind.GeneratorFunction:
		class = "GeneratorFunction"
	}
	base := "[" + class
	if !s.name.known {
		base += " (null prototype)"
	}
	if name := s.nameOf(s.o); name == "" {
		base += " (anonymous)"
	} else {
		base += ": " + name
	}
	base += "]"
	// goja's async methods inherit from Function.prototype.
	if s.name.known && s.name.text != class && (s.kind != kind.AsyncFunction || s.name.text != "Function") {
		base += " " + s.name.text
	}
	return base + s.tagSuffix()
}

// tagSuffix is " [tag]" where the name does not say it already.
func (s *subject) tagSuffix() string {
	if s.tag == "" || s.name.known && s.name.text == s.tag {
		return ""
	}
	return " [" + s.tag + "]"
}

func (s *subject) className() string {
	base := "[class (anonymous)"
	if _, ok := s.intrinsics().own(s.o, key{name: "name"}); ok {
		if name := s.nameOf(s.o); name != "" {
			base = "[class " + name
		}
	}
	if s.name.known && s.name.text != "Function" {
		base += " [" + s.name.text + "]"
	}
	base += s.tagSuffix()
	if !s.name.known {
		return base + " extends [null prototype]]"
	}
	if super := s.o.Prototype(); super != nil {
		if name := super.Get("name"); name != nil && name.ToBoolean() {
			base += " extends " + s.nameOf(super)
		}
	}
	return base + "]"
}

// boxed is "[Number: 3]", and the properties left to print.
func (s *subject) boxed() string {
	var v goja.Value
	class := "String"
	style := styleString
	if s.kind == kind.String {
		v = s.intrinsics().method("String", "valueOf", s.o)
		// The characters are properties too; they have been said.
		n := length(Text(v))
		s.keys = s.keys[min(n, len(s.keys)):]
	} else {
		v = kind.Primitive(s.o)
		switch {
		case goja.IsNumber(v):
			class, style = "Number", styleNumber
		case goja.IsBigInt(v):
			class, style = "BigInt", styleBigint
		case isSymbol(v):
			class, style = "Symbol", styleSymbol
		default:
			class, style = "Boolean", styleBoolean
		}
	}
	base := "[" + class
	if !s.name.known {
		base += " (null prototype)"
	} else if s.name.text != class {
		base += " (" + s.name.text + ")"
	}
	base += ": " + s.primitive(v, unstyled) + "]" + s.tagSuffix()
	if len(s.keys) != 0 {
		return base
	}
	return s.styled(base, style)
}

func isSymbol(v goja.Value) bool {
	_, ok := v.(*goja.Symbol)
	return ok
}

// source is a regular expression as it is written.
func (s *subject) source() string {
	in := s.intrinsics()
	if !s.name.known {
		// Its source and flags are getters of the prototype it has lost.
		proto := s.vm.Get("RegExp").(*goja.Object).Get("prototype").(*goja.Object)
		get := func(name string) goja.Value {
			d, _ := in.own(proto, key{name: name})
			return must(d.getter(s.o))
		}
		text := "/" + Text(get("source")) + "/"
		for _, flag := range [][2]string{{"global", "g"}, {"ignoreCase", "i"}, {"multiline", "m"}, {"dotAll", "s"},
			{"unicode", "u"}, {"sticky", "y"}} {
			if get(flag[0]).ToBoolean() {
				text += flag[1]
			}
		}
		return text
	}
	text := Text(in.method("RegExp", "toString", s.o))
	if strings.Contains(text, `\u002f`) && !strings.Contains(kind.Source(s.o), `\u002f`) {
		// goja writes a slash in a class so.
		text = strings.ReplaceAll(text, `\u002f`, "/")
	}
	return text
}

func (s *subject) date() string {
	in := s.intrinsics()
	if t := in.method("Date", "getTime", s.o).ToFloat(); math.IsNaN(t) {
		return "Invalid Date"
	}
	return in.method("Date", "toISOString", s.o).String()
}

// isBuiltinName tells whether a constructor of this name is one of the language's.
func isBuiltinName(name string) bool {
	switch name {
	case "Object", "Function", "Array", "Number", "Boolean", "String", "Symbol", "BigInt", "Date", "Promise", "RegExp",
		"Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
		"SuppressedError", "ArrayBuffer", "SharedArrayBuffer", "Uint8Array", "Int8Array", "Uint16Array", "Int16Array",
		"Uint32Array", "Int32Array", "Float16Array", "Float32Array", "Float64Array", "Uint8ClampedArray",
		"BigUint64Array", "BigInt64Array", "DataView", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "Proxy",
		"FinalizationRegistry", "Iterator", "DisposableStack", "AsyncDisposableStack":
		return true
	}
	return false
}
