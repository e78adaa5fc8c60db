package examples_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLongTask runs the long computation of express-fork under a parent that is no web server.
func TestLongTask(t *testing.T) {
	t.Parallel()
	task, err := filepath.Abs("express-fork/longtask.js")
	require.NoError(t, err)
	parent := filepath.Join(t.TempDir(), "parent.js")
	require.NoError(t, os.WriteFile(parent, []byte(`
		const child = require('child_process').fork(process.argv[2]);
		child.on('message', (sum) => {
			console.log(sum);
			child.disconnect();
		});
		child.on('exit', (code, signal) => console.log(code, signal));
		child.send('start');
	`), 0o600))
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, engine, parent, task).CombinedOutput()
	assert.NoError(t, err)
	assert.Equal(t, "499999999067109000\n0 null\n", string(out))
}
