package regexps

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// setClass reads a class as the flag v has it, after its opening bracket: nested classes, --, && and \q{...}.
func (t *translator) setClass() (s set, texts []string, err error) {
	negated := t.skip("^")
	first := true
	for {
		if t.at >= len(t.src) {
			return nil, nil, errClass
		}
		switch {
		case t.skip("]"):
			if negated {
				if len(texts) > 0 {
					return nil, nil, errInverted
				}
				s = s.negated()
			}
			return s, texts, nil
		case !first && t.skip("--"):
			o, gone, err := t.operand()
			if err != nil {
				return nil, nil, err
			}
			s = s.minus(o)
			texts = slices.DeleteFunc(texts, func(x string) bool { return slices.Contains(gone, x) })
			continue
		case !first && t.skip("&&"):
			o, kept, err := t.operand()
			if err != nil {
				return nil, nil, err
			}
			s = s.intersection(o)
			texts = slices.DeleteFunc(texts, func(x string) bool { return !slices.Contains(kept, x) })
			continue
		}
		first = false
		o, more, err := t.operand()
		if err != nil {
			return nil, nil, err
		}
		if len(o) == 1 && o[0].lo == o[0].hi && t.at < len(t.src) && t.src[t.at] == '-' && !strings.HasPrefix(t.src[t.at:], "--") {
			t.at++
			end, _, err := t.operand()
			if err != nil {
				return nil, nil, err
			}
			if len(end) != 1 || end[0].lo != end[0].hi {
				return nil, nil, errInClass
			}
			if end[0].lo < o[0].lo {
				return nil, nil, errOrder
			}
			o = set{{o[0].lo, end[0].lo}}
		}
		s = s.union(o)
		texts = append(texts, more...)
	}
}

func (t *translator) skip(text string) bool {
	if strings.HasPrefix(t.src[t.at:], text) {
		t.at += len(text)
		return true
	}
	return false
}

// operand is a character, a class escape, a property, \q{...} or a nested class.
func (t *translator) operand() (set, []string, error) {
	if t.skip("[") {
		return t.setClass()
	}
	if t.at >= len(t.src) {
		return nil, nil, errClass
	}
	if t.src[t.at] != '\\' {
		c, n := utf8.DecodeRuneInString(t.src[t.at:])
		if strings.ContainsRune("()[]{}/-|", c) {
			return nil, nil, errInClass
		}
		t.at += n
		return set{{c, c}}, nil, nil
	}
	if t.at+1 >= len(t.src) {
		return nil, nil, errEnd
	}
	switch c := t.src[t.at+1]; c {
	case 'p', 'P':
		return t.property()
	case 'q':
		return t.quoted()
	case 'd', 'D', 'w', 'W', 's', 'S':
		t.at += 2
		return escapeSet(c), nil, nil
	}
	c, err := t.character()
	return set{{c, c}}, nil, err
}

// quoted reads \q{abc|d}: one character is part of the set, more are a text.
func (t *translator) quoted() (s set, texts []string, err error) {
	t.at += 2
	if !t.skip("{") {
		return nil, nil, errEscape
	}
	var text []rune
	flush := func() {
		if len(text) == 1 {
			s = s.with(text[0], text[0])
		} else {
			texts = append(texts, string(text))
		}
		text = text[:0]
	}
	for {
		switch {
		case t.at >= len(t.src):
			return nil, nil, errEscape
		case t.skip("}"):
			flush()
			return s.tidy(), texts, nil
		case t.skip("|"):
			flush()
		case t.src[t.at] == '\\':
			c, err := t.character()
			if err != nil {
				return nil, nil, err
			}
			text = append(text, c)
		default:
			c, n := utf8.DecodeRuneInString(t.src[t.at:])
			t.at += n
			text = append(text, c)
		}
	}
}

// character reads an escape that stands for one character.
func (t *translator) character() (rune, error) {
	if t.at+1 >= len(t.src) {
		return 0, errEnd
	}
	c, n := utf8.DecodeRuneInString(t.src[t.at+1:])
	t.at += 1 + n
	switch c {
	case 'n':
		return '\n', nil
	case 'r':
		return '\r', nil
	case 't':
		return '\t', nil
	case 'v':
		return '\v', nil
	case 'f':
		return '\f', nil
	case 'b':
		return '\b', nil
	case '0':
		return 0, nil
	case 'c':
		if t.at < len(t.src) {
			c := t.src[t.at]
			t.at++
			return rune(c & 31), nil
		}
		return 0, errEscape
	case 'x':
		return t.hex(2)
	case 'u':
		if t.skip("{") {
			end := strings.IndexByte(t.src[t.at:], '}')
			if end < 0 {
				return 0, errEscape
			}
			r, err := t.hex(end)
			t.at++
			return r, err
		}
		hi, err := t.hex(4)
		if err == nil && hi >= 0xd800 && hi < 0xdc00 && strings.HasPrefix(t.src[t.at:], `\u`) {
			at := t.at
			t.at += 2
			if lo, err := t.hex(4); err == nil && lo >= 0xdc00 && lo < 0xe000 {
				return 0x10000 + (hi-0xd800)<<10 + lo - 0xdc00, nil
			}
			t.at = at
		}
		return hi, err
	}
	if c < 0x80 && strings.ContainsRune("^$\\.*+?()[]{}|/-&!#%,:;<=>@`~", c) {
		return c, nil
	}
	return 0, errEscape
}

func (t *translator) hex(n int) (rune, error) {
	if t.at+n > len(t.src) {
		return 0, errEscape
	}
	v, err := strconv.ParseUint(t.src[t.at:t.at+n], 16, 32)
	if err != nil || v > lastRune {
		return 0, errEscape
	}
	t.at += n
	return rune(v), nil
}

func escapeSet(c byte) set {
	var s set
	switch c | 0x20 {
	case 'd':
		s = set{{'0', '9'}}
	case 'w':
		s = set{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	case 's':
		s = ofTables(unicode.Zs).union(set{{'\t', '\r'}, {0x2028, 0x2029}, {0xfeff, 0xfeff}})
	}
	if c < 'a' {
		s = s.negated()
	}
	return s
}

func longestFirst(texts []string) []string {
	texts = slices.Clone(texts)
	slices.SortStableFunc(texts, func(a, b string) int { return cmp.Compare(utf8.RuneCountInString(b), utf8.RuneCountInString(a)) })
	return texts
}
