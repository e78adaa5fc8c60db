package http

import (
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/httpwire"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// What the fields of a head say about it; js/outgoing.js has the same numbers.
const (
	hasConnection = 1 << iota
	saysClose
	saysKeepAlive
	hasLength
	hasTransfer
	saysChunked
	hasDate
	hasExpect
	hasTrailer
	hasKeepAlive
)

func (w *world) headFunctions(x *goja.Object) {
	vm := w.vm
	// beginHead(message, firstLine, fields, own, check) writes the first line and the fields: those of a message (own),
	// an object's or an array's. It returns what they say, as a sum of the numbers above.
	jsconv.Export(vm, x, "beginHead", 5, func(call goja.FunctionCall) goja.Value {
		h := headWriter{w: w, message: call.Argument(0).ToObject(vm), check: call.Argument(4).ToBoolean(), buf: w.head[:0]}
		w.head = nil
		h.buf = appendLatin1(h.buf, call.Argument(1))
		h.fields(call.Argument(2), call.Argument(3).ToBoolean())
		w.head = h.buf
		return slots.Int(int64(h.says))
	})
	// addLines(text) adds lines that are checked already.
	jsconv.Export(vm, x, "addLines", 1, func(call goja.FunctionCall) goja.Value {
		w.head = appendLatin1(w.head, call.Argument(0))
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "addDate", 0, func(goja.FunctionCall) goja.Value {
		w.head = append(w.head, "Date: "...)
		w.head = append(w.head, w.now()...)
		w.head = append(w.head, "\r\n"...)
		return goja.Undefined()
	})
	// endHead(keepAlive, timeout, max, length) adds the last lines and returns the whole. keepAlive is 0 for no Connection
	// line, 1 for keep-alive, 2 for close; timeout (seconds) and max (requests) are left out where 0; length is a
	// Content-Length, or -1 for a chunked body, or undefined.
	jsconv.Export(vm, x, "endHead", 4, func(call goja.FunctionCall) goja.Value {
		b := w.head
		switch call.Argument(0).ToInteger() {
		case 1:
			b = append(b, "Connection: keep-alive\r\n"...)
			if timeout := call.Argument(1).ToInteger(); timeout > 0 {
				b = strconv.AppendInt(append(b, "Keep-Alive: timeout="...), timeout, 10)
				if most := call.Argument(2).ToInteger(); most > 0 {
					b = strconv.AppendInt(append(b, ", max="...), most, 10)
				}
				b = append(b, "\r\n"...)
			}
		case 2:
			b = append(b, "Connection: close\r\n"...)
		}
		if v := call.Argument(3); !jsconv.Missing(v) {
			if n := v.ToInteger(); n < 0 {
				b = append(b, "Transfer-Encoding: chunked\r\n"...)
			} else {
				b = strconv.AppendInt(append(b, "Content-Length: "...), n, 10)
				b = append(b, "\r\n"...)
			}
		}
		b = append(b, "\r\n"...)
		w.head = b
		return latin1(string(b))
	})
	jsconv.Export(vm, x, "utcDate", 0, func(goja.FunctionCall) goja.Value { return slots.ASCII(string(w.now())) })
	jsconv.Export(vm, x, "isToken", 1, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(isToken(call.Argument(0)))
	})
	jsconv.Export(vm, x, "invalidValue", 1, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(valueFault(call.Argument(0).ToString()) >= 0)
	})
	// send(handle, head, body) writes both at once, the body as UTF-8. It returns 0, a negative errno, or the bytes for
	// which there was no room.
	jsconv.Export(vm, x, "send", 3, func(call goja.FunctionCall) goja.Value {
		stream, ok := descriptor.Of(call.Argument(0)).(descriptor.Stream)
		b := appendLatin1(w.head[:0], call.Argument(1))
		if body := call.Argument(2); !jsconv.Missing(body) {
			if bytes, ok := jsconv.Bytes(body); ok {
				b = append(b, bytes...)
			} else {
				b = append(b, body.String()...)
			}
		}
		if cap(b) <= 64<<10 {
			w.head = b[:0]
		}
		n, errno := 0, 0
		if ok {
			n, errno = stream.WriteNow(b)
		}
		if errno == 0 && n < len(b) {
			return w.env.NewBuffer(append([]byte(nil), b[n:]...))
		}
		return vm.ToValue(errno)
	})
}

func isToken(v goja.Value) bool {
	s, units, _ := slots.Text(v.ToString())
	return units == nil && httpwire.IsToken(s)
}

// now is the date as fields have it.
func (w *world) now() []byte {
	t := time.Now()
	if since := t.Unix(); since != w.dateSince || w.date == nil {
		w.date = t.UTC().AppendFormat(w.date[:0], "Mon, 02 Jan 2006 15:04:05 GMT")
		w.dateSince = since
	}
	return w.date
}

// headWriter writes the fields of a head.
type headWriter struct {
	w       *world
	message *goja.Object
	check   bool
	buf     []byte
	says    int
	unique  func(name string) bool
}

