package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTheFirstProcessReapsOrphans runs gojs as process 1 of a PID namespace.
func TestTheFirstProcessReapsOrphans(t *testing.T) {
	unshare := []string{"--pid", "--fork", "--mount-proc", "--kill-child"}
	if os.Getuid() != 0 {
		unshare = append(unshare, "--user", "--map-root-user")
	}
	if out, err := exec.Command("unshare", append(unshare, "true")...).CombinedOutput(); err != nil {
		t.Skip("no namespaces here: ", string(out))
	}
	script := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(script, []byte(`
		const { spawn, spawnSync } = require('child_process'), fs = require('fs');
		console.log('I am', process.pid);
		// The inner shell's parent is gone when it says who that is.
		const orphan = 'while read -r pid name state parent rest < /proc/$$/stat; [ $parent != 1 ]; do :; done; echo $pid $parent';
		const child = spawn('sh', ['-c', '(sh -c \'' + orphan + '\' &); exit 5']);
		let said = '';
		child.stdout.on('data', (d) => said += d);
		child.on('close', (code) => {
			const [pid, parent] = said.trim().split(' ');
			console.log('child', code, 'orphan of', parent, spawnSync('sh', ['-c', '(true &); exit 6']).status);
			(function look() {
				const left = fs.readdirSync('/proc').filter((n) => n === pid || / Z /.test(/^\d+$/.test(n) ? read(n) : ''));
				if (left.length) setTimeout(look, 5); else console.log('nothing left');
			})();
		});
		const read = (n) => { try { return fs.readFileSync('/proc/' + n + '/stat', 'utf8') } catch { return '' } };`), 0o600))
	got := run(t, "unshare", "", "", append(unshare, os.Args[0], script)...)
	assert.Equal(t, outcome{"I am 1\nchild 5 orphan of 1 6\nnothing left\n", "", 0}, got)
}
