//go:build linux

package net_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }

func TestNothingIsLeftOfConnections(t *testing.T) {
	runtimetest.Script(t, `require('net').createServer().listen(0, function() { this.close(); })`) // what is made once
	nothing := runtimetest.Left(t)
	assert.Equal(t, "300 300\n", runtimetest.Script(t, `
		const net = require('net');
		let served = 0, closed = 0;
		const server = net.createServer((socket) => { served++; socket.end('x'); }).listen(0, () => {
			for (let i = 0; i < 300; i++) net.connect(server.address().port).resume().on('close', () => {
				if (++closed === 300) server.close(() => console.log(served, closed));
			});
		});`))
	nothing()
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
