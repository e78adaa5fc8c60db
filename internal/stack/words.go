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
	if i := strings.Index(rest, " of "); i >= 0 && strings.HasPrefix(strings.TrimLeft(rest, " "), "for") {
		rest = rest[i+4:]
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

// property is the first name in the pattern here, and the expression that is taken apart, if that can be seen.
func (p place) property() (name, of string) {
	before, rest := p.line[:min(p.at, len(p.line))], p.line[min(p.at, len(p.line)):]
	if strings.HasPrefix(rest, "function") {
		_, rest, _ = strings.Cut(rest, "(") // a parameter's
	} else if i := assignment(before); i >= 0 {
		rest = p.line[i:]
	} else if i := strings.LastIndexByte(before, '{'); i >= 0 && !strings.ContainsAny(before[i:], "};") {
		rest = p.line[i:]
	}
	for {
		_, inner, ok := strings.Cut(rest, "{")
		if !ok {
			return "", ""
		}
		switch name := key(strings.TrimLeft(inner, " ")); name {
		case "", "const", "let", "var", "return", "try":
			rest = inner
		default:
			return name, assigned(inner)
		}
	}
}

// assignment is where the pattern begins that the end of the text is assigned to, -1 if there is none.
func assignment(text string) int {
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case ';', '{':
			return -1
		case '=':
			if pattern := strings.TrimRight(text[:i], " "); strings.HasSuffix(pattern, "}") {
				return opening(pattern)
			}
		}
	}
	return -1
}

// key is the property's name that the text begins with.
func key(text string) string {
	if text != "" && (text[0] == '\'' || text[0] == '"') {
		name, _, _ := strings.Cut(text[1:], text[:1])
		return name
	}
	end := 0
	for end < len(text) && isWord(text[end]) {
		end++
	}
	return text[:end]
}

// assigned is the expression after the pattern whose "{" the text follows: the name or the chain that ends the statement.
func assigned(text string) string {
	end := strings.IndexByte(text, '}')
	if end < 0 || strings.ContainsAny(text[:end], "{[.") {
		return ""
	}
	value, ok := strings.CutPrefix(strings.TrimLeft(text[end+1:], " "), "=")
	if !ok || strings.HasPrefix(value, "=") || strings.HasPrefix(value, ">") {
		return ""
	}
	value = strings.TrimLeft(value, " ")
	end, depth := 0, 0
	for ; end < len(value); end++ {
		switch c := value[end]; {
		case c == '(' || c == '[':
			depth++
		case depth > 0:
			if c == ')' || c == ']' {
				depth--
			}
		case !isWord(c) && c != '.':
			if strings.ContainsRune(";,})", rune(c)) || strings.Trim(value[end:], " ") == "" || strings.HasPrefix(value[end:], " }") {
				return chain(value[:end])
			}
			return ""
		}
	}
	return chain(value[:end])
}

// chain is chainBefore, save for a value that is written out.
func chain(text string) string {
	if text == "" || text[0] >= '0' && text[0] <= '9' || text == "null" || text == "undefined" {
		return ""
	}
	return chainBefore(text)
}
