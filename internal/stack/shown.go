package stack

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// shown is a value as V8 puts it into messages.
func shown(v goja.Value) string {
	switch v := v.(type) {
	case *goja.Symbol:
		return "Symbol(" + v.String() + ")"
	case *goja.Object:
		switch class := v.ClassName(); {
		case slots.ClassOf(v) == slots.Function:
			return v.String()
		case class == "Array" || class == "RegExp" || class == "Date":
			return "[object " + class + "]"
		case class == "Error":
			return v.String()
		}
		if _, ok := v.Export().(goja.Proxy); ok {
			return "#<Object>"
		}
		if proto := v.Prototype(); proto != nil {
			if c, ok := proto.Get("constructor").(*goja.Object); ok {
				if name := c.Get("name"); name != nil && goja.IsString(name) && name.String() != "" {
					return "#<" + name.String() + ">"
				}
			}
			return "#<Object>"
		}
		return "[object Object]"
	}
	return v.String()
}

// described is a value as V8 puts it into messages where it does not know the expression that gave it.
func described(v goja.Value) string {
	t := typeOf(v)
	switch t {
	case "string":
		return t + ` "` + v.String() + `"`
	case "number", "boolean":
		return t + " " + v.String()
	}
	if goja.IsNull(v) {
		return "object null"
	}
	return t
}

func typeOf(v goja.Value) string {
	switch slots.TypeOf(v) {
	case slots.Undefined:
		return "undefined"
	case slots.Boolean:
		return "boolean"
	case slots.Integer, slots.Double:
		return "number"
	case slots.BigInt:
		return "bigint"
	case slots.Symbol:
		return "symbol"
	case slots.ASCIIStr, slots.WideStr, slots.LooseStr:
		return "string"
	}
	if isFunction(v) {
		return "function"
	}
	return "object"
}
