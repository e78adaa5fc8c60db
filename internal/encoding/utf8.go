package encoding

import (
	"encoding/binary"
	"unicode/utf8"
)

// IsASCII reports whether all bytes are below 0x80.
func IsASCII(b []byte) bool {
	for len(b) >= 8 {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// IsASCIIText is IsASCII of a string.
func IsASCIIText(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Repair copies b with U+FFFD in place of every maximal part of a sequence that
// is not UTF-8. (Go's own conversions put one for each byte.)
func Repair(b []byte) []byte {
	out := make([]byte, 0, len(b)+len(b)/8+8)
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			n := 1
			for n < len(b) && b[n] < utf8.RuneSelf {
				n++
			}
			out = append(out, b[:n]...)
			b = b[n:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out = append(out, "\uFFFD"...)
			b = b[Partial(b):]
			continue
		}
		out = append(out, b[:n]...)
		b = b[n:]
	}
	return out
}

// Partial is the length of the longest beginning of b, at least 1, that begins
// some UTF-8 sequence: b must not begin with a whole one.
func Partial(b []byte) int {
	need, low, high := Sequence(b[0])
	n := 1
	for n < need && n < len(b) && low <= b[n] && b[n] <= high {
		low, high = 0x80, 0xbf
		n++
	}
	return n
}

// Sequence is the length of the UTF-8 sequence that begins with c (1 if none
// does) and the range that its second byte must be in.
func Sequence(c byte) (n int, low, high byte) {
	switch {
	case c >= 0xc2 && c <= 0xdf:
		return 2, 0x80, 0xbf
	case c == 0xe0:
		return 3, 0xa0, 0xbf
	case c == 0xed:
		return 3, 0x80, 0x9f
	case c >= 0xe1 && c <= 0xef:
		return 3, 0x80, 0xbf
	case c == 0xf0:
		return 4, 0x90, 0xbf
	case c >= 0xf1 && c <= 0xf3:
		return 4, 0x80, 0xbf
	case c == 0xf4:
		return 4, 0x80, 0x8f
	}
	return 1, 1, 0
}
