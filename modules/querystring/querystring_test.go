package querystring_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/querystring"
)

func TestQuerystring(t *testing.T) {
	modulestest.Transcript(t, "testdata/querystring.txt", "globalThis.qs = require('querystring')",
		querystring.Modules, buffer.Modules)
}

func FuzzParseOfStringify(f *testing.F) {
	for _, s := range []string{"", "a b", "a&b=c;d", "%", "%zz", "é😀", "\x00+"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, key, value string) {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return
		}
		w := modulestest.New(t, querystring.Modules, buffer.Modules)
		require.NoError(t, w.VM.Set("key", key))
		require.NoError(t, w.VM.Set("value", value))
		got := w.Run(`const qs = require('querystring');
			qs.parse(value, key); // whatever it is, it is parsed
			(key === '' && value === '') || qs.parse(qs.stringify({ [key]: value }))[key] === value`)
		require.True(t, got.ToBoolean(), "%q: %q", key, value)
	})
}
