package loader

import (
	"strconv"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// evaluate runs a module without imports and returns its exports.
func evaluate(t *testing.T, src string) map[string]string {
	m, err := CompileES("file:///m.mjs", src)
	require.NoError(t, err)
	vm := goja.New()
	require.NoError(t, vm.Set(CaughtName, func() {}))
	made, err := vm.RunProgram(m.Program)
	require.NoError(t, err)
	make, _ := goja.AssertFunction(made)
	host := vm.NewObject()
	require.NoError(t, host.Set("meta", "meta"))
	require.NoError(t, host.Set("import", func(s string) string { return "imported " + s }))
	generator, err := make(nil, host)
	require.NoError(t, err)
	next, _ := goja.AssertFunction(generator.ToObject(vm).Get("next"))
	first, err := next(generator)
	require.NoError(t, err)
	getters := first.ToObject(vm).Get("value").ToObject(vm)
	var step goja.Value = goja.Undefined()
	for done := false; !done; {
		r, err := next(generator, step)
		require.NoError(t, err)
		step, done = r.ToObject(vm).Get("value"), r.ToObject(vm).Get("done").ToBoolean()
	}
	out := map[string]string{}
	for i, l := range m.Locals {
		get, _ := goja.AssertFunction(getters.Get(strconv.Itoa(i)))
		v, err := get(nil)
		require.NoError(t, err)
		out[l.Name] = v.String()
	}
	return out
}

func TestCompileES(t *testing.T) {
	for src, want := range map[string]map[string]string{
		"export let a = 1, [b, { c }] = [2, { c: 3 }]":                                                  {"a": "1", "b": "2", "c": "3"},
		"export default 1 + 2":                                                                          {"default": "3"},
		"let a = 1\nexport default\n/x/.source.length":                                                  {"default": "1"},
		"export default class {}; export let n = 0":                                                     {"default": "class {}", "n": "0"},
		"export default function* () { yield 1 }":                                                       {"default": "function* () { yield 1 }"},
		"export default async function f() { await 1 }":                                                 {"default": "async function f() { await 1 }"},
		"export default async function() {}":                                                            {"default": "async function() {}"},
		"export default () => {}":                                                                       {"default": "() => {}"},
		"const a = 1; export { a as 'any name', a as default }":                                         {"any name": "1", "default": "1"},
		"export const a = await 1 + await 2":                                                            {"a": "3"},
		"export const a = import.meta + import('x')":                                                    {"a": "metaimported x"},
		"export const a = { import: 1, export: 2, await: 3 }.import + { await() { return 4 } }.await()": {"a": "5"},
		"export const a = ({ import(x) { return x } }).import(7)":                                       {"a": "7"},
		"export const a = `${`${1}` + { b: `}` }.b}import {x} from 'y'`":                                {"a": "1}import {x} from 'y'"},
		"let x = 4, g = 2; export const a = x /g/ 1; // import 'z'":                                     {"a": "2"},
		"export const a = [1].map(x => x) /* export { b } */":                                           {"a": "1"},
		"if (1) /import 'x'/.test(''); export const a = 1":                                              {"a": "1"},
		"export var a = 1; export { b }; var b = a++ / 2 /1":                                            {"a": "2", "b": "0.5"},
		"export const a = (async () => { await 1 }).toString()":                                         {"a": "async () => { await 1 }"},
		"#!/bin/gojs\nexport const a = new Error().stack.split('\\n').length > 1":                       {"a": "true"},
	} {
		t.Run(src, func(t *testing.T) { assert.Equal(t, want, evaluate(t, src)) })
	}
}

func TestModuleErrors(t *testing.T) {
	for src, want := range map[string]SyntaxError{
		"import { a } from 'x'; import a from 'y'": {Line: 1, Column: 31, Message: "Identifier 'a' has already been declared"},
		"import a from 'x'\nlet a":                 {Line: 2, Column: 1, Message: "Identifier 'a' has already been declared"},
		"export { a }":                             {Line: 1, Column: 10, Message: "Export 'a' is not defined in module"},
		"export let a;\nexport { a }":              {Line: 2, Column: 10, Message: "Duplicate export of 'a'"},
		"{ import 'x' }":                           {Line: 1, Column: 3, Message: "Cannot use import statement outside a module"},
		"{ export let a }":                         {Line: 1, Column: 3, Message: "Unexpected token 'export'"},
		"import { a } of 'x'":                      {Line: 1, Column: 14, Message: "Unexpected identifier 'of'"},
		"import a from 'x' assert {}":              {Line: 1, Column: 19, Message: "Unexpected identifier 'assert'"},
		"return":                                   {Line: 1, Column: 1, Message: "Illegal return statement"},
		"\n() => await 1":                          {Line: 2, Column: 7, Message: "await is only valid in async functions and the top level bodies of modules"},
		"import.meta = ":                           {Line: 1, Column: 15, Message: "Unexpected end of input"},
		"import('a', {}, 3)":                       {Line: 1, Column: 17, Message: "Unexpected token"},
	} {
		t.Run(src, func(t *testing.T) {
			_, err := CompileES("file:///m.mjs", src)
			var se *SyntaxError
			require.ErrorAs(t, err, &se)
			want.File, want.Source = "file:///m.mjs", strings.Split(src, "\n")[want.Line-1]
			assert.Equal(t, want, *se)
		})
	}
}

func TestModuleRecords(t *testing.T) {
	m, err := CompileES("file:///r.mjs", `import d, * as n from "a" with { type: 'json' };
import { x as y, default as z, 'q r' as s } from 'b'; export * from 'c'; export * as t from 'c'; export { u, v as w } from 'd'
import 'e'
export { y }; export function f() {} export let g = f; f = 1; export let h = 1`)
	require.NoError(t, err)
	var requests []string
	for _, r := range m.Requests {
		requests = append(requests, r.Specifier)
	}
	assert.Equal(t, []string{"a", "b", "c", "c", "d", "e"}, requests)
	assert.Equal(t, [][2]string{{"type", "json"}}, m.Requests[0].Attributes)
	assert.Equal(t, []Import{{0, "default", "d", 7}, {0, "*", "n", 15}, {1, "x", "y", 58}, {1, "default", "z", 66}, {1, "q r", "s", 80}}, m.Imports)
	assert.Equal(t, []Reexport{{2, "*", "", 110}, {3, "*", "t", 129}, {4, "u", "u", 155}, {4, "v", "w", 158}, {1, "x", "y", 196}}, m.Reexports)
	assert.Equal(t, []Local{{"f", "f", false, false}, {"g", "g", false, true}, {"h", "h", false, true}}, m.Locals)
	assert.False(t, m.Async)
}

func TestFindNames(t *testing.T) {
	for src, want := range map[string]CommonNames{
		"exports.a = exports['b'] = 1; if (exports.c == 2) {}":                                                                                  {Names: []string{"a", "b"}},
		"module.exports = { a, b: c, 'd': e, f: 'text', g }":                                                                                    {Names: []string{"a", "b", "d"}},
		"module.exports = { a, ...require('x'), ...y, b }":                                                                                      {Names: []string{"a"}, Reexports: []string{"x"}},
		"module.exports.a = 1; module.exports = require('./y')":                                                                                 {Names: []string{"a"}, Reexports: []string{"./y"}},
		"Object.defineProperty(exports, '__esModule', { value: true })":                                                                         {Names: []string{"__esModule"}},
		"Object.defineProperty(exports, 'a', { get() { return q['a']; } }); Object.defineProperty(exports, 'b', { get() { return q.f() } })":    {Names: []string{"a"}},
		"Object.defineProperty(exports, 'a', { get: () => q.a }); Object.defineProperty(exports, 'b', { get: function b() { return q } })":      {Names: []string{"b"}},
		"Object.defineProperty(exports, 'a', { get() { return q }, set(v) {} })":                                                                {},
		"Object.defineProperty(exports, 'a', { enumerable: true, get: function () { return q.a } })":                                            {Names: []string{"a"}},
		"__exportStar(require('x'), exports); tslib_1.__exportStar(require('y'), exports)":                                                      {Reexports: []string{"x", "y"}},
		"var _x = require('x');\nObject.keys(_x).forEach(function (key) { if (key === 'default') return; exports[key] = _x[key]; });":           {Reexports: []string{"x"}},
		"var _x = _interopRequireWildcard(require('x')); Object.keys(_x).forEach(k => Object.defineProperty(exports, k, { get: () => _x[k] }))": {Reexports: []string{"x"}},
		"0 && (module.exports = { a, b })":                                                                                                      {Names: []string{"a", "b"}},
		"(function (factory) { factory(exports) })(function (exports) { exports.umd = 1 })":                                                     {Names: []string{"umd"}},
		"// exports.no = 1\n'exports.no = 1'; x.exports.no = 1; /exports.no = 1/; `exports.no = 1`":                                             {},
		"exports.\u00e9 = 1; exports['\\uD83C\\uDF10'] = 1; exports['\\uD83C'] = 1":                                                             {Names: []string{"é", "🌐"}},
	} {
		t.Run(src, func(t *testing.T) { assert.Equal(t, want, FindNames(src)) })
	}
}

func TestHasModuleSyntax(t *testing.T) {
	for src, want := range map[string]bool{
		"import 'x'": true, "export {}": true, "import.meta": true, "import('x')": false, "x.import; y = { export: 1 }": false, "await 1": false, "'import x'": false,
	} {
		assert.Equal(t, want, HasModuleSyntax(src), src)
	}
}

func FuzzModuleText(f *testing.F) {
	f.Add("import a, { b as c } from 'x' with { type: 'json' }; export { c as 'd' }; export default async function* () {}")
	f.Add("exports.a = `${{}}`; /[/]/.x; export default a /1/ b; import(x); import.meta.url; await y")
	f.Add("export default function(")
	f.Fuzz(func(t *testing.T, src string) {
		FindNames(src)
		s, err := scanES(src)
		if err == nil && len(s.text) != len(src) {
			t.Fatalf("%d bytes became %d", len(src), len(s.text))
		}
		_, _ = compileES("file:///f.mjs", src, src)
	})
}
