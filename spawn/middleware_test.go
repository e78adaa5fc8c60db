package spawn_test

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
	"github.com/gojs-run/gojs/spawn/spawntest"
)

var machine = spawntest.New(map[string]spawntest.Program{
	"echo": spawntest.Echo,
	"forever": func(t *spawntest.Task) int {
		<-t.Context.Done()
		return 0
	},
	"wide": func(t *spawntest.Task) int {
		for {
			if _, err := t.Stdout.Write(make([]byte, 1000)); err != nil {
				return 1
			}
		}
	},
})

func command(argv ...string) *spawn.Command {
	cmd := &spawn.Command{Call: "spawn", Name: argv[0], Argv: argv, Stdio: make([]spawn.Stdio, 3)}
	cmd.Stdio[1].Kind = spawn.Pipe
	machine.LookPath(cmd)
	return cmd
}

func TestAuditTellsOfStartsEndsAndRefusals(t *testing.T) {
	events := make(chan spawn.Event, 10)
	veto := func(next spawn.Func) spawn.Func {
		return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
			if cmd.Name == "forever" {
				return nil, &spawn.DeniedError{Resource: cmd.File}
			}
			return next(ctx, cmd)
		}
	}
	start := spawn.Chain(machine.Start, spawn.Audit(func(e spawn.Event) { events <- e }), veto)
	p, err := start(t.Context(), command("echo", "hi"))
	require.NoError(t, err)
	e := <-events
	assert.Equal(t, []string{"echo", "hi"}, e.Command.Argv)
	assert.Equal(t, p.Pid(), e.Pid)
	assert.Nil(t, e.Exit)
	e = <-events
	assert.Equal(t, 0, e.Exit.Code)

	_, err = start(t.Context(), command("forever"))
	assert.EqualError(t, err, "access denied: /bin/forever")
	assert.Equal(t, err, (<-events).Err)
}

func TestDryRunStartsNothing(t *testing.T) {
	var seen []string
	start := spawn.Chain(func(context.Context, *spawn.Command) (spawn.Process, error) { panic("started") },
		spawn.DryRun(func(cmd *spawn.Command) { seen = append(seen, cmd.String()) }))
	p, err := start(t.Context(), command("echo", "hi"))
	require.NoError(t, err)
	out, _ := io.ReadAll(p.Stdio(1))
	assert.Empty(t, out)
	assert.Nil(t, p.Stdio(0))
	exit, _ := p.Wait()
	assert.Equal(t, spawn.Exit{}, exit)
	assert.ErrorIs(t, p.Signal(syscall.SIGTERM), spawn.ErrExited)
	assert.Equal(t, []string{"/bin/echo hi"}, seen)
	_, err = start(t.Context(), command("nothing"))
	assert.ErrorIs(t, err, syscall.ENOENT)
}

func TestAnswerHasOutput(t *testing.T) {
	p := spawn.Answer(command("echo"), map[int][]byte{1: []byte("prepared")}, spawn.Exit{Code: 4})
	out, _ := io.ReadAll(p.Stdio(1))
	assert.Equal(t, "prepared", string(out))
	exit, _ := p.Wait()
	assert.Equal(t, 4, exit.Code)
	assert.NoError(t, p.Close())
}

func TestLimitOfChildren(t *testing.T) {
	start := spawn.Chain(machine.Start, spawn.Limit(spawn.Limits{Children: 2}))
	one, err := start(t.Context(), command("forever"))
	require.NoError(t, err)
	_, err = start(t.Context(), command("forever"))
	require.NoError(t, err)
	_, err = start(t.Context(), command("forever"))
	assert.EqualError(t, err, "limit of 2 children reached")
	assert.ErrorIs(t, err, syscall.EAGAIN)
	require.NoError(t, one.Signal(syscall.SIGKILL))
	require.Eventually(t, func() bool {
		_, err := start(t.Context(), command("echo"))
		return err == nil
	}, 5*time.Second, time.Millisecond)
}

func TestLimitOfStarts(t *testing.T) {
	start := spawn.Chain(machine.Start, spawn.Limit(spawn.Limits{Starts: 1}))
	_, err := start(t.Context(), command("echo"))
	require.NoError(t, err)
	_, err = start(t.Context(), command("echo"))
	var limit *spawn.LimitError
	require.ErrorAs(t, err, &limit)
	assert.Equal(t, spawn.LimitError{Limit: "starts", Max: 1}, *limit)
}

func TestLimitOfOutputAndTime(t *testing.T) {
	p, err := spawn.Chain(machine.Start, spawn.Limit(spawn.Limits{Output: 5000}))(t.Context(), command("wide"))
	require.NoError(t, err)
	out, err := io.ReadAll(p.Stdio(1))
	assert.ErrorIs(t, err, syscall.ENOBUFS)
	assert.LessOrEqual(t, len(out), 5000)
	exit, _ := p.Wait()
	assert.Equal(t, syscall.SIGKILL, exit.Signal)

	p, err = spawn.Chain(machine.Start, spawn.Limit(spawn.Limits{Time: time.Millisecond}))(t.Context(), command("forever"))
	require.NoError(t, err)
	exit, _ = p.Wait()
	assert.Equal(t, syscall.SIGKILL, exit.Signal)
}

func TestLimitsABackendLacksAreTypedErrors(t *testing.T) {
	start := spawn.Chain(machine.Start, spawn.Limit(spawn.Limits{Resources: []spawn.ResourceLimit{{Resource: spawn.CPUSeconds, Max: 1}}}))
	_, err := start(t.Context(), command("echo"))
	assert.ErrorIs(t, err, spawn.ErrUnsupported)
	var u *spawn.UnsupportedError
	require.True(t, errors.As(err, &u))
	assert.Equal(t, "a limit on CPU time", u.What)
}

func TestKillTreeLeavesDetachedAlone(t *testing.T) {
	var got []bool
	end := func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
		got = append(got, cmd.KillTree)
		return nil, os.ErrInvalid
	}
	start := spawn.Chain(end, spawn.KillTree())
	_, _ = start(t.Context(), &spawn.Command{})
	_, _ = start(t.Context(), &spawn.Command{Detached: true})
	assert.Equal(t, []bool{true, false}, got)
}

func TestChainsMayBeUsedByManyGoroutines(t *testing.T) {
	start := spawn.Chain(machine.Start, spawn.Audit(func(spawn.Event) {}), spawn.Limit(spawn.Limits{Children: 1000}))
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			p, err := start(t.Context(), command("echo", "x"))
			if assert.NoError(t, err) {
				out, _ := io.ReadAll(p.Stdio(1))
				assert.Equal(t, "x\n", string(out))
				_, _ = p.Wait()
			}
		})
	}
	all.Wait()
}
