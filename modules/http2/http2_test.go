package http2_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestScripts(t *testing.T) {
	runtimetest.Scripts(t, "testdata/*.js")
}

func TestSessionsAreMissing(t *testing.T) {
	stdout, stderr, err := runtimetest.Run(t, "testdata/absent/sessions.js")
	require.NoError(t, err)
	assert.Empty(t, stderr)
	assert.Equal(t, `ERR_METHOD_NOT_IMPLEMENTED The http2.connect method is not implemented in this version of gojs
ERR_METHOD_NOT_IMPLEMENTED The http2.createServer method is not implemented in this version of gojs
ERR_METHOD_NOT_IMPLEMENTED The http2.createSecureServer method is not implemented in this version of gojs
`, stdout)
}
