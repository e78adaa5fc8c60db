package inspect

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// primitive prints a value that is not an object. stylize is asked for its colour.
func (p *printer) primitive(v goja.Value, stylize func(text string, style style) string) string {
	if sym, ok := v.(*goja.Symbol); ok {
		return stylize(symbolText(sym), styleSymbol)
	}
	if goja.IsUndefined(v) {
		return stylize("undefined", styleUndefined)
	}
	if goja.IsNull(v) {
		return stylize("null", styleNull)
	}
	if goja.IsNumber(v) {
		return stylize(number(v, p.NumericSeparator), styleNumber)
	}
	if goja.IsBigInt(v) {
		return stylize(bigint(v, p.NumericSeparator), styleBigint)
	}
	if v.ExportType().Kind() == reflect.Bool {
		return stylize(v.String(), styleBoolean)
	}
	return p.text(Text(v), stylize)
}

// text prints a string, with its quotes: what is over MaxStringLength is counted, and lines of a long one stand
// one below the other.
func (p *printer) text(s string, stylize func(string, style) string) string {
	n := length(s)
	trailer := ""
	if float64(n) > p.MaxStringLength {
		keep := int(p.MaxStringLength)
		if keep < 0 {
			keep = max(0, n+keep)
		}
		rest := float64(n) - p.MaxStringLength
		trailer = "... " + strconv.FormatFloat(rest, 'f', -1, 64) + " more character" + plural(rest)
		s, n = cut(s, keep), keep
	}
	const shortest = 16
	if p.Compact != CompactLegacy && n > shortest && float64(n) > p.BreakLength-float64(p.indent)-4 {
		if at := strings.IndexByte(s, '\n'); at >= 0 && at+1 < len(s) {
			var b strings.Builder
			for i, line := range strings.SplitAfter(s, "\n") {
				if line == "" {
					break
				}
				if i > 0 {
					b.WriteString(" +\n")
					b.WriteString(spaces(p.indent + 2))
				}
				b.WriteString(stylize(quote(line), styleString))
			}
			return b.String() + trailer
		}
	}
	return stylize(quote(s), styleString) + trailer
}

// quote writes s as a JavaScript string literal, in single quotes unless others need fewer escapes.
func quote(s string) string {
	q := byte('\'')
	if strings.IndexByte(s, '\'') >= 0 {
		if strings.IndexByte(s, '"') < 0 {
			q = '"'
		} else if strings.IndexByte(s, '`') < 0 && !strings.Contains(s, "${") {
			q = '`'
		}
	}
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		c := s[i]
		plain = c >= ' ' && c < 0x7F && c != '\\' && c != '\''
	}
	if plain || q != '\'' && !needsEscape(s) {
		return string(q) + s + string(q)
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteByte(q)
	writeEscaped(&b, s, q)
	b.WriteByte(q)
	return b.String()
}

func needsEscape(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7F || c == '\\' {
			return true
		}
	}
	return false
}

// writeEscaped writes s with control characters, backslashes, lone surrogates and the quote q escaped; only the single
// quote is ever escaped, since another is chosen when it does not occur.
func writeEscaped(b *strings.Builder, s string, q byte) {
	const hex = "0123456789ABCDEF"
	for i := 0; i < len(s); {
		r, n := decode(s[i:])
		switch {
		case r == '\'' && q == '\'':
			b.WriteString(`\'`)
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\b':
			b.WriteString(`\b`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\f':
			b.WriteString(`\f`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < ' ' || r >= 0x7F && r < 0xA0:
			b.WriteString(`\x`)
			b.WriteByte(hex[r>>4])
			b.WriteByte(hex[r&15])
		case r >= 0xD800 && r < 0xE000:
			b.WriteString(`\u`)
			b.WriteString(strconv.FormatInt(int64(r), 16))
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
}

// escape is quote without the quotes, for what stands in a symbol's description or in brackets.
func escape(s string) string {
	if !needsEscape(s) && strings.IndexByte(s, '\'') < 0 {
		return s
	}
	var b strings.Builder
	writeEscaped(&b, s, '\'')
	return b.String()
}

// isIdentifier tells whether a key is printed without quotes.
func isIdentifier(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c != '_' && (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// symbolText is Symbol.prototype.toString.
func symbolText(sym *goja.Symbol) string { return "Symbol(" + sym.String() + ")" }

func number(v goja.Value, separator bool) string {
	if v.ExportType().Kind() == reflect.Int64 {
		s := strconv.FormatInt(v.ToInteger(), 10)
		if separator {
			return separateInteger(s)
		}
		return s
	}
	f := v.ToFloat()
	if f == 0 && math.Signbit(f) {
		return "-0"
	}
	s := v.String()
	if !separator || math.IsInf(f, 0) || f != f {
		return s
	}
	whole, fraction, ok := strings.Cut(s, ".")
	if strings.IndexByte(s, 'e') >= 0 && (!ok || math.Trunc(f) == f) {
		return s
	}
	if !ok {
		return separateInteger(s)
	}
	return separateInteger(whole) + "." + separateFraction(fraction)
}

func bigint(v goja.Value, separator bool) string {
	s := v.String()
	if separator {
		s = separateInteger(s)
	}
	return s + "n"
}

// separateInteger puts _ between groups of three digits from the right.
func separateInteger(s string) string {
	start := 0
	if strings.HasPrefix(s, "-") {
		start = 1
	}
	for i := len(s) - 3; i > start; i -= 3 {
		s = s[:i] + "_" + s[i:]
	}
	return s
}

// separateFraction puts _ between groups of three digits from the left.
func separateFraction(s string) string {
	for i := 3; i < len(s); i += 4 {
		s = s[:i] + "_" + s[i:]
	}
	return s
}

func plural(n float64) string {
	if n > 1 {
		return "s"
	}
	return ""
}

const blanks = "                                                                "

func spaces(n int) string {
	if n <= len(blanks) {
		return blanks[:max(n, 0)]
	}
	return strings.Repeat(" ", n)
}

// moreItems is the line that stands for entries left out.
func moreItems(n float64) string {
	return "... " + strconv.FormatFloat(n, 'f', -1, 64) + " more item" + plural(n)
}
