package runtime_test

import (
	"bytes"
	"context"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func isolate(t *testing.T, opts ...runtime.Option) *runtime.Isolated {
	t.Helper()
	p, err := runtime.NewIsolated(opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

func TestIsolated(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "main.js", `
		console.log(process.argv.slice(2).join(), process.env.NAME, process.cwd() === require('fs').realpathSync(__dirname), process.pid !== process.ppid);
		console.error('on stderr');
		process.stdin.on('data', (d) => console.log('read ' + d));
		exports.echo = async (...args) => { await null; return args };
		exports.kinds = (b, d) => [Buffer.isBuffer(b), d instanceof Date, typeof 5n];
		exports.fail = async () => { throw Object.assign(new TypeError('no'), { code: 'ERR_NO' }) };
		exports.leave = () => process.exit(5);
		exports.endless = { a: [] }; exports.endless.a.push(exports.endless);`)
	var out, errs bytes.Buffer
	p := isolate(t, runtime.WithDir(dir), runtime.WithArgs("a", "b"), runtime.WithEnv([]string{"NAME=Ada"}), runtime.WithStdin(strings.NewReader("input")),
		runtime.WithStdout(&out), runtime.WithStderr(&errs))
	assert.NotEqual(t, os.Getpid(), p.Pid())
	v, err := p.RunString(t.Context(), "x.js", "Object.assign(globalThis, require("+strings.ReplaceAll("'"+file+"'", `\`, `\\`)+")); Promise.resolve({ n: 1.5, list: [1, null, 'x'] })")
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"n": 1.5, "list": []any{int64(1), nil, "x"}}, v)
	assert.Equal(t, "a,b Ada true true\nread input\n", out.String())
	assert.Equal(t, "on stderr\n", errs.String())

	now := time.UnixMilli(time.Now().UnixMilli())
	args := []any{nil, true, "text \u2028", 7, int64(1 << 53), math.Inf(-1), 0.1, []any{}, map[string]any{"o": "i", "k": []byte{1}}, big.NewInt(9)}
	v, err = p.Await(t.Context(), "echo", append(args, []byte{0, 255}, now)...)
	require.NoError(t, err)
	list := v.([]any)
	args[3] = int64(7)
	assert.Equal(t, args, list[:len(args)])
	assert.Equal(t, []byte{0, 255}, list[len(args)])
	assert.True(t, now.Equal(list[len(args)+1].(time.Time)))
	v, err = p.Await(t.Context(), "kinds", []byte{1}, now)
	require.NoError(t, err)
	assert.Equal(t, []any{true, true, "bigint"}, v)

	_, err = p.Await(t.Context(), "fail")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	assert.Equal(t, []string{"TypeError", "no", "ERR_NO"}, []string{se.Name, se.Message, se.Code})
	_, err = p.Await(t.Context(), "nothing")
	assert.EqualError(t, err, `runtime: "nothing" is no function of the script`)
	_, err = p.RunString(t.Context(), "x.js", "endless")
	assert.EqualError(t, err, "runtime: a value that goes too deep cannot go to another process")
	_, err = p.RunString(t.Context(), "x.js", "() => 1")
	assert.EqualError(t, err, "runtime: a func(goja.FunctionCall) goja.Value cannot go to another process")
	_, err = p.Await(t.Context(), "echo", make(chan int))
	assert.EqualError(t, err, "runtime: a chan int cannot go to another process")

	_, err = p.Await(t.Context(), "leave")
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 5, exit.Code)
	_, err = p.RunString(t.Context(), "x.js", "1")
	assert.ErrorIs(t, err, runtime.ErrEnded)
	require.NoError(t, p.Close())
	_, err = p.RunString(t.Context(), "x.js", "1")
	assert.ErrorIs(t, err, runtime.ErrClosed)
}

func TestIsolatedRunsAFileToItsEnd(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "main.mjs", "import os from 'os'; process.on('exit', () => console.log('exit')); await null; console.log('end')")
	write(t, dir, "bad.js", "throw new RangeError('far')")
	var out bytes.Buffer
	p := isolate(t, runtime.WithDir(dir), runtime.WithStdout(&out))
	require.NoError(t, p.RunFile(t.Context(), "main.mjs"))
	assert.Equal(t, "end\nexit\n", out.String())
	assert.ErrorIs(t, p.RunFile(t.Context(), "main.mjs"), runtime.ErrEnded)
	err := isolate(t, runtime.WithDir(dir), runtime.WithStderr(&out)).RunFile(t.Context(), "bad.js")
	var se *runtime.ScriptError
	require.ErrorAs(t, err, &se)
	assert.Equal(t, "RangeError", se.Name)
	assert.Contains(t, se.Report, "bad.js:1")
}

func TestIsolatedLimits(t *testing.T) {
	for _, c := range []struct {
		name, script string
		limits       runtime.Limits
		want         string
	}{
		{"time, running", "for (;;) {}", runtime.Limits{Time: 300 * time.Millisecond}, "time"},
		{"time, waiting", "setTimeout(() => {}, 1e9)", runtime.Limits{Time: 300 * time.Millisecond}, "time"},
		{"time, in a regular expression", "/^(?:(a+)+\\1)+$/.test('a'.repeat(60) + 'b')", runtime.Limits{Time: 300 * time.Millisecond}, "time"},
		{"CPU", "for (;;) {}", runtime.Limits{CPU: 200 * time.Millisecond}, "CPU time"},
		{"CPU of a worker", "new (require('worker_threads').Worker)('for (;;) {}', { eval: true })", runtime.Limits{CPU: 200 * time.Millisecond}, "CPU time"},
		{"memory", "const a = []; for (;;) a.push(new Array(1000).fill(a.length))", runtime.Limits{Memory: 64 << 20}, "memory"},
		{"memory at once", "const a = []; for (;;) a.push(Buffer.alloc(2 ** 31 - 1, 1))", runtime.Limits{Memory: 64 << 20}, "memory"},
		{"output", "for (;;) console.log('line')", runtime.Limits{Output: 1000}, "output"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if raceEnabled && c.limits.Memory > 0 {
				t.Skip("the race detector's memory is the process's")
			}
			var out bytes.Buffer
			p := isolate(t, runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithLimits(c.limits))
			_, err := p.RunString(t.Context(), "x.js", c.script)
			var limit *runtime.LimitError
			require.ErrorAs(t, err, &limit)
			assert.Equal(t, c.want, limit.Limit)
			var exit *runtime.ExitError
			require.ErrorAs(t, err, &exit)
			if c.limits.Output > 0 {
				assert.Equal(t, 1000, out.Len())
			}
			_, err = p.RunString(t.Context(), "x.js", "1")
			assert.ErrorIs(t, err, runtime.ErrEnded)
		})
	}
	limits := runtime.Limits{Time: time.Hour, CPU: time.Hour, Memory: 256 << 20, Output: 10}
	if raceEnabled {
		limits.Memory = 0
	}
	p := isolate(t, runtime.WithLimits(limits))
	v, err := p.RunString(t.Context(), "x.js", "const list = []; for (let i = 0; i < 100; i++) list.push(Buffer.alloc(1 << 20, 1).length); list.length")
	require.NoError(t, err)
	assert.EqualValues(t, 100, v)
}

func TestIsolatedKeepsToThePolicy(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write(t, dir, "own.txt", "mine")
	secret := write(t, t.TempDir(), "secret", "x")
	src := `const tell = (f) => { try { return f() } catch (e) { return e.code } };
		[tell(() => require('fs').readFileSync('own.txt', 'utf8')), tell(() => require('fs').readFileSync(` + strings.ReplaceAll("'"+secret+"'", `\`, `\\`) + `)),
			tell(() => require('child_process').spawnSync(process.execPath).status), Object.keys(process.env).join()]`
	v, err := isolate(t, runtime.WithDir(dir), runtime.WithEnv([]string{"A=1", "B=2"}),
		runtime.WithPermissions(runtime.Permissions{Read: []string{"."}, Env: []string{"B"}})).RunString(t.Context(), "x.js", src)
	require.NoError(t, err)
	assert.Equal(t, []any{"mine", "ERR_ACCESS_DENIED", "ERR_ACCESS_DENIED", "B"}, v)
	v, err = isolate(t).RunString(t.Context(), "x.js", "try { require('child_process').spawnSync('x') } catch (e) { e.code }")
	require.NoError(t, err)
	assert.Equal(t, "ERR_ACCESS_DENIED", v)

	for _, o := range []runtime.Option{runtime.WithModule(modules.Module{Name: "x"}), runtime.WithGo("x", 1), runtime.WithFatal(func(*runtime.ScriptError) {})} {
		_, err = runtime.NewIsolated(o)
		assert.EqualError(t, err, "runtime: Go functions do not go to another process: modules, middleware, file systems and the like are given to ChildMain there")
	}
}

func TestIsolatedEnds(t *testing.T) {
	nothing := runtimetest.Left(t)
	p, err := runtime.NewIsolated()
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = p.RunString(ctx, "x.js", "for (;;) {}")
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	require.NoError(t, p.Close())
	require.NoError(t, p.Close())

	p, err = runtime.NewIsolated()
	require.NoError(t, err)
	done := make(chan error)
	go func() {
		_, err := p.RunString(t.Context(), "x.js", "for (;;) {}")
		done <- err
	}()
	time.AfterFunc(50*time.Millisecond, func() { _ = p.Close() })
	assert.ErrorIs(t, <-done, runtime.ErrClosed)
	require.NoError(t, p.Close())
	nothing()
}
