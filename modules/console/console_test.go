package console_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/modules/console"
	jserrors "github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/util"
)

func world(t *testing.T) (w *modulestest.World, stdout, stderr *bytes.Buffer) {
	w = modulestest.New(t, console.Modules, util.Modules, jserrors.Modules, events.Modules, process.Modules)
	stdout, stderr = new(bytes.Buffer), new(bytes.Buffer)
	w.Host.Stdout, w.Host.Stderr = stdout, stderr
	require.NoError(t, w.VM.Set("console", w.Require("console")))
	return w, stdout, stderr
}

// TestOutput runs testdata/console.js, whose output is console.out.
func TestOutput(t *testing.T) {
	script, err := os.ReadFile("testdata/console.js")
	require.NoError(t, err)
	want, err := os.ReadFile("testdata/console.out")
	require.NoError(t, err)
	w, stdout, _ := world(t)
	w.Run("(function () {" + string(script) + "\n})()")
	assert.Equal(t, string(want), stdout.String())
}

// TestNodeAgrees runs the same script with node.
func TestNodeAgrees(t *testing.T) {
	want, err := os.ReadFile("testdata/console.out")
	require.NoError(t, err)
	assert.Equal(t, string(want), installed.Ask(t, 25, "", "testdata/console.js"))
}

func TestErrorsGoToStderr(t *testing.T) {
	w, stdout, stderr := world(t)
	w.Run(`console.error('a %s', 1); console.warn({ b: 2 }); console.assert(false, 'x %d', 3); (function at() { console.trace('t') })()`)
	assert.Empty(t, stdout.String())
	lines := strings.SplitN(stderr.String(), "\n", 5)
	assert.Equal(t, []string{"a 1", "{ b: 2 }", "Assertion failed: x 3", "Trace: t"}, lines[:4])
	assert.Regexp(t, `^    at at \(test\.js:1:\d+\)\n`, lines[4])
}

func TestTimers(t *testing.T) {
	w, stdout, _ := world(t)
	w.Run(`console.time('l'); console.timeLog('l', { a: 1 }); console.timeEnd('l')`)
	assert.Regexp(t, `^l: [\d.]+ms \{ a: 1 \}\nl: [\d.]+ms\n$`, stdout.String())
}

func TestSubclass(t *testing.T) {
	w, _, _ := world(t)
	assert.Equal(t, "mine mine", w.Run(`
		class Mine extends console.Console { log() { return 'mine' } }
		const c = new Mine({ write() {} }), { log } = c;
		c.log() + ' ' + log()`).String())
}
