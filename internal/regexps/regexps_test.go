package regexps

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestForeign(t *testing.T) {
	for _, c := range []struct {
		pattern, flags string
		want           bool
	}{
		{"a", "", false},
		{"a", "gimsuy", false},
		{"a", "d", true},
		{"a", "v", true},
		{`\p{L}`, "u", true},
		{`\p{L}`, "", false},
		{`\P{L}`, "u", true},
		{"(?:a)(?=b)(?<n>c)", "", false},
		{"(?i:a)", "", true},
		{"(?-s:a)", "", true},
		{"a(?", "", false},
		{`(?=\W)`, "i", true},
		{`(?=.)`, "i", true},
		{`(?=\.\w[^a])`, "i", false},
		{`(?=\W.)`, "g", false},
		{`\W.`, "i", false},
	} {
		assert.Equal(t, c.want, Foreign(c.pattern, c.flags), "/%s/%s", c.pattern, c.flags)
	}
}

func TestCostly(t *testing.T) {
	for _, c := range []struct {
		pattern, flags string
		want           bool
	}{
		{`(?=[a-z])x`, "i", true},
		{`([a-z])\1`, "gi", true},
		{`(?<n>[^x])`, "i", true},
		{`(?=[a-z])x`, "g", false},
		{`(?:[a-z])x`, "i", false},
		{`\(?[a-z]`, "i", false},
		{`(?=a)`, "i", false},
		{strings.Repeat("x", 301), "", true},
	} {
		assert.Equal(t, c.want, Costly(c.pattern, c.flags), "/%s/%s", c.pattern, c.flags)
	}
}

