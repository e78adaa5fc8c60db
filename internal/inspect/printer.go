package inspect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
)

// printer prints one value.
//
// Depths are float64 because they are compared as JavaScript does: the depth of an error's non-string stack is NaN,
// which is not above any limit.
type printer struct {
	*Inspector
	Options

	indent   int
	depth    float64 // of the value whose entries were printed last
	seen     []*goja.Object
	circular map[*goja.Object]int
	budget   map[int]int // characters printed so far, by indentation
	nested   int
	names    map[*goja.Object]ctorName // of the constructors of prototypes, as found
}

// Deeper than this nothing is printed: it stands for the end of Node's stack.
const deepest = 1000

// value prints v, which stands depth levels below what is inspected. inTypedArray is true for the buffer of a typed
// array, whose contents have just been printed.
func (p *printer) value(v goja.Value, depth float64, inTypedArray bool) text {
	o, ok := v.(*goja.Object)
	if !ok {
		if v == nil {
			v = goja.Undefined()
		}
		return leaf(p.primitive(v, p.styled))
	}
	self := o
	if kind.Of(o) == kind.Proxy {
		proxy := o.Export().(goja.Proxy)
		if proxy.Target() == nil {
			return leaf(p.styled("<Revoked Proxy>", styleSpecial))
		}
		if p.ShowProxy {
			return p.proxy(proxy, depth)
		}
		if o = kind.Unwrap(o); o == nil {
			return leaf(p.styled("<Revoked Proxy>", styleSpecial))
		}
	}
	if p.CustomInspect {
		if text, ok := p.custom(o, self, depth); ok {
			return text
		}
	}
	if slices.Contains(p.seen, o) {
		index, known := p.circular[o]
		if !known {
			if p.circular == nil {
				p.circular = make(map[*goja.Object]int)
			}
			index = len(p.circular) + 1
			p.circular[o] = index
		}
		return leaf(p.styled("[Circular *"+strconv.Itoa(index)+"]", styleSpecial))
	}
	return p.object(o, depth, inTypedArray)
}

func (p *printer) proxy(proxy goja.Proxy, depth float64) text {
	if depth > p.Depth {
		return leaf(p.styled("Proxy [Array]", styleSpecial))
	}
	p.indent += 2
	parts := []text{p.value(proxy.Target(), depth+1, false), p.value(proxy.Handler(), depth+1, false)}
	p.indent -= 2
	return p.join(parts, "", [2]string{"Proxy [", "]"}, listArray, depth+1, nil)
}

// custom prints o by its own [nodejs.util.inspect.custom] method. self is o, or the proxy that stands for it.
func (p *printer) custom(o, self *goja.Object, depth float64) (text, bool) {
	in := p.intrinsics()
	method, ok := o.GetSymbol(in.custom).(*goja.Object)
	if !ok || method == p.function {
		return text{}, false
	}
	call, ok := goja.AssertFunction(method)
	if !ok {
		return text{}, false
	}
	// A prototype inherits the method of its instances, but is none.
	if ctor, ok := in.own(o, key{name: "constructor"}); ok {
		if c, ok := ctor.value.(*goja.Object); ok && c.Get("prototype") == goja.Value(o) {
			return text{}, false
		}
	}
	left := p.vm.ToValue(p.Depth - depth)
	if p.depthNull {
		left = goja.Null()
	}
	opts := p.callbackOptions(self != o)
	ret := must(call(self, left, opts, p.Function()))
	if ret == goja.Value(self) {
		return text{}, false
	}
	if _, isObject := ret.(*goja.Object); !isObject {
		if sym, ok := ret.(*goja.Symbol); ok {
			ret.ToString()
			panic(p.vm.NewTypeError("Cannot convert a Symbol value to a string: %s", symbolText(sym)))
		}
		return leaf(strings.ReplaceAll(Text(ret), "\n", p.newline(0))), true
	}
	return p.value(ret, depth, false), true
}

// object prints an object by what it is and what it has.
func (p *printer) object(o *goja.Object, depth float64, inTypedArray bool) text {
	s := &subject{printer: p, o: o, kind: kind.Of(o), depth: depth}
	if p.ShowHidden && !(depth > p.Depth) {
		s.inherited = &[]text{}
	}
	s.name = p.constructorName(o, depth, s.inherited)
	s.tag = p.tag(o, s.name)
	if name, done := s.describe(inTypedArray); done {
		return leaf(name)
	}
	if depth > p.Depth {
		name := strings.TrimSuffix(s.prefix("Object", ""), " ")
		if s.name.known {
			name = "[" + name + "]"
		}
		return leaf(p.styled(name, styleSpecial))
	}
	if p.nested >= deepest {
		name := strings.TrimSuffix(s.prefix("Object", ""), " ")
		return leaf(p.styled("["+name+": Inspection interrupted prematurely. Maximum call stack size exceeded.]", styleSpecial))
	}
	depth++
	p.nested++
	p.seen = append(p.seen, o)
	p.depth = depth
	var entries []text
	if s.members != nil {
		entries = s.members(depth)
	}
	own := len(s.keys)
	for _, k := range s.keys {
		entries = append(entries, p.property(o, k, depth, s.list))
	}
	if s.inherited != nil {
		entries = append(entries, *s.inherited...)
	}
	if index, ok := p.circular[o]; ok {
		reference := p.styled("<ref *"+strconv.Itoa(index)+">", styleSpecial)
		switch {
		case p.Compact == CompactLegacy:
			s.braces[0] = reference + " " + s.braces[0]
		case s.base == "":
			s.base = reference
		default:
			s.base = reference + " " + s.base
		}
	}
	p.seen = p.seen[:len(p.seen)-1]
	p.nested--
	if p.Sorted {
		if s.list == listObject {
			p.sort(entries)
		} else if own > 1 {
			p.sort(entries[len(entries)-own:])
		}
	}
	printed := p.join(entries, s.base, s.braces, s.list, depth, o)
	// An object that refers to itself in many places grows exponentially: beyond 128 MB only the surface is printed.
	const limit = 1 << 27
	if p.budget == nil {
		p.budget = make(map[int]int)
	}
	p.budget[p.indent] += printed.size
	if p.budget[p.indent] > limit {
		p.Depth = -1
	}
	return printed
}

func (p *printer) sort(entries []text) {
	for i, e := range entries {
		entries[i] = leaf(e.String())
	}
	if p.compare == nil {
		slices.SortStableFunc(entries, compareText)
		return
	}
	slices.SortStableFunc(entries, func(a, b text) int {
		order := must(p.compare(goja.Undefined(), Value(p.vm, a.piece), Value(p.vm, b.piece))).ToFloat()
		switch {
		case order < 0:
			return -1
		case order > 0:
			return 1
		}
		return 0
	})
}

func compareText(a, b text) int { return compareUnits(a.String(), b.String()) }

// compareUnits orders strings as JavaScript does, by UTF-16 units. UTF-8 order differs only where one string has a
// character beyond the basic plane and the other one in U+E000..U+FFFF.
func compareUnits(a, b string) int {
	for a != "" && b != "" {
		x, n := decode(a)
		y, m := decode(b)
		if x != y {
			if (x >= 0x10000) != (y >= 0x10000) && max(min(x, y), 0xE000) == min(x, y) {
				return strings.Compare(b, a)
			}
			return int(x) - int(y)
		}
		a, b = a[n:], b[m:]
	}
	return len(a) - len(b)
}
