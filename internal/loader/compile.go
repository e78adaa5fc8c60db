package loader

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/regexps"
)

// SyntaxError is a source text that does not parse.
type SyntaxError struct {
	File    string
	Line    int // from 1
	Column  int // from 1
	Message string
	Source  string // the line
	Range   bool   // it is a RangeError: the text is nested too deeply
}

func (e *SyntaxError) Error() string { return e.Class() + ": " + e.Message }

// Class is the name of the error's class.
func (e *SyntaxError) Class() string {
	if e.Range {
		return "RangeError"
	}
	return "SyntaxError"
}

// Refused is a *SyntaxError with the text that it is about, for who does not want to hold that until it is known to be
// needed.
type Refused struct {
	*SyntaxError
	Text string
}

// Unwrap gives the SyntaxError.
func (e *Refused) Unwrap() error { return e.SyntaxError }

// ModuleFunc is what V8 calls the function around a CommonJS module in a stack.
const ModuleFunc = "Object.<anonymous>"

var moduleParams = [...]unistring.String{"exports", "require", "module", "__filename", "__dirname"}

type key struct {
	name, src string
	told      bool // TellAsync
}

var (
	cacheMu sync.Mutex
	cache   = map[key]*goja.Program{}
	length  int // of the texts in cache
	sources = map[string]string{}
	mapped  = map[string]bool{}
)

// MaxKept is how much text programs are kept of before all are dropped: a process that goes on compiling new texts (vm.Script)
// must not grow for it. A program takes some thirty times the memory of its text. It is to be set before the first.
var MaxKept = 8 << 20

// noteMapped records that positions in a file come from a source map.
func noteMapped(name string) {
	cacheMu.Lock()
	mapped[name] = true
	cacheMu.Unlock()
}

// Mapped reports whether positions in a file come from a source map, whose columns
// begin at 0.
func Mapped(name string) bool {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	return mapped[name]
}

// SourceLine returns a line (from 1) of a compiled source, for error reports.
func SourceLine(name string, line int) (string, bool) {
	cacheMu.Lock()
	src, ok := sources[name]
	cacheMu.Unlock()
	if !ok {
		return "", false
	}
	for ; line > 1; line-- {
		i := strings.IndexByte(src, '\n')
		if i < 0 {
			return "", false
		}
		src = src[i+1:]
	}
	text, _, _ := strings.Cut(src, "\n")
	return strings.TrimSuffix(text, "\r"), true
}

// cached gives a program of a text, which compile makes if it has not been made before. The text that is kept is the one
// that compile gives, the parser's own copy of src: of a large file nobody then holds the other.
func cached(name, src string, compile func(name, src string, told bool) (*goja.Program, string, error)) (*goja.Program, error) {
	told := TellAsync(src)
	cacheMu.Lock()
	p := cache[key{name, src, told}]
	cacheMu.Unlock()
	if p != nil {
		return p, nil
	}
	p, src, err := compile(name, src, told)
	if err == nil {
		cacheMu.Lock()
		if length += len(src); length > MaxKept {
			cache, length = map[key]*goja.Program{}, len(src)
		}
		cache[key{name, src, told}] = p
		sources[name] = src
		cacheMu.Unlock()
		if len(src) > large { // its tree and the compiler's notes are several times what the program is, and of no more use
			runtime.GC()
		}
	}
	return p, err
}

// large is how long a text is, in bytes, whose compiling is worth a collection of garbage.
const large = 2 << 20

// own is src as a tree has it: what the tree is made of may be changed in place, but for what is in the place of a hashbang.
func own(tree *ast.Program, src string) string {
	if text := tree.File.Source(); len(text) == len(src) && !strings.HasPrefix(src, "#!") && text == src {
		return text
	}
	return src
}

// CompileModule compiles a CommonJS module: a program whose value is the function
// (exports, require, module, __filename, __dirname). Programs are kept for the
// process, by name and text. Errors are *Refused.
//
// The function is put around the parsed text, not around its characters, so lines
// and columns are the author's.
func CompileModule(name, src string) (*goja.Program, error) {
	return cached(name, src, compileModule)
}

