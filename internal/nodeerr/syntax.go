package nodeerr

import (
	"errors"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/stack"
)

// Syntax makes the error that JavaScript sees for a source that does not
// compile. Its stack begins with the place, as Node prints it.
func Syntax(vm *goja.Runtime, err error) *goja.Object {
	var se *loader.SyntaxError
	if !errors.As(err, &se) {
		return Plain(vm, SyntaxErr, err.Error())
	}
	class := SyntaxErr
	if se.Range {
		class = RangeError
	}
	o := Plain(vm, class, se.Message)
	caret := strings.Repeat(" ", max(0, se.Column-1)) + "^"
	head := se.File + ":" + strconv.Itoa(se.Line) + "\n" + se.Source + "\n" + caret + "\n\n" + se.Error()
	stack.Set(vm, o, head)
	return o
}
