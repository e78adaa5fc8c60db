package http

import (
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// original are the functions of scripts' classes that may be passed by where nobody has replaced them, and the parts of
// module http's JavaScript that native code calls. js/response.js and js/connection.js set them.
type original struct {
	writeHead, implicitHeader, finish *goja.Object // of ServerResponse
	socketWrite                       *goja.Object // of net.Socket
	statusCodes                       *goja.Object
	noOutput                          *goja.Object // outputData of a message that holds nothing back
	request, response                 *goja.Object // the prototypes
	respondedSlowly                   *goja.Object
}

func (w *world) emitter() *emitter.Class {
	if w.events == nil {
		w.events = emitter.Of(w.env.Require("events"))
	}
	return w.events
}

func (w *world) responseFunctions(x *goja.Object) {
	vm := w.vm
	jsconv.Export(vm, x, "setHeader", 2, w.setHeader)
	jsconv.Export(vm, x, "newFields", 0, func(goja.FunctionCall) goja.Value {
		_, o := newFields(vm)
		return o
	})
	jsconv.Export(vm, x, "writeHead", 3, func(call goja.FunctionCall) goja.Value {
		w.writeHead(call.This.ToObject(vm), call.Argument(0), call.Argument(1), call.Argument(2), unknown)
		return call.This
	})
	// endAtOnce(message, chunk) sends a head and a whole body in one piece and returns whether it could.
	jsconv.Export(vm, x, "endAtOnce", 2, func(call goja.FunctionCall) goja.Value {
		return vm.ToValue(w.endAtOnce(call.Argument(0).ToObject(vm), call.Argument(1)))
	})
	jsconv.Export(vm, x, "finished", 1, func(call goja.FunctionCall) goja.Value {
		w.finished(call.Argument(0).ToObject(vm))
		return goja.Undefined()
	})
	jsconv.Export(vm, x, "originals", 1, func(call goja.FunctionCall) goja.Value {
		o := call.Argument(0).ToObject(vm)
		for name, at := range map[string]**goja.Object{
			"writeHead": &w.own.writeHead, "implicitHeader": &w.own.implicitHeader, "finish": &w.own.finish,
			"socketWrite": &w.own.socketWrite, "statusCodes": &w.own.statusCodes, "noOutput": &w.own.noOutput,
			"request": &w.own.request, "response": &w.own.response, "respondedSlowly": &w.own.respondedSlowly,
		} {
			if v, ok := o.Get(name).(*goja.Object); ok {
				*at = v
			}
		}
		return goja.Undefined()
	})
}

// setHeader is OutgoingMessage.prototype.setHeader.
func (w *world) setHeader(call goja.FunctionCall) goja.Value {
	vm := w.vm
	m, name, value := call.This.ToObject(vm), call.Argument(0), call.Argument(1)
	if flag(m, "_header") {
		panic(nodeerr.New(vm, "ERR_HTTP_HEADERS_SENT", "set"))
	}
	checkName(vm, name, "Header name")
	checkValue(vm, name, value)
	set := m.Get("_fields")
	switch fields := fieldsOf(set); {
	case fields != nil:
		fields.put(lower(name), name, value)
	case !set.ToBoolean():
		fields, set := newFields(vm)
		_ = m.Set("_fields", set)
		fields.put(lower(name), name, value)
	default: // an object that a script has put there
		_ = set.ToObject(vm).Set(lower(name), slots.NewArray(vm, []goja.Value{name, value}))
	}
	return m
}

// writeHead is ServerResponse.prototype.writeHead(statusCode, reason, headers).
func (w *world) writeHead(m *goja.Object, code, reason, headers goja.Value, size int) {
	vm := w.vm
	if flag(m, "_header") {
		panic(nodeerr.New(vm, "ERR_HTTP_HEADERS_SENT", "write"))
	}
	status := int32(code.ToInteger())
	if status < 100 || status > 999 {
		panic(nodeerr.New(vm, "ERR_HTTP_INVALID_STATUS_CODE", code))
	}
	number := strconv.Itoa(int(status))
	message := m.Get("statusMessage")
	if _, ok := reason.(goja.String); ok {
		message = reason
		_ = m.Set("statusMessage", reason)
	} else {
		if message == nil || !message.ToBoolean() {
			if message = w.own.statusCodes.Get(number); message == nil {
				message = slots.ASCII("unknown")
			}
			_ = m.Set("statusMessage", message)
		}
		if jsconv.Nullish(headers) {
			headers = reason
		}
	}
	if before := m.Get("statusCode"); before == nil || !before.StrictEquals(slots.Int(int64(status))) {
		_ = m.Set("statusCode", status)
	}
	if fields, ok := m.Get("_fields").(*goja.Object); ok {
		if o, ok := headers.(*goja.Object); ok {
			jsconv.CallMethod(vm, m, "_mergeHeaders", o)
		}
		headers = fields
	}
	if valueFault(message.ToString()) >= 0 {
		panic(nodeerr.New(vm, "ERR_INVALID_CHAR", "statusMessage"))
	}
	if status == 204 || status == 304 || status < 200 {
		_ = m.Set("_hasBody", false)
	}
	// A client that expected 100 Continue and gets something else may send the body all the same.
	if flag(m, "_expect_continue") && !flag(m, "_sent100") {
		_ = m.Set("shouldKeepAlive", false)
	}
	line := append(w.head[:0], "HTTP/1.1 "...)
	w.head = nil
	line = append(append(line, number...), ' ')
	line = append(appendLatin1(line, message), "\r\n"...)
	w.storeHeader(m, line, headers, size)
	w.head = line[:0]
}

// direct is the stream under a message's socket, if bytes may go past that: nothing waits in it, and nobody has replaced
// its methods.
func (w *world) direct(m, socket *goja.Object) (descriptor.Stream, bool) {
	if current, ok := socket.Get("_httpMessage").(*goja.Object); !ok || current != m {
		return nil, false
	}
	if write, ok := socket.Get("write").(*goja.Object); !ok || write != w.own.socketWrite {
		return nil, false
	}
	stream, ok := descriptor.Of(socket.Get("_handle")).(descriptor.Stream)
	if !ok || flag(socket, "connecting") {
		return nil, false
	}
	state, ok := socket.Get("_writableState").(*goja.Object)
	if !ok || flag(state, "length") || flag(state, "corked") || flag(state, "ending") || flag(state, "destroyed") {
		return nil, false
	}
	return stream, true
}

func (w *world) endAtOnce(m *goja.Object, chunk goja.Value) bool {
	socket, ok := m.Get("_socket").(*goja.Object)
	if !ok || flag(m, "_closed") || flag(m, "_destroyed") || flag(m, "_headerSent") || flag(m, "strictContentLength") || flag(m, "_corked") {
		return false
	}
	if output, ok := m.Get("outputData").(*goja.Object); !ok || output != w.own.noOutput && flag(output, "length") {
		return false
	}
	stream, ok := w.direct(m, socket)
	if !ok {
		return false
	}
	var text string
	body, isBytes := jsconv.Bytes(chunk)
	_, isString := chunk.(goja.String)
	switch {
	case isString:
		text = chunk.String()
	case isBytes:
		if !jsconv.IsUint8Array(chunk.(*goja.Object)) {
			return false
		}
	case chunk.ToBoolean():
		return false
	}
	size := len(text) + len(body)
	if !flag(m, "_header") {
		w.implicitHeader(m, size)
		if flag(m, "_headerSent") {
			return false
		}
	}
	header := m.Get("_header")
	hasBody := flag(m, "_hasBody")
	if header == nil || size > 0 && !hasBody {
		return false
	}
	chunked := hasBody && flag(m, "chunkedEncoding")
	b := appendLatin1(w.head[:0], header)
	if chunked && size > 0 {
		b = append(strconv.AppendInt(b, int64(size), 16), "\r\n"...)
	}
	b = append(append(b, text...), body...)
	if chunked {
		if size > 0 {
			b = append(b, "\r\n"...)
		}
		b = append(b, "0\r\n"...)
		b = append(appendLatin1(b, m.Get("_trailer")), "\r\n"...)
	}
	if cap(b) <= 64<<10 {
		w.head = b[:0]
	}
	w.sendNow(stream, m, socket, b)
	_ = m.Set("finished", true)
	if finish, ok := m.Get("_finish").(*goja.Object); ok && (finish != w.own.finish || !jsconv.Missing(m.Get("_events"))) {
		jsconv.Invoke(w.vm, finish, m)
	}
	return true
}

// implicitHeader has a message make its head, by writeHead for those that are responses.
func (w *world) implicitHeader(m *goja.Object, size int) {
	implicit, _ := m.Get("_implicitHeader").(*goja.Object)
	writeHead, _ := m.Get("writeHead").(*goja.Object)
	if implicit != nil && implicit == w.own.implicitHeader && writeHead == w.own.writeHead {
		w.writeHead(m, m.Get("statusCode"), goja.Undefined(), goja.Undefined(), size)
		return
	}
	_ = m.Set("_contentLength", size)
	jsconv.CallMethod(w.vm, m, "_implicitHeader")
}

// sendNow writes the whole of a message, and has the message finish.
func (w *world) sendNow(stream descriptor.Stream, m, socket *goja.Object, b []byte) {
	vm := w.vm
	n, errno := stream.WriteNow(b)
	switch {
	case errno != 0:
		binding := w.env.Require("internal/net/binding")
		jsconv.CallMethod(vm, socket, "destroy", jsconv.CallMethod(vm, binding, "errnoException", vm.ToValue(errno), slots.ASCII("write")))
	case n < len(b):
		jsconv.CallMethod(vm, socket, "write", w.env.NewBuffer(append([]byte(nil), b[n:]...)), vm.ToValue(func(goja.FunctionCall) goja.Value {
			w.finished(m)
			return goja.Undefined()
		}))
	default:
		w.env.Loop.NextTick(func() error {
			w.finished(m)
			return nil
		})
	}
}

// finished comes when all of a message is written.
func (w *world) finished(m *goja.Object) {
	if socket, ok := m.Get("_socket").(*goja.Object); ok {
		if flag(socket, "_hadError") {
			return
		}
		if served, ok := socket.Get("_connection").(*goja.Object); ok && m.Get("req") != nil {
			w.responded(m, socket, served)
		}
	}
	if !jsconv.Missing(m.Get("_events")) {
		w.emitter().Emit(m, "finish")
	}
}

// responded deals with a connection whose present response is written. The plain case is here: the request has no body
// that is not read, no other response waits, the connection stays open.
func (w *world) responded(m, socket, served *goja.Object) {
	vm := w.vm
	req, ok := m.Get("req").(*goja.Object)
	incoming, isArray := slots.ArrayOf(served.Get("incoming").(*goja.Object))
	_, timed := served.Get("idleTimer").(*goja.Object)
	parser, _ := served.Get("parser").(*goja.Object)
	if !ok || !isArray || !timed || parser == nil || incoming.Len() != 1 || flag(m, "_last") || flag(served.Get("outgoing").(*goja.Object), "length") ||
		!flag(req, "complete") || touched(req) || flag(socket, "timeout") {
		jsconv.Invoke(vm, w.own.respondedSlowly, goja.Undefined(), served, m)
		return
	}
	server := served.Get("server").(*goja.Object)
	after := server.Get("keepAliveTimeout").ToFloat() + server.Get("keepAliveTimeoutBuffer").ToFloat()
	if !(after > 0) || after != served.Get("idleAfter").ToFloat() {
		jsconv.Invoke(vm, w.own.respondedSlowly, goja.Undefined(), served, m)
		return
	}
	_ = req.Set("_dumped", true)
	_ = served.Get("incoming").(*goja.Object).Set("length", 0)
	_ = socket.Set("_httpMessage", goja.Null())
	_ = m.Set("_socket", goja.Null())
	_ = parser.Set("incoming", goja.Null())
	_ = served.Set("idle", true)
	parserSlot.Get(parser).rests = time.Now()
	if jsconv.Missing(m.Get("_events")) {
		w.close(m)
		return
	}
	w.env.Loop.NextTick(func() error {
		w.close(m)
		return nil
	})
}

func (w *world) close(m *goja.Object) {
	if flag(m, "_closed") {
		return
	}
	_ = m.Set("_closed", true)
	if !jsconv.Missing(m.Get("_events")) {
		w.emitter().Emit(m, "close")
	}
}

// touched says whether a script has used a request's stream.
func touched(req *goja.Object) bool {
	p, ok := slots.PlainOf(req)
	if !ok {
		return true
	}
	return p.Has("_readableState")
}
