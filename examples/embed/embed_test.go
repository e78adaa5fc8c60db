// Package embed holds small programs that embed gojs, a folder each. Its tests build and run them.
package embed

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// build builds the program in a folder and returns its file.
func build(t *testing.T, folder string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "program")
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", file, folder).CombinedOutput()
	require.NoError(t, err, string(out))
	return file
}

func TestFork(t *testing.T) {
	out, err := exec.Command(build(t, "./fork"), "fork/parent.js").CombinedOutput()
	assert.NoError(t, err)
	assert.Equal(t, "hello Ada, from a program of my own\nexit 0\n", string(out))
}

// output runs an example and returns what it prints.
func output(t *testing.T, folder string, args ...string) string {
	t.Helper()
	out, err := exec.Command(build(t, "./"+folder), args...).CombinedOutput()
	assert.NoError(t, err)
	return string(out)
}

func TestExamples(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("their scripts start Unix's commands")
	}
	assert.Equal(t, "hello from Unix\nhello Ada\n", output(t, "hello"))
	assert.Equal(t, "the door squeaks\nERR_NO_TICKET there is no ticket zz\nclosed A1\nclosed B2\n", output(t, "module"))
	assert.Equal(t, `declare module 'tracker' {
  export const tickets: Tickets;
  export function wait(a0: number): Promise<void>;
  interface Tickets {
    close(...rest: string[]): AsyncIterable<string>;
    title(a0: string): string;
  }
}
`, output(t, "module", "declare"))
	assert.Equal(t, `audit: starts [echo fine]
echo: fine
sh: ERR_ACCESS_DENIED ChildProcess
write: mine
read: ERR_ACCESS_DENIED FileSystemRead
listen: ERR_ACCESS_DENIED Net
may read anything: false
`, output(t, "policy"))
	assert.Equal(t, `true for (;;) {}
true setInterval(() => {}, 1000)
true require('child_process').spawn(process.execPath, ['sleep'], { stdio: 'ignore' })
`, output(t, "cancellation"))
	said := "said one\nanswered two\nclosed 0\n"
	assert.Equal(t, said+"-- again, from 2 recordings\n"+said+"left: 0\n", output(t, "replay", filepath.Join(t.TempDir(), "tape.json")))
	assert.Equal(t, "0 3 297\n", output(t, "pool"))
}

func TestFiles(t *testing.T) {
	assert.Equal(t, "greeting.txt,lib,main.mjs\nhello from the program 50\nERR_ACCESS_DENIED\nERR_ACCESS_DENIED\n", output(t, "files"))
}

func TestIsolated(t *testing.T) {
	assert.Equal(t, "map[euros:5] <nil>\nlimit: CPU time\nlimit: memory\nlimit: output\nexit code 1\nexit code 3\n", output(t, "isolated"))
}

func TestHTTP(t *testing.T) {
	cmd := exec.Command(build(t, "./http"), "http")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}()
	url, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)
	answer, err := http.Post(strings.TrimSpace(url)+"/hello.js?name=Ada", "text/plain", strings.NewReader("a body"))
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, "hello Ada\na body\nERR_ACCESS_DENIED\n", string(body))
}

// TestForkWithoutChildMain checks that a program which would run once more, and not the script, is not started.
func TestForkWithoutChildMain(t *testing.T) {
	dir := t.TempDir()
	script := filepath.Join(dir, "script.js")
	require.NoError(t, os.WriteFile(script, []byte(`
		const { fork } = require('child_process');
		try { fork('worker.js'); } catch (e) { console.log(e.message.replace(process.execPath, 'FILE')); }
		fork('-e', ['0'], { execPath: '/bin/true' }).on('exit', (code) => console.log('another program', code));
	`), 0o600))
	out, err := exec.Command(build(t, "./careless"), script).CombinedOutput()
	assert.NoError(t, err)
	assert.Equal(t, "started\n"+
		"fork() would start this program, FILE, once more: it does not call runtime.ChildMain, by which it would run the script instead\n"+
		"another program 0\n", string(out))
}
