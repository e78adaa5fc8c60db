package modules

import (
	"errors"
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// CloneSymbol is the name of a method by which an object of a built-in class, whose state cloning by properties would
// lose, says what it is made of: { module, name, data }. data is cloned in its place, and the function of that name in
// the built-in module makes an object of it where it arrives. { module, name, handed } hands a value of Go's over as it
// is. Embedded JavaScript has the symbol from internal/structured_clone. An object of which the method gives nothing is
// cloned as any other.
//
// TransferSymbol is the same for an object that moves: it must be in the list of what is transferred, and is of no more
// use where it was when the method has been called. Besides data there may be transfer, a list of what moves with it.
var (
	CloneSymbol    = goja.NewSymbol("messaging_clone_symbol")
	TransferSymbol = goja.NewSymbol("messaging_transfer_symbol")
)

// The marks that worker_threads.markAsUntransferable and markAsUncloneable leave on objects.
var (
	UntransferableMark = goja.NewSymbol("untransferable")
	UncloneableMark    = goja.NewSymbol("uncloneable")
)

// Message is a value that left its VM, for this Runtime or another one, on whichever goroutine. It is read once, or
// dropped.
type Message struct {
	value *clone.Value
	moved []*cloned
}

// cloned is what an object said of itself.
type cloned struct {
	module, name string
	data         *Message
	handed       any
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
	var buffers, others []*goja.Object
	for _, o := range transfer {
		switch {
		case slots.ClassOf(o) == slots.ArrayBuffer:
			if marked(o, UntransferableMark) {
				return nil, &clone.DataCloneError{Message: "Cannot transfer object of unsupported type."}
			}
			buffers = append(buffers, o)
		case !jsconv.IsCallable(o.GetSymbol(TransferSymbol)):
			return nil, &clone.DataCloneError{Message: "Found invalid value in transferList."}
		case marked(o, UntransferableMark):
			return nil, &clone.DataCloneError{Message: "Cannot transfer object of unsupported type."}
		case slices.Contains(others, o):
			return nil, &clone.DataCloneError{Message: "Transfer list contains duplicate " + className(o)}
		default:
			others = append(others, o)
		}
	}
	// What a host object said of itself, between the two questions that clone.Copy asks.
	var said *goja.Object
	x, err := clone.Copy(e.VM, v, clone.Options{
		Transfer: buffers,
		AskAll:   e.marks,
		IsHost: func(o *goja.Object) bool {
			said = nil
			if slices.Contains(others, o) || e.marks && marked(o, UncloneableMark) {
				return true
			}
			if method, ok := o.GetSymbol(CloneSymbol).(*goja.Object); ok {
				said, _ = jsconv.Invoke(e.VM, method, o).(*goja.Object)
				return said != nil
			}
			return o.GetSymbol(TransferSymbol) != nil
		},
		Thing: func(o *goja.Object) (any, error) {
			if i := slices.Index(others, o); i >= 0 {
				return movedAt(i), nil
			}
			if said == nil {
				if marked(o, UncloneableMark) {
					return nil, &clone.DataCloneError{Message: "Cannot clone object of unsupported type."}
				}
				return nil, &clone.DataCloneError{Message: "Object that needs transfer was found in message but not listed in transferList"}
			}
			return e.said(said)
		},
	})
	if err != nil {
		return nil, err
	}
	m := &Message{value: x}
	for _, o := range others {
		var c *cloned
		ex := e.VM.Try(func() {
			method, _ := o.GetSymbol(TransferSymbol).(*goja.Object)
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
			return nil, err
		}
		m.moved = append(m.moved, c)
	}
	return m, nil
}

// said reads what an object says of itself.
func (e *Env) said(o *goja.Object) (*cloned, error) {
	c := &cloned{}
	if v := o.Get("module"); v != nil {
		c.module, c.name = v.String(), o.Get("name").String()
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

func marked(o *goja.Object, mark *goja.Symbol) bool { return o.GetSymbol(mark) != nil }

func className(o *goja.Object) string {
	if c, ok := o.Get("constructor").(*goja.Object); ok {
		return c.Get("name").String()
	}
	return "Object"
}

// Mark leaves one of the marks on an object.
func (e *Env) Mark(o *goja.Object, mark *goja.Symbol) {
	e.marks = true
	_ = o.DefineDataPropertySymbol(mark, e.VM.ToValue(true), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// ReadValue makes the value that CopyValue took elsewhere.
func (e *Env) ReadValue(m *Message) (goja.Value, error) {
	v, _, err := e.ReadMessage(m)
	return v, err
}

// ReadMessage is ReadValue that also gives the objects which moved, in the order of the list in which they were.
func (e *Env) ReadMessage(m *Message) (v goja.Value, moved []goja.Value, err error) {
	list := m.moved
	m.moved = nil
	for i, c := range list {
		o, err := e.arrived(c)
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
		return e.arrived(thing.(*cloned))
	})
	return v, moved, err
}

// arrived makes the object that said so.
func (e *Env) arrived(c *cloned) (v goja.Value, err error) {
	var data goja.Value
	if c.data != nil {
		if data, err = e.ReadValue(c.data); err != nil {
			return nil, err
		}
	} else {
		data = e.VM.ToValue(c.handed)
	}
	if c.module == "" {
		return nil, e.VM.Try(func() { panic(nodeerr.Plain(e.VM, nodeerr.Error, "Missing internal module")) })
	}
	return e.Function(c.module, c.name)(goja.Undefined(), data)
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
