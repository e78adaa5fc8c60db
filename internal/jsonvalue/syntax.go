package jsonvalue

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// problemDepth is the problem of a text that is nested too deeply.
const problemDepth = "depth"

// excerpt is how many 16-bit units are shown on either side of what is wrong in a long text.
const excerpt = 10

// fail throws V8's SyntaxError for a problem at a byte of the text. If token is true, the problem is what stands there.
func fail(vm *goja.Runtime, input []byte, problem string, token bool, at int) {
	if problem == problemDepth {
		tooDeep(vm)
	}
	before := appendUTF16(nil, text(input[:at]))
	pos := len(before)
	if !token {
		message := problem + " in JSON at position "
		if strings.HasSuffix(problem, "after JSON") {
			message = problem + " at position "
		}
		line, column := place(before)
		throw(vm, ascii(message+strconv.Itoa(pos)+" (line "+strconv.Itoa(line)+" column "+strconv.Itoa(column)+")"))
	}
	all := appendUTF16(before, text(input[at:]))
	if pos == len(all) {
		throw(vm, ascii("Unexpected end of JSON input"))
	}
	switch whole := string(input); whole {
	case "undefined", "NaN", "Infinity", "[object Object]":
		throw(vm, ascii(`"`+whole+`" is not valid JSON`))
	}
	from, to := 0, len(all)
	opening, closing := `"`, `"`
	if len(all) > 2*excerpt {
		if pos >= excerpt {
			from, opening = pos-excerpt, `..."`
		}
		if pos < len(all)-excerpt {
			to, closing = pos+excerpt, `"...`
		}
	}
	message := append(ascii("Unexpected token '"), all[pos])
	message = append(append(append(message, ascii("', "+opening)...), all[from:to]...), ascii(closing+" is not valid JSON")...)
	throw(vm, message)
}

// throw throws a SyntaxError. The message may hold half a character, as it is an excerpt.
func throw(vm *goja.Runtime, message []uint16) {
	e := nodeerr.Plain(vm, nodeerr.SyntaxErr, string(utf16.Decode(message)))
	_ = e.DefineDataProperty("message", goja.StringFromUTF16(message), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	panic(e)
}

func ascii(s string) []uint16 { return utf16.Encode([]rune(s)) }

// place is the line and the column of what comes after the units.
func place(before []uint16) (line, column int) {
	line, column = 1, 1
	for i, u := range before {
		column++
		if u == '\n' || u == '\r' && (i+1 == len(before) || before[i+1] != '\n') {
			line, column = line+1, 1
		}
	}
	return line, column
}