func (h *headWriter) fields(v goja.Value, own bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return
	}
	vm := h.w.vm
	if own {
		for _, key := range o.Keys() {
			entry := o.Get(key).ToObject(vm)
			h.field(entry.Get("0"), key, entry.Get("1"))
		}
		return
	}
	if o.ClassName() != "Array" {
		for _, key := range o.Keys() {
			h.field(vm.ToValue(key), strings.ToLower(key), o.Get(key))
		}
		return
	}
	var list []goja.Value
	_ = vm.ExportTo(o, &list)
	if len(list) > 0 {
		if first, ok := list[0].(*goja.Object); ok && first.ClassName() == "Array" {
			for _, pair := range list {
				p := pair.ToObject(vm)
				h.entry(p.Get("0"), p.Get("1"))
			}
			return
		}
	}
	if len(list)%2 != 0 {
		panic(nodeerr.New(vm, "ERR_INVALID_ARG_VALUE", "headers", v))
	}
	for i := 0; i < len(list); i += 2 {
		h.entry(list[i], list[i+1])
	}
}

func (h *headWriter) entry(name, value goja.Value) {
	if name == nil {
		name = goja.Undefined()
	}
	if value == nil {
		value = goja.Undefined()
	}
	h.field(name, strings.ToLower(name.String()), value)
}

// field writes a field, or one for each element of an array.
func (h *headWriter) field(name goja.Value, lower string, value goja.Value) {
	if value == nil {
		value = goja.Undefined()
	}
	if h.check && !isNameValue(name) {
		panic(nodeerr.New(h.w.vm, "ERR_INVALID_HTTP_TOKEN", "Header name", name))
	}
	o, ok := value.(*goja.Object)
	if !ok || o.ClassName() != "Array" {
		h.line(name, lower, value)
		return
	}
	n := int(o.Get("length").ToInteger())
	at := func(i int) goja.Value {
		if v := o.Get(strconv.Itoa(i)); v != nil {
			return v
		}
		return goja.Undefined()
	}
	if n >= 2 && lower == "cookie" || h.isUnique(lower) {
		h.line(name, lower, jsconv.CallMethod(h.w.vm, o, "join", slots.ASCII("; ")))
		return
	}
	for i := range n {
		h.line(name, lower, at(i))
	}
}

// isUnique says whether a message of several fields of this name is to have one line of them.
func (h *headWriter) isUnique(lower string) bool {
	if h.unique == nil {
		h.unique = func(string) bool { return false }
		if set, ok := h.message.Get("uniqueFields").(*goja.Object); ok {
			h.unique = func(name string) bool {
				return jsconv.CallMethod(h.w.vm, set, "has", h.w.vm.ToValue(name)).ToBoolean()
			}
		}
	}
	return h.unique(lower)
}

func isNameValue(v goja.Value) bool {
	_, ok := v.(goja.String)
	return ok && isToken(v)
}

func (h *headWriter) line(name goja.Value, lower string, value goja.Value) {
	vm := h.w.vm
	if h.check {
		if goja.IsUndefined(value) {
			panic(nodeerr.New(vm, "ERR_HTTP_INVALID_HEADER_VALUE", value, name))
		}
		if valueFault(value.ToString()) >= 0 {
			panic(nodeerr.New(vm, "ERR_INVALID_CHAR", "header content", name))
		}
	}
	h.buf = appendLatin1(h.buf, name)
	h.buf = append(h.buf, ": "...)
	from := len(h.buf)
	text := value.ToString()
	h.buf = appendLatin1(h.buf, text)
	h.note(lower, h.buf[from:], value)
	h.buf = append(h.buf, "\r\n"...)
}

// note keeps in mind what a field says.
func (h *headWriter) note(lower string, text []byte, value goja.Value) {
	switch len(lower) {
	case 4, 6, 7, 10, 14, 17:
	default:
		return
	}
	switch lower {
	case "connection":
		h.says |= hasConnection
		if hasWord(text, "close") {
			h.says |= saysClose
		} else {
			h.says |= saysKeepAlive
		}
	case "transfer-encoding":
		h.says |= hasTransfer
		if hasWord(text, "chunked") {
			h.says |= saysChunked
		}
	case "content-length":
		h.says |= hasLength
		_ = h.message.Set("_contentLength", value.ToNumber())
	case "date":
		h.says |= hasDate
	case "expect":
		h.says |= hasExpect
	case "trailer":
		h.says |= hasTrailer
	case "keep-alive":
		h.says |= hasKeepAlive
	}
}

// hasWord says whether text has a word among others, in any case.
func hasWord(text []byte, word string) bool {
	isWord := func(i int) bool {
		if i < 0 || i >= len(text) {
			return false
		}
		c := text[i]
		return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	for i := 0; i+len(word) <= len(text); i++ {
		if strings.EqualFold(string(text[i:i+len(word)]), word) && !isWord(i-1) && !isWord(i+len(word)) {
			return true
		}
	}
	return false
}
