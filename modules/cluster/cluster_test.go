//go:build linux

package cluster_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) {
	if code, forked := runtime.ChildMain(); forked {
		os.Exit(code)
	}
	goleak.VerifyTestMain(m)
}

func TestScripts(t *testing.T) { runtimetest.Scripts(t, "testdata/*.js") }
