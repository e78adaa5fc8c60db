package esm_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.mjs") }

func run(t testing.TB, dir string, f func(*runtime.Runtime) error, opts ...runtime.Option) (out, errOut string, err error) {
	var o, e bytes.Buffer
	opts = append([]runtime.Option{runtime.WithDir(dir), runtime.WithStdout(&o), runtime.WithStderr(&e), runtime.WithStdin(nil),
		runtime.WithFatal(func(se *runtime.ScriptError) { e.WriteString(se.Report) })}, opts...)
	rt, err := runtime.New(opts...)
	require.NoError(t, err)
	defer rt.Close()
	err = f(rt)
	return o.String(), e.String(), err
}

// write makes files in a fresh directory and returns its real path.
func write(t *testing.T, files map[string]string) string {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

func TestWhatIsThrownIsReportedAtItsPlace(t *testing.T) {
	dir := write(t, map[string]string{"main.mjs": "import './a.mjs';\n", "a.mjs": "export {};\n\n  undefined.x;\n"})
	_, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "main.mjs") })
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.Code)
	url := "file://" + filepath.ToSlash(filepath.Join(dir, "a.mjs"))
	assert.True(t, strings.HasPrefix(errOut, url+":3\n  undefined.x;\n"), errOut)
	assert.Contains(t, errOut, "\n\nTypeError: Cannot read properties of undefined (reading 'x')\n    at "+url+":3:")
}

func TestASyntaxErrorOfLinkingShowsTheImport(t *testing.T) {
	dir := write(t, map[string]string{"main.mjs": "\nimport { x, y as z } from './a.mjs';\n", "a.mjs": "export let x;\n"})
	_, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "main.mjs") })
	require.Error(t, err)
	url := "file://" + filepath.ToSlash(filepath.Join(dir, "main.mjs"))
	want := url + ":2\nimport { x, y as z } from './a.mjs';\n            ^\n\nSyntaxError: The requested module './a.mjs' does not provide an export named 'y'\n"
	assert.True(t, strings.HasPrefix(errOut, want), errOut)
}

func TestAnAwaitThatNeverEndsIsExitCode13(t *testing.T) {
	dir := write(t, map[string]string{"main.mjs": "process.on('exit', (code) => console.log(code, process.exitCode));\nawait 1;\n  await new Promise(() => {});\n"})
	out, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "main.mjs") })
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 13, exit.Code)
	assert.Equal(t, "13 13\n", out)
	url := "file://" + filepath.ToSlash(filepath.Join(dir, "main.mjs"))
	assert.Equal(t, "Warning: Detected unsettled top-level await at "+url+":3\n  await new Promise(() => {});\n  ^\n\n\n", errOut)
}

func TestModuleSyntaxIsDetected(t *testing.T) {
	for name, c := range map[string]struct{ file, src, pkg, want string }{
		"an import in .js":      {"m.js", "import fs from 'fs'; console.log(typeof fs.readFileSync, typeof require)", "", "function undefined\n"},
		"an await in .js":       {"m.js", "const x = await 1; console.log(x, typeof require)", "", "1 undefined\n"},
		"neither":               {"m.js", "console.log(typeof require, 'import x from y; await z')", "", "function import x from y; await z\n"},
		"a package of modules":  {"m.js", "console.log(typeof require, this)", `{"type": "module"}`, "undefined undefined\n"},
		"a package of scripts":  {"m.mjs", "console.log(typeof require)", `{"type": "commonjs"}`, "undefined\n"},
		"import() in a script":  {"m.cjs", "import('./m.cjs').then((m) => console.log(Object.keys(m), require('./m.cjs') === m.default)); exports.x = 1", "", "[ 'default', 'module.exports', 'x' ] true\n"},
		"import() in eval":      {"m.js", "(function () { const x = 1; eval(`import('fs').then((m) => console.log(typeof m.open, x))`) })()", "", "function 1\n"},
		"import() in Function":  {"m.js", "const f = new Function('s', 'return import(s)'); f('fs').then((m) => console.log(typeof m.open, f.name, f.toString()))", "", "function anonymous function anonymous(s\n) {\nreturn import(s)\n}\n"},
		"return and import()":   {"m.js", "import('fs').then((m) => console.log(m.default === require('fs'))); return; throw 1", "", "true\n"},
		"an await in .ts":       {"m.ts", "const x: number = await 1; console.log(x, typeof require)", "", "1 undefined\n"},
		"for await in .ts":      {"m.ts", "enum E { A = 7 } for await (const x of [E.A]) console.log(x)", "", "7\n"},
		"no extension":          {"m", "import 'fs'; console.log(import.meta.main)", "", "true\n"},
		"async generators, too": {"m.mjs", "async function* g() { yield 1 }; for await (const x of g()) console.log(x, import.meta.main)", "", "1 true\n"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{c.file: c.src}
			if c.pkg != "" {
				files["package.json"] = c.pkg
			}
			dir := write(t, files)
			out, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), c.file) })
			require.NoError(t, err, errOut)
			assert.Equal(t, c.want, out)
		})
	}
}

