package jsonvalue

import (
	"math"
	"strconv"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/slots"
)

// Parse makes the value that a JSON text stands for. Bytes that are not UTF-8 become U+FFFD in strings. The error is a
// *goja.Exception with the SyntaxError that JSON.parse would throw, or the RangeError for more levels than most. Nothing of
// text is kept unless own says that it is nobody else's: then a string that makes up most of it may be part of it.
func Parse(vm *goja.Runtime, text []byte, own bool, most int) (goja.Value, error) {
	return new(Beginning).Parse(vm, text, own, most)
}

// Beginning is what is known of a JSON text that comes in pieces: while the rest is on its way a long string is looked
// through. The zero value is of a text of which nothing has come.
type Beginning struct {
	plain int  // bytes of the string that it begins with, one after the other, that stand for themselves
	mixed bool // not all of them are ASCII
	ended bool // there are no more
}

// Look goes on with a text that begins as it did when Look was called the last time.
func (b *Beginning) Look(text []byte) {
	if b.ended || len(text) == 0 || text[0] != '"' {
		b.ended = true
		return
	}
	n, ascii := plain(text[1+b.plain:])
	b.plain, b.mixed = b.plain+n, b.mixed || !ascii
	b.ended = 1+b.plain < len(text)
}

// Parse is what the function of that name does, for a text that Look was called with before it was whole. The next text
// begins then.
func (b *Beginning) Parse(vm *goja.Runtime, text []byte, own bool, most int) (goja.Value, error) {
	p := parsers.Get().(*parser)
	p.begun = *b
	*b = Beginning{}
	p.own, p.most = own, most
	p.vm, p.text, p.at, p.depth, p.problem = vm, text, 0, 0, ""
	v := p.document()
	problem, token, at := p.problem, p.token, p.at
	p.drop(0, 0) // what an error left behind
	p.vm, p.text = nil, nil
	if cap(p.values) <= 1<<16 {
		parsers.Put(p)
	}
	if v == nil {
		return nil, try(vm, func() { fail(vm, text, problem, token, at) })
	}
	return v, nil
}

// minShared is the length from which on a string is worth keeping a text for.
const minShared = 16 << 10

var parsers = sync.Pool{New: func() any { return new(parser) }}

// parser is the state of one Parse. It is used again, with the keys that it has seen.
type parser struct {
	vm   *goja.Runtime
	text []byte
	own  bool
	at   int

	begun Beginning // of the text

	depth   int
	most    int
	problem string // what was expected at at, where the text is wrong
	token   bool   // the problem is whatever stands at at

	// The members of objects and arrays that are not complete, all in a row.
	names  []slots.Name
	values []goja.Value

	keys   [256]string
	shapes slots.Shapes

	// Memory for the next numbers and strings, taken for several at a time.
	ints    []int64
	strings []string
}

func (p *parser) int(i int64) goja.Value {
	if !slots.NeedsMemory(i) {
		return slots.Int(i)
	}
	if len(p.ints) == 0 {
		p.ints = make([]int64, 16)
	}
	at := &p.ints[0]
	p.ints = p.ints[1:]
	*at = i
	return slots.IntAt(at)
}

func (p *parser) ascii(b []byte) goja.Value {
	if len(p.strings) == 0 {
		p.strings = make([]string, 8)
	}
	at := &p.strings[0]
	p.strings = p.strings[1:]
	if p.own && len(b) >= minShared && len(b) > len(p.text)/2 {
		*at = unsafe.String(&b[0], len(b))
	} else {
		*at = string(b)
	}
	return slots.ASCIIAt(at)
}

func (p *parser) document() goja.Value {
	v := p.value()
	if v == nil {
		return nil
	}
	if p.skip(); p.at < len(p.text) {
		return p.expected("Unexpected non-whitespace character after JSON")
	}
	return v
}

// expected notes a problem at the current position. The result is for returning.
func (p *parser) expected(what string) goja.Value {
	if p.problem == "" {
		p.problem, p.token = what, false
	}
	return nil
}

// unexpected notes that what stands at the current position is out of place.
func (p *parser) unexpected() goja.Value {
	if p.problem == "" {
		p.problem, p.token = "token", true
	}
	return nil
}

// skip goes to the next byte that is not white space and returns it, 0 at the end.
func (p *parser) skip() byte {
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case ' ', '\n', '\r', '\t':
		default:
			return c
		}
	}
	return 0
}

