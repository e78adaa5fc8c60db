package runtime_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// swap is a script that uses files of its own while a thread of it puts links in their place, which lead out of its
// folder, and takes them away again. It prints what it has seen.
const swap = `
	const fs = require('fs'), { Worker } = require('worker_threads');
	const stop = new Int32Array(new SharedArrayBuffer(4));
	const swapper = new Worker(` + "`" + `
		const fs = require('fs'), { parentPort, workerData: { WORK, stop } } = require('worker_threads');
		const swap = (real, link) => {
			for (const [from, to] of [[real, 'spare'], [link, real], [real, link], ['spare', real]]) fs.renameSync(WORK + '/' + from, WORK + '/' + to);
		};
		parentPort.postMessage('begun');
		for (; !Atomics.load(stop, 0); swap('dir', 'link-to-out')) swap('file', 'link-to-secret');
	` + "`" + `, { eval: true, workerData: { WORK, stop } });
	const seen = new Set(), file = WORK + '/file', dir = WORK + '/dir';
	const attempt = (name, f) => {
		let r;
		try { r = f() } catch (e) { r = e.code ?? e.message }
		seen.add(name + ' ' + r);
	};
	const attempts = {
		read: () => fs.readFileSync(file, 'utf8'),
		'read below': () => fs.readFileSync(dir + '/secret', 'utf8'),
		descriptor: () => { const fd = fs.openSync(file); try { return fs.fstatSync(fd).size } finally { fs.closeSync(fd) } },
		stat: () => fs.statSync(file).size,
		'stat below': () => fs.statSync(dir + '/secret').size,
		list: () => fs.readdirSync(dir).includes('secret'),
		write: () => fs.writeFileSync(file, 'content'),
		'write below': () => fs.writeFileSync(dir + '/made', 'x'),
		append: () => fs.appendFileSync(dir + '/secret2', ''),
		truncate: () => fs.truncateSync(dir + '/secret', 1),
		mkdir: () => { fs.mkdirSync(dir + '/sub'); fs.rmdirSync(dir + '/sub') },
		chmod: () => fs.chmodSync(file, 0o600),
		utimes: () => fs.utimesSync(file, 1, 1),
		unlink: () => fs.unlinkSync(dir + '/secret'),
		rename: () => fs.renameSync(dir + '/secret', WORK + '/stolen'),
		link: () => fs.linkSync(dir + '/secret', WORK + '/stolen'),
		copy: () => { fs.copyFileSync(file, WORK + '/copy'); return fs.readFileSync(WORK + '/copy', 'utf8') },
		cp: () => { fs.cpSync(file, WORK + '/copy', { dereference: true }); return fs.readFileSync(WORK + '/copy', 'utf8') },
		require: () => { delete require.cache[WORK + '/data.json']; return require(WORK + '/data.json').n },
	};
	swapper.on('message', () => {
		for (let i = 0; i < ROUNDS; i++) for (const name in attempts) attempt(name, attempts[name]);
		Atomics.store(stop, 0, 1);
		console.log([...seen].sort().join('\n'));
	});
`

// TestASwappedLinkLeadsNowhere: what a path leads to may change between its check and its use.
func TestASwappedLinkLeadsNowhere(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	work, out := root+"/work", root+"/out"
	write(t, work, "file", "content")
	write(t, work, "data.json", `{ "n": 1 }`)
	write(t, work, "dir/own", "x")
	write(t, out, "secret", "a secret of 23 letters")
	require.NoError(t, os.Symlink("../out/secret", work+"/link-to-secret"))
	require.NoError(t, os.Symlink("../out", work+"/link-to-out"))
	before, err := os.Stat(out + "/secret")
	require.NoError(t, err)
	var said bytes.Buffer
	rt := start(t, runtime.WithDir(work), runtime.WithStdout(&said), runtime.WithStderr(&said),
		runtime.WithPermissions(runtime.Permissions{Read: []string{work}, Write: []string{work}, Worker: true}))
	rounds := "150"
	if testing.Short() {
		rounds = "20"
	}
	_, err = rt.RunString(t.Context(), "swap.js", "const WORK = '"+work+"', ROUNDS = "+rounds+";"+swap)
	require.NoError(t, err)
	assert.NotContains(t, said.String(), "secret of")
	assert.NotContains(t, said.String(), " 22\n")
	assert.NotContains(t, said.String(), "list true")
	assert.Contains(t, said.String(), "read content\n")
	list, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Len(t, list, 1, "%v", list)
	after, err := os.Stat(out + "/secret")
	require.NoError(t, err)
	assert.Equal(t, []any{before.Size(), before.Mode(), before.ModTime()}, []any{after.Size(), after.Mode(), after.ModTime()})
	assert.NoFileExists(t, work+"/stolen")
}

// TestAPathIsReadOnce: an object that stands for a path cannot be one when it is checked and another when it is used.
func TestAPathIsReadOnce(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write(t, dir, "own", "mine")
	secret := write(t, t.TempDir(), "secret", "a secret")
	var said bytes.Buffer
	rt := start(t, runtime.WithDir(dir), runtime.WithStdout(&said), runtime.WithStderr(&said), runtime.WithPermissions(runtime.Permissions{Read: []string{dir}}))
	_, err = rt.RunString(t.Context(), "x.js", `
		const fs = require('fs'), { pathToFileURL } = require('url');
		const own = pathToFileURL('`+dir+`/own'), secret = pathToFileURL('`+secret+`');
		for (const first of [own, secret]) for (const name of ['readFileSync', 'existsSync', 'statSync', 'openSync', 'readdirSync']) {
			for (let after = 1; after < 8; after++) {
				let n = 0;
				const turning = new Proxy({}, { get: (_, k) => (n++ < after ? first : first === own ? secret : own)[k] });
				try { console.log(String(fs[name](turning))) } catch (e) { console.log(e.code) }
			}
		}`)
	require.NoError(t, err)
	assert.NotContains(t, said.String(), "a secret")
}
