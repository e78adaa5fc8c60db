package runtime_test

import (
	"fmt"
	goruntime "runtime"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

func heap() uint64 {
	var m goruntime.MemStats
	goruntime.GC()
	goruntime.GC()
	goruntime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestManyRuntimesLeaveNothing opens and closes ten thousand.
func TestManyRuntimesLeaveNothing(t *testing.T) {
	n := 10000
	if testing.Short() {
		n = 1000
	}
	one := func() {
		rt, err := runtime.New(runtime.WithStdout(nil))
		require.NoError(t, err)
		v, err := rt.RunString(t.Context(), "x.js", "console.log('x'); setTimeout(() => {}, 1e9).unref(); 1 + 1")
		require.NoError(t, err)
		assert.Equal(t, int64(2), v.Export())
		require.NoError(t, rt.Close())
	}
	one()
	goroutines, before := goruntime.NumGoroutine(), heap()
	for range n {
		one()
	}
	for deadline := time.Now().Add(5 * time.Second); goruntime.NumGoroutine() > goroutines; goruntime.Gosched() {
		require.True(t, time.Now().Before(deadline), "%d goroutines, there were %d", goruntime.NumGoroutine(), goroutines)
	}
	if after := heap(); after > before {
		assert.Less(t, after-before, uint64(4<<20), "bytes that %d Runtimes left", n)
	}
}

// TestManyRuntimesSideBySide has a thousand at once, a goroutine each.
func TestManyRuntimesSideBySide(t *testing.T) {
	var all sync.WaitGroup
	var open sync.WaitGroup
	open.Add(1000)
	for i := range 1000 {
		all.Go(func() {
			rt, err := runtime.New(runtime.WithStdout(nil))
			open.Done()
			if !assert.NoError(t, err) {
				return
			}
			defer rt.Close()
			open.Wait()
			_, err = rt.RunString(t.Context(), "x.js", "globalThis.later = (n) => new Promise((r) => setTimeout(r, 1, n * 2))")
			assert.NoError(t, err)
			v, err := rt.Await(t.Context(), "later", i)
			assert.NoError(t, err)
			assert.EqualValues(t, 2*i, v)
		})
	}
	all.Wait()
}

// TestCloseFromAnywhere closes while a script runs, twice at once, and from within.
func TestCloseFromAnywhere(t *testing.T) {
	for range 50 {
		rt, err := runtime.New()
		require.NoError(t, err)
		started := make(chan struct{})
		require.NoError(t, rt.Set("started", func() { close(started) }))
		require.NoError(t, rt.Set("closing", func() { go rt.Close() }))
		var all sync.WaitGroup
		all.Go(func() {
			_, err := rt.RunString(t.Context(), "x.js", "started(); closing(); for (;;) {}")
			assert.Error(t, err)
		})
		<-started
		all.Go(func() { assert.NoError(t, rt.Close()) })
		all.Go(func() { assert.NoError(t, rt.Close()) })
		all.Wait()
		assert.ErrorIs(t, rt.Post(nil), runtime.ErrClosed)
		_, err = rt.RunString(t.Context(), "x.js", "1")
		assert.ErrorIs(t, err, runtime.ErrClosed)
	}
}

// TestCloseByAFunctionOfTheScript: whoever closes the Runtime he is called by need not know.
func TestCloseByAFunctionOfTheScript(t *testing.T) {
	for _, script := range []string{"shut(); for (;;) {}", "setTimeout(() => { shut(); shut() }, 1)", "new Promise(shut)", "[3, 2, 1].sort(shut)"} {
		rt, err := runtime.New()
		require.NoError(t, err)
		require.NoError(t, rt.Set("shut", func() int { return len(fmt.Sprint(rt.Close())) }))
		_, err = rt.RunString(t.Context(), "x.js", script)
		assert.ErrorIs(t, err, runtime.ErrClosed, script)
		require.NoError(t, rt.Close())
		_, err = rt.RunString(t.Context(), "x.js", "1")
		assert.ErrorIs(t, err, runtime.ErrClosed)
	}
}
