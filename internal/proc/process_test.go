//go:build unix

package proc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

func TestExitCodeAndSignal(t *testing.T) {
	for code := range []int{0, 1, 127, 255} {
		r := run(t, command(t, "exit", fmt.Sprint(code)), "")
		assert.Equal(t, code, r.Exit.Code)
		assert.Zero(t, r.Exit.Signal)
	}
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		r := run(t, command(t, "die", fmt.Sprint(int(sig))), "")
		assert.Equal(t, -1, r.Exit.Code)
		assert.Equal(t, sig, r.Exit.Signal)
	}
}

func TestWaitGivesTheSameToEveryCaller(t *testing.T) {
	p := mustStart(t, command(t, "exit", "7"))
	defer p.Close()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			exit, err := p.Wait()
			assert.NoError(t, err)
			assert.Equal(t, 7, exit.Code)
			assert.Positive(t, exit.Usage.MaxRSS)
		})
	}
	all.Wait()
}

func TestStoppingIsNoExit(t *testing.T) {
	p := mustStart(t, command(t, "stubborn"))
	defer p.Close()
	buf := make([]byte, 6)
	_, err := io.ReadFull(p.Stdio(1), buf)
	require.NoError(t, err)
	require.NoError(t, p.Signal(syscall.SIGSTOP))
	require.NoError(t, p.Signal(syscall.SIGCONT))
	require.NoError(t, p.Signal(syscall.SIGTERM))
	require.NoError(t, p.Stdio(0).Close())
	exit, err := p.Wait()
	require.NoError(t, err)
	assert.Equal(t, 0, exit.Code)
}

func TestNoSignalReachesAReapedProcess(t *testing.T) {
	p := mustStart(t, command(t, "exit", "0"))
	defer p.Close()
	_, err := p.Wait()
	require.NoError(t, err)
	assert.ErrorIs(t, p.Signal(syscall.SIGKILL), spawn.ErrExited)
	assert.ErrorIs(t, p.Signal(0), spawn.ErrExited)
}

func TestEnvDirArgv0Umask(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)

	cmd := command(t, "pwd")
	cmd.Dir = dir
	assert.Equal(t, dir+"\n", string(run(t, cmd, "").Output[1]))

	cmd = command(t, "argv0")
	cmd.Argv[0] = "another name"
	assert.Equal(t, "another name\n", string(run(t, cmd, "").Output[1]))

	cmd = command(t, "env")
	cmd.Env = []string{childMode + "=env", "A=1", "B="}
	assert.Equal(t, childMode+"=env\nA=1\nB=\n", string(run(t, cmd, "").Output[1]))

	before := syscall.Umask(0o022)
	defer syscall.Umask(before)
	mask := uint32(0o137)
	cmd = command(t, "umask")
	cmd.Umask = &mask
	assert.Equal(t, "0137\n", string(run(t, cmd, "").Output[1]))
	assert.Equal(t, "0022\n", string(run(t, command(t, "umask"), "").Output[1]))
}

func TestDetachedLeadsASession(t *testing.T) {
	cmd := command(t, "sid")
	assert.Equal(t, "false\n", string(run(t, cmd, "").Output[1]))
	cmd.Detached = true
	assert.Equal(t, "true\n", string(run(t, cmd, "").Output[1]))
}

func TestUserAndGroup(t *testing.T) {
	id := uint32(os.Getuid())
	other := uint32(12345)
	cmd := &spawn.Command{Name: "id", Argv: []string{"id", "-u"}, Env: os.Environ(), Stdio: make([]spawn.Stdio, 3), UID: &other}
	cmd.Stdio[1].Kind = spawn.Pipe
	Local.LookPath(cmd)
	if id != 0 {
		_, err := Local.Start(context.Background(), cmd)
		assert.Equal(t, &spawn.Error{Op: "setuid", Errno: syscall.EPERM}, err)
		t.Skip("the rest needs root")
	}
	assert.Equal(t, "12345\n", string(run(t, cmd, "").Output[1]))
	cmd.Argv, cmd.GID = []string{"id", "-G"}, &other
	assert.Equal(t, "12345\n", string(run(t, cmd, "").Output[1]), "no group of the host's is left")
}

