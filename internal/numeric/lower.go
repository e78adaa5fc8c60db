package numeric

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// lowerer puts one function or loop into the language of ir.go. What it cannot say stops it: bad tells why.
type lowerer struct {
	finder  *Finder
	fn      *function
	env     *Env // around the function, or around the body of the loop
	frames  []frame
	targets []target
	labels  []unistring.String // of the statement that comes next
	bad     string
}

// frame is a block with declarations of its own.
type frame []declared

type declared struct {
	v        *variable
	constant bool
	ready    bool // its declaration lies behind
}

// target is what break and continue may name.
type target struct {
	s      *stmt
	labels []unistring.String
	loop   bool
	breaks bool // for break without a label
}

func (l *lowerer) fail(why string) {
	if l.bad == "" {
		l.bad = why
	}
}

func (l *lowerer) variable(name unistring.String) *variable {
	v := &variable{name: name, id: len(l.fn.vars), shared: -1}
	l.fn.vars = append(l.fn.vars, v)
	return v
}

// function lowers a function, once. While that goes on, calls of it count as possible.
func (f *Finder) function(lit ast.Expression, env *Env) *function {
	if fn, ok := f.functions[lit]; ok {
		return fn
	}
	fn := &function{file: f.file}
	f.functions[lit] = fn
	l := &lowerer{finder: f, fn: fn}
	switch lit := lit.(type) {
	case *ast.FunctionLiteral:
		fn.name, fn.at = name(lit.Name), lit.Function
		if lit.Async || lit.Generator {
			l.fail("is asynchronous or a generator")
			break
		}
		l.env = &Env{outer: env, node: lit, list: lit.Body.List}
		l.parameters(lit.ParameterList, lit.DeclarationList)
		l.block(lit.Body.List, &fn.body)
	case *ast.ArrowFunctionLiteral:
		fn.name, fn.at = "=>", lit.Start
		if lit.Async {
			l.fail("is asynchronous")
			break
		}
		l.env = &Env{outer: env, node: lit}
		l.parameters(lit.ParameterList, lit.DeclarationList)
		switch b := lit.Body.(type) {
		case *ast.BlockStatement:
			l.env.list = b.List
			l.block(b.List, &fn.body)
		case *ast.ExpressionBody:
			fn.values = true
			fn.body = []*stmt{{op: sReturn, e: l.expr(b.Expression)}}
		}
	}
	fn.bad = l.bad
	if fn.bad == "" && !fn.values {
		fn.voids = true
	}
	return fn
}

func name(id *ast.Identifier) string {
	if id == nil {
		return "(anonymous)"
	}
	return id.Name.String()
}

func (l *lowerer) parameters(params *ast.ParameterList, vars []*ast.VariableDeclaration) {
	var own frame
	if params.Rest != nil {
		l.fail("has a rest parameter")
		return
	}
	for _, p := range params.List {
		id, ok := p.Target.(*ast.Identifier)
		if !ok || p.Initializer != nil {
			l.fail("has a parameter that is not a plain name")
			return
		}
		v := l.variable(id.Name)
		own = append(own, declared{v: v, ready: true})
		l.fn.params = append(l.fn.params, v)
	}
	for i, a := range l.fn.params {
		for _, b := range l.fn.params[:i] {
			if a.name == b.name {
				l.fail("has two parameters of one name")
				return
			}
		}
	}
	for _, d := range vars {
		for _, b := range d.List {
			id, ok := b.Target.(*ast.Identifier)
			if !ok {
				l.fail("takes values apart")
				return
			}
			if own.find(id.Name) == nil {
				v := l.variable(id.Name)
				own = append(own, declared{v: v, ready: true})
				l.fn.body = append(l.fn.body, &stmt{op: sLet, v: v})
			}
		}
	}
	l.frames = append(l.frames, own)
}

func (f frame) find(name unistring.String) *declared {
	for i := range f {
		if f[i].v.name == name {
			return &f[i]
		}
	}
	return nil
}

// region lowers a loop as something to be entered at the start of its body. env is around the body.
func (f *Finder) region(s ast.Statement, labels []unistring.String, env *Env) *function {
	fn := &function{name: "loop", file: f.file, at: s.Idx0(), region: true}
	l := &lowerer{finder: f, fn: fn, env: env, labels: labels}
	var out []*stmt
	switch s := s.(type) {
	case *ast.ForStatement:
		l.loop(s.Test, s.Update, s.Body, false, &out)
	case *ast.WhileStatement:
		l.loop(s.Test, nil, s.Body, false, &out)
	case *ast.DoWhileStatement:
		l.loop(s.Test, nil, s.Body, true, &out)
	}
	if l.bad == "" {
		out[0].entered = true
	}
	fn.body, fn.bad = out, l.bad
	return fn
}

