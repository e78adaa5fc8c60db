package loader

import (
	"strconv"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// A binder goes over the parsed text of an ES module (or of a script with
// import()) and puts back what scanES replaced: await, import() and import.meta.
// References to imported names become reads of the import's cell, %n.v, so that
// they see the exporting module's variable as it is now.
type binder struct {
	name    string
	scan    *esScan
	src     string                        // the author's text
	imports map[unistring.String]int      // local name -> cell
	written map[unistring.String]bool     // names that anything is assigned to
	scope   *names                        // where one of imports may mean something else
	fn      context                       // what await means here
	inside  int                           // functions around, arrow functions left out
	host    func(file.Idx) ast.Expression // what import() and import.meta are members of; nil in a script
	async   bool                          // await at the top level was found
	fault   *scanFault
}

type names struct {
	outer *names
	own   map[unistring.String]bool
}

// context is the kind of code that is being walked.
type context uint8

const (
	plainCode  context = iota // a function
	asyncCode                 // an async function
	moduleCode                // a module's top level
)

func (b *binder) fail(at file.Idx, msg string) {
	if b.fault == nil {
		b.fault = &scanFault{int(at) - 1, msg}
	}
}

// enter opens a scope that declares list, as far as imports have these names.
func (b *binder) enter(declare func(add func(unistring.String))) func() {
	before := b.scope
	if len(b.imports) > 0 {
		var own map[unistring.String]bool
		declare(func(n unistring.String) {
			if _, ok := b.imports[n]; ok {
				if own == nil {
					own = map[unistring.String]bool{}
				}
				own[n] = true
			}
		})
		if own != nil {
			b.scope = &names{before, own}
		}
	}
	return func() { b.scope = before }
}

// cell reports which import a name means here.
func (b *binder) cell(name unistring.String) (int, bool) {
	i, ok := b.imports[name]
	if !ok {
		return 0, false
	}
	for s := b.scope; s != nil; s = s.outer {
		if s.own[name] {
			return 0, false
		}
	}
	return i, true
}

// read is the expression %n.v.
func read(cell int, at file.Idx) ast.Expression {
	return &ast.DotExpression{
		Left:       &ast.Identifier{Name: unistring.String("%" + strconv.Itoa(cell)), Idx: at},
		Identifier: ast.Identifier{Name: "v", Idx: at},
	}
}

// constant is what an assignment to an import assigns to: it throws.
func (b *binder) constant(at file.Idx) ast.Expression {
	return &ast.DotExpression{Left: &ast.Identifier{Name: "%m", Idx: at}, Identifier: ast.Identifier{Name: "constant", Idx: at}}
}

// bound adds the names that a binding pattern declares.
func bound(target ast.Expression, add func(unistring.String)) {
	switch t := target.(type) {
	case *ast.Identifier:
		if t != nil {
			add(t.Name)
		}
	case *ast.AssignExpression:
		bound(t.Left, add)
	case *ast.Binding:
		bound(t.Target, add)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			bound(e, add)
		}
		bound(t.Rest, add)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				add(p.Name.Name)
			case *ast.PropertyKeyed:
				bound(p.Value, add)
			}
		}
		bound(t.Rest, add)
	}
}

func boundAll(list []*ast.Binding, add func(unistring.String)) {
	for _, x := range list {
		bound(x.Target, add)
	}
}

// lexical adds what a list of statements declares for its block.
func lexical(list []ast.Statement, add func(unistring.String)) {
	for _, s := range list {
		for {
			l, ok := s.(*ast.LabelledStatement)
			if !ok {
				break
			}
			s = l.Statement
		}
		switch s := s.(type) {
		case *ast.LexicalDeclaration:
			boundAll(s.List, add)
		case *ast.ClassDeclaration:
			add(s.Class.Name.Name)
		case *ast.FunctionDeclaration:
			add(s.Function.Name.Name)
		}
	}
}

func vars(list []*ast.VariableDeclaration, add func(unistring.String)) {
	for _, d := range list {
		boundAll(d.List, add)
	}
}

// original gives a function's source text back its author's words.
func (b *binder) original(source string, end file.Idx) string {
	to := int(end) - 1
	from := to - len(source)
	if from < 0 || to > len(b.src) || string(b.scan.text[from:to]) != source {
		return source
	}
	return b.src[from:to]
}

func (b *binder) within(c context, walk func()) {
	before := b.fn
	b.fn = c
	walk()
	b.fn = before
}

func (b *binder) function(f *ast.FunctionLiteral, declared bool) {
	if f == nil {
		return
	}
	if !declared && f.Name != nil {
		defer b.enter(func(add func(unistring.String)) { add(f.Name.Name) })()
	}
	f.Source = b.original(f.Source, f.Body.Idx1())
	c := plainCode
	if f.Async {
		c = asyncCode
	}
	b.inside++
	b.within(c, func() { b.code(f.ParameterList, f.Body, f.DeclarationList) })
	b.inside--
}

