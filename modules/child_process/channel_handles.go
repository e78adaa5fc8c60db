package childprocess

import (
	"os"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Handles travel one at a time: a message of the channel's own, NODE_HANDLE, has a descriptor beside it and the script's
// message inside; until the other side acknowledges it everything else waits. What a handle is beyond a descriptor is for
// the modules that know, which add themselves to conversions:
//
//	conversions[type] = {
//	  instance(handle)                  whether an object is of that type
//	  send(message, handle, options)    the native object whose descriptor is to be sent, called on the target
//	  sent(message, native, options)    sent and acknowledged, or given up
//	  got(message, native, emit)        makes the object on the other side and calls emit with it
//	}
//
// An object that stands for a descriptor itself is of type net.Native.

const native = "net.Native"

// maxRetries is how often a handle is sent again that did not reach the other side.
const maxRetries = 3

// owned is a descriptor that came over a channel.
type owned struct{ number int }

func (o *owned) FD() int { return o.number }

func (o *owned) Close() error {
	if o.number < 0 {
		return os.ErrClosed
	}
	ipc.Close([]int{o.number})
	o.number = -1
	return nil
}

// newHandle makes the object that stands for a descriptor that has come in.
func (cs *channels) newHandle(fd int) *goja.Object {
	if cs.handleProto == nil {
		cs.handleProto = cs.vm.NewObject()
		jsconv.Getter(cs.vm, cs.handleProto, "fd", true, func(this goja.Value) goja.Value {
			if o := descriptor.Of(this); o != nil {
				return cs.vm.ToValue(o.FD())
			}
			return goja.Undefined()
		})
		jsconv.Method(cs.vm, cs.handleProto, "close", 0, func(call goja.FunctionCall) goja.Value {
			if o := descriptor.Of(call.This); o != nil {
				_ = o.Close()
			}
			return goja.Undefined()
		})
	}
	o := cs.vm.CreateObject(cs.handleProto)
	descriptor.Set(cs.vm, o, &owned{fd})
	return o
}

// conversion is what knows of a type of handle, nil where nothing does.
func (cs *channels) conversion(kind string) *goja.Object {
	o, _ := cs.conversions.Get(kind).(*goja.Object)
	return o
}

// kindOf is the type of a handle.
func (cs *channels) kindOf(handle goja.Value) string {
	for _, kind := range cs.conversions.Keys() {
		if jsconv.CallMethod(cs.vm, cs.conversion(kind), "instance", handle).ToBoolean() {
			return kind
		}
	}
	if descriptor.Of(handle) != nil {
		return native
	}
	nodeerr.Throw(cs.vm, "ERR_INVALID_HANDLE_TYPE")
	return ""
}

// postHandle sends a letter with a handle.
func (ch *channel) postHandle(l letter) bool {
	vm := ch.vm
	kind := ch.kindOf(l.handle)
	if ch.awaiting {
		return ch.wait(l)
	}
	wrapped := vm.NewObject()
	_ = wrapped.Set("cmd", ipc.Handle)
	_ = wrapped.Set("type", kind)
	_ = wrapped.Set("msg", l.message)
	options := l.options.given
	if options == nil {
		options = vm.NewObject()
	}
	l.native = l.handle
	conversion := ch.conversion(kind)
	if conversion != nil {
		l.native = jsconv.Invoke(vm, conversion.Get("send").(*goja.Object), ch.target, wrapped, l.handle, options)
	}
	owner := descriptor.Of(l.native)
	if owner == nil || owner.FD() < 0 { // sent before, or there is nothing to be sent of it
		ch.write(l, l.message, nil)
		return ch.wire.queued() < maxQueued
	}
	if !ch.write(l, wrapped, owner) {
		ch.settle(conversion, wrapped, l)
		return ch.wire.queued() < maxQueued
	}
	ch.awaiting = true
	l.message = wrapped
	ch.unacked = &l
	return ch.wire.queued() < maxQueued
}

// settle tells the module of a handle that it is on the other side, or never will be.
func (ch *channel) settle(conversion *goja.Object, wrapped *goja.Object, l letter) {
	if conversion == nil || jsconv.Missing(conversion.Get("sent")) {
		return
	}
	options := l.options.given
	if options == nil {
		options = ch.vm.NewObject()
	}
	jsconv.Invoke(ch.vm, conversion.Get("sent").(*goja.Object), ch.target, wrapped, l.native, options)
}

// acknowledged goes on after the other side has told whether the handle is there.
func (ch *channel) acknowledged(there bool) {
	if !ch.awaiting {
		return // nobody asked
	}
	ch.awaiting = false
	l, queue := ch.unacked, ch.queue
	ch.unacked, ch.queue = nil, nil
	if l != nil {
		wrapped := l.message.(*goja.Object)
		conversion := ch.conversion(wrapped.Get("type").String())
		l.retries++
		if !there && l.retries <= maxRetries {
			if owner := descriptor.Of(l.native); owner != nil && owner.FD() >= 0 {
				again := *l
				again.callback = nil
				if ch.write(again, wrapped, owner) {
					ch.awaiting, ch.unacked, ch.queue = true, l, queue
					return
				}
			}
		}
		if !there {
			jsconv.CallMethod(ch.vm, ch.env.Require("process"), "emitWarning",
				ch.vm.ToValue("Handle did not reach the receiving process correctly"), ch.vm.ToValue("SentHandleNotReceivedWarning"))
		}
		ch.settle(conversion, wrapped, *l)
	}
	for _, next := range queue {
		if ch.attached {
			ch.post(next)
		}
	}
	if !ch.connected && ch.attached && !ch.awaiting { // a disconnect has waited
		ch.detach()
	}
}

// giveUp comes when nobody is left who could acknowledge a handle, or take what has waited for that.
func (ch *channel) giveUp() {
	l := ch.unacked
	ch.awaiting, ch.unacked, ch.queue = false, nil, nil
	if l != nil {
		wrapped := l.message.(*goja.Object)
		ch.settle(ch.conversion(wrapped.Get("type").String()), wrapped, *l)
	}
}

// convert makes the object that a handle is for the script.
func (ch *channel) convert(m *goja.Object, handle goja.Value, emit func(goja.Value)) {
	kind := m.Get("type")
	var conversion *goja.Object
	if kind != nil && goja.IsString(kind) {
		conversion = ch.conversion(kind.String())
		if conversion == nil && strings.HasPrefix(kind.String(), "net.") || strings.HasPrefix(kind.String(), "dgram.") {
			// The module that knows of it adds itself when it is loaded.
			name, _, _ := strings.Cut(kind.String(), ".")
			ch.env.Require(name)
			conversion = ch.conversion(kind.String())
		}
	}
	if conversion == nil {
		emit(handle)
		return
	}
	jsconv.Invoke(ch.vm, conversion.Get("got").(*goja.Object), ch.target, m, handle,
		ch.vm.ToValue(func(call goja.FunctionCall) goja.Value {
			emit(call.Argument(0))
			return goja.Undefined()
		}))
}
