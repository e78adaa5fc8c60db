package inspect

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Width is the number of terminal columns that s takes, escape sequences not counted.
func Width(s string) int { return columns(StripVTControlCharacters(s)) }

// textWidth is Width for text of which only colours may be sequences.
func textWidth(s string, colored bool) int {
	if colored {
		return Width(s)
	}
	return columns(s)
}

func columns(s string) int {
	ascii := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7F {
			ascii = false
			break
		}
	}
	if ascii {
		return len(s)
	}
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case r < ' ' || r >= 0x7F && r < 0xA0:
		return 0
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// StripVTControlCharacters removes terminal escape sequences from s: util.stripVTControlCharacters.
func StripVTControlCharacters(s string) string {
	at := strings.IndexAny(s, "\x1b\u009b")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for at >= 0 {
		b.WriteString(s[:at])
		s = s[at:]
		n := sequence(s)
		if n == 0 {
			n = 1
			b.WriteByte(s[0])
			if s[0] != 0x1b {
				b.WriteByte(s[1])
				n = 2
			}
		}
		s = s[n:]
		at = strings.IndexAny(s, "\x1b\u009b")
	}
	b.WriteString(s)
	return b.String()
}

// sequence is the length in bytes of the escape sequence that s begins with; 0 where none is complete.
func sequence(s string) int {
	i := 1
	if s[0] != 0x1b {
		i = 2 // U+009B, the CSI in one character
	}
	start := i
	for i < len(s) && strings.IndexByte("[]()#;?", s[i]) >= 0 {
		i++
	}
	// The introducers are also parameters' characters: try the longest run of them first, as a regular expression does.
	for ; i >= start; i-- {
		if n := command(s, i); n > 0 {
			return n
		}
		if n := control(s, i); n > 0 {
			return n
		}
	}
	return 0
}

// command matches the text of an operating system command from i up to its terminator.
func command(s string, i int) int {
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0x07:
			return i + 1
		case c == 0x1b && i+1 < len(s) && s[i+1] == '\\':
			return i + 2
		case c == 0xC2 && i+1 < len(s) && s[i+1] == 0x9C:
			return i + 2
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-/#&.:=?%@~_;", c) >= 0:
		default:
			return 0
		}
	}
	return 0
}

// control matches parameters and a final character from i on.
func control(s string, i int) int {
	j := i
	digits := func(max int) (n int) {
		for n < max && j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
			n++
		}
		return n
	}
	if digits(4) > 0 {
		for j < len(s) && s[j] == ';' {
			j++
			digits(4)
		}
	}
	final := func(c byte) bool {
		return c >= '0' && c <= '9' || c >= 'A' && c <= 'P' || c >= 'R' && c <= 'T' || c == 'Z' ||
			c == 'c' || c >= 'f' && c <= 'n' || c == 'q' || c == 'u' || c == 'y' || c == '=' || c == '>' || c == '<' || c == '~'
	}
	// The final character may be the last digit of the parameters.
	for ; j >= i; j-- {
		if j < len(s) && final(s[j]) {
			return j + 1
		}
	}
	return 0
}
