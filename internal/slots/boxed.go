package slots

import (
	"reflect"

	"github.com/dop251/goja"
)

// boxedString mirrors goja's stringObject.
type boxedString struct {
	baseObject base
	value      goja.String
}

func boxedStringFits(o *goja.Object) bool {
	return lookUp(o).based &&
		fits(reflect.ValueOf(o).Elem().FieldByName("self").Elem().Elem().Type(), reflect.TypeFor[boxedString]())
}

// StringOf is the string in a String object, which o must be.
func StringOf(o *goja.Object) goja.Value {
	if boxedStringFits(o) {
		return (*boxedString)(selfOf(o).data).value
	}
	return o.ToString() // which a method of the object's own may change
}

// HostProxy reports whether a Proxy, which o must be, was made in Go rather than by a script.
func HostProxy(o *goja.Object) bool {
	self := reflect.ValueOf(o).Elem().FieldByName("self")
	if !self.IsValid() || self.Elem().Kind() != reflect.Pointer {
		return false
	}
	handler := self.Elem().Elem().FieldByName("handler")
	return handler.IsValid() && !handler.IsNil() && handler.Elem().Type().String() == "*goja.nativeProxyHandler"
}
