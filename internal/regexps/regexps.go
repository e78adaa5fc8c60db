// Package regexps rewrites regular expressions of today's ECMAScript into what goja understands.
//
// goja reads \p{L} as text, refuses the flags d and v and groups such as (?i:...), and knows no end of a line but \n.
// Foreign tells whether a pattern needs help, Translate gives one that goja compiles and that matches the same. It begins
// with an empty lookahead, which makes goja take its backtracking engine, the only one that knows all that is left in.
package regexps

import (
	"strings"
	"unicode/utf8"
)

// Foreign reports whether goja would refuse or misread the pattern.
func Foreign(pattern, flags string) bool {
	if strings.ContainsAny(flags, "dv") {
		return true
	}
	if strings.Contains(flags, "m") && strings.ContainsAny(pattern, "^$") {
		return true
	}
	if strings.Contains(flags, "u") && (strings.Contains(pattern, `\p`) || strings.Contains(pattern, `\P`)) {
		return true
	}
	if strings.Contains(flags, "i") && folds(pattern) && backtracks(pattern) {
		return true
	}
	for rest := pattern; ; {
		i := strings.Index(rest, "(?")
		if i < 0 || i+2 >= len(rest) {
			return false
		}
		rest = rest[i+2:]
		switch rest[0] {
		case 'i', 'm', 's', '-':
			return true
		}
	}
}

// Costly reports whether compiling the pattern takes longer than all the rest of a file: a long one, and one whose classes
// the backtracking engine completes with the other case of every character.
func Costly(pattern, flags string) bool {
	return len(pattern) > 300 || strings.Contains(flags, "i") && strings.Contains(pattern, "[") && backtracks(pattern)
}

// backtracks reports whether a pattern has a look-around, a named group or a reference back, which goja's fast engine lacks.
func backtracks(pattern string) bool {
	for i := 0; i+1 < len(pattern); i++ {
		switch c := pattern[i+1]; pattern[i] {
		case '\\':
			if '1' <= c && c <= '9' {
				return true
			}
			i++
		case '(':
			if c == '?' && !strings.HasPrefix(pattern[i+2:], ":") {
				return true
			}
		}
	}
	return false
}

// Translate rewrites a foreign pattern and its flags. The error is a message in V8's words, without the pattern.
func Translate(pattern, flags string) (text, flagsLeft string, err error) {
	if !validFlags(flags) {
		return "", "", ErrFlags
	}
	t := &translator{src: pattern, unicode: strings.ContainsAny(flags, "uv"), sets: strings.Contains(flags, "v"),
		lines: strings.Contains(flags, "m"), fold: strings.Contains(flags, "i")}
	t.out.WriteString("(?=)")
	if err := t.run(); err != nil {
		return "", "", err
	}
	return t.out.String(), strings.NewReplacer("d", "", "v", "u").Replace(flags), nil
}

// ErrFlags is Translate's error for flags that do not exist, stand twice or exclude each other.
const ErrFlags problem = "Invalid flags"

// problem is what is wrong with a pattern, in V8's words.
type problem string

func (p problem) Error() string { return string(p) }

func validFlags(flags string) bool {
	for i, c := range flags {
		if !strings.ContainsRune("dgimsuvy", c) || strings.ContainsRune(flags[:i], c) {
			return false
		}
	}
	return !(strings.Contains(flags, "u") && strings.Contains(flags, "v"))
}

type translator struct {
	src           string
	at            int
	unicode, sets bool
	lines         bool // ^ and $ are the ends of lines
	fold          bool // letters are of either case, see caseless
	out           strings.Builder
}

const (
	errProperty problem = "Invalid property name"
	errClass    problem = "Unterminated character class"
	errInClass  problem = "Invalid character in character class"
	errOrder    problem = "Range out of order in character class"
	errEscape   problem = "Invalid escape"
	errEnd      problem = `\ at end of pattern`
	errInverted problem = "Negated character class may contain strings"
)

func (t *translator) run() error {
	for t.at < len(t.src) {
		switch c := t.src[t.at]; {
		case c == '\\':
			if t.at+1 >= len(t.src) {
				return errEnd
			}
			if t.unicode && (t.src[t.at+1] == 'p' || t.src[t.at+1] == 'P') {
				if t.sequence() {
					continue
				}
				s, texts, err := t.property()
				if err != nil {
					return err
				}
				t.emit(s, texts)
				continue
			}
			if t.fold && strings.IndexByte("DSWw", t.src[t.at+1]) >= 0 {
				t.escape(t.src[t.at+1])
				t.at += 2
				continue
			}
			_, n := utf8.DecodeRuneInString(t.src[t.at+1:])
			t.out.WriteString(t.src[t.at : t.at+1+n])
			t.at += 1 + n
		case c == '[' && t.sets:
			t.at++
			s, texts, err := t.setClass()
			if err != nil {
				return err
			}
			t.emit(s, texts)
		case c == '[' && t.fold && t.split():
		case c == '[':
			if err := t.class(); err != nil {
				return err
			}
		case c == '^' && t.lines:
			t.out.WriteString(`(?<![^\n\r\u2028\u2029])`)
			t.at++
		case c == '$' && t.lines:
			t.out.WriteString(`(?![^\n\r\u2028\u2029])`)
			t.at++
		case c == '.' && t.fold:
			t.caseless(".")
			t.at++
		default:
			t.out.WriteByte(c)
			t.at++
		}
	}
	return nil
}

// emit writes a class of characters and texts, the longest texts first.
func (t *translator) emit(s set, texts []string) {
	if len(texts) == 0 {
		t.out.WriteString(s.class())
		return
	}
	t.out.WriteString("(?:")
	for _, text := range longestFirst(texts) {
		for _, c := range text {
			writeRune(&t.out, c)
		}
		t.out.WriteByte('|')
	}
	t.out.WriteString(s.class())
	t.out.WriteByte(')')
}

// sequence writes a property of strings, which stands outside of classes.
func (t *translator) sequence() bool {
	name, _, ok := strings.Cut(t.src[t.at+2:], "}")
	if !t.sets || !ok || t.src[t.at+1] != 'p' || !strings.HasPrefix(name, "{") {
		return false
	}
	pattern, ok := sequences(name[1:])
	if ok {
		t.out.WriteString(pattern)
		t.at += 2 + len(name) + 1
	}
	return ok
}

// property reads \p{...} or \P{...}.
func (t *translator) property() (set, []string, error) {
	negated := t.src[t.at+1] == 'P'
	rest := t.src[t.at+2:]
	end := strings.IndexByte(rest, '}')
	if !strings.HasPrefix(rest, "{") || end < 0 {
		return nil, nil, errProperty
	}
	name := rest[1:end]
	s, ok := property(name)
	if !ok {
		return nil, nil, errProperty
	}
	t.at += 2 + end + 1
	if negated {
		s = s.negated()
	}
	return s, nil, nil
}

// class copies a class without set operations; properties in it become ranges.
func (t *translator) class() error {
	t.out.WriteByte('[')
	t.at++
	if t.at < len(t.src) && t.src[t.at] == '^' {
		t.out.WriteByte('^')
		t.at++
	}
	for t.at < len(t.src) {
		switch c := t.src[t.at]; {
		case c == ']':
			t.out.WriteByte(c)
			t.at++
			return nil
		case c == '\\' && t.at+1 < len(t.src):
			if p := t.src[t.at+1]; t.unicode && (p == 'p' || p == 'P') {
				s, _, err := t.property()
				if err != nil {
					return err
				}
				s.write(&t.out)
				continue
			}
			_, n := utf8.DecodeRuneInString(t.src[t.at+1:])
			t.out.WriteString(t.src[t.at : t.at+1+n])
			t.at += 1 + n
		default:
			t.out.WriteByte(c)
			t.at++
		}
	}
	return errClass
}
