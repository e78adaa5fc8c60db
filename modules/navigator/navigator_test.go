package navigator_test

import (
	"testing"

	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }
