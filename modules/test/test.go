// Package test is Node's test runner as a library (Node: test.md): test, suite,
// hooks, subtests, skip, todo, only, and mocks of functions, methods and timers.
//
// Results are told on standard output as TAP or, on a terminal, as the spec
// reporter does; a failure makes the exit code 1. Running files (gojs --test),
// snapshots and coverage are not there.
package test

import (
	_ "embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed runner.js
var runner string

//go:embed mock.js
var mock string

// Modules is what this package adds to the table of built-ins. Scripts require it
// as node:test only.
var Modules = []modules.Module{
	modules.JS("test", runner, nil),
	modules.JS("internal/test/mock", mock, nil),
}
