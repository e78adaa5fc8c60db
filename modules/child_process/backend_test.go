package childprocess_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/spawn"
	"github.com/gojs-run/gojs/spawn/spawntest"
)

// listing is an ls for scripts that only want some lines.
func listing(t *spawntest.Task) int {
	for _, arg := range t.Argv[1:] {
		if !strings.HasPrefix(arg, "-") {
			fmt.Fprintf(t.Stderr, "ls: cannot access '%s'\n", arg)
			return 2
		}
	}
	fmt.Fprintf(t.Stdout, "total 0 %v in %s\n", t.Argv[1:], t.Dir)
	return 0
}

// machine has what the documents' examples start.
func machine() *spawntest.Machine {
	return spawntest.New(map[string]spawntest.Program{
		"sh": spawntest.Shell, "echo": spawntest.Echo, "cat": spawntest.Cat, "true": spawntest.True, "false": spawntest.False, "ls": listing,
		"python": func(t *spawntest.Task) int {
			b, _ := io.ReadAll(t.Stdin)
			fmt.Fprintln(t.Stdout, strings.ToUpper(string(b)))
			return 0
		},
		"ping": func(t *spawntest.Task) int {
			fmt.Fprintln(t.Stdout, "PING", t.Argv[1])
			<-t.Context.Done()
			return 0
		},
		"polite": func(t *spawntest.Task) int {
			signals := t.Notify()
			fmt.Fprintln(t.Stdout, "ready")
			fmt.Fprintln(t.Stdout, "got", int(<-signals))
			return 3
		},
		// worker speaks the channel's own protocol.
		"worker": func(t *spawntest.Task) int {
			channel := t.FD(3)
			in := bufio.NewScanner(channel)
			for in.Scan() {
				fmt.Fprintf(channel, "{\"answer\":%s}\n", in.Text())
			}
			return 5
		},
		"wide": func(t *spawntest.Task) int {
			b := bytes.Repeat([]byte("x"), 1<<20)
			_, _ = t.Stdout.Write(b)
			_, _ = t.Stderr.Write(b)
			return 0
		},
		"extra": func(t *spawntest.Task) int {
			in := bufio.NewReader(t.FD(3))
			line, _ := in.ReadString('\n')
			fmt.Fprint(t.FD(3), "extra "+line)
			return 0
		},
	})
}

// runOn runs a script and returns what it printed.
func runOn(t *testing.T, script string, opts ...runtime.Option) string {
	t.Helper()
	var out bytes.Buffer
	rt, err := runtime.New(append([]runtime.Option{runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithDir("/"),
		runtime.WithEnv([]string{"HOME=/home/reader"})}, opts...)...)
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(context.Background(), "test.js", "const cp = require('child_process');\n"+script)
	assert.NoError(t, err)
	return out.String()
}