func TestEval(t *testing.T) {
	dir := write(t, map[string]string{"a.mjs": "export const a = import.meta.url.slice(-5)"})
	for name, c := range map[string]struct {
		src, typ, want string
	}{
		"detected":      {"import { a } from './a.mjs'; console.log(a, import.meta.main)", "", "a.mjs false\n"},
		"said":          {"console.log(typeof require, import.meta.filename.endsWith('[eval1]'))", "module", "undefined true\n"},
		"a script":      {"import('./a.mjs').then((m) => console.log(m.a, typeof require))", "", "a.mjs function\n"},
		"await, a call": {"var await = (x) => console.log(x); await (1)", "commonjs", "1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			out, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunEval(context.Background(), "[eval]", c.src, nil) },
				runtime.WithFlags(modules.Flags{InputType: c.typ}))
			require.NoError(t, err, errOut)
			assert.Equal(t, c.want, out)
		})
	}
}

func TestGoCallsWhatAModuleExports(t *testing.T) {
	dir := write(t, map[string]string{"main.mjs": "import { factor } from './a.mjs'; export const twice = (x) => x * factor; export default { async later() { return 'later' } }", "a.mjs": "export const factor = 2"})
	_, _, err := run(t, dir, func(rt *runtime.Runtime) error {
		ctx := context.Background()
		require.NoError(t, rt.Do(ctx, func(*goja.Runtime) error { return nil }))
		if _, err := rt.RunString(ctx, "start.js", "import('./main.mjs').then((m) => { globalThis.main = m })"); err != nil {
			return err
		}
		v, err := rt.Call(ctx, "main.twice", 21)
		require.NoError(t, err)
		assert.EqualValues(t, 42, v)
		v, err = rt.Await(ctx, "main.default.later")
		require.NoError(t, err)
		assert.Equal(t, "later", v)
		return nil
	})
	require.NoError(t, err)
}

func TestRequireRefusesCycles(t *testing.T) {
	dir := write(t, map[string]string{
		"a.mjs": "import './b.cjs';", "b.cjs": "try { require('./c.mjs') } catch (e) { console.log(e.code, e.message.slice(0, 41)) }", "c.mjs": "import './a.mjs';",
	})
	out, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "a.mjs") })
	require.NoError(t, err, errOut)
	assert.Equal(t, "ERR_REQUIRE_CYCLE_MODULE Cannot import Module ./a.mjs in a cycle. \n", out)
}

// loaded runs main.mjs with what the command line's --experimental-loader and --import name.
func loaded(t *testing.T, files map[string]string, loaders, imports []string) (out, errOut string, err error) {
	return run(t, write(t, files), func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "main.mjs") },
		runtime.WithFlags(modules.Flags{Loaders: loaders, Imports: imports, NoWarnings: true}))
}

