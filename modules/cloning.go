package modules

import (
	"errors"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// CloneSymbol is the name of a method by which an object of a built-in class, whose state cloning by properties would
// lose, says what it is made of: { deserializeInfo, data }. data is cloned in its place, and deserializeInfo names an
// internal built-in module and its function, 'internal/x:f', that makes an object of it where it arrives. With handed
// for data a value of Go's is handed over as it is. Embedded JavaScript has the symbol from internal/structured_clone. An
// object of which the method gives nothing is cloned as any other.
//
// TransferSymbol is the same for an object that moves: it must be in the list of what is transferred, and is of no more
// use where it was when the method has been called. Besides data there may be transfer, a list of what moves with it.
var (
	CloneSymbol    = jsconv.Symbol{Name: "messaging_clone_symbol"}
	TransferSymbol = jsconv.Symbol{Name: "messaging_transfer_symbol"}
)

// Mark is what worker_threads.markAsUntransferable and markAsUncloneable leave on objects.
type Mark struct {
	slot jsconv.Slot[marker]
	any  func(e *Env) *bool // whether there is an object with it
}

type marker struct{ object *goja.Object }

// The marks.
var (
	Untransferable = &Mark{jsconv.Slot[marker]{Name: "untransferable"}, func(e *Env) *bool { return &e.marks.untransferable }}
	Uncloneable    = &Mark{jsconv.Slot[marker]{Name: "uncloneable"}, func(e *Env) *bool { return &e.marks.uncloneable }}
)

// Message is a value that left its VM, for this Runtime or another one, on whichever goroutine. It is read once, or
// dropped.
type Message struct {
	value clone.Value
	moved []*cloned
}

// cloned is what an object said of itself.
type cloned struct {
	info   string
	data   *Message
	handed any
}

// Dropped is what a value that is handed over wants to know.
type Dropped interface {
	// Dropped says that it will not arrive.
	Dropped()
}

// movedAt stands in a clone for an object that moves.
type movedAt int

// Drop says that the message will not be read.
func (m *Message) Drop() {
	for _, c := range m.moved {
		if d, ok := c.handed.(Dropped); ok {
			d.Dropped()
		}
		if c.data != nil {
			c.data.Drop()
		}
	}
}

// CopyValue clones a value. transfer are ArrayBuffers and objects with a TransferSymbol; they move when all else has
// succeeded. Errors are for CloneError.
func (e *Env) CopyValue(v goja.Value, transfer []*goja.Object) (*Message, error) {
	m := &Message{}
	if len(transfer) == 0 && !e.marks.uncloneable && m.value.CopySimple(e.VM, v) {
		return m, nil
	}
	if err := e.copy(m, v, transfer); err != nil {
		return nil, err
	}
	return m, nil
}

func (e *Env) copy(m *Message, v goja.Value, transfer []*goja.Object) error {
	var buffers, others []*goja.Object
	for _, o := range transfer {
		switch {
		case slots.ClassOf(o) == slots.ArrayBuffer:
			if e.Marked(o, Untransferable) {
				return &clone.DataCloneError{Message: "Cannot transfer object of unsupported type."}
			}
			buffers = append(buffers, o)
		case !jsconv.IsCallable(o.GetSymbol(TransferSymbol.Get())):
			return &clone.DataCloneError{Message: "Found invalid value in transferList."}
		case e.Marked(o, Untransferable):
			return &clone.DataCloneError{Message: "Cannot transfer object of unsupported type."}
		case slices.Contains(others, o):
			return &clone.DataCloneError{Message: "Transfer list contains duplicate " + className(o)}
		default:
			others = append(others, o)
		}
	}
	// What a host object said of itself, between the two questions that clone.Copy asks.
	var said *goja.Object
	err := m.value.Copy(e.VM, v, clone.Options{
		Transfer: buffers,
		AskAll:   e.marks.uncloneable,
		IsHost: func(o *goja.Object) bool {
			said = nil
			if slices.Contains(others, o) || e.Marked(o, Uncloneable) {
				return true
			}
			if method, ok := o.GetSymbol(CloneSymbol.Get()).(*goja.Object); ok {
				said, _ = jsconv.Invoke(e.VM, method, o).(*goja.Object)
				return said != nil
			}
			return o.GetSymbol(TransferSymbol.Get()) != nil
		},
		Thing: func(o *goja.Object) (any, error) {
			if i := slices.Index(others, o); i >= 0 {
				return movedAt(i), nil
			}
			if said == nil {
				if e.Marked(o, Uncloneable) {
					return nil, &clone.DataCloneError{Message: "Cannot clone object of unsupported type."}
				}
				return nil, &clone.DataCloneError{Message: "Object that needs transfer was found in message but not listed in transferList"}
			}
			return e.said(said)
		},
	})
	if err != nil {
		return err
	}
	for _, o := range others {
		var c *cloned
		ex := e.VM.Try(func() {
			method, _ := o.GetSymbol(TransferSymbol.Get()).(*goja.Object)
			if said, ok := jsconv.Invoke(e.VM, method, o).(*goja.Object); ok {
				c, err = e.said(said)
			} else {
				err = &clone.DataCloneError{Message: "Cannot transfer object of unsupported type."}
			}
		})
		if ex != nil {
			err = ex
		}
		if err != nil {
			m.Drop()
			return err
		}
		m.moved = append(m.moved, c)
	}
	return nil
}

// said reads what an object says of itself.
func (e *Env) said(o *goja.Object) (*cloned, error) {
	c := &cloned{}
	if v := o.Get("deserializeInfo"); v != nil {
		c.info = v.String()
	}
	if v := o.Get("handed"); v != nil {
		c.handed = v.Export()
		return c, nil
	}
	var transfer []*goja.Object
	if list, ok := o.Get("transfer").(*goja.Object); ok {
		e.VM.ForOf(list, func(v goja.Value) bool {
			transfer = append(transfer, v.(*goja.Object))
			return true
		})
	}
	var err error
	c.data, err = e.CopyValue(o.Get("data"), transfer)
	return c, err
}

func className(o *goja.Object) string {
	if c, ok := o.Get("constructor").(*goja.Object); ok {
		return c.Get("name").String()
	}
	return "Object"
}

// Mark leaves one of the marks on an object, and Marked reports whether it has it.
func (e *Env) Mark(o *goja.Object, mark *Mark) {
	*mark.any(e) = true
	mark.slot.Set(e.VM, o, &marker{o})
}

// Marked: see Mark.
func (e *Env) Marked(o *goja.Object, mark *Mark) bool {
	if !*mark.any(e) {
		return false
	}
	m := mark.slot.Get(o)
	return m != nil && m.object == o // and not inherited
}

// Receive makes an object of what was handed over in a place that is not for all of them; false leaves that to the
// function which is named for it.
type Receive func(info string, handed any) (goja.Value, bool)

// ReadValue makes the value that CopyValue took elsewhere.
func (e *Env) ReadValue(m *Message) (goja.Value, error) {
	v, _, err := e.ReadMessage(m, nil)
	return v, err
}

// ReadMessage is ReadValue that also gives the objects which moved, in the order of the list in which they were. receive
// may be nil.
func (e *Env) ReadMessage(m *Message, receive Receive) (v goja.Value, moved []goja.Value, err error) {
	if len(m.moved) == 0 {
		if v := m.value.ReadSimple(e.VM); v != nil {
			return v, nil, nil
		}
	}
	return e.read(m, receive)
}

func (e *Env) read(m *Message, receive Receive) (v goja.Value, moved []goja.Value, err error) {
	list := m.moved
	m.moved = nil
	for i, c := range list {
		o, err := e.arrived(c, receive)
		if err != nil {
			(&Message{moved: list[i+1:]}).Drop()
			return nil, nil, err
		}
		moved = append(moved, o)
	}
	v, err = m.value.Read(e.VM, func(thing any) (goja.Value, error) {
		if at, ok := thing.(movedAt); ok {
			return moved[at], nil
		}
		return e.arrived(thing.(*cloned), receive)
	})
	return v, moved, err
}

// arrived makes the object that said so.
func (e *Env) arrived(c *cloned, receive Receive) (v goja.Value, err error) {
	ex := e.VM.Try(func() {
		if receive != nil {
			var ok bool
			if v, ok = receive(c.info, c.handed); ok {
				return
			}
		}
		var data goja.Value
		if c.data == nil {
			data = e.VM.ToValue(c.handed)
		} else if data, err = e.ReadValue(c.data); err != nil {
			return
		}
		module, name := c.info, ""
		if i := strings.LastIndexByte(c.info, ':'); i >= 0 {
			module, name = c.info[:i], c.info[i+1:]
		}
		switch {
		case strings.HasPrefix(module, "internal/"):
			v = jsconv.Call(e.Function(module, name), goja.Undefined(), data)
		case e.builtins.Public(module):
			panic(nodeerr.Plain(e.VM, nodeerr.Error, "Unknown deserialize spec "+c.info))
		default:
			panic(nodeerr.Plain(e.VM, nodeerr.Error, "Missing internal module '"+module+"'"))
		}
	})
	if ex != nil {
		err = ex
	}
	return v, err
}

// CloneError is what a script is thrown for an error of package clone: a DataCloneError becomes a DOMException, and what
// JavaScript threw on the way stays what it was.
func (e *Env) CloneError(err error) goja.Value {
	var refused *clone.DataCloneError
	var thrown *goja.Exception
	switch {
	case errors.As(err, &thrown):
		return thrown.Value()
	case errors.As(err, &refused):
		class := e.Require("internal/domexception").Get("DOMException")
		o, err := e.VM.New(class, e.VM.ToValue(refused.Message), e.VM.ToValue("DataCloneError"))
		if err != nil {
			panic(err)
		}
		return o
	}
	return e.VM.NewGoError(err)
}
