package weburl

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What modules/url/testdata holds is confirmed by node; these are the cases that
// no script can tell apart, or that it would take many to reach.

func TestOpaquePathsKeepWhatFollowsThem(t *testing.T) {
	u, ok := Parse("data:text/plain, a ?b#c", nil)
	require.True(t, ok)
	assert.True(t, u.Opaque)
	assert.Equal(t, "text/plain, a%20", u.Path)
	assert.Equal(t, "data:text/plain, a%20?b#c", u.String())
}

func TestAnEmptyQueryIsNotNone(t *testing.T) {
	u, ok := Parse("http://a/?#", nil)
	require.True(t, ok)
	assert.True(t, u.HasQuery)
	assert.True(t, u.HasFragment)
	assert.Equal(t, "http://a/?#", u.String())
	assert.Equal(t, "", u.Search())
	u.SetSearch("")
	u.SetHash("")
	assert.Equal(t, "http://a/", u.String())
}

func TestSettersLeaveAURLThatWouldBreak(t *testing.T) {
	for _, set := range []func(*URL){
		func(u *URL) { u.SetProtocol("foo") },
		func(u *URL) { u.SetProtocol("1") },
		func(u *URL) { u.SetHost("a b") },
		func(u *URL) { u.SetHost("") },
		func(u *URL) { u.SetHostname("x:1") },
		func(u *URL) { u.SetPort("65536") },
		func(u *URL) { u.SetPort("x") },
	} {
		u, ok := Parse("http://u:p@h:81/a?b#c", nil)
		require.True(t, ok)
		set(u)
		assert.Equal(t, "http://u:p@h:81/a?b#c", u.String())
	}
}

func TestForm(t *testing.T) {
	assert.Equal(t, []string{"a", "", "", "b", "c d", "\uFFFD%"}, ParseForm("a&=b&&c+d=%ff%25"))
	assert.Equal(t, "a+b=%26%C3%BC&*-._=", FormatForm([]string{"a b", "&ü", "*-._", ""}))
	assert.Empty(t, ParseForm("&&"))
}

// FuzzParse checks that a serialized URL is parsed into itself, that setters keep
// that so, and that nothing panics.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"http://u:p@h:81/a/../b?c#d", "file:///C|/x", "foo:/.//p", "mailto:a b ?c", "//x/y", "..", "http://[::1]/", "http://1.2/",
		"http://ü.de/", "blob:http://a/b", "foo://h/a\\b", "http:\\\\a\\b", "\x00 http://a\t/",
	} {
		f.Add(s, "http://base/p/q?r#s", "v")
	}
	f.Fuzz(func(t *testing.T, input, base, value string) {
		if !utf8.ValidString(input) || !utf8.ValidString(base) || !utf8.ValidString(value) {
			t.Skip("strings of scripts are valid")
		}
		b, _ := Parse(base, nil)
		u, ok := Parse(input, b)
		if !ok {
			return
		}
		stable(t, u)
		for _, set := range []func(*URL, string){
			(*URL).SetProtocol, (*URL).SetUsername, (*URL).SetPassword, (*URL).SetHost, (*URL).SetHostname,
			(*URL).SetPort, (*URL).SetPathname, (*URL).SetSearch, (*URL).SetHash,
		} {
			c := *u
			set(&c, value)
			stable(t, &c)
		}
	})
}

func stable(t *testing.T, u *URL) {
	t.Helper()
	text := u.String()
	again, ok := Parse(text, nil)
	require.True(t, ok, "%q is not parsed again", text)
	assert.Equal(t, text, again.String())
}
