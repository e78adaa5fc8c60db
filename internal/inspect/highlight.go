package inspect

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// highlightFunction is util.inspect.styles.regexp, whose colors a script may change.
func (ins *Inspector) highlightFunction() *goja.Object {
	var f *goja.Object
	f = ins.native("highlightRegExp", 1, func(call goja.FunctionCall) goja.Value {
		var palette []string
		if colors, ok := f.Get("colors").(*goja.Object); ok {
			for i, n := 0, int(colors.Get("length").ToInteger()); i < n; i++ {
				palette = append(palette, colors.Get(strconv.Itoa(i)).String())
			}
		}
		return Value(ins.vm, ins.highlight(Text(call.Argument(0)), palette))
	})
	must(nil, f.Set("colors", ins.vm.NewArray("green", "red", "yellow", "cyan", "magenta")))
	return f
}

// highlight colours a regular expression by token. A token's colour is its kind's place in the palette, moved on by one
// for every group that it stands in.
func (ins *Inspector) highlight(text string, palette []string) string {
	if len(palette) == 0 {
		palette = []string{"green", "red", "yellow", "cyan", "magenta"}
	}
	h := highlighter{rest: text, write: func(token string, place int) string {
		color := palette[0]
		if place > 0 {
			color = palette[place%len(palette)]
		}
		return ins.paint(token, color)
	}}
	return h.run()
}

// Places in the palette outside of any group.
const (
	placeDelimiter = iota // the slashes, and references by name
	placeBracket          // what groups, classes and counts are enclosed in; flags
	placeLiteral
	placeWildcard // . and numbers
	placeOperator // | * + ? ^ $
)

type highlighter struct {
	b     strings.Builder
	rest  string
	depth int
	write func(token string, place int) string
}

// take writes the next n bytes as one token.
func (h *highlighter) take(n, place int) {
	if n > 0 {
		h.b.WriteString(h.write(h.rest[:n], place+h.depth))
		h.rest = h.rest[n:]
	}
}

func (h *highlighter) run() string {
	// A subclass's name may stand before it.
	name, pattern, ok := strings.Cut(h.rest, "/")
	end := strings.LastIndexByte(pattern, '/')
	if !ok || end < 0 {
		return h.rest
	}
	flags := pattern[end+1:]
	h.rest = pattern[:end]
	h.b.WriteString(name + h.write("/", placeDelimiter))
	for h.rest != "" {
		h.next()
	}
	h.b.WriteString(h.write("/", placeDelimiter))
	if flags != "" {
		h.b.WriteString(h.write(flags, placeBracket))
	}
	return h.b.String()
}

func (h *highlighter) next() {
	switch h.rest[0] {
	case '\\':
		h.escape(0)
	case '[':
		h.class()
	case '(':
		h.group()
	case ')':
		h.depth--
		h.take(1, placeBracket)
	case '{':
		h.count()
	case '.':
		h.take(1, placeWildcard)
	case '|', '*', '+', '?', '^', '$', ',':
		h.take(1, placeOperator)
	default:
		h.literal()
	}
}

func (h *highlighter) literal() {
	_, n := utf8.DecodeRuneInString(h.rest)
	h.take(n, placeLiteral)
}

// escape writes an escape sequence; more moves the colour of one that has braces, as in a class.
func (h *highlighter) escape(more int) {
	if len(h.rest) < 2 {
		h.literal()
		return
	}
	switch h.rest[1] {
	case 'u', 'p', 'P':
		if strings.HasPrefix(h.rest[2:], "{") {
			if end := strings.IndexByte(h.rest, '}'); end >= 0 {
				h.take(3, placeBracket+more)
				h.take(end-3, placeLiteral+more)
				h.take(1, placeBracket+more)
			} else {
				h.take(3, placeLiteral)
			}
			return
		}
	case 'k':
		if strings.HasPrefix(h.rest[2:], "<") {
			if end := strings.IndexByte(h.rest, '>'); end >= 0 {
				h.take(3, placeDelimiter+more)
				h.take(end-3, placeBracket+more)
				h.take(1, placeDelimiter+more)
			} else {
				h.take(3, placeLiteral)
			}
			return
		}
	case 'x':
		if len(h.rest) >= 4 && isHex(h.rest[2]) && isHex(h.rest[3]) {
			h.take(4, placeLiteral)
			return
		}
	}
	_, n := utf8.DecodeRuneInString(h.rest[1:])
	h.take(1+n, placeLiteral)
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f' }

func (h *highlighter) class() {
	h.take(1, placeBracket)
	if strings.HasPrefix(h.rest, "^") {
		h.literal()
	}
	for first := true; h.rest != ""; first = false {
		switch c := h.rest[0]; {
		case c == ']':
			h.take(1, placeBracket)
			return
		case c == '\\':
			h.escape(1)
		case c == '-' && !first && len(h.rest) > 1 && h.rest[1] != ']':
			h.take(1, placeWildcard)
		default:
			h.literal()
		}
	}
}

func (h *highlighter) group() {
	h.take(1, placeBracket)
	switch {
	case strings.HasPrefix(h.rest, "?<=") || strings.HasPrefix(h.rest, "?<!"):
		h.take(3, placeBracket)
	case strings.HasPrefix(h.rest, "?:") || strings.HasPrefix(h.rest, "?=") || strings.HasPrefix(h.rest, "?!"):
		h.take(2, placeBracket)
	case strings.HasPrefix(h.rest, "?<") && strings.IndexByte(h.rest, '>') >= 0:
		end := strings.IndexByte(h.rest, '>')
		h.take(2, placeBracket)
		h.take(end-2, placeLiteral)
		h.take(1, placeBracket)
	case strings.HasPrefix(h.rest, "?"):
		h.take(1, placeLiteral)
	}
	h.depth++
}

// count writes {2} or {2,3}; any other brace is a literal.
func (h *highlighter) count() {
	end := strings.IndexByte(h.rest, '}')
	digits := ""
	if end > 0 {
		digits = h.rest[1:end]
	}
	low, high, comma := strings.Cut(digits, ",")
	if !isDigits(low) || !isDigits(high) || low == "" && high == "" {
		h.literal()
		return
	}
	h.take(1, placeBracket)
	h.take(len(low), placeWildcard)
	if comma {
		h.take(1, placeLiteral)
	}
	h.take(len(high), placeWildcard)
	h.take(1, placeBracket)
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
