package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/modulestest"
)

// packages is the folder of the scripts that use packages of npm, unmodified.
const packages = "../../testdata/npm"

// TestPackages runs each script of testdata/npm and compares what it prints, on both streams, with the .out beside it, and
// with what the node that is installed prints.
func TestPackages(t *testing.T) {
	install(t, packages)
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
				assert.Equal(t, output(t, modulestest.Node(t, 25), name), string(want))
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

// install installs what a folder's lock file names, unless that has been done.
var installing sync.Mutex

func install(t *testing.T, dir string) {
	t.Helper()
	installing.Lock()
	defer installing.Unlock()
	lock, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	require.NoError(t, err)
	sum := sha256.Sum256(lock)
	want := []byte(hex.EncodeToString(sum[:]))
	done := filepath.Join(dir, "node_modules", ".installed")
	if have, _ := os.ReadFile(done); bytes.Equal(have, want) {
		return
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("npm is not installed")
		}
		t.Skip("npm is not installed")
	}
	cmd := exec.Command(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	require.NoError(t, os.WriteFile(done, want, 0o644))
}
