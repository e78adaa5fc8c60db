//go:build unix

package process_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/modulestest"
	jsos "github.com/gojs-run/gojs/modules/os"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/stream"
	stringdecoder "github.com/gojs-run/gojs/modules/string_decoder"
)

// setup makes process global, as the runtime does.
const setup = `Object.defineProperty(globalThis, 'process', { value: require('process') });`

func world(t *testing.T) *modulestest.World {
	w := modulestest.New(t, process.Modules, events.Modules, errors.Modules, buffer.Modules, stream.Modules, stringdecoder.Modules, jsos.Modules)
	w.Run(setup)
	return w
}

func TestTranscript(t *testing.T) {
	modulestest.Transcript(t, "testdata/process.txt", strings.Replace(setup, "Object", "if (!globalThis.process) Object", 1),
		process.Modules, events.Modules, errors.Modules, buffer.Modules, stream.Modules, stringdecoder.Modules, jsos.Modules)
}

func TestWarningsAreWrittenOnce(t *testing.T) {
	w := world(t)
	var out bytes.Buffer
	w.Host.Stderr = &out
	w.Run(`
		process.emitWarning('one');
		process.emitWarning('two', 'Custom', 'C1');
		process.emitWarning('three', { type: 'T', code: 'C2', detail: 'more' });
		process.noDeprecation = true;
		process.emitWarning('not this', 'DeprecationWarning');
	`)
	pid := strconv.Itoa(os.Getpid())
	assert.Equal(t, "(node:"+pid+") Warning: one\n(Use `gojs --trace-warnings ...` to show where the warning was created)\n"+
		"(node:"+pid+") [C1] Custom: two\n(node:"+pid+") [C2] T: three\nmore\n", out.String())
}

func TestTraceExitShowsWhereAScriptExits(t *testing.T) {
	w := world(t)
	var out bytes.Buffer
	w.Host.Stderr = &out
	w.Host.Exit = func(int) {}
	w.Run("process.reallyExit(1)")
	assert.Empty(t, out.String())
	w.Host.Flags.TraceExit = true
	w.Run("function leave() { process.reallyExit(3) }\nleave()")
	assert.Equal(t, "(node:"+strconv.Itoa(os.Getpid())+") WARNING: Exited the environment with code 3\n    at leave (test.js:1:38)\n    at test.js:2:6\n", out.String())
}

func TestWarningsGoThroughAReplacedStderr(t *testing.T) {
	w := world(t)
	var out bytes.Buffer
	w.Host.Stderr = &out
	got := w.Run(`
		globalThis.got = '';
		process.stderr.write = (text) => { got += text; };
		process.emitWarning('one');
	`)
	_ = got
	assert.Empty(t, out.String())
	assert.Contains(t, w.VM.Get("got").String(), "Warning: one")
}

func TestStdoutIsWrittenBeforeWriteReturns(t *testing.T) {
	w := world(t)
	var out bytes.Buffer
	w.Host.Stdout = &out
	w.Run(`globalThis.order = []; process.stdout.write('a', () => order.push('written')); order.push('returned');`)
	assert.Equal(t, "a", out.String())
	assert.Equal(t, []any{"returned", "written"}, w.VM.Get("order").Export())
}

func TestStdin(t *testing.T) {
	w := world(t)
	w.Host.Stdin = strings.NewReader("héllo")
	w.Run(`
		globalThis.got = '';
		process.stdin.setEncoding('utf8');
		process.stdin.on('data', (text) => { got += text; }).on('end', () => { got += '|end'; });
	`)
	assert.Equal(t, "héllo|end", w.VM.Get("got").String())
}

func TestAPausedStdinLetsTheLoopEnd(t *testing.T) {
	w := world(t)
	r, p, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer p.Close()
	w.Host.Stdin = r
	w.Run(`process.stdin.on('data', () => {}); process.stdin.pause();`) // Run returns
}

func TestABrokenPipeIsAnErrorOfTheStream(t *testing.T) {
	w := world(t)
	r, p, err := os.Pipe()
	require.NoError(t, err)
	defer p.Close()
	require.NoError(t, r.Close())
	w.Host.Stdout = p
	w.Run(`process.stdout.on('error', (err) => { globalThis.got = err.code + ' ' + err.syscall + ' ' + err.message; }); process.stdout.write('x');`)
	assert.Equal(t, "EPIPE write write EPIPE", w.VM.Get("got").String())
}

func TestSignalsAreEventsWhileThereAreListeners(t *testing.T) {
	w := world(t)
	w.Run(`
		globalThis.got = [];
		process.on('SIGUSR2', function first(name, number) {
			got.push(name, number);
			process.removeListener('SIGUSR2', first);
			clearHold();
		});
	`)
	hold := w.Loop.NewHandle()
	require.NoError(t, w.VM.Set("clearHold", func() { hold.Close() }))
	require.NoError(t, syscall.Kill(os.Getpid(), syscall.SIGUSR2))
	w.Run("")
	assert.Equal(t, []any{"SIGUSR2", int64(syscall.SIGUSR2)}, w.VM.Get("got").Export())
}

func TestTwoRuntimesHaveTheirOwnDirectoryAndEnvironment(t *testing.T) {
	a, b := world(t), world(t)
	dir, err := os.Getwd()
	require.NoError(t, err)
	a.Run(`process.chdir('testdata'); process.env.ONLY_A = '1'; process.umask(0o77);`)
	assert.Equal(t, dir+"/testdata", a.Run("process.cwd()").String())
	assert.Equal(t, dir, b.Run("process.cwd()").String())
	assert.Equal(t, "undefined", b.Run("String(process.env.ONLY_A)").String())
	assert.NotEqual(t, int64(0o77), b.Run("process.umask()").ToInteger())
	now, err := os.Getwd()
	require.NoError(t, err)
	assert.Equal(t, dir, now)
}
