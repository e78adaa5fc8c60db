// Package navigator is the global navigator: what the web calls the machine and the program that scripts run in (Node:
// globals.md#navigator).
package navigator

import (
	_ "embed"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

//go:embed navigator.js
var js string

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "internal/navigator", Load: load}}

func load(env *modules.Env, module *goja.Object) {
	b := env.Binding()
	_ = b.Set("language", func(goja.FunctionCall) goja.Value { return env.VM.ToValue(language(env.Host.Env.Get)) })
	modules.RunJS(env, module, "node:internal/navigator", js, b)
}

// language is what the environment says of the user's: the first of three variables that is set, without what is of no
// concern to the web.
func language(get func(name string) (string, bool)) string {
	for _, name := range [...]string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v, _ := get(name)
		if v == "" {
			continue
		}
		v, _, _ = strings.Cut(v, ".")
		v, _, _ = strings.Cut(v, "@")
		if v == "C" || v == "POSIX" {
			break
		}
		return strings.ReplaceAll(v, "_", "-")
	}
	return "en-US"
}
