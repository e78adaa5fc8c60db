package encoding

import (
	"reflect"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"github.com/dop251/goja"
)

// text is a string as goja keeps it: 16-bit units, or else UTF-8.
type text struct {
	units []uint16 // nil if utf8 has it
	utf8  string   // valid
	ascii []byte   // after narrow: the low byte of every unit
}

var typeUnits = reflect.TypeFor[[]uint16]()

// look says what a string value consists of. Values that are no strings count
// as their String().
func look(v goja.Value) text {
	if rv := reflect.ValueOf(v); rv.Kind() == reflect.Slice && rv.Type().ConvertibleTo(typeUnits) {
		// goja's UTF-16 string: a mark, then the units.
		return text{units: rv.Convert(typeUnits).Interface().([]uint16)[1:]}
	}
	s := v.String()
	if !utf8.ValidString(s) {
		s = string([]rune(s)) // what goja makes of it
	}
	return text{utf8: s}
}

// ASCIIValue makes the string of bytes that are known to be ASCII. It does not copy them: b must not change any more.
func ASCIIValue(vm *goja.Runtime, b []byte) goja.Value {
	s := unsafe.String(unsafe.SliceData(b), len(b))
	if ascii := reflect.TypeOf(vm.ToValue("")); ascii.Kind() == reflect.String {
		// goja's own kind of ASCII string. What ToValue makes is looked through once more when it is first used.
		return reflect.ValueOf(s).Convert(ascii).Interface().(goja.Value)
	}
	return vm.ToValue(s)
}

// Units returns the 16-bit units of a string, which the caller must not change,
// or else, if it is all ASCII, the string.
func Units(v goja.Value) ([]uint16, string) {
	t := look(v)
	t.widen()
	return t.units, t.utf8
}

// widen gives a string that is not ASCII its units.
func (t *text) widen() {
	if t.units == nil && !IsASCIIText(t.utf8) {
		t.units = utf16.Encode([]rune(t.utf8))
	}
}

// narrow fills t.ascii and returns its length.
func (t *text) narrow() int {
	t.widen()
	if t.units == nil {
		t.ascii = []byte(t.utf8)
		return len(t.ascii)
	}
	t.ascii = make([]byte, len(t.units))
	for i, u := range t.units {
		t.ascii[i] = byte(u) // Node's decoders look at no more than that
	}
	return len(t.ascii)
}

// len is the number of units; widen comes first.
func (t *text) len() int {
	if t.units != nil {
		return len(t.units)
	}
	return len(t.utf8)
}

func surrogate(u uint16) bool { return u&0xf800 == 0xd800 }
func leading(u uint16) bool   { return u&0xfc00 == 0xd800 }
func trailing(u uint16) bool  { return u&0xfc00 == 0xdc00 }

func (t *text) utf8Len() int {
	if t.units == nil {
		return len(t.utf8)
	}
	n := 0
	for i := 0; i < len(t.units); i++ {
		switch u := t.units[i]; {
		case u < 0x80:
			n++
		case u < 0x800:
			n += 2
		case leading(u) && i+1 < len(t.units) && trailing(t.units[i+1]):
			n += 4
			i++
		default:
			n += 3
		}
	}
	return n
}

func (t *text) writeUTF8(b []byte) int {
	if t.units == nil {
		n := copy(b, t.utf8)
		if n < len(t.utf8) {
			for n > 0 && !utf8.RuneStart(t.utf8[n]) {
				n--
			}
		}
		return n
	}
	n := 0
	for i := 0; i < len(t.units); i++ {
		u := t.units[i]
		if u < 0x80 {
			if n == len(b) {
				break
			}
			b[n] = byte(u)
			n++
			continue
		}
		r := rune(u)
		if surrogate(u) {
			r = utf8.RuneError
			if leading(u) && i+1 < len(t.units) && trailing(t.units[i+1]) {
				r = utf16.DecodeRune(rune(u), rune(t.units[i+1]))
				i++
			}
		}
		if n+utf8.RuneLen(r) > len(b) {
			break
		}
		n += utf8.EncodeRune(b[n:], r)
	}
	return n
}

func (t *text) writeUTF16(b []byte) int {
	n := min(len(b)/2, t.len())
	if t.units == nil {
		for i := range n {
			b[2*i], b[2*i+1] = t.utf8[i], 0
		}
		return 2 * n
	}
	for i, u := range t.units[:n] {
		b[2*i], b[2*i+1] = byte(u), byte(u>>8)
	}
	return 2 * n
}

func (t *text) writeLatin1(b []byte) int {
	if t.units == nil {
		return copy(b, t.utf8)
	}
	n := min(len(b), len(t.units))
	for i, u := range t.units[:n] {
		b[i] = byte(u)
	}
	return n
}