func (b *binder) code(params *ast.ParameterList, body *ast.BlockStatement, declared []*ast.VariableDeclaration) {
	leave := b.enter(func(add func(unistring.String)) {
		if params != nil {
			boundAll(params.List, add)
			bound(params.Rest, add)
		}
		vars(declared, add)
		if body != nil {
			lexical(body.List, add)
		}
	})
	defer leave()
	b.params(params)
	if body != nil {
		b.statements(body.List)
	}
}

func (b *binder) params(p *ast.ParameterList) {
	if p == nil {
		return
	}
	b.bindings(p.List)
	b.declaration(p.Rest)
}

func (b *binder) arrow(f *ast.ArrowFunctionLiteral) {
	f.Source = b.original(f.Source, f.Body.Idx1())
	c := plainCode
	if f.Async {
		c = asyncCode
	}
	b.within(c, func() {
		if body, ok := f.Body.(*ast.BlockStatement); ok {
			b.code(f.ParameterList, body, f.DeclarationList)
			return
		}
		defer b.enter(func(add func(unistring.String)) {
			boundAll(f.ParameterList.List, add)
			bound(f.ParameterList.Rest, add)
		})()
		b.params(f.ParameterList)
		e := f.Body.(*ast.ExpressionBody)
		e.Expression = b.expr(e.Expression)
	})
}

func (b *binder) class(c *ast.ClassLiteral) {
	if c.Name != nil {
		defer b.enter(func(add func(unistring.String)) { add(c.Name.Name) })()
	}
	c.Source = b.original(c.Source, c.RightBrace+1)
	c.SuperClass = b.expr(c.SuperClass)
	for _, el := range c.Body {
		switch e := el.(type) {
		case *ast.FieldDefinition:
			e.Key = b.key(e.Key, e.Computed)
			b.within(plainCode, func() { e.Initializer = b.expr(e.Initializer) })
		case *ast.MethodDefinition:
			e.Key = b.key(e.Key, e.Computed)
			b.function(e.Body, false)
		case *ast.ClassStaticBlock:
			b.within(plainCode, func() { b.code(nil, e.Block, e.DeclarationList) })
		}
	}
}

// key restores a property's name if it was one of the replaced words.
func (b *binder) key(k ast.Expression, computed bool) ast.Expression {
	if computed {
		return b.expr(k)
	}
	if s, ok := k.(*ast.StringLiteral); ok {
		if was, ok := b.scan.names[int(s.Idx)-1]; ok {
			s.Value, s.Literal = unistring.String(was), was
		}
	}
	return k
}

func (b *binder) bindings(list []*ast.Binding) {
	for _, x := range list {
		b.declaration(x.Target)
		x.Initializer = b.expr(x.Initializer)
	}
}

// declaration walks the expressions within a pattern that declares names.
func (b *binder) declaration(target ast.Expression) {
	switch t := target.(type) {
	case *ast.AssignExpression:
		b.declaration(t.Left)
		t.Right = b.expr(t.Right)
	case *ast.Binding:
		b.declaration(t.Target)
		t.Initializer = b.expr(t.Initializer)
	case *ast.ArrayPattern:
		for _, e := range t.Elements {
			b.declaration(e)
		}
		b.declaration(t.Rest)
	case *ast.ObjectPattern:
		for _, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				p.Initializer = b.expr(p.Initializer)
			case *ast.PropertyKeyed:
				p.Key = b.key(p.Key, p.Computed)
				b.declaration(p.Value)
			}
		}
		b.declaration(t.Rest)
	}
}

// target walks what is assigned to.
func (b *binder) target(e ast.Expression) ast.Expression {
	switch t := e.(type) {
	case nil:
		return nil
	case *ast.Identifier:
		if t == nil {
			return e
		}
		if _, ok := b.cell(t.Name); ok {
			return b.constant(t.Idx)
		}
		b.written[t.Name] = true
		return t
	case *ast.AssignExpression:
		t.Left = b.target(t.Left)
		t.Right = b.expr(t.Right)
		return t
	case *ast.ArrayPattern:
		for i, x := range t.Elements {
			t.Elements[i] = b.target(x)
		}
		t.Rest = b.target(t.Rest)
		return t
	case *ast.ObjectPattern:
		for i, p := range t.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				p.Initializer = b.expr(p.Initializer)
				if _, ok := b.cell(p.Name.Name); ok {
					var v ast.Expression = b.constant(p.Name.Idx)
					if p.Initializer != nil {
						v = &ast.AssignExpression{Operator: token.ASSIGN, Left: v, Right: p.Initializer}
					}
					t.Properties[i] = &ast.PropertyKeyed{Key: stringLiteral(p.Name), Kind: ast.PropertyKindValue, Value: v}
				} else {
					b.written[p.Name.Name] = true
				}
			case *ast.PropertyKeyed:
				p.Key = b.key(p.Key, p.Computed)
				p.Value = b.target(p.Value)
			}
		}
		t.Rest = b.target(t.Rest)
		return t
	}
	return b.expr(e)
}

func stringLiteral(id ast.Identifier) *ast.StringLiteral {
	return &ast.StringLiteral{Idx: id.Idx, Literal: id.Name.String(), Value: id.Name}
}