func TestDescriptorsAboveTwoGoBothWays(t *testing.T) {
	cmd := command(t, "fd3")
	cmd.Stdio = append(cmd.Stdio, spawn.Stdio{Kind: spawn.Pipe})
	p := mustStart(t, cmd)
	defer p.Close()
	conn := p.Stdio(3)
	_, err := conn.Write([]byte("there and back"))
	require.NoError(t, err)
	require.NoError(t, conn.CloseWrite())
	back, err := io.ReadAll(conn)
	require.NoError(t, err)
	assert.Equal(t, "there and back", string(back))
	_, err = p.Wait()
	require.NoError(t, err)
}

func TestAChildHasTheDescriptorsOfThePlanOnly(t *testing.T) {
	openFiles(t) // skips without /proc
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	look := "for fd in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && echo $fd; done"
	cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", look}, Env: os.Environ()}
	cmd.Stdio = []spawn.Stdio{
		{Kind: spawn.Ignore}, {Kind: spawn.Pipe}, {Kind: spawn.Inherit, FD: 1}, {Kind: spawn.Ignore},
		{Kind: spawn.File, File: w}, {Kind: spawn.Pipe},
	}
	Local.LookPath(cmd)
	out := strings.Fields(string(run(t, cmd, "").Output[1]))
	assert.Equal(t, []string{"0", "1", "2", "4", "5"}, out)
}

// A plan in which each descriptor is another one's target.
func TestDescriptorsCanBeSwapped(t *testing.T) {
	r := run(t, command(t, "swap"), "")
	assert.Equal(t, "to-err\n", string(r.Output[1]))
	assert.Equal(t, "to-out\n", string(r.Output[2]))
}

func startError(t *testing.T, cmd *spawn.Command) *spawn.Error {
	Local.LookPath(cmd)
	_, err := Local.Start(context.Background(), cmd)
	var e *spawn.Error
	require.ErrorAs(t, err, &e)
	return e
}

func TestFailuresToStart(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, mode os.FileMode, text string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), mode))
		return file
	}
	plain := write("plain", 0o644, "")
	busy := write("busy", 0o755, "#!/bin/sh\n")
	held, err := os.OpenFile(busy, os.O_RDWR, 0)
	require.NoError(t, err)
	defer held.Close()
	missing := filepath.Join(dir, "missing")

	for _, c := range []struct {
		what string
		cmd  spawn.Command
		want spawn.Error
	}{
		{"no such file", spawn.Command{Name: missing}, spawn.Error{Op: "execve", Path: missing, Errno: syscall.ENOENT}},
		{"not on PATH", spawn.Command{Name: "nope-nope"}, spawn.Error{Op: "execve", Path: "nope-nope", Errno: syscall.ENOENT}},
		{"no name", spawn.Command{Name: ""}, spawn.Error{Op: "execve", Errno: syscall.ENOENT}},
		{"not executable", spawn.Command{Name: plain}, spawn.Error{Op: "execve", Path: plain, Errno: syscall.EACCES}},
		{"not executable, on PATH", spawn.Command{Name: "plain", Env: []string{"PATH=" + dir + ":/bin"}}, spawn.Error{Op: "execve", Path: "plain", Errno: syscall.EACCES}},
		{"a directory", spawn.Command{Name: dir}, spawn.Error{Op: "execve", Path: dir, Errno: syscall.EACCES}},
		{"below a file", spawn.Command{Name: plain + "/x"}, spawn.Error{Op: "execve", Path: plain + "/x", Errno: syscall.ENOTDIR}},
		{"being written", spawn.Command{Name: busy}, spawn.Error{Op: "execve", Path: busy, Errno: syscall.ETXTBSY}},
		{"no such directory", spawn.Command{Name: "/bin/sh", Dir: missing}, spawn.Error{Op: "chdir", Path: missing, Errno: syscall.ENOENT}},
		{"a file as directory", spawn.Command{Name: "/bin/sh", Dir: plain}, spawn.Error{Op: "chdir", Path: plain, Errno: syscall.ENOTDIR}},
		{"too long an argument", spawn.Command{Name: "/bin/sh", Argv: []string{"sh", strings.Repeat("x", 1<<20)}}, spawn.Error{Op: "execve", Path: "/bin/sh", Errno: syscall.E2BIG}},
		{"NUL in an argument", spawn.Command{Name: "/bin/sh", Argv: []string{"a\x00b"}}, spawn.Error{Op: "execve", Path: "/bin/sh", Errno: syscall.EINVAL}},
		{"a closed descriptor", spawn.Command{Name: "/bin/sh", Stdio: []spawn.Stdio{{Kind: spawn.Inherit, FD: 9999}}}, spawn.Error{Op: "stdio", Errno: syscall.EBADF}},
	} {
		t.Run(c.what, func(t *testing.T) {
			before := openFiles(t)
			if c.cmd.Argv == nil {
				c.cmd.Argv = []string{c.cmd.Name}
			}
			if c.cmd.Stdio == nil {
				c.cmd.Stdio = []spawn.Stdio{{Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}}
			}
			assert.Equal(t, c.want, *startError(t, &c.cmd))
			assert.Equal(t, before, openFiles(t))
		})
	}
}

