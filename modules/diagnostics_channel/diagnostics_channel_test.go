package diagnosticschannel_test

import (
	"testing"

	asynchooks "github.com/gojs-run/gojs/modules/async_hooks"
	diagnosticschannel "github.com/gojs-run/gojs/modules/diagnostics_channel"
	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/modulestest"
)

func TestChannels(t *testing.T) {
	modulestest.Transcript(t, "testdata/channels.txt", `globalThis.dc = require('diagnostics_channel');
		globalThis.AsyncLocalStorage = require('async_hooks').AsyncLocalStorage;`,
		diagnosticschannel.Modules, asynchooks.Modules, errors.Modules)
}
