package jsonvalue

import (
	"math"
	"strconv"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// Append appends the JSON text of v, as JSON.stringify(v) gives it, and nothing where that would be undefined. toJSON
// methods and getters are called. The error is a *goja.Exception: what they threw, or the TypeError for a BigInt or a
// circular value, the RangeError for one of more levels than most; dst is returned as it was.
func Append(dst []byte, vm *goja.Runtime, v goja.Value, most int) ([]byte, error) {
	w := writers.Get().(*writer)
	w.vm, w.dst, w.calls, w.most = vm, dst, 0, most
	err := try(vm, func() { w.value(v, holder{}) })
	out := w.dst
	clear(w.path) // what an error left behind
	clear(w.clean[:])
	w.vm, w.dst, w.path, w.far = nil, nil, w.path[:0], nil
	if cap(w.path) <= 1000 {
		writers.Put(w)
	}
	if err != nil {
		return dst, err
	}
	return out, nil
}

var writers = sync.Pool{New: func() any { return new(writer) }}

// writer is the state of one Append.
type writer struct {
	vm  *goja.Runtime
	dst []byte
	// path are the objects around the one at hand, which it must not contain.
	path []level
	// far says where in path an object from level near on is.
	far  map[*goja.Object]int
	most int
	// calls counts how often JavaScript was run, after which nothing known about objects holds any more.
	calls int
	// clean are prototypes through which no toJSON is found, as of cleanAt calls.
	clean   [4]*goja.Object
	cleanAt int
}

// level is an object that is being written.
type level struct {
	object *goja.Object
	at     holder
	// names are an ordinary object's keys. They are the object's own until JavaScript runs, which gets to see and change
	// the object, and a copy from then on.
	names []slots.Name
	own   bool
}

// holder is where in the object around it a value was found.
type holder struct {
	name  slots.Name
	index int // if array
	array bool
}

func (h holder) key() goja.Value {
	if h.array {
		return slots.ASCII(strconv.Itoa(h.index))
	}
	return nameValue(h.name)
}

// nameValue makes a string of a property name.
func nameValue(n slots.Name) goja.Value {
	s, units := slots.NameText(n)
	if units != nil {
		return goja.StringFromUTF16(units)
	}
	return slots.ASCII(s)
}

// value writes v and reports whether there was anything to write.
func (w *writer) value(v goja.Value, at holder) bool {
	if len(w.dst) > 2*slots.MaxText { // bytes, which are at most three for each of the units that V8 counts
		panic(nodeerr.Plain(w.vm, nodeerr.RangeError, "Invalid string length"))
	}
	switch slots.TypeOf(v) {
	case slots.Integer:
		w.dst = strconv.AppendInt(w.dst, v.ToInteger(), 10)
	case slots.Double:
		w.dst = appendNumber(w.dst, v.ToFloat())
	case slots.ASCIIStr, slots.WideStr, slots.LooseStr:
		w.dst = appendString(w.dst, v)
	case slots.Boolean:
		w.dst = strconv.AppendBool(w.dst, v.ToBoolean())
	case slots.Null:
		w.dst = append(w.dst, "null"...)
	case slots.Object:
		return w.object(v.(*goja.Object), at)
	case slots.BigInt:
		w.beforeCall()
		if method := v.ToObject(w.vm).Get("toJSON"); jsconv.IsCallable(method) {
			return w.result(jsconv.Invoke(w.vm, method.(*goja.Object), v, at.key()), at)
		}
		panic(nodeerr.Plain(w.vm, nodeerr.TypeError, "Do not know how to serialize a BigInt"))
	default:
		return false
	}
	return true
}

// result writes what toJSON gave, which is asked for no other.
func (w *writer) result(v goja.Value, at holder) bool {
	if o, ok := v.(*goja.Object); ok {
		return w.members(o, at)
	}
	if slots.TypeOf(v) == slots.BigInt {
		panic(nodeerr.Plain(w.vm, nodeerr.TypeError, "Do not know how to serialize a BigInt"))
	}
	return w.value(v, at)
}

// beforeCall comes before everything that may run JavaScript.
func (w *writer) beforeCall() {
	w.calls++
	for i := len(w.path) - 1; i >= 0 && !w.path[i].own; i-- {
		l := &w.path[i]
		l.names, l.own = append([]slots.Name(nil), l.names...), true
	}
}

func (w *writer) object(o *goja.Object, at holder) bool {
	if !w.hasNoToJSON(o) {
		w.beforeCall()
		if method := o.Get("toJSON"); jsconv.IsCallable(method) {
			return w.result(jsconv.Invoke(w.vm, method.(*goja.Object), o, at.key()), at)
		}
	}
	return w.members(o, at)
}

// hasNoToJSON reports whether o is an ordinary object or array that surely has no method toJSON.
func (w *writer) hasNoToJSON(o *goja.Object) bool {
	var prototype *goja.Object
	if p, ok := slots.PlainOf(o); ok {
		if p.Has("toJSON") {
			return false
		}
		prototype = p.Prototype()
	} else if a, ok := slots.ArrayOf(o); ok && !a.Named() {
		prototype = a.Prototype()
	} else {
		return false
	}
	if prototype == nil {
		return true
	}
	if w.cleanAt != w.calls {
		clear(w.clean[:])
		w.cleanAt = w.calls
	}
	if w.cleanly(prototype) {
		return true
	}
	for o := prototype; o != nil && !w.cleanly(o); o = o.Prototype() {
		if lacks, known := slots.Lacks(o, "toJSON"); !lacks {
			return false
		} else if known {
			continue
		}
		if c := slots.ClassOf(o); c == slots.Proxy || c == slots.Host || o.Get("toJSON") != nil {
			return false
		}
		break // Get has seen the rest
	}
	for i, known := range w.clean {
		if known == nil {
			w.clean[i] = prototype
			break
		}
	}
	return true
}

// cleanly reports whether a prototype was found to have no toJSON, nor those behind it, since JavaScript ran last.
func (w *writer) cleanly(prototype *goja.Object) bool {
	for _, known := range w.clean {
		if known == prototype {
			return true
		}
	}
	return false
}

// members writes an object that has no toJSON, or that toJSON gave.
func (w *writer) members(o *goja.Object, at holder) bool {
	class := slots.ClassOf(o)
	switch class {
	case slots.Function:
		return false
	case slots.Boxed, slots.BoxedString:
		if v, ok := w.unboxed(o); ok {
			return w.result(v, at)
		}
	case slots.Host, slots.GoMap:
		return w.host(o, at)
	case slots.Proxy:
		if jsconv.IsCallable(o) {
			return false
		}
	}
	for i := range w.path[:min(len(w.path), near)] {
		if w.path[i].object == o {
			w.circular(i, at)
		}
	}
	if len(w.path) >= near {
		w.goFar(o, at)
	}
	w.path = append(w.path, level{object: o, at: at, own: true})
	if p, ok := slots.PlainOf(o); ok {
		w.plain(o, p)
	} else if a, ok := slots.ArrayOf(o); ok {
		w.array(o, a)
	} else if class == slots.ArrayObject || class == slots.Proxy && w.isArray(o) {
		w.arrayLike(o)
	} else {
		w.keyed(o)
	}
	w.path[len(w.path)-1] = level{}
	if w.path = w.path[:len(w.path)-1]; len(w.path) >= near {
		delete(w.far, o)
	}
	return true
}

// near is how many levels are looked through one by one.
const near = 256

// goFar notes an object that comes after many others.
func (w *writer) goFar(o *goja.Object, at holder) {
	if i, ok := w.far[o]; ok {
		w.circular(i, at)
	}
	if len(w.path) == w.most {
		tooDeep(w.vm)
	}
	if w.far == nil {
		w.far = map[*goja.Object]int{}
	}
	w.far[o] = len(w.path)
}

// unboxed is the primitive that an object made of one is written as.
func (w *writer) unboxed(o *goja.Object) (goja.Value, bool) {
	w.beforeCall()
	if slots.ClassOf(o) == slots.BoxedString {
		return o.ToString(), true
	}
	v := w.vm.ToValue(o.Export())
	switch slots.TypeOf(v) {
	case slots.Integer, slots.Double:
		v = o.ToNumber()
	case slots.ASCIIStr, slots.LooseStr: // the export of a Symbol
		return nil, false
	}
	return v, true
}

// host writes a Go value, for which goja has conventions of its own.
func (w *writer) host(o *goja.Object, at holder) bool {
	if jsconv.IsCallable(o) {
		return false
	}
	w.beforeCall()
	text, err := o.MarshalJSON()
	if err != nil {
		panic(err)
	}
	w.dst = append(w.dst, text...)
	return true
}

func (w *writer) plain(o *goja.Object, p slots.Plain) {
	if p.RawJSON() {
		s, _, _ := slots.Text(o.Get("rawJSON"))
		w.dst = append(w.dst, s...)
		return
	}
	names := p.Names()
	depth := len(w.path) - 1
	w.path[depth].names, w.path[depth].own = names, false
	calls := w.calls
	w.dst = append(w.dst, '{')
	first := len(w.dst)
	for i := 0; i < len(names); i++ {
		n := names[i]
		v, accessor := p.At(i, n)
		if accessor {
			w.beforeCall()
			if v = nameGet(o, n); v == nil {
				v = goja.Undefined()
			}
		}
		if v != nil || calls != w.calls && w.late(o, n, &v) {
			w.member(n, v, first)
		}
		if calls != w.calls {
			names, calls = w.path[depth].names, w.calls
		}
	}
	w.dst = append(w.dst, '}')
}

// late gets a key that was there and was enumerable before JavaScript ran, and is no more: its value may be in a
// prototype.
func (w *writer) late(o *goja.Object, n slots.Name, v *goja.Value) bool {
	*v = nameGet(o, n)
	return *v != nil
}

// member writes a key and a value of an object whose first member begins at first.
func (w *writer) member(n slots.Name, v goja.Value, first int) {
	start := len(w.dst)
	if start > first {
		w.dst = append(w.dst, ',')
	}
	if s, units := slots.NameText(n); units != nil {
		w.dst = appendUnits(w.dst, units)
	} else {
		w.dst = appendText(w.dst, s)
	}
	w.dst = append(w.dst, ':')
	if !w.value(v, holder{name: n}) {
		w.dst = w.dst[:start]
	}
}

// nameGet gets a property by its name as goja keeps it.
func nameGet(o *goja.Object, n slots.Name) goja.Value { return o.Get(n.String()) }

func (w *writer) element(v goja.Value, i int) {
	if i > 0 {
		w.dst = append(w.dst, ',')
	}
	if !w.value(v, holder{index: i, array: true}) {
		w.dst = append(w.dst, "null"...)
	}
}

func (w *writer) array(o *goja.Object, a slots.Array) {
	w.dst = append(w.dst, '[')
	for i, n := 0, a.Len(); i < n; i++ {
		v, _ := a.Own(i)
		if v == nil { // a hole, behind which a prototype may have something, or a getter
			w.beforeCall()
			v = o.Get(strconv.Itoa(i))
		}
		w.element(v, i)
	}
	w.dst = append(w.dst, ']')
}

// arrayLike writes an array into which slots cannot look.
func (w *writer) arrayLike(o *goja.Object) {
	w.beforeCall()
	n := int(min(max(jsconv.Get(o, "length").ToInteger(), 0), math.MaxUint32))
	w.dst = append(w.dst, '[')
	for i := range n {
		w.beforeCall()
		w.element(o.Get(strconv.Itoa(i)), i)
	}
	w.dst = append(w.dst, ']')
}

// keyed writes any other object.
func (w *writer) keyed(o *goja.Object) {
	w.beforeCall()
	w.dst = append(w.dst, '{')
	first := len(w.dst)
	for _, key := range o.Keys() {
		w.beforeCall()
		if v := o.Get(key); v != nil {
			w.member(unistring.NewFromString(key), v, first)
		}
	}
	w.dst = append(w.dst, '}')
}

func (w *writer) isArray(o *goja.Object) bool {
	return jsconv.CallMethod(w.vm, w.vm.Get("Array").(*goja.Object), "isArray", o).ToBoolean()
}

// appendNumber writes a number as JavaScript does.
func appendNumber(dst []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	if f == 0 {
		return append(dst, '0')
	}
	if size := math.Abs(f); size >= 1e-6 && size < 1e21 {
		return strconv.AppendFloat(dst, f, 'f', -1, 64)
	}
	dst = strconv.AppendFloat(dst, f, 'e', -1, 64)
	if n := len(dst); dst[n-2] == '0' && (dst[n-3] == '-' || dst[n-3] == '+') { // Go writes two digits at least
		dst[n-2] = dst[n-1]
		dst = dst[:n-1]
	}
	return dst
}

func appendString(dst []byte, v goja.Value) []byte {
	s, units, _ := slots.Text(v)
	if units != nil {
		return appendUnits(dst, units)
	}
	return appendText(dst, s)
}

// appendText quotes ASCII or UTF-8.
func appendText(dst []byte, s string) []byte {
	b := bytesOf(s)
	n, ascii := plain(b)
	if !ascii && !utf8.Valid(b) {
		b = []byte(string([]rune(s))) // as goja reads it
		n, _ = plain(b)
	}
	dst = append(dst, '"')
	for {
		dst = append(dst, b[:n]...)
		if n == len(b) {
			break
		}
		dst = escape(dst, b[n])
		b = b[n+1:]
		n, ascii = plain(b)
		if !ascii && !utf8.Valid(b) {
			b = []byte(string([]rune(string(b))))
			n, _ = plain(b)
		}
	}
	return append(dst, '"')
}

const hexDigits = "0123456789abcdef"

func escape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// appendUnits quotes UTF-16.
func appendUnits(dst []byte, units []uint16) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(units); i++ {
		u := units[i]
		switch {
		case u < ' ' || u == '"' || u == '\\':
			dst = escape(dst, byte(u))
		case u < utf8.RuneSelf:
			dst = append(dst, byte(u))
		case !utf16.IsSurrogate(rune(u)):
			dst = utf8.AppendRune(dst, rune(u))
		case u < 0xdc00 && i+1 < len(units) && units[i+1]&0xfc00 == 0xdc00:
			dst = utf8.AppendRune(dst, utf16.DecodeRune(rune(u), rune(units[i+1])))
			i++
		default:
			dst = append(dst, '\\', 'u', hexDigits[u>>12], hexDigits[u>>8&15], hexDigits[u>>4&15], hexDigits[u&15])
		}
	}
	return append(dst, '"')
}
