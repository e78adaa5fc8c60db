package sea_test

import (
	"testing"

	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }
