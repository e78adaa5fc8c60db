// Package url is Node's url module (Node: url.md): the classes URL and
// URLSearchParams, the older url.parse and its relatives, and the conversion
// between file URLs and paths.
//
// Parsing and serializing are Go (internal/weburl). The classes are embedded
// JavaScript that asks Go for the parts of a URL once after each change; the old
// functions are a file of their own, compiled when one of them is first used.
package url

import (
	"embed"
	"unicode"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/internal/weburl"
	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules are the built-ins of this package.
var Modules = []modules.Module{
	{Name: "url", JS: &js, File: "module.js", Bind: binding},
	{Name: "internal/url", JS: &js, File: "classes.js", Bind: binding},
	{Name: "internal/url/params", JS: &js, File: "params.js", Bind: binding},
	{Name: "internal/url/legacy", JS: &js, File: "legacy.js", Bind: binding},
	{Name: "internal/url/files", JS: &js, File: "files.js", Bind: binding},
	{Name: "internal/url/pattern", JS: &js, File: "pattern.js", Bind: binding},
}

// binding is what the JavaScript parts need of Go.
func binding(env *modules.Env) *goja.Object {
	vm := env.VM
	b := env.Binding()
	parse := func(c goja.FunctionCall) *weburl.URL {
		var base *weburl.URL
		if v := c.Argument(1); !goja.IsUndefined(v) {
			var ok bool
			if base, ok = weburl.Parse(v.String(), nil); !ok {
				return nil
			}
		}
		u, _ := weburl.Parse(c.Argument(0).String(), base)
		return u
	}
	// parse(input[, base]) gives the parts, null for what is no URL.
	jsconv.Export(vm, b, "parse", 2, func(c goja.FunctionCall) goja.Value { return parts(vm, parse(c)) })
	jsconv.Export(vm, b, "canParse", 2, func(c goja.FunctionCall) goja.Value { return vm.ToValue(parse(c) != nil) })
	// update(href, part, value) gives the parts of href with one of them changed.
	jsconv.Export(vm, b, "update", 3, func(c goja.FunctionCall) goja.Value {
		u, ok := weburl.Parse(c.Argument(0).String(), nil)
		if !ok {
			return goja.Null()
		}
		set(u, c.Argument(1).String(), c.Argument(2).String())
		return parts(vm, u)
	})
	// format(href, fragment, unicode, search, auth)
	jsconv.Export(vm, b, "format", 5, func(c goja.FunctionCall) goja.Value {
		u, ok := weburl.Parse(c.Argument(0).String(), nil)
		if !ok {
			return c.Argument(0)
		}
		if !c.Argument(1).ToBoolean() {
			u.Fragment, u.HasFragment = "", false
		}
		if c.Argument(2).ToBoolean() && u.HasHost {
			u.Host = weburl.ToUnicode(u.Host)
		}
		if !c.Argument(3).ToBoolean() {
			u.Query, u.HasQuery = "", false
		}
		if !c.Argument(4).ToBoolean() {
			u.Username, u.Password = "", ""
		}
		return vm.ToValue(u.String())
	})
	// usv(value) is a string without lone surrogates.
	jsconv.Export(vm, b, "usv", 1, func(c goja.FunctionCall) goja.Value {
		s := c.Argument(0)
		if _, ok := s.(*goja.Symbol); ok {
			panic(vm.NewTypeError("Cannot convert a Symbol value to a string"))
		}
		return vm.ToValue(s.String())
	})
	jsconv.Export(vm, b, "parseForm", 1, func(c goja.FunctionCall) goja.Value {
		return list(vm, weburl.ParseForm(c.Argument(0).String()))
	})
	jsconv.Export(vm, b, "formatForm", 1, func(c goja.FunctionCall) goja.Value {
		var l []string
		if err := vm.ExportTo(c.Argument(0), &l); err != nil {
			panic(err)
		}
		return vm.ToValue(weburl.FormatForm(l))
	})
	jsconv.Export(vm, b, "toASCII", 1, func(c goja.FunctionCall) goja.Value {
		s, ok := weburl.ToASCII(c.Argument(0).String())
		if !ok {
			s = ""
		}
		return vm.ToValue(s)
	})
	// hostname(domain) is a domain as the host of a URL has it, "" for a wrong one.
	jsconv.Export(vm, b, "hostname", 1, func(c goja.FunctionCall) goja.Value {
		u, ok := weburl.Parse("ws://"+c.Argument(0).String(), nil)
		if !ok {
			return vm.ToValue("")
		}
		return vm.ToValue(u.Host)
	})
	jsconv.Export(vm, b, "toUnicode", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(weburl.ToUnicode(c.Argument(0).String()))
	})
	jsconv.Export(vm, b, "percentDecode", 1, func(c goja.FunctionCall) goja.Value {
		return env.NewBuffer([]byte(weburl.Decode(c.Argument(0).String())))
	})
	// identifier(text) is the identifier that text begins with.
	jsconv.Export(vm, b, "identifier", 1, func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).String()
		for i, r := range text {
			start := unicode.IsLetter(r) || unicode.Is(unicode.Nl, r) || r == '$' || r == '_'
			if !start && (i == 0 || !unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc) && r != 0x200c && r != 0x200d) {
				return vm.ToValue(text[:i])
			}
		}
		return vm.ToValue(text)
	})
	jsconv.Export(vm, b, "inNodeModules", 0, func(goja.FunctionCall) goja.Value { return vm.ToValue(stack.InNodeModules(vm)) })
	return b
}

// parts lists what classes.js names: see part there.
func parts(vm *goja.Runtime, u *weburl.URL) goja.Value {
	if u == nil {
		return goja.Null()
	}
	return list(vm, []string{
		u.String(), u.Origin(), u.Protocol(), u.Username, u.Password, u.HostPort(), u.Host, u.PortString(),
		u.Path, u.Search(), u.Hash(),
	})
}

func list(vm *goja.Runtime, l []string) goja.Value {
	items := make([]any, len(l))
	for i, s := range l {
		items[i] = s
	}
	return vm.NewArray(items...)
}

func set(u *weburl.URL, part, v string) {
	switch part {
	case "protocol":
		u.SetProtocol(v)
	case "username":
		u.SetUsername(v)
	case "password":
		u.SetPassword(v)
	case "host":
		u.SetHost(v)
	case "hostname":
		u.SetHostname(v)
	case "port":
		u.SetPort(v)
	case "pathname":
		u.SetPathname(v)
	case "search":
		u.SetSearch(v)
	case "hash":
		u.SetHash(v)
	}
}
