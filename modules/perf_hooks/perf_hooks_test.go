package perfhooks_test

import (
	"testing"

	"github.com/gojs-run/gojs/modules/errors"
	"github.com/gojs-run/gojs/modules/events"
	"github.com/gojs-run/gojs/modules/eventtarget"
	"github.com/gojs-run/gojs/modules/modulestest"
	perfhooks "github.com/gojs-run/gojs/modules/perf_hooks"
	"github.com/gojs-run/gojs/modules/structuredclone"
)

func TestPerfHooks(t *testing.T) {
	modulestest.Transcript(t, "testdata/perf_hooks.txt", `globalThis.ph = require('perf_hooks');
		globalThis.performance ??= ph.performance;
		globalThis.DOMException ??= require('internal/domexception').DOMException;
		globalThis.structuredClone ??= require('internal/structured_clone').structuredClone;`,
		perfhooks.Modules, errors.Modules, events.Modules, eventtarget.Modules, structuredclone.Modules)
}
