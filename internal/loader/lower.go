package loader

import (
	"strings"
	"sync/atomic"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/gojs-run/gojs/internal/kept"
	"github.com/gojs-run/gojs/internal/lateinit"
)

// transformVersion changes with what transforms give for the same text.
const transformVersion = "1 "

// lowerable reports whether a text that goja refused may be one whose syntax is
// newer than goja: asynchronous generators, for await, the regular expression
// flags d and v, explicit resource management.
func lowerable(src string) bool {
	return strings.Contains(src, "await") || strings.Contains(src, "async") || strings.Contains(src, "using")
}

// hooksMentioned is set once a text names the functions by which scripts are told of promises.
var hooksMentioned atomic.Bool

// TellAsync reports whether the asynchronous functions of a text are to make their promises where hooks see them: those
// of a text that names v8.promiseHooks or async_hooks.createHook, and of all that are compiled after it.
func TellAsync(src string) bool {
	if !hooksMentioned.Load() {
		if !strings.Contains(src, "createHook") && !strings.Contains(src, "promiseHooks") {
			return false
		}
		hooksMentioned.Store(true)
	}
	return strings.Contains(src, "async")
}

// lower rewrites newer syntax into what goja has and parses that; told says that asynchronous functions count as such.
// Positions are those of the original text, through a source map.
func lower(name, src string, told bool) (*ast.Program, bool) {
	code, ok := lowerText(name, src, told)
	if !ok {
		return nil, false
	}
	tree, err := parseLowered(name, code)
	if err == nil {
		noteMapped(name)
	}
	return tree, err == nil
}

// compileLowered lowers a text that goja refused and compiles what finish makes of it. esbuild leaves super in what it
// makes generators of, where goja refuses it, unless it lowers all that is asynchronous.
func compileLowered(name, src string, finish func(*ast.Program) *ast.Program) (p *goja.Program, ok bool, err error) {
	for _, told := range [...]bool{false, true} {
		tree, parsed := lower(name, src, told)
		if parsed {
			p, err = compile(finish(tree))
			ok = true
		}
		if ok && err == nil || !strings.Contains(src, "super") {
			break
		}
	}
	return p, ok, err
}

func parseLowered(name, code string) (*ast.Program, error) {
	tree, err := parser.ParseFile(nil, name, code, 0)
	if err != nil && hasDynamicImport(code) {
		return parseDynamic(name, code)
	}
	return tree, err
}

// lowerText rewrites newer syntax into what goja has; the text ends with its source map.
func lowerText(name, src string, told bool) (string, bool) {
	how := "lower"
	if told {
		how = "lower-async"
	}
	return kept.Or(transformVersion+how, name, src, func() (string, bool) { return transform(name, src, told) })
}

func transform(name, src string, told bool) (string, bool) {
	lateinit.Need(lateinit.ESBuild)
	r := api.Transform(src, api.TransformOptions{
		Loader:         api.LoaderJS,
		Target:         api.ESNext,
		Sourcefile:     name,
		Sourcemap:      api.SourceMapInline,
		SourcesContent: api.SourcesContentExclude,
		Supported:      supported(told),
	})
	return string(r.Code), len(r.Errors) == 0
}

// supported says which syntax esbuild is to leave as it is.
func supported(told bool) map[string]bool {
	return map[string]bool{
		"async-await":     !told,
		"async-generator": false,
		"for-await":       false,
		"using":           false,
	}
}
