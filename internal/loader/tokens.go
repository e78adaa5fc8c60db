package loader

import (
	"strings"
	"unicode/utf8"
)

// A tokenizer divides JavaScript into tokens, well enough to find module syntax
// and the names that a CommonJS module exports without parsing it. What it cannot
// know without a grammar (whether a slash begins a regular expression) it decides
// by the tokens before.
type tokenizer struct {
	src   string
	pos   int
	tok   lexeme
	prev  lexeme // the token before tok
	stack []bracket
	lines bool // a line break lies between prev and tok
}

type lexemeKind uint8

const (
	tokEOF lexemeKind = iota
	tokIdent
	tokPrivate // #name
	tokNumber
	tokString
	tokTemplate // `...`, or from } on to the next ${ or the end
	tokRegExp
	tokPunct
	tokBad
)

type lexeme struct {
	kind       lexemeKind
	start, end int
	// member is set for a name after a dot.
	member bool
	// value is set for a template, and for the } and ) of an expression: what
	// follows is an operator.
	value bool
}

type bracket struct {
	open byte
	// value: the bracket's end is the end of an operand, as of an object literal.
	value bool
	// template: the bracket is ${ within a template.
	template bool
}

func (t *tokenizer) text() string { return t.src[t.tok.start:t.tok.end] }

func (t *tokenizer) is(s string) bool { return t.tok.kind != tokString && t.text() == s }

func (t *tokenizer) prevText() string { return t.src[t.prev.start:t.prev.end] }

// depth is the number of open brackets, tok's own included.
func (t *tokenizer) depth() int { return len(t.stack) }

// save and restore let a caller look ahead.
func (t *tokenizer) save() tokenizer {
	c := *t
	c.stack = append([]bracket(nil), t.stack...)
	return c
}

// next reads one token into t.tok.
func (t *tokenizer) next() {
	t.prev = t.tok
	t.lines = false
	t.space()
	t.tok = lexeme{start: t.pos, end: t.pos}
	if t.pos >= len(t.src) {
		return
	}
	c := t.src[t.pos]
	switch {
	case identStart(c):
		t.tok.kind = tokIdent
		t.tok.member = t.afterDot()
		t.ident()
	case c == '#' && t.pos+1 < len(t.src) && identStart(t.src[t.pos+1]):
		t.tok.kind = tokPrivate
		t.pos++
		t.ident()
	case c >= '0' && c <= '9', c == '.' && t.pos+1 < len(t.src) && t.src[t.pos+1] >= '0' && t.src[t.pos+1] <= '9':
		t.tok.kind = tokNumber
		t.number()
	case c == '"' || c == '\'':
		t.tok.kind = tokString
		t.quoted(c)
	case c == '`':
		t.pos++
		t.template()
	case c == '/' && t.operandExpected():
		t.tok.kind = tokRegExp
		t.regexp()
	default:
		t.punct(c)
	}
	t.tok.end = t.pos
}

func (t *tokenizer) afterDot() bool {
	return t.prev.kind == tokPunct && (t.prevText() == "." || t.prevText() == "?.")
}

// space skips white space and comments.
func (t *tokenizer) space() {
	for t.pos < len(t.src) {
		switch c := t.src[t.pos]; {
		case c == '\n' || c == '\r':
			t.lines = true
			t.pos++
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			t.pos++
		case c == '/' && strings.HasPrefix(t.src[t.pos:], "//"), c == '#' && t.pos == 0 && strings.HasPrefix(t.src, "#!"):
			i := strings.IndexAny(t.src[t.pos:], "\n\r")
			if i < 0 {
				i = len(t.src) - t.pos
			}
			t.pos += i
		case c == '/' && strings.HasPrefix(t.src[t.pos:], "/*"):
			i := strings.Index(t.src[t.pos+2:], "*/")
			if i < 0 {
				t.pos = len(t.src)
				return
			}
			if strings.ContainsAny(t.src[t.pos:t.pos+2+i], "\n\r") {
				t.lines = true
			}
			t.pos += i + 4
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(t.src[t.pos:])
			switch r {
			case 0x2028, 0x2029:
				t.lines = true
			case 0xa0, 0xfeff, 0x1680, 0x202f, 0x205f, 0x3000:
			default:
				if r < 0x2000 || r > 0x200a {
					return
				}
			}
			t.pos += n
		default:
			return
		}
	}
}

func identStart(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c == '\\' || c >= utf8.RuneSelf
}

func (t *tokenizer) ident() {
	for t.pos < len(t.src) {
		c := t.src[t.pos]
		if c == '\\' && strings.HasPrefix(t.src[t.pos:], `\u{`) {
			if i := strings.IndexByte(t.src[t.pos:], '}'); i > 0 {
				t.pos += i + 1
				continue
			}
		}
		if !identStart(c) && (c < '0' || c > '9') {
			return
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(t.src[t.pos:])
			if r == 0x2028 || r == 0x2029 || r == 0xa0 || r == 0x3000 {
				return
			}
			t.pos += n - 1
		}
		t.pos++
	}
}

func (t *tokenizer) number() {
	for t.pos < len(t.src) {
		c := t.src[t.pos]
		if (c == '+' || c == '-') && (t.src[t.pos-1] == 'e' || t.src[t.pos-1] == 'E') && !strings.HasPrefix(t.src[t.tok.start:], "0x") {
			t.pos++
			continue
		}
		if c != '.' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return
		}
		t.pos++
	}
}

