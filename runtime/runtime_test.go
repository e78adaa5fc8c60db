package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/util"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func start(t *testing.T, opts ...runtime.Option) *runtime.Runtime {
	t.Helper()
	rt, err := runtime.New(opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, rt.Close()) })
	return rt
}

func write(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	return file
}

func TestRunStringGivesTheValue(t *testing.T) {
	rt := start(t)
	v, err := rt.RunString(t.Context(), "a.js", "globalThis.n = 20; n + 1")
	require.NoError(t, err)
	require.Equal(t, int64(21), v.Export())
	v, err = rt.RunString(t.Context(), "b.js", "n * 2")
	require.NoError(t, err, "a runtime goes on after a script that has not ended it")
	require.Equal(t, int64(40), v.Export())
}

func TestUncaughtErrorIsAScriptError(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "main.js", "function f() {\n  null_.x\n}\n  f();\n")
	rt := start(t, runtime.WithDir(dir))
	err := rt.RunFile(t.Context(), "main.js")
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 1, exit.Code)
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "ReferenceError", se.Name)
	require.Equal(t, "null_ is not defined", se.Message)
	require.Equal(t, file, se.File)
	require.Equal(t, 2, se.Line)
	require.Equal(t, "ReferenceError: null_ is not defined\n    at f ("+file+":2:3)\n    at Object.<anonymous> ("+file+":4:3)", se.Stack)
	require.Equal(t, file+":2\n  null_.x\n  ^\n\n"+se.Stack+"\n", se.Report)

	_, err = rt.RunString(t.Context(), "later.js", "1")
	require.ErrorIs(t, err, runtime.ErrEnded)
}

func TestThrowOfAPlainValue(t *testing.T) {
	rt := start(t)
	_, err := rt.RunString(t.Context(), "x.js", "throw 'text'")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "", se.Name)
	require.Equal(t, "'text'", se.Message)
}

func TestUnhandledRejection(t *testing.T) {
	rt := start(t)
	_, err := rt.RunString(t.Context(), "x.js", "Promise.reject(new RangeError('no'))")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "RangeError", se.Name)

	rt = start(t)
	_, err = rt.RunString(t.Context(), "x.js", "Promise.reject(7)")
	require.ErrorAs(t, err, &se)
	require.Equal(t, "ERR_UNHANDLED_REJECTION", se.Code)
	require.Contains(t, se.Message, `The promise rejected with the reason "7".`)

	rt = start(t)
	_, err = rt.RunString(t.Context(), "x.js", "const p = Promise.reject(7); Promise.resolve().then(() => p.catch(() => {}))")
	require.NoError(t, err, "a handler added by a promise job is in time")
}

func TestAGoPanicBecomesAnError(t *testing.T) {
	var array []int
	boom := modules.Module{Name: "boom", Load: func(env *modules.Env, module *goja.Object) {
		_ = module.Get("exports").(*goja.Object).Set("now", func() int { return array[3] })
	}}
	for _, src := range []string{
		"require('boom').now()",
		"Promise.resolve().then(() => require('boom').now())",
		"process.nextTick(() => require('boom').now())",
		"setTimeout(() => require('boom').now(), 1)",
		"try { require('boom').now() } catch { }",
		"[1].map(() => require('boom').now())",
	} {
		rt := start(t, runtime.WithModule(boom))
		_, err := rt.RunString(t.Context(), "x.js", src)
		var se *runtime.ScriptError
		require.ErrorAs(t, err, &se, src)
		require.Equal(t, "ERR_GO_PANIC", se.Code)
		require.Contains(t, se.Message, "index out of range [3] with length 0")
	}
}

func TestAGoPanicInAPromiseJobLeavesTheOthers(t *testing.T) {
	boom := modules.Module{Name: "boom", Load: func(_ *modules.Env, module *goja.Object) {
		_ = module.Get("exports").(*goja.Object).Set("now", func() { panic("boom") })
	}}
	var out bytes.Buffer
	rt := start(t, runtime.WithModule(boom), runtime.WithStdout(&out))
	_, err := rt.RunString(t.Context(), "x.js", `
		process.on('uncaughtException', (e) => console.log(e.code));
		const done = Promise.resolve();
		done.then(() => console.log('before'));
		done.then(() => { process.nextTick(() => console.log('tick')); require('boom').now() });
		done.then(() => console.log('after'));
		setImmediate(() => console.log('immediate'));`)
	require.NoError(t, err)
	require.Equal(t, "before\nERR_GO_PANIC\nafter\ntick\nimmediate\n", out.String())
}

func TestEndlessRecursionIsARangeError(t *testing.T) {
	rt := start(t)
	_, err := rt.RunString(t.Context(), "x.js", "(function f() { f() })()")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "RangeError", se.Name)
	require.Equal(t, "Maximum call stack size exceeded", se.Message)
}

func TestCancelStopsABusyScript(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	started := modules.Module{Name: "started", Load: func(*modules.Env, *goja.Object) { cancel() }}
	rt := start(t, runtime.WithModule(started))
	_, err := rt.RunString(ctx, "x.js", "require('started'); for (;;) {}")
	require.ErrorIs(t, err, context.Canceled)
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
}

