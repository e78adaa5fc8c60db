package slots

import (
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

// A goja whose insides differ makes stacks poorer; this says so.
func TestTraceKnowsGoja(t *testing.T) {
	require.True(t, calls().ok)
	require.True(t, awaiting().ok)
	require.NotNil(t, tabNew())
	known := combinators()
	require.NotZero(t, known.all.code)
	require.NotZero(t, known.any.code)
	require.NotZero(t, known.settled.code)
	require.NotZero(t, known.settle)
}

// traced is what TraceOf sees where code calls look: of each call its function, on what it was called and how.
func traced(t *testing.T, code string) (got []string) {
	vm := goja.New()
	require.NoError(t, vm.Set("look", func(goja.FunctionCall) goja.Value {
		for _, c := range TraceOf(vm, 100).Calls()[1:] { // without look itself
			var words []string
			add := func(ok bool, word string) {
				if ok {
					words = append(words, word)
				}
			}
			if c.Callee != nil {
				words = append(words, FunctionName(c.Callee))
			}
			if c.This != nil {
				words = append(words, "on "+c.This.String())
			}
			add(c.New, "new")
			add(c.Awaits, "awaits")
			add(c.Combinator != "", c.Combinator+" "+strconv.Itoa(c.Index))
			got = append(got, strings.Join(words, " "))
		}
		return goja.Undefined()
	}))
	_, err := vm.RunString("'use strict';" + code)
	require.NoError(t, err)
	return got
}

func TestTrace(t *testing.T) {
	for _, c := range []struct {
		code string
		want []string
	}{
		{"function f() { look() } f()", []string{"f on undefined", ""}},
		{"function f() { look() } f.call('s')", []string{"f on s", "call on function f() { look() }", ""}},
		{"class C { constructor() { look() } toString() { return 'C' } } new C()", []string{"C on C new", ""}},
		{"class C { constructor() { this.m() } m() { (() => look())() } toString() { return 'C' } } new C()", []string{"", "m on C", "C on C new", ""}},
		{"new Promise(function exec() { look() })", []string{"exec on undefined", "Promise new", ""}},
		{"async function a() { await 1; look() } async function b() { await a() } b()", []string{"a on undefined", "b on undefined awaits"}},
		{"async function a() { await 1; look() } async function b() { await Promise.all([1, 2, a()]) } b()", []string{"a on undefined", "awaits all 2", "b on undefined awaits"}},
		{"async function a() { await 1; look() } async function b() { await Promise.any([1, a()]) } b()", []string{"a on undefined", "awaits any 1", "b on undefined awaits"}},
		{"async function a() { await 1; look() } async function b() { await Promise.allSettled([a(), 2]) } b()", []string{"a on undefined", "awaits allSettled 0", "b on undefined awaits"}},
		{"async function a() { await 1; look() } async function b() { await Promise.race([a()]).then() } b()", []string{"a on undefined", "b on undefined awaits"}},
	} {
		require.Equal(t, c.want, traced(t, c.code), c.code)
	}
}
