package assert

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/myers"
)

// difference is the message of an operator that shows both values; own replaces its
// first line.
func (l *library) difference(actual, expected goja.Value, operator, own string, full bool) string {
	if operator == "strictEqual" && bothReferences(actual, expected) {
		operator = "strictEqualObject"
	}
	a, e := l.inspectFully(actual), l.inspectFully(expected)
	linesA, linesE := strings.Split(a, "\n"), strings.Split(e, "\n")
	legend := "+ actual - expected"
	skipped := false
	var body string
	switch {
	case len(linesA) == 1 && len(linesE) == 1 && !bothObjects(actual, expected):
		if short(actual, a, expected, e) {
			body, legend = a+" !== "+e, ""
		} else {
			body = "\n+ " + a + "\n- " + e + caret(actual, a, expected, e)
		}
	case a == e:
		operator, legend = "notIdentical", ""
		if len(linesA) > 50 && !full {
			body, skipped = strings.Join(linesA[:50], "\n")+"\n...}", true
		} else {
			body = a
		}
	default:
		body, skipped = l.lines(linesA, linesE, isObject(actual), operator)
	}
	if own == "" {
		own = heading(operator)
	}
	text := own + "\n" + legend
	if skipped {
		text += "\n... Skipped lines"
	}
	return text + "\n" + body + "\n"
}

func isObject(v goja.Value) bool {
	_, ok := v.(*goja.Object)
	return ok && !jsconv.IsCallable(v)
}

func bothObjects(a, e goja.Value) bool { return isObject(a) && isObject(e) }

// bothReferences tells whether strictEqual compares identities.
func bothReferences(a, e goja.Value) bool {
	return bothObjects(a, e) || jsconv.IsCallable(a) && jsconv.IsCallable(e)
}

// short tells whether "a !== e" is clear enough: the values are short, and not two zeros.
func short(actual goja.Value, a string, expected goja.Value, e string) bool {
	const longest = 12
	n := len(a) + len(e)
	if goja.IsString(actual) {
		n -= 2
	}
	if goja.IsString(expected) {
		n -= 2
	}
	return n <= longest && !(isZero(actual) && isZero(expected))
}

func isZero(v goja.Value) bool { return goja.IsNumber(v) && v.ToFloat() == 0 }

// caret points at the first character in which two strings differ.
func caret(actual goja.Value, a string, expected goja.Value, e string) string {
	if !goja.IsString(actual) || !goja.IsString(expected) {
		return ""
	}
	at := 0
	for at < len(a) && at < len(e) && a[at] == e[at] {
		at++
	}
	if at < 2 {
		return ""
	}
	return "\n" + strings.Repeat(" ", len([]rune(a[:at]))+2) + "^"
}

// lines is the difference line by line. Of lines that are the same only those next
// to a difference are shown, if there are many.
func (l *library) lines(actual, expected []string, commas bool, operator string) (text string, skipped bool) {
	equal := func(a, e string) bool { return a == e || commas && (a+"," == e || a == e+",") }
	edits := myers.Diff(actual, expected, equal, func(a, e string) string {
		if commas && !strings.HasSuffix(a, ",") {
			return e
		}
		return a
	})
	const shown = 5 // of lines that are the same
	var b strings.Builder
	same := 0
	for i, edit := range edits {
		if edit.Op == myers.Keep {
			if same < shown {
				b.WriteString("\n  " + edit.Line)
			}
			same++
			continue
		}
		// One or two lines are not worth leaving out.
		switch rest := same - shown; {
		case rest >= 3:
			b.WriteString("\n...")
			skipped = true
			fallthrough
		case rest == 1:
			b.WriteString("\n  " + edits[i-1].Line)
		case rest == 2:
			b.WriteString("\n  " + edits[i-2].Line + "\n  " + edits[i-1].Line)
		}
		same = 0
		if edit.Op == myers.Insert {
			b.WriteString("\n+ " + edit.Line)
		} else {
			b.WriteString("\n- " + edit.Line)
		}
	}
	return "\n" + strings.TrimLeft(strings.TrimRight(b.String(), " \n"), "\n"), skipped
}
