package glob_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/internal/glob"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern   string
		yes, no   string // paths, separated by spaces
		otherwise glob.Options
	}{
		{"*.js", "a.js x.y.js", ".js a.jsx dir/a.js", glob.Options{}},
		{"a/*/c", "a/b/c", "a/c a/b/b/c a/.b/c", glob.Options{}},
		{"a/**", "a/b a/b/c", "a b/a a/.b a/b/.c", glob.Options{}},
		{"**", "a a/b", ".a a/.b", glob.Options{}},
		{"**/c", "c a/c a/b/c", "cc a/b .a/c", glob.Options{}},
		{"a/**/**/z", "a/z a/b/z a/b/c/z", "a/.b/z", glob.Options{}},
		{"?", "a é", "ab .", glob.Options{}},
		{".*", ".a .bc", "a . ..", glob.Options{}},
		{"[a-c]x", "ax bx", "dx x", glob.Options{}},
		{"[!a-c]x", "dx", "ax", glob.Options{}},
		{"[^]]", "a", "]", glob.Options{}},
		{"[[:upper:][:digit:]]", "A 5", "a -", glob.Options{}},
		{"[a", "[a", "a", glob.Options{}},
		{"{a,b{1..3},}x", "ax b1x b3x x", "bx b4x", glob.Options{}},
		{"{08..10}", "08 09 10", "8", glob.Options{}},
		{"{c..a}", "a b c", "d", glob.Options{}},
		{"${a,b}", "${a,b}", "$a", glob.Options{}},
		{"{a}", "{a}", "a", glob.Options{}},
		{"+(ab|c)", "ab abab cab", "a abb", glob.Options{}},
		{"*(ab)c", "c ababc", "ac", glob.Options{}},
		{"?(a)b", "b ab", "aab", glob.Options{}},
		{"@(a|b)", "a b", "ab", glob.Options{}},
		{"!(a|b)", "c ab", "a b", glob.Options{}},
		{"!(*.min).js", "a.js", "a.min.js", glob.Options{}},
		{"a*b*c", "abc axbxc abbcc", "ab acb", glob.Options{}},
		{`a\b`, `a/b a\b`, "ab", glob.Options{Windows: true}},
		{"*.TXT", "a.txt A.TXT", "a.tx", glob.Options{NoCase: true}},
	} {
		for _, p := range strings.Fields(c.yes) {
			assert.True(t, glob.Match(c.pattern, p, c.otherwise), "%s should match %s", c.pattern, p)
		}
		for _, p := range strings.Fields(c.no) {
			assert.False(t, glob.Match(c.pattern, p, c.otherwise), "%s should not match %s", c.pattern, p)
		}
	}
}

func TestBracesAreBounded(t *testing.T) {
	assert.Len(t, glob.Braces(strings.Repeat("{a,b}", 40)), 10000)
	assert.Len(t, glob.Braces("{1..999999999}"), 10000)
	assert.Equal(t, []string{"1", "3", "5"}, glob.Braces("{1..5..2}"))
}

func FuzzMatch(f *testing.F) {
	for _, s := range []string{"*", "a/**/b", "[!a-z]", "{a,b}", "!(a|b)*", "+(", "[[:alpha:]", "{1..", "\xff*"} {
		f.Add(s, "a/b")
	}
	f.Fuzz(func(t *testing.T, pattern, path string) {
		if len(pattern) > 40 || len(path) > 40 {
			return
		}
		glob.Match(pattern, path, glob.Options{})
		if !strings.ContainsAny(path, `*?[]{}()!+@\`) && path != "" {
			assert.True(t, glob.Match(path, path, glob.Options{}), "%q matches itself", path)
		}
	})
}
