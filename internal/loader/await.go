package loader

import (
	"strings"
	"unicode/utf8"
)

// Await is where the await begins whose operand has the position (both from 1), as V8 says where a function waits; the
// position itself where there is none in the text.
func Await(name string, line, column int) (int, int) {
	cacheMu.Lock()
	src, ok := sources[name]
	cacheMu.Unlock()
	if !ok {
		return line, column
	}
	at := 0
	for n := 1; n < line; n++ {
		i := strings.IndexByte(src[at:], '\n')
		if i < 0 {
			return line, column
		}
		at += i + 1
	}
	for n := 1; n < column && at < len(src) && src[at] != '\n'; n++ {
		_, size := utf8.DecodeRuneInString(src[at:])
		at += size
	}
	if at = awaitBefore(src, at); at < 0 {
		return line, column
	}
	start := strings.LastIndexByte(src[:at], '\n') + 1
	return strings.Count(src[:at], "\n") + 1, utf8.RuneCountInString(src[start:at]) + 1
}

// awaitBefore is the index of the last await before at that is not in brackets closed since, -1 if there is none in the
// statement.
func awaitBefore(src string, at int) int {
	const word = "await"
	depth := 0
	if at < len(src) && strings.IndexByte(")]}", src[at]) >= 0 {
		at++
	}
	if strings.HasPrefix(src[at:], word) && isolated(src, at, len(word)) {
		return at
	}
	for i := at - 1; i >= 0; i-- {
		switch c := src[i]; c {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			depth--
		case ';':
			if depth <= 0 {
				return -1
			}
		case '"', '\'', '`':
			if j := strings.LastIndexByte(src[:i], c); j >= 0 {
				i = j
			}
		case 'a':
			if depth <= 0 && strings.HasPrefix(src[i:], word) && isolated(src, i, len(word)) {
				return i
			}
		}
	}
	return -1
}

// isolated reports whether n bytes from i are a word of their own.
func isolated(src string, i, n int) bool {
	return (i == 0 || !isNameByte(src[i-1]) && src[i-1] != '.') && (i+n == len(src) || !isNameByte(src[i+n]))
}

func isNameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c >= 0x80
}
