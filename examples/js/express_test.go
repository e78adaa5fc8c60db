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
// answers others meanwhile. Then it asks for all three computations at once, two of which are the server's own.
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
	compute := func(path string) <-chan string {
		result := make(chan string, 1)
		go func() {
			status, body, err := get(path)
			result <- fmt.Sprint(status, body, err)
		}()
		return result
	}
	const sum = `200{"sum":499999999067109000}<nil>`

	third, answered := compute("/three"), 0
	for done := false; !done; {
		select {
		case result := <-third:
			assert.Equal(t, sum, result)
			assert.Positive(t, answered, "answers before that of /three")
			done = true
		default:
			status, _, err := get("/four")
			require.NoError(t, err)
			require.Equal(t, http.StatusNotFound, status)
			answered++
		}
	}

	one, two, three := compute("/one"), compute("/two"), compute("/three")
	assert.Equal(t, []string{sum, sum, sum}, []string{<-one, <-two, <-three})
}
