// Package test is Node's test runner as a library (Node: test.md): test, suite,
// hooks, subtests, skip, todo, only, and mocks of functions, methods and timers.
//
// Results are told on standard output as TAP or, on a terminal, as the spec
// reporter does; a failure makes the exit code 1. Running files (gojs --test),
// snapshots and coverage are not there.
package test

import (
	"embed"

	"github.com/gojs-run/gojs/modules"
)

//go:embed *.js
var js embed.FS

// Modules is what this package adds to the table of built-ins. Scripts require it
// as node:test only.
var Modules = []modules.Module{
	{Name: "test", JS: &js, File: "runner.js"},
	{Name: "internal/test/mock", JS: &js, File: "mock.js"},
}
