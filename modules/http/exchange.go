package http

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/httpwire"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/slots"
)

// exchange makes the request and the response for a head on a server's connection and emits 'request', as onIncoming of
// js/connection.js does, for heads and connections that are plain: HTTP/1.1, a Host, no Expect, nothing that a server's
// options change, no other request under way. It returns whether it did.
func (p *parser) exchange(h *httpwire.Head) bool {
	served := p.served
	if served == nil || h.Major != 1 || h.Minor != 1 || h.Upgrade || !h.KeepAlive || fieldsAsked(h)&^4 != 1 {
		return false
	}
	w := p.w
	vm := w.vm
	incoming, ok := served.Get("incoming").(*goja.Object)
	if !ok || flag(incoming, "length") {
		return false
	}
	socket := served.Get("socket").(*goja.Object)
	server := served.Get("server").(*goja.Object)
	if !jsconv.Nullish(socket.Get("_httpMessage")) || flag(socket, "timeout") || flag(server, "maxRequestsPerSocket") || flag(server, "timeout") {
		return false
	}
	if flag(served, "idle") {
		_ = served.Set("idle", false)
	}
	req, res := vm.CreateObject(w.own.request), vm.CreateObject(w.own.response)
	slots.Fill(req, requestNames, []goja.Value{
		socket, latin1(h.URL()), slots.ASCII(httpwire.Methods[h.Method]), vm.NewDynamicObject(&heldHead{h}), w.no, w.no,
	})
	slots.Fill(res, responseNames, []goja.Value{req, socket, goja.Undefined(), goja.Null(), goja.Null(), w.no, w.no})
	if h.Method == methodHead {
		_ = res.Set("_hasBody", false)
	}
	_ = socket.Set("_httpMessage", res)
	_ = incoming.Set("0", req)
	_ = p.object.Set("incoming", req)
	w.emitter().Emit(server, "request", req, res)
	return true
}

// The properties that a message of an exchange begins with: those that it will need, so that it never grows. They must be
// fewer than 8: Go's maps of 8 grow when one of them is assigned to.
var (
	requestNames  = []slots.Name{"socket", "url", "method", "_head", "complete", "_dumped"}
	responseNames = []slots.Name{"req", "_socket", "statusMessage", "_header", "_fields", "finished", "_closed"}
)

// methodHead is HEAD's index.
const methodHead = 2

// fieldsAsked says which fields a server looks for in a request: 1 for Host, 2 for Expect, 4 for those of a body.
func fieldsAsked(h *httpwire.Head) (says int) {
	for i := range h.Len() {
		switch name := h.Name(i); len(name) {
		case 4:
			if strings.EqualFold(name, "host") {
				says |= 1
			}
		case 6:
			if strings.EqualFold(name, "expect") {
				says |= 2
			}
		case 14, 17:
			if strings.EqualFold(name, "content-length") || strings.EqualFold(name, "transfer-encoding") {
				says |= 4
			}
		}
	}
	return says
}
