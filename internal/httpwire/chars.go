package httpwire

// What a byte may be part of.
const (
	tokenChar uint8 = 1 << iota
	valueChar
	urlChar
	serverChar
	digitChar
)

// chars says of each byte what it may be part of.
var chars = makeChars()

func makeChars() (t [256]uint8) {
	for c := range 256 {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		if digit {
			t[c] |= digitChar
		}
		switch {
		case letter, digit:
			t[c] |= tokenChar
		default:
			switch c {
			case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~':
				t[c] |= tokenChar
			}
		}
		if c == '\t' || (c >= ' ' && c != 0x7f) {
			t[c] |= valueChar
		}
		if c > ' ' && c < 0x7f {
			t[c] |= urlChar
		}
		if letter || digit {
			t[c] |= serverChar
		}
		switch c {
		case '-', '_', '.', '!', '~', '*', '\'', '(', ')', '%', ';', ':', '&', '=', '+', '$', ',', '@', '[', ']':
			t[c] |= serverChar
		}
	}
	return t
}

func is(c byte, what uint8) bool { return chars[c]&what != 0 }

// IsToken says whether s can be the name of a header or a method.
func IsToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i], tokenChar) {
			return false
		}
	}
	return s != ""
}

// lower is an ASCII letter in lower case.
func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c | 0x20
	}
	return c
}

// equalFold says whether b is word, which is in lower case, but for case.
func equalFold(b []byte, word string) bool {
	if len(b) != len(word) {
		return false
	}
	for i, c := range b {
		if lower(c) != word[i] {
			return false
		}
	}
	return true
}

func trim(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || b[0] == '\t') {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}
