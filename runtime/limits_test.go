package runtime_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	goruntime "runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name, script string
		limits       runtime.Limits
		want         string
	}{
		{"time, running", "for (;;) {}", runtime.Limits{Time: 20 * time.Millisecond}, "time"},
		{"time, waiting", "setTimeout(() => {}, 1e9)", runtime.Limits{Time: 20 * time.Millisecond}, "time"},
		{"CPU", "for (;;) {}", runtime.Limits{CPU: 20 * time.Millisecond}, "CPU time"},
		{"memory", "const a = []; for (;;) a.push(new Array(1000).fill(a.length))", runtime.Limits{Memory: 32 << 20}, "memory"},
		{"output", "for (;;) console.log('line')", runtime.Limits{Output: 1000}, "output"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.limits.CPU > 0 && goruntime.GOOS != "linux" {
				t.Skip("this system cannot tell")
			}
			var out bytes.Buffer
			rt, err := runtime.New(runtime.WithStdout(&out), runtime.WithStderr(&out), runtime.WithLimits(c.limits))
			require.NoError(t, err)
			defer rt.Close()
			_, err = rt.RunString(t.Context(), "x.js", c.script)
			var limit *runtime.LimitError
			require.ErrorAs(t, err, &limit)
			assert.Equal(t, c.want, limit.Limit)
			if c.limits.Output > 0 {
				assert.Equal(t, 1000, out.Len())
			}
		})
	}
	rt, err := runtime.New(runtime.WithLimits(runtime.Limits{Time: time.Hour, Memory: 1 << 30, Output: 10}))
	require.NoError(t, err)
	defer rt.Close()
	v, err := rt.RunString(t.Context(), "x.js", "1 + 1")
	require.NoError(t, err)
	assert.EqualValues(t, 2, v.Export())
}

func TestPool(t *testing.T) {
	file := filepath.Join(t.TempDir(), "handler.js")
	require.NoError(t, os.WriteFile(file, []byte(`
		let calls = 0;
		exports.add = async (a, b) => { calls++; await null; return a + b };
		exports.calls = () => calls;
		exports.exit = () => process.exit(3);`), 0o600))
	p := runtime.NewPool(3, file)
	var all sync.WaitGroup
	for i := range 100 {
		all.Go(func() {
			v, err := p.Await(t.Context(), "add", i, 1)
			assert.NoError(t, err)
			assert.EqualValues(t, i+1, v)
		})
	}
	all.Wait()
	var exit *runtime.ExitError
	_, err := p.Await(t.Context(), "exit")
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 3, exit.Code)
	for range 5 { // the one that has ended is replaced
		_, err = p.Await(t.Context(), "add", 1, 1)
		require.NoError(t, err)
	}
	busy := make(chan struct{})
	for range 3 {
		all.Go(func() {
			_ = p.Do(context.Background(), func(*runtime.Runtime) error { <-busy; return nil })
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	require.Eventually(t, func() bool {
		return errors.Is(p.Do(ctx, func(*runtime.Runtime) error { return nil }), context.DeadlineExceeded)
	}, 5*time.Second, time.Millisecond)
	require.NoError(t, p.Close())
	close(busy)
	all.Wait()
	assert.ErrorIs(t, p.Do(t.Context(), nil), runtime.ErrClosed)
}
