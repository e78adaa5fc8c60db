//go:build unix

package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAChildIsHeldToTheSame starts gojs from gojs: a scoped grant binds the other one whatever it is told.
func TestAChildIsHeldToTheSame(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	self, err = filepath.EvalSymlinks(self)
	require.NoError(t, err)
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range map[string]string{
		"child.js": `const p = process.permission; console.log(p.has('fs.write'), p.has('fs.read', __filename), p.has('net'), p.has('child'), process.execArgv.join())
			try { require('fs').writeFileSync(__dirname + '/x', '') } catch (e) { console.log(e.code, e.resource.replace(__dirname, '.')) }`,
		"spawn.js": `const { spawnSync } = require('child_process');
			for (const [args, env] of [[[], {}], [['--permission', '--allow-fs-write=*', '--allow-net'], {}], [['--permission-audit'], {}], [[], { NODE_OPTIONS: '--permission --allow-fs-write=*' }]])
				process.stdout.write(spawnSync(process.execPath, [...args, __dirname + '/child.js'], { env: { ...process.env, ...env } }).stdout);`,
		"fork.js": `require('child_process').fork(__dirname + '/child.js', { execArgv: ['--permission', '--allow-fs-write=*'] })`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	grants := []string{"--permission", "--allow-child-process=" + self, "--allow-fs-read=" + dir}
	denied := "ERR_ACCESS_DENIED ./x\n"
	o := run(t, self, dir, "", append(grants, "spawn.js")...)
	assert.Equal(t, outcome{"false true false false \n" + denied +
		"false true false false --permission,--allow-fs-write=*,--allow-net\n" + denied +
		"false true false false --permission-audit\n" + denied +
		"false true false false \n" + denied, "", 0}, o)
	o = run(t, self, dir, "", append(grants, "fork.js")...)
	assert.Equal(t, outcome{"false true false false --permission,--allow-fs-write=*\n" + denied, "", 0}, o)
}

func TestPermissionFlags(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	o := run(t, self, dir, "", "--allow-fs-read=*", "-p", "1")
	assert.Equal(t, outcome{"", self + ": --permission is required\n", 9}, o)
	o = run(t, self, dir, "", "--permission", "--allow-child-process=no-such-command", "-p", "1")
	assert.Equal(t, 1, o.code)
	assert.Contains(t, o.stderr, "allowing no-such-command: no no-such-command in ")
	o = run(t, self, dir, "", "-p", "process.permission")
	assert.Equal(t, outcome{"undefined\n", "", 0}, o)
	o = run(t, self, dir, "", "--permission-audit", "-e", `
		require('diagnostics_channel').subscribe('node:permission-model:fs', (m) => console.log(m.permission));
		console.log(process.permission.has('fs.read'), typeof require('fs').readdirSync('/'))`)
	assert.Equal(t, outcome{"FileSystemRead\nFileSystemRead\nfalse object\n", "", 0}, o)
}
