package runtime_test

import (
	"bytes"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

var scripts = fstest.MapFS{
	"main.js": {Data: []byte(`
		const lib = require('./lib'), data = require('./data.json'), dep = require('dep'), typed = require('./typed.ts');
		console.log(lib.name, data.n, dep, typed.double(4), __filename === require.resolve('./main'), module.paths[0]);
		import('./esm.mjs').then((m) => console.log(m.default, m.dep, m.here));
		new (require('worker_threads').Worker)(__dirname + '/worker.js').on('message', (m) => console.log('worker', m));`)},
	"lib/package.json":              {Data: []byte(`{ "main": "./start.js" }`)},
	"lib/start.js":                  {Data: []byte(`exports.name = 'lib'`)},
	"data.json":                     {Data: []byte(`{ "n": 5 }`)},
	"typed.ts":                      {Data: []byte(`export function double(n: number): number { return n * 2 }`)},
	"esm.mjs":                       {Data: []byte(`import dep from 'dep'; export { dep }; export default 'esm'; export const here = import.meta.filename`)},
	"worker.js":                     {Data: []byte(`require('worker_threads').parentPort.postMessage(require('./data').n)`)},
	"node_modules/dep/package.json": {Data: []byte(`{ "exports": { "import": "./i.mjs", "require": "./r.cjs" } }`)},
	"node_modules/dep/i.mjs":        {Data: []byte(`export default 'dep for import'`)},
	"node_modules/dep/r.cjs":        {Data: []byte(`module.exports = 'dep for require'`)},
	"deep/er/file.txt":              {Data: []byte("text"), ModTime: time.UnixMilli(1e12)},
}

func TestWithFS(t *testing.T) {
	root, err := filepath.Abs("/app")
	require.NoError(t, err)
	var out bytes.Buffer
	rt := start(t, runtime.WithFS("/app", scripts), runtime.WithStdout(&out), runtime.WithStderr(&out))
	require.NoError(t, rt.RunFile(t.Context(), filepath.Join(root, "main.js")), out.String())
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	assert.Equal(t, "lib 5 dep for require 8 true "+filepath.Join(root, "node_modules"), lines[0])
	assert.ElementsMatch(t, []string{"esm dep for import " + filepath.Join(root, "esm.mjs"), "worker 5"}, lines[1:])

	rt = start(t, runtime.WithFS("/app", scripts), runtime.WithDir(root), runtime.WithStdout(&out))
	require.NoError(t, rt.RunFile(t.Context(), "esm.mjs"))
}

func TestFilesOfWithFS(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write(t, dir, "own", "on disk")
	nothing := runtimetest.Left(t)
	for _, c := range []struct{ script, want string }{
		{`fs.readFileSync(APP + '/deep/er/file.txt', 'utf8')`, "text"},
		{`String(fs.readFileSync(APP + '/deep/../data.json'))`, `{ "n": 5 }`},
		{`String(fs.readFileSync(Buffer.from(APP + '/data.json')))`, `{ "n": 5 }`},
		{`String(await fs.promises.readFile(require('url').pathToFileURL(APP + '/data.json')))`, `{ "n": 5 }`},
		{`await new Promise((ok, no) => fs.readFile(APP + '/data.json', 'latin1', (e, s) => e ? no(e) : ok(s)))`, `{ "n": 5 }`},
		{`(await fs.createReadStream(APP + '/deep/er/file.txt', { start: 1 }).setEncoding('utf8').toArray()).join()`, "ext"},
		{`const s = fs.statSync(APP + '/deep/er/file.txt'); [s.size, s.isFile(), s.mtimeMs, s.mtime.getTime()].join()`, "4,true,1000000000000,1000000000000"},
		{`(await fs.promises.stat(APP)).isDirectory() + ',' + fs.lstatSync(APP + '/data.json', { bigint: true }).size`, "true,10"},
		{`fs.statSync(APP + '/none', { throwIfNoEntry: false })`, "undefined"},
		{`[fs.existsSync(APP), fs.existsSync(APP + '/deep/er/'), fs.existsSync(APP + '/none'), fs.existsSync(APP + 'x')].join()`, "true,true,false,false"},
		{`fs.accessSync(APP + '/data.json', fs.constants.R_OK)`, "undefined"},
		{`fs.accessSync(APP + '/data.json', fs.constants.W_OK)`, "EROFS"},
		{`fs.readdirSync(APP).join()`, "data.json,deep,esm.mjs,lib,main.js,node_modules,typed.ts,worker.js"},
		{`fs.readdirSync(APP + '/deep', { recursive: true }).join().replaceAll('\\', '/')`, "er,er/file.txt"},
		{`fs.readdirSync(APP + '/deep', { withFileTypes: true }).map((e) => e.name + e.isDirectory() + e.parentPath).join() === 'ertrue' + APP + '/deep'`, "true"},
		{`const d = await fs.promises.opendir(APP + '/lib', { bufferSize: 1 }); const l = []; for await (const e of d) l.push(e.name); l.join()`, "package.json,start.js"},
		{`fs.realpathSync(APP + '/deep/../lib') === require('path').join(APP, 'lib') && fs.realpathSync.native(APP) === require('path').normalize(APP)`, "true"},
		{`const fd = fs.openSync(APP + '/data.json'); const b = Buffer.alloc(3); fs.readSync(fd, b, 0, 3, 4); const s = fs.fstatSync(fd).size; fs.closeSync(fd); s + String(b)`, `10": 5`[:2] + `": `},
		{`const h = await fs.promises.open(APP + '/data.json'); const s = await h.readFile('utf8'); await h.close(); s`, `{ "n": 5 }`},
		{`fs.copyFileSync(APP + '/data.json', DIR + '/copy'); fs.readFileSync(DIR + '/copy', 'utf8')`, `{ "n": 5 }`},
		{`fs.readFileSync(DIR + '/own', 'utf8')`, "on disk"},
		{`fs.readFileSync(APP + '/none')`, "ENOENT"},
		{`fs.readFileSync(APP)`, "EISDIR"},
		{`fs.readdirSync(APP + '/data.json')`, "ENOTDIR"},
		{`await fs.promises.readlink(APP + '/data.json')`, "EINVAL"},
		{`fs.writeFileSync(APP + '/data.json', 'x')`, "EROFS"},
		{`await fs.promises.appendFile(APP + '/new', 'x')`, "EROFS"},
		{`fs.openSync(APP + '/data.json', 'r+')`, "EROFS"},
		{`fs.mkdirSync(APP + '/new/er', { recursive: true })`, "EROFS"},
		{`fs.mkdtempSync(APP + '/new')`, "EROFS"},
		{`fs.rmSync(APP, { recursive: true })`, "EROFS"},
		{`fs.unlinkSync(APP + '/data.json')`, "EROFS"},
		{`fs.renameSync(DIR + '/own', APP + '/own')`, "EROFS"},
		{`fs.renameSync(APP + '/data.json', DIR + '/new')`, "EROFS"},
		{`fs.copyFileSync(DIR + '/own', APP + '/own')`, "EROFS"},
		{`fs.symlinkSync('x', APP + '/own')`, "EROFS"},
		{`fs.utimesSync(APP + '/data.json', 1, 1)`, "EROFS"},
		{`await new Promise((ok) => fs.createWriteStream(APP + '/new').on('error', (e) => ok(e.code)))`, "EROFS"},
		{`try { fs.statSync(APP + '/none') } catch (e) { e.message.replace(APP, 'APP') }`, "ENOENT: no such file or directory, stat 'APP/none'"},
	} {
		if goruntime.GOOS == "windows" && strings.Contains(c.script, "symlink") {
			continue
		}
		var out bytes.Buffer
		rt, err := runtime.New(runtime.WithFS("/app", scripts), runtime.WithStdout(&out), runtime.WithStderr(&out))
		require.NoError(t, err)
		statements := strings.Split(c.script, "; ")
		last := len(statements) - 1
		if strings.HasPrefix(c.script, "try") {
			statements[last] = strings.Replace(statements[last], "{ e.message", "{ return e.message", 1)
		} else {
			statements[last] = "return " + statements[last]
		}
		_, err = rt.RunString(t.Context(), "x.js", `const fs = require('fs'), APP = require('path').resolve('/app'), DIR = `+"`"+strings.ReplaceAll(dir, `\`, `\\`)+"`"+`;
			(async () => { `+strings.Join(statements, "; ")+` })().then(console.log, (e) => console.log(e.code ?? e))`)
		require.NoError(t, err)
		assert.Equal(t, c.want+"\n", out.String(), c.script)
		require.NoError(t, rt.Close())
	}
	nothing()
}

// TestWithFSAndPermissions: what the program gives may be read, and no link or ".." leads from it to anything else.
func TestWithFSAndPermissions(t *testing.T) {
	secret := write(t, t.TempDir(), "secret", "x")
	var out bytes.Buffer
	rt := start(t, runtime.WithFS("/app", scripts), runtime.WithPermissions(runtime.Permissions{}), runtime.WithStdout(&out), runtime.WithStderr(&out))
	_, err := rt.RunString(t.Context(), "x.js", `
		const fs = require('fs'), APP = require('path').resolve('/app'), secret = `+"`"+strings.ReplaceAll(secret, `\`, `\\`)+"`"+`;
		const tell = (f) => { try { return f() } catch (e) { return e.code } };
		console.log(tell(() => require(APP + '/data.json').n), tell(() => fs.readdirSync(APP + '/lib').length), tell(() => fs.readFileSync(APP + '/..' + secret)),
			tell(() => fs.readFileSync(secret)), tell(() => fs.writeFileSync(APP + '/data.json', '')));`)
	require.NoError(t, err)
	assert.Equal(t, "5 2 ERR_ACCESS_DENIED ERR_ACCESS_DENIED ERR_ACCESS_DENIED\n", out.String())
}
