package language

import (
	"unicode"
	"unicode/utf8"
)

// segments divides a text: into graphemes, by the rules of Unicode (UAX #29) but for those of Indic scripts; into
// words and what is between them; or into sentences, which end with a mark and the space after it.
func segments(text, granularity string) []string {
	switch granularity {
	case "word":
		return words(text)
	case "sentence":
		return sentences(text)
	}
	var list []string
	for text != "" {
		n := grapheme(text)
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}

const (
	joiner    = '\u200d'
	selector  = '\ufe0f'
	hangulL   = 0x1100
	hangulV   = 0x1160
	hangulT   = 0x11a8
	hangulEnd = 0x1200
)

// extends: the character belongs to the one before.
func extends(c rune) bool {
	return c == joiner || c >= 0x1f3fb && c <= 0x1f3ff || c >= 0xe0020 && c <= 0xe007f || c == 0x200c ||
		unicode.In(c, unicode.Mn, unicode.Me, unicode.Mc)
}

func regional(c rune) bool { return c >= 0x1f1e6 && c <= 0x1f1ff }

// pictograph: emoji that a joiner joins.
func pictograph(c rune) bool {
	return c >= 0x1f000 && c <= 0x1faff && !regional(c) || c >= 0x2190 && c <= 0x2bff || c == 0xa9 || c == 0xae || c == 0x203c || c == 0x2049 || c == 0x3030 || c == 0x303d
}

// grapheme is the length of the first grapheme.
func grapheme(text string) int {
	c, n := utf8.DecodeRuneInString(text)
	next := func() (rune, int) { return utf8.DecodeRuneInString(text[n:]) }
	if c == '\r' && len(text) > 1 && text[1] == '\n' {
		return 2
	}
	if unicode.IsControl(c) {
		return n
	}
	if regional(c) {
		if d, m := next(); regional(d) {
			n += m
		}
	}
	joined := false
	last := c
	for n < len(text) {
		d, m := next()
		switch {
		case extends(d):
			joined = d == joiner && pictograph(c)
		case joined && pictograph(d):
			joined = false
			c = d
		case hangul(last, d):
		default:
			return n
		}
		last = d
		n += m
	}
	return n
}

// hangul: two letters of one syllable.
func hangul(a, b rune) bool {
	const first, last, perT = 0xac00, 0xd7a3, 28
	syllable := a >= first && a <= last
	switch {
	case a >= hangulL && a < hangulV:
		return b >= hangulL && b < hangulT || b >= first && b <= last
	case a >= hangulV && a < hangulT, syllable && (a-first)%perT == 0:
		return b >= hangulV && b < hangulEnd
	case a >= hangulT && a < hangulEnd, syllable:
		return b >= hangulT && b < hangulEnd
	}
	return false
}

func words(text string) []string {
	var list []string
	for text != "" {
		n := word(text)
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}

// inWord: letters, numbers and what is joined with them. Ideographs are words of their own.
func inWord(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsNumber(c) || c == '_') && !unicode.In(c, unicode.Han, unicode.Hiragana)
}

func word(text string) int {
	c, _ := utf8.DecodeRuneInString(text)
	n := grapheme(text)
	if c == ' ' {
		for n < len(text) && text[n] == ' ' {
			n++
		}
		return n
	}
	if !inWord(c) {
		return n
	}
	for n < len(text) {
		d, m := utf8.DecodeRuneInString(text[n:])
		if inWord(d) || extends(d) {
			n += m
			continue
		}
		e, _ := utf8.DecodeRuneInString(text[n+m:])
		before, _ := utf8.DecodeLastRuneInString(text[:n])
		letters := unicode.IsLetter(before) && unicode.IsLetter(e) && (d == '\'' || d == '’' || d == '.' || d == ':' || d == '·')
		numbers := unicode.IsDigit(before) && unicode.IsDigit(e) && (d == '.' || d == ',' || d == '\'' || d == ';')
		if !letters && !numbers {
			return n
		}
		n += m
	}
	return n
}

func sentences(text string) []string {
	var list []string
	for text != "" {
		n := sentence(text)
		list = append(list, text[:n])
		text = text[n:]
	}
	return list
}

func sentence(text string) int {
	ended := false
	for i, c := range text {
		switch {
		case c == '\n':
			return i + 1
		case c == '.' || c == '!' || c == '?' || c == '。' || c == '！' || c == '？':
			ended = true
		case ended && (c == '"' || c == '\'' || c == ')' || c == '”' || c == '’'):
		case ended && c == ' ':
			rest := i
			for rest < len(text) && text[rest] == ' ' {
				rest++
			}
			if d, _ := utf8.DecodeRuneInString(text[rest:]); !unicode.IsLower(d) {
				return rest
			}
			ended = false
		case ended && (c >= 0x3000):
			return i
		default:
			ended = false
		}
	}
	return len(text)
}
