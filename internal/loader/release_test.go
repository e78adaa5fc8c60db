package loader

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"weak"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/programs"
)

// manyFunctions is a module with functions and other statements of all kinds, in bodies within bodies.
func manyFunctions(n int) string {
	var b strings.Builder
	b.WriteString("'use strict'; const list = []; outer(); list.push(typeof late, hoisted());\n")
	b.WriteString("function outer() {\n'use strict';\n")
	for i := range n {
		fmt.Fprintf(&b, `
var v%[1]d = function named({ a = %[1]d, ...rest } = {}, [c] = [v0], ...d) { return inner%[1]d(a) + (c ? d.length : rest.b); };
function inner%[1]d(x) { "use strict"; let y = x * %[1]d; if (y > 3) { function block() { return y + this; } return block.call(1); } return y; }
class C%[1]d { #p = inner%[1]d(%[1]d); static { list.push('C%[1]d'); } get p() { return this.#p; } }
label: for (const k of [1, 2, 3]) { if (k === 2) continue label; list.push(() => k + v%[1]d()); }
async function waits%[1]d() { await null; } function* gives%[1]d() { yield %[1]d; }
let { p: p%[1]d } = new C%[1]d(), q%[1]d = gives%[1]d().next().value;
list.push(p%[1]d, q%[1]d, p => { switch (p) { case %[1]d: return inner0(p); default: return waits%[1]d; } });
`, i)
	}
	b.WriteString("return list.length;\n}\nfunction hoisted() { return outer.name + arguments.length; }\n")
	b.WriteString("module.exports = list.map(x => typeof x === 'function' ? x(1) : x).map(String).join(); var late;")
	return b.String()
}

// shortBodies lets bodies count as long that are not, and parts of them.
func shortBodies(t *testing.T, length file.Idx) {
	a, b := longBody, together
	longBody, together = 400, length
	t.Cleanup(func() { longBody, together = a, b })
}

func mendedModule(t *testing.T, src string) mended {
	tree, err := parseModule("/x/many.js", src)
	require.NoError(t, err)
	return mendTree(wrapModule(tree, tree.File.Source()), false, nil)
}

func TestATreeThatIsLetGoGivesTheSameProgram(t *testing.T) {
	for _, length := range []file.Idx{-1, 0, 1, 50, 200, 300, 5000} {
		shortBodies(t, length)
		src := manyFunctions(20)
		whole := mendedModule(t, src)
		require.Len(t, whole.long, 2, "the module and outer")
		p, err := goja.CompileAST(whole.tree, false)
		require.NoError(t, err)
		q, err := mendedModule(t, src).compileReleasing()
		require.NoError(t, err)
		assert.Equal(t, encoded(t, p, src), encoded(t, q, src), length)
	}
}

func encoded(t *testing.T, p *goja.Program, src string) string {
	b, err := programs.Encode(p, src)
	require.NoError(t, err)
	return string(slices.Concat(b...))
}

func TestTreesAreLetGo(t *testing.T) {
	shortBodies(t, 200)
	m := mendedModule(t, manyFunctions(20))
	outer := *m.long[0]
	var functions []weak.Pointer[ast.BlockStatement]
	var values []weak.Pointer[ast.FunctionLiteral]
	for _, s := range outer {
		switch s := s.(type) {
		case *ast.FunctionDeclaration:
			functions = append(functions, weak.Make(s.Function.Body))
		case *ast.VariableStatement:
			values = append(values, weak.Make(s.List[0].Initializer.(*ast.FunctionLiteral)))
		}
	}
	require.Len(t, functions, 60)
	require.Len(t, values, 20)
	outer = nil
	_, err := m.compileReleasing()
	require.NoError(t, err)
	runtime.GC()
	for i, f := range functions {
		assert.Nil(t, f.Value(), i)
	}
	for i, v := range values[:19] { // the last is in the last part
		assert.Nil(t, v.Value(), i)
	}

	// What is left is no program.
	_, err = goja.CompileAST(m.tree, false)
	assert.ErrorContains(t, err, "BadStatement")
	runtime.KeepAlive(m)
}

func TestLongModulesWithErrorsAreRefused(t *testing.T) {
	shortBodies(t, 200)
	text := manyFunctions(20)
	for _, wrong := range []string{"break;", "let late;", "function f() { 'use strict'; with (a) {} }"} {
		_, _, err := compileModule("/x/many.js", text+wrong, false)
		var refused *Refused
		require.ErrorAs(t, err, &refused, wrong)
		assert.NotContains(t, refused.Message, "Compiler bug")
		_, _, short := compileModule("/x/short.js", strings.Repeat("\n", strings.Count(text, "\n"))+"var late;"+wrong, false)
		var alone *Refused
		require.ErrorAs(t, short, &alone, wrong)
		assert.Equal(t, alone.Message, refused.Message)
		assert.Equal(t, alone.Line, refused.Line)
	}
}
