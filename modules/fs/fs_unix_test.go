//go:build unix

package fs_test

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/fs"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/path"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/querystring"
	"github.com/gojs-run/gojs/modules/stream"
	stringdecoder "github.com/gojs-run/gojs/modules/string_decoder"
	"github.com/gojs-run/gojs/modules/timers"
	"github.com/gojs-run/gojs/modules/url"
)

const setup = `
if (!globalThis.process) Object.defineProperty(globalThis, 'process', { value: require('process') });
Object.assign(globalThis, { Buffer: require('buffer').Buffer, URL: require('url').URL, setImmediate: require('timers').setImmediate });
var fs = require('fs');
process.emitWarning = () => {};
var dir = process.env.GOJS_TEST_DIR;
var E = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.errno, e.syscall, e.path, e.dest, e.message].map((v) => typeof v === 'string' ? v.replaceAll(dir, '@') : v); } };
`

func world(t *testing.T) *modulestest.World {
	w := modulestest.New(t, fs.Modules, process.Modules, events.Modules, errors.Modules, buffer.Modules, stream.Modules,
		stringdecoder.Modules, url.Modules, path.Modules, querystring.Modules, timers.Modules)
	w.Host.SetDir(t.TempDir())
	w.Host.Env.Set("GOJS_TEST_DIR", w.Host.Dir())
	w.Run(setup)
	return w
}

func TestTranscript(t *testing.T) {
	t.Setenv("GOJS_TEST_DIR", t.TempDir()) // for node
	modulestest.Transcript(t, "testdata/fs.txt", "process = require('process'); process.env.GOJS_TEST_DIR ??= "+strconv.Quote(t.TempDir())+";"+setup,
		fs.Modules, process.Modules, events.Modules, errors.Modules, buffer.Modules, stream.Modules,
		stringdecoder.Modules, url.Modules, path.Modules, querystring.Modules, timers.Modules)
}

// TestForms checks that the three forms of one operation say the same.
func TestForms(t *testing.T) {
	w := world(t)
	w.Run(`
		fs.writeFileSync('a', 'text');
		globalThis.got = [];
		const show = (name) => (err, value) => got.push([name, err && err.message.replace(dir, ''), value]);
		show('sync')(null, fs.readFileSync('a', 'utf8'));
		fs.readFile('a', 'utf8', (err, value) => {
			show('callback')(err, value);
			fs.readFile('none', (err, ...rest) => {
				show('callback')(err, rest.length);
				fs.promises.readFile('a', 'utf8').then((value) => {
					show('promise')(null, value);
					return fs.promises.readFile('none');
				}).catch((err) => {
					show('promise')(err);
					return fs.promises.stat({});
				}).catch((err) => show('promise')(err));
			});
		});
	`)
	const none = "ENOENT: no such file or directory, open 'none'"
	assert.Equal(t, []any{
		[]any{"sync", nil, "text"}, []any{"callback", nil, "text"}, []any{"callback", none, int64(0)},
		[]any{"promise", nil, "text"}, []any{"promise", none, nil},
		[]any{"promise", `The "path" argument must be of type string or an instance of Buffer or URL. Received an instance of Object`, nil},
	}, w.VM.Get("got").Export())
}

func TestPathsAreRelativeToTheRuntimesDirectory(t *testing.T) {
	a, b := world(t), world(t)
	a.Run(`fs.writeFileSync('name', 'a')`)
	b.Run(`fs.writeFileSync('name', 'b')`)
	for w, want := range map[*modulestest.World]string{a: "a", b: "b"} {
		got, err := os.ReadFile(filepath.Join(w.Host.Dir(), "name"))
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
}

func TestUmaskIsTheRuntimes(t *testing.T) {
	w := world(t)
	got := w.Run(`
		process.umask(0o077);
		fs.writeFileSync('a', '');
		fs.mkdirSync('d');
		process.umask(0);
		fs.writeFileSync('b', '', { mode: 0o666 });
		['a', 'd', 'b'].map((name) => (fs.statSync(name).mode & 0o777).toString(8)).join(' ');
	`)
	assert.Equal(t, "600 700 666", got.String())
}

func TestStreams(t *testing.T) {
	w := world(t)
	w.Run(`
		globalThis.got = [];
		const out = fs.createWriteStream('s');
		out.write('abc');
		out.end('defghij', () => {
			got.push(out.bytesWritten);
			fs.createReadStream('s', { start: 2, end: 7, highWaterMark: 4, encoding: 'utf8' })
				.on('data', (text) => got.push(text))
				.on('close', () => got.push('close'));
			fs.createReadStream('none').on('error', (err) => got.push(err.code));
		});
	`)
	assert.ElementsMatch(t, []any{int64(10), "cdef", "gh", "close", "ENOENT"}, w.VM.Get("got").Export())
}

func TestFileHandle(t *testing.T) {
	w := world(t)
	w.Run(`
		globalThis.got = [];
		(async () => {
			const h = await fs.promises.open('h', 'w+');
			await h.writeFile(['x', Buffer.from('yz')]);
			got.push((await h.stat()).size);
			const { bytesRead, buffer } = await h.read(Buffer.alloc(4), 0, 4, 1);
			got.push(bytesRead, buffer.toString('latin1', 0, bytesRead));
			await h.close();
			await h.read().catch((err) => got.push(err.message, err.code));
		})();
	`)
	assert.Equal(t, []any{int64(3), int64(2), "yz", "file closed", "EBADF"}, w.VM.Get("got").Export())
}
