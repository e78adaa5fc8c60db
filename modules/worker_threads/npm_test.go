package workerthreads_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
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
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/npm")))
	installed.Packages(t, dir)
	for _, script := range []string{"jest-worker.js", "piscina.js", "tinypool.mjs", "workerpool.js"} {
		runtimetest.Scripts(t, filepath.Join(dir, script))
	}
}
