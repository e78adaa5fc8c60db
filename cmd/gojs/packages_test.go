package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
)

// packages is the folder of the scripts that use packages of npm, unmodified.
const packages = "../../testdata/npm"

// TestPackages runs each script of testdata/npm and compares what it prints, on both streams, with the .out beside it, and
// with what the node that is installed prints.
func TestPackages(t *testing.T) {
	installed.Packages(t, packages)
	gojs := build(t)
	var scripts []string
	for _, pattern := range []string{"*.js", "*.mjs"} {
		found, err := filepath.Glob(filepath.Join(packages, pattern))
		require.NoError(t, err)
		scripts = append(scripts, found...)
	}
	require.NotEmpty(t, scripts)
	for _, script := range scripts {
		name := filepath.Base(script)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile(strings.TrimSuffix(script, filepath.Ext(script)) + ".out")
			require.NoError(t, err)
			assert.Equal(t, string(want), output(t, gojs, name))
			t.Run("node agrees", func(t *testing.T) {
				assert.Equal(t, output(t, installed.Node(t, 25), name), string(want))
			})
		})
	}
}

// build builds gojs, which starts itself again where a package runs process.execPath.
func build(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "gojs")
	out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return file
}

// output is what a script prints. It runs in an environment that says nothing of terminals, colours and the test's own host.
func output(t *testing.T, program, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, script)
	cmd.Dir = packages
	cmd.Env = environment(t)
	out, err := cmd.CombinedOutput()
	assert.NoError(t, err, "%s", out)
	return string(out)
}

func environment(t *testing.T) []string {
	env := []string{"HOME=" + t.TempDir()}
	for _, name := range []string{"PATH", "TMPDIR", "TEMP", "SystemRoot", "GOCOVERDIR"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
