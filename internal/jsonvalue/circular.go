package jsonvalue

import (
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// circular throws the TypeError for an object on the path that is met again at the end of it: which way leads back to
// it, of which the first and the last steps are named.
func (w *writer) circular(start int, end holder) {
	steps := w.path[start+1:]
	message := "Converting circular structure to JSON\n    --> starting at object with constructor " + w.constructor(w.path[start].object)
	for i, l := range steps {
		if i >= 2 && i < len(steps)-1 {
			if i == 2 {
				message += "\n    |     ..."
			}
			continue
		}
		message += "\n    |     " + l.at.String() + " -> object with constructor " + w.constructor(l.object)
	}
	panic(nodeerr.Plain(w.vm, nodeerr.TypeError, message+"\n    --- "+end.String()+" closes the circle"))
}

// String tells where a value was found.
func (h holder) String() string {
	if h.array {
		return "index " + strconv.Itoa(h.index)
	}
	return "property '" + h.name.String() + "'"
}

func (w *writer) constructor(o *goja.Object) string {
	name := "Object"
	for p := o; p != nil; p = p.Prototype() {
		if c, ok := p.Get("constructor").(*goja.Object); ok {
			if s := c.Get("name"); s != nil && s.String() != "" {
				name = s.String()
			}
			break
		}
	}
	return "'" + name + "'"
}
