package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// ViewKind is which kind of view a typed array or DataView is.
type ViewKind uint8

// The kinds of views.
const (
	Int8Array ViewKind = iota
	Uint8Array
	Uint8ClampedArray
	Int16Array
	Uint16Array
	Int32Array
	Uint32Array
	Float32Array
	Float64Array
	BigInt64Array
	BigUint64Array
	Float16Array
	DataViewKind
	ViewKinds // how many there are
)

// viewNames are the names of their constructors.
var viewNames = [ViewKinds]string{"Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
	"Uint32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "Float16Array", "DataView"}

// String is the name of the kind's constructor.
func (k ViewKind) String() string { return viewNames[k] }

// Size is the size of an element in bytes.
func (k ViewKind) Size() int {
	switch k {
	case Int16Array, Uint16Array, Float16Array:
		return 2
	case Int32Array, Uint32Array, Float32Array:
		return 4
	case Float64Array, BigInt64Array, BigUint64Array:
		return 8
	}
	return 1
}

// View is what a typed array or a DataView looks at.
type View struct {
	Kind     ViewKind
	Buffer   *goja.Object // its ArrayBuffer
	Offset   int          // in bytes
	Bytes    []byte       // the memory itself; empty if the buffer is detached
	Detached bool
}

type arrayBuffer struct {
	baseObject base
	detached   bool
	data       []byte
}

type typedArray struct {
	baseObject     base
	viewedArrayBuf unsafe.Pointer // *arrayBufferObject
	defaultCtor    unsafe.Pointer
	length, offset int
	elemSize       int
	typedArray     words
}

type dataView struct {
	baseObject          base
	viewedArrayBuf      unsafe.Pointer // *arrayBufferObject
	byteLen, byteOffset int
}

// viewFits compares the mirrors with the struct of a typed array or a DataView.
func viewFits(t reflect.Type) bool {
	mirror := reflect.TypeFor[typedArray]()
	if t.Name() == "dataViewObject" {
		mirror = reflect.TypeFor[dataView]()
	}
	if !fits(t, mirror) {
		return false
	}
	f, _ := t.FieldByName("viewedArrayBuf")
	return fits(f.Type.Elem(), reflect.TypeFor[arrayBuffer]())
}

var viewKinds sync.Map // unsafe.Pointer, the first word of goja's typedArray, -> ViewKind

// kindOf says of which kind a typed array is.
func kindOf(o *goja.Object, tab unsafe.Pointer) ViewKind {
	if k, ok := viewKinds.Load(tab); ok {
		return k.(ViewKind)
	}
	t := reflect.ValueOf(o).Elem().FieldByName("self").Elem().Elem().FieldByName("typedArray").Elem().Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	kind := Uint8Array
	for k, name := range viewNames {
		if t.Name() != "" && t.Name()[1:] == name[1:] { // uint8Array, Uint8Array
			kind = ViewKind(k)
		}
	}
	viewKinds.Store(tab, kind)
	return kind
}

// ViewOf looks into a typed array or a DataView, which o must be.
func ViewOf(o *goja.Object) View {
	class := ClassOf(o)
	if !lookUp(o).view {
		return viewOf(o, class)
	}
	var v View
	var length int
	var buffer *arrayBuffer
	if class == DataView {
		d := (*dataView)(selfOf(o).data)
		v.Kind, v.Offset, length, buffer = DataViewKind, d.byteOffset, d.byteLen, (*arrayBuffer)(d.viewedArrayBuf)
	} else {
		t := (*typedArray)(selfOf(o).data)
		v.Kind, v.Offset, length = kindOf(o, t.typedArray.tab), t.offset*t.elemSize, t.length*t.elemSize
		buffer = (*arrayBuffer)(t.viewedArrayBuf)
	}
	v.Buffer, v.Detached = buffer.baseObject.val, buffer.detached
	if end := v.Offset + length; !v.Detached && end <= len(buffer.data) {
		v.Bytes = buffer.data[v.Offset:end:end]
	}
	return v
}

// viewOf is ViewOf the public way.
func viewOf(o *goja.Object, class Class) View {
	v := View{Kind: DataViewKind, Offset: int(o.Get("byteOffset").ToInteger())}
	if class != DataView {
		name := o.GetSymbol(goja.SymToStringTag).String()
		for k := range viewNames {
			if viewNames[k] == name {
				v.Kind = ViewKind(k)
			}
		}
	}
	v.Buffer = o.Get("buffer").(*goja.Object)
	var memory []byte
	memory, v.Detached = BufferOf(v.Buffer)
	if !v.Detached {
		end := v.Offset + int(o.Get("byteLength").ToInteger())
		v.Bytes = memory[v.Offset:end:end]
	}
	return v
}

// BufferOf is the memory of an ArrayBuffer, which o must be.
func BufferOf(o *goja.Object) (memory []byte, detached bool) {
	if lookUp(o).buffer {
		b := (*arrayBuffer)(selfOf(o).data)
		return b.data, b.detached
	}
	b := o.Export().(goja.ArrayBuffer)
	return b.Bytes(), b.Detached()
}

// SetMemory gives an ArrayBuffer other memory; views keep their offsets and lengths. It reports whether it could.
func SetMemory(o *goja.Object, memory []byte) bool {
	if !lookUp(o).buffer {
		return false
	}
	(*arrayBuffer)(selfOf(o).data).data = memory
	return true
}

// SetLength changes how long a view is, in bytes.
func SetLength(o *goja.Object, length int) {
	if !lookUp(o).view {
		return
	}
	if ClassOf(o) == DataView {
		(*dataView)(selfOf(o).data).byteLen = length
		return
	}
	t := (*typedArray)(selfOf(o).data)
	t.length = length / t.elemSize
}
