package weburl

import (
	"strings"
	"unicode/utf8"

	"github.com/gojs-run/gojs/internal/encoding"
)

// ParseForm parses application/x-www-form-urlencoded text into names and values
// in turn.
func ParseForm(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, unform(name), unform(value))
	}
	return list
}

func unform(s string) string {
	s = Decode(strings.ReplaceAll(s, "+", " "))
	if !utf8.ValidString(s) {
		s = string(encoding.Repair([]byte(s)))
	}
	return s
}

// FormatForm is the reverse of ParseForm.
func FormatForm(list []string) string {
	var b strings.Builder
	for i := 0; i+1 < len(list); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		form(&b, list[i])
		b.WriteByte('=')
		form(&b, list[i+1])
	}
	return b.String()
}

func form(b *strings.Builder, s string) {
	for i := range len(s) {
		switch c := s[i]; {
		case letter(c), digit(c), c == '*', c == '-', c == '.', c == '_':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
}
