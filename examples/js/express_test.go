package examples_test

import (
	"context"
	"errors"
	"net/http"
	"os/exec"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAServerAnswersWhileItsChildComputes installs express-fork as its lock file says, and asks for /three, whose long
// computation is a child's: the server answers others meanwhile.
func TestAServerAnswersWhileItsChildComputes(t *testing.T) {
	if runtime.GOOS == "windows" || testing.Short() {
		t.Skip("installs packages")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed")
	}
	m := readManifest(t, "express-fork")
	for _, request := range m.Runs[0].Requests {
		mustBeFree(t, request.URL)
	}
	dir := t.TempDir()
	copyFolder(t, "express-fork", dir, m)
	ctx, cancel := context.WithTimeout(t.Context(), runLimit)
	defer cancel()
	install := exec.CommandContext(ctx, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = dir
	output, err := install.CombinedOutput()
	require.NoError(t, err, "npm ci: %s", output)

	life, stop := context.WithCancel(ctx)
	defer stop()
	stdout := &watched{seen: make(chan struct{}), until: regexp.MustCompile(m.Runs[0].Until)}
	server := exec.CommandContext(life, engine, m.Run)
	server.Dir, server.Stdout, server.WaitDelay = dir, stdout, 10*time.Second
	ownGroup(server)
	require.NoError(t, server.Start())
	defer func() {
		stop()
		var exit *exec.ExitError
		assert.True(t, errors.As(server.Wait(), &exit))
	}()
	select {
	case <-stdout.seen:
	case <-ctx.Done():
		require.NoError(t, ctx.Err(), "the server was never there")
	}

	computing, forget := context.WithCancel(ctx)
	third := make(chan int, 1)
	go func() {
		req, err := http.NewRequestWithContext(computing, http.MethodGet, "http://localhost:3000/three", nil)
		if err == nil {
			if resp, err := http.DefaultClient.Do(req); err == nil {
				resp.Body.Close()
				third <- resp.StatusCode
			}
		}
		close(third)
	}()
	for range 20 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:3000/four", nil)
		require.NoError(t, err)
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, http.StatusNotFound, resp.StatusCode)
	}
	select {
	case status, answered := <-third:
		assert.True(t, answered, "no answer from /three")
		assert.Equal(t, http.StatusOK, status) // a fast machine
	default:
	}
	forget()
	<-third
}
