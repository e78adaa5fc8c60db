package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// Native is what a function of goja's own does when it is called and when it is called with new. Changing it changes
// the function and leaves it the object it is.
type Native struct {
	Call      *func(goja.FunctionCall) goja.Value
	Construct *func(args []goja.Value, newTarget *goja.Object) *goja.Object
}

// nativeAt says where a type of function has what it does; both are 0 for a type that has not.
type nativeAt struct{ call, construct uintptr }

var nativeTabs sync.Map // unsafe.Pointer, the first word of what implements an object, -> nativeAt

// NativeOf looks into a function.
func NativeOf(o *goja.Object) (n Native, ok bool) {
	if !objectFits() {
		return n, false
	}
	self := selfOf(o)
	at, ok := nativeTabs.Load(self.tab)
	if !ok {
		at = findNative(o)
		nativeTabs.Store(self.tab, at)
	}
	where := at.(nativeAt)
	if where.call == 0 {
		return n, false
	}
	n.Call = (*func(goja.FunctionCall) goja.Value)(unsafe.Add(self.data, where.call))
	n.Construct = (*func([]goja.Value, *goja.Object) *goja.Object)(unsafe.Add(self.data, where.construct))
	return n, true
}

func findNative(o *goja.Object) (at nativeAt) {
	self, ok := selfStruct(o)
	if !ok {
		return at
	}
	f, ok1 := self.Type().FieldByName("f")
	c, ok2 := self.Type().FieldByName("construct")
	if !ok1 || !ok2 || f.Type != reflect.TypeFor[func(goja.FunctionCall) goja.Value]() ||
		c.Type != reflect.TypeFor[func([]goja.Value, *goja.Object) *goja.Object]() {
		return at
	}
	base := self.Addr().Pointer()
	return nativeAt{self.FieldByIndex(f.Index).Addr().Pointer() - base, self.FieldByIndex(c.Index).Addr().Pointer() - base}
}

// selfStruct is the struct that implements o.
func selfStruct(o *goja.Object) (reflect.Value, bool) {
	self := reflect.ValueOf(o).Elem().FieldByName("self")
	if !self.IsValid() || self.IsNil() || self.Elem().Kind() != reflect.Pointer || self.Elem().Elem().Kind() != reflect.Struct {
		return reflect.Value{}, false
	}
	return self.Elem().Elem(), true
}

// SetSource changes the text that a regular expression says it was made of.
func SetSource(o *goja.Object, source goja.String) {
	if self, ok := selfStruct(o); ok {
		if f := self.FieldByName("source"); f.IsValid() && f.Type() == reflect.TypeFor[goja.String]() {
			*(*goja.String)(f.Addr().UnsafePointer()) = source
		}
	}
}

// BacktrackingEngine is the compiled form of a regular expression for which goja took its backtracking engine: a
// *regexp2.Regexp; nil for others.
func BacktrackingEngine(o *goja.Object) unsafe.Pointer {
	v, ok := selfStruct(o)
	for _, name := range [...]string{"pattern", "regexp2Wrapper", "rx"} {
		if !ok {
			return nil
		}
		if v = v.FieldByName(name); !v.IsValid() || v.Kind() != reflect.Pointer || v.IsNil() {
			return nil
		}
		if name == "rx" {
			return v.UnsafePointer()
		}
		v = v.Elem()
		ok = v.Kind() == reflect.Struct
	}
	return nil
}
