package loader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/kept"
)

// keeping sets up a folder for programs. The function lists what is in it.
func keeping(t *testing.T) (files func() []string) {
	dir := t.TempDir()
	t.Setenv(kept.Variable, dir)
	version := programVersion
	programVersion = func() string { return "test" }
	t.Cleanup(func() { programVersion = version })
	return func() []string {
		list, err := filepath.Glob(filepath.Join(dir, "*", "*"))
		require.NoError(t, err)
		return list
	}
}

// padded makes a module's text long enough to be kept.
func padded(text string) string { return text + "\n//" + strings.Repeat("x", worthKeeping) }

// exported compiles a module, as a process does that has not met it, and runs it.
func exported(t *testing.T, name, src string) (goja.Value, error) {
	p, _, err := compileModule(name, src, false)
	require.NoError(t, err)
	vm := goja.New()
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	require.NoError(t, vm.GlobalObject().Set(CaughtName, func(goja.FunctionCall) goja.Value { return goja.Undefined() }))
	module := vm.NewObject()
	f, _ := goja.AssertFunction(v)
	_, err = f(nil, goja.Undefined(), goja.Undefined(), module)
	return module.Get("exports"), err
}

func TestLargeModulesAreKept(t *testing.T) {
	files := keeping(t)
	one, other := padded("module.exports = 1111"), padded("module.exports = 2222")
	for range 2 {
		v, err := exported(t, "/x/one.js", one)
		require.NoError(t, err)
		assert.EqualValues(t, 1111, v.Export())
		assert.Len(t, files(), 1)
	}
	first := files()[0]
	v, err := exported(t, "/x/other.js", other)
	require.NoError(t, err)
	assert.EqualValues(t, 2222, v.Export())
	require.Len(t, files(), 2)

	// What is kept is what runs.
	second := files()[0]
	if second == first {
		second = files()[1]
	}
	require.NoError(t, os.Rename(second, first))
	v, err = exported(t, "/x/one.js", one)
	require.NoError(t, err)
	assert.EqualValues(t, 2222, v.Export())

	// What is damaged is not.
	b, err := os.ReadFile(first)
	require.NoError(t, err)
	b[len(b)-1]++
	require.NoError(t, os.WriteFile(first, b, 0o600))
	v, err = exported(t, "/x/one.js", one)
	require.NoError(t, err)
	assert.EqualValues(t, 1111, v.Export())

	_, err = exported(t, "/x/small.js", "module.exports = 3")
	require.NoError(t, err)
	assert.Len(t, files(), 1)
}

func TestKeptModulesAreAsCompiledOnes(t *testing.T) {
	files := keeping(t)
	src := padded(`#!/usr/bin/env gojs
		function outer(a) {
			try { missing.call() } catch (e) { return [e.stack, String(outer), String(arguments.callee), arguments.length, a * -0] }
		}
		const grown = () => { let s = ''; for (const c of ['é', 'b']) s += c; return s };
		module.exports = outer(0).concat(grown(), [1, 2, 3].map((n) => ({ n, twice: n * 2 })).map((o) => o.twice), 0 * -5 === 0, 1 / (0 * -5), 2 ** 40 | 7)`)
	var got []any
	for range 2 {
		v, err := exported(t, "/x/kept.js", src)
		require.NoError(t, err)
		require.Len(t, files(), 1)
		got = append(got, v.Export())
	}
	assert.Equal(t, got[0], got[1])
	assert.Contains(t, got[1].([]any)[0], "kept.js:3:10")
	assert.Equal(t, int64(7), got[1].([]any)[11])

	for range 2 {
		_, err := exported(t, "/x/throws.js", padded("\n\n  null.x"))
		assert.ErrorContains(t, err, "/x/throws.js:3")
	}
}

func TestModulesForMachineCodeAreCompiledEachTime(t *testing.T) {
	files := keeping(t)
	v, err := exported(t, "/x/numeric.js", padded("function sum(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s } module.exports = typeof sum"))
	require.NoError(t, err)
	assert.Equal(t, "function", v.Export())
	assert.Empty(t, files())
}
