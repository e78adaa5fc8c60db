package punycode_test

import (
	"testing"

	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/punycode"
)

func TestPunycode(t *testing.T) {
	modulestest.Transcript(t, "testdata/punycode.txt",
		"globalThis.process ??= { emitWarning() {} }; globalThis.p = require('punycode');", punycode.Modules)
}
