package esm

import (
	"encoding/base64"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/weburl"
)

// load gives the module that specifier means in parent, with all that it imports.
func (l *Loader) load(specifier string, attributes [][2]string, parent string) *Module {
	if l.hooked() || l.threaded() {
		url, format, with := l.resolveBy(specifier, attributes, parent)
		return l.loadURL(url, with, format)
	}
	asked := request{specifier, parent}
	if url, ok := l.resolved[asked]; ok {
		return l.loadURL(url, attributes, "")
	}
	url := l.resolveURL(specifier, parent)
	m := l.loadURL(url, attributes, "")
	l.resolved[asked] = url // for good: the file may change or go
	return m
}

func (l *Loader) resolveURL(specifier, parent string) string {
	url, err := l.resolver.ResolveES(specifier, parent, l.builtin)
	if err != nil {
		panic(l.resolveError(err, specifier, parent))
	}
	return url
}

type request struct{ specifier, parent string }

// loadURL gives the module at url; format is what a hook said it is.
func (l *Loader) loadURL(url string, attributes [][2]string, format string) *Module {
	key := moduleKey(url, attributes)
	m, ok := l.modules[key]
	if !ok {
		m = &Module{l: l, url: url}
		var text text
		switch {
		case l.hooked():
			text = m.loadHooked(format, attributes)
		case l.threaded():
			ctx := l.hookContext(attributes, "format", orUndefined(l.vm, format))
			text = m.given(l.askThread("loadSync", l.vm.ToValue(url), ctx))
		default:
			text = m.find()
			l.checkAttributes(m, attributes)
		}
		m.read(text)
		l.modules[key] = m
	}
	if !m.complete {
		m.dependencies()
	}
	if m.failed != nil {
		panic(m.failed)
	}
	return m
}

// moduleKey is what a module is kept under.
func moduleKey(url string, attributes [][2]string) string {
	kind := ""
	for _, a := range attributes {
		if a[0] == "type" {
			kind = a[1]
		}
	}
	return kind + "\x00" + url
}

// dependencies loads what m imports. What they throw is thrown again for whoever
// imports m later.
func (m *Module) dependencies() {
	m.complete = true
	if m.code == nil {
		return
	}
	defer func() {
		if x := recover(); x != nil {
			if o, ok := x.(*goja.Object); ok {
				m.failed = o
			}
			panic(x)
		}
	}()
	for _, r := range m.code.Requests {
		m.deps = append(m.deps, m.l.load(r.Specifier, r.Attributes, m.url))
	}
}

// text is a module's source once it has been found.
type text struct {
	file   string // its path
	source string // of a data: URL
	given  bool   // a hook has given the source
}

// find says which format the module at m.url has, unless that is known.
func (m *Module) find() text {
	l := m.l
	u, _ := weburl.Parse(m.url, nil)
	switch u.Scheme {
	case "node":
		if !l.env.Builtins().Public(u.Path) {
			nodeerr.Throw(l.vm, "ERR_UNKNOWN_BUILTIN_MODULE", m.url)
		}
		m.format = "builtin"
		return text{}
	case "data":
		return m.data(u)
	case "file":
		file := loader.FilePath(u)
		if m.format != "" {
			return text{file: file}
		}
		format, err := l.resolver.Format(file)
		if err != nil {
			panic(l.resolveError(err, m.url, m.url))
		}
		m.format = format
		return text{file: file}
	}
	panic(nodeerr.New(l.vm, "ERR_UNSUPPORTED_ESM_URL_SCHEME", u.Scheme))
}

// data takes a data: URL apart.
func (m *Module) data(u *weburl.URL) text {
	head, body, ok := strings.Cut(u.Path, ",")
	if !ok {
		nodeerr.Throw(m.l.vm, "ERR_INVALID_URL", m.url)
	}
	if u.HasQuery {
		body += "?" + u.Query
	}
	body = weburl.Decode(body)
	parts := strings.Split(head, ";")
	if slices.Contains(parts[1:], "base64") {
		b, err := base64.StdEncoding.DecodeString(strings.TrimRight(body, "=") + strings.Repeat("=", (4-len(strings.TrimRight(body, "="))%4)%4))
		if err != nil {
			nodeerr.Throw(m.l.vm, "ERR_INVALID_URL", m.url)
		}
		body = string(b)
	}
	if m.format != "" {
		return text{source: body}
	}
	switch parts[0] {
	case "text/javascript":
		m.format = "module"
	case "application/json":
		m.format = "json"
	default:
		m.format = parts[0]
	}
	return text{source: body}
}

