package structuredclone_test

import (
	"testing"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/structuredclone"
)

const globals = `globalThis.structuredClone ??= require('internal/structured_clone').structuredClone;
globalThis.DOMException ??= require('internal/domexception').DOMException;
for (const name of ['Buffer', 'Blob', 'File']) globalThis[name] ??= require('buffer')[name];`

func TestStructuredClone(t *testing.T) {
	modulestest.Transcript(t, "testdata/structuredclone.txt", globals,
		structuredclone.Modules, buffer.Modules, eventtarget.Modules, errors.Modules)
}
