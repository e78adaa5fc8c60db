package examples_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
)

// TestAServerAnswersWhileItsChildComputes asks express-fork for /three, whose long computation is a child's: the server
// answers others meanwhile.
func TestAServerAnswersWhileItsChildComputes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("as the examples")
	}
	m := readManifest(t, "express-fork")
	dir := t.TempDir()
	copyFolder(t, "express-fork", dir, m)
	installed.Packages(t, dir)
	mustBeFree(t, "http://localhost:3000/")

	ctx, cancel := context.WithTimeout(t.Context(), runLimit)
	defer cancel()
	stdout := &watched{seen: make(chan struct{}), until: regexp.MustCompile(m.Runs[0].Until)}
	server := exec.CommandContext(ctx, engine, m.Run)
	server.Dir, server.Stdout, server.WaitDelay = dir, stdout, 10*time.Second
	ownGroup(server)
	require.NoError(t, server.Start())
	defer func() {
		cancel()
		var exit *exec.ExitError
		assert.True(t, errors.As(server.Wait(), &exit))
	}()
	select {
	case <-stdout.seen:
	case <-ctx.Done():
		require.NoError(t, ctx.Err(), "the server was never there")
	}

	get := func(path string) (status int, body string, err error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost:3000"+path, nil)
		if err != nil {
			return 0, "", err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(text), err
	}
	third := make(chan string, 1)
	go func() {
		status, body, err := get("/three")
		third <- fmt.Sprint(status, body, err)
	}()
	answered := 0
	for {
		select {
		case result := <-third:
			assert.Equal(t, `200{"sum":499999999067109000}<nil>`, result)
			assert.Positive(t, answered, "answers before that of /three")
			return
		default:
		}
		status, _, err := get("/four")
		require.NoError(t, err)
		require.Equal(t, http.StatusNotFound, status)
		answered++
	}
}