func TestTranslate(t *testing.T) {
	for _, c := range []struct{ pattern, flags, want, left string }{
		{"(?i:a)b", "g", "(?=)(?i:a)b", "g"},
		{`\p{ASCII_Hex_Digit}`, "u", "(?=)[0-9A-Fa-f]", "u"},
		{`[^\p{AHex}_]`, "u", "(?=)[^0-9A-Fa-f_]", "u"},
		{`\P{ASCII}`, "u", `(?=)[\x80-` + "\U0010ffff" + `]`, "u"},
		{`[a-f--[aeiou]]`, "v", "(?=)[b-df]", "u"},
		{`[[a-z]&&[aeiou]]+`, "gv", "(?=)[aeiou]+", "gu"},
		{`[^a-z]`, "v", `(?=)[\x00-\x60\x7b-` + "\U0010ffff" + `]`, "u"},
		{`[\q{abc|d|ef}x]`, "v", "(?=)(?:abc|ef|[dx])", "u"},
		{`[\q{ab|c}--\q{ab}]`, "v", "(?=)[c]", "u"},
		{`[\w--\d]`, "v", `(?=)[A-Z\x5fa-z]`, "u"},
		{`[\]\-\u{41}\x42]`, "v", `(?=)[\x2dAB\x5d]`, "u"},
		{"a", "d", "(?=)a", ""},
		{`^a[^$]\$$`, "gm", `(?=)(?<![^\n\r\u2028\u2029])a[^$]\$(?![^\n\r\u2028\u2029])`, "gm"},
		{"(?i:^)$", "", "(?=)(?i:^)$", ""},
		{`a.\.\S+\d\w\\S`, "di", `(?=)a(?-i:.)\.(?-i:\S)+\d(?-i:\w)\\S`, "i"},
		{`\W\w\D`, "iu", `(?=)[^\w]\w(?-i:\D)`, "iu"},
		{`[\s\S][^\W_][^\S-]`, "i", `(?=)(?-i:[\S\s])(?-i:[^\W_])[^\S-]`, "i"},
		{`[\Wa-c]*[^\Dé]{2}[\S^x]`, "i", `(?=)(?:(?-i:[\W])|[a-c])*(?:(?![é])(?-i:[^\D])){2}(?:(?-i:[\S])|[\^x])`, "i"},
		{`[\D\p{AHex}][\Wa][\s\S]`, "iu", `(?=)[\D0-9A-Fa-f][\Wa](?-i:[\S\s])`, "iu"},
		{`[^\S^][\]\S]`, "i", `(?=)(?-i:[^\S\^])(?-i:[\S\]])`, "i"},
	} {
		text, left, err := Translate(c.pattern, c.flags)
		require.NoError(t, err, c.pattern)
		assert.Equal(t, c.want, text, c.pattern)
		assert.Equal(t, c.left, left, c.pattern)
	}
	for _, c := range []struct{ pattern, flags, want string }{
		{`\p{Nope}`, "u", "Invalid property name"},
		{`\p{Script=Nope}`, "u", "Invalid property name"},
		{`\p`, "u", "Invalid property name"},
		{"[a", "v", "Unterminated character class"},
		{"[b-a]", "v", "Range out of order in character class"},
		{"[(]", "v", "Invalid character in character class"},
		{`[^\q{ab}]`, "v", "Negated character class may contain strings"},
		{"a", "uv", "Invalid flags"},
		{"a", "dd", "Invalid flags"},
		{`(?i:\`, "", `\ at end of pattern`},
	} {
		_, _, err := Translate(c.pattern, c.flags)
		assert.EqualError(t, err, c.want, "/%s/%s", c.pattern, c.flags)
	}
}

func TestSet(t *testing.T) {
	a := set{{'a', 'f'}, {'k', 'p'}}
	b := set{{'e', 'l'}}
	assert.Equal(t, set{{'a', 'p'}}, a.union(b))
	assert.Equal(t, set{{'e', 'f'}, {'k', 'l'}}, a.intersection(b))
	assert.Equal(t, set{{'a', 'd'}, {'m', 'p'}}, a.minus(b))
	assert.Equal(t, a, a.negated().negated())
	assert.Empty(t, set{{0, lastRune}}.negated())
	digits := ofTables(unicode.Nd)
	for _, c := range []rune{'0', '9', 0x660, 0x1d7ff} {
		assert.Len(t, digits.intersection(set{{c, c}}), 1, "%x", c)
	}
}

func TestProperties(t *testing.T) {
	for name, cs := range map[string][2]rune{ // one in it, one not
		"L": {'é', '1'}, "Lu": {'A', 'a'}, "Letter": {'a', ' '}, "gc=Nd": {'5', 'x'}, "Script=Greek": {'α', 'a'}, "sc=Cyrl": {'ж', 'a'},
		"Alphabetic": {'a', '-'}, "White_Space": {0x2003, 'a'}, "ID_Start": {'a', '_'}, "ID_Continue": {'_', '-'}, "Emoji": {0x1f600, 'a'},
		"Emoji_Presentation": {0x1f600, 0xa9}, "Extended_Pictographic": {0xa9, '1'}, "Any": {0, -1}, "Cn": {0x378, 'a'}, "Uppercase": {0x2160, 'a'},
		"Lowercase": {0xaa, 'A'}, "Math": {'+', 'a'}, "LC": {0x1c5, 'ª'},
	} {
		s, ok := property(name)
		require.True(t, ok, name)
		assert.NotEmpty(t, s.intersection(set{{cs[0], cs[0]}}), name)
		if cs[1] >= 0 {
			assert.Empty(t, s.intersection(set{{cs[1], cs[1]}}), name)
		}
	}
	_, ok := property("Other_Math")
	assert.False(t, ok)
}

func TestEscape(t *testing.T) {
	assert.Equal(t, `\x61\.b\x2dc\/\n\u2028é`, Escape("a.b-c/\n\u2028é"))
	assert.Equal(t, `\x31\+\x20`, Escape("1+ "))
}

func TestSource(t *testing.T) {
	assert.Equal(t, "(?:)", Source(""))
	assert.Equal(t, `\/[/]\/\n`, Source(`/[/]\/`+"\n"))
}

func TestLiteral(t *testing.T) {
	assert.Equal(t, `/a[/\]]\//gi`, Literal(`/a[/\]]\//gi.test(x)`))
	assert.Empty(t, Literal("/a"))
	assert.Empty(t, Literal("a/b/"))
	assert.Equal(t, "Invalid regular expression: /(/: Unterminated group", Message("/(/", "Unterminated group"))
	assert.Equal(t, "Invalid regular expression flags", Message("/a/gg", "Invalid flags supplied to RegExp constructor 'gg'"))
}

func FuzzTranslate(f *testing.F) {
	f.Add(`[\p{L}--[a-z]\q{a|bc}]\P{Lu}(?i:x)`, "v")
	f.Add(`[^\p{L}]`, "u")
	f.Fuzz(func(t *testing.T, pattern, flags string) {
		if text, _, err := Translate(pattern, flags); err == nil {
			require.NotEmpty(t, text)
		}
	})
}
