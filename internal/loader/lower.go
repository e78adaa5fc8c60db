package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/evanw/esbuild/pkg/api"

	"github.com/gojs-run/gojs/internal/lateinit"
)

// lowerable reports whether a text that goja refused may be one whose syntax is
// newer than goja: asynchronous generators, for await, the regular expression
// flags d and v, explicit resource management.
func lowerable(src string) bool {
	return strings.Contains(src, "await") || strings.Contains(src, "async") || strings.Contains(src, "using")
}

// lower rewrites newer syntax into what goja has and parses that. Positions are
// those of the original text, through a source map.
func lower(name, src string) (*ast.Program, bool) {
	code, ok := lowerText(name, src)
	if !ok {
		return nil, false
	}
	tree, err := parseLowered(name, code)
	if err == nil {
		noteMapped(name)
	}
	return tree, err == nil
}

func parseLowered(name, code string) (*ast.Program, error) {
	tree, err := parser.ParseFile(nil, name, code, 0)
	if err != nil && hasDynamicImport(code) {
		return parseDynamic(name, code)
	}
	return tree, err
}

// lowerText rewrites newer syntax into what goja has; the text ends with its source map.
func lowerText(name, src string) (string, bool) {
	return kept("lower", name, src, func() (string, bool) { return transform(name, src) })
}

func transform(name, src string) (string, bool) {
	lateinit.Need(lateinit.ESBuild)
	r := api.Transform(src, api.TransformOptions{
		Loader:         api.LoaderJS,
		Target:         api.ESNext,
		Sourcefile:     name,
		Sourcemap:      api.SourceMapInline,
		SourcesContent: api.SourcesContentExclude,
		Supported: map[string]bool{
			"async-generator": false,
			"for-await":       false,
			"using":           false,
		},
	})
	return string(r.Code), len(r.Errors) == 0
}
