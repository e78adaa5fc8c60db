package http

import (
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/httpwire"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// What the fields of a head say about it.
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
	// storeHeader(message, firstLine, headers) makes the head of a message: message._header.
	jsconv.Export(vm, x, "storeHeader", 3, func(call goja.FunctionCall) goja.Value {
		w.storeHeader(call.Argument(0).ToObject(vm), appendLatin1(nil, call.Argument(1)), call.Argument(2), unknown)
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "isToken", 1, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(isToken(call.Argument(0)))
	})
	jsconv.Export(vm, x, "invalidValue", 1, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(valueFault(call.Argument(0).ToString()) >= 0)
	})
}

// flag is a property of an object as a condition.
func flag(o *goja.Object, name string) bool {
	v := o.Get(name)
	return v != nil && v.ToBoolean()
}

// unknown is the size of a body of which nothing is known.
const unknown = -1

// storeHeader makes the head of a message of its first line and its fields, and of what the fields leave open. size is
// that of the body, if it is known and not in message._contentLength.
func (w *world) storeHeader(m *goja.Object, firstLine []byte, headers goja.Value, size int) {
	vm := w.vm
	own := false
	if o, ok := headers.(*goja.Object); ok {
		fields, _ := m.Get("_fields").(*goja.Object)
		own = o == fields
	}
	h := headWriter{w: w, message: m, check: !own, buf: firstLine}
	h.fields(headers, own)
	set := func(name string, v bool) { _ = m.Set(name, v) }
	if h.says&hasConnection != 0 {
		set("_removedConnection", false)
		if h.says&saysClose != 0 {
			set("_last", true)
		} else {
			set("shouldKeepAlive", true)
		}
	}
	if h.says&hasTransfer != 0 {
		set("_removedTE", false)
	}
	chunked := flag(m, "chunkedEncoding")
	if h.says&saysChunked != 0 {
		chunked = true
	}
	if h.says&hasLength != 0 {
		set("_removedContLen", false)
	}
	if h.says&hasKeepAlive != 0 {
		set("_defaultKeepAlive", false)
	}
	if h.says&hasDate == 0 && flag(m, "sendDate") {
		h.add("Date: ", string(w.now()))
	}
	keepAlive := flag(m, "shouldKeepAlive")
	if chunked {
		if status := m.Get("statusCode"); status != nil && (status.ToInteger() == 204 || status.ToInteger() == 304) {
			chunked, keepAlive = false, false // there is no body, so the client must not look for its end
			set("shouldKeepAlive", false)
		}
	}
	byDefault := flag(m, "useChunkedEncodingByDefault")
	switch {
	case flag(m, "_removedConnection"):
		set("_last", !keepAlive)
	case h.says&hasConnection != 0:
	case !keepAlive || h.says&hasLength == 0 && !byDefault && !flag(m, "agent"):
		set("_last", true)
		h.add("Connection: ", "close")
	case flag(m, "maxRequestsOnConnectionReached"):
		h.add("Connection: ", "close")
	default:
		h.add("Connection: ", "keep-alive")
		h.keepAlive()
	}
	if h.says&(hasLength|hasTransfer) == 0 {
		length := m.Get("_contentLength")
		if size != unknown {
			length = slots.Int(int64(size))
		}
		switch {
		case !flag(m, "_hasBody"):
			chunked = false
		case !byDefault:
			set("_last", true)
		case h.says&hasTrailer == 0 && !jsconv.Nullish(length) && !flag(m, "_removedContLen"):
			h.add("Content-Length: ", length.String())
		case !flag(m, "_removedTE"):
			h.add("Transfer-Encoding: ", "chunked")
			chunked = true
		default:
			set("_last", true)
		}
	}
	if chunked != flag(m, "chunkedEncoding") {
		set("chunkedEncoding", chunked)
	}
	if h.says&hasTrailer != 0 && !chunked {
		panic(nodeerr.New(vm, "ERR_HTTP_TRAILER_INVALID"))
	}
	h.buf = append(h.buf, "\r\n"...)
	_ = m.Set("_header", latin1(string(h.buf)))
	if flag(m, "_headerSent") {
		set("_headerSent", false)
	}
	if h.says&hasExpect != 0 {
		jsconv.CallMethod(vm, m, "_send", slots.ASCII(""))
	}
}

func (h *headWriter) add(name, value string) {
	h.buf = append(append(append(h.buf, name...), value...), "\r\n"...)
}

// keepAlive adds how long, and for how many requests, a server keeps the connection.
func (h *headWriter) keepAlive() {
	v := h.message.Get("_keepAliveTimeout")
	if socket, ok := h.message.Get("_socket").(*goja.Object); ok && v != nil && v.ToInteger() == 0 {
		if server, ok := socket.Get("server").(*goja.Object); ok {
			v = server.Get("keepAliveTimeout")
		}
	}
	if jsconv.Nullish(v) || v.ToInteger() < 1000 || !flag(h.message, "_defaultKeepAlive") {
		return
	}
	h.buf = strconv.AppendInt(append(h.buf, "Keep-Alive: timeout="...), v.ToInteger()/1000, 10)
	if most := h.message.Get("_maxRequestsPerSocket"); most != nil && most.ToInteger() > 0 {
		h.buf = strconv.AppendInt(append(h.buf, ", max="...), most.ToInteger(), 10)
	}
	h.buf = append(h.buf, "\r\n"...)
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
	if set := fieldsOf(o); set != nil {
		for i := range set.list {
			name, value := set.list[i].parts()
			h.field(name, set.list[i].key, value)
		}
		return
	}
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
	if h.check {
		checkName(h.w.vm, name, "Header name")
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
	if h.check {
		checkValue(h.w.vm, name, value)
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
