package clone

import (
	"slices"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// Node is how Node's serializers write Buffers and other views: as host objects with an index for the type, a length and
// the bytes, without their ArrayBuffer. So does v8.serialize; the channel of child processes puts a zero in front, as
// anything else is written as a copy of its properties behind a one.
type Node struct {
	Channel   bool
	Prototype *goja.Object                // Buffer.prototype; nil where there can be no Buffer yet
	NewBuffer func(b []byte) *goja.Object // makes a Buffer whose memory is b
}

// The indexes of types in Node's form.
const (
	indexDataView = 9
	indexBuffer   = 10
	indexBigInts  = 11 // BigInt64Array, BigUint64Array, Float16Array
)

// nodeIndex is the index of a kind of view.
func nodeIndex(k slots.ViewKind) uint32 {
	switch {
	case k < slots.BigInt64Array:
		return uint32(k)
	case k == slots.DataViewKind:
		return indexDataView
	}
	return indexBigInts + uint32(k-slots.BigInt64Array)
}

// NodeKind is the kind of view with an index, and whether it is a Buffer.
func NodeKind(index uint32) (kind slots.ViewKind, isBuffer, known bool) {
	switch {
	case index < indexDataView:
		return slots.ViewKind(index), false, true
	case index == indexDataView:
		return slots.DataViewKind, false, true
	case index == indexBuffer:
		return slots.Uint8Array, true, true
	case index < indexBigInts+3:
		return slots.BigInt64Array + slots.ViewKind(index-indexBigInts), false, true
	}
	return 0, false, false
}

// The marks of the channel.
const (
	markView  = 0
	markOther = 1
)

// Append appends a value in the wire form, header included.
func (n *Node) Append(dst []byte, vm *goja.Runtime, v goja.Value) ([]byte, error) {
	w := writers.Get().(*Writer)
	w.vm, w.buf, w.start, w.Views, w.Host = vm, dst, len(dst), true, n.Write
	w.Header()
	err := w.Value(v)
	out := w.buf
	w.release()
	if err != nil {
		return dst, err
	}
	return out, nil
}

// Parse reads a value with its header. If own is true, data is nobody else's from then on, and Buffers may lie in it.
func (n *Node) Parse(vm *goja.Runtime, data []byte, own bool) (goja.Value, error) {
	r := readers.Get().(*Reader)
	r.vm, r.data, r.Own, r.Host = vm, data, own, n.Read
	defer r.release()
	if err := r.Header(); err != nil {
		return nil, err
	}
	return r.Value()
}

// Write is a Writer's Host.
func (n *Node) Write(w *Writer, o *goja.Object) error {
	switch slots.ClassOf(o) {
	case slots.TypedArray, slots.DataView:
		if n.Channel {
			w.Uint32(markView)
		}
		v := slots.ViewOf(o)
		index := nodeIndex(v.Kind)
		if v.Kind == slots.Uint8Array && n.Prototype != nil && o.Prototype() == n.Prototype {
			index = indexBuffer
		}
		w.Uint32(index)
		w.Uint32(uint32(len(v.Bytes)))
		w.Raw(v.Bytes)
		return nil
	}
	if !n.Channel {
		return Refuse(w.vm, o)
	}
	w.Uint32(markOther)
	copied := w.vm.NewObject()
	for _, key := range o.Keys() {
		if v := o.Get(key); v != nil {
			_ = copied.DefineDataProperty(key, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
	}
	return w.Value(copied)
}

// Read is a Reader's Host.
func (n *Node) Read(r *Reader) (goja.Value, error) {
	if n.Channel {
		mark, ok := r.Uint32()
		switch {
		case ok && mark == markOther:
			return r.Value()
		case !ok || mark != markView:
			return nil, ErrInvalid
		}
	}
	index, ok1 := r.Uint32()
	size, ok2 := r.Uint32()
	kind, isBuffer, known := NodeKind(index)
	if !ok1 || !ok2 || !known {
		return nil, ErrInvalid
	}
	b, ok := r.Raw(uint64(size))
	if !ok {
		return nil, ErrInvalid
	}
	if aligned := len(b) == 0 || uintptr(unsafe.Pointer(&b[0]))%uintptr(kind.Size()) == 0; !r.Own || !aligned {
		b = slices.Clone(b)
	}
	if isBuffer && n.NewBuffer != nil {
		return n.NewBuffer(b), nil
	}
	buffer := r.vm.ToValue(r.vm.NewArrayBuffer(b)).(*goja.Object)
	return newView(r.vm, kind, buffer, 0, len(b)/kind.Size()*kind.Size())
}