// resolve finds the variable of a name, nil for what is none.
func (l *lowerer) resolve(name unistring.String) (v *variable, fixed bool) {
	for i := len(l.frames) - 1; i >= 0; i-- {
		if d := l.frames[i].find(name); d != nil {
			if !d.ready {
				l.fail("uses a variable before its declaration")
			}
			return d.v, d.constant
		}
	}
	b, ok := l.env.lookUp(name)
	if !ok || b.kind == function_ || b.kind == forbidden {
		return nil, false
	}
	for _, v := range l.fn.outer {
		if v.outer.env == b.env && v.name == name {
			return v, b.kind == constant
		}
	}
	v = l.variable(name)
	v.outer = &b
	l.fn.outer = append(l.fn.outer, v)
	return v, b.kind == constant
}

// global reports whether a name is the global one.
func (l *lowerer) global(name unistring.String) bool {
	for _, f := range l.frames {
		if f.find(name) != nil {
			return false
		}
	}
	_, declared := l.env.lookUp(name)
	return !declared
}

// block lowers a list of statements with the declarations that belong to it.
func (l *lowerer) block(list []ast.Statement, out *[]*stmt) {
	var own frame
	for _, s := range list {
		if d, ok := s.(*ast.LexicalDeclaration); ok {
			for _, b := range d.List {
				id, ok := b.Target.(*ast.Identifier)
				if !ok {
					l.fail("takes values apart")
					return
				}
				own = append(own, declared{v: l.variable(id.Name), constant: d.Token.String() == "const"})
			}
		}
	}
	l.frames = append(l.frames, own)
	for _, s := range list {
		l.stmt(s, out)
	}
	l.frames = l.frames[:len(l.frames)-1]
}

func (l *lowerer) stmt(s ast.Statement, out *[]*stmt) {
	if l.bad != "" {
		return
	}
	labels := l.labels
	l.labels = nil
	add := func(s *stmt) { *out = append(*out, s) }
	switch s := s.(type) {
	case nil, *ast.EmptyStatement:
	case *ast.BlockStatement:
		if len(labels) == 0 {
			l.block(s.List, out)
			return
		}
		b := &stmt{op: sBlock}
		l.targets = append(l.targets, target{s: b, labels: labels})
		l.block(s.List, &b.body)
		l.targets = l.targets[:len(l.targets)-1]
		add(b)
	case *ast.ExpressionStatement:
		if _, directive := s.Expression.(*ast.StringLiteral); directive {
			return
		}
		l.effect(s.Expression, out)
	case *ast.VariableStatement:
		l.bindings(s.List, false, out)
	case *ast.LexicalDeclaration:
		l.bindings(s.List, true, out)
	case *ast.ReturnStatement:
		if s.Argument == nil {
			l.fn.voids = true
			add(&stmt{op: sReturn})
			return
		}
		l.fn.values = true
		add(&stmt{op: sReturn, e: l.expr(s.Argument)})
	case *ast.IfStatement:
		i := &stmt{op: sIf, e: l.expr(s.Test)}
		l.stmt(s.Consequent, &i.body)
		l.stmt(s.Alternate, &i.other)
		add(i)
	case *ast.ForStatement:
		l.frames = append(l.frames, nil)
		switch i := s.Initializer.(type) {
		case *ast.ForLoopInitializerExpression:
			l.effect(i.Expression, out)
		case *ast.ForLoopInitializerVarDeclList:
			l.bindings(i.List, false, out)
		case *ast.ForLoopInitializerLexicalDecl:
			d := &i.LexicalDeclaration
			for _, b := range d.List {
				id, ok := b.Target.(*ast.Identifier)
				if !ok {
					l.fail("takes values apart")
					return
				}
				top := len(l.frames) - 1
				l.frames[top] = append(l.frames[top], declared{v: l.variable(id.Name), constant: d.Token.String() == "const"})
			}
			l.bindings(d.List, true, out)
		}
		l.labels = labels
		l.loop(s.Test, s.Update, s.Body, false, out)
		l.frames = l.frames[:len(l.frames)-1]
	case *ast.WhileStatement:
		l.labels = labels
		l.loop(s.Test, nil, s.Body, false, out)
	case *ast.DoWhileStatement:
		l.labels = labels
		l.loop(s.Test, nil, s.Body, true, out)
	case *ast.LabelledStatement:
		l.labels = append(labels, s.Label.Name)
		l.stmt(s.Statement, out)
	case *ast.SwitchStatement:
		add(l.choose(s, labels))
	case *ast.BranchStatement:
		l.branch(s, add)
	default:
		l.fail(statementName(s))
	}
}

