package inspect

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Strings inside this package are UTF-8, except that a lone surrogate, which JavaScript strings may hold and UTF-8
// may not, is kept in its three-byte form (WTF-8). Text and Value convert at the border; UTF8 is for output streams.

// Text returns the characters of a JavaScript value's string form, lone surrogates included.
func Text(v goja.Value) string {
	s := v.String()
	if !strings.Contains(s, "\uFFFD") {
		return s
	}
	js, ok := v.ToString().(goja.String)
	if !ok {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, n := 0, js.Length(); i < n; i++ {
		c := rune(js.CharAt(i))
		if utf16.IsSurrogate(c) {
			if i+1 < n {
				if r := utf16.DecodeRune(c, rune(js.CharAt(i+1))); r != utf8.RuneError {
					b.WriteRune(r)
					i++
					continue
				}
			}
			writeSurrogate(&b, c)
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Value makes a JavaScript string of text.
func Value(vm *goja.Runtime, s string) goja.Value {
	if !hasSurrogate(s) {
		return vm.ToValue(s)
	}
	units := make([]uint16, 0, len(s))
	for i := 0; i < len(s); {
		r, n := decode(s[i:])
		units = utf16Append(units, r)
		i += n
	}
	return goja.StringFromUTF16(units)
}

// UTF8 returns text as valid UTF-8: a lone surrogate becomes U+FFFD, as when Node writes it to a stream.
func UTF8(s string) string {
	if !hasSurrogate(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		r, n := decode(s[i:])
		if utf16.IsSurrogate(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		i += n
	}
	return b.String()
}

func utf16Append(units []uint16, r rune) []uint16 {
	if r >= 0x10000 {
		hi, lo := utf16.EncodeRune(r)
		return append(units, uint16(hi), uint16(lo))
	}
	return append(units, uint16(r))
}

func writeSurrogate(b *strings.Builder, r rune) {
	b.WriteByte(0xE0 | byte(r>>12))
	b.WriteByte(0x80 | byte(r>>6)&0x3F)
	b.WriteByte(0x80 | byte(r)&0x3F)
}

func hasSurrogate(s string) bool {
	for {
		i := strings.IndexByte(s, 0xED)
		if i < 0 || i+1 >= len(s) {
			return false
		}
		if s[i+1] >= 0xA0 {
			return true
		}
		s = s[i+1:]
	}
}

// decode is utf8.DecodeRuneInString that knows the three-byte form of surrogates.
func decode(s string) (rune, int) {
	if s[0] == 0xED && len(s) >= 3 && s[1] >= 0xA0 {
		return rune(s[0]&0x0F)<<12 | rune(s[1]&0x3F)<<6 | rune(s[2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(s)
}

// length is JavaScript's length of s: its number of UTF-16 units.
func length(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x80 || c >= 0xC0 && c < 0xF0:
			n++
		case c >= 0xF0:
			n += 2
		}
	}
	return n
}

// cut returns the first n UTF-16 units of s, the JavaScript s.slice(0, n). A pair cut in two leaves its first half.
func cut(s string, n int) string {
	for i := 0; i < len(s); {
		if n <= 0 {
			return s[:i]
		}
		r, size := decode(s[i:])
		if r >= 0x10000 {
			if n == 1 {
				hi, _ := utf16.EncodeRune(r)
				var b strings.Builder
				b.WriteString(s[:i])
				writeSurrogate(&b, hi)
				return b.String()
			}
			n--
		}
		n--
		i += size
	}
	return s
}
