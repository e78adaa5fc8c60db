package cassette_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
	"github.com/gojs-run/gojs/spawn/cassette"
	"github.com/gojs-run/gojs/spawn/spawntest"
)

var machine = spawntest.New(map[string]spawntest.Program{
	"greet": func(t *spawntest.Task) int {
		in := bufio.NewScanner(t.Stdin)
		for in.Scan() {
			fmt.Fprintf(t.Stdout, "hello %s\n", in.Text())
		}
		fmt.Fprint(t.Stderr, "\xff\xfe")
		return 7
	},
	"server": func(t *spawntest.Task) int {
		signals := t.Notify()
		fmt.Fprintln(t.Stdout, "listening")
		fmt.Fprintln(t.Stdout, "bye", int(<-signals))
		return 0
	},
})

func command(argv ...string) *spawn.Command {
	cmd := &spawn.Command{Call: "spawn", Name: argv[0], Argv: argv, Stdio: []spawn.Stdio{{Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}}}
	machine.LookPath(cmd)
	return cmd
}

// conversation is what a script might do; it returns what it heard.
func conversation(t *testing.T, start spawn.Func) (heard []string) {
	t.Helper()
	p, err := start(t.Context(), command("greet", "-x"))
	require.NoError(t, err)
	out := bufio.NewReader(p.Stdio(1))
	for _, name := range []string{"Ada", "Grace"} {
		_, err = io.WriteString(p.Stdio(0), name+"\n")
		require.NoError(t, err)
		line, err := out.ReadString('\n')
		require.NoError(t, err)
		heard = append(heard, line)
	}
	require.NoError(t, p.Stdio(0).CloseWrite())
	b, _ := io.ReadAll(p.Stdio(2))
	exit, _ := p.Wait()
	heard = append(heard, string(b), fmt.Sprint(exit.Code, exit.Signal))
	_ = p.Close()

	p, err = start(t.Context(), command("server"))
	require.NoError(t, err)
	out = bufio.NewReader(p.Stdio(1))
	line, _ := out.ReadString('\n')
	require.NoError(t, p.Signal(syscall.SIGTERM))
	rest, _ := io.ReadAll(out)
	exit, _ = p.Wait()
	heard = append(heard, line, string(rest), fmt.Sprint(exit.Code, exit.Signal))
	_ = p.Close()

	_, err = start(t.Context(), command("missing"))
	require.ErrorIs(t, err, syscall.ENOENT)
	return append(heard, err.Error())
}

func TestReplayIsTheRecording(t *testing.T) {
	var tape cassette.Tape
	want := conversation(t, spawn.Chain(machine.Start, tape.Record()))
	file := filepath.Join(t.TempDir(), "tape.json")
	require.NoError(t, tape.Save(file))

	loaded, err := cassette.Load(file)
	require.NoError(t, err)
	assert.Equal(t, []string{"greet -x", "server", "missing"}, loaded.Left())
	start := spawn.Chain(func(context.Context, *spawn.Command) (spawn.Process, error) { panic("started") }, loaded.Replay())
	assert.Equal(t, want, conversation(t, start))
	assert.Empty(t, loaded.Left())

	_, err = start(t.Context(), command("greet", "-x"))
	var missing *cassette.MissingError
	require.ErrorAs(t, err, &missing)
	assert.EqualError(t, err, "cassette: no recording is left of greet -x")
}

func TestASignalThatWasNotRecordedEnds(t *testing.T) {
	var tape cassette.Tape
	p, err := spawn.Chain(machine.Start, tape.Record())(t.Context(), command("server"))
	require.NoError(t, err)
	_, _ = bufio.NewReader(p.Stdio(1)).ReadString('\n')
	require.NoError(t, p.Signal(syscall.SIGTERM))
	_, _ = p.Wait()

	p, err = spawn.Chain(nil, tape.Replay())(t.Context(), command("server"))
	require.NoError(t, err)
	assert.NoError(t, p.Signal(0))
	require.NoError(t, p.Signal(syscall.SIGKILL))
	exit, _ := p.Wait()
	assert.Equal(t, spawn.Exit{Code: -1, Signal: syscall.SIGKILL}, exit)
	assert.ErrorIs(t, p.Signal(0), spawn.ErrExited)
}

func TestBadTapes(t *testing.T) {
	_, err := cassette.Load(filepath.Join(t.TempDir(), "none"))
	assert.Error(t, err)
	_, err = cassette.Load("cassette_test.go")
	assert.ErrorContains(t, err, "cassette cassette_test.go: ")
}
