//go:build linux

package net_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"testing"
	"time"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }

func script(t testing.TB, src string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.js")
	require.NoError(t, os.WriteFile(file, []byte(src), 0o600))
	out, errOut, err := runtimetest.Run(t, file)
	require.NoError(t, err)
	return out + errOut
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
