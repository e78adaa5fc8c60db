package runtime_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/numeric"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestNumericScripts(t *testing.T) { runtimetest.Scripts(t, "../testdata/numeric/*.js") }

func TestNumericScriptsWithoutTheTier(t *testing.T) {
	for _, name := range []string{"arithmetic", "identity", "kernels", "semantics"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want, err := os.ReadFile("../testdata/numeric/" + name + ".out")
			require.NoError(t, err)
			stdout, stderr, err := runtimetest.Run(t, "../testdata/numeric/"+name+".js", runtime.WithFlags(modules.Flags{NoNumericTier: true}))
			require.NoError(t, err)
			assert.Equal(t, string(want), stdout)
			assert.Empty(t, stderr)
		})
	}
}

// endless is a loop that machine code does not come out of, and a recursion.
const endless = `
function loop(n) { let s = 0; for (let i = 0; i < n; i++) { s += i; if (s > 1e300) s = 0; } return s; }
function tree(n) { return n < 2 ? n : tree(n - 1) + tree(n - 2); }
loop(1e5);
console.log('started');
process.argv[2] === 'tree' ? tree(90) : loop(Infinity);
`

// started is closed by the first thing that is written.
type started struct {
	bytes.Buffer
	first chan struct{}
}

func (s *started) Write(b []byte) (int, error) {
	if s.Len() == 0 {
		close(s.first)
	}
	return s.Buffer.Write(b)
}

func TestNumericLoopsAreInterrupted(t *testing.T) {
	file := filepath.Join(t.TempDir(), "endless.js")
	require.NoError(t, os.WriteFile(file, []byte(endless), 0o600))
	for _, kind := range []string{"loop", "tree"} {
		t.Run(kind, func(t *testing.T) {
			out := &started{first: make(chan struct{})}
			rt, err := runtime.New(runtime.WithStdout(out), runtime.WithStderr(nil), runtime.WithArgs(kind))
			require.NoError(t, err)
			defer rt.Close()
			ctx, cancel := context.WithCancel(t.Context())
			var at time.Time
			go func() {
				<-out.first
				<-time.After(100 * time.Millisecond) // in which the loop becomes hot
				at = time.Now()
				cancel()
			}()
			err = rt.RunFile(ctx, file)
			require.ErrorIs(t, err, context.Canceled)
			assert.Less(t, time.Since(at), 2*time.Second) // 50 ms, on a machine that has nothing else to do
			t.Log(time.Since(at))
		})
	}
}

func TestTraceNumeric(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace.js")
	require.NoError(t, os.WriteFile(file, []byte(`function sum(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }
function text(n) { let s = ''; for (let i = 0; i < n; i++) s += 'x'; return s; }
sum(1e5);
text(10);
`), 0o600))
	var trace bytes.Buffer
	rt, err := runtime.New(runtime.WithStderr(&trace), runtime.WithFlags(modules.Flags{TraceNumeric: true}))
	require.NoError(t, err)
	defer rt.Close()
	defer numeric.Trace(nil)
	require.NoError(t, rt.RunFile(t.Context(), file))
	assert.Contains(t, trace.String(), "numeric: sum ("+file+":1) qualifies\n")
	assert.Contains(t, trace.String(), "numeric: text ("+file+":2) has a string\n")
	assert.Regexp(t, `numeric: loop \(.*trace\.js:1\) is compiled for \(int32, int32, int32\): \d+ bytes of WebAssembly in`, trace.String())
}
