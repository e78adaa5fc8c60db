package inspect

import (
	"math"
	"strconv"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/slots"
)

// key is a property's key: a symbol, or else a name.
type key struct {
	name   string
	symbol *goja.Symbol
}

func (k key) value(vm *goja.Runtime) goja.Value {
	if k.symbol != nil {
		return k.symbol
	}
	return Value(vm, k.name)
}

func (k key) get(o *goja.Object) goja.Value {
	if k.symbol != nil {
		return o.GetSymbol(k.symbol)
	}
	return o.Get(k.name)
}

// descriptor is an own property; getter and setter are nil where there is none, value is nil for accessors. What is said
// of an enumerable property with a value may leave out whether it is writable and configurable.
type descriptor struct {
	value                              goja.Value
	getter, setter                     goja.Callable
	enumerable, writable, configurable bool
}

// own reads a property of o itself without calling its getter.
func (in *intrinsics) own(o *goja.Object, k key) (descriptor, bool) {
	if k.symbol == nil {
		// Most properties are plain data of plain objects.
		if plain, ok := slots.PlainOf(o); ok {
			name := unistring.NewFromString(k.name)
			if !plain.Has(name) {
				return descriptor{}, false
			}
			if v, accessor := plain.Own(name); v != nil && !accessor {
				return descriptor{value: v, enumerable: true}, true
			}
		}
	}
	d, ok := must(in.desc(goja.Undefined(), o, k.value(in.ins.vm))).(*goja.Object)
	if !ok {
		return descriptor{}, false
	}
	p := descriptor{
		value:        d.Get("value"),
		enumerable:   d.Get("enumerable").ToBoolean(),
		configurable: d.Get("configurable").ToBoolean(),
	}
	if p.value != nil {
		p.writable = d.Get("writable").ToBoolean()
	} else {
		p.getter, _ = goja.AssertFunction(d.Get("get"))
		p.setter, _ = goja.AssertFunction(d.Get("set"))
	}
	return p, true
}

// has is the in operator.
func (in *intrinsics) has(o *goja.Object, k key) bool {
	for ; o != nil; o = o.Prototype() {
		if _, ok := in.own(o, k); ok {
			return true
		}
	}
	return false
}

// ownKeys lists the properties to print: the enumerable ones, or all of them where hidden ones are shown; names first,
// then symbols.
func (p *printer) ownKeys(o *goja.Object) []key {
	var names []string
	if p.ShowHidden {
		names = o.GetOwnPropertyNames()
	} else {
		names = o.Keys()
	}
	keys := make([]key, 0, len(names))
	for _, name := range names {
		keys = append(keys, key{name: name})
	}
	return p.appendSymbols(keys, o)
}

func (p *printer) appendSymbols(keys []key, o *goja.Object) []key {
	if !p.ShowHidden {
		for _, sym := range o.Symbols() {
			keys = append(keys, key{symbol: sym})
		}
		return keys
	}
	all := must(p.intrinsics().syms(goja.Undefined(), o)).(*goja.Object)
	for i, n := 0, int(all.Get("length").ToInteger()); i < n; i++ {
		keys = append(keys, key{symbol: all.Get(strconv.Itoa(i)).(*goja.Symbol)})
	}
	return keys
}

// extraKeys lists what an array has besides its elements.
func (p *printer) extraKeys(o *goja.Object) []key {
	var keys []key
	if p.ShowHidden || kind.HasExtraNames(o) {
		names := o.Keys()
		if p.ShowHidden {
			names = o.GetOwnPropertyNames()
		}
		for _, name := range names {
			if !isIndex(name) {
				keys = append(keys, key{name: name})
			}
		}
		if len(keys) > 2 && keys[0].name == "input" && keys[1].name == "index" { // of exec, which V8 makes in another order
			keys[0], keys[1] = keys[1], keys[0]
		}
	}
	return p.appendSymbols(keys, o)
}

// isIndex tells whether name is an array index, 0 to 2**32-2.
func isIndex(name string) bool {
	if name == "" || len(name) > 10 || name[0] == '0' && len(name) > 1 {
		return false
	}
	n := uint64(0)
	for i := 0; i < len(name); i++ {
		if name[i] < '0' || name[i] > '9' {
			return false
		}
		n = n*10 + uint64(name[i]-'0')
	}
	return n < math.MaxUint32
}

// property prints one own property of o as "key: value".
func (p *printer) property(o *goja.Object, k key, depth float64, of list) text {
	d, ok := p.intrinsics().own(o, k)
	if !ok {
		d = descriptor{value: k.get(o), enumerable: true}
		if d.value == nil {
			d.value = goja.Undefined()
		}
	}
	return p.described(o, k, d, depth, of)
}

