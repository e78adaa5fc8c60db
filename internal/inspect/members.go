package inspect

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/slots"
)

// isIterable tells whether the object is printed as the collection that it is. One that has lost Symbol.iterator with
// its prototype is an object like others.
func (s *subject) isIterable() bool {
	switch s.kind {
	case kind.Array, kind.TypedArray, kind.Map, kind.Set:
		if !s.name.known || s.name.text == s.internalName() {
			return true
		}
	case kind.MapIterator, kind.SetIterator:
	default:
		return false
	}
	return !s.name.known || s.intrinsics().has(s.o, key{symbol: goja.SymIterator})
}

func (s *subject) iterable() (printed string, done bool) {
	name := s.internalName()
	n := math.NaN()
	switch s.kind {
	case kind.Array:
		s.keys = s.extraKeys(s.o)
		s.list = listArray
		size := s.o.Get("length").ToInteger()
		n = float64(size)
		prefix := ""
		if !s.name.known || s.name.text != "Array" || s.tag != "" {
			prefix = s.prefix("Array", "("+strconv.FormatInt(size, 10)+")")
		}
		s.braces = [2]string{prefix + "[", "]"}
		s.members = func(depth float64) []text { return s.array(size, depth) }
	case kind.TypedArray:
		s.keys = s.extraKeys(s.o)
		s.list = listArray
		elements := elementsOf(s.o)
		n = s.lengthProperty(elements.n)
		s.braces = [2]string{s.prefix(name, "("+strconv.Itoa(elements.n)+")") + "[", "]"}
		s.members = func(depth float64) []text { return s.typedArray(elements, depth) }
	case kind.Set, kind.Map:
		s.keys = s.ownKeys(s.o)
		entries := kind.MapEntries(s.o)
		size := len(entries)
		s.members = func(depth float64) []text { return s.values(entries, depth) }
		if s.kind == kind.Map {
			size /= 2
			s.members = func(depth float64) []text { return s.pairs(entries, depth) }
		}
		n = float64(size)
		s.braces[0] = s.prefix(name, "("+strconv.Itoa(size)+")") + "{"
	case kind.MapIterator, kind.SetIterator:
		s.keys = s.ownKeys(s.o)
		s.iterator()
	}
	if n == 0 && s.bare() && !(s.ShowHidden && s.kind == kind.TypedArray) {
		return s.braces[0] + s.braces[1], true
	}
	return "", false
}

// limit is how many of n entries are printed.
func (p *printer) limit(n int) int {
	return int(math.Min(math.Max(0, p.MaxArrayLength), float64(n)))
}

func (p *printer) appendMore(entries []text, n, shown int) []text {
	if n > shown {
		return append(entries, leaf(moreItems(float64(n-shown))))
	}
	return entries
}

func (s *subject) array(size int64, depth float64) []text {
	in := s.intrinsics()
	n := int(size)
	limit := s.limit(n)
	entries := make([]text, 0, min(limit, 128)+1)
	dense, isDense := slots.ArrayOf(s.o)
	for i := 0; i < limit; i++ {
		if isDense {
			if v, accessor := dense.Own(i); v != nil && !accessor {
				entries = append(entries, s.element(s.o, descriptor{value: v, enumerable: true}, depth))
				continue
			}
		}
		d, ok := in.own(s.o, key{name: strconv.Itoa(i)})
		if !ok {
			return s.sparse(entries, n, limit, i, depth)
		}
		entries = append(entries, s.element(s.o, d, depth))
	}
	return s.appendMore(entries, n, limit)
}

// sparse goes on with an array of which entries are printed up to a hole at index at.
func (s *subject) sparse(entries []text, n, limit, at int, depth float64) []text {
	in := s.intrinsics()
	hole := func(size int) {
		entries = append(entries, leaf(s.styled("<"+strconv.Itoa(size)+" empty item"+plural(float64(size))+">", styleUndefined)))
	}
	names := s.o.Keys()
	for _, name := range names[min(at, len(names)):] {
		if len(entries) >= limit || !isIndex(name) {
			break
		}
		index, _ := strconv.Atoi(name)
		if index > at {
			hole(index - at)
			at = index
			if len(entries) >= limit {
				break
			}
		}
		d, _ := in.own(s.o, key{name: name})
		entries = append(entries, s.element(s.o, d, depth))
		at++
	}
	switch rest := n - at; {
	case rest <= 0:
	case len(entries) < limit:
		hole(rest)
	default:
		entries = append(entries, leaf(moreItems(float64(rest))))
	}
	return entries
}

// values prints entries that are values by themselves.
func (s *subject) values(entries []goja.Value, depth float64) []text {
	limit := s.limit(len(entries))
	out := make([]text, 0, limit+1)
	s.indent += 2
	for _, v := range entries[:limit] {
		out = append(out, s.value(v, depth, false))
	}
	s.indent -= 2
	return s.appendMore(out, len(entries), limit)
}

// pairs prints "key => value" of entries that are keys and values in turn.
func (s *subject) pairs(entries []goja.Value, depth float64) []text {
	n := len(entries) / 2
	limit := s.limit(n)
	out := make([]text, 0, limit+1)
	s.indent += 2
	for i := 0; i < limit; i++ {
		out = append(out, cat(s.value(entries[2*i], depth, false), leaf(" => "), s.value(entries[2*i+1], depth, false)))
	}
	s.indent -= 2
	return s.appendMore(out, n, limit)
}

