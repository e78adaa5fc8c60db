package modules

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/sharedmem"
)

// CloneSymbol is the name of a method by which an object of a built-in class, whose state cloning by properties would
// lose, says what it is made of: { module, name, data }. data is cloned in its place, and the function of that name in
// the built-in module makes an object of it where it arrives. Embedded JavaScript has it from internal/structured_clone.
// An object of which the method gives nothing is cloned as any other.
var CloneSymbol = goja.NewSymbol("messaging_clone_symbol")

// cloned is such an object on its way. What stands for shared memory is handed over as it is.
type cloned struct {
	module, name string
	data         *clone.Value
	memory       *sharedmem.Memory
}

// CopyValue clones a value for a Runtime, this one or another. Errors are for CloneError.
func (e *Env) CopyValue(v goja.Value, transfer []*goja.Object) (*clone.Value, error) {
	// What a host object said of itself, between the two questions that clone.Copy asks.
	var said *goja.Object
	return clone.Copy(e.VM, v, clone.Options{
		Transfer: transfer,
		IsHost: func(o *goja.Object) bool {
			method, ok := o.GetSymbol(CloneSymbol).(*goja.Object)
			if !ok {
				return false
			}
			said, ok = jsconv.Invoke(e.VM, method, o).(*goja.Object)
			return ok
		},
		Thing: func(*goja.Object) (any, error) {
			c := &cloned{module: said.Get("module").String(), name: said.Get("name").String()}
			var ok bool
			if c.memory, ok = said.Get("data").Export().(*sharedmem.Memory); ok {
				return c, nil
			}
			var err error
			c.data, err = e.CopyValue(said.Get("data"), nil)
			return c, err
		},
	})
}

// ReadValue makes the value that CopyValue took elsewhere, once.
func (e *Env) ReadValue(x *clone.Value) (goja.Value, error) {
	return x.Read(e.VM, func(thing any) (goja.Value, error) {
		c := thing.(*cloned)
		if c.memory != nil {
			return e.Function(c.module, c.name)(goja.Undefined(), e.VM.ToValue(c.memory))
		}
		data, err := e.ReadValue(c.data)
		if err != nil {
			return nil, err
		}
		return e.Function(c.module, c.name)(goja.Undefined(), data)
	})
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
