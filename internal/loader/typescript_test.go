package loader

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/kept"
)

// runTypeScript runs a CommonJS module and returns its module.exports.
func runTypeScript(t *testing.T, vm *goja.Runtime, name, src string) (goja.Value, error) {
	t.Helper()
	text, err := TypeScript(name, src)
	require.NoError(t, err)
	p, err := CompileTypeScript(name, text, src)
	require.NoError(t, err)
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	module := vm.NewObject()
	require.NoError(t, module.Set("exports", vm.NewObject()))
	require.NoError(t, vm.GlobalObject().Set(CaughtName, func(goja.FunctionCall) goja.Value { return goja.Undefined() }))
	f, _ := goja.AssertFunction(v)
	_, err = f(nil, module.Get("exports"), goja.Undefined(), module)
	return module.Get("exports"), err
}

func TestTypeScript(t *testing.T) {
	t.Setenv(kept.Variable, t.TempDir())
	for _, c := range []struct{ name, src, want string }{
		{"types.ts", "interface I { a: number }\nconst x: I = { a: 1 } as any;\nmodule.exports = x!.a satisfies number", "1"},
		{"enum.ts", "enum E { A, B = 'b', C = A + 5 }\nmodule.exports = [E.A, E[0], E.B, E.C].join()", "0,A,b,5"},
		{"namespace.ts", "namespace N { export const a = 1; export namespace M { export const b = a + 1 } }\nmodule.exports = N.M.b", "2"},
		{"parameter.ts", "class A { constructor(private readonly a: number, public b = 2) {} sum() { return this.a + this.b } }\nmodule.exports = new A(1).sum()", "3"},
		{"generic.ts", "function f<T extends object>(this: void, x: T): x is T { return true }\nmodule.exports = f<{}>({})", "true"},
		{"decorator.ts", "const up = (f: any, c: any) => () => String(c.name) + f();\nclass A { @up m() { return 1 } }\nmodule.exports = new A().m()", "m1"},
		{"assert.ts", "let n: number | undefined; const f = (a?: number) => a ?? 7;\nmodule.exports = f(n!) + <number>1", "8"},
		{"jsx.tsx", "const React = { createElement: (...a: any[]) => a.join('|') };\nmodule.exports = <a b='c'>{1}</a>", "a|[object Object]|1"},
		{"fields.ts", "class A { declare x: number; y?: number; readonly z = 1 }\nmodule.exports = Object.keys(new A()).join()", "y,z"},
		{"equals.cts", "export = 5", "5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 2 { // the second time from the disk
				v, err := runTypeScript(t, goja.New(), "/x/"+c.name, c.src)
				require.NoError(t, err)
				require.Equal(t, c.want, v.String())
			}
		})
	}
}

func TestTypeScriptPositions(t *testing.T) {
	t.Setenv(kept.Variable, "off")
	src := "type A = {\n  a: number\n}\nenum E { X }\n\nfunction f(): never {\n  throw new Error(`${E.X}`)\n}\nf()"
	_, err := runTypeScript(t, goja.New(), "/x/positions.ts", src)
	var ex *goja.Exception
	require.ErrorAs(t, err, &ex)
	pos := ex.Stack()[0].Position()
	require.Equal(t, 7, pos.Line)
	require.True(t, strings.HasSuffix(pos.Filename, "positions.ts"), pos.Filename)

	_, err = TypeScript("/x/wrong.ts", "const a: number = 1\nlet b = = 2")
	var se *SyntaxError
	require.True(t, errors.As(err, &se))
	require.Equal(t, SyntaxError{File: "/x/wrong.ts", Line: 2, Column: 9, Message: "Unexpected token '='", Source: "let b = = 2"}, *se)
}

func TestTypeScriptConfig(t *testing.T) {
	t.Setenv(kept.Variable, "off")
	dir := t.TempDir()
	src := "const list: any[] = [];\nfunction d(target: any, key: string) { list.push(key) }\nclass A { @d m() {} }\nmodule.exports = list.join()"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "tsconfig.json"), []byte("{ // old decorators\n\"compilerOptions\": { \"experimentalDecorators\": true } }"), 0o600))
	v, err := runTypeScript(t, goja.New(), filepath.Join(dir, "deep", "old.ts"), src)
	require.NoError(t, err)
	require.Equal(t, "m", v.String())
}
