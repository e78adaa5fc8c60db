// Package installed has what tests need and the module does not bring: a node to confirm expectations with, and packages
// from npm. What is missing skips the test that asks for it; with CI=true it fails.
package installed

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// Program is the file of a program that is installed.
func Program(t testing.TB, name string) string {
	t.Helper()
	file, err := exec.LookPath(name)
	if err != nil {
		require.NotEqual(t, "true", os.Getenv("CI"), "%s is not installed", name)
		t.Skipf("%s is not installed", name)
	}
	return file
}

// Node is the file of the node that is installed, if it is of the version oldest or newer: older ones differ in places.
// Otherwise the test is skipped.
func Node(t testing.TB, oldest int) string {
	t.Helper()
	node := Program(t, "node")
	version, err := exec.CommandContext(t.Context(), node, "-p", "process.versions.node.split('.')[0]").Output()
	require.NoError(t, err)
	major, err := strconv.Atoi(strings.TrimSpace(string(version)))
	require.NoError(t, err)
	if major < oldest {
		t.Skipf("the installed node is of version %d, the expectations are of %d", major, oldest)
	}
	return node
}

// Ask runs Node with arguments, and what it reads from its standard input, and returns what it prints.
func Ask(t testing.TB, oldest int, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), Node(t, oldest), args...)
	cmd.Stdin, cmd.Stderr = strings.NewReader(stdin), os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	return string(out)
}

var installing sync.Mutex

// Packages has npm install what a folder's lock file names into the folder, unless that has been done.
func Packages(t testing.TB, dir string) {
	t.Helper()
	if testing.Short() {
		t.Skip("downloads packages")
	}
	npm := Program(t, "npm")
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
	cmd := exec.CommandContext(t.Context(), npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "npm ci: %s", out)
	require.NoError(t, os.WriteFile(done, want, 0o644))
}
