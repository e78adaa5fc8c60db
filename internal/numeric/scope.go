package numeric

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// Env is one place with declarations of its own around a function or a loop.
type Env struct {
	outer *Env
	node  any // *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.Program, or what block returns
	list  []ast.Statement
	names []*ast.Identifier // of a loop's head or a catch clause
	fixed bool              // names cannot be assigned to
}

// binding is what a name stands for. Two lookups that find the same declaration give equal bindings.
type binding struct {
	env  *Env
	name unistring.String
	kind bindingKind
	fn   ast.Expression // the function that it always is, *ast.FunctionLiteral or *ast.ArrowFunctionLiteral; nil if unknown
	init *ast.NumberLiteral
}

type bindingKind uint8

const (
	unknown  bindingKind = iota
	variab               // var or a parameter: undefined before it is set
	lexical              // let
	constant             // const
	function_
	forbidden // a class, an import, arguments
)

// lookUp finds what a name stands for; ok is false for a global that the program does not declare.
func (e *Env) lookUp(name unistring.String) (b binding, ok bool) {
	for ; e != nil; e = e.outer {
		if b, ok := e.own(name); ok {
			b.env, b.name = e, name
			return b, true
		}
	}
	return binding{}, false
}

func (e *Env) own(name unistring.String) (b binding, ok bool) {
	for _, id := range e.names {
		if id.Name == name {
			if e.fixed {
				return binding{kind: constant}, true
			}
			return binding{kind: lexical}, true
		}
	}
	for _, s := range e.list {
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			for _, d := range s.List {
				id, plain := d.Target.(*ast.Identifier)
				if !plain {
					if patternHas(d.Target, name) {
						return binding{kind: lexical}, true
					}
					continue
				}
				if id.Name != name {
					continue
				}
				b := binding{kind: lexical}
				if s.Token.String() == "const" {
					b.kind = constant
					switch i := d.Initializer.(type) {
					case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
						b.fn = i
					case *ast.NumberLiteral:
						b.init = i
					}
				}
				return b, true
			}
		case *ast.ClassDeclaration:
			if s.Class.Name != nil && s.Class.Name.Name == name {
				return binding{kind: forbidden}, true
			}
		case *ast.FunctionDeclaration:
			if s.Function.Name != nil && s.Function.Name.Name == name {
				b, ok = binding{kind: function_, fn: s.Function}, true // the last one counts
			}
		}
	}
	if ok {
		switch e.node.(type) {
		case *ast.BlockStatement, *ast.Program:
			b.fn = nil // sloppy code may see another outside of a block, other scripts may change a global
		}
		return b, true
	}
	switch f := e.node.(type) {
	case *ast.FunctionLiteral:
		if hasParam(f.ParameterList, name) {
			return binding{kind: variab}, true
		}
		if declares(f.DeclarationList, name) {
			return binding{kind: variab}, true
		}
		if name == "arguments" {
			return binding{kind: forbidden}, true
		}
		if f.Name != nil && f.Name.Name == name {
			if e.outer != nil {
				if o, ok := e.outer.own(name); ok && o.fn == ast.Expression(f) {
					return binding{}, false // the declaration's own name is outside
				}
			}
			return binding{kind: function_, fn: f}, true
		}
	case *ast.ArrowFunctionLiteral:
		if hasParam(f.ParameterList, name) || declares(f.DeclarationList, name) {
			return binding{kind: variab}, true
		}
	case *ast.Program:
		if declares(f.DeclarationList, name) {
			return binding{kind: variab}, true
		}
	}
	return binding{}, false
}

func declares(list []*ast.VariableDeclaration, name unistring.String) bool {
	for _, d := range list {
		for _, b := range d.List {
			if patternHas(b.Target, name) {
				return true
			}
		}
	}
	return false
}

func hasParam(p *ast.ParameterList, name unistring.String) bool {
	if p == nil {
		return false
	}
	for _, b := range p.List {
		if patternHas(b.Target, name) {
			return true
		}
	}
	return p.Rest != nil && patternHas(p.Rest, name)
}

// patternHas reports whether a binding declares a name, or an assignment sets it.
func patternHas(target ast.Expression, name unistring.String) bool {
	switch t := target.(type) {
	case nil:
	case *ast.Identifier:
		return t != nil && t.Name == name
	case *ast.Binding:
		return t != nil && patternHas(t.Target, name)
	case *ast.AssignExpression:
		return patternHas(t.Left, name)
	case *ast.SpreadElement:
		return patternHas(t.Expression, name)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			if patternHas(e, name) {
				return true
			}
		}
		return patternHas(t.Rest, name)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				if p.Name.Name == name {
					return true
				}
			case *ast.PropertyKeyed:
				if patternHas(p.Value, name) {
					return true
				}
			}
		}
		return patternHas(t.Rest, name)
	}
	return false
}