// value parses a value; nil stands for a problem.
func (p *parser) value() goja.Value {
	switch c := p.skip(); c {
	case '"':
		return p.string()
	case '{':
		return p.object()
	case '[':
		return p.array()
	case 't':
		return p.literal("true", p.vm.ToValue(true))
	case 'f':
		return p.literal("false", p.vm.ToValue(false))
	case 'n':
		return p.literal("null", goja.Null())
	default:
		if c == '-' || '0' <= c && c <= '9' {
			return p.number()
		}
	}
	return p.unexpected()
}

func (p *parser) literal(word string, v goja.Value) goja.Value {
	for i := range len(word) {
		if p.at == len(p.text) || p.text[p.at] != word[i] {
			return p.unexpected()
		}
		p.at++
	}
	return v
}

func (p *parser) enter() bool {
	if p.depth++; p.depth > p.most {
		p.expected(problemDepth)
		return false
	}
	p.at++
	return true
}

// drop cuts names and values down, and keeps nothing behind them alive.
func (p *parser) drop(names, values int) {
	clear(p.names[names:])
	clear(p.values[values:])
	p.names, p.values = p.names[:names], p.values[:values]
}

func (p *parser) array() goja.Value {
	if !p.enter() {
		return nil
	}
	first := len(p.values)
	if p.skip() == ']' {
		p.at++
		p.depth--
		return p.vm.NewArray()
	}
	for {
		v := p.value()
		if v == nil {
			return nil
		}
		p.values = append(p.values, v)
		switch p.skip() {
		case ',':
			p.at++
		case ']':
			p.at++
			p.depth--
			a := slots.CopyArray(p.vm, p.values[first:])
			p.drop(len(p.names), first)
			return a
		default:
			return p.expected("Expected ',' or ']' after array element")
		}
	}
}

func (p *parser) object() goja.Value {
	if !p.enter() {
		return nil
	}
	first, firstValue := len(p.names), len(p.values)
	c := p.skip()
	if c == '}' {
		p.at++
		p.depth--
		return p.vm.NewObject()
	}
	if c != '"' {
		return p.expected("Expected property name or '}'")
	}
	for {
		name, ok := p.name()
		if !ok {
			return nil
		}
		if p.skip() != ':' {
			return p.expected("Expected ':' after property name")
		}
		p.at++
		p.names = append(p.names, name)
		v := p.value()
		if v == nil {
			return nil
		}
		p.values = append(p.values, v)
		switch p.skip() {
		case ',':
			p.at++
			if p.skip() != '"' {
				return p.expected("Expected double-quoted property name")
			}
		case '}':
			p.at++
			p.depth--
			o := p.shapes.NewObject(p.vm, p.names[first:], p.values[firstValue:])
			p.drop(first, firstValue)
			return o
		default:
			return p.expected("Expected ',' or '}' after property value")
		}
	}
}

// name parses a property name. The names of the last objects are kept, as messages tend to have the same.
func (p *parser) name() (slots.Name, bool) {
	rest := p.text[p.at+1:]
	n, ascii := plain(rest)
	if n < len(rest) && rest[n] == '"' && ascii {
		p.at += n + 2
		if n == 0 || n > 32 {
			return slots.Name(rest[:n]), true
		}
		kept := &p.keys[uint8(n*31)^rest[0]^rest[n-1]*7^rest[n/2]*13]
		if *kept != string(rest[:n]) {
			*kept = string(rest[:n])
		}
		return slots.Name(*kept), true
	}
	v := p.string()
	if v == nil {
		return "", false
	}
	return slots.NameOf(v), true
}

func (p *parser) string() goja.Value {
	rest := p.text[p.at+1:]
	n, ascii := p.begun.plain, !p.begun.mixed
	if n == 0 || p.at > 0 {
		n, ascii = plain(rest)
	} else if !p.begun.ended {
		more, only := plain(rest[n:])
		n, ascii = n+more, ascii && only
	}
	if n == len(rest) || rest[n] != '"' {
		return p.escaped(n)
	}
	p.at += n + 2
	if ascii {
		return p.ascii(rest[:n])
	}
	return slots.UTF8(text(rest[:n]))
}

// text copies UTF-8, mended if it is not.
func text(b []byte) string {
	if !utf8.Valid(b) {
		b = encoding.Repair(b)
	}
	return string(b)
}

