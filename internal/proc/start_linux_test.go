package proc

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

func TestAChildBeginsWithTheDefaultForEverySignal(t *testing.T) {
	cmd := command(t, "ignoring")
	cmd.Argv = []string{"sh", "-c", `trap "" HUP PIPE TSTP USR2; exec "$0"`, cmd.File}
	cmd.Found("/bin/sh", "/bin/sh")
	assert.Equal(t, strings.Repeat("SigIgn:\t0000000000000000\n", 3), string(run(t, cmd, "").Output[1]))
}

func TestNobodyHearsOfChildrenWhoDoesNotListen(t *testing.T) {
	assert.Equal(t, "7 false\n7 true child exited\n", string(run(t, command(t, "quiet"), "").Output[1]))
}

func TestIgnoredDescriptorsAreTheNullDevice(t *testing.T) {
	openFiles(t) // skips without /proc
	const look = `for fd in 0 1 2; do
		file=$(readlink /proc/$$/fd/$fd)
		/bin/echo ${file%%:*} $(grep flags /proc/$$/fdinfo/$fd) >&3
	done`
	const reads, both = "/dev/null flags: 0100000\n", "/dev/null flags: 0100002\n"
	pipe := spawn.Stdio{Kind: spawn.Pipe}
	for _, c := range []struct {
		stdio []spawn.Stdio
		want  string
	}{
		{[]spawn.Stdio{{}, {}, {}, pipe}, reads + both + both},
		{[]spawn.Stdio{{}, pipe, {}, pipe}, reads + "socket flags: 02\n" + both},
		{[]spawn.Stdio{pipe, {}, {}, pipe}, "pipe flags: 00\n" + both + both},
		{[]spawn.Stdio{{}, {}, pipe, pipe}, reads + both + "pipe flags: 01\n"},
	} {
		cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", look}, Env: []string{"PATH=/bin:/usr/bin"}, Stdio: c.stdio}
		Local.LookPath(cmd)
		require.Equal(t, c.want, string(run(t, cmd, "").Output[3]))
	}
}
