package buffer_test

import (
	"github.com/dop251/goja"
	"github.com/gojs-run/gojs/internal/jsconv"
	"testing"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/modulestest"
)

// setup makes what the expressions of the transcript use.
const setup = `
var M = require('buffer');
var Buffer = M.Buffer;
var B = Buffer.from([1, 2, 3, 4, 5, 6, 7, 0x88, 0x99, 0xaa]);
var S = Buffer.from('this is a buffer');
var C = Buffer.alloc(4);
function W(f) { const b = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]); return [f(b), b]; }
`

func TestTranscript(t *testing.T) {
	modulestest.Transcript(t, "testdata/buffer.txt", setup, buffer.Modules, []modules.Module{quietProcess})
}

// quietProcess stands in for module process where only warnings are emitted.
var quietProcess = modules.Module{Name: "process", Load: func(env *modules.Env, module *goja.Object) {
	jsconv.Export(env.VM, module.Get("exports").(*goja.Object), "emitWarning", 0, func(goja.FunctionCall) goja.Value {
		return goja.Undefined()
	})
}}
