// Package readline is Node's readline and readline/promises: lines out of a
// stream, and what is typed at a terminal, with keys for editing, a history and
// completion.
//
// It is embedded JavaScript. interface.js is what lines of a pipe or a file need;
// what a terminal needs besides is loaded with its first key:
//
//	readline, promises    what scripts require
//	interface, iterate    Interface: lines, prompts, questions; for await
//	keypress              bytes of a terminal as keys
//	editing, completion   the line on the screen and what keys do to it
//	cursor                the escape sequences for it
package readline

import (
	"embed"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "readline", JS: &js, File: "js/readline.js"},
	{Name: "readline/promises", JS: &js, File: "js/promises.js"},
	{Name: "internal/readline/completion", JS: &js, File: "js/completion.js", Bind: screen},
	{Name: "internal/readline/cursor", JS: &js, File: "js/cursor.js"},
	{Name: "internal/readline/editing", JS: &js, File: "js/editing.js", Bind: screen},
	{Name: "internal/readline/interface", JS: &js, File: "js/interface.js"},
	{Name: "internal/readline/iterate", JS: &js, File: "js/iterate.js"},
	{Name: "internal/readline/keypress", JS: &js, File: "js/keypress.js"},
}

// screen tells what text takes on a screen: width(text) in columns, and
// plain(text), the text without escape sequences.
func screen(env *modules.Env) *goja.Object {
	b := env.Binding()
	_ = b.Set("width", func(c goja.FunctionCall) goja.Value {
		return env.VM.ToValue(inspect.Width(c.Argument(0).String()))
	})
	_ = b.Set("plain", func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0)
		if s := text.String(); inspect.StripVTControlCharacters(s) != s {
			return env.VM.ToValue(inspect.StripVTControlCharacters(s))
		}
		return text
	})
	return b
}
