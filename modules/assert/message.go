package assert

import (
	"math"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
)

// heading introduces the message of an operator.
func heading(operator string) string {
	switch operator {
	case "deepStrictEqual":
		return "Expected values to be strictly deep-equal:"
	case "partialDeepStrictEqual":
		return "Expected values to be partially and strictly deep-equal:"
	case "strictEqual":
		return "Expected values to be strictly equal:"
	case "strictEqualObject":
		return `Expected "actual" to be reference-equal to "expected":`
	case "deepEqual":
		return "Expected values to be loosely deep-equal:"
	case "notDeepStrictEqual":
		return `Expected "actual" not to be strictly deep-equal to:`
	case "notStrictEqual":
		return `Expected "actual" to be strictly unequal to:`
	case "notStrictEqualObject":
		return `Expected "actual" not to be reference-equal to "expected":`
	case "notDeepEqual":
		return `Expected "actual" not to be loosely deep-equal to:`
	case "notIdentical":
		return "Values have same structure but are not reference-equal:"
	case "notDeepEqualUnequal":
		return "Expected values not to be loosely deep-equal:"
	}
	return ""
}

// message is the error's, from the options that the constructor got.
func (l *library) message(options *goja.Object) string {
	actual, expected := jsconv.Get(options, "actual"), jsconv.Get(options, "expected")
	operator := textOf(jsconv.Get(options, "operator"))
	own := options.Get("message")
	full := textOf(jsconv.Get(options, "diff")) == "full"
	shown := operator == "deepStrictEqual" || operator == "strictEqual" || operator == "partialDeepStrictEqual"
	if !jsconv.Nullish(own) {
		text := textOf(l.text(own))
		if shown {
			return l.difference(actual, expected, operator, text, full)
		}
		return text
	}
	if l.isError(actual) && l.isError(expected) {
		actual, expected = l.withoutStack(actual), l.withoutStack(expected)
	}
	switch {
	case shown:
		return l.difference(actual, expected, operator, "", full)
	case operator == "notDeepStrictEqual", operator == "notStrictEqual":
		return l.unequal(actual, operator, full)
	}
	a, e := l.inspectFully(actual), l.inspectFully(expected)
	if operator == "notDeepEqual" && a == e {
		text := heading(operator) + "\n\n" + a
		if !full {
			text = limit(text, 1024)
		}
		return text
	}
	if !full {
		a, e = limit(a, 512), limit(e, 512)
	}
	switch operator {
	case "deepEqual":
		return heading(operator) + "\n\n" + a + "\n\nshould loosely deep-equal\n\n" + e
	case "notDeepEqual":
		return heading("notDeepEqualUnequal") + "\n\n" + a + "\n\nshould not loosely deep-equal\n\n" + e
	}
	return a + " " + operator + " " + e
}

// limit cuts text of more than max UTF-16 units, three dots included.
func limit(text string, max int) string {
	if units := utf16.Encode([]rune(text)); len(units) > max {
		return string(utf16.Decode(units[:max-3])) + "..."
	}
	return text
}

// unequal is the message where the values should have differed: it shows one.
func (l *library) unequal(actual goja.Value, operator string, full bool) string {
	lines := strings.Split(l.inspectFully(actual), "\n")
	if _, isObject := actual.(*goja.Object); isObject && operator == "notStrictEqual" {
		operator = "notStrictEqualObject"
	}
	if len(lines) > 50 && !full {
		lines = append(lines[:46], "...")
	}
	if len(lines) > 1 {
		return heading(operator) + "\n\n" + strings.Join(lines, "\n") + "\n"
	}
	if len(lines[0]) > 5 {
		return heading(operator) + "\n\n" + lines[0]
	}
	return heading(operator) + " " + lines[0]
}

// inspectFully prints all that a comparison looks at, an entry a line.
func (l *library) inspectFully(v goja.Value) string {
	opts := inspect.DefaultOptions()
	opts.Compact = 0
	opts.CustomInspect = false
	opts.Depth = 1000
	opts.MaxArrayLength = math.Inf(1)
	opts.Sorted = true
	opts.Getters = inspect.GettersAll
	return l.ins.Inspect(v, opts)
}

// withoutStack copies an error so that it is shown by its name and message.
func (l *library) withoutStack(v goja.Value) goja.Value {
	source := v.(*goja.Object)
	target := l.vm.CreateObject(source.Prototype())
	for _, name := range source.Keys() {
		_ = target.Set(name, source.Get(name))
	}
	jsconv.Hidden(target, "message", jsconv.Get(source, "message"))
	if slices.Contains(source.GetOwnPropertyNames(), "cause") {
		cause := source.Get("cause")
		if l.isError(cause) {
			cause = l.withoutStack(cause)
		}
		jsconv.Hidden(target, "cause", cause)
	}
	return target
}
