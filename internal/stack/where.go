package stack

import (
	"strings"

	"github.com/dop251/goja"
)

// InNodeModules reports whether the script that is running now, built-ins left
// out, lies in a node_modules folder: code that its user did not write.
func InNodeModules(vm *goja.Runtime) bool {
	for _, f := range Capture(vm, 100) {
		if f.File == "" || strings.HasPrefix(f.File, "node:") {
			continue
		}
		return strings.Contains(strings.ReplaceAll(f.File, `\`, "/"), "/node_modules/")
	}
	return false
}
