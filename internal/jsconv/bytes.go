package jsconv

import (
	"reflect"

	"github.com/dop251/goja"
)

// Bytes returns the memory behind an ArrayBuffer, a typed array (Buffer included)
// or a DataView, without copying. Writing to it writes to the value.
func Bytes(v goja.Value) ([]byte, bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, false
	}
	switch o.ExportType() { // Export alone would copy plain objects
	case reflect.TypeFor[[]byte]():
		if o.Get("0") == nil { // empty, or its ArrayBuffer is detached
			return []byte{}, true
		}
		return o.Export().([]byte), true
	case reflect.TypeFor[goja.ArrayBuffer]():
		return o.Export().(goja.ArrayBuffer).Bytes(), true
	case reflect.TypeFor[map[string]any](): // a DataView has no export of its own
		if Nullish(o.Get("getFloat64")) {
			return nil, false
		}
		return view(o)
	}
	if IsView(v) {
		return view(o)
	}
	return nil, false
}

// IsView reports whether v is a typed array (not a DataView).
func IsView(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	t := o.ExportType()
	if t == nil || t.Kind() != reflect.Slice || o.ClassName() != "Object" {
		return false
	}
	switch t.Elem().Kind() {
	case reflect.Int8, reflect.Uint8, reflect.Int16, reflect.Uint16, reflect.Int32, reflect.Uint32,
		reflect.Float32, reflect.Float64, reflect.Int64, reflect.Uint64:
		return true
	}
	return false
}

// view reads a typed array or DataView through its buffer and offsets.
func view(o *goja.Object) ([]byte, bool) {
	buf, _ := o.Get("buffer").(*goja.Object)
	if buf == nil || buf.ExportType() != reflect.TypeFor[goja.ArrayBuffer]() {
		return nil, false
	}
	ab, ok := buf.Export().(goja.ArrayBuffer)
	if !ok {
		return nil, false
	}
	off, n := o.Get("byteOffset").ToInteger(), o.Get("byteLength").ToInteger()
	b := ab.Bytes()
	if off < 0 || n < 0 || off+n > int64(len(b)) {
		return nil, false
	}
	return b[off : off+n : off+n], true
}

// IsUint8Array reports whether o is a Uint8Array, Buffers included.
func IsUint8Array(o *goja.Object) bool {
	return o.ExportType() == reflect.TypeFor[[]byte]()
}

// IsArrayBuffer reports whether v is an ArrayBuffer.
func IsArrayBuffer(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && o.ExportType() == reflect.TypeFor[goja.ArrayBuffer]()
}
