package assert

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/stack"
)

// callSource is the source of the call that the script is in, as far as it stands on
// one line: "assert.ok(x === 1)".
func (l *library) callSource() string {
	frames := stack.Capture(l.vm, 1)
	if len(frames) == 0 {
		return "assert.ok(...)"
	}
	line, ok := loader.SourceLine(frames[0].File, frames[0].Line)
	if !ok || frames[0].Column < 1 {
		return "assert.ok(...)"
	}
	return escape(call(line, frames[0].Column-1))
}

// escape makes control characters visible.
func escape(s string) string {
	if strings.IndexFunc(s, isControl) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\f':
			b.WriteString(`\f`)
		case isControl(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isControl(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }

// call cuts the call out of line whose opening parenthesis is at offset open.
func call(line string, open int) string {
	open = min(open, len(line))
	return line[calleeStart(line, open):closing(line, open)]
}

// calleeStart goes back from the parenthesis over names, dots and brackets.
func calleeStart(line string, open int) int {
	start := open
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(line[:start])
		switch {
		case r == ']' || r == ')':
			depth := 0
			i := start
			for i > 0 {
				i--
				switch line[i] {
				case ']', ')':
					depth++
				case '[', '(':
					depth--
				}
				if depth == 0 {
					break
				}
			}
			if depth != 0 {
				return start
			}
			start = i
		case r == '.' || r == '_' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r):
			start -= n
		default:
			return trimDot(line, start, open)
		}
	}
	return trimDot(line, start, open)
}

// trimDot leaves out a dot whose object stands on a line above.
func trimDot(line string, start, open int) int {
	for start < open && (line[start] == '.' || line[start] == '?') {
		start++
	}
	return start
}

// closing finds the end of the call, or of the line.
func closing(line string, open int) int {
	depth := 0
	for i := open; i < len(line); i++ {
		switch c := line[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '\'', '"', '`':
			end := quoted(line[i+1:], c)
			if end < 0 {
				return len(line)
			}
			i += end + 1
		case '/':
			if strings.HasPrefix(line[i:], "//") {
				return len(strings.TrimRight(line, " \t"))
			}
		}
	}
	return len(strings.TrimRight(line, " \t"))
}

// quoted is the length of a string's contents up to its quote.
func quoted(s string, quote byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case quote:
			return i
		}
	}
	return -1
}
