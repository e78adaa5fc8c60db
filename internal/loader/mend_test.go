package loader

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

func TestArgumentsNamedOnlyInArrow(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"(function(){ return (() => arguments.length)() })(1, 2)", "2"},
		{"(function(){ return (() => () => arguments.length)()() })(1, 2)", "2"},
		{"(function(){ return (() => eval('arguments.length'))() })(1, 2)", "2"},
		{"(function(a){ return (() => arguments[0])() })(1, 2)", "1"},
		{"(function(a){ 'use strict'; a = 5; return (() => arguments[0])() })(1, 2)", "1"},
		{"(function(a){ a = 5; return (() => arguments[0])() })(1, 2)", "5"},
		{"(function(a = (() => arguments.length)()){ return a })(undefined, 2)", "2"},
		{"(function(a = (() => arguments.length)(), ...b){ return a + b.length })(undefined, 2)", "3"},
		{"(function(a, b = () => arguments.length){ return a + b() })(1)", "2"},
		{"[...(function*(){ yield (() => arguments.length)() })(1, 2)][0]", "2"},
		{"({m(){ return [1].map(() => arguments.length)[0] }}).m(1, 2, 3)", "3"},
		{"new (class { constructor(){ this.x = (() => arguments.length)() } })(1, 2).x", "2"},
		{"(function(){ let x = 1; { let y = 2; return (() => arguments.length + x + y)() } })(1, 2)", "5"},
		{"(function(){ try { throw 1 } catch (e) { return (() => arguments.length + e)() } })(1, 2)", "3"},
		{"(function(){ for (let i = 0; i < 1; i++) { return (() => arguments.length + i)() } })(1, 2)", "2"},
		{"(function(){ switch (1) { case 1: let z = 1; return (() => arguments.length + z)() } })(1, 2)", "3"},
		{"(function(){ with ({a: 1}) { return (() => arguments.length + a)() } })(1, 2)", "3"},
		{"(function(){ return (() => typeof arguments)() })()", "object"},
		{"(function({a}, ...b){ return (() => arguments.length)() })({}, 1, 2)", "3"},
		{"(function(){ return ((x = arguments.length) => x)() })(1, 2)", "2"},
		{"(function(){ return (() => ({arguments}).arguments.length)() })(1, 2)", "2"},
		{"(function(){ return (() => (function(){ return arguments.length })(1))() })(1, 2)", "1"},
		{"(function(){ return `${(() => arguments.length)()}` })(1, 2)", "2"},
		{"var o = {get x(){ return (() => arguments.length)() }}; o.x", "0"},
		{"(function(){ 'use strict'; return (() => { return (function(){ return this })() === undefined && arguments.length })() })(1, 2)", "2"},
	} {
		t.Run(c.src, func(t *testing.T) {
			p, err := CompileScript("test.js", c.src)
			require.NoError(t, err)
			vm := goja.New()
			require.NoError(t, vm.Set(CaughtName, func() {}))
			v, err := vm.RunProgram(p)
			require.NoError(t, err)
			require.Equal(t, c.want, v.String())
		})
	}
}

func TestCatchHandsItsValueToTheHost(t *testing.T) {
	p, err := CompileScript("test.js", "try { undefined.x } catch (e) { var r = e instanceof TypeError }; try { throw 1 } catch { r += '!' }; try { throw [2] } catch ([x]) { r += x }; r")
	require.NoError(t, err)
	vm := goja.New()
	var seen []string
	require.NoError(t, vm.Set(CaughtName, func(v goja.Value) { seen = append(seen, v.String()) }))
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	require.Equal(t, "true!2", v.String())
	require.Equal(t, []string{"TypeError: Cannot read property 'x' of undefined"}, seen)
}

func TestPackageKeepsTheFunctionsItWasBuiltWith(t *testing.T) {
	p, err := CompileScript("built.js", "var __yieldStar = (v) => v; function* f() { yield* __yieldStar([1, 2]) }; [...f()].join()")
	require.NoError(t, err)
	v, err := goja.New().RunProgram(p)
	require.NoError(t, err)
	require.Equal(t, "1,2", v.String())
}

func TestModulePositionsAreTheAuthors(t *testing.T) {
	p, err := CompileModule("/m.js", "#!/usr/bin/env node\nthrow new Error('x')")
	require.NoError(t, err)
	vm := goja.New()
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	fn, ok := goja.AssertFunction(v)
	require.True(t, ok)
	require.Equal(t, "5", v.(*goja.Object).Get("length").String())
	_, err = fn(nil)
	var ex *goja.Exception
	require.ErrorAs(t, err, &ex)
	pos := ex.Stack()[0].Position()
	require.Equal(t, 2, pos.Line)
	require.Equal(t, 7, pos.Column)
}

func TestModuleMayReturnAtTopLevel(t *testing.T) {
	p, err := CompileModule("/m.js", "exports.a = 1; return; exports.b = 2")
	require.NoError(t, err)
	vm := goja.New()
	v, err := vm.RunProgram(p)
	require.NoError(t, err)
	fn, _ := goja.AssertFunction(v)
	exports := vm.NewObject()
	_, err = fn(nil, exports)
	require.NoError(t, err)
	require.Equal(t, []string{"a"}, exports.Keys())
}

func TestSyntaxErrorHasItsPlace(t *testing.T) {
	_, err := CompileModule("/m.js", "let a = 1;\nlet b = ;\n")
	var se *SyntaxError
	require.ErrorAs(t, err, &se)
	require.Equal(t, SyntaxError{File: "/m.js", Line: 2, Column: 9, Message: "Unexpected token ';'", Source: "let b = ;"}, *se)
}
