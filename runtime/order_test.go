package runtime_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/runtime"
)

// TestOrder runs the scripts in testdata/order, which mix ticks, promise jobs,
// timers, immediates and events, and compares what they print with what Node
// prints: with the .out beside each, and that with the node that is installed.
func TestOrder(t *testing.T) {
	dir, err := filepath.Abs("../testdata/order")
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
			rt := start(t, runtime.WithChildren(), runtime.WithDir(dir), runtime.WithStdout(&out), runtime.WithStderr(&errs))
			require.NoError(t, rt.RunFile(t.Context(), file), errs.String())
			require.Empty(t, errs.String())
			require.Equal(t, want, out.String())
			t.Run("node agrees", func(t *testing.T) {
				got, err := exec.CommandContext(t.Context(), installed.Node(t, 0), file).CombinedOutput()
				require.NoError(t, err)
				require.Equal(t, string(got), want)
			})
		})
	}
}