func TestCloseStopsAScriptOnAnotherGoroutine(t *testing.T) {
	started := make(chan struct{})
	m := modules.Module{Name: "started", Load: func(*modules.Env, *goja.Object) { close(started) }}
	rt := start(t, runtime.WithModule(m))
	done := make(chan error)
	go func() {
		_, err := rt.RunString(context.Background(), "x.js", "require('started'); for (;;) {}")
		done <- err
	}()
	<-started
	require.NoError(t, rt.Close())
	require.ErrorIs(t, <-done, runtime.ErrClosed)
	_, err := rt.RunString(t.Context(), "x.js", "1")
	require.ErrorIs(t, err, runtime.ErrClosed)
}

func TestCallAndAwait(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "main.js", `
exports.add = (a, b) => a + b
exports.api = { base: 10, plus(n) { return this.base + n } }
exports.later = n => new Promise(resolve => setTimeout(() => resolve(n * 2), 1))
exports.fails = async () => { throw new TypeError('no') }
exports.never = () => new Promise(() => {})
globalThis.upper = s => s.toUpperCase()`)
	rt := start(t, runtime.WithDir(dir))
	require.NoError(t, rt.Preload(t.Context(), "./main.js"))
	_, err := rt.RunString(t.Context(), "x.js", "Object.assign(globalThis, require('./main.js'))")
	require.NoError(t, err)

	v, err := rt.Call(t.Context(), "add", 2, 3)
	require.NoError(t, err)
	require.Equal(t, int64(5), v)
	v, err = rt.Call(t.Context(), "api.plus", 5)
	require.NoError(t, err)
	require.Equal(t, int64(15), v, "a method gets its object as this")
	v, err = rt.Call(t.Context(), "upper", "abc")
	require.NoError(t, err)
	require.Equal(t, "ABC", v)

	v, err = rt.Await(t.Context(), "later", 21)
	require.NoError(t, err)
	require.Equal(t, int64(42), v)
	_, err = rt.Await(t.Context(), "fails")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "TypeError", se.Name)
	_, err = rt.Await(t.Context(), "never")
	require.EqualError(t, err, "runtime: nothing is left that could settle the promise of never")
	_, err = rt.Call(t.Context(), "missing")
	require.EqualError(t, err, `runtime: "missing" is no function of the script`)
}

func TestDo(t *testing.T) {
	rt := start(t)
	require.NoError(t, rt.Do(t.Context(), func(vm *goja.Runtime) error { return vm.Set("n", 3) }))
	v, err := rt.RunString(t.Context(), "x.js", "n + 1")
	require.NoError(t, err)
	require.Equal(t, int64(4), v.Export())
	mine := errors.New("mine")
	require.ErrorIs(t, rt.Do(t.Context(), func(*goja.Runtime) error { return mine }), mine)
	err = rt.Do(t.Context(), func(vm *goja.Runtime) error {
		_, err := vm.RunString("throw new SyntaxError('s')")
		return err
	})
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	require.Equal(t, "SyntaxError", se.Name)
}

// Two runtimes in one program, at the same time, each with its own state.
func TestSideBySide(t *testing.T) {
	var wg sync.WaitGroup
	outs := [2]bytes.Buffer{}
	dirs := [2]string{t.TempDir(), t.TempDir()}
	for i := range 2 {
		write(t, dirs[i], "main.js", `
const fs = require('fs')
const path = require('path')
process.stdout.write(process.cwd() + '\n')
console.log(process.env.WHO, process.argv[2], fs.readFileSync('who.txt', 'utf8'))
process.chdir('sub')
console.log(path.relative(process.env.ROOT, process.cwd()))
globalThis.mine = process.env.WHO
setTimeout(() => { console.log(globalThis.mine); process.exitCode = Number(process.argv[2]) }, 2)`)
		write(t, dirs[i], "who.txt", "file of "+string(rune('a'+i)))
		write(t, dirs[i], "sub/keep", "")
		wg.Add(1)
		go func() {
			defer wg.Done()
			rt, err := runtime.New(runtime.WithDir(dirs[i]), runtime.WithStdout(&outs[i]),
				runtime.WithEnv([]string{"WHO=" + string(rune('a'+i)), "ROOT=" + dirs[i]}),
				runtime.WithArgs(string(rune('0'+i))))
			if err != nil {
				t.Error(err)
				return
			}
			defer rt.Close()
			err = rt.RunFile(context.Background(), "main.js")
			var exit *runtime.ExitError
			if i == 0 && err != nil || i == 1 && (!errors.As(err, &exit) || exit.Code != 1) {
				t.Errorf("runtime %d: %v", i, err)
			}
		}()
	}
	wg.Wait()
	require.Equal(t, dirs[0]+"\na 0 file of a\nsub\na\n", outs[0].String())
	require.Equal(t, dirs[1]+"\nb 1 file of b\nsub\nb\n", outs[1].String())
}

func TestModulesOfGojaNodejs(t *testing.T) {
	rt := start(t, runtime.WithLoader("their-util", util.Require))
	v, err := rt.RunString(t.Context(), "x.js", "require('their-util').format('%s is %d', 'six', 6)")
	require.NoError(t, err)
	require.Equal(t, "six is 6", v.String())
}

func TestProcessExitEndsTheRuntimeOnly(t *testing.T) {
	var out bytes.Buffer
	rt := start(t, runtime.WithStdout(&out))
	_, err := rt.RunString(t.Context(), "x.js", `
process.on('exit', code => console.log('exit', code))
try { process.exit(3) } finally { console.log('never') }`)
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	require.Equal(t, 3, exit.Code)
	require.NoError(t, exit.Err)
	require.Equal(t, "exit 3\n", out.String())
}
