//go:build unix

package proc

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/spawn"
)

// The test binary is also the child of most tests: with PROC_CHILD set it does what that says.
const childMode = "PROC_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		os.Exit(child(mode, os.Args[1:]))
	}
	goleak.VerifyTestMain(m)
}

func child(mode string, args []string) int {
	switch mode {
	case "echo":
		fmt.Println(strings.Join(args, " "))
	case "exit":
		code, _ := strconv.Atoi(args[0])
		return code
	case "cat":
		_, _ = io.Copy(os.Stdout, os.Stdin)
	case "env":
		for _, kv := range os.Environ() {
			fmt.Println(kv)
		}
	case "pwd":
		dir, _ := os.Getwd()
		fmt.Println(dir)
	case "argv0":
		fmt.Println(os.Args[0])
	case "umask":
		fmt.Printf("%04o\n", syscall.Umask(0))
	case "die": // by a signal
		n, _ := strconv.Atoi(args[0])
		_ = syscall.Kill(os.Getpid(), syscall.Signal(n))
		select {}
	case "hang":
		time.Sleep(time.Hour)
	case "stubborn": // ignores SIGTERM, says so, and ends by itself when its stdin does
		signal.Ignore(syscall.SIGTERM)
		fmt.Println("ready")
		_, _ = io.Copy(io.Discard, os.Stdin)
	case "flood":
		b := make([]byte, 1<<16)
		for {
			if _, err := os.Stdout.Write(b); err != nil {
				return 3
			}
		}
	case "fd3": // echoes descriptor 3 back on it
		f := os.NewFile(3, "3")
		_, _ = io.Copy(f, f)
	case "swap": // runs a shell whose stdout is our stderr and the other way round
		cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", "echo to-out; echo to-err >&2"},
			Stdio: []spawn.Stdio{{}, {Kind: spawn.Inherit, FD: 2}, {Kind: spawn.Inherit, FD: 1}}}
		Local.LookPath(cmd)
		p, err := Local.Start(context.Background(), cmd)
		if err != nil {
			return 1
		}
		_, _ = p.Wait()
	case "sid":
		sid, _, _ := syscall.Syscall(syscall.SYS_GETSID, 0, 0, 0)
		fmt.Println(int(sid) == os.Getpid())
	case "grandchild": // leaves a process behind that writes after we are gone
		p, err := os.StartProcess("/bin/sh", []string{"sh", "-c", "read x; echo late"},
			&os.ProcAttr{Env: []string{}, Files: []*os.File{os.Stdin, os.Stdout, nil}})
		if err != nil {
			return 1
		}
		_ = p.Release()
	case "ignoring": // shows, three times, what its children begin with while it ignores signals in one way or the other
		heard := make(chan os.Signal, 1)
		signal.Notify(heard, syscall.SIGTSTP, syscall.SIGHUP)
		for range 3 {
			cmd := &spawn.Command{Name: "/bin/grep", Argv: []string{"grep", "SigIgn", "/proc/self/status"},
				Stdio: []spawn.Stdio{{}, {Kind: spawn.Inherit, FD: 1}, {}}}
			Local.LookPath(cmd)
			p, err := Local.Start(context.Background(), cmd)
			if err != nil {
				return 1
			}
			_, _ = p.Wait()
			signal.Stop(heard)
			signal.Ignore(syscall.SIGUSR1)
		}
	case "quiet": // shows whether SIGCHLD is caught, then what is heard of the end of a child by who listens
		Own("")
		caught := func() bool {
			text, _ := os.ReadFile("/proc/self/status")
			_, line, _ := strings.Cut(string(text), "SigCgt:\t")
			set, _ := strconv.ParseUint(strings.SplitN(line, "\n", 2)[0], 16, 64)
			return set&(1<<(syscall.SIGCHLD-1)) != 0
		}
		end := func() int {
			cmd := &spawn.Command{Name: "/bin/sh", Argv: []string{"sh", "-c", "exit 7"}, Stdio: make([]spawn.Stdio, 3)}
			Local.LookPath(cmd)
			p, err := Local.Start(context.Background(), cmd)
			if err != nil {
				return -1
			}
			exit, _ := p.Wait()
			return exit.Code
		}
		fmt.Println(end(), caught())
		heard := make(chan os.Signal, 1)
		signal.Notify(heard, syscall.SIGCHLD)
		fmt.Println(end(), caught(), <-heard)
	case "subreaper":
		return subreaper()
	case "host of many":
		return hostOfMany()
	default:
		return 99
	}
	return 0
}

// command is this test binary as a child in the given mode, its three descriptors being pipes.
func command(t testing.TB, mode string, args ...string) *spawn.Command {
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := &spawn.Command{
		Name:  exe,
		Argv:  append([]string{exe}, args...),
		Env:   append(os.Environ(), childMode+"="+mode),
		Stdio: []spawn.Stdio{{Kind: spawn.Pipe}, {Kind: spawn.Pipe}, {Kind: spawn.Pipe}},
	}
	Local.LookPath(cmd)
	return cmd
}

func mustStart(t testing.TB, cmd *spawn.Command) *Process {
	p, err := Local.Start(context.Background(), cmd)
	require.NoError(t, err)
	return p.(*Process)
}

func run(t testing.TB, cmd *spawn.Command, input string) *Result {
	r, err := RunSync(context.Background(), Local.Start, cmd, []byte(input), Limits{})
	require.NoError(t, err)
	return r
}

// openFiles counts the process's descriptors.
func openFiles(t testing.TB) int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("needs /proc")
	}
	return len(entries)
}
