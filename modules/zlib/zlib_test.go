package zlib_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/runtime"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestScripts runs the scripts in testdata and compares what they print with the
// .out beside each, and that with what an installed node prints.
func TestScripts(t *testing.T) {
	dir, err := filepath.Abs("testdata")
	require.NoError(t, err)
	scripts, err := filepath.Glob(filepath.Join(dir, "*.js"))
	require.NoError(t, err)
	require.NotEmpty(t, scripts)
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".js"), func(t *testing.T) {
			text, err := os.ReadFile(strings.TrimSuffix(file, ".js") + ".out")
			require.NoError(t, err)
			want := strings.ReplaceAll(string(text), "\r\n", "\n")
			var out, errs bytes.Buffer
			rt, err := runtime.New(runtime.WithDir(dir), runtime.WithStdout(&out), runtime.WithStderr(&errs))
			require.NoError(t, err)
			defer rt.Close()
			require.NoError(t, rt.RunFile(t.Context(), file), errs.String())
			require.Equal(t, want, out.String(), errs.String())
			t.Run("node agrees", func(t *testing.T) {
				got, err := exec.CommandContext(t.Context(), node(t), file).Output()
				require.NoError(t, err)
				require.Equal(t, string(got), want)
			})
		})
	}
}

// node finds one that is new enough: what it does differs between Node's versions.
func node(t *testing.T) string {
	file, err := exec.LookPath("node")
	if err != nil {
		require.Empty(t, os.Getenv("CI"), "node is not installed")
		t.Skip("node is not installed: the output cannot be confirmed")
	}
	version, err := exec.CommandContext(t.Context(), file, "-p", "parseInt(process.versions.node) >= 25").Output()
	require.NoError(t, err)
	if strings.TrimSpace(string(version)) != "true" {
		t.Skip("the installed node is older than 25: it differs in places")
	}
	return file
}
