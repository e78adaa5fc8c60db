package module

import (
	"path/filepath"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// globalPaths are the folders that are searched last (Node:
// modules.md#loading-from-the-global-folders): NODE_PATH, two in the user's own
// folder, and one beside the program.
func (l *Loader) globalPaths() []string {
	var list []string
	env := l.env.Host.Env
	if np, ok := env.Get("NODE_PATH"); ok {
		for _, p := range filepath.SplitList(np) {
			if p != "" {
				list = append(list, p)
			}
		}
	}
	home, _ := env.Get("HOME")
	prefix := filepath.Join(l.env.Host.ExecPath, "..", "..")
	if filepath.Separator == '\\' {
		home, _ = env.Get("USERPROFILE")
		prefix = filepath.Dir(l.env.Host.ExecPath)
	}
	if home != "" {
		list = append(list, filepath.Join(home, ".node_modules"), filepath.Join(home, ".node_libraries"))
	}
	return append(list, filepath.Join(prefix, "lib", "node"))
}

// warn is process.emitWarning.
func (l *Loader) warn(text, kind, code string) {
	vm := l.vm
	if code == "" {
		jsconv.CallMethod(vm, l.env.Require("process"), "emitWarning", vm.ToValue(text))
		return
	}
	jsconv.CallMethod(vm, l.env.Require("process"), "emitWarning", vm.ToValue(text), vm.ToValue(kind), vm.ToValue(code))
}
