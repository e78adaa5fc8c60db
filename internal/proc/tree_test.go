//go:build linux || darwin

package proc

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

// family starts a child, a grandchild that is a session of its own, and one of that, and says so when all are there.
const family = `sh -c '(setsid sh -c "sleep 1000 & echo there; wait" || sh -c "sleep 1000 & echo there; wait") & wait'`

func shell(script string) *spawn.Command {
	cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", script}, Env: os.Environ(), KillTree: true,
		Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
	Local.LookPath(cmd)
	return cmd
}

// treeEnds waits until no process of the named trees is left.
func treeEnds(t *testing.T, prefix string, within time.Duration) {
	t.Helper()
	deadline := time.Now().Add(within)
	for left := inTree(prefix, 0); len(left) > 0; left = inTree(prefix, 0) {
		require.True(t, time.Now().Before(deadline), "still there: %v", left)
		time.Sleep(time.Millisecond)
	}
}

func TestASignalReachesTheTree(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		p := mustStart(t, shell(family))
		line, err := bufio.NewReader(p.Stdio(1)).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "there\n", line)
		assert.GreaterOrEqual(t, len(inTree(p.tree, 0)), 3)
		require.NoError(t, p.Signal(sig))
		exit, err := p.Wait()
		require.NoError(t, err)
		assert.Equal(t, sig, exit.Signal)
		treeEnds(t, p.tree, time.Second)
		require.NoError(t, p.Close())
	}
}

func TestWhatIsLeftEndsWithItsOwner(t *testing.T) {
	cmd := shell("(sleep 1000 &) ; echo there")
	cmd.Owner = "test"
	p := mustStart(t, cmd)
	other := mustStart(t, shell("echo there; sleep 1000"))
	for _, q := range []*Process{p, other} {
		_, err := bufio.NewReader(q.Stdio(1)).ReadString('\n')
		require.NoError(t, err)
	}
	exit, err := p.Wait()
	require.NoError(t, err)
	assert.Zero(t, exit.Code)
	assert.NotEmpty(t, inTree(p.tree, 0), "the daemon goes on")
	EndOwned("test")
	assert.Empty(t, inTree(p.tree, 0))
	assert.NotEmpty(t, inTree(other.tree, 0), "another owner's")
	EndOwned("")
	_, _ = other.Wait()
	_ = p.Close()
	_ = other.Close()
}

func TestDetachedProcessesAreInNoTree(t *testing.T) {
	cmd := command(t, "env")
	cmd.Env = append(cmd.Env, TreeVariable+"=another-host.1.1.")
	cmd.Detached = true
	assert.NotContains(t, string(run(t, cmd, "").Output[1]), TreeVariable)
	cmd = command(t, "env")
	cmd.KillTree = true
	assert.Contains(t, string(run(t, cmd, "").Output[1]), TreeVariable+"="+treeHost()+".-.")
}

// TestTheHostsDeathEndsAllTrees kills a program that has fifty children of three generations.
func TestTheHostsDeathEndsAllTrees(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		host := mustStart(t, command(t, "host of many"))
		out := bufio.NewReader(host.Stdio(1))
		prefix, err := out.ReadString('\n')
		require.NoError(t, err)
		prefix = strings.TrimSpace(prefix)
		assert.GreaterOrEqual(t, len(inTree(prefix, 0)), 150)
		begin := time.Now()
		require.NoError(t, host.Signal(sig))
		_, _ = host.Wait()
		treeEnds(t, prefix, time.Second)
		t.Log(sig, "and nothing is left after", time.Since(begin))
		_ = host.Close()
	}
}

// hostOfMany is the program that is killed.
func hostOfMany() int {
	var all []spawn.Process
	for range 50 {
		p, err := Local.Start(context.Background(), shell(family))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		all = append(all, p)
	}
	for _, p := range all {
		if _, err := bufio.NewReader(p.Stdio(1)).ReadString('\n'); err != nil {
			return 1
		}
	}
	fmt.Println(treeHost() + ".")
	_, _ = io.Copy(io.Discard, os.Stdin)
	time.Sleep(time.Hour)
	return 0
}

func TestTheGuardIsReplaced(t *testing.T) {
	require.NoError(t, guardTrees())
	first := guarding.process.Pid()
	require.NoError(t, guarding.process.Signal(syscall.SIGKILL))
	for guarding.process != nil && guarding.process.Pid() == first {
		require.NoError(t, guardTrees())
		time.Sleep(time.Millisecond)
	}
	require.NoError(t, guarding.process.Signal(0))
}
