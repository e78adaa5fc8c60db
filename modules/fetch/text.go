package fetch

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

func (w *world) textFunctions(x *goja.Object) {
	vm := w.vm
	// byteString(text) is undefined if text has no character above 255, else [index, code] of the first one.
	jsconv.Export(vm, x, "byteString", 1, func(c goja.FunctionCall) goja.Value {
		s, ok := c.Argument(0).(goja.String)
		if !ok {
			return goja.Undefined()
		}
		for i := range s.Length() {
			if code := s.CharAt(i); code > 255 {
				return vm.NewArray(i, code)
			}
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "isToken", 1, func(c goja.FunctionCall) goja.Value { return vm.ToValue(isToken(c.Argument(0).String())) })
	// field(name, value) is the value as a list of fields has it, undefined where the whole checks are needed.
	jsconv.Export(vm, x, "field", 2, func(c goja.FunctionCall) goja.Value {
		value := c.Argument(1).String()
		if !isToken(c.Argument(0).String()) {
			return goja.Undefined()
		}
		for i := range len(value) {
			if b := value[i]; b < ' ' || b > '~' {
				return goja.Undefined()
			}
		}
		if trimmed := strings.Trim(value, " "); len(trimmed) < len(value) {
			return vm.ToValue(trimmed)
		}
		return c.Argument(1)
	})
	// fieldValue(text) is text without the white space around it, undefined for what is no field's value.
	jsconv.Export(vm, x, "fieldValue", 1, func(c goja.FunctionCall) goja.Value {
		s := c.Argument(0).String()
		trimmed := strings.Trim(s, "\t\n\r ")
		switch {
		case strings.ContainsAny(trimmed, "\x00\r\n"):
			return goja.Undefined()
		case len(trimmed) == len(s):
			return c.Argument(0)
		}
		return vm.ToValue(trimmed)
	})
	jsconv.Export(vm, x, "reasonPhrase", 1, func(c goja.FunctionCall) goja.Value {
		for _, r := range c.Argument(0).String() {
			if r < ' ' && r != '\t' || r == 0x7f {
				return vm.ToValue(false)
			}
		}
		return vm.ToValue(true)
	})
	// blockedPort(port) tells whether fetch keeps away from a port, which is text, "" being that of the scheme.
	jsconv.Export(vm, x, "blockedPort", 1, func(c goja.FunctionCall) goja.Value {
		n, err := strconv.Atoi(c.Argument(0).String())
		return vm.ToValue(err == nil && blockedPort(n))
	})
}

// isToken reports whether text is what HTTP calls a token: a method, a field's name.
func isToken(text string) bool {
	for i := range len(text) {
		if !tokenByte(text[i]) {
			return false
		}
	}
	return text != ""
}

func tokenByte(b byte) bool {
	switch {
	case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9':
		return true
	}
	return strings.IndexByte("!#$%&'*+-.^_`|~", b) >= 0
}

// blockedPort lists the ports of other protocols that the standard forbids (Fetch: port blocking).
func blockedPort(port int) bool {
	switch port {
	case 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111,
		113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548,
		554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566,
		6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080:
		return true
	}
	return false
}
