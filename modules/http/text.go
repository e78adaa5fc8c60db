package http

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// latin1 makes a string of bytes, each of which is a character.
func latin1(s string) goja.Value {
	wide := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			wide = i + 1
			break
		}
	}
	if wide == 0 {
		return slots.ASCII(s)
	}
	units := make([]uint16, 1+len(s))
	for i := 0; i < len(s); i++ {
		units[i+1] = uint16(s[i])
	}
	return slots.UTF16(units)
}

// appendLatin1 appends the characters of a string, each as a byte.
func appendLatin1(b []byte, v goja.Value) []byte {
	s, units, ascii := slots.Text(v)
	switch {
	case units != nil:
		for _, u := range units {
			b = append(b, byte(u))
		}
	case ascii:
		b = append(b, s...)
	default:
		for _, r := range s {
			b = append(b, byte(r))
		}
	}
	return b
}

// valueFault is the index of the first character that no field's value may have, -1 if there is none.
func valueFault(v goja.Value) int {
	bad := func(c uint16) bool { return c > 0xff || c == 0x7f || (c < ' ' && c != '\t') }
	s, units, ascii := slots.Text(v)
	switch {
	case units != nil:
		for i, u := range units {
			if bad(u) {
				return i
			}
		}
	case ascii:
		for i := 0; i < len(s); i++ {
			if bad(uint16(s[i])) {
				return i
			}
		}
	default:
		for i, r := range []rune(s) {
			if r > 0xff || bad(uint16(r)) {
				return i
			}
		}
	}
	return -1
}

func checkName(vm *goja.Runtime, name goja.Value, label string) {
	if !isNameValue(name) {
		panic(nodeerr.New(vm, "ERR_INVALID_HTTP_TOKEN", label, name))
	}
}

func checkValue(vm *goja.Runtime, name, value goja.Value) {
	if goja.IsUndefined(value) {
		panic(nodeerr.New(vm, "ERR_HTTP_INVALID_HEADER_VALUE", value, name))
	}
	if valueFault(value.ToString()) >= 0 {
		panic(nodeerr.New(vm, "ERR_INVALID_CHAR", "header content", name))
	}
}

// lower is a name that is a token in lower case.
func lower(name goja.Value) string { return strings.ToLower(name.String()) }
