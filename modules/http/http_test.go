package http_test

import (
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"testing"
	"time"

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

const hundredRequests = `
	const http = require('http');
	const agent = new http.Agent({ keepAlive: true, maxSockets: 10 });
	let answered = 0;
	const server = http.createServer((req, res) => res.end('x')).listen(0, () => {
		for (let i = 0; i < 100; i++) http.get({ port: server.address().port, agent }, (res) => {
			res.resume().on('end', () => {
				if (++answered === 100) {
					agent.destroy();
					server.close(() => console.log(answered));
				}
			});
		});
	});`

func TestNothingIsLeftOfAServer(t *testing.T) {
	if goruntime.GOOS != "linux" {
		t.Skip("counts what /proc/self/fd has")
	}
	assert.Equal(t, "100\n", script(t, hundredRequests)) // what is made once
	descriptors := func() int {
		files, err := os.ReadDir("/proc/self/fd")
		require.NoError(t, err)
		return len(files)
	}
	before, goroutines := descriptors(), goruntime.NumGoroutine()
	assert.Equal(t, "100\n", script(t, hundredRequests))
	left := func() string { return fmt.Sprint(descriptors(), goruntime.NumGoroutine() <= goroutines) }
	want := fmt.Sprint(before, true)
	for began := time.Now(); left() != want && time.Since(began) < 10*time.Second; {
		goruntime.Gosched()
	}
	assert.Equal(t, want, left())
}
