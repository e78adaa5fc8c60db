package regexps

import (
	"fmt"
	"strings"
)

// Escape is RegExp.escape: text that a pattern matches as it is.
func Escape(text string) string {
	var b strings.Builder
	for i, c := range text {
		switch {
		case i == 0 && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'):
			fmt.Fprintf(&b, `\x%02x`, c)
		case strings.ContainsRune(`^$\.*+?()[]{}|/`, c):
			b.WriteByte('\\')
			b.WriteRune(c)
		case c == '\t', c == '\n', c == '\v', c == '\f', c == '\r':
			b.WriteByte('\\')
			b.WriteByte("tnvfr"[c-'\t'])
		case strings.ContainsRune(",-=<>#&!%:;@~'`\" ", c) || c == 0xa0:
			fmt.Fprintf(&b, `\x%02x`, c)
		case isSpace(c):
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

func isSpace(c rune) bool {
	for _, r := range escapeSet('s') {
		if c >= r.lo && c <= r.hi {
			return true
		}
	}
	return false
}

// Source is what the property source gives for a pattern: slashes and line ends are escaped, so that it could stand
// between slashes.
func Source(pattern string) string {
	if pattern == "" {
		return "(?:)"
	}
	if !strings.ContainsAny(pattern, "/\n\r\u2028\u2029") {
		return pattern
	}
	var b strings.Builder
	escaped, inClass := false, false
	for _, c := range pattern {
		switch {
		case c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029:
			if !escaped {
				b.WriteByte('\\')
			}
			b.WriteString(map[rune]string{'\n': "n", '\r': "r", 0x2028: "u2028", 0x2029: "u2029"}[c])
			escaped = false
			continue
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '/' && !inClass:
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Reason is the reason in an error of goja's, in V8's words.
func Reason(message string) string {
	for _, r := range [...]struct{ part, reason string }{
		{"Unterminated group", "Unterminated group"},
		{"missing closing )", "Unterminated group"},
		{"Unterminated character class", "Unterminated character class"},
		{"missing closing ]", "Unterminated character class"},
		{"unterminated [] set", "Unterminated character class"},
		{"Unmatched ')'", "Unmatched ')'"},
		{"unexpected )", "Unmatched ')'"},
		{"invalid character class range", "Range out of order in character class"},
		{"range in reverse order", "Range out of order in character class"},
		{"missing argument to repetition operator", "Nothing to repeat"},
		{"quantifier {x,y} following nothing", "Nothing to repeat"},
		{"following nothing", "Nothing to repeat"},
		{"invalid nested repetition operator", "Nothing to repeat"},
		{"nested quantifier", "Nothing to repeat"},
		{"trailing backslash", `\ at end of pattern`},
		{"illegal \\ at end", `\ at end of pattern`},
		{"Invalid group", "Invalid group"},
		{"unrecognized grouping", "Invalid group"},
		{"duplicate", "Duplicate capture group name"},
		{"invalid repeat count", "numbers out of order in {} quantifier"},
		{"undefined group", "Invalid named reference"},
		{"unknown unicode", "Invalid property name"},
		{"group name", "Invalid capture group name"},
		{"capture name", "Invalid capture group name"},
	} {
		if strings.Contains(message, r.part) {
			return r.reason
		}
	}
	if strings.Contains(message, " (") {
		return "Invalid regular expression"
	}
	return message
}

// Literal is the regular expression that a text begins with, flags included; "" if there is none.
func Literal(text string) string {
	if len(text) < 2 || text[0] != '/' {
		return ""
	}
	inClass := false
	for i := 1; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '\n':
			return ""
		case c == '/' && !inClass:
			i++
			for i < len(text) && text[i] >= 'a' && text[i] <= 'z' {
				i++
			}
			return text[:i]
		}
	}
	return ""
}

// Message is what V8 says of a literal that goja refused with a message.
func Message(literal, message string) string {
	if strings.HasPrefix(message, "Invalid flags") {
		return "Invalid regular expression flags"
	}
	return "Invalid regular expression: " + literal + ": " + Reason(message)
}
