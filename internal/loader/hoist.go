package loader

import (
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// scope is what the mender knows of the variables around a place.
type scope struct {
	vars    *[]*ast.VariableDeclaration // of the function
	lexical []unistring.String          // names between here and the function that var must not repeat
	strict  bool
	top     bool // the next list of statements is the function's own
}

// enter begins a function and returns the scope around it.
func (m *mender) enter(vars *[]*ast.VariableDeclaration, body *ast.BlockStatement, params *ast.ParameterList) scope {
	outer := m.scope
	m.scope = scope{vars: vars, strict: outer.strict, top: true}
	if body != nil {
		m.strict = m.strict || isStrict(body.List)
	}
	if params != nil && !m.strict {
		for _, p := range params.List {
			m.lexical = appendNames(m.lexical, p.Target)
		}
		m.lexical = appendNames(m.lexical, params.Rest)
	}
	return outer
}

func isStrict(list []ast.Statement) bool {
	for _, s := range list {
		if !isDirective(s) {
			return false
		}
		if s.(*ast.ExpressionStatement).Expression.(*ast.StringLiteral).Literal == `"use strict"` ||
			s.(*ast.ExpressionStatement).Expression.(*ast.StringLiteral).Literal == `'use strict'` {
			return true
		}
	}
	return false
}

// hoist makes function declarations in a block of sloppy code assignments at its start to variables of the function
// around it, which is what they are but for names that let, const or a parameter has taken (ECMAScript: B.3.3).
func (m *mender) hoist(list []ast.Statement) []ast.Statement {
	top := m.top
	m.top = false
	if m.strict || m.vars == nil {
		return list
	}
	for _, s := range list {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, b := range s.List {
				m.lexical = appendNames(m.lexical[:len(m.lexical):len(m.lexical)], b.Target)
			}
		case *ast.ClassDeclaration:
			if s.Class.Name != nil {
				m.lexical = append(m.lexical[:len(m.lexical):len(m.lexical)], s.Class.Name.Name)
			}
		}
	}
	if top {
		return list
	}
	var first, rest []ast.Statement
	for i, s := range list {
		d, ok := s.(*ast.FunctionDeclaration)
		if !ok || d.Function.Async || d.Function.Generator || d.Function.Name == nil || slices.Contains(m.lexical, d.Function.Name.Name) {
			if first != nil {
				rest = append(rest, s)
			}
			continue
		}
		if first == nil {
			rest = slices.Clone(list[:i])
		}
		name := d.Function.Name
		*m.vars = append(*m.vars, &ast.VariableDeclaration{Var: name.Idx, List: []*ast.Binding{{Target: &ast.Identifier{Name: name.Name, Idx: name.Idx}}}})
		first = append(first, &ast.ExpressionStatement{Expression: &ast.AssignExpression{
			Operator: token.ASSIGN, Left: &ast.Identifier{Name: name.Name, Idx: name.Idx}, Right: d.Function,
		}})
	}
	if first == nil {
		return list
	}
	return append(first, rest...)
}

// appendNames appends the names that a binding declares.
func appendNames(names []unistring.String, target ast.Expression) []unistring.String {
	switch t := target.(type) {
	case *ast.Identifier:
		if t != nil {
			return append(names, t.Name)
		}
	case *ast.Binding:
		if t != nil {
			return appendNames(names, t.Target)
		}
	case *ast.AssignExpression:
		return appendNames(names, t.Left)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			names = appendNames(names, e)
		}
		return appendNames(names, t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				names = append(names, p.Name.Name)
			case *ast.PropertyKeyed:
				names = appendNames(names, p.Value)
			}
		}
		return appendNames(names, t.Rest)
	}
	return names
}
