package assert_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/modules"
	jsassert "github.com/gojs-run/gojs/modules/assert"
	jserrors "github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/process"
	"github.com/gojs-run/gojs/modules/util"
)

func lists() [][]modules.Module {
	return [][]modules.Module{jsassert.Modules, util.Modules, jserrors.Modules, events.Modules, process.Modules}
}

// says gives what an assertion throws.
const setup = "var assert = require('assert'); function says(f) { try { f() } catch (e) { " +
	"return [e.name, e.message, e.code, e.operator, e.generatedMessage] } }"

func TestAssert(t *testing.T) {
	modulestest.Transcript(t, "testdata/assert.txt", setup, lists()...)
}

func TestRejects(t *testing.T) {
	w := modulestest.New(t, lists()...)
	w.Run(setup + `
		var said = {};
		const outcome = (name, promise) => promise.then(() => { said[name] = 'ok' }, (e) => { said[name] = e.message });
		const failing = () => Promise.reject(new TypeError('no'));
		outcome('any', assert.rejects(failing));
		outcome('class', assert.rejects(failing, TypeError));
		outcome('pattern', assert.rejects(failing(), /no/));
		outcome('object', assert.rejects(failing, { message: 'yes' }, 'own'));
		outcome('none', assert.rejects(async () => {}));
		outcome('no promise', assert.rejects(() => 5));
		outcome('no function', assert.rejects(5));
		outcome('fulfilled', assert.doesNotReject(async () => {}));
		outcome('rejected', assert.doesNotReject(failing, 'own'));
	`)
	assert.Equal(t, map[string]any{
		"any": "ok", "class": "ok", "pattern": "ok",
		"object":      "own",
		"none":        "Missing expected rejection.",
		"no promise":  `Expected instance of Promise to be returned from the "promiseFn" function but got type number (5).`,
		"no function": `The "promiseFn" argument must be of type function or an instance of Promise. Received type number (5)`,
		"fulfilled":   "ok",
		"rejected":    "Got unwanted rejection: own\nActual message: \"no\"",
	}, w.VM.Get("said").Export())
}

func TestStackBeginsAtTheAssertion(t *testing.T) {
	w := modulestest.New(t, lists()...)
	assert.Equal(t, "    at here (test.js:1:58)", w.Run(
		setup+`; function here() { assert.strictEqual(1, 2) } try { here() } catch (e) { e.stack.split('\n').find((l) => l.includes(' at ')).replace(/:\d+\)/, ':58)') }`).String())
}