func (l *lowerer) branch(s *ast.BranchStatement, add func(*stmt)) {
	leave := s.Token.String() == "break"
	for i := len(l.targets) - 1; i >= 0; i-- {
		t := l.targets[i]
		if s.Label != nil {
			for _, name := range t.labels {
				if name == s.Label.Name {
					add(branchTo(t.s, leave))
					return
				}
			}
			continue
		}
		if leave && t.breaks || !leave && t.loop {
			add(branchTo(t.s, leave))
			return
		}
	}
	l.fail("jumps out of the loop")
}

func branchTo(t *stmt, leave bool) *stmt {
	if leave {
		return &stmt{op: sBreak, target: t}
	}
	return &stmt{op: sContinue, target: t}
}

// effect lowers an expression of which only the effects count.
func (l *lowerer) effect(e ast.Expression, out *[]*stmt) {
	if s, ok := e.(*ast.SequenceExpression); ok {
		for _, e := range s.Sequence {
			l.effect(e, out)
		}
		return
	}
	*out = append(*out, &stmt{op: sExpr, e: l.expr(e)})
}

func (l *lowerer) bindings(list []*ast.Binding, declares bool, out *[]*stmt) {
	for _, b := range list {
		id, ok := b.Target.(*ast.Identifier)
		if !ok {
			l.fail("takes values apart")
			return
		}
		var value *expr
		if b.Initializer != nil {
			value = l.expr(b.Initializer)
		}
		if l.bad != "" {
			return
		}
		var v *variable
		if declares {
			d := l.frames[len(l.frames)-1].find(id.Name)
			d.ready, v = true, d.v
		} else if v, _ = l.resolve(id.Name); v == nil {
			l.fail("declares what is no variable")
			return
		}
		switch {
		case value != nil:
			v.assigned = true
			*out = append(*out, &stmt{op: sExpr, e: l.new(&expr{op: opAssign, v: v, a: value})})
		case declares:
			*out = append(*out, &stmt{op: sLet, v: v})
		}
	}
}

func (l *lowerer) loop(test, update ast.Expression, body ast.Statement, doWhile bool, out *[]*stmt) {
	s := &stmt{op: sLoop, doWhile: doWhile}
	l.fn.loops++
	labels := l.labels
	l.labels = nil
	if test != nil {
		s.e = l.expr(test)
	}
	l.targets = append(l.targets, target{s: s, labels: labels, loop: true, breaks: true})
	l.stmt(body, &s.body)
	l.targets = l.targets[:len(l.targets)-1]
	if update != nil {
		s.update = l.expr(update)
	}
	*out = append(*out, s)
}

func (l *lowerer) choose(s *ast.SwitchStatement, labels []unistring.String) *stmt {
	out := &stmt{op: sSwitch, e: l.expr(s.Discriminant), fallback: -1}
	l.targets = append(l.targets, target{s: out, labels: labels, breaks: true})
	for i, c := range s.Body {
		var k switchCase
		if c.Test != nil {
			k.test = l.expr(c.Test)
		} else {
			out.fallback = i
		}
		for _, s := range c.Consequent {
			if _, ok := s.(*ast.LexicalDeclaration); ok {
				l.fail("declares a variable in a case")
				return out
			}
			l.stmt(s, &k.body)
		}
		out.cases = append(out.cases, k)
	}
	l.targets = l.targets[:len(l.targets)-1]
	return out
}

func statementName(s ast.Statement) string {
	switch s.(type) {
	case *ast.TryStatement:
		return "has a try statement"
	case *ast.ThrowStatement:
		return "throws"
	case *ast.ForOfStatement, *ast.ForInStatement:
		return "goes over a collection"
	case *ast.FunctionDeclaration, *ast.ClassDeclaration:
		return "declares a function or class"
	}
	return "has a statement that is not for numbers"
}
