package weburl

import (
	"strings"

	"github.com/gojs-run/gojs/internal/encoding"
)

// set is one of the standard's percent-encode sets.
type set uint8

const (
	controlSet set = iota
	fragmentSet
	querySet
	specialQuerySet
	pathSet
	userinfoSet
	componentSet
)

// in reports whether a byte must be encoded. What is not ASCII always is.
func (s set) in(c byte) bool {
	if c < 0x20 || c >= 0x7f {
		return true
	}
	switch s {
	case controlSet:
		return false
	case fragmentSet:
		return strings.IndexByte(" \"<>`", c) >= 0
	case querySet:
		return strings.IndexByte(" \"#<>", c) >= 0
	case specialQuerySet:
		return strings.IndexByte(" \"#<>'", c) >= 0
	case pathSet:
		return strings.IndexByte(" \"#<>?^`{}", c) >= 0
	case userinfoSet:
		return strings.IndexByte(" \"#<>?^`{}/:;=@[\\]|", c) >= 0
	}
	return strings.IndexByte(" \"#<>?^`{}/:;=@[\\]|$%&+,", c) >= 0
}

const upperHex = "0123456789ABCDEF"

// encode percent-encodes the bytes of v that are in the set.
func encode(v string, s set) string {
	i := 0
	for i < len(v) && !s.in(v[i]) {
		i++
	}
	if i == len(v) {
		return v
	}
	b := make([]byte, i, len(v)+16)
	copy(b, v)
	for ; i < len(v); i++ {
		if c := v[i]; s.in(c) {
			b = append(b, '%', upperHex[c>>4], upperHex[c&15])
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// Decode percent-decodes v; a % without two digits stays.
func Decode(v string) string {
	if strings.IndexByte(v, '%') < 0 {
		return v
	}
	b := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		if v[i] == '%' && i+2 < len(v) {
			h, ok1 := encoding.HexDigit(v[i+1])
			l, ok2 := encoding.HexDigit(v[i+2])
			if ok1 && ok2 {
				b = append(b, h<<4|l)
				i += 2
				continue
			}
		}
		b = append(b, v[i])
	}
	return string(b)
}
