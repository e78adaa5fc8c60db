//go:build linux || darwin

package childprocess_test

import (
	"bytes"
	"context"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// gone waits for the end of processes.
func gone(t *testing.T, pids []string) {
	t.Helper()
	for _, s := range pids {
		pid, err := strconv.Atoi(s)
		require.NoError(t, err)
		require.Eventually(t, func() bool {
			if b, err := os.ReadFile("/proc/" + s + "/stat"); err == nil && bytes.Contains(b, []byte(") Z ")) {
				return true
			}
			return syscall.Kill(pid, 0) != nil
		}, 5*time.Second, time.Millisecond, "%s is still there", s)
	}
}

const family = "const sh = 'sleep 1000 & echo $$ $!; (setsid sleep 1000 & echo $!); wait';\n"

func TestNothingOutlivesItsRuntime(t *testing.T) {
	for _, how := range []string{"close", "cancel", "exit", "throw", "its own end"} {
		t.Run(how, func(t *testing.T) {
			var out bytes.Buffer
			rt, err := runtime.New(runtime.WithChildren(), runtime.WithStdout(&out), runtime.WithStderr(&out))
			require.NoError(t, err)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			end := map[string]string{"exit": "process.exit(3)", "throw": "throw new Error('over')", "its own end": "c.unref(); c.stdout.unref()"}[how]
			if end == "" {
				end = "done()"
			}
			require.NoError(t, rt.Do(ctx, func(vm *goja.Runtime) error {
				return vm.Set("done", func() {
					if how == "cancel" {
						cancel()
					} else {
						go rt.Close()
					}
				})
			}))
			_, err = rt.RunString(ctx, "x.js", family+`
				const c = require('child_process').spawn('sh', ['-c', sh], { stdio: ['ignore', 'pipe', 'ignore'] });
				let lines = 0;
				c.stdout.on('data', (d) => {
					process.stdout.write(String(d));
					lines += String(d).split('\n').length - 1;
					if (lines === 2) { `+end+` }
				});`)
			if how == "its own end" {
				require.NoError(t, err)
			} else {
				require.Error(t, err)
			}
			require.NoError(t, rt.Close())
			pids := strings.Fields(strings.SplitN(out.String(), "\nError", 2)[0])
			require.GreaterOrEqual(t, len(pids), 3, out.String())
			gone(t, pids[:3])
		})
	}
}

func TestKillTreeOption(t *testing.T) {
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithChildren(), runtime.WithKillTree(false), runtime.WithStdout(&out), runtime.WithStderr(&out))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(t.Context(), "x.js", family+`
		const cp = require('child_process');
		try { cp.spawn('sh', { killTree: 1 }) } catch (e) { console.log(e.message) }
		const c = cp.spawn('sh', ['-c', sh], { killTree: true });
		let text = '';
		c.stdout.on('data', (d) => {
			text += d;
			if (text.split('\n').length === 3) c.kill('SIGKILL');
		});
		c.on('close', (code, signal) => console.log(signal, text));`)
	require.NoError(t, err)
	message, rest, _ := strings.Cut(out.String(), "\n")
	assert.Equal(t, `The "options.killTree" property must be of type boolean. Received type number (1)`, message)
	fields := strings.Fields(rest)
	require.Len(t, fields, 4)
	assert.Equal(t, "SIGKILL", fields[0])
	gone(t, fields[1:])
}

func TestDetachedOutlives(t *testing.T) {
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithChildren(), runtime.WithStdout(&out))
	require.NoError(t, err)
	_, err = rt.RunString(t.Context(), "x.js", `
		const c = require('child_process').spawn('sleep', ['1000'], { detached: true, stdio: 'ignore' });
		c.unref();
		console.log(c.pid);`)
	require.NoError(t, err)
	require.NoError(t, rt.Close())
	pid, err := strconv.Atoi(strings.TrimSpace(out.String()))
	require.NoError(t, err)
	assert.NoError(t, syscall.Kill(pid, 0))
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	gone(t, []string{strconv.Itoa(pid)})
}
