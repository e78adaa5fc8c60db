//go:build linux

package cluster_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
)

func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

func run(t testing.TB, file string) string {
	t.Helper()
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithStdin(nil),
		runtime.WithFlags(modules.Flags{NoWarnings: true}))
	require.NoError(t, err)
	defer rt.Close()
	require.NoError(t, rt.RunFile(context.Background(), file), out.String())
	return out.String()
}

// TestScripts runs testdata/*.js and compares what they print with the .txt beside them, which a recent node has to
// print too.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.js")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".js"), func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(file, ".js") + ".txt")
			require.NoError(t, err)
			assert.Equal(t, string(want), run(t, file))
			t.Run("node agrees", func(t *testing.T) { confirm(t, file, string(want)) })
		})
	}
}

func confirm(t *testing.T, file, want string) {
	node, err := exec.LookPath("node")
	if err != nil {
		require.Empty(t, os.Getenv("CI"), "node is not installed")
		t.Skip("node is not installed: the expectations cannot be confirmed")
	}
	recent, err := exec.Command(node, "-p", "process.versions.node.split('.')[0] >= 25").Output()
	require.NoError(t, err)
	if strings.TrimSpace(string(recent)) != "true" {
		t.Skip("the installed node is older than 25: it differs in places")
	}
	out, err := exec.Command(node, "--no-warnings", file).Output()
	require.NoError(t, err)
	assert.Equal(t, want, string(out))
}
