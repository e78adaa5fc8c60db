package v8_test

import (
	"testing"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/os"
	"github.com/gojs-run/gojs/modules/util"
	"github.com/gojs-run/gojs/modules/v8"
)

const globals = `globalThis.v8 = require('v8');
globalThis.Buffer ??= require('buffer').Buffer;`

func TestV8(t *testing.T) {
	modulestest.Transcript(t, "testdata/v8.txt", globals, v8.Modules, buffer.Modules, util.Modules, os.Modules, errors.Modules)
}