func compileModule(name, src string, told bool) (*goja.Program, string, error) {
	place := placeOf(name, src, told)
	if p := place.get(name, src); p != nil {
		return p, src, nil
	}
	if err := refuseDeep(name, src); err != nil {
		return nil, src, &Refused{err, src}
	}
	if told {
		if tree, ok := lower(name, blankHashbang(src), true); ok {
			if p, err := compile(wrapModule(tree, src)); err == nil {
				return p, src, nil
			}
		}
	}
	tree, err := parseModule(name, blankHashbang(src))
	var p *goja.Program
	if err == nil {
		src = own(tree, src)
		m := mend(wrapModule(tree, src))
		if len(src) > large && len(m.long) == 0 {
			runtime.GC()
		}
		if p, err = place.compile(m, src); err != nil && len(m.long) > 0 { // of its tree little is left
			if tree, err = parseModule(name, blankHashbang(src)); err == nil {
				m = mend(wrapModule(tree, src))
				m.long = nil
				p, err = place.compile(m, src)
			}
		}
	}
	// goja parses asynchronous generators, though it does not compile them.
	if err != nil && lowerable(src) {
		p, err = lowered(name, src, err)
	}
	if err != nil {
		return nil, src, &Refused{syntaxError(name, src, err), src}
	}
	return p, src, nil
}

// lowered is a module that goja did not understand, as esbuild lowers it.
func lowered(name, src string, err error) (*goja.Program, error) {
	wrap := func(t *ast.Program) *ast.Program { return wrapModule(t, src) }
	if p, ok, err := compileLowered(name, blankHashbang(src), wrap); ok {
		return p, err
	}
	return nil, err
}

func parseModule(name, text string) (*ast.Program, error) {
	tree, err := parse(name, text)
	if err != nil && strings.Contains(err.Error(), illegalReturn) {
		if tree, err = parse(name, returning(text)); err == nil {
			unwrapReturning(tree)
		}
	}
	if err != nil && hasDynamicImport(text) {
		if t, err2 := parseDynamic(name, text, parser.WithDisableSourceMaps); err2 == nil {
			return t, nil
		}
	}
	return tree, err
}

const illegalReturn = "Illegal return statement"

// returning makes text the body of a function: only a function may return, and a
// module is one. The columns of its first line are off by the length of this text.
func returning(text string) string { return "(function(){" + text + "\n})" }

func unwrapReturning(tree *ast.Program) {
	f := tree.Body[0].(*ast.ExpressionStatement).Expression.(*ast.FunctionLiteral)
	tree.Body, tree.DeclarationList = f.Body.List, f.DeclarationList
}

// wrapModule makes the tree one function of a module's parameters.
func wrapModule(tree *ast.Program, src string) *ast.Program {
	params := &ast.ParameterList{Opening: 1, Closing: 1}
	for _, p := range moduleParams {
		params.List = append(params.List, &ast.Binding{Target: &ast.Identifier{Name: p, Idx: 1}})
	}
	wrapper := &ast.FunctionLiteral{
		Function:        1,
		Name:            &ast.Identifier{Name: ModuleFunc, Idx: 1},
		ParameterList:   params,
		Body:            &ast.BlockStatement{LeftBrace: 1, List: tree.Body, RightBrace: file.Idx(tree.File.Base() + len(tree.File.Source()))},
		DeclarationList: tree.DeclarationList,
		Source:          moduleText(src),
	}
	tree.Body = []ast.Statement{&ast.ExpressionStatement{Expression: wrapper}}
	tree.DeclarationList = nil
	return tree
}

// moduleText is what the function around a module says it is. Only arguments.callee is that function: where nothing is
// called so, a large text is not written a second time.
func moduleText(src string) string {
	const head, tail = "function (exports, require, module, __filename, __dirname) {\n", "\n}"
	if len(src) > 1<<20 && !strings.Contains(src, "arguments.callee") {
		return head + tail
	}
	return head + src + tail
}

// CompileScript compiles a script that runs in the global scope.
func CompileScript(name, src string) (*goja.Program, error) {
	return cached(name, src, func(name, src string, told bool) (*goja.Program, string, error) {
		if err := refuseDeep(name, src); err != nil {
			return nil, src, err
		}
		text := blankHashbang(src)
		if told {
			if tree, ok := lower(name, text, true); ok {
				if p, err := compile(tree); err == nil {
					return p, src, nil
				}
			}
		}
		tree, err := parse(name, text)
		if err != nil && hasDynamicImport(text) {
			if t, err2 := parseDynamic(name, text, parser.WithDisableSourceMaps); err2 == nil {
				tree, err = t, nil
			}
		}
		var p *goja.Program
		if err == nil {
			p, err = compile(tree)
		}
		if err != nil && lowerable(src) {
			same := func(t *ast.Program) *ast.Program { return t }
			if q, ok, err2 := compileLowered(name, text, same); ok {
				p, err = q, err2
			}
		}
		if err != nil {
			return nil, src, syntaxError(name, src, err)
		}
		return p, src, nil
	})
}

