package util_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/modules"
	jserrors "github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/language"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/util"
)

func lists() [][]modules.Module {
	return [][]modules.Module{util.Modules, language.Modules, jserrors.Modules, events.Modules, eventtarget.Modules, process.Modules}
}

const setup = "var u = require('util'), { TextEncoder, TextDecoder } = u; process = require('process')"

func TestUtil(t *testing.T) {
	modulestest.Transcript(t, "testdata/util.txt", setup, lists()...)
}

func TestPromises(t *testing.T) {
	w := modulestest.New(t, lists()...)
	w.Run(setup + `
		var said = [];
		const say = (what) => (value) => said.push(what + ' ' + String(value));
		u.promisify((a, cb) => cb(null, a, 'more'))(1).then(say('fulfilled'));
		u.promisify((cb) => cb(new Error('no')))().catch(say('rejected'));
		u.promisify(() => { throw new Error('threw') })().catch(say('rejected'));
		u.callbackify(async (a) => a * 2)(21, (err, value) => say('called back')([err, value]));
		u.callbackify(() => Promise.reject(null))((err) => say('falsy')([err.code, err.reason]));
		const { AbortController } = require('internal/abort_controller');
		const c = new AbortController();
		u.aborted(c.signal, {}).then(say('aborted'));
		c.abort();
	`)
	assert.ElementsMatch(t, []any{
		"fulfilled 1", "rejected Error: no", "rejected Error: threw", "called back ,42", "falsy ERR_FALSY_VALUE_REJECTION,",
		"aborted undefined",
	}, w.VM.Get("said").Export())
}

func TestDeprecateWarnsOnce(t *testing.T) {
	w := modulestest.New(t, lists()...)
	w.Run(setup + `
		var said = [];
		process.removeAllListeners('warning');
		process.on('warning', (w) => said.push(w.name + ' ' + w.code + ' ' + w.message));
		class A { constructor(x) { this.x = x } }
		const f = u.deprecate((a, b) => a + b, 'f is old', 'DEP0');
		const g = u.deprecate(() => 1, 'g is old', 'DEP0');
		const B = u.deprecate(A, 'A is old');
		f(1, 2); f(1, 2); g();
		const b = new B(5);
		said.push(String(b instanceof A) + b.x);
	`)
	assert.Equal(t, []any{"true5", "DeprecationWarning DEP0 f is old", "DeprecationWarning undefined A is old"},
		w.VM.Get("said").Export())
}

func TestDebuglog(t *testing.T) {
	var out writer
	w := modulestest.New(t, lists()...)
	w.Host.Stderr = &out
	w.Host.Env.Set("NODE_DEBUG", "net*,fs")
	assert.Equal(t, "true true false", w.Run(setup+`
		const net = u.debuglog('network'), fs = u.debug('fs'), http = u.debuglog('http');
		net('x %d', 1); http('never');
		[net, fs, http].map((f) => f.enabled).join(' ')`).String())
	assert.Regexp(t, `^NETWORK \d+: x 1\n$`, string(out))
}

type writer []byte

func (w *writer) Write(b []byte) (int, error) {
	*w = append(*w, b...)
	return len(b), nil
}

func FuzzParseEnv(f *testing.F) {
	f.Add("A=1\nB='x\ny'\n#c\nexport C=\"\\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		w := modulestest.New(t, lists()...)
		_ = w.VM.Set("text", text)
		w.Run("require('util').parseEnv(text)")
	})
}
