package runtime_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// backtracks takes some 2^40 steps.
const backtracks = `/^(?=(a+)+b)/.test('a'.repeat(40) + 'c')`

func newRuntime(t *testing.T) *runtime.Runtime {
	rt, err := runtime.New()
	require.NoError(t, err)
	t.Cleanup(func() { rt.Close() })
	return rt
}

func TestRegularExpressionsAreInterrupted(t *testing.T) {
	for name, code := range map[string]string{
		"look-ahead": backtracks,
		"replace":    `('a'.repeat(40) + 'c').replace(/(?<x>a+)+(?=b)/g, '')`,
		"not ASCII":  `/^é(?=(a+)+b)/.test('é' + 'a'.repeat(40) + 'c')`,
		"split":      `('a'.repeat(40) + 'c').split(/(?=(a+)+b)/)`,
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			_, err := newRuntime(t).RunString(ctx, "a.js", code)
			require.ErrorIs(t, err, context.DeadlineExceeded)
		})
	}
	t.Run("vm", func(t *testing.T) {
		v, err := newRuntime(t).RunString(t.Context(), "a.js", "try { require('vm').runInThisContext(`"+backtracks+"`, { timeout: 20 }) } catch (err) { err.code }")
		require.NoError(t, err)
		require.Equal(t, "ERR_SCRIPT_EXECUTION_TIMEOUT", v.Export())
	})
}

// The interrupt of one Runtime must not end the expressions of another.
func TestRegularExpressionsOfOthersGoOn(t *testing.T) {
	ended := make(chan error)
	stop := make(chan struct{})
	other := newRuntime(t)
	go func() {
		for {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			if v, err := other.RunString(context.Background(), "b.js", `/^(?=(a+)+b)/.test('a'.repeat(14) + 'b')`); err != nil || v.Export() != true {
				ended <- err
				return
			}
		}
	}()
	for range 5 {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		_, err := newRuntime(t).RunString(ctx, "a.js", backtracks)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded)
	}
	close(stop)
	require.NoError(t, <-ended)
}

func TestLengthsAreBounded(t *testing.T) {
	rt := newRuntime(t)
	for code, want := range map[string]string{
		`'x'.repeat(2 ** 29)`:              "Invalid string length",
		`'a'.padStart(2 ** 30)`:            "Invalid string length",
		`Array(2 ** 27).join('abcdef')`:    "Invalid string length",
		`Array(2 ** 32 - 1).join('a')`:     "Invalid string length",
		`Array(2 ** 32 - 1).fill(1)`:       "Invalid array length",
		`Array(2 ** 32 - 1).indexOf(1)`:    "Invalid array length",
		`[].concat(Array(2 ** 32 - 1), 1)`: "Invalid array length",
		`Array(2 ** 31).map(String)`:       "Invalid array length",
		`new Float64Array(2 ** 40)`:        "Array buffer allocation failed",
		`new Uint8Array(2 ** 40)`:          "Array buffer allocation failed",
	} {
		v, err := rt.RunString(t.Context(), "a.js", "try { "+code+" } catch (err) { err.name + err.message }")
		require.NoError(t, err, code)
		require.Equal(t, "RangeError"+want, v.Export(), code)
	}
}