func parse(name, text string) (*ast.Program, error) {
	tree, err := parser.ParseFile(nil, name, bytesOf(text), 0, parser.WithDisableSourceMaps)
	if err != nil && (strings.Contains(text, "<!--") || strings.Contains(text, "-->")) {
		if t, err2 := parser.ParseFile(nil, name, blankMarkup(text), 0, parser.WithDisableSourceMaps); err2 == nil {
			return t, nil
		}
	}
	return tree, err
}

// bytesOf are those of a text, which the parser copies and does not change.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }

// blankMarkup makes lines that begin with <!-- or --> comments of the same length,
// as scripts in old web pages have them (ECMAScript: B.1.1).
func blankMarkup(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest := strings.TrimLeft(line, " \t")
		if strings.HasPrefix(rest, "<!--") || strings.HasPrefix(rest, "-->") {
			lines[i] = line[:len(line)-len(rest)] + "//" + rest[2:]
		}
	}
	return strings.Join(lines, "\n")
}

// Newer reports whether a text that is given to Function may have syntax that goja
// lacks or reads otherwise, so that CompileScript must compile it.
func Newer(src string) bool {
	for _, s := range [...]string{"await", "async", "using ", "<!--", "-->", `\p`, `\P`, "(?i", "(?s", "(?m", "(?-", "new.target"} {
		if strings.Contains(src, s) {
			return true
		}
	}
	return false
}

func compile(tree *ast.Program) (*goja.Program, error) {
	return mend(tree).compile(false)
}

// blankHashbang turns #! on the first line into a comment of the same length.
func blankHashbang(src string) string {
	if strings.HasPrefix(src, "#!") {
		return "//" + src[2:]
	}
	return src
}

// Text is a file's content as source text, for which b is given away: without a byte order mark, and with U+FFFD for what is not UTF-8.
func Text(b []byte) string {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(b) {
		b = encoding.Repair(b)
	}
	return unsafe.String(unsafe.SliceData(b), len(b)) // which is nobody else's
}

func syntaxError(name, src string, err error) *SyntaxError {
	e := &SyntaxError{File: name, Line: 1, Column: 1, Message: err.Error()}
	var list parser.ErrorList
	var one *parser.Error
	var comp *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		one = list[0]
	case errors.As(err, &one):
	case errors.As(err, &comp):
		e.Message = comp.Message
		if comp.File != nil {
			pos := comp.File.Position(comp.Offset)
			e.Line, e.Column = pos.Line, pos.Column
		}
	}
	if one != nil {
		e.Line, e.Column, e.Message = one.Position.Line, one.Position.Column, one.Message
	}
	e.Message = Words(strings.TrimPrefix(e.Message, "SyntaxError: "))
	lines := strings.Split(src, "\n")
	if e.Line >= 1 && e.Line <= len(lines) {
		e.Source = strings.TrimSuffix(lines[e.Line-1], "\r")
		rest := e.Source[min(max(e.Column-1, 0), len(e.Source)):]
		if literal := regexps.Literal(rest); comp != nil && literal != "" {
			e.Message = regexps.Message(literal, e.Message)
		}
		e.Message = named(e.Message, rest)
	}
	return e
}

// named adds the word at which the parser stopped, as V8 does.
func named(msg, at string) string {
	t := &tokenizer{src: at}
	t.next()
	word := t.text()
	switch msg {
	case "Unexpected identifier":
		if t.tok.kind == tokIdent {
			return msg + " '" + word + "'"
		}
	case "Unexpected reserved word", "Cannot use import statement outside a module":
		switch word {
		case "import":
			if t.next(); t.is(".") {
				return "Cannot use 'import.meta' outside a module"
			}
			return "Cannot use import statement outside a module"
		case "export":
			return "Unexpected token 'export'"
		case "await":
			return "await is only valid in async functions and the top level bodies of modules"
		}
	}
	return msg
}

// Words puts a message of goja's parser into V8's words.
func Words(m string) string {
	if tok, ok := strings.CutPrefix(m, "Unexpected token "); ok {
		if strings.HasPrefix(tok, "'") {
			return m
		}
		switch tok {
		case "ILLEGAL":
			return "Invalid or unexpected token"
		case "import":
			return "Cannot use import statement outside a module"
		default:
			return "Unexpected token '" + tok + "'"
		}
	}
	switch m {
	case "Octal literals are not allowed in strict mode":
		return m + "."
	case "Unexpected reserved word":
		return "Cannot use import statement outside a module"
	}
	if name, ok := strings.CutSuffix(m, " already exists"); ok && strings.HasPrefix(m, "Label ") {
		return name + " has already been declared"
	}
	if strings.HasPrefix(m, "Logical expressions and coalesce expressions") {
		return "Unexpected token '||'"
	}
	return m
}
