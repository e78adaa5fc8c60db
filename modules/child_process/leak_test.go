//go:build linux

package childprocess_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestManySpawnsLeaveNothing(t *testing.T) {
	n := 10_000
	if testing.Short() {
		n = 500
	}
	runtimetest.Script(t, `require('child_process').spawnSync('true', { stdio: 'ignore' })`)
	nothing := runtimetest.Left(t)
	out := runtimetest.Script(t, fmt.Sprintf(`
		const { spawn, exec, execFile, spawnSync } = require('child_process');
		const total = %d;
		const count = { exit: 0, close: 0, error: 0 };
		let started = 0;
		function next() {
			if (started === total) return;
			const i = started++;
			let c;
			if (i %% 10 === 0) c = spawn('/no/such/file', { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
			else if (i %% 10 === 1) c = spawn('true', { stdio: 'ignore' });
			else if (i %% 10 === 2) { c = spawn('true'); c.stdout.resume(); }
			else if (i %% 10 === 3) { c = spawn('cat'); c.stdin.end('x'); c.stdout.on('data', () => {}); }
			else if (i %% 10 === 4) c = execFile('true', () => {});
			else if (i %% 10 === 5) { c = spawn('cat'); c.kill(); }
			else { spawnSync('true'); c = spawn('true', { stdio: ['ignore', 'pipe', 'inherit'] }); }
			for (const event in count) c.on(event, () => count[event]++);
			c.on('close', next);
		}
		for (let i = 0; i < 4; i++) next();
		process.on('exit', () => console.log(JSON.stringify(count)));`, n))
	assert.Equal(t, fmt.Sprintf("{\"exit\":%d,\"close\":%d,\"error\":%d}\n", n-n/10, n, n/10), out)
	nothing()
}

func TestClosingARuntimeLeavesNoGoroutine(t *testing.T) {
	nothing := runtimetest.Left(t)
	var pids []int
	ctx, cancel := context.WithCancel(context.Background())
	rt, err := runtime.New(runtime.WithChildren(), runtime.WithKillTree(false), runtime.WithModule(modules.Module{Name: "host", Load: func(env *modules.Env, m *goja.Object) {
		exports := m.Get("exports").ToObject(env.VM)
		_ = exports.Set("note", func(pid int) { pids = append(pids, pid) })
		_ = exports.Set("cancel", cancel)
	}}))
	require.NoError(t, err)
	_, err = rt.RunString(ctx, "x", `
		const { spawn, exec } = require('child_process');
		const { note, cancel } = require('host');
		const a = spawn('sleep', ['100']); a.stdout.on('data', () => {}); note(a.pid);
		const b = exec('exec sleep 100'); note(b.pid);
		const c = spawn('cat'); a.stdout.pipe(c.stdin); note(c.pid);
		const d = spawn('sleep', ['100']); d.stdout.pipe(spawn('cat').stdin); note(d.pid);
		setImmediate(cancel);`)
	assert.ErrorIs(t, err, context.Canceled)
	require.NoError(t, rt.Close())
	for _, pid := range pids {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	nothing()
}

func TestASyncCallEndsWithItsRuntime(t *testing.T) {
	nothing := runtimetest.Left(t)
	rt, err := runtime.New(runtime.WithChildren(), runtime.WithKillTree(false))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	began := time.Now()
	_, err = rt.RunString(ctx, "x", `require('child_process').spawnSync('sleep', ['100'])`)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Less(t, time.Since(began), 10*time.Second)
	require.NoError(t, rt.Close())
	nothing()
}

// An endless writer must not grow the host, be it unread, too much for maxBuffer, or read slowly.
func TestEndlessWritersAreHeldBack(t *testing.T) {
	var before, after goruntime.MemStats
	goruntime.GC()
	goruntime.ReadMemStats(&before)
	out := runtimetest.Script(t, `
		const { spawn, exec } = require('child_process');
		const unread = spawn('yes');
		const paused = spawn('yes');
		paused.stdout.once('data', () => paused.stdout.pause());
		exec('exec yes', { maxBuffer: 100000 }, (e, stdout) => console.log(e.code, stdout.length));
		setTimeout(() => { unread.kill(); paused.kill(); paused.stdout.destroy(); }, 300);`)
	assert.Equal(t, "ERR_CHILD_PROCESS_STDIO_MAXBUFFER 100000\n", out)
	goruntime.ReadMemStats(&after)
	assert.Less(t, after.Sys-before.Sys, uint64(100<<20))
}

// The Runtime's own streams need not be files for 'inherit' to work.
func TestInheritWithoutFiles(t *testing.T) {
	var out, errOut bytes.Buffer
	got := runtimetest.Script(t, `
		const { spawn, spawnSync, execSync } = require('child_process');
		console.log('before');
		spawnSync('sh', ['-c', 'echo sync; echo sync error >&2'], { stdio: 'inherit' });
		execSync('echo from execSync >&2');
		const c = spawn('sh', ['-c', 'cat; echo out; echo error >&2'], { stdio: 'inherit' });
		c.on('close', () => console.log('after'));`,
		runtime.WithStdout(&out), runtime.WithStderr(&errOut), runtime.WithStdin(strings.NewReader("input\n")))
	assert.Empty(t, got)
	assert.Equal(t, "before\nsync\ninput\nout\nafter\n", out.String())
	assert.Equal(t, "sync error\nfrom execSync\nerror\n", errOut.String())
}

func TestTwoRuntimesWithTheirOwnDirectoriesAndEnvironments(t *testing.T) {
	for range 2 {
		dir, err := filepath.EvalSymlinks(t.TempDir())
		require.NoError(t, err)
		out := runtimetest.Script(t, `
			const { execSync } = require('child_process');
			process.umask(0o077);
			process.env.OWN = 'set here';
			console.log(String(execSync('pwd; echo $OWN; umask')));`, runtime.WithDir(dir), runtime.WithEnv([]string{"PATH=" + os.Getenv("PATH")}))
		assert.Equal(t, dir+"\nset here\n0077\n\n", out)
	}
}