func TestTooManyOpenFiles(t *testing.T) {
	before := openFiles(t)
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	low := limit
	low.Cur = uint64(before + 2)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &low))
	cmd := command(t, "exit", "0")
	_, err := Local.Start(context.Background(), cmd)
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	assert.ErrorIs(t, err, syscall.EMFILE)
	assert.Equal(t, before, openFiles(t))
}

func TestLookPath(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	require.NoError(t, os.Mkdir(sub, 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "tool"), 0o755)) // a directory of that name comes first
	require.NoError(t, os.WriteFile(filepath.Join(sub, "tool"), []byte("echo $0"), 0o755))
	for _, c := range []struct{ name, path, file, relative string }{
		{"tool", "PATH=" + dir + ":" + sub, sub + "/tool", sub + "/tool"},
		{"tool", "PATH=sub", sub + "/tool", "sub/tool"},
		{"tool", "PATH=/nowhere:sub/", sub + "/tool", "sub/tool"},
		{"./sub/tool", "PATH=", sub + "/tool", "./sub/tool"},
		{"sh", "NOPATH=1", "/bin/sh", "/bin/sh"},
	} {
		cmd := &spawn.Command{Name: c.name, Argv: []string{c.name}, Env: []string{c.path}, Dir: dir}
		Local.LookPath(cmd)
		assert.NoError(t, cmd.NotFound)
		assert.Equal(t, c.file, cmd.File)
		assert.Equal(t, c.relative, cmd.Path())
	}
	cmd := &spawn.Command{Name: "tool", Argv: []string{"tool"}, Env: []string{"PATH="}, Dir: sub}
	Local.LookPath(cmd)
	assert.Equal(t, "tool", cmd.Path(), "an empty entry of PATH is the directory itself")
	cmd.File = "/bin/sh"
	assert.Equal(t, "/bin/sh", cmd.Path(), "middleware has the last word")
}

func TestAFileOfNoKnownFormatIsAShellScript(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "script"), []byte("echo $0 $@\n"), 0o755))
	cmd := &spawn.Command{Name: "./script", Argv: []string{"./script", "a", "b c"}, Env: os.Environ(), Dir: dir,
		Stdio: []spawn.Stdio{{}, {Kind: spawn.Pipe}, {}}}
	Local.LookPath(cmd)
	assert.Equal(t, "./script a b c\n", string(run(t, cmd, "").Output[1]))
}

