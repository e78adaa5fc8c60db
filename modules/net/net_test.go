//go:build linux

package net_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

func run(t testing.TB, file string) string {
	t.Helper()
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithStdin(nil),
		runtime.WithFlags(modules.Flags{NoWarnings: true}))
	require.NoError(t, err)
	defer rt.Close()
	require.NoError(t, rt.RunFile(context.Background(), file), out.String())
	return out.String()
}

// TestScripts runs testdata/*.js and compares what they print with the .txt beside them, which a recent node has to
// print too.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.js")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".js"), func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(file, ".js") + ".txt")
			require.NoError(t, err)
			assert.Equal(t, string(want), run(t, file))
			t.Run("node agrees", func(t *testing.T) { confirm(t, file, string(want)) })
		})
	}
}

func confirm(t *testing.T, file, want string) {
	node, err := exec.LookPath("node")
	if err != nil {
		require.Empty(t, os.Getenv("CI"), "node is not installed")
		t.Skip("node is not installed: the expectations cannot be confirmed")
	}
	recent, err := exec.Command(node, "-p", "process.versions.node.split('.')[0] >= 25").Output()
	require.NoError(t, err)
	if strings.TrimSpace(string(recent)) != "true" {
		t.Skip("the installed node is older than 25: it differs in places")
	}
	out, err := exec.Command(node, "--no-warnings", file).Output()
	require.NoError(t, err)
	assert.Equal(t, want, string(out))
}

func script(t testing.TB, src string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(file, []byte(src), 0o600))
	return run(t, file)
}

func TestNothingIsLeftOfConnections(t *testing.T) {
	script(t, `require('net').createServer().listen(0, function() { this.close(); })`) // what is made once
	descriptors := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		require.NoError(t, err)
		return len(files)
	}
	before, goroutines := descriptors(), goruntime.NumGoroutine()
	assert.Equal(t, "300 300\n", script(t, `
		const net = require('net');
		let served = 0, closed = 0;
		const server = net.createServer((socket) => { served++; socket.end('x'); }).listen(0, () => {
			for (let i = 0; i < 300; i++) net.connect(server.address().port).resume().on('close', () => {
				if (++closed === 300) server.close(() => console.log(served, closed));
			});
		});`))
	left := func() string { return fmt.Sprint(descriptors(), goruntime.NumGoroutine() <= goroutines) }
	want := fmt.Sprint(before, true)
	for began := time.Now(); left() != want && time.Since(began) < 10*time.Second; {
		goruntime.Gosched()
	}
	assert.Equal(t, want, left())
}

func TestARuntimeThatClosesLetsGoOfItsSockets(t *testing.T) {
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&out))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	file := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(file, []byte(`
		const net = require('net');
		const server = net.createServer((socket) => socket.write('x')).listen(0, () => {
			net.connect(server.address().port).once('data', () => stop());
		});`), 0o600))
	require.NoError(t, rt.Do(ctx, func(vm *goja.Runtime) error { return vm.Set("stop", func() { cancel() }) }))
	assert.ErrorIs(t, rt.RunFile(ctx, file), context.Canceled)
	require.NoError(t, rt.Close())
}
