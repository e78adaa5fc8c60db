package regexps

import "strings"

// Where letters are of either case, the backtracking engine completes each class by the other cases of all that is in it.
// For almost all characters there are, as in \S, that takes ten milliseconds and more, and it makes \W match an s, because
// \u017F is in it.

// folds reports whether there is something in a pattern that is so completed to no good.
func folds(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '.':
			return true
		case '\\':
			if i++; i < len(pattern) && isNegative(pattern[i]) {
				return true
			}
		}
	}
	return false
}

// isNegative is for the letters of classes that are all characters but some.
func isNegative(letter byte) bool { return letter == 'D' || letter == 'S' || letter == 'W' }

// caseless writes part of a pattern that is the same for letters of either case.
func (t *translator) caseless(part string) {
	t.out.WriteString("(?-i:")
	t.out.WriteString(part)
	t.out.WriteByte(')')
}

// escape writes \D, \S, \W or \w. With the flag u, \u017F and \u212A are in \w, being an s and a k.
func (t *translator) escape(letter byte) {
	switch {
	case letter == 'w' && t.unicode:
		t.out.WriteString(`\w`)
	case letter == 'W' && t.unicode:
		t.out.WriteString(`[^\w]`)
	default:
		t.caseless(`\` + string(letter))
	}
}

// split writes a class with \D, \S or \W in it as a class of these, and of what else is in it. It reports whether it did.
func (t *translator) split() bool {
	body := t.src[t.at+1:]
	not := ""
	if strings.HasPrefix(body, "^") {
		not, body = "^", body[1:]
	}
	var negative, rest strings.Builder
	length := -1
	for i := 0; i < len(body); i++ {
		if body[i] == ']' {
			length = i
			break
		}
		if body[i] != '\\' || i+1 == len(body) {
			rest.WriteByte(body[i])
			continue
		}
		i++
		if !isNegative(body[i]) {
			rest.WriteString(body[i-1 : i+1])
			continue
		}
		if t.unicode && body[i] == 'W' || i > 1 && body[i-2] == '-' || strings.HasPrefix(body[i+1:], "-") {
			return false
		}
		negative.WriteString(body[i-1 : i+1])
	}
	if length < 0 || negative.Len() == 0 || t.unicode && strings.Contains(strings.ToLower(rest.String()), `\p`) {
		return false
	}
	others := rest.String()
	if strings.HasPrefix(others, "^") {
		others = `\` + others
	}
	switch {
	case hasNoLetters(others):
		t.caseless("[" + not + negative.String() + others + "]")
	case not != "":
		t.out.WriteString("(?:(?![" + others + "])")
		t.caseless("[^" + negative.String() + "]")
		t.out.WriteByte(')')
	default:
		t.out.WriteString("(?:")
		t.caseless("[" + negative.String() + "]")
		t.out.WriteString("|[" + others + "])")
	}
	t.at += 1 + len(not) + length + 1
	return true
}

// hasNoLetters reports whether it is easily seen that there is no letter in a class with this in it.
func hasNoLetters(class string) bool {
	for i := 0; i < len(class); i++ {
		c := class[i]
		if c == '\\' && i+1 < len(class) {
			if i++; strings.IndexByte("sdnrtfv0bB", class[i]) >= 0 {
				continue
			}
			c = class[i]
		}
		if c >= 0x80 || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || c == '-' && i > 0 && i+1 < len(class) {
			return false
		}
	}
	return true
}
