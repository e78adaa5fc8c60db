package loader

import (
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// What esbuild writes for newer syntax calls small functions that it puts before the text. Some are not right (one
// loses what follows an await in a finally block), all are compiled with every file. ownHelpers puts functions of the
// host in their places, global ones whose names cannot be written in JavaScript. Packages that their authors built with
// esbuild keep the functions they came with, as they do in Node.
func ownHelpers(p *ast.Program) {
	for _, s := range fileBody(p) {
		v, ok := s.(*ast.VariableStatement)
		if !ok {
			continue
		}
		for _, b := range v.List {
			id, ok := b.Target.(*ast.Identifier)
			if !ok || !strings.HasPrefix(string(id.Name), "__") {
				continue
			}
			if own := ownHelper(id.Name); own != "" && isFunction(b.Initializer) {
				b.Initializer = &ast.Identifier{Name: own, Idx: id.Idx}
			}
		}
	}
}

// fileBody is the statements of a file, which may already be the body of one function.
func fileBody(p *ast.Program) []ast.Statement {
	if len(p.Body) != 1 {
		return p.Body
	}
	if e, ok := p.Body[0].(*ast.ExpressionStatement); ok {
		if f, ok := e.Expression.(*ast.FunctionLiteral); ok {
			return f.Body.List
		}
	}
	return p.Body
}

func isFunction(e ast.Expression) bool {
	switch e.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		return true
	}
	return false
}

func ownHelper(name unistring.String) unistring.String {
	switch name {
	case "__await":
		return "%await"
	case asyncFunction:
		return "%asyncFunction"
	case asyncGenerator:
		return "%asyncGenerator"
	case "__yieldStar":
		return "%delegate"
	case "__forAwait":
		return "%asyncIterator"
	case "__using":
		return "%using"
	case "__callDispose":
		return "%dispose"
	}
	return ""
}

const (
	asyncGenerator = "__asyncGenerator"
	asyncFunction  = "__async"
)

// markOf is the function of the host that makes a function look as what esbuild made it of: an asynchronous generator
// or function. It is "" for all others.
func markOf(f ast.Expression) unistring.String {
	var result ast.Expression
	switch f := f.(type) {
	case *ast.FunctionLiteral:
		if f == nil || f.Body == nil || len(f.Body.List) == 0 {
			return ""
		}
		r, ok := f.Body.List[len(f.Body.List)-1].(*ast.ReturnStatement)
		if !ok {
			return ""
		}
		result = r.Argument
	case *ast.ArrowFunctionLiteral:
		b, ok := f.Body.(*ast.ExpressionBody)
		if !ok {
			return ""
		}
		result = b.Expression
	}
	c, ok := result.(*ast.CallExpression)
	if !ok || len(c.ArgumentList) != 3 {
		return ""
	}
	switch id, _ := c.Callee.(*ast.Identifier); {
	case id == nil:
	case id.Name == asyncGenerator:
		return "%asyncMark"
	case id.Name == asyncFunction:
		return "%asyncFunctionMark"
	}
	return ""
}
