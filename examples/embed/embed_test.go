// Package embed holds small programs that embed gojs, a folder each. Its tests build and run them.
package embed

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// build builds the program in a folder and returns its file.
func build(t *testing.T, folder string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", file, folder).CombinedOutput()
	require.NoError(t, err, string(out))
	return file
}

func TestFork(t *testing.T) {
	out, err := exec.Command(build(t, "./fork"), "fork/parent.js").CombinedOutput()
	assert.NoError(t, err)
	assert.Equal(t, "hello Ada, from a program of my own\nexit 0\n", string(out))
}

// TestForkWithoutChildMain checks that a program which would run once more, and not the script, is not started.
func TestForkWithoutChildMain(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "script.js")
	require.NoError(t, os.WriteFile(script, []byte(`
		const { fork } = require('child_process');
		try { fork('worker.js'); } catch (e) { console.log(e.message.replace(process.execPath, 'FILE')); }
		fork('-e', ['0'], { execPath: '/bin/true' }).on('exit', (code) => console.log('another program', code));
	`), 0o600))
	out, err := exec.Command(build(t, "./careless"), script).CombinedOutput()
	assert.NoError(t, err)
	assert.Equal(t, "started\n"+
		"fork() would start this program, FILE, once more: it does not call runtime.ChildMain, by which it would run the script instead\n"+
		"another program 0\n", string(out))
}