// checkAttributes throws where a module's format and its import attributes differ.
func (l *Loader) checkAttributes(m *Module, attributes [][2]string) {
	kind := ""
	for _, a := range attributes {
		if a[0] != "type" {
			nodeerr.Throw(l.vm, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", a[0], a[1], m.url)
		}
		kind = a[1]
	}
	want := ""
	if m.format == "json" {
		want = "json"
	}
	switch {
	case kind == want && (kind != "" || len(attributes) == 0):
	case !m.known():
	case len(attributes) == 0:
		nodeerr.Throw(l.vm, "ERR_IMPORT_ATTRIBUTE_MISSING", m.url, "type", want)
	case kind != "json":
		nodeerr.Throw(l.vm, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED", "type", kind, m.url)
	default:
		nodeerr.Throw(l.vm, "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE", m.url, kind)
	}
}

// known: the format is one that can be loaded.
func (m *Module) known() bool { return !strings.Contains(m.format, "/") }

// read gets the source and makes of m what its format says.
func (m *Module) read(t text) {
	l := m.l
	if m.format == "builtin" {
		m.builtin()
		return
	}
	src := m.source(t)
	format, typescript := strings.CutSuffix(m.format, "-typescript")
	text := src // in JavaScript
	if typescript {
		var err error
		if text, err = loader.TypeScript(m.url, src); err != nil {
			panic(nodeerr.Syntax(l.vm, err))
		}
	}
	if format == "detect" {
		format = "commonjs"
		if typescript || !loader.CompilesAsCommonJS(t.file, src) {
			if loader.IsESModule(m.url, text) {
				format, m.byAwait = "module", !loader.HasModuleSyntax(text)
			}
		}
	}
	m.format = format
	switch format {
	case "module":
		code, err := compileES(m.url, text, src, typescript)
		if err != nil {
			panic(nodeerr.Syntax(l.vm, err))
		}
		m.code = code
	case "commonjs":
		m.commonjs(t, text)
	case "json":
		m.json(src)
	case "addon", "wasm":
		nodeerr.Throw(l.vm, "ERR_UNKNOWN_FILE_EXTENSION", filepath.Ext(t.file), t.file)
	default:
		nodeerr.Throw(l.vm, "ERR_UNKNOWN_MODULE_FORMAT", format, m.url)
	}
}

func compileES(url, text, src string, typescript bool) (*loader.ESModule, error) {
	if typescript {
		return loader.CompileTransformedES(url, text, src)
	}
	return loader.CompileES(url, src)
}

func (m *Module) source(t text) string {
	if t.given || t.file == "" {
		return t.source
	}
	b, denied, err := m.l.env.ReadFile(t.file)
	if denied != nil {
		panic(denied)
	}
	if err != nil {
		panic(nodeerr.System(m.l.vm, nodeerr.FromOS(err, "open", t.file)))
	}
	return loader.Text(b)
}

// resolveError is the JavaScript error for what the resolver says.
func (l *Loader) resolveError(err error, specifier, parent string) *goja.Object {
	var ee *loader.ExportsError
	var ce *loader.ConfigError
	switch {
	case errors.As(err, &ee):
		args := make([]any, len(ee.Args), len(ee.Args)+1)
		for i, a := range ee.Args {
			args[i] = a
		}
		if ee.Code == "ERR_MODULE_NOT_FOUND" || ee.Code == "ERR_UNSUPPORTED_DIR_IMPORT" {
			args = append(args, ee.Hint)
		}
		o := nodeerr.New(l.vm, ee.Code, args...)
		if ee.URL != "" {
			_ = o.DefineDataProperty("url", l.vm.ToValue(ee.URL), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
		}
		if ee.Code == "ERR_UNSUPPORTED_RESOLVE_REQUEST" {
			_ = o.DefineDataProperty("cause", nodeerr.New(l.vm, "ERR_INVALID_URL"), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
		}
		return o
	case errors.As(err, &ce):
		by := `"` + specifier + `"`
		if u, ok := weburl.Parse(parent, nil); ok && u.Scheme == "file" {
			by += " from " + loader.FilePath(u)
		}
		return nodeerr.New(l.vm, "ERR_INVALID_PACKAGE_CONFIG", ce.Path, by, ce.Reason)
	}
	return nodeerr.System(l.vm, nodeerr.FromOS(err, "stat", specifier))
}
