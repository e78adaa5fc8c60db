// Package modulestest tests built-in modules: New makes a VM with some of them,
// Transcript runs a file of expressions with what each must give, and has the
// expectations confirmed by a real node where one is installed.
package modulestest

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/modules"
)

// World is a VM with built-in modules, without a runtime around it.
type World struct {
	T    testing.TB
	VM   *goja.Runtime
	Loop *eventloop.Loop
	Env  *modules.Env
	Host *modules.Host

	table  map[string]modules.Module
	loaded map[string]*goja.Object
}

// New makes a World. require finds the modules of lists and nothing else.
func New(t testing.TB, lists ...[]modules.Module) *World {
	dir, err := os.Getwd()
	require.NoError(t, err)
	w := &World{T: t, VM: goja.New(), table: map[string]modules.Module{}, loaded: map[string]*goja.Object{}}
	w.Host = &modules.Host{
		Argv: []string{"/bin/gojs", dir + "/script.js"}, Argv0: "gojs", ExecPath: "/bin/gojs", Start: time.Now(),
		Env: modules.NewEnviron(nil), Umask: -1,
		Stdin: strings.NewReader(""), Stdout: os.Stdout, Stderr: os.Stderr,
	}
	w.Host.SetDir(dir)
	w.Loop = eventloop.New(w.VM, eventloop.Hooks{})
	w.Host.Exit = func(int) { w.Loop.Stop(nil) }
	for _, l := range lists {
		for _, m := range l {
			w.table[m.Name] = m
		}
	}
	w.Env = modules.NewEnv(w.VM, w.Loop, w.Host, w)
	stack.Install(w.VM)
	g := w.VM.GlobalObject()
	require.NoError(t, g.Set("globalThis", g))
	require.NoError(t, g.Set("require", func(c goja.FunctionCall) goja.Value {
		return w.Require(strings.TrimPrefix(c.Argument(0).String(), "node:"))
	}))
	return w
}

// Require, Public and Names make a World a modules.Builtins.
func (w *World) Require(name string) *goja.Object {
	mod, ok := w.loaded[name]
	if !ok {
		m, ok := w.table[name]
		if !ok {
			nodeerr.Throw(w.VM, "ERR_UNKNOWN_BUILTIN_MODULE", name)
		}
		mod = w.VM.NewObject()
		_ = mod.Set("exports", w.VM.NewObject())
		w.loaded[name] = mod
		m.Evaluate(w.Env, mod)
	}
	return mod.Get("exports").(*goja.Object)
}

// Public: see Require.
func (w *World) Public(name string) bool {
	m, ok := w.table[name]
	return ok && !m.Internal()
}

// Names: see Require.
func (w *World) Names() []string {
	var names []string
	for n, m := range w.table {
		if !m.Internal() {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// Run runs src and then the event loop until nothing is left to do, and returns
// what src's last statement gave.
func (w *World) Run(src string) goja.Value {
	w.T.Helper()
	var v goja.Value
	err := w.Loop.Do(func() (err error) {
		v, err = w.VM.RunScript("test.js", src)
		return err
	})
	require.NoError(w.T, err)
	require.NoError(w.T, w.Loop.Run(context.Background()))
	return v
}

// show is how a transcript writes values down.
const show = `function show(v) {
	const T = Object.getPrototypeOf(Uint8Array);
	if (typeof v === 'string') return JSON.stringify(v);
	if (typeof v === 'bigint') return v + 'n';
	if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
	if (typeof v === 'symbol' || v === null || v === undefined || typeof v === 'boolean') return String(v);
	if (typeof v === 'function') return 'function ' + v.name;
	if (v instanceof Uint8Array) return v.constructor.name + ' ' + Array.from(v, (x) => (x < 16 ? '0' : '') + x.toString(16)).join('');
	if (v instanceof T || Array.isArray(v)) return '[' + Array.from(v, show).join(', ') + ']';
	if (v instanceof Error) return '! ' + v.name + (v.code === undefined ? '' : ' ' + v.code) + ': ' + v.message;
	return '{' + Object.keys(v).map((k) => k + ': ' + show(v[k])).join(', ') + '}';
}
function result(src) {
	try { return show((0, eval)(src)); } catch (e) { return show(e).replace(/^! /, 'throws '); }
}`

// Transcript reads a file whose lines are expressions, each followed by a line
// "= result", and checks the results. setup is JavaScript that runs before; lines
// that begin with # are comments.
func Transcript(t *testing.T, file, setup string, lists ...[]modules.Module) {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var sources, want []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "= "):
			want = append(want, line[2:])
		default:
			sources = append(sources, line)
		}
	}
	require.NotEmpty(t, sources)
	require.Equal(t, len(sources), len(want), "an expression has no result")
	w := New(t, lists...)
	_, err = w.VM.RunString(show + "\n" + setup)
	require.NoError(t, err)
	result, _ := goja.AssertFunction(w.VM.Get("result"))
	for i, src := range sources {
		var got goja.Value
		require.NoError(t, w.Loop.Do(func() error {
			got, err = result(goja.Undefined(), w.VM.ToValue(src))
			return err
		}))
		assert.Equal(t, want[i], got.String(), "%s: %s", file, src)
	}
	t.Run("node agrees", func(t *testing.T) {
		confirm(t, file, setup, sources, want)
	})
}

// confirm runs the expressions under node.
func confirm(t *testing.T, file, setup string, sources, want []string) {
	list, err := json.Marshal(sources)
	require.NoError(t, err)
	out := installed.Ask(t, 24, "", "--no-warnings", "-e",
		"globalThis.require = require;"+show+"\n"+setup+"\nconsole.log(JSON.stringify("+string(list)+".map(result)))")
	var got []string
	require.NoError(t, json.Unmarshal([]byte(out), &got))
	for i, src := range sources {
		assert.Equal(t, got[i], want[i], "%s: %s", file, src)
	}
}
