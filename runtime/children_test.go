package runtime_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/spawn"
)

// allStarts tries to start something in every way there is.
const allStarts = `
	const cp = require('child_process'), said = [];
	const attempt = (name, f) => {
		try { f(); said.push(name + ': ok') } catch (e) { said.push([name, e.code, e.permission, e.message.replace(process.execPath, 'FILE')].join(' ')) }
	};
	const file = process.execPath;
	attempt('spawn', () => cp.spawn(file, [], { stdio: 'ignore' }));
	attempt('exec', () => cp.exec('x'));
	attempt('execFile', () => cp.execFile(file));
	attempt('fork', () => cp.fork('x.js'));
	attempt('spawnSync', () => cp.spawnSync(file));
	attempt('execSync', () => cp.execSync('x'));
	attempt('execFileSync', () => cp.execFileSync(file));
	attempt('cluster', () => require('cluster').fork());
	attempt('nothing there', () => cp.spawnSync('there-is-no-such-program'));
`

func TestScriptsStartNothingUnlessTheProgramSaysSo(t *testing.T) {
	lines := func(src string, opts ...runtime.Option) []string {
		var out bytes.Buffer
		rt := start(t, append([]runtime.Option{runtime.WithStdout(&out), runtime.WithStderr(&out)}, opts...)...)
		_, err := rt.RunString(t.Context(), "x.js", src)
		require.NoError(t, err)
		return strings.Split(strings.TrimSpace(out.String()), "\n")
	}
	got := lines(allStarts + "console.log(said.join('\\n'))")
	require.Len(t, got, 9)
	for _, line := range got {
		assert.Contains(t, line, " ERR_ACCESS_DENIED ChildProcess Access to this API has been restricted: ")
		assert.Contains(t, line, "scripts start no processes here, unless the Go program says runtime.WithChildren")
	}
	got = lines(`const { Worker } = require('worker_threads');
		new Worker(` + "`" + allStarts + "require('worker_threads').parentPort.postMessage(said.map((s) => s.split(' ').at(-1)))`" + `, { eval: true })
			.on('message', (m) => console.log(new Set(m).size, m.length, m[0]))`)
	assert.Equal(t, []string{"1 9 runtime.WithChildren"}, got)

	const one = "try { console.log(require('child_process').spawnSync(process.execPath).status) } catch (e) { console.log(e.code) }"
	answer := func(spawn.Func) spawn.Func {
		return func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
			return spawn.Answer(cmd, nil, spawn.Exit{Code: 7}), nil
		}
	}
	self, err := os.Executable()
	require.NoError(t, err)
	for _, c := range []struct {
		want string
		opts []runtime.Option
	}{
		{"7", []runtime.Option{runtime.WithChildren(answer)}},
		{"7", []runtime.Option{runtime.WithChildren(), runtime.WithChildren(answer)}},
		{"ERR_ACCESS_DENIED", []runtime.Option{runtime.WithChildren(answer), runtime.WithPermissions(runtime.Permissions{})}},
		{"7", []runtime.Option{runtime.WithChildren(answer), runtime.WithPermissions(runtime.Permissions{Commands: []string{self}})}},
	} {
		assert.Equal(t, []string{c.want}, lines(one, c.opts...))
	}
}

// TestAForkIsHeldToTheSame forks this program with a script that tries what its parent may not.
func TestAForkIsHeldToTheSame(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	secret := write(t, t.TempDir(), "secret", "x")
	self, err := os.Executable()
	require.NoError(t, err)
	write(t, dir, "child.js", `
		const tell = (f) => { try { f(); return 'done' } catch (e) { return e.code } };
		process.send([tell(() => require('fs').readFileSync(process.argv[2])), tell(() => require('fs').readFileSync(__filename)),
			tell(() => require('net').createServer().listen(0)), tell(() => require('child_process').spawnSync('/bin/sh'))].join());
		process.disconnect();`)
	for _, options := range []string{"{}", "{ execArgv: ['--no-warnings', '--permission', '--allow-fs-read=*', '--allow-child-process', '--allow-net'] }", "{ env: {} }"} {
		var out bytes.Buffer
		rt := start(t, runtime.WithDir(dir), runtime.WithStdout(&out), runtime.WithStderr(&out),
			runtime.WithPermissions(runtime.Permissions{Read: []string{dir}, Commands: []string{self}}))
		_, err = rt.RunString(t.Context(), "x.js", "require('child_process').fork('"+filepath.ToSlash(dir)+"/child.js', ['"+filepath.ToSlash(secret)+"'], "+options+").on('message', (m) => console.log(m))")
		require.NoError(t, err)
		assert.Equal(t, "ERR_ACCESS_DENIED,done,ERR_ACCESS_DENIED,ERR_ACCESS_DENIED\n", out.String(), options)
	}
}
