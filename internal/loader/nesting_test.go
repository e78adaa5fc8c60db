package loader

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTextsThatAreNestedTooDeeplyAreRefused(t *testing.T) {
	around := func(before, middle, after string) string {
		return strings.Repeat(before, 40_000) + middle + strings.Repeat(after, 40_000)
	}
	for name, src := range map[string]string{
		"brackets":            around("(", "1", ")"),
		"unclosed":            around("[", "", ""),
		"brackets in strings": around("(')',", "1", ")"),
		"in regular ones":     around("(/)/,", "1", ")"),
		"in comments":         around("(/*)*/", "1", ")"),
		"blocks":              around("{", "", "}"),
		"functions":           around("function f(){", "", "}"),
		"arrows":              around("x=>", "1", ""),
		"asynchronous arrows": around("async x => ", "1", ""),
		"templates":           around("`${", "1", "}`"),
		"tagged templates":    around("", "a", "``"),
		"conditions":          around("1?", "1", ":1"),
		"unary operators":     around("- ", "1", ""),
		"words":               around("typeof ", "1", ""),
		"sums":                around("1 +\n", "1", ""),
		"assignments":         around("a=", "1", ""),
		"members":             around("", "a", ".b"),
		"calls":               around("", "a", "()"),
		"else if":             around("if(0){}else ", "{}", ""),
		"else if with words":  around("if(0)a();else ", "{}", ""),
		"loops":               around("for(;;)", ";", ""),
		"do":                  around("do ", ";", "while(0);"),
		"labels":              around("a:", ";", ""),
		"classes":             around("class A extends ", "B", "{}"),
		"patterns":            "var " + around("[", "a", "]") + "=1",
		"try":                 around("try{", "", "}finally{}"),
		"awaiting":            "async()=>{" + around("await ", "1", "") + "}",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := CompileScript(name, src)
			var e *SyntaxError
			require.ErrorAs(t, err, &e)
			require.Equal(t, "RangeError: Maximum call stack size exceeded", e.Error())
			for _, err := range []error{
				second(CompileModule(name, src)), second(CompileInContext(name, src)), second(CompileES(name+".mjs", src)), second(TypeScript(name+".ts", src)),
			} {
				require.True(t, errors.As(err, &e) && e.Range, err)
			}
		})
	}
}

func second[T any](_ T, err error) error { return err }

func TestLongTextsAreNotDeep(t *testing.T) {
	for name, src := range map[string]string{
		"statements":        strings.Repeat("a = b + c * (d - 1);\n", 40_000),
		"without semicolon": strings.Repeat("a = b + c\nd(e)\n'x'.y\n", 40_000),
		"functions":         strings.Repeat("function f(a) { return [a, {b: a}] }\n", 20_000),
		"methods":           "class A {" + strings.Repeat("m(a) { if (a) { return a } else { b() } }\n", 20_000) + "}",
		"list":              "[" + strings.Repeat("-1, a => a, {x: 1, y: f(2)},\n", 40_000) + "]",
		"cases":             "switch (a) {" + strings.Repeat("case 1:\n", 40_000) + "}",
		"ifs":               strings.Repeat("if (a) b(); else if (c) d()\nfor (;;) e()\n", 40_000),
		"strings":           strings.Repeat("a('((((' + \"[[[[\", /[(]{3}/g, `{{{`) // (((\n", 20_000),
		"sum":               strings.Repeat("'x' +\n", 20_000) + "1",
	} {
		_, ok := deep(src)
		require.False(t, ok, name)
	}
}

func TestTheErrorForDeepTextsTellsWhere(t *testing.T) {
	_, err := CompileScript("a.js", "x;\n  "+strings.Repeat("(", 20_000))
	var e *SyntaxError
	require.ErrorAs(t, err, &e)
	require.Equal(t, SyntaxError{File: "a.js", Line: 2, Column: 3 + maxLevels/levelsBracket, Message: tooDeep, Range: true}, *e)
}

func BenchmarkDeep(b *testing.B) {
	src := strings.Repeat("function f(a) { return [a, {b: a}].map(x => x + 1) }\n", 10_000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		deep(src)
	}
}