func TestLoadersAndImportsComeBeforeTheScript(t *testing.T) {
	files := map[string]string{
		"first.mjs":    "export const load = async (url, c, next) => url === 'x:' ? { format: 'module', source: 'export default 1', shortCircuit: true } : next(url, c)",
		"second.mjs":   "export const resolve = (s, c, next) => s === 'x' ? { url: 'x:', shortCircuit: true } : next(s)",
		"register.mjs": "import { register } from 'module'; register('./third.mjs', import.meta.url); console.log('registered')",
		"third.mjs": "export const load = async (url, c, next) => { const r = await next(url, c);" +
			" return url === 'x:' ? { ...r, source: r.source + ' + 1' } : r }",
		"main.mjs": "import two from 'x'; console.log(two, import.meta.main, process.argv.length)",
	}
	out, errOut, err := loaded(t, files, []string{"./first.mjs", "./second.mjs"}, []string{"./register.mjs"})
	require.NoError(t, err, errOut)
	assert.Equal(t, "registered\n2 true 2\n", out)
}

func TestHooksFindAMainModuleThatIsNoFile(t *testing.T) {
	dir := write(t, map[string]string{"loader.mjs": "export const resolve = (s, c, next) => s.endsWith('/nowhere') ? { url: 'x:y', format: 'module', shortCircuit: true } : next(s);" +
		"export const load = (u, c, next) => u === 'x:y' ? { format: 'module', source: 'console.log(import.meta.url)', shortCircuit: true } : next(u, c)"})
	out, errOut, err := run(t, dir, func(rt *runtime.Runtime) error { return rt.RunFile(context.Background(), "nowhere") },
		runtime.WithFlags(modules.Flags{Loaders: []string{"./loader.mjs"}, NoWarnings: true}))
	require.NoError(t, err, errOut)
	assert.Equal(t, "x:y\n", out)
}

func TestTheEndOfTheHooksThread(t *testing.T) {
	for name, c := range map[string]struct {
		loader, main, out, errOut string
		code                      int
	}{
		"process.exit in a hook that is waited for":  {"export function load(u, c, next) { if (u === 'data:exit') process.exit(42); return next(u, c) }", "console.log(1); await import('data:exit')", "1\n", "", 42},
		"process.exit while the script stands still": {"export function resolve(s, c, next) { if (s === 'exit:') process.exit(43); return next(s) }", "console.log(1); import.meta.resolve('exit:')", "1\n", "", 43},
		"process.exit at the loader's top level":     {"process.exit(44)", "console.log(1)", "", "", 44},
		"an error that nothing catches":              {"setImmediate(() => { throw new RangeError('of hooks') })", "setInterval(() => {}, 1 << 30)", "", "RangeError: of hooks", 1},
		"an answer that never comes":                 {"export const load = (u, c, next) => u === 'data:never' ? new Promise(() => {}) : next(u, c)", "console.log(1); await import('data:never')", "1\n", "", 13},
		"an answer that never comes, waited for": {"export const resolve = (s, c, next) => s === 'never:' ? new Promise(() => {}) : next(s)",
			"try { import.meta.resolve('never:') } catch (e) { console.log(e.code) } console.log(import.meta.resolve('x:y'))", "ERR_ASYNC_LOADER_REQUEST_NEVER_SETTLED\nx:y\n", "", 0},
		"a hook's timer": {"export const load = async (u, c, next) => { await new Promise((done) => setTimeout(done, 2)); return next(u, c) }", "console.log((await import('data:text/javascript,export default 7')).default)", "7\n", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			out, errOut, err := loaded(t, map[string]string{"loader.mjs": c.loader, "main.mjs": c.main}, []string{"./loader.mjs"}, nil)
			assert.Equal(t, c.out, out)
			assert.Contains(t, errOut, c.errOut)
			var exit *runtime.ExitError
			if c.code == 0 {
				require.NoError(t, err, errOut)
			} else if assert.ErrorAs(t, err, &exit) {
				assert.Equal(t, c.code, exit.Code)
			}
		})
	}
}
