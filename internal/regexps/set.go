package regexps

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// set is a set of code points: ranges in order, with gaps between them.
type set []span

type span struct{ lo, hi rune }

const lastRune = 0x10ffff

func (s set) with(lo, hi rune) set { return append(s, span{lo, hi}) }

// tidy puts ranges in order and joins what touches.
func (s set) tidy() set {
	slices.SortFunc(s, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	out := s[:0]
	for _, r := range s {
		if n := len(out); n > 0 && r.lo <= out[n-1].hi+1 {
			out[n-1].hi = max(out[n-1].hi, r.hi)
			continue
		}
		out = append(out, r)
	}
	return out
}

func (s set) negated() set {
	var out set
	next := rune(0)
	for _, r := range s {
		if r.lo > next {
			out = append(out, span{next, r.lo - 1})
		}
		next = r.hi + 1
	}
	if next <= lastRune {
		out = append(out, span{next, lastRune})
	}
	return out
}

func (s set) union(o set) set { return append(slices.Clone(s), o...).tidy() }

func (s set) intersection(o set) set { return s.negated().union(o.negated()).negated() }

func (s set) minus(o set) set { return s.intersection(o.negated()) }

// ofTables is the union of tables of package unicode.
func ofTables(tables ...*unicode.RangeTable) set {
	var s set
	add := func(lo, hi, stride rune) {
		if stride == 1 {
			s = append(s, span{lo, hi})
			return
		}
		for c := lo; c <= hi; c += stride {
			s = append(s, span{c, c})
		}
	}
	for _, t := range tables {
		for _, r := range t.R16 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
		for _, r := range t.R32 {
			add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
		}
	}
	return s.tidy()
}

// class writes the set as a character class.
func (s set) class() string {
	if len(s) == 0 {
		return "(?!)"
	}
	var b strings.Builder
	b.WriteByte('[')
	s.write(&b)
	b.WriteByte(']')
	return b.String()
}

// write writes the ranges as they stand in a class.
func (s set) write(b *strings.Builder) {
	for _, r := range s {
		writeRune(b, r.lo)
		if r.hi > r.lo {
			if r.hi > r.lo+1 {
				b.WriteByte('-')
			}
			writeRune(b, r.hi)
		}
	}
}

// writeRune writes one character so that it means itself in a class and outside.
func writeRune(b *strings.Builder, c rune) {
	const digits = "0123456789abcdef"
	switch {
	case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
		b.WriteRune(c)
	case c < 0x100:
		b.WriteString(`\x`)
		b.WriteByte(digits[c>>4])
		b.WriteByte(digits[c&15])
	case c < 0x10000:
		b.WriteString(`\u`)
		for shift := 12; shift >= 0; shift -= 4 {
			b.WriteByte(digits[c>>shift&15])
		}
	default:
		b.WriteRune(c)
	}
}
