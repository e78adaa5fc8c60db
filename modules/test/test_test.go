package test_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/runtime"
	"github.com/gojs-run/gojs/runtime/runtimetest"
)

func TestMain(m *testing.M) { runtimetest.Main(m) }

func TestExpectedFailures(t *testing.T) {
	file := filepath.Join(t.TempDir(), "failures.js")
	require.NoError(t, os.WriteFile(file, []byte(`
		const { test, it, describe } = require('node:test');
		test.expectFailure('throws', () => { throw new Error('x') });
		test.expectFailure('passes', () => {});
		test('says why', { expectFailure: 'known' }, async () => { throw 1 });
		describe.expectFailure('suite', () => { it('inside', () => { throw 1 }) });
		test('skipped', { expectFailure: true, skip: true }, () => { throw 1 });
	`), 0o600))
	out, errOut, err := runtimetest.Run(t, file)
	var exit *runtime.ExitError
	require.ErrorAs(t, err, &exit)
	assert.Equal(t, 1, exit.Code)
	assert.Empty(t, errOut)
	results := regexp.MustCompile(`(?m)^ *(not )?ok .*$|^ +failureType.*$|^# (tests|suites|pass|fail|skipped) \d+$`).FindAllString(out, -1)
	assert.Equal(t, []string{
		"ok 1 - throws # EXPECTED FAILURE",
		"not ok 2 - passes # EXPECTED FAILURE",
		"  failureType: 'expectedFailure'",
		"ok 3 - says why # EXPECTED FAILURE known",
		"    ok 1 - inside # EXPECTED FAILURE",
		"not ok 4 - suite # EXPECTED FAILURE",
		"  failureType: 'expectedFailure'",
		"ok 5 - skipped # SKIP",
		"# tests 5", "# suites 1", "# pass 3", "# fail 1", "# skipped 1",
	}, results)
}

func TestMocksKeepTheArguments(t *testing.T) {
	assert.Equal(t, "[ [ 3, 4 ], [ 5, 6 ] ]\n", runtimetest.Script(t, `
		const { mock } = require('node:test');
		const made = mock.fn(function() {});
		new made(3, 4);
		made(5, 6);
		for (const list of [[7, 8, 9]]) list.map((v) => [v, v + 1, v + 2].join());
		console.log(made.mock.calls.map((call) => call.arguments));`))
}