func (t *tokenizer) quoted(q byte) {
	for t.pos++; t.pos < len(t.src); t.pos++ {
		switch t.src[t.pos] {
		case '\\':
			t.pos++
		case q:
			t.pos++
			return
		case '\n', '\r':
			t.tok.kind = tokBad
			return
		}
	}
	t.pos = min(t.pos, len(t.src))
	t.tok.kind = tokBad
}

// template reads on to the template's end or to its next ${.
func (t *tokenizer) template() {
	t.tok.kind, t.tok.value = tokTemplate, true
	for ; t.pos < len(t.src); t.pos++ {
		switch t.src[t.pos] {
		case '\\':
			t.pos++
		case '`':
			t.pos++
			return
		case '$':
			if strings.HasPrefix(t.src[t.pos:], "${") {
				t.pos += 2
				t.tok.value = false
				t.stack = append(t.stack, bracket{open: '{', template: true})
				return
			}
		}
	}
	t.pos = min(t.pos, len(t.src))
	t.tok.kind = tokBad
}

func (t *tokenizer) regexp() {
	class := false
	for t.pos++; t.pos < len(t.src); t.pos++ {
		switch c := t.src[t.pos]; {
		case c == '\\':
			t.pos++
		case c == '\n' || c == '\r':
			t.tok.kind = tokBad
			return
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			t.pos++
			t.ident()
			return
		}
	}
	t.pos = min(t.pos, len(t.src))
	t.tok.kind = tokBad
}

func (t *tokenizer) punct(c byte) {
	t.tok.kind = tokPunct
	switch c {
	case '(', '[':
		t.stack = append(t.stack, bracket{open: c, value: c == '[' || !t.headFollows()})
		t.pos++
	case '{':
		t.stack = append(t.stack, bracket{open: c, value: t.objectFollows()})
		t.pos++
	case ')', ']', '}':
		t.pos++
		if n := len(t.stack); n > 0 {
			b := t.stack[n-1]
			t.stack = t.stack[:n-1]
			t.tok.value = b.value
			if c == '}' && b.template {
				t.template()
			}
		}
	default:
		for _, op := range [...]string{"...", "=>", "?.", "++", "--"} {
			if strings.HasPrefix(t.src[t.pos:], op) {
				t.pos += len(op)
				return
			}
		}
		t.pos++
	}
}

// headFollows: the ( that follows belongs to if (...), while (...) and the like,
// after which a statement begins.
func (t *tokenizer) headFollows() bool {
	if t.prev.kind != tokIdent || t.prev.member {
		return false
	}
	switch t.prevText() {
	case "if", "while", "for", "with", "await":
		return true
	}
	return false
}

// objectFollows: the { that follows begins an object literal and no block.
func (t *tokenizer) objectFollows() bool {
	switch t.prev.kind {
	case tokIdent:
		return !t.prev.member && operandKeyword(t.prevText()) && t.prevText() != "else" && t.prevText() != "do"
	case tokPunct:
		switch t.prevText() {
		case ";", "{", "}", ")", "=>":
			return false
		case ":":
			return len(t.stack) > 0 && t.stack[len(t.stack)-1].value
		}
		return true
	case tokTemplate:
		return !t.prev.value
	}
	return false
}

// operandExpected: a slash here begins a regular expression.
func (t *tokenizer) operandExpected() bool {
	switch t.prev.kind {
	case tokEOF:
		return true
	case tokIdent:
		return !t.prev.member && operandKeyword(t.prevText())
	case tokPunct:
		switch t.prevText() {
		case ")", "]", "}":
			return !t.prev.value
		case "++", "--":
			return false
		}
		return true
	case tokTemplate:
		return !t.prev.value
	}
	return false
}

// operandKeyword: after this word an operand follows, no operator.
func operandKeyword(s string) bool {
	switch s {
	case "return", "typeof", "instanceof", "in", "of", "new", "delete", "void", "throw", "case", "do", "else", "yield", "await", "default", "extends":
		return true
	}
	return false
}

// unquote reads a string literal's value.
func unquote(lit string) string {
	s := lit[1 : len(lit)-1]
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 >= len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'v':
			b.WriteByte('\v')
		case '0':
			b.WriteByte(0)
		case '\n':
		case '\r':
			if i+1 < len(s) && s[i+1] == '\n' {
				i++
			}
		case 'x', 'u':
			r, n := escaped(s[i:])
			if n == 0 {
				b.WriteByte(c)
				break
			}
			i += n - 1
			if r >= 0xd800 && r < 0xdc00 && strings.HasPrefix(s[i+1:], `\u`) {
				if low, m := escaped(s[i+2:]); m > 0 && low >= 0xdc00 && low < 0xe000 {
					r = (r-0xd800)<<10 + (low - 0xdc00) + 0x10000
					i += m + 1
				}
			}
			b.WriteRune(r)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// escaped reads xHH, uHHHH or u{H...}; n is its length, 0 if it is none.
func escaped(s string) (r rune, n int) {
	digits, n := 4, 1
	switch {
	case s[0] == 'x':
		digits = 2
	case strings.HasPrefix(s, "u{"):
		end := strings.IndexByte(s, '}')
		if end < 0 {
			return 0, 0
		}
		digits, n = end-2, 2
	}
	if digits == 0 || n+digits > len(s) {
		return 0, 0
	}
	for _, c := range s[n : n+digits] {
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 + c - '0'
		case c >= 'a' && c <= 'f':
			r = r<<4 + c - 'a' + 10
		case c >= 'A' && c <= 'F':
			r = r<<4 + c - 'A' + 10
		default:
			return 0, 0
		}
	}
	if strings.HasPrefix(s, "u{") {
		digits++
	}
	return r, n + digits
}
