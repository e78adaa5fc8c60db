package validate

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// Conditions reads the conditions that a hook of a loader wants a package's exports to be looked up by; usual are those
// without its wish.
func Conditions(vm *goja.Runtime, context goja.Value, usual []string) []string {
	v := jsconv.Get(context, "conditions")
	if jsconv.Missing(v) {
		return usual
	}
	list := usual
	if o, ok := v.(*goja.Object); !ok || o.ClassName() != "Array" || vm.ExportTo(o, &list) != nil {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_VALUE", "conditions", v, "Expected an array")
	}
	return list
}
