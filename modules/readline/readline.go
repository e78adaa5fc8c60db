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
	{Name: "readline", Load: file("readline", "readline", nil)},
	{Name: "readline/promises", Load: file("readline/promises", "promises", nil)},
	internal("completion", screen),
	internal("cursor", nil),
	internal("editing", screen),
	internal("interface", nil),
	internal("iterate", nil),
	internal("keypress", nil),
}

func internal(name string, bind func(*modules.Env) *goja.Object) modules.Module {
	full := "internal/readline/" + name
	return modules.Module{Name: full, Load: file(full, name, bind)}
}

func file(module, name string, bind func(*modules.Env) *goja.Object) func(*modules.Env, *goja.Object) {
	return func(env *modules.Env, m *goja.Object) {
		src, err := js.ReadFile("js/" + name + ".js")
		if err != nil {
			panic(env.VM.NewGoError(err))
		}
		var binding *goja.Object
		if bind != nil {
			binding = bind(env)
		}
		modules.RunJS(env, m, "node:"+module, string(src), binding)
	}
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
