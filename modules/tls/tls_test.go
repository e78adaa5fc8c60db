package tls_test

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }
