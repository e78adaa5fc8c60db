package clone

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// Value is a clone that belongs to no VM. It may be handed to another goroutine, and Read makes a value of it there, once.
//
// Small and simple ones are a tree. Else it is the wire form with what is large beside it: strings are shared, the memory of ArrayBuffers is copied once, and of
// those that are transferred not at all.
type Value struct {
	primitive goja.Value // a value that needs nothing else
	tree      tree
	wired     *wired // nil if the value is one of these
}

// wired is all else.
type wired struct {
	wire    []byte
	strings []goja.Value
	blocks  [][]byte
	moved   [][]byte // of the ArrayBuffers in Options.Transfer
	things  []any
}

// Options are what Copy can do besides copying.
type Options struct {
	// Transfer are ArrayBuffers that move to the clone. They are detached when everything else has succeeded.
	Transfer []*goja.Object
	// IsHost tells which objects are not to be cloned by their properties. It is asked about those that Go backs, and about
	// ordinary objects and errors whose prototype is not Object.prototype. Thing gives what stands for such an object, for
	// Read's function to make an object of; without it they are refused.
	IsHost func(o *goja.Object) bool
	// AskAll asks IsHost about ordinary objects and errors of every prototype.
	AskAll bool
	Thing  func(o *goja.Object) (any, error)
}

// copying is a Value that is being made.
type copying struct {
	wired
	toThing func(o *goja.Object) (any, error)
}

// CopySimple clones values for which no options matter, primitive ones and trees. It returns false for others, and has not
// called a getter then.
func (x *Value) CopySimple(vm *goja.Runtime, v goja.Value) bool {
	switch slots.TypeOf(v) {
	case slots.Object:
		return x.tree.plant(vm, v.(*goja.Object))
	case slots.BigInt, slots.Symbol:
		return false
	case slots.LooseStr:
		x.primitive = slots.UTF8(v.String()) // goja remembers in such a value what it finds out about it
	case slots.Undefined:
		x.primitive = goja.Undefined()
	default:
		x.primitive = v
	}
	return true
}

// Copy clones v. The error is a *DataCloneError, what Thing returned, or the *goja.Exception of what a getter threw.
func (x *Value) Copy(vm *goja.Runtime, v goja.Value, opts Options) error {
	buffers, err := transferable(opts.Transfer)
	if err != nil {
		return err
	}
	if _, object := v.(*goja.Object); len(buffers) == 0 && !(object && opts.AskAll) && x.CopySimple(vm, v) {
		return nil
	}
	c := &copying{toThing: opts.Thing}
	w := writers.Get().(*Writer)
	w.vm, w.into, w.IsHost, w.askAll = vm, c, opts.IsHost, opts.AskAll
	for i, o := range opts.Transfer {
		w.Transfer(uint32(i), o)
	}
	err = w.Value(v)
	c.wire = w.Bytes()
	w.release()
	if err != nil {
		return err
	}
	for _, buffer := range buffers {
		c.moved = append(c.moved, buffer.Bytes())
		buffer.Detach()
	}
	x.wired = &c.wired
	return nil
}

// transferable checks a transfer list.
func transferable(list []*goja.Object) ([]goja.ArrayBuffer, error) {
	var buffers []goja.ArrayBuffer
	for i, o := range list {
		if slots.ClassOf(o) != slots.ArrayBuffer {
			return nil, &DataCloneError{"Found invalid value in transferList."}
		}
		for _, other := range list[:i] {
			if o == other {
				return nil, &DataCloneError{"Transfer list contains duplicate ArrayBuffer"}
			}
		}
		buffer := o.Export().(goja.ArrayBuffer)
		if buffer.Detached() {
			return nil, &DataCloneError{"Cannot transfer object of unsupported type."}
		}
		buffers = append(buffers, buffer)
	}
	return buffers, nil
}

func (c *copying) share(w *Writer, v goja.Value) {
	if slots.TypeOf(v) == slots.LooseStr {
		v = slots.UTF8(v.String())
	}
	w.tag(tagShared)
	w.varint(len(c.strings))
	c.strings = append(c.strings, v)
}

func (c *copying) block(w *Writer, memory []byte) {
	w.tag(tagBlock)
	w.varint(len(c.blocks))
	c.blocks = append(c.blocks, append([]byte(nil), memory...))
}

func (c *copying) thing(w *Writer, o *goja.Object) error {
	switch slots.ClassOf(o) {
	case slots.Host, slots.Proxy:
		if w.IsHost == nil || !w.IsHost(o) {
			return w.ordinary(o)
		}
	}
	if c.toThing == nil {
		return Refuse(w.vm, o)
	}
	thing, err := c.toThing(o)
	if err != nil {
		return err
	}
	w.tag(tagThing)
	w.varint(len(c.things))
	c.things = append(c.things, thing)
	return nil
}

// ReadSimple is Read for what CopySimple has cloned, and nil for all else.
func (x *Value) ReadSimple(vm *goja.Runtime) goja.Value {
	switch {
	case x.wired != nil:
		return nil
	case x.primitive != nil:
		return x.primitive
	}
	return x.tree.object(vm)
}

// Read makes the value in a VM. toThing makes objects of what Options.Thing gave; it may be nil where that was.
func (x *Value) Read(vm *goja.Runtime, toThing func(any) (goja.Value, error)) (goja.Value, error) {
	if v := x.ReadSimple(vm); v != nil {
		return v, nil
	}
	r := readers.Get().(*Reader)
	r.vm, r.data, r.version, r.from, r.toThing = vm, x.wired.wire, Version, x.wired, toThing
	defer r.release()
	return r.Value()
}

func (r *Reader) shared() goja.Value {
	n, ok := r.varint()
	if r.from == nil || !ok || n >= uint64(len(r.from.strings)) {
		return nil
	}
	return r.from.strings[n]
}

func (r *Reader) block() (goja.Value, error) {
	n, ok := r.varint()
	if r.from == nil || !ok || n >= uint64(len(r.from.blocks)) {
		return nil, ErrInvalid
	}
	return r.numbered(r.vm.ToValue(r.vm.NewArrayBuffer(r.from.blocks[n])).(*goja.Object)), nil
}

func (r *Reader) thing() (goja.Value, error) {
	n, ok := r.varint()
	if r.from == nil || !ok || n >= uint64(len(r.from.things)) || r.toThing == nil {
		return nil, ErrInvalid
	}
	return r.toThing(r.from.things[n])
}

// received is the ArrayBuffer that was written as a number.
func (r *Reader) received(number uint32) (*goja.Object, bool) {
	if r.from != nil && uint64(number) < uint64(len(r.from.moved)) && r.transferred[number] == nil {
		r.Transfer(number, r.vm.ToValue(r.vm.NewArrayBuffer(r.from.moved[number])))
	}
	o, ok := r.transferred[number].(*goja.Object)
	return o, ok
}
