//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/gojs-run/gojs/internal/installed"
)

// TestQuestionsOnATerminal answers inquirer's questions as somebody at a terminal would: each key when the screen shows what
// it answers.
func TestQuestionsOnATerminal(t *testing.T) {
	installed.Packages(t, packages)
	const down = "\x1b[B"
	screen := onTerminal(t, build(t), "terminal/inquirer.mjs", []exchange{
		{"Name?", "Ada"}, {"Ada", "\r"},
		{"Sure?", "n"}, {"n", "\r"},
		{"blue", down}, {"❯ green", down}, {"❯ blue", "\r"},
		{"Many?", " "}, {"◉ a", down}, {"❯◯ b", down}, {"❯◯ c", " "}, {"❯◉ c", "\r"},
		{"Secret?", "s3"}, {"**", "\x7f"}, {"*", "4"}, {"**", "\r"},
	})
	assert.Contains(t, screen, `{"name":"Ada","sure":false,"color":"blue","many":["a","c"],"secret":"s4"}`)
}

// exchange is what the screen must show next, and what is typed then.
type exchange struct{ shown, typed string }

// onTerminal runs a script on a terminal of its own and returns all that it wrote there.
func onTerminal(t *testing.T, program, script string, exchanges []exchange) string {
	t.Helper()
	ours, theirs := openTerminal(t)
	cmd := exec.Command(program, script)
	cmd.Dir = packages
	cmd.Env = append(environment(t), "TERM=xterm", "NO_COLOR=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = theirs, theirs, theirs
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	theirs.Close()
	limit := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer limit.Stop()

	var all, since []byte
	buf := make([]byte, 4096)
	for {
		if len(exchanges) > 0 && bytes.Contains(since, []byte(exchanges[0].shown)) {
			since = nil
			_, err := ours.WriteString(exchanges[0].typed)
			require.NoError(t, err)
			exchanges = exchanges[1:]
			continue
		}
		n, err := ours.Read(buf)
		all, since = append(all, buf[:n]...), append(since, buf[:n]...)
		if err != nil { // EIO: nobody has the terminal any more
			break
		}
	}
	assert.NoError(t, cmd.Wait(), "%s", all)
	assert.Empty(t, exchanges, "never shown; the screen: %q", since)
	return string(all)
}

func openTerminal(t *testing.T) (ours, theirs *os.File) {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	require.NoError(t, err)
	t.Cleanup(func() { ours.Close() })
	require.NoError(t, unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetWinsize(int(ours.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 100}))
	theirs, err = os.OpenFile("/dev/pts/"+strconv.Itoa(n), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	return ours, theirs
}