func (s *subject) iterator() {
	class := "Map"
	if s.kind == kind.SetIterator {
		class = "Set"
	}
	entries, inPairs := kind.IteratorEntries(s.o)
	what := class + " Iterator"
	if s.tag != "" && s.tag != what {
		s.braces[0] = "[" + s.tag + "] "
	} else {
		s.braces[0] = ""
	}
	if !inPairs {
		s.braces[0] += "[" + what + "] {"
		s.members = func(depth float64) []text { return s.values(entries, depth) }
		return
	}
	s.braces[0] += "[" + class + " Entries] {"
	s.members = func(depth float64) []text {
		n := len(entries) / 2
		limit := s.limit(n)
		out := make([]text, 0, limit+1)
		s.indent += 2
		for i := 0; i < limit; i++ {
			pair := []text{s.value(entries[2*i], depth, false), s.value(entries[2*i+1], depth, false)}
			out = append(out, s.join(pair, "", [2]string{"[", "]"}, listArray, depth, nil))
		}
		s.indent -= 2
		return s.appendMore(out, n, limit)
	}
}

// weak prints what a weak collection holds, in the order of its text since it has none of its own.
func (s *subject) weak(depth float64) []text {
	if !s.ShowHidden {
		return leaves(s.styled("<items unknown>", styleSpecial))
	}
	entries := kind.WeakEntries(s.o)
	n := len(entries)
	print := s.values
	if s.kind == kind.WeakMap {
		n /= 2
		print = s.pairs
	}
	out := print(entries, depth)
	if !s.Sorted {
		slices.SortFunc(out[:min(len(out), s.limit(n))], compareText)
	}
	return out
}

func (s *subject) promise(depth float64) []text {
	promise := s.o.Export().(*goja.Promise)
	if promise.State() == goja.PromiseStatePending {
		return leaves(s.styled("<pending>", styleSpecial))
	}
	s.indent += 2
	result := s.value(promise.Result(), depth, false)
	s.indent -= 2
	if promise.State() == goja.PromiseStateRejected {
		result = result.before(s.styled("<rejected>", styleSpecial) + " ")
	}
	return []text{result}
}

// slot prints a property that stands for an internal slot: "[byteLength]: 3".
func (s *subject) slot(name string, depth float64, inTypedArray bool) text {
	s.indent += 2
	v := s.o.Get(name)
	printed := s.value(v, depth, inTypedArray).before(s.styled("["+name+"]", styleString) + ": ")
	s.indent -= 2
	return printed
}

func (s *subject) arrayBuffer(depth float64, inTypedArray bool) []text {
	slot := s.slot("byteLength", depth, false)
	if inTypedArray {
		return []text{slot}
	}
	buffer := s.o.Export().(goja.ArrayBuffer)
	if buffer.Detached() {
		return []text{leaf(s.styled("(detached)", styleSpecial)), slot}
	}
	const hex = "0123456789abcdef"
	bytes := buffer.Bytes()
	limit := s.limit(len(bytes))
	var b strings.Builder
	b.WriteString(s.styled("[Uint8Contents]", styleSpecial))
	b.WriteString(": <")
	for i, c := range bytes[:limit] {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	if rest := len(bytes) - limit; rest > 0 {
		b.WriteString(" ... " + strconv.Itoa(rest) + " more byte" + plural(float64(rest)))
	}
	b.WriteByte('>')
	return []text{leaf(b.String()), slot}
}

func (s *subject) dataView(depth float64) []text {
	return []text{s.slot("byteLength", depth, false), s.slot("byteOffset", depth, false), s.slot("buffer", depth, false)}
}

// lengthProperty is a typed array's length as scripts see it; one that has lost its prototype has n elements.
func (s *subject) lengthProperty(n int) float64 {
	if v := s.o.Get("length"); v != nil {
		return v.ToFloat()
	}
	return float64(n)
}

// elements are a typed array's, whatever the object's own length property says.
type elements struct {
	n  int
	at func(vm *goja.Runtime, i int) goja.Value
}

func elementsOf(o *goja.Object) elements {
	switch e := o.Export().(type) {
	case []uint8:
		return of(e)
	case []int8:
		return of(e)
	case []uint16:
		return of(e)
	case []int16:
		return of(e)
	case []uint32:
		return of(e)
	case []int32:
		return of(e)
	case []float32:
		return elements{len(e), func(vm *goja.Runtime, i int) goja.Value { return vm.ToValue(float64(e[i])) }}
	case []float64:
		return of(e)
	case []int64:
		return bigints(e)
	case []uint64:
		return bigints(e)
	}
	return elements{}
}

func of[T uint8 | int8 | uint16 | int16 | uint32 | int32 | float64](e []T) elements {
	return elements{len(e), func(vm *goja.Runtime, i int) goja.Value { return vm.ToValue(e[i]) }}
}

func bigints[T int64 | uint64](e []T) elements {
	return elements{len(e), func(vm *goja.Runtime, i int) goja.Value {
		if e[i] < 0 {
			return vm.ToValue(big.NewInt(int64(e[i])))
		}
		return vm.ToValue(new(big.Int).SetUint64(uint64(e[i])))
	}}
}

func (s *subject) typedArray(e elements, depth float64) []text {
	limit := s.limit(e.n)
	out := make([]text, 0, limit+6)
	// Node looks for a number at index 0 only of an array whose length property is positive.
	broken := e.n > 0 && !(s.lengthProperty(e.n) > 0)
	for i := 0; i < limit; i++ {
		v := e.at(s.vm, i)
		if broken && goja.IsNumber(v) {
			out = append(out, leaf(s.styled(number(v, s.NumericSeparator)+"n", styleBigint)))
			continue
		}
		out = append(out, leaf(s.primitive(v, s.styled)))
	}
	out = s.appendMore(out, e.n, limit)
	if s.ShowHidden {
		for _, name := range []string{"BYTES_PER_ELEMENT", "length", "byteLength", "byteOffset", "buffer"} {
			out = append(out, s.slot(name, depth, true))
		}
	}
	return out
}