// element prints an array's element, which has no key.
func (p *printer) element(o *goja.Object, d descriptor, depth float64) text {
	printed, _ := p.propertyValue(o, d, depth, 2)
	return printed
}

func (p *printer) described(o *goja.Object, k key, d descriptor, depth float64, of list) text {
	indent := 2
	if p.Compact == CompactLegacy && of == listObject {
		indent = 3
	}
	printed, gap := p.propertyValue(o, d, depth, indent)
	return printed.before(p.keyText(k, d.enumerable) + ":" + gap)
}

// propertyValue prints a property's value, or what it is where it has accessors. gap is what to put before it.
func (p *printer) propertyValue(receiver *goja.Object, d descriptor, depth float64, indent int) (printed text, gap string) {
	gap = " "
	switch {
	case d.value != nil:
		if goja.IsUndefined(d.value) {
			return leaf(p.styled("undefined", styleUndefined)), gap
		}
		p.indent += indent
		printed = p.value(d.value, depth, false)
		if indent == 3 && p.BreakLength < float64(textWidth(printed.String(), p.Colors)) {
			gap = p.newline(0)
		}
		p.indent -= indent
		return printed, gap
	case d.getter != nil:
		return p.getter(receiver, d, depth), gap
	case d.setter != nil:
		return leaf(p.styled("[Setter]", styleSpecial)), gap
	}
	return leaf(p.styled("undefined", styleUndefined)), gap
}

func (p *printer) getter(receiver *goja.Object, d descriptor, depth float64) text {
	label := "[Getter"
	if d.setter != nil {
		label = "[Getter/Setter"
	}
	switch {
	case p.Getters == GettersAll, p.Getters == GettersOnly && d.setter == nil, p.Getters == GettersWithSetter && d.setter != nil:
	default:
		return leaf(p.styled(label+"]", styleSpecial))
	}
	indent := p.indent
	var v goja.Value
	p.indent += 2
	defer func() { p.indent = indent }()
	thrown := p.attempt(func() { v = must(d.getter(receiver)) })
	opening, closing := p.styled(label+":", styleSpecial)+" ", p.styled("]", styleSpecial)
	if thrown != nil {
		return cat(leaf(opening+"<Inspection threw ("), p.value(thrown, depth, false), leaf(")>"+closing))
	}
	if o, ok := v.(*goja.Object); ok && !isCallable(o) {
		return p.value(v, depth, false).before(p.styled(label+"]", styleSpecial) + " ")
	}
	return cat(leaf(opening), p.value(v, depth, false), leaf(closing))
}

// keyText is a property's key as it stands before the colon; hidden ones are in brackets.
func (p *printer) keyText(k key, enumerable bool) string {
	var text string
	switch {
	case k.symbol != nil:
		text = p.styled(escape(symbolText(k.symbol)), styleSymbol)
	case k.name == "__proto__":
		text = "['__proto__']"
	case isIdentifier(k.name):
		if enumerable {
			text = p.styled(k.name, styleName)
		} else {
			text = k.name
		}
	default:
		text = p.styled(quote(k.name), styleString)
	}
	if !enumerable {
		return "[" + text + "]"
	}
	return text
}

// collectInherited prints the properties that main inherits from up to three prototypes below the built-in ones,
// starting with from.
func (p *printer) collectInherited(main, from *goja.Object, depth float64, out *[]text) {
	in := p.intrinsics()
	seen := make(map[key]bool)
	var keys []key
	for level := 0; level < 3; level++ {
		if level != 0 || main == from {
			from = from.Prototype()
			if from == nil {
				return
			}
			if d, ok := in.own(from, key{name: "constructor"}); ok {
				if ctor, ok := d.value.(*goja.Object); ok && isCallable(ctor) && isBuiltinName(p.nameOf(ctor)) {
					return
				}
			}
		}
		for _, k := range keys {
			seen[k] = true
		}
		keys = keys[:0]
		for _, name := range from.GetOwnPropertyNames() {
			keys = append(keys, key{name: name})
		}
		keys = p.appendSymbols(keys, from)
		p.seen = append(p.seen, main)
		for _, k := range keys {
			if k.name == "constructor" && k.symbol == nil || seen[k] {
				continue
			}
			if _, ok := in.own(main, k); ok {
				continue
			}
			d, ok := in.own(from, k)
			if !ok {
				continue
			}
			if f, ok := d.value.(*goja.Object); ok && isCallable(f) {
				continue
			}
			// The value is what the getter says of main.
			printed := p.described(main, k, d, depth, listObject)
			if p.Colors {
				printed = cat(leaf("\x1b[2m"), printed, leaf("\x1b[22m"))
			}
			*out = append(*out, printed)
		}
		p.seen = p.seen[:len(p.seen)-1]
	}
}
