// Package examples_test runs the examples of the documents with gojs and compares what they print.
//
// Each folder is one example, its expect.json says what it must print. The same expectations are confirmed against
// another runtime, Node.js above all, by naming it:
//
//	GOJS_EXAMPLES_RUNTIME=node go test ./examples/js
package examples_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
)

const (
	// runtimeVar names a runtime to use instead of gojs.
	runtimeVar = "GOJS_EXAMPLES_RUNTIME"
	// runLimit is how long one run may take; the web server example adds up to a thousand million thrice.
	runLimit = 3 * time.Minute
)

// engine is the runtime under test, as an absolute path.
var engine string

// isGojs tells whether engine is gojs, built from this checkout.
var isGojs bool

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gojs-examples-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if engine, isGojs, err = findEngine(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// findEngine looks the named runtime up, or builds gojs in dir.
func findEngine(dir string) (path string, gojs bool, err error) {
	if named := os.Getenv(runtimeVar); named != "" {
		path, err := exec.LookPath(named)
		if err != nil {
			return "", false, err
		}
		path, err = filepath.Abs(path)
		return path, false, err
	}
	path = filepath.Join(dir, "gojs")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	output, err := exec.Command("go", "build", "-o", path, "github.com/gojs-run/gojs/cmd/gojs").CombinedOutput()
	if err != nil {
		return "", false, fmt.Errorf("go build ./cmd/gojs: %w\n%s", err, output)
	}
	return path, true, nil
}

func TestExamples(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the examples call ls, sh and chmod")
	}
	for _, folder := range folders(t) {
		t.Run(folder, func(t *testing.T) {
			m := readManifest(t, folder)
			for _, r := range m.Runs {
				if r.Name == "" {
					play(t, folder, m, r)
					continue
				}
				t.Run(r.Name, func(t *testing.T) { play(t, folder, m, r) })
			}
		})
	}
}

// play runs an example once and compares.
func play(t *testing.T, folder string, m manifest, r run) {
	if r.Only == "gojs" && !isGojs {
		t.Skip("only gojs is its own node")
	}
	dir := t.TempDir()
	copyFolder(t, folder, dir, m)
	if slices.Contains(m.Ours, "package-lock.json") {
		installed.Packages(t, dir)
	}
	for _, request := range r.Requests {
		mustBeFree(t, request.URL)
	}
	path := searchPath(t, r)
	e := execute(t, dir, path, m, r)
	for _, o := range r.Outcomes {
		if applies(o, path) && o.Stopped == e.stopped && (e.stopped || *o.Code == e.code) &&
			matches(t, o.Stdout, o.StdoutMatch, e.stdout) && matches(t, o.Stderr, o.StderrMatch, e.stderr) {
			return
		}
	}
	t.Errorf("%s ended in a way that expect.json does not know (stopped %v, exit code %d)\nstdout:\n%s\nstderr:\n%s",
		folder, e.stopped, e.code, e.stdout, e.stderr)
}

// copyFolder copies an example to dir, with the line in front that the document left to the reader.
func copyFolder(t *testing.T, folder, dir string, m manifest) {
	t.Helper()
	names := slices.Clone(m.Ours)
	for name := range m.SHA256 {
		names = append(names, name)
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		if name == m.Run {
			content = append([]byte(m.Prelude), content...)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o644))
	}
}

// mustBeFree fails if something else listens where the example is going to: its answers would be mistaken for ours.
func mustBeFree(t *testing.T, address string) {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	if conn, err := net.Dial("tcp", u.Host); err == nil {
		conn.Close()
		t.Fatalf("something else listens on %s", u.Host)
	}
}

// searchPath makes a run's PATH: a folder with the run's own programs, then the machine's unless the run is to go without.
func searchPath(t *testing.T, r run) string {
	t.Helper()
	bin := t.TempDir()
	for name, text := range r.Programs {
		require.NoError(t, os.WriteFile(filepath.Join(bin, name), []byte(text), 0o755))
	}
	if r.Path == "bare" {
		return bin
	}
	if _, err := exec.LookPath("python"); err != nil {
		if python3, err := exec.LookPath("python3"); err == nil {
			require.NoError(t, os.Symlink(python3, filepath.Join(bin, "python")))
		}
	}
	return bin + string(os.PathListSeparator) + os.Getenv("PATH")
}

// applies evaluates an outcome's condition, `ping` or `no ping`: whether the run's PATH has that program.
func applies(o outcome, path string) bool {
	if o.If == "" {
		return true
	}
	name, missing := strings.CutPrefix(o.If, "no ")
	found := false
	for _, dir := range filepath.SplitList(path) {
		info, err := os.Stat(filepath.Join(dir, name))
		found = found || err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
	}
	return found != missing
}

// ending is how a run ended.
type ending struct {
	stdout, stderr string
	code           int
	stopped        bool // it would have gone on, and was stopped
}

// execute runs an example to its end, or as far as its manifest wants it to go.
func execute(t *testing.T, dir, path string, m manifest, r run) ending {
	t.Helper()
	limit, cancel := context.WithTimeout(t.Context(), runLimit)
	defer cancel()
	life, stop := context.WithCancel(limit)
	defer stop()

	var stderr strings.Builder
	stdout := &watched{seen: make(chan struct{})}
	if r.Until != "" {
		stdout.until = regexp.MustCompile(r.Until)
	}
	cmd := exec.CommandContext(life, engine, m.Run)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LC_ALL=C", "NO_COLOR=1", "PATH="+path)
	for name, value := range r.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdout, cmd.Stderr = stdout, &stderr
	cmd.WaitDelay = 10 * time.Second
	ownGroup(cmd)
	require.NoError(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()

	var patience <-chan time.Time
	if r.Patience > 0 {
		patience = time.After(time.Duration(r.Patience))
	}
	var waited error
	stopped := false
	select {
	case waited = <-done:
	case <-stdout.seen:
		stopped = true
	case <-patience:
		stopped = true
	}
	if stopped {
		for _, request := range r.Requests {
			ask(t, limit, request)
		}
		stop()
		waited = <-done
	}
	require.NoError(t, limit.Err(), "%s still ran after %v", m.Run, runLimit)
	var exit *exec.ExitError
	if waited != nil && !stopped && !errors.As(waited, &exit) {
		require.NoError(t, waited)
	}
	return ending{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode(), stopped}
}

// ask makes one request. A server that has said it is there may still need a moment until it is, so a refused
// connection is tried again.
func ask(t *testing.T, ctx context.Context, r request) {
	t.Helper()
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL, nil)
		require.NoError(t, err)
		resp, err := http.DefaultClient.Do(req)
		if err == nil {
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			require.NoError(t, err)
			require.Equal(t, r.Status, resp.StatusCode)
			require.True(t, matches(t, r.Body, r.BodyMatch, string(body)), "%s answered %q", r.URL, body)
			return
		}
		var refused *net.OpError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, "dial", refused.Op)
		select {
		case <-ticker.C:
		case <-ctx.Done():
			require.NoError(t, ctx.Err(), "%s was never there", r.URL)
		}
	}
}

// watched collects output and closes seen once the whole of it matches until.
type watched struct {
	until *regexp.Regexp
	seen  chan struct{}

	mu   sync.Mutex
	text []byte
	told bool
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text = append(w.text, p...)
	if w.until != nil && !w.told && w.until.Match(w.text) {
		w.told = true
		close(w.seen)
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.text)
}
