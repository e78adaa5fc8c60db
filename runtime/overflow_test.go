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

// TestOverflow has the stack run over in functions of all kinds, in all phases of the loop.
func TestOverflow(t *testing.T) {
	file, err := filepath.Abs("../testdata/overflow/overflow.js")
	require.NoError(t, err)
	want, err := os.ReadFile(strings.TrimSuffix(file, ".js") + ".out")
	require.NoError(t, err)
	var out, errs bytes.Buffer
	rt := start(t, runtime.WithStdout(&out), runtime.WithStderr(&errs))
	require.NoError(t, rt.RunFile(t.Context(), file), errs.String())
	require.Equal(t, string(want), out.String())
	require.True(t, strings.HasPrefix(errs.String(), "Exception in PromiseRejectCallback:\n"+file+":"), errs.String())
	require.True(t, strings.HasSuffix(errs.String(), "^\n\nRangeError: Maximum call stack size exceeded\n\n"), errs.String())
	t.Run("node agrees", func(t *testing.T) {
		got, err := exec.CommandContext(t.Context(), installed.Node(t, 0), file).Output()
		require.NoError(t, err)
		require.Equal(t, string(got), string(want))
	})
}