// escaped parses a string with something in it that does not stand for itself. n bytes do.
func (p *parser) escaped(n int) goja.Value {
	start := p.at + 1
	var out []byte     // what has been read, if it is UTF-8
	var units []uint16 // or else, because of a lone surrogate, after a place for goja's mark
	copied := func(b []byte) {
		if units != nil {
			units = appendUTF16(units, text(b))
		} else if utf8.Valid(b) {
			out = append(out, b...)
		} else {
			out = append(out, encoding.Repair(b)...)
		}
	}
	p.at = start + n
	for {
		copied(p.text[start:p.at])
		if p.at == len(p.text) {
			return p.expected("Unterminated string")
		}
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			if units != nil {
				return slots.UTF16(units)
			}
			if encoding.IsASCII(out) {
				return p.ascii(out)
			}
			return slots.UTF8(string(out))
		case c == '\\':
			p.at++
		default:
			return p.expected("Bad control character in string literal")
		}
		if p.at == len(p.text) {
			return p.expected("Unterminated string")
		}
		r := rune(p.text[p.at])
		switch r {
		case '"', '\\', '/':
		case 'b':
			r = '\b'
		case 'f':
			r = '\f'
		case 'n':
			r = '\n'
		case 'r':
			r = '\r'
		case 't':
			r = '\t'
		case 'u':
			p.at++
			var ok bool
			if r, ok = p.hex(); !ok {
				return p.expected("Bad Unicode escape")
			}
			p.at--
		default:
			return p.expected("Bad escaped character")
		}
		p.at++
		if utf16.IsSurrogate(r) {
			if high := r; r < 0xdc00 && p.at+1 < len(p.text) && p.text[p.at] == '\\' && p.text[p.at+1] == 'u' {
				back := p.at
				p.at += 2
				if low, ok := p.hex(); ok && 0xdc00 <= low && low < 0xe000 {
					r = utf16.DecodeRune(high, low)
				} else {
					p.at = back // it is an escape of its own, or wrong, as the next round will tell
				}
			}
			if utf16.IsSurrogate(r) && units == nil {
				units = appendUTF16(make([]uint16, 1, len(out)+8), string(out))
			}
		}
		if units != nil {
			if utf16.IsSurrogate(r) {
				units = append(units, uint16(r))
			} else {
				units = utf16.AppendRune(units, r)
			}
		} else {
			out = utf8.AppendRune(out, r)
		}
		start = p.at
		n, _ := plain(p.text[start:])
		p.at += n
	}
}

// hex parses the digits of \u. Where they are wrong it stops.
func (p *parser) hex() (r rune, ok bool) {
	for range 4 {
		if p.at == len(p.text) {
			return 0, false
		}
		switch c := p.text[p.at]; {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
		p.at++
	}
	return r, true
}

func appendUTF16(units []uint16, s string) []uint16 {
	for _, r := range s {
		units = utf16.AppendRune(units, r)
	}
	return units
}

func (p *parser) digit() bool {
	return p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9'
}

func (p *parser) number() goja.Value {
	start := p.at
	negative := p.text[p.at] == '-'
	if negative {
		if p.at++; !p.digit() {
			return p.expected("No number after minus sign")
		}
	}
	var i int64
	first := p.at
	for p.digit() {
		i = 10*i + int64(p.text[p.at]-'0') // overflows are not used
		p.at++
	}
	digits := p.at - first
	if p.text[first] == '0' && digits > 1 {
		p.at = first + 1
		return p.expected("Unexpected number")
	}
	integer := digits <= 18
	if p.at < len(p.text) && p.text[p.at] == '.' {
		integer = false
		if p.at++; !p.digit() {
			return p.expected("Unterminated fractional number")
		}
		for p.digit() {
			p.at++
		}
	}
	if p.at < len(p.text) && p.text[p.at]|0x20 == 'e' {
		integer = false
		p.at++
		if p.at < len(p.text) && (p.text[p.at] == '+' || p.text[p.at] == '-') {
			p.at++
		}
		if !p.digit() {
			return p.expected("Exponent part is missing a number")
		}
		for p.digit() {
			p.at++
		}
	}
	if integer {
		if negative {
			i = -i
		}
		if i != 0 || !negative {
			return p.int(i)
		}
		return slots.Float(math.Copysign(0, -1))
	}
	// The error can only be that it is too large, which gives an infinity. The string does not outlive the call.
	f, _ := strconv.ParseFloat(unsafe.String(&p.text[start], p.at-start), 64)
	return slots.Float(f)
}
