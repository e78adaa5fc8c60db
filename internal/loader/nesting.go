package loader

import (
	"strings"
	"unsafe"

	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// All that reads a text (goja's parser and compiler, esbuild, what mends trees) calls itself for what is nested, and Go ends
// the process when the stack is full. V8 throws a RangeError at a few thousand levels. So the levels are counted before: an
// upper bound of them, which no program that V8 runs comes near, save for a sum of more than maxLevels terms.
const (
	maxLevels     = 25_000
	levelsLabel   = 25
	levelsBracket = 3 // of a bracket, or an arrow, for which much more is called than for an operator
)

// tooDeep is what texts are refused with that have more levels.
const tooDeep = "Maximum call stack size exceeded"

// deep reports whether a text is nested too deeply, and where it is.
func deep(src string) (at int, ok bool) {
	if len(src) <= maxLevels/levelsBracket {
		return 0, false
	}
	if len(src) <= 4*maxLevels && mostLevels(src) <= maxLevels { // as for nearly all texts
		return 0, false
	}
	n := nesting{tokenizer: tokenizer{src: src}}
	for n.next(); n.tok.kind != tokEOF; n.next() {
		if n.count(); n.levels > maxLevels {
			return n.tok.start, true
		}
	}
	return 0, false
}

// mostLevels is a number of levels that a text has not more of, if no words alone are what nests.
func mostLevels(src string) (n int) {
	last := byte(0)
	for i := range len(src) {
		switch c := src[i]; c {
		case '(', '[', '{', '`':
			n += levelsBracket
			last = c
		case ':':
			if n++; last == ':' {
				n += levelsLabel
			}
			last = c
		default:
			if c < '0' && c > ' ' || c > '9' && c < 'A' || c == '|' || c == '^' || c == '~' {
				n++
				last = c
			}
		}
	}
	return n
}

// nesting counts levels.
type nesting struct {
	tokenizer
	colon, named bool // the token before was a colon; or a name after one
	levels       int  // open now
	// What is chained outside of each bracket that is open, and in the innermost: operators, and statements that are the
	// body of others.
	outside []chain
	chain
}

type chain struct{ operators, statements int }

// count counts the token that was read.
func (n *nesting) count() {
	named := n.named
	n.named, n.colon = n.colon && n.tok.kind == tokIdent, n.tok.kind == tokPunct && n.text() == ":"
	if n.colon && named { // goja compares each label with all around it
		n.levels += levelsLabel - 1
		n.operators += levelsLabel - 1
	}
	for len(n.outside) > len(n.stack) { // closed
		last := n.outside[len(n.outside)-1]
		n.levels -= levelsBracket + n.operators + n.statements
		n.chain, n.outside = last, n.outside[:len(n.outside)-1]
		if !n.tok.value && n.tok.kind == tokPunct && n.text() == "}" {
			n.end()
		}
	}
	if len(n.outside) < len(n.stack) { // opened
		if n.tok.kind == tokPunct && n.text() != "{" && n.operand(n.prev, n.prevText()) { // a call is one of a chain
			n.operators++
			n.levels++
		}
		n.levels += levelsBracket
		n.outside, n.chain = append(n.outside, n.chain), chain{}
		return
	}
	switch n.tok.kind {
	case tokIdent:
		n.word()
	case tokNumber, tokString, tokRegExp:
		if n.operand(n.prev, n.prevText()) {
			n.end()
		}
	case tokTemplate:
		n.levels++
		n.operators++
	case tokPunct:
		switch n.text() {
		case ")", "]", "}":
		case ";", ",":
			n.end()
		case "=>":
			n.levels += levelsBracket
			n.operators += levelsBracket
		default:
			n.levels++
			n.operators++
		}
	}
}

// word counts a name or a keyword.
func (n *nesting) word() {
	if n.tok.member {
		return
	}
	switch n.text() {
	case "if", "else", "for", "while", "do", "with":
		if n.text() != "else" && n.operand(n.prev, n.prevText()) && (n.prev.kind != tokPunct || n.prev.value) { // and no head of a statement
			n.levels -= n.statements
			n.statements = 0
		}
		n.operators, n.levels = 0, n.levels-n.operators+1
		n.statements++
	case "case", "default":
		n.operators, n.levels = 0, n.levels-n.operators
	case "in", "instanceof", "of", "extends", "typeof", "void", "delete", "new", "await", "yield", "class":
		n.levels++
		n.operators++
	default:
		if n.operand(n.prev, n.prevText()) {
			n.levels -= n.operators
			n.operators = 0
		}
	}
}

// end ends an expression, and the statements that it is in, unless an else or the while of a do follows.
func (n *nesting) end() {
	n.levels -= n.operators
	n.operators = 0
	if n.statements == 0 {
		return
	}
	ahead := tokenizer{src: n.src, pos: n.pos}
	switch ahead.next(); ahead.text() {
	case "else", "while":
	default:
		n.levels -= n.statements
		n.statements = 0
	}
}

// operand reports whether a token may be the end of an operand, so that another one begins a statement.
func (n *nesting) operand(l lexeme, text string) bool {
	switch l.kind {
	case tokIdent:
		return l.member || !operandKeyword(text) && text != "class" && text != "function" && text != "async"
	case tokPunct:
		return text == ")" || text == "]" || text == "}" || text == "++" || text == "--"
	case tokEOF, tokBad:
		return false
	}
	return l.kind != tokTemplate || l.value
}

// refuseDeep gives the error for a text that is nested too deeply.
func refuseDeep(name, src string) *SyntaxError {
	at, ok := deep(src)
	if !ok {
		return nil
	}
	before := src[:at]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &SyntaxError{File: name, Line: 1 + strings.Count(before, "\n"), Column: 1 + len(line), Message: tooDeep, Range: true}
}

// DeepTexts makes goja refuse texts that are nested too deeply where it parses by itself, in eval and the constructors of
// functions: with what refuse throws. An option of its parser is the only thing that is called then; it stands in
// the parser before the file.
func DeepTexts(refuse func()) parser.Option {
	check := func(options *parserOptions) {
		options.disableSourceMaps = true
		if f := (*struct {
			parserOptions
			file *file.File
		})(unsafe.Pointer(options)).file; f != nil {
			if _, ok := deep(f.Source()); ok {
				refuse()
			}
		}
	}
	return *(*parser.Option)(unsafe.Pointer(&check))
}

// parserOptions mirrors the parser's options.
type parserOptions struct {
	disableSourceMaps bool
	sourceMapLoader   func(path string) ([]byte, error)
}
