package loader

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// ESModule is a compiled ES module.
//
// Program's value is a generator function (%m, %0, %1, ...): %m is the host object
// that has import(), meta and constant; %n is the cell of Imports[n], an object
// whose property v is the imported value. The first step of the generator hoists
// the module's functions and yields an array of getters, one for each of Locals.
// The second step runs the module. A top-level await yields what it waits for and
// takes the outcome as the result of that step.
type ESModule struct {
	Program   *goja.Program
	Requests  []Request
	Imports   []Import
	Locals    []Local
	Reexports []Reexport
	Async     bool // it has a top-level await
	Name      string
	Source    string

	text   *file.File // what was compiled
	mapped bool       // it was made from Source, with a source map
}

// Local is an export of a variable of the module's own.
type Local struct {
	Name string // as others import it
	Var  string
	// Hoisted: a function that nothing is assigned to, whose value is there before
	// the module runs. Constant: the value is final once the module has run.
	Hoisted, Constant bool
}

// HasModuleSyntax reports whether src has import or export declarations or
// import.meta, by which Node tells an ES module from a CommonJS one.
func HasModuleSyntax(src string) bool {
	if !strings.Contains(src, "import") && !strings.Contains(src, "export") {
		return false
	}
	s, err := scanES(src)
	return err == nil && s.modules
}

// IsESModule tells whether a text that is no CommonJS module is an ES module: it
// has its syntax, or a top-level await.
func IsESModule(name, src string) bool {
	if HasModuleSyntax(src) {
		return true
	}
	if !strings.Contains(src, "await") {
		return false
	}
	m, err := CompileES(name, src)
	return err == nil && m.Async
}

// CompilesAsCommonJS reports whether src is the text of a CommonJS module.
func CompilesAsCommonJS(name, src string) bool {
	_, err := CompileModule(name, src)
	return err == nil
}

// SyntaxError is an error about the declaration at pos.
func (m *ESModule) SyntaxError(pos int, msg string) *SyntaxError {
	return syntaxError(m.Name, m.Source, &parser.Error{Position: m.position(pos), Message: msg})
}

// Place shows a top-level await that was not settled.
func (m *ESModule) Place(pos int) string {
	p := m.position(pos)
	line, _ := SourceLine(m.Name, p.Line)
	return "Warning: Detected unsettled top-level await at " + m.Name + ":" + strconv.Itoa(p.Line) + "\n" +
		line + "\n" + strings.Repeat(" ", max(0, p.Column-1)) + "^\n\n\n"
}

// position is the author's line and column of an offset in the compiled text.
func (m *ESModule) position(pos int) file.Position {
	p := m.text.Position(pos)
	if m.mapped { // through a source map, whose columns begin at 0
		p.Column++
	}
	return p
}

