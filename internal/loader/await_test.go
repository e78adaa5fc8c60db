package loader

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAwaitBefore(t *testing.T) {
	for _, text := range []string{ // ^ is where the operand's position is, the first await is what is found
		"x = await ^f()",
		"await a.b.^c()",
		"await f(g(1), 'a)').^h()",
		"await ^f(await g())",
		"(await [1, ^f()])",
		"await ^await f()",
		"await (async () => { await x; y() }^)()",
		"await `${await x}`.^trim()",
	} {
		at := strings.IndexByte(text, '^')
		src := text[:at] + text[at+1:]
		want := strings.Index(src, "await")
		if strings.Contains(text, "^await") {
			want = at
		}
		require.Equal(t, want, awaitBefore(src, at), text)
	}
	for _, text := range []string{"^f()", "await x; ^f()", "awaits ^f()", "o.await ^f()"} {
		at := strings.IndexByte(text, '^')
		require.Equal(t, -1, awaitBefore(text[:at]+text[at+1:], at), text)
	}
}

func FuzzAwaitBefore(f *testing.F) {
	f.Add("await f('(')", 6)
	f.Fuzz(func(t *testing.T, text string, at int) {
		if at >= 0 && at <= len(text) {
			i := awaitBefore(text, at)
			require.True(t, i == -1 || strings.HasPrefix(text[i:], "await"))
		}
	})
}
