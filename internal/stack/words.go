package stack

import "strings"

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$' || c == '#' || c >= 0x80
}

// name is the identifier that begins here.
func (p place) name() string {
	end := p.at
	for end < len(p.line) && isWord(p.line[end]) {
		end++
	}
	if end == p.at || p.line[p.at] >= '0' && p.line[p.at] <= '9' {
		return ""
	}
	return p.line[p.at:end]
}

// callee is what is called here, as V8 writes it: a call whose position is the name that is called, after the objects
// that lead there, or the parenthesis.
func (p place) callee() string {
	if p.line == "" {
		return ""
	}
	end := p.at
	if name := p.name(); name != "" {
		end += len(name)
	} else if p.line[p.at] != '(' && p.line[p.at] != '`' {
		return ""
	}
	return chainBefore(p.line[:end])
}

// constructor is what is called with new here.
func (p place) constructor() string {
	rest := strings.TrimLeft(p.line[p.at:], " ")
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "new "), " ")
	if rest == "" {
		return ""
	}
	if rest[0] == '(' {
		return "(intermediate value)"
	}
	end := 0
	for end < len(rest) && (isWord(rest[end]) || rest[end] == '.') {
		end++
	}
	return rest[:end]
}

// chainBefore is the chain of members that ends the text: "a.b[0].c". What stands in parentheses is left out of it.
func chainBefore(text string) string {
	i := len(text)
	var out string
	for i > 0 {
		switch c := text[i-1]; {
		case isWord(c):
			j := i
			for j > 0 && isWord(text[j-1]) {
				j--
			}
			out = text[j:i] + out
			i = j
		case c == ']' || c == ')':
			j := opening(text[:i])
			if j < 0 {
				return ""
			}
			switch {
			case c == ']' && !callable(text[:j]):
				return "" // an array literal
			case c == ']':
				out = text[j:i] + out
			case callable(text[:j]):
				out = "(...)" + out
			default:
				return "(intermediate value)" + out
			}
			i = j
			continue
		default:
			return ""
		}
		before := strings.TrimRight(text[:i], " ")
		switch {
		case strings.HasSuffix(before, "?."):
			out, i = "?."+out, len(before)-2
		case strings.HasSuffix(before, ".") && !strings.HasSuffix(before, ".."):
			out, i = "."+out, len(before)-1
		default:
			if i > 0 && i < len(text) && (text[i-1] == ')' || text[i-1] == ']') {
				continue
			}
			return strings.ReplaceAll(out, "?.", "?.")
		}
		if strings.TrimRight(text[:i], " ") == "" || i == 0 {
			return "(intermediate value)" + out // the chain began on a line before
		}
		if b := text[i-1]; b == '}' || b == '"' || b == '\'' || b == '`' || b == '/' {
			return "(intermediate value)" + out
		}
	}
	return out
}

// callable reports whether the text ends with something that can be called or indexed.
func callable(text string) bool {
	if text == "" {
		return false
	}
	c := text[len(text)-1]
	return isWord(c) || c == ')' || c == ']' || c == '.'
}

// opening is the index of the bracket that the text's last one closes, -1 if it is on another line.
func opening(text string) int {
	depth := 0
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case ')', ']', '}':
			depth++
		case '(', '[', '{':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// iterable is what is iterated here: after "of" or "...", or what is assigned to a pattern.
func (p place) iterable() string {
	rest := p.line[p.at:]
	if i := strings.Index(p.line, " of "); i >= 0 && strings.HasPrefix(strings.TrimLeft(rest, " "), "for") {
		rest = p.line[i+4:]
	} else if strings.HasPrefix(rest, "...") {
		rest = rest[3:]
	} else if strings.HasPrefix(rest, "[") {
		if i := strings.Index(rest, "..."); i >= 0 {
			rest = rest[i+3:]
		} else if i := strings.Index(rest, "= "); i >= 0 {
			rest = rest[i+2:]
		} else {
			return ""
		}
	}
	rest = strings.TrimLeft(rest, " ")
	end := 0
	for end < len(rest) && (isWord(rest[end]) || rest[end] == '.') {
		end++
	}
	if end < len(rest) && (rest[end] == '(' || rest[end] == '[') {
		return ""
	}
	return rest[:end]
}

// property is the first name in the pattern here.
func (p place) property() string {
	rest := p.line[min(p.at, len(p.line)):]
	if i := strings.LastIndexByte(p.line[:min(p.at, len(p.line))], '{'); i >= 0 && !strings.ContainsAny(p.line[i:p.at], "};") {
		rest = p.line[i:]
	}
	for {
		_, inner, ok := strings.Cut(rest, "{")
		if !ok {
			return ""
		}
		switch name := (place{strings.TrimLeft(inner, " "), 0}).name(); name {
		case "", "const", "let", "var", "return", "try":
			rest = inner
		default:
			return name
		}
	}
}
