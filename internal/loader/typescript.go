package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/gojs-run/gojs/internal/kept"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/weburl"
)

// IsTypeScript reports whether a file's name says that it is TypeScript, or JavaScript with JSX.
func IsTypeScript(file string) bool {
	switch filepath.Ext(file) {
	case ".ts", ".cts", ".mts", ".tsx", ".jsx":
		return true
	}
	return false
}

// TypeScript makes JavaScript that goja compiles of a TypeScript text: types are left out, not checked. name is the file
// or its URL; its ending tells whether there may be JSX. The result ends with a source map. It still has the import and
// export declarations of an ES module. Errors are *SyntaxError.
//
// What the nearest tsconfig.json says about decorators, class fields and JSX counts.
func TypeScript(name, src string) (string, error) {
	if err := refuseDeep(name, src); err != nil {
		return "", err
	}
	config := tsconfig(name)
	how := "typescript"
	told := TellAsync(src)
	if told {
		how += "-async"
	}
	if config != "" {
		sum := sha256.Sum256([]byte(config))
		how += hex.EncodeToString(sum[:8])
	}
	var fault error
	text, _ := kept.Or(transformVersion+how, name, src, func() (string, bool) {
		lateinit.Need(lateinit.ESBuild)
		r := api.Transform(src, typescriptOptions(name, config, told))
		if len(r.Errors) > 0 {
			fault = typescriptError(name, src, r.Errors[0])
			return "", false
		}
		return string(r.Code), true
	})
	return text, fault
}

func typescriptOptions(name, config string, told bool) api.TransformOptions {
	o := api.TransformOptions{
		Loader:         api.LoaderTS,
		Target:         api.ESNext,
		Sourcefile:     name,
		Sourcemap:      api.SourceMapInline,
		SourcesContent: api.SourcesContentExclude,
		TsconfigRaw:    config,
		Supported:      supported(told),
	}
	o.Supported["decorators"], o.Supported["import-defer"] = false, false
	path, _, _ := strings.Cut(name, "?")
	switch filepath.Ext(path) {
	case ".tsx":
		o.Loader = api.LoaderTSX
	case ".jsx":
		o.Loader = api.LoaderJSX
	case ".cts":
		o.Format = api.FormatCommonJS
	}
	return o
}

func typescriptError(name, src string, m api.Message) *SyntaxError {
	e := &SyntaxError{File: name, Line: 1, Column: 1, Message: m.Text}
	if token, ok := strings.CutPrefix(m.Text, `Unexpected "`); ok {
		e.Message = "Unexpected token '" + strings.TrimSuffix(token, `"`) + "'"
	} else if m.Text == "Unexpected end of file" {
		e.Message = "Unexpected end of input"
	}
	if m.Location != nil {
		e.Line, e.Column = m.Location.Line, m.Location.Column+1
	}
	if lines := strings.Split(src, "\n"); e.Line <= len(lines) {
		e.Source = strings.TrimSuffix(lines[e.Line-1], "\r")
	}
	return e
}

// CompileTypeScript compiles a CommonJS module written in TypeScript, whose JavaScript is text, as CompileModule does.
func CompileTypeScript(name, text, src string) (*goja.Program, error) {
	return cached(name, src, func(name, src string, _ bool) (*goja.Program, string, error) {
		noteMapped(name)
		tree, err := parseTypeScript(name, text)
		var p *goja.Program
		if err == nil {
			p, err = compile(wrapModule(tree, src))
		}
		if err != nil {
			return nil, src, syntaxError(name, src, err)
		}
		return p, src, nil
	})
}

// parseTypeScript is parseModule for a text with a source map.
func parseTypeScript(name, text string) (*ast.Program, error) {
	tree, err := parser.ParseFile(nil, name, text, 0)
	if err != nil && strings.Contains(err.Error(), illegalReturn) {
		if tree, err = parser.ParseFile(nil, name, returning(text), 0); err == nil {
			unwrapReturning(tree)
		}
	}
	if err != nil && hasDynamicImport(text) {
		return parseDynamic(name, text)
	}
	return tree, err
}

var (
	tsconfigMu sync.Mutex
	tsconfigs  = map[string]string{}
)

// tsconfig is the text of the tsconfig.json that counts for a file, "" if there is none.
func tsconfig(name string) string {
	path := name
	if u, ok := weburl.Parse(name, nil); ok && u.Scheme == "file" {
		path = FilePath(u)
	}
	if !filepath.IsAbs(path) {
		return ""
	}
	tsconfigMu.Lock()
	defer tsconfigMu.Unlock()
	var passed []string
	text := ""
	for dir := filepath.Dir(path); ; {
		if t, ok := tsconfigs[dir]; ok {
			text = t
			break
		}
		passed = append(passed, dir)
		if b, err := os.ReadFile(filepath.Join(dir, "tsconfig.json")); err == nil {
			text = Text(b)
			break
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	for _, dir := range passed {
		tsconfigs[dir] = text
	}
	return text
}
