//go:build unix

package childprocess_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
)

// The streams that are made in Go are like those that their class makes, in all that can be seen of them.
func TestOutputsAreLikeThoseOfTheirClass(t *testing.T) {
	out := new(bytes.Buffer)
	rt, err := runtime.New(runtime.WithChildren(), runtime.WithStdout(out))
	require.NoError(t, err)
	defer rt.Close()
	_, err = rt.RunString(context.Background(), "alike.js", `
		const { spawn } = require('child_process');
		const { inspect } = require('util');
		const made = spawn('true').stdout;
		const own = new made.constructor(made._handle);
		own.on('close', made.listeners('close')[0]);
		const properties = (o) => JSON.stringify(Reflect.ownKeys(o).map((key) => {
			const { value, ...flags } = Object.getOwnPropertyDescriptor(o, key);
			return [String(key), typeof value, flags];
		}));
		const shown = (o) => inspect(o, { showHidden: true, depth: 1 });
		const alike = (a, b) => console.log(properties(a) === properties(b), shown(a) === shown(b),
			Object.getPrototypeOf(a) === Object.getPrototypeOf(b));
		alike(made, own);
		alike(made._readableState, own._readableState);
		alike(made._events, own._events);
		try {
			made._handle.readStart.call({});
		} catch (err) {
			console.log(String(err));
		}
		made.listeners('close')[0].call({}); // is no stream of ours
	`)
	require.NoError(t, err)
	assert.Equal(t, "true true true\ntrue true true\ntrue true true\nTypeError: Illegal invocation\n", out.String())
}