// TestAnotherBackend runs what the documents do with child processes on a machine that has none.
func TestAnotherBackend(t *testing.T) {
	for _, c := range []struct{ name, script, want string }{
		{"spawn", `const ls = cp.spawn('ls', ['-la']);
			ls.stdout.on('data', (d) => console.log('stdout: ' + d));
			ls.on('close', (code) => console.log('close', code));`, "stdout: total 0 [-la] in /\n\nclose 0\n"},
		{"spawn, stderr", `const ls = cp.spawn('ls', ['/no']);
			ls.stderr.on('data', (d) => console.log('stderr: ' + d));
			ls.on('close', (code) => console.log('close', code));`, "stderr: ls: cannot access '/no'\n\nclose 2\n"},
		{"spawn, missing", `cp.spawn('nothing').on('error', (e) => console.log(e.code, e.syscall));`, "ENOENT spawn nothing\n"},
		{"spawn, stdin", `const p = cp.spawn('python', ['-c', 'x']);
			p.stdout.on('data', (d) => process.stdout.write(String(d)));
			p.on('close', (code) => console.log('close', code));
			p.stdin.write('hello\n'); p.stdin.end();`, "HELLO\n\nclose 0\n"},
		{"spawn, shell", `const c = cp.spawn('echo $HOME', { shell: true });
			c.stdout.on('data', (d) => console.log('Output: ' + d));
			c.on('close', (code) => console.log(code));`, "Output: /home/reader\n\n0\n"},
		{"spawn, piped", `const a = cp.spawn('echo', ['through', 'two']), b = cp.spawn('cat');
			a.stdout.pipe(b.stdin);
			b.stdout.on('data', (d) => console.log(String(d)));
			b.on('close', (code) => console.log(code));`, "through two\n\n0\n"},
		{"spawn, inherit", `cp.spawn('echo', ['inherited'], { stdio: 'inherit' }).on('close', (code) => console.log(code));`, "inherited\n0\n"},
		{"spawn, kill", `const p = cp.spawn('ping', ['host']);
			p.stdout.once('data', () => console.log(p.kill()));
			p.on('close', (code, signal) => console.log(code, signal, p.killed));`, "true\nnull SIGTERM true\n"},
		{"spawn, signal heeded", `const p = cp.spawn('polite');
			p.stdout.once('data', (d) => { process.stdout.write(String(d)); p.stdout.on('data', (d) => process.stdout.write(String(d))); p.kill('SIGUSR1'); });
			p.on('close', (code, signal) => console.log(code, signal));`, fmt.Sprintf("ready\ngot %d\n3 null\n", int(syscall.Signal(10)))},
		{"spawn, AbortSignal", `const a = new AbortController();
			const p = cp.spawn('ping', ['host'], { signal: a.signal });
			p.on('error', (e) => console.log(e.name)); p.on('close', (code, signal) => console.log(code, signal));
			p.stdout.once('data', () => a.abort());`, "AbortError\nnull SIGTERM\n"},
		{"spawn, another descriptor", `const p = cp.spawn('extra', [], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
			p.stdio[3].on('data', (d) => process.stdout.write(String(d)));
			p.stdio[3].write('line\n');
			p.on('close', (code) => console.log(code));`, "extra line\n0\n"},
		{"exec", `cp.exec('ls -l && echo "two words" | cat', (e, stdout, stderr) => console.log(e, stdout, [stderr]));`,
			"null total 0 [-l] in /\ntwo words\n [ '' ]\n"},
		{"exec fails", `cp.exec('ls /no', (e, stdout, stderr) => console.log(e.code, e.cmd, [stdout], stderr));`,
			"2 ls /no [ '' ] ls: cannot access '/no'\n\n"},
		{"exec, timeout", `cp.exec('ping host', { timeout: 20 }, (e) => console.log(e.killed, e.signal));`, "true SIGTERM\n"},
		{"execFile", `cp.execFile('ls', ['-a'], (e, stdout) => console.log(e, stdout));`, "null total 0 [-a] in /\n\n"},
		{"execFile, maxBuffer", `cp.execFile('wide', { maxBuffer: 1000 }, (e, stdout) => console.log(e.code, stdout.length));`,
			"ERR_CHILD_PROCESS_STDIO_MAXBUFFER 1000\n"},
		{"execFile, missing", `cp.execFile('nothing', (e) => console.log(e.code));`, "ENOENT\n"},
		{"promises", `const { promisify } = require('util');
			promisify(cp.exec)('echo later').then(({ stdout }) => console.log(stdout));`, "later\n\n"},
		{"spawnSync", `const r = cp.spawnSync('ls', ['-la']); console.log(String(r.stdout), r.status, r.signal);`, "total 0 [-la] in /\n 0 null\n"},
		{"spawnSync, much of everything", `const r = cp.spawnSync('cat', { input: 'y'.repeat(3e6), maxBuffer: 1e7 }); console.log(r.stdout.length, r.status);
			const s = cp.spawnSync('wide', { maxBuffer: 1e7 }); console.log(s.stdout.length, s.stderr.length);`, "3000000 0\n1048576 1048576\n"},
		{"spawnSync, timeout", `const r = cp.spawnSync('ping', ['x'], { timeout: 20 }); console.log(r.error.code, r.signal);`, "ETIMEDOUT SIGTERM\n"},
		{"execSync", `console.log(String(cp.execSync('echo hello')));
			try { cp.execSync('false') } catch (e) { console.log(e.status, e.message); }`, "hello\n\n1 Command failed: false\n"},
		{"execFileSync", `console.log(cp.execFileSync('echo', ['a', 'b'], { encoding: 'utf8' }));`, "a b\n\n"},
		{"fork", `const w = cp.fork('script.js', { execPath: 'worker' });
			w.on('message', (m) => { console.log(m); w.disconnect(); });
			w.on('exit', (code) => console.log('exit', code));
			w.send({ question: 42 });`, "{ answer: { question: 42 } }\nexit 5\n"},
		{"what it cannot do", `try { cp.spawn('ls', { uid: 1 }); } catch (e) { console.log(e.message); }
			try { cp.spawnSync('ls', { stdio: ['ignore', 'pipe', 'pipe', 9] }); } catch (e) { console.log(e.message); }`,
			"spawntest: another user or group is not supported\nspawntest: a descriptor of the host's is not supported\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, runOn(t, c.script, runtime.WithBackend(machine())))
		})
	}
}

// TestOneDoor checks that middleware sees all seven functions and cluster, and that its veto reaches the script from each.
func TestOneDoor(t *testing.T) {
	var seen []string
	veto := func(spawn.Func) spawn.Func {
		return func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
			seen = append(seen, cmd.Call)
			return nil, &spawn.DeniedError{Resource: cmd.File, Reason: "for the test"}
		}
	}
	out := runOn(t, `
		const cluster = require('cluster');
		cluster.setupPrimary({ exec: 'worker.js' });
		for (const f of [
			() => cp.spawn('ls'), () => cp.exec('ls'), () => cp.execFile('ls'), () => cp.fork('x', { execPath: 'worker' }),
			() => cp.spawnSync('ls'), () => cp.execSync('ls'), () => cp.execFileSync('ls'), () => cp.spawn('ls', { shell: true }),
			() => { process.execPath = 'worker'; cluster.fork(); },
		]) {
			try { f(); console.log('started'); } catch (e) { console.log(e.code, e.permission, e.resource); }
		}`, runtime.WithBackend(machine()), runtime.WithChildren(veto))
	assert.Equal(t, []string{"spawn", "exec", "execFile", "fork", "spawnSync", "execSync", "execFileSync", "spawn", "fork"}, seen)
	denied := func(file string) string { return "ERR_ACCESS_DENIED ChildProcess /bin/" + file + "\n" }
	ls, sh := denied("ls"), denied("sh")
	assert.Equal(t, ls+sh+ls+denied("worker")+ls+sh+ls+sh+denied("worker"), out)
}
