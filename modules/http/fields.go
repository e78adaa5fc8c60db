package http

import (
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/httpwire"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/slots"
)

// heldHead is a head that a message keeps until a script asks for its fields. To JavaScript it is an empty object.
type heldHead struct{ *httpwire.Head }

func (heldHead) Get(string) goja.Value       { return nil }
func (heldHead) Set(string, goja.Value) bool { return false }
func (heldHead) Has(string) bool             { return false }
func (heldHead) Delete(string) bool          { return true }
func (heldHead) Keys() []string              { return nil }

// rawFields is the names and values of a head's fields, one after the other.
func (w *world) rawFields(h *httpwire.Head) *goja.Object {
	list := make([]goja.Value, 0, 2*h.Len())
	for i := range h.Len() {
		name, value := h.Field(i)
		list = append(list, slots.ASCII(name), latin1(value))
	}
	return slots.NewArray(w.vm, list)
}

func (w *world) fieldFunctions(x *goja.Object) {
	// rawFields(head, most) is the list of a head that a lazy parser has handed on, of no more elements than most if that
	// is not 0.
	jsconv.Export(w.vm, x, "rawFields", 2, func(call goja.FunctionCall) goja.Value {
		list := slots.NewArray(w.vm, nil)
		if o, ok := call.Argument(0).(*goja.Object); ok {
			if h, ok := o.Export().(*heldHead); ok {
				list = w.rawFields(h.Head)
				if most := call.Argument(1).ToInteger(); most > 0 && int64(2*h.Len()) > most {
					_ = list.Set("length", most)
				}
			}
		}
		return list
	})
	// fieldsAsked(head) is fieldsAsked of exchange.go.
	jsconv.Export(w.vm, x, "fieldsAsked", 1, func(call goja.FunctionCall) goja.Value {
		o, _ := call.Argument(0).(*goja.Object)
		if o == nil {
			return slots.Int(0)
		}
		h, ok := o.Export().(*heldHead)
		if !ok {
			return slots.Int(0)
		}
		return slots.Int(int64(fieldsAsked(h.Head)))
	})
	// addFields(target, list, n, join) sets n/2 fields of a list on an object, addField(target, name, value, join) one:
	// repeated ones as their kind wants it, or joined by a comma with join.
	jsconv.Export(w.vm, x, "addFields", 4, func(call goja.FunctionCall) goja.Value {
		target, list := call.Argument(0).ToObject(w.vm), call.Argument(1).ToObject(w.vm)
		join := call.Argument(3).ToBoolean()
		n := int(call.Argument(2).ToInteger())
		a, ok := slots.ArrayOf(list)
		for i := 0; i+1 < n; i += 2 {
			if ok && a.Dense() {
				name, _ := a.Own(i)
				value, _ := a.Own(i + 1)
				addField(w.vm, target, name.String(), value, join)
				continue
			}
			addField(w.vm, target, list.Get(w.vm.ToValue(i).String()).String(), list.Get(w.vm.ToValue(i+1).String()), join)
		}
		return goja.Undefined()
	})
	jsconv.Export(w.vm, x, "addField", 4, func(call goja.FunctionCall) goja.Value {
		addField(w.vm, call.Argument(0).ToObject(w.vm), call.Argument(1).String(), call.Argument(2), call.Argument(3).ToBoolean())
		return goja.Undefined()
	})
}

// repeats is what becomes of a field that comes again.
type repeats uint8

const (
	joined repeats = iota // by a comma
	joinedBySemicolon
	listed // in an array
	single // the first one counts
)

func repeatsOf(name string) repeats {
	switch name {
	case "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host", "if-modified-since",
		"if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization", "referer", "retry-after",
		"server", "user-agent":
		return single
	case "cookie":
		return joinedBySemicolon
	case "set-cookie":
		return listed
	}
	return joined
}

func addField(vm *goja.Runtime, target *goja.Object, name string, value goja.Value, join bool) {
	name = strings.ToLower(name)
	before := target.Get(name)
	kind := repeatsOf(name)
	_, again := before.(goja.String)
	switch {
	case kind == listed:
		if list, ok := before.(*goja.Object); ok {
			jsconv.CallMethod(vm, list, "push", value)
		} else {
			_ = target.Set(name, slots.NewArray(vm, []goja.Value{value}))
		}
	case !again:
		_ = target.Set(name, value)
	case kind == joinedBySemicolon:
		_ = target.Set(name, concat(before, "; ", value))
	case kind == joined || join:
		_ = target.Set(name, concat(before, ", ", value))
	}
}

func concat(a goja.Value, between string, b goja.Value) goja.Value {
	buf := appendLatin1(nil, a)
	buf = append(buf, between...)
	return latin1(string(appendLatin1(buf, b)))
}
