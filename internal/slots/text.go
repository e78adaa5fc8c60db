package slots

import (
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"
)

// Text returns the characters of a string: ASCII or UTF-8 in s, or else the 16-bit units, which the caller must not
// change. ascii is true where s is known to be ASCII; otherwise it may be, and it may even be invalid UTF-8, of which
// goja reads every bad byte as U+FFFD.
func Text(v goja.Value) (s string, units []uint16, ascii bool) {
	switch wordsOf(&v).tab {
	case tabASCII:
		return v.String(), nil, true
	case tabWide:
		// goja's UTF-16 string: a mark, then the units.
		return "", (*(*[]uint16)(wordsOf(&v).data))[1:], false
	}
	return v.String(), nil, false
}

// ASCII makes a string of s, which must be ASCII.
func ASCII(s string) goja.Value {
	return ASCIIAt(&s)
}

// ASCIIAt makes a string of *p as ASCII does. It keeps p, and *p must not change any more.
func ASCIIAt(p *string) goja.Value {
	var v goja.Value
	*(*words)(unsafe.Pointer(&v)) = words{tabASCII, unsafe.Pointer(p)}
	return v
}

// UTF8 makes a string of s. Bytes that are not UTF-8 become U+FFFD each.
func UTF8(s string) goja.Value { return sample(s) }

// UTF16 makes a string of 16-bit units, of which at least one must not be ASCII. The first element of marked is for
// goja's mark and not part of the string; marked belongs to the string from then on.
func UTF16(marked []uint16) goja.Value {
	marked[0] = unistring.BOM
	var v goja.Value
	*(*words)(unsafe.Pointer(&v)) = words{tabWide, unsafe.Pointer(&marked)}
	return v
}

// Name is a property name as goja keeps it.
type Name = unistring.String

// WideName makes a property name of 16-bit units as UTF16 makes a string.
func WideName(marked []uint16) Name {
	marked[0] = unistring.BOM
	return unistring.FromUtf16(marked)
}

// NameText returns the characters of a property name: ASCII, or else 16-bit units.
func NameText(n Name) (ascii string, units []uint16) {
	if u := n.AsUtf16(); u != nil {
		return "", u[1:]
	}
	return string(n), nil
}

// NameOf makes a property name of a string.
func NameOf(v goja.Value) Name {
	s, units, ascii := Text(v)
	switch {
	case ascii:
		return Name(s)
	case units != nil:
		return WideName(append(make([]uint16, 1, len(units)+1), units...))
	}
	return unistring.NewFromString(s)
}

// Index says which array index a property name is, if it is one: an integer below 2**32 - 1 in its shortest form.
func Index(n Name) (uint32, bool) {
	if len(n) == 0 || len(n) > 10 || n[0] == '0' && len(n) > 1 {
		return 0, false
	}
	var i uint64
	for _, c := range []byte(n) {
		if c < '0' || c > '9' {
			return 0, false
		}
		i = 10*i + uint64(c-'0')
	}
	return uint32(i), i < 1<<32-1
}