func TestManyStartsLeaveNothing(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 200
	}
	before, goroutines := openFiles(t), runtime.NumGoroutine()
	for i := range n {
		cmd := &spawn.Command{Name: "/bin/true", Argv: []string{"true"}, Stdio: []spawn.Stdio{{Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {}, {Kind: spawn.Pipe}}}
		if i%5 == 0 {
			cmd.Name = "/nowhere/true"
		}
		if i%7 == 0 {
			cmd.Dir = "/nowhere"
		}
		Local.LookPath(cmd)
		p, err := Local.Start(context.Background(), cmd)
		if i%5 == 0 || i%7 == 0 {
			require.ErrorIs(t, err, syscall.ENOENT)
			continue
		}
		require.NoError(t, err)
		if i%3 == 0 {
			_, err := p.Stdio(1).Read(make([]byte, 1))
			require.ErrorIs(t, err, io.EOF)
		}
		exit, err := p.Wait()
		require.NoError(t, err)
		require.Equal(t, 0, exit.Code)
		require.NoError(t, p.Close())
	}
	assert.Equal(t, before, openFiles(t))
	assert.LessOrEqual(t, runtime.NumGoroutine(), goroutines)
	_, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
	assert.Equal(t, syscall.ECHILD, err, "no zombie")
}

func TestManyChildrenNeedFewThreads(t *testing.T) {
	const n = 60
	var all []*Process
	for range n {
		all = append(all, mustStart(t, command(t, "hang")))
	}
	var waits sync.WaitGroup
	for _, p := range all {
		waits.Go(func() {
			exit, err := p.Wait()
			assert.NoError(t, err)
			assert.Equal(t, syscall.SIGKILL, exit.Signal)
		})
	}
	if threads, err := os.ReadDir("/proc/self/task"); err == nil {
		assert.Less(t, len(threads), 40)
	}
	for _, p := range all {
		require.NoError(t, p.Signal(syscall.SIGKILL))
	}
	waits.Wait()
	for _, p := range all {
		require.NoError(t, p.Close())
	}
}

func TestStartsFromManyGoroutines(t *testing.T) {
	var all sync.WaitGroup
	for g := range 4 {
		all.Go(func() {
			for i := range 10 {
				text := fmt.Sprintf("%d-%d", g, i)
				r := run(t, command(t, "cat"), text)
				assert.Equal(t, text, string(r.Output[1]))
			}
		})
	}
	all.Wait()
}

func TestClosingAnEndEndsARead(t *testing.T) {
	p := mustStart(t, command(t, "hang"))
	defer p.Close()
	conn := p.Stdio(1)
	ended := make(chan error)
	go func() {
		_, err := conn.Read(make([]byte, 1))
		ended <- err
	}()
	require.NoError(t, conn.Close())
	assert.ErrorIs(t, <-ended, os.ErrClosed)
	require.NoError(t, p.Signal(syscall.SIGKILL))
	_, err := p.Wait()
	require.NoError(t, err)
}

func TestMiddlewareSeesAndDecides(t *testing.T) {
	denied := &spawn.DeniedError{Resource: "x"}
	var seen []string
	start := spawn.Chain(Local.Start,
		func(next spawn.Func) spawn.Func {
			return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
				seen = append(seen, "first "+filepath.Base(cmd.File))
				return next(ctx, cmd)
			}
		},
		func(next spawn.Func) spawn.Func {
			return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
				seen = append(seen, "second")
				return nil, denied
			}
		})
	cmd := &spawn.Command{Name: "sh", Argv: []string{"sh"}, Env: []string{"PATH=/bin"}}
	Local.LookPath(cmd)
	_, err := RunSync(context.Background(), start, cmd, nil, Limits{})
	assert.True(t, errors.Is(err, denied))
	assert.Equal(t, []string{"first sh", "second"}, seen)
}
