package workerthreads_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

// TestMain lets fork start the test binary: tinypool has a pool of processes, too.
func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// TestPools runs what people have workers for: pools from npm.
func TestPools(t *testing.T) {
	if testing.Short() {
		t.Skip("downloads packages")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed")
	}
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/npm")))
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		install := exec.CommandContext(t.Context(), npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			require.Empty(t, os.Getenv("CI"), "npm ci: %v\n%s", err, out)
			t.Skipf("npm ci: %v\n%s", err, out)
		}
	}
	for _, script := range []string{"jest-worker.js", "piscina.js", "tinypool.mjs", "workerpool.js"} {
		runtimetest.Scripts(t, filepath.Join(dir, script))
	}
}
