package stream

import (
	"path"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// code is a file without its comment lines and indentation: what is left costs.
func code(t testing.TB, name string) string {
	src, err := js.ReadFile("js/" + name + ".js")
	require.NoError(t, err)
	var b strings.Builder
	for line := range strings.Lines(string(src)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// Every process that reads a child's output or writes to its input compiles
// these, at 15 to 20 KB a millisecond.
func TestTheCoreStaysSmall(t *testing.T) {
	for name, most := range map[string]int{"common": 4 << 10, "legacy": 1 << 9, "readable": 14 << 10, "writable": 12 << 10} {
		assert.LessOrEqual(t, len(code(t, name)), most, name)
	}
}

func TestEveryFileIsAModule(t *testing.T) {
	names := map[string]bool{}
	for _, m := range Modules {
		assert.False(t, names[m.Name], "%s is listed twice", m.Name)
		names[m.Name] = true
	}
	files, err := js.ReadDir("js")
	require.NoError(t, err)
	for _, f := range files {
		switch name := strings.TrimSuffix(f.Name(), path.Ext(f.Name())); name {
		case "promises", "consumers":
			assert.True(t, names["stream/"+name])
		default:
			assert.True(t, names["internal/streams/"+name], name)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	files, err := js.ReadDir("js")
	require.NoError(b, err)
	for _, f := range files {
		src, err := js.ReadFile("js/" + f.Name())
		require.NoError(b, err)
		text := "(function (exports, require, module, binding) {" + string(src) + "\n})"
		b.Run(strings.TrimSuffix(f.Name(), ".js"), func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				goja.MustCompile(f.Name(), text, true)
			}
		})
	}
}
