package runtime_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/runtime"
)

// TestFeatures runs the tables of what the language can do, one expression a line with its value beside it. node, where
// it is installed, confirms the values; lines that begin with ! are those where gojs differs, as docs/COMPATIBILITY.md
// says.
func TestFeatures(t *testing.T) {
	for _, table := range []string{"syntax", "builtins", "intl", "regexp", "messages", "numbers"} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			file, err := filepath.Abs(filepath.Join("../testdata/features", table+".txt"))
			require.NoError(t, err)
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			script := filepath.Join(filepath.Dir(file), "run.js")

			var lines []string
			for line := range strings.Lines(string(text)) {
				if line = strings.TrimSuffix(line, "\n"); line != "" && line[0] != '#' {
					lines = append(lines, line)
				}
			}
			var out bytes.Buffer
			rt := start(t, runtime.WithArgs(file), runtime.WithStdout(&out))
			require.NoError(t, rt.RunFile(t.Context(), script))
			compareFeatures(t, lines, out.String(), false)

			t.Run("node agrees", func(t *testing.T) {
				compareFeatures(t, lines, installed.Ask(t, 25, "", script, file), true)
			})
		})
	}
}

func compareFeatures(t *testing.T, lines []string, output string, node bool) {
	got := strings.Split(strings.TrimSuffix(output, "\n"), "\n")
	require.Len(t, got, len(lines))
	for i, line := range lines {
		at := strings.LastIndex(line, " // ")
		require.Positive(t, at, line)
		known := line[0] == '!'
		if !known || node {
			assert.Equal(t, line[at+4:], got[i], line)
		} else {
			assert.NotEqual(t, line[at+4:], got[i], "works now: %s", line)
		}
	}
}
