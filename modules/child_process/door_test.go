//go:build unix

package childprocess_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/spawn"
)

// fake is a process that no operating system has started.
type fake struct {
	spawn.Process
	cmd *spawn.Command
}

type fakeConn struct{ *strings.Reader }

func (fakeConn) Write(b []byte) (int, error) { return len(b), nil }
func (fakeConn) Close() error                { return nil }
func (fakeConn) CloseWrite() error           { return nil }

func (f *fake) Pid() int { return 4711 }
func (f *fake) Stdio(fd int) spawn.Conn {
	if f.cmd.Stdio[fd].Kind != spawn.Pipe {
		return nil
	}
	return fakeConn{strings.NewReader(strings.Repeat(fmt.Sprintf("%d says %s\n", fd, f.cmd.Args()), min(fd, 1)))}
}
func (f *fake) Wait() (spawn.Exit, error)   { return spawn.Exit{Code: 6}, nil }
func (f *fake) Signal(syscall.Signal) error { return spawn.ErrUnsupported }
func (f *fake) Close() error                { return nil }
func (f *fake) LookPath(cmd *spawn.Command) { cmd.Found("/fake/"+cmd.Name, "/fake/"+cmd.Name) }
func (f *fake) Start(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
	return &fake{cmd: cmd}, nil
}

func TestEveryStartPassesTheDoor(t *testing.T) {
	var seen []string
	audit := func(next spawn.Func) spawn.Func {
		return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
			seen = append(seen, fmt.Sprintf("%s %s %q shell=%v", cmd.Call, cmd.File, cmd.Argv, cmd.Shell))
			if cmd.Name == "denied" {
				return nil, &spawn.DeniedError{Resource: cmd.File, Reason: "for the test"}
			}
			return next(ctx, cmd)
		}
	}
	out := new(bytes.Buffer)
	rt, err := runtime.New(runtime.WithStdout(out), runtime.WithBackend(&fake{}), runtime.WithChildren(audit))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(context.Background(), "x", `
		const { spawn, exec, execFile, spawnSync, execSync, execFileSync } = require('child_process');
		const c = spawn('tool', ['a']);
		c.stdout.on('data', (d) => console.log('spawn', String(d).trim()));
		c.on('close', (code) => console.log('close', code, c.pid));
		execFile('tool', ['b'], (e, stdout) => console.log(e.code, stdout.trim()));
		const s = spawnSync('tool', ['c']);
		console.log(s.status, String(s.stdout).trim(), String(s.stderr).trim(), s.pid);
		for (const f of [() => spawn('denied'), () => spawnSync('denied')]) {
			try { f(); } catch (e) { console.log(e.code, e.permission, e.resource); }
		}`)
	require.NoError(t, err)
	assert.Contains(t, out.String(), "6 1 says [c] 2 says [c] 4711\n")
	assert.Contains(t, out.String(), "spawn 1 says [a]\n")
	assert.Contains(t, out.String(), "close 6 4711\n")
	assert.Contains(t, out.String(), "6 1 says [b]\n")
	assert.Equal(t, 2, strings.Count(out.String(), "ERR_ACCESS_DENIED ChildProcess /fake/denied\n"))
	assert.Equal(t, []string{
		`spawn /fake/tool ["tool" "a"] shell=false`,
		`execFile /fake/tool ["tool" "b"] shell=false`,
		`spawnSync /fake/tool ["tool" "c"] shell=false`,
		`spawn /fake/denied ["denied"] shell=false`,
		`spawnSync /fake/denied ["denied"] shell=false`,
	}, seen)
}
