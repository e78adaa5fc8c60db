// Package glob matches paths against patterns as Node's glob functions do
// (path.matchesGlob, fs.glob): *, ?, [classes] with [:names:], ** over folders,
// {a,b} and {1..9}, and the extended forms ?(a|b) *(a|b) +(a|b) @(a|b) !(a|b).
//
// A leading dot of a segment is matched only by a dot in the pattern. A backslash
// in a pattern is a separator on every platform, so nothing can be escaped but by
// a class: [*].
package glob

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Options say how paths are written.
type Options struct {
	Windows bool // \ in a path is a separator
	NoCase  bool // letters in patterns with wildcards match in either case
}

// maxBraces bounds how many patterns one pattern with braces may stand for.
const maxBraces = 10000

// Match reports whether the whole of path matches pattern.
func Match(pattern, path string, o Options) bool {
	pattern = strings.ReplaceAll(pattern, `\`, "/")
	if o.Windows {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	file := split(path)
	for _, p := range Braces(pattern) {
		if matchSegments(split(p), file, o) {
			return true
		}
	}
	return false
}

// split cuts at runs of slashes. The empty first segment of an absolute path and
// the empty last one of a path that ends in a slash stay.
func split(p string) []string {
	parts := strings.Split(p, "/")
	out := parts[:0]
	for i, s := range parts {
		if s != "" || i == 0 || i == len(parts)-1 && len(out) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func matchSegments(pattern, file []string, o Options) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for len(pattern) > 1 && pattern[1] == "**" {
				pattern = pattern[1:]
			}
			rest := pattern[1:]
			if len(rest) == 0 { // a/** is what is in a, not a itself
				return len(file) > 0 && plain(file)
			}
			for i := 0; i <= len(file); i++ {
				if matchSegments(rest, file[i:], o) {
					return true
				}
				if i < len(file) && !crossable(file[i]) {
					return false
				}
			}
			return false
		}
		if len(file) == 0 {
			return false
		}
		if !Segment(pattern[0], file[0], o) {
			return false
		}
		pattern, file = pattern[1:], file[1:]
	}
	// A trailing slash of the path is of no consequence.
	return len(file) == 0 || len(file) == 1 && file[0] == ""
}

// plain reports whether ** covers these segments.
func plain(file []string) bool {
	for _, s := range file {
		if !crossable(s) {
			return false
		}
	}
	return true
}

func crossable(segment string) bool { return !strings.HasPrefix(segment, ".") }

// Segment matches one segment of a path.
func Segment(pattern, name string, o Options) bool {
	if !Magic(pattern) {
		return pattern == name
	}
	if name == "." || name == ".." || name == "" {
		return false
	}
	if name[0] == '.' && !dotted(pattern) {
		return false
	}
	m := matcher{o}
	return m.match(pattern, name, func(rest string) bool { return rest == "" })
}

// dotted reports whether a pattern may match a leading dot.
func dotted(pattern string) bool {
	if strings.HasPrefix(pattern, ".") {
		return true
	}
	if kind, alternatives, rest, ok := extended(pattern); ok && kind != '!' {
		for _, a := range alternatives {
			if dotted(a) || a == "" && dotted(rest) {
				return true
			}
		}
		return (kind == '?' || kind == '*') && dotted(rest)
	}
	return false
}

// Magic reports whether a pattern is more than a name.
func Magic(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '*', '?', '[':
			return true
		case '+', '@', '!':
			if i+1 < len(pattern) && pattern[i+1] == '(' {
				return true
			}
		}
	}
	return false
}

type matcher struct{ o Options }

// match tries pattern at the front of name; done decides about what is left.
func (m matcher) match(pattern, name string, done func(rest string) bool) bool {
	for pattern != "" {
		if kind, alternatives, rest, ok := extended(pattern); ok {
			return m.extended(kind, alternatives, rest, name, done)
		}
		switch c := pattern[0]; {
		case c == '*':
			for pattern != "" && pattern[0] == '*' {
				if _, _, _, ok := extended(pattern); ok {
					break
				}
				pattern = pattern[1:]
			}
			for i := 0; ; {
				if m.match(pattern, name[i:], done) {
					return true
				}
				if i == len(name) {
					return false
				}
				_, n := utf8.DecodeRuneInString(name[i:])
				i += n
			}
		case name == "":
			return false
		case c == '?':
			_, n := utf8.DecodeRuneInString(name)
			pattern, name = pattern[1:], name[n:]
		case c == '[':
			r, n := utf8.DecodeRuneInString(name)
			in, rest, ok := m.class(pattern, r)
			if !ok { // no class after all
				if r != '[' {
					return false
				}
				pattern, name = pattern[1:], name[1:]
				continue
			}
			if !in {
				return false
			}
			pattern, name = rest, name[n:]
		default:
			p, pn := utf8.DecodeRuneInString(pattern)
			r, n := utf8.DecodeRuneInString(name)
			if !m.same(p, r) {
				return false
			}
			pattern, name = pattern[pn:], name[n:]
		}
	}
	return done(name)
}

func (m matcher) same(a, b rune) bool {
	return a == b || m.o.NoCase && unicode.ToLower(a) == unicode.ToLower(b)
}

// extended reads a form such as +(a|b) at the front of a pattern.
func extended(pattern string) (kind byte, alternatives []string, rest string, ok bool) {
	if len(pattern) < 3 || pattern[1] != '(' || strings.IndexByte("?*+@!", pattern[0]) < 0 {
		return 0, nil, "", false
	}
	depth, start := 0, 2
	for i := 1; i < len(pattern); i++ {
		switch pattern[i] {
		case '(':
			depth++
		case '|':
			if depth == 1 {
				alternatives = append(alternatives, pattern[start:i])
				start = i + 1
			}
		case ')':
			if depth--; depth == 0 {
				return pattern[0], append(alternatives, pattern[start:i]), pattern[i+1:], true
			}
		}
	}
	return 0, nil, "", false
}

func (m matcher) extended(kind byte, alternatives []string, rest, name string, done func(string) bool) bool {
	after := func(left string) bool { return m.match(rest, left, done) }
	switch kind {
	case '!':
		// Not one of the alternatives followed by the rest, but anything else.
		for _, a := range alternatives {
			if m.match(a, name, after) {
				return false
			}
		}
		for i := 0; i <= len(name); i++ {
			if (i == len(name) || utf8.RuneStart(name[i])) && after(name[i:]) {
				return true
			}
		}
		return false
	case '?', '*':
		if after(name) {
			return true
		}
	}
	for _, a := range alternatives {
		if m.match(a, name, func(left string) bool {
			if (kind == '*' || kind == '+') && len(left) < len(name) {
				if m.extended('*', alternatives, rest, left, done) {
					return true
				}
			}
			return after(left)
		}) {
			return true
		}
	}
	return false
}

// class reads a [...] at the front of a pattern and says whether r is in it.
func (m matcher) class(pattern string, r rune) (in bool, rest string, ok bool) {
	i, negate := 1, false
	if i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^') {
		negate = true
		i++
	}
	for first := true; i < len(pattern); first = false {
		if pattern[i] == ']' && !first {
			return in != negate, pattern[i+1:], true
		}
		if strings.HasPrefix(pattern[i:], "[:") {
			if j := strings.Index(pattern[i:], ":]"); j > 0 {
				if f := named(pattern[i+2 : i+j]); f != nil {
					in = in || f(r)
					i += j + 2
					continue
				}
			}
		}
		lo, n := utf8.DecodeRuneInString(pattern[i:])
		i += n
		hi := lo
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			hi, n = utf8.DecodeRuneInString(pattern[i+1:])
			i += 1 + n
		}
		in = in || lo <= r && r <= hi
		if m.o.NoCase {
			l, u := unicode.ToLower(r), unicode.ToUpper(r)
			in = in || lo <= l && l <= hi || lo <= u && u <= hi
		}
	}
	return false, "", false
}

func named(class string) func(rune) bool {
	switch class {
	case "alnum":
		return func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	case "alpha":
		return unicode.IsLetter
	case "ascii":
		return func(r rune) bool { return r < 128 }
	case "blank":
		return func(r rune) bool { return r == '\t' || unicode.Is(unicode.Zs, r) }
	case "cntrl":
		return unicode.IsControl
	case "digit":
		return unicode.IsDigit
	case "graph":
		return func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }
	case "lower":
		return unicode.IsLower
	case "print":
		return unicode.IsPrint
	case "punct":
		return unicode.IsPunct
	case "space":
		return unicode.IsSpace
	case "upper":
		return unicode.IsUpper
	case "word":
		return func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	case "xdigit":
		return func(r rune) bool { return unicode.Is(unicode.ASCII_Hex_Digit, r) }
	}
	return nil
}
