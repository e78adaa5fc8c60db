package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWorkingDirectoryThatIsGone: a child may begin where the process is, even if that has been removed.
func TestWorkingDirectoryThatIsGone(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	require.Equal(t, outcome{"started\n0 null\n", "", 0}, run(t, self, t.TempDir(), "", "-e", `
		require('fs').rmdirSync(process.cwd());
		require('child_process').spawn('echo', ['started'], { stdio: 'inherit' }).on('close', (...args) => console.log(...args))`))
}
