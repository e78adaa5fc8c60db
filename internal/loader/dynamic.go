package loader

import (
	"strconv"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
)

// ImportName is the global function that import(x, options) in a script or a
// CommonJS module calls, as %import(name, x, options) with the script's own name.
// It cannot be written in JavaScript.
const ImportName = "%import"

// TextName is the global function that prepares the argument of eval(), as
// %text(name, argument) with the script's own name.
const TextName = "%text"

// HasDynamicImport reports whether a text has import().
func HasDynamicImport(src string) bool {
	s, err := scanES(src)
	return err == nil && len(s.dynamic) > 0
}

// prepareEval makes eval(x) eval(%text(name, x)).
func prepareEval(name string, e *ast.CallExpression) {
	if len(e.ArgumentList) == 0 {
		return
	}
	x := e.ArgumentList[0]
	switch s := x.(type) {
	case *ast.SpreadElement:
		return
	case *ast.StringLiteral:
		if !strings.Contains(s.Value.String(), "import") {
			return
		}
	}
	at := x.Idx0()
	e.ArgumentList[0] = &ast.CallExpression{
		Callee:           &ast.Identifier{Name: TextName, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     []ast.Expression{&ast.StringLiteral{Idx: at, Literal: name, Value: unistring.NewFromString(name)}, x},
		RightParenthesis: at,
	}
}

// EvalText puts what goja can parse in the place of import() in a text for eval.
func EvalText(name, src string) string {
	s, err := scanES(src)
	if err != nil || len(s.dynamic) == 0 {
		return src
	}
	var b strings.Builder
	last := 0
	for i := range len(src) {
		if s.dynamic[i] {
			b.WriteString(src[last:i] + "globalThis[" + strconv.Quote(ImportName) + "](" + strconv.Quote(name) + ",")
			last = i + strings.IndexByte(src[i:], '(') + 1
		}
	}
	return b.String() + src[last:]
}

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