// CompareUTF16 orders names by their UTF-16 code units, as JavaScript does.
func CompareUTF16(a, b string) int {
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

var esModules = map[key]*ESModule{}

// CompileES compiles an ES module; name is its URL. Errors are *SyntaxError.
// Modules are kept for the process.
func CompileES(name, src string) (*ESModule, error) {
	return cachedES(name, src, func(told bool) (*ESModule, error) {
		if told {
			if text, ok := lowerText(name, blankHashbang(src), true); ok {
				if m, err := compileES(name, text, src); err == nil {
					return m, nil
				}
			}
		}
		m, err := compileES(name, src, src, parser.WithDisableSourceMaps)
		if err != nil && lowerable(src) {
			for _, told := range [...]bool{false, true} { // as lower does
				if text, ok := lowerText(name, blankHashbang(src), told); ok {
					if low, err2 := compileES(name, text, src); err2 == nil {
						return low, nil
					}
				}
				if !strings.Contains(src, "super") {
					break
				}
			}
		}
		return m, err
	})
}

// CompileTransformedES compiles text, which a transform (TypeScript, say) has made
// of src and which ends with the source map that leads back there.
func CompileTransformedES(name, text, src string) (*ESModule, error) {
	return cachedES(name, src, func(bool) (*ESModule, error) { return compileES(name, text, src) })
}

func cachedES(name, src string, compile func(told bool) (*ESModule, error)) (*ESModule, error) {
	k := key{name, src, TellAsync(src)}
	cacheMu.Lock()
	m := esModules[k]
	cacheMu.Unlock()
	if m != nil {
		return m, nil
	}
	if err := refuseDeep(name, src); err != nil {
		return nil, err
	}
	m, err := compile(k.told)
	if err != nil {
		return nil, syntaxError(name, src, err)
	}
	cacheMu.Lock()
	esModules[k] = m
	sources[name] = src
	cacheMu.Unlock()
	return m, nil
}

// compileES compiles text, which is src or made from it.
func compileES(name, text, src string, opts ...parser.Option) (*ESModule, error) {
	text = blankHashbang(text)
	s, err := scanES(text)
	if err != nil {
		return nil, faultError(name, text, err)
	}
	tree, err := parser.ParseFile(nil, name, string(s.text), 0, opts...)
	if err != nil {
		return nil, s.parseError(err)
	}
	m := &ESModule{Name: name, Source: src, text: tree.File, mapped: text != blankHashbang(src), Requests: s.requests, Imports: s.imports, Reexports: s.reexports}
	if m.mapped {
		noteMapped(name)
	}
	b := &binder{scan: s, src: text, imports: map[unistring.String]int{}, written: map[unistring.String]bool{}, fn: moduleCode}
	b.host = func(at file.Idx) ast.Expression { return &ast.Identifier{Name: "%m", Idx: at} }
	if err := m.link(tree, b); err != nil {
		return nil, faultError(name, text, err)
	}
	b.statements(tree.Body)
	if b.fault != nil {
		return nil, faultError(name, text, b.fault)
	}
	m.Async = b.async
	tree.Body = []ast.Statement{&ast.ExpressionStatement{Expression: m.generator(tree)}}
	tree.DeclarationList = nil
	mended := mendStrict(tree)
	for i, l := range m.Locals {
		name := unistring.NewFromString(l.Var)
		final := !b.written[name] && !b.written["eval"]
		m.Locals[i].Hoisted, m.Locals[i].Constant = l.Hoisted && final, final
	}
	if m.Program, err = mended.compile(true); err != nil {
		return nil, err
	}
	return m, nil
}

// link checks the module's declarations against its import and export records,
// and restores the declarations that scanES put into other words.
func (m *ESModule) link(tree *ast.Program, b *binder) error {
	s := b.scan
	for i, imp := range s.imports {
		n := unistring.NewFromString(imp.Local)
		if _, twice := b.imports[n]; twice {
			return &scanFault{imp.Pos, "Identifier '" + imp.Local + "' has already been declared"}
		}
		b.imports[n] = i
	}
	declared := map[unistring.String]bool{}
	functions := map[unistring.String]bool{}
	var conflict error
	at := 0
	declare := func(n unistring.String) {
		declared[n] = true
		if _, ok := b.imports[n]; ok && conflict == nil {
			conflict = &scanFault{at, "Identifier '" + n.String() + "' has already been declared"}
		}
	}
	for i, st := range tree.Body {
		tree.Body[i] = s.restore(st)
		if _, ok := tree.Body[i].(*ast.ExpressionStatement); ok {
			continue // its beginning is not always known
		}
		at = int(tree.Body[i].Idx0()) - 1
		own := func(unistring.String) {}
		if s.declared[at] {
			own = func(n unistring.String) { s.declare(n.String(), n.String(), at) }
		}
		both := func(n unistring.String) { declare(n); own(n) }
		switch st := tree.Body[i].(type) {
		case *ast.VariableStatement:
			boundAll(st.List, both)
		case *ast.FunctionDeclaration:
			functions[st.Function.Name.Name] = true
			both(st.Function.Name.Name)
		default:
			lexical(tree.Body[i:i+1], both)
		}
	}
	vars(tree.DeclarationList, declare)
	if conflict != nil {
		return conflict
	}
	seen := map[string]bool{}
	once := func(name string, pos int) error {
		if seen[name] {
			return &scanFault{pos, "Duplicate export of '" + name + "'"}
		}
		seen[name] = true
		return nil
	}
	slices.SortStableFunc(s.exports, func(a, b localExport) int { return a.pos - b.pos })
	for _, e := range s.exports {
		if err := once(e.name, e.pos); err != nil {
			return err
		}
		n := unistring.NewFromString(e.local)
		if i, ok := b.imports[n]; ok { // import { a } from 'x'; export { a }
			imp := s.imports[i]
			m.Reexports = append(m.Reexports, Reexport{imp.Request, imp.Name, e.name, e.pos})
			continue
		}
		if !declared[n] {
			return &scanFault{e.pos, "Export '" + e.local + "' is not defined in module"}
		}
		m.Locals = append(m.Locals, Local{Name: e.name, Var: e.local, Hoisted: functions[n]})
	}
	for _, r := range s.reexports {
		if r.As != "" {
			if err := once(r.As, r.Pos); err != nil {
				return err
			}
		}
	}
	return nil
}

// restore makes `a = x` what it was, export default x: const default = x. The name
// cannot be written, and is the one that a nameless function gets.
func (s *esScan) restore(st ast.Statement) ast.Statement {
	switch st := st.(type) {
	case *ast.ExpressionStatement:
		a, ok := st.Expression.(*ast.AssignExpression)
		if !ok {
			return st
		}
		id, ok := a.Left.(*ast.Identifier)
		if !ok || !s.defaults[int(id.Idx)-1] {
			return st
		}
		id.Name = "default"
		return &ast.LexicalDeclaration{Idx: id.Idx, Token: token.CONST, List: []*ast.Binding{{Target: id, Initializer: a.Right}}}
	case *ast.FunctionDeclaration:
		at := int(st.Function.Function) - 1
		if s.anonymous[at] > 0 {
			st.Function.Name.Name = "default"
			st.Function.Source = s.src[s.anonymous[at] : int(st.Function.Body.Idx1())-1]
		}
	}
	return st
}

// generator is the function around the module's statements.
func (m *ESModule) generator(tree *ast.Program) *ast.FunctionLiteral {
	id := func(name string) *ast.Identifier { return &ast.Identifier{Name: unistring.NewFromString(name), Idx: 1} }
	params := &ast.ParameterList{Opening: 1, Closing: 1, List: []*ast.Binding{{Target: id("%m")}}}
	for i := range m.Imports {
		params.List = append(params.List, &ast.Binding{Target: id("%" + strconv.Itoa(i))})
	}
	getters := &ast.ArrayLiteral{LeftBracket: 1, RightBracket: 1}
	for _, l := range m.Locals {
		getters.Value = append(getters.Value, &ast.ArrowFunctionLiteral{
			Start:         1,
			ParameterList: &ast.ParameterList{Opening: 1, Closing: 1},
			Body:          &ast.ExpressionBody{Expression: id(l.Var)},
		})
	}
	first := &ast.ExpressionStatement{Expression: &ast.YieldExpression{Yield: 1, Argument: getters}}
	return &ast.FunctionLiteral{
		Function:        1,
		ParameterList:   params,
		Body:            &ast.BlockStatement{LeftBrace: 1, List: slices.Insert(tree.Body, 0, ast.Statement(first)), RightBrace: 1},
		DeclarationList: tree.DeclarationList,
		Generator:       true,
	}
}

func faultError(name, text string, err error) error {
	var f *scanFault
	if !errors.As(err, &f) {
		return err
	}
	pos := file.NewFile(name, text, 1).Position(f.pos)
	return &parser.Error{Position: pos, Message: f.msg}
}

// parseError names the author's word where goja stumbled over its replacement.
func (s *esScan) parseError(err error) error {
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 && strings.HasPrefix(list[0].Message, "Unexpected") {
		at := offset(string(s.text), list[0].Position)
		if was, ok := s.names[at]; ok {
			list[0].Message = "Unexpected token '" + was + "'"
			if was == "await" {
				list[0].Message = "Unexpected reserved word"
			}
		}
	}
	return err
}

// offset is the place of a position in text, in bytes.
func offset(text string, pos file.Position) int {
	at := 0
	for line := 1; line < pos.Line; line++ {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	return at + pos.Column - 1
}
