package loader

import (
	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
)

// ContextName is the global under which a program of CompileInContext finds the
// object that stands for its global scope. The name cannot be written in
// JavaScript.
const ContextName = "%context"

// CompileInContext compiles a script whose global names are the properties of
// another object (Node: vm.runInContext). The statements run inside
// with (%context); var and function declarations at the top become assignments,
// so that they land on that object.
func CompileInContext(name, src string) (*goja.Program, error) {
	return cached(name+"\x00context", src, func(_, src string, told bool) (*goja.Program, string, error) {
		if err := refuseDeep(name, src); err != nil {
			return nil, src, err
		}
		text := blankHashbang(src)
		tree, err := parse(name, text)
		if err != nil && hasDynamicImport(text) {
			if t, err2 := parseDynamic(name, text, parser.WithDisableSourceMaps); err2 == nil {
				tree, err = t, nil
			}
		}
		if err != nil {
			return nil, src, syntaxError(name, src, err)
		}
		var hoisted, body []ast.Statement
		for _, s := range tree.Body {
			switch s := s.(type) {
			case *ast.FunctionDeclaration:
				hoisted = append(hoisted, assign(s.Function.Name, s.Function))
			case *ast.VariableStatement:
				for _, b := range s.List {
					body = append(body, declare(b)...)
				}
			case *ast.ForStatement:
				if v, ok := s.Initializer.(*ast.ForLoopInitializerVarDeclList); ok {
					for _, b := range v.List {
						body = append(body, declare(b)...)
					}
					s.Initializer = nil
				}
				body = append(body, s)
			default:
				body = append(body, s)
			}
		}
		tree.DeclarationList = nil
		tree.Body = []ast.Statement{&ast.WithStatement{
			With:   1,
			Object: &ast.Identifier{Name: ContextName, Idx: 1},
			Body:   &ast.BlockStatement{LeftBrace: 1, List: append(hoisted, body...), RightBrace: 1},
		}}
		p, err := mendTree(tree, false, nil).compile(false) // no finder: what a name stands for may change
		if err != nil {
			return nil, src, syntaxError(name, src, err)
		}
		return p, src, nil
	})
}

// declare turns one declarator of a var statement into an assignment; a name
// without a value is defined as undefined unless it is there.
func declare(b *ast.Binding) []ast.Statement {
	if b.Initializer == nil {
		id, ok := b.Target.(*ast.Identifier)
		if !ok {
			return nil
		}
		// x = typeof x === 'undefined' ? void 0 : x
		at := id.Idx
		undefined := &ast.UnaryExpression{Operator: token.VOID, Idx: at, Operand: &ast.NumberLiteral{Idx: at, Literal: "0", Value: int64(0)}}
		return []ast.Statement{assign(id, &ast.ConditionalExpression{
			Test: &ast.BinaryExpression{
				Operator:   token.STRICT_EQUAL,
				Comparison: true,
				Left:       &ast.UnaryExpression{Operator: token.TYPEOF, Idx: at, Operand: &ast.Identifier{Name: id.Name, Idx: at}},
				Right:      &ast.StringLiteral{Idx: at, Literal: "'undefined'", Value: "undefined"},
			},
			Consequent: undefined,
			Alternate:  &ast.Identifier{Name: id.Name, Idx: at},
		})}
	}
	return []ast.Statement{assign(b.Target, b.Initializer)}
}

func assign(target ast.Expression, value ast.Expression) ast.Statement {
	return &ast.ExpressionStatement{Expression: &ast.AssignExpression{Operator: token.ASSIGN, Left: target, Right: value}}
}
