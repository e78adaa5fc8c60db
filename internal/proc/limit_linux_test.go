package proc

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/spawn"
)

func TestResourceLimits(t *testing.T) {
	cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", "ulimit -n; ulimit -c; ulimit -t; ulimit -f"},
		Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
	for resource, n := range map[spawn.Resource]uint64{spawn.OpenFiles: 17, spawn.CoreSize: 0, spawn.CPUSeconds: 5, spawn.FileSize: 1024} {
		cmd.Limits = append(cmd.Limits, spawn.ResourceLimit{Resource: resource, Max: n})
	}
	Local.LookPath(cmd)
	assert.Equal(t, "17\n0\n5\n2\n", string(run(t, cmd, "").Output[1]))

	defer without.Store(without.Swap(true)) // as where there is no clone3
	assert.Equal(t, "17\n0\n5\n2\n", string(run(t, cmd, "").Output[1]))
	cmd.Found("/bin/none", "")
	_, err := Local.Start(t.Context(), cmd)
	assert.ErrorIs(t, err, syscall.ENOENT)
}
