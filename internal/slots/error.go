package slots

import (
	"github.com/dop251/goja"
)

// failure mirrors goja's errorObject.
type failure struct {
	baseObject     base
	stack          []goja.StackFrame
	stackPropAdded bool
}

// StackOf returns the frames that goja noted when it made an error, nil for other objects. They are goja's own.
func StackOf(o *goja.Object) []goja.StackFrame {
	if !lookUp(o).failure {
		return nil
	}
	return (*failure)(selfOf(o).data).stack
}

// ForgetStack keeps goja from writing the stack of an error that nobody has looked at: the error gets a property "stack",
// its first, that is undefined and waits for another value. On other objects it does nothing.
func ForgetStack(o *goja.Object) {
	if !lookUp(o).failure {
		return
	}
	e := (*failure)(selfOf(o).data)
	b := &e.baseObject
	if e.stackPropAdded || b.values["stack"] != nil {
		return
	}
	e.stackPropAdded = true // the frames stay, for goja's exceptions
	b.values["stack"] = goja.Undefined()
	b.propNames = append(b.propNames, "")
	copy(b.propNames[1:], b.propNames)
	b.propNames[0] = "stack"
}
