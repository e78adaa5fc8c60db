//go:build unix

package proc

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

// wrapped hides that a process is a local one: such a process is run by a goroutine a pipe.
type wrapped struct{ spawn.Process }

func startWrapped(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
	p, err := Local.Start(ctx, cmd)
	if err != nil {
		return nil, err
	}
	return wrapped{p}, nil
}

// both runs a test with the polling and with the concurrent form of RunSync.
func both(t *testing.T, test func(t *testing.T, start spawn.Func)) {
	t.Run("polling", func(t *testing.T) { test(t, Local.Start) })
	t.Run("concurrent", func(t *testing.T) { test(t, startWrapped) })
}

func TestInputLargerThanAPipe(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		input := bytes.Repeat([]byte("0123456789abcdef"), 200_000)
		r, err := RunSync(context.Background(), start, command(t, "cat"), input, Limits{})
		require.NoError(t, err)
		assert.True(t, bytes.Equal(input, r.Output[1]))
		assert.Equal(t, []byte{}, r.Output[2])
		assert.Nil(t, r.Output[0])
		assert.Zero(t, r.Errno)
	})
}

func TestInputThatIsNotReadIsEPIPE(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		r, err := RunSync(context.Background(), start, command(t, "exit", "0"), make([]byte, 1<<20), Limits{})
		require.NoError(t, err)
		assert.Equal(t, syscall.EPIPE, r.Errno)
		assert.Equal(t, 0, r.Exit.Code)
	})
}

func TestAGrandchildsOutputIsWaitedFor(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		r, err := RunSync(context.Background(), start, command(t, "grandchild"), []byte("\n"), Limits{})
		require.NoError(t, err)
		assert.Equal(t, "late\n", string(r.Output[1]))
	})
}

func TestTimeoutEndsTheChildAndTheWaiting(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		r, err := RunSync(context.Background(), start, command(t, "hang"), nil, Limits{Timeout: 50 * time.Millisecond})
		require.NoError(t, err)
		assert.Equal(t, syscall.ETIMEDOUT, r.Errno)
		assert.Equal(t, syscall.SIGTERM, r.Exit.Signal)
		r, err = RunSync(context.Background(), start, command(t, "hang"), nil, Limits{Timeout: time.Millisecond, KillSignal: syscall.SIGKILL})
		require.NoError(t, err)
		assert.Equal(t, syscall.SIGKILL, r.Exit.Signal)
	})
}

func TestTimeoutDoesNotWaitForAGrandchild(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", "sleep 2 & exit 4"}, Env: []string{"PATH=/bin:/usr/bin"},
			Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
		Local.LookPath(cmd)
		began := time.Now()
		r, err := RunSync(context.Background(), start, cmd, nil, Limits{Timeout: 200 * time.Millisecond})
		require.NoError(t, err)
		assert.Less(t, time.Since(began), 1500*time.Millisecond)
		assert.Equal(t, syscall.ETIMEDOUT, r.Errno)
		assert.Equal(t, 4, r.Exit.Code)
	})
}

func TestMaxBufferEndsAnEndlessWriter(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		r, err := RunSync(context.Background(), start, command(t, "flood"), nil, Limits{MaxBuffer: 100_000, KillSignal: syscall.SIGKILL})
		require.NoError(t, err)
		assert.Equal(t, syscall.ENOBUFS, r.Errno)
		assert.Greater(t, len(r.Output[1]), 100_000)
		assert.LessOrEqual(t, len(r.Output[1]), 100_000+bufferSize)
	})
}

func TestAContextEndsARun(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		before := openFiles(t)
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(context.Background())
		time.AfterFunc(20*time.Millisecond, func() { cancel(why) })
		_, err := RunSync(ctx, start, command(t, "hang"), nil, Limits{})
		assert.ErrorIs(t, err, why)
		_, err = RunSync(ctx, start, command(t, "hang"), nil, Limits{})
		assert.ErrorIs(t, err, why, "nothing is started for a context that is done")
		assert.Eventually(t, func() bool { return openFiles(t) == before }, 5*time.Second, time.Millisecond)
	})
}

func TestAContextEndsTheWaitForAGrandchild(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", "sleep 2 & exit 0"}, Env: []string{"PATH=/bin:/usr/bin"},
			Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
		Local.LookPath(cmd)
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := RunSync(ctx, start, cmd, nil, Limits{})
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Less(t, time.Since(began), 1500*time.Millisecond)
	})
}

func TestEveryPipeIsDrained(t *testing.T) {
	both(t, func(t *testing.T, start spawn.Func) {
		text := "head -c 300000 /dev/zero >&3; head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero"
		cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", text}, Env: []string{"PATH=/bin:/usr/bin"},
			Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}}}
		Local.LookPath(cmd)
		r, err := RunSync(context.Background(), start, cmd, nil, Limits{})
		require.NoError(t, err)
		for fd := 1; fd <= 3; fd++ {
			assert.Len(t, r.Output[fd], 300_000, "descriptor %d", fd)
		}
	})
}

func TestAFailedStartIsAnError(t *testing.T) {
	cmd := &spawn.Command{Name: "/nowhere/x", Argv: []string{"x"}, Stdio: []spawn.Stdio{{Kind: spawn.Pipe}}}
	Local.LookPath(cmd)
	_, err := RunSync(context.Background(), Local.Start, cmd, []byte(strings.Repeat("x", 10)), Limits{})
	assert.Equal(t, &spawn.Error{Op: "execve", Path: "/nowhere/x", Errno: syscall.ENOENT}, err)
}
