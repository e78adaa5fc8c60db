package loader

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestText(t *testing.T) {
	assert.Equal(t, "a", Text([]byte("\xef\xbb\xbfa")))
	assert.Equal(t, "caf\ufffd('\u00e9')", Text([]byte("caf\xe9('\xc3\xa9')")), "another encoding's letter")
	assert.Equal(t, "\ufffd.\ufffd\ufffd", Text([]byte("\xe2\x82.\xff\xfe")), "one for what began a character, one for each byte that begins none")
}

func TestALargeModuleSaysItsTextWhereItCanBeAsked(t *testing.T) {
	const head, tail = "function (exports, require, module, __filename, __dirname) {\n", "\n}"
	filler := "//" + strings.Repeat("x", 1<<20) + "\n"
	for name, c := range map[string]struct{ src, want string }{
		"small":               {"1", head + "1" + tail},
		"large":               {filler, head + tail},
		"large, and asks":     {filler + "arguments.callee", head + filler + "arguments.callee" + tail},
		"one with a hashbang": {"#!/usr/bin/env gojs\n1", head + "#!/usr/bin/env gojs\n1" + tail},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := CompileModule("/"+name+".js", c.src)
			require.NoError(t, err)
			v, err := goja.New().RunProgram(p)
			require.NoError(t, err)
			assert.Equal(t, c.want, v.String())
		})
	}
}

func TestASyntaxErrorHasTheText(t *testing.T) {
	_, err := CompileModule("/x.js", "1;\nimport x from 'y'")
	var se *Refused
	require.ErrorAs(t, err, &se)
	assert.Equal(t, "1;\nimport x from 'y'", se.Text)
	assert.Equal(t, "import x from 'y'", se.Source)
}
