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
		`new Float64Array(2 ** 50)`:        "Invalid typed array length: 1125899906842624",
		`new Uint8Array(2 ** 53)`:          "Invalid typed array length: 9007199254740992",
		`new Uint8Array(2 ** 40)`:          "Array buffer allocation failed",
		`new ArrayBuffer(2 ** 40)`:         "Array buffer allocation failed",
		`new Uint8Array({length: 2**40})`:  "Array buffer allocation failed",

		`Array.prototype.join.call({ length: 2 ** 50 }, 'ab')`:   "Invalid string length",
		`Array.prototype.map.call({ length: 2 ** 32 }, String)`:  "Invalid array length",
		`Array.prototype.toSorted.call({ length: 2 ** 32 - 1 })`: "Invalid array length",
		`Array.prototype.fill.call({ length: 2 ** 32 }, 1)`:      "Invalid array length",

		"const s = 'x'.repeat(2 ** 14).repeat(2 ** 14); s + s + s":                                    "Invalid string length",
		"const s = 'x'.repeat(2 ** 14).repeat(2 ** 14); 'y' + (s + s.slice(24))":                      "Invalid string length",
		"let s = 'x'.repeat(2 ** 14).repeat(2 ** 14); for (;;) s += s":                                "Invalid string length",
		"const s = 'x'.repeat(2 ** 14).repeat(2 ** 14); `${s}${s}${s}`":                               "Invalid string length",
		"const s = 'x'.repeat(2 ** 14).repeat(2 ** 14); [s, s, s].join()":                             "Invalid string length",
		"'a'.repeat(2 ** 16).replace(/a/g, 'b'.repeat(2 ** 14))":                                      "Invalid string length",
		"const s = 'x'.repeat(2 ** 14).repeat(2 ** 14); 'a'.repeat(2 ** 10).replaceAll('a', () => s)": "Invalid string length",
		"'a'.repeat(2 ** 16).replace(/a/g, '$`')":                                                     "Invalid string length",
		"encodeURIComponent('é'.repeat(2 ** 13).repeat(2 ** 14))":                                     "Invalid string length",
		"2n ** 10000000000n":                                      "Maximum BigInt size exceeded",
		"2n << 10000000000n":                                      "Maximum BigInt size exceeded",
		"1n << (1n << 64n)":                                       "Maximum BigInt size exceeded",
		"-1n >> -1073741824n":                                     "Maximum BigInt size exceeded",
		"2n ** (2n ** 40n)":                                       "Maximum BigInt size exceeded",
		"3n ** 1000000000n":                                       "Maximum BigInt size exceeded",
		"let b = 2n; for (;;) b *= b":                             "Maximum BigInt size exceeded",
		"BigInt.asUintN(2 ** 53 - 1, -1n)":                        "Maximum BigInt size exceeded",
		"BigInt('1'.repeat(2 ** 13).repeat(2 ** 14))":             "Maximum BigInt size exceeded",
		"'x'.repeat(2 ** 14).repeat(2 ** 12).split('')":           "Invalid array length",
		"Array.from({ length: 2 ** 32 })":                         "Invalid array length",
		"Array.apply(null, { length: 2 ** 32 })":                  "Invalid array length",
		"Reflect.apply(Math.max, null, Array(2 ** 28))":           "Invalid array length",
		"Reflect.construct(Date, { length: 2 ** 28 })":            "Invalid array length",
		"const a = Array(2 ** 17).fill(1); for (;;) a.push(...a)": "Maximum call stack size exceeded",
	} {
		t.Run(code, func(t *testing.T) {
			v, err := newRuntime(t).RunString(t.Context(), "a.js", "try { "+code+" } catch (err) { err.name + err.message }")
			require.NoError(t, err)
			require.Equal(t, "RangeError"+want, v.Export())
		})
	}
}

