// Package runtimetest runs scripts in a Runtime, for tests of whatever scripts use.
package runtimetest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

// Main is a package's TestMain: scripts may fork, and no goroutine may be left in the end.
func Main(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

// Run runs a script to its end and returns what it printed. It has no input, and warnings are not printed.
func Run(t testing.TB, file string, opts ...runtime.Option) (stdout, stderr string, err error) {
	t.Helper()
	var out, errs bytes.Buffer
	rt, err := runtime.New(append([]runtime.Option{
		runtime.WithStdout(&out), runtime.WithStderr(&errs), runtime.WithStdin(nil), runtime.WithFlags(modules.Flags{NoWarnings: true}),
		runtime.WithChildren(), runtime.WithKillTree(false), // as a command
	}, opts...)...)
	require.NoError(t, err)
	defer rt.Close()
	err = rt.RunFile(t.Context(), file)
	return out.String(), errs.String(), err
}

// Script runs a script that is given as text, which must succeed, and returns what it printed, on stdout first.
func Script(t testing.TB, src string, opts ...runtime.Option) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(file, []byte(src), 0o600))
	stdout, stderr, err := Run(t, file, opts...)
	require.NoError(t, err, stdout+stderr)
	return stdout + stderr
}

// Scripts runs each script that a pattern names, at the same time as the others, and compares what it prints with the
// .out beside it; on stderr it must print nothing. The node that is installed has to print the same.
func Scripts(t *testing.T, pattern string) {
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(file, filepath.Ext(file))
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(name + ".out")
			require.NoError(t, err)
			want := strings.ReplaceAll(string(text), "\r\n", "\n")
			stdout, stderr, err := Run(t, file)
			assert.NoError(t, err)
			assert.Equal(t, want, stdout)
			assert.Empty(t, stderr)
			t.Run("node agrees", func(t *testing.T) {
				assert.Equal(t, installed.Ask(t, 25, "", "--no-warnings", file), want)
			})
		})
	}
}
