package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
)

// ImportName is the global function that import(x, options) in a script or a
// CommonJS module calls, as %import(name, x, options) with the script's own name.
// It cannot be written in JavaScript.
const ImportName = "%import"

// hasDynamicImport reports whether a text that goja refused may have import().
func hasDynamicImport(src string) bool { return strings.Contains(src, "import") }

// parseDynamic parses a script with import(), which goja's grammar lacks.
func parseDynamic(name, text string, opts ...parser.Option) (*ast.Program, error) {
	tree, err := parseImports(name, text, opts)
	if err != nil && strings.Contains(err.Error(), illegalReturn) {
		if tree, err = parseImports(name, returning(text), opts); err == nil {
			unwrapReturning(tree)
		}
	}
	return tree, err
}

func parseImports(name, text string, opts []parser.Option) (*ast.Program, error) {
	s, err := scanES(text)
	if err != nil {
		return nil, faultError(name, text, err)
	}
	if s.modules {
		return nil, errModuleSyntax
	}
	for at := range s.awaits { // goja knows these in a script
		copy(s.text[at:], "await")
		delete(s.names, at)
	}
	s.awaits = nil
	tree, err := parser.ParseFile(nil, name, string(s.text), 0, opts...)
	if err != nil {
		return nil, err
	}
	b := &binder{name: name, scan: s, src: text, written: map[unistring.String]bool{}}
	b.statements(tree.Body)
	if b.fault != nil {
		return nil, faultError(name, text, b.fault)
	}
	return tree, nil
}

var errModuleSyntax = &scanFault{0, "Cannot use import statement outside a module"}