// What is large and not too large is as in V8.
func TestBoundsLeaveTheRest(t *testing.T) {
	rt := newRuntime(t)
	for code, want := range map[string]any{
		"(1n << 1000000n).toString(16).length":                                                                                   int64(250001),
		"(2n ** 1000000n === 1n << 1000000n) && (-2n) ** 3n === -8n && (-4n) ** 2n === 16n":                                      true,
		"(-1n) ** (2n ** 70n) === 1n && 0n ** 5n === 0n && 3n ** 0n === 1n && 2n ** 0n === 1n":                                   true,
		"1n >> (1n << 64n) === 0n && -1n >> 70n === -1n && 8n << -3n === 1n && 0n << 2n**70n === 0n":                             true,
		"BigInt.asIntN(2 ** 40, -5n) === -5n && BigInt.asUintN(2 ** 40, 5n) === 5n":                                              true,
		"const d = '123456789'.repeat(20000); const n = BigInt(' -' + d); n === -BigInt(d) && n % 9n === 0n && String(-n) === d": true,
		"BigInt('0x' + 'f'.repeat(2 ** 17)) === (1n << 2n ** 19n) - 1n && BigInt('0'.repeat(2 ** 15) + '7') === 7n":              true,
		"try { BigInt('1'.repeat(2 ** 20) + 'x') } catch (e) { e.name + e.message.length }":                                      "SyntaxError1048604",
		"try { BigInt('0b' + '1'.repeat(2 ** 20) + '2') } catch (e) { e.name + e.message.slice(0, 20) }":                         "SyntaxErrorCannot convert 0b111",
		"'x'.repeat(2 ** 14).split('').length + 'a,b'.repeat(3).split(',').length":                                               int64(1<<14 + 4),
		"2 ** 0.5 === Math.SQRT2 && (2 ** 3 ** 2) === 512 && '2' ** [3] === 8":                                                   true,
		"'a'.repeat(2 ** 15).replace(/a/g, 'b'.repeat(2 ** 10)).length":                                                          int64(1 << 25),
		"'ab'.repeat(2 ** 10).replace(/b/g, (m, at, all) => all.length - at).slice(0, 10)":                                       "a2047a2045",
		"'a-'.repeat(2 ** 15).replaceAll('-', '$&$&').length":                                                                    int64(3 << 15),
		"Array.from({ length: 3 }, (_, i) => i).join() + Array.from('ab') + Array.from(new Set([1]))":                            "0,1,2a,b1",
		"Math.max.apply(null, { length: 2, 0: 5, 1: 7 }) + Reflect.apply(Math.max, null, [1, 2])":                                int64(9),
		"Math.max(...Array(1000).fill(3), ...new Set([4]))":                                                                      int64(4),
	} {
		v, err := rt.RunString(t.Context(), "a.js", code)
		require.NoError(t, err, code)
		require.EqualValues(t, want, v.Export(), code)
	}
}

// Lists that are long and empty are gone through in JavaScript, which an interrupt ends.
func TestLongListsAreInterrupted(t *testing.T) {
	rt := newRuntime(t)
	for _, call := range []string{
		"P.indexOf.call(o, 1)", "P.lastIndexOf.call(o, 1)", "P.includes.call(o, 1)", "P.forEach.call(o, String)", "P.filter.call(o, String)",
		"P.find.call(o, () => false)", "P.findLast.call(o, () => false)", "P.some.call(o, String)", "P.every.call(o, String)",
		"P.reduce.call(o, String, 0)", "P.reduceRight.call(o, String)", "P.flat.call(o)", "P.flatMap.call(o, String)", "P.join.call(o, '')",
		"P.reverse.call(o)", "P.sort.call(o)", "P.copyWithin.call(o, 0, 1)", "P.splice.call(o, 1, 0, 1)", "P.shift.call(o)", "P.unshift.call(o, 1)",
		"P.map.call(a, String)", "P.indexOf.call(a, 1)", "P.fill.call(a, 1, -20)", "P.slice.call(a)", "P.sort.call(a)", "P.reverse.call(a)",
	} {
		code := "const P = Array.prototype, o = { length: 2 ** 53 - 2 }, a = Array(2 ** 27); " + call + "; for (;;);"
		v, err := rt.RunString(t.Context(), "a.js", "try { require('vm').runInThisContext(`{"+code+"}`, { timeout: 10 }) } catch (err) { err.code }")
		require.NoError(t, err, call)
		require.Equal(t, "ERR_SCRIPT_EXECUTION_TIMEOUT", v.Export(), call)
	}
}
