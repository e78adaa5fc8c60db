package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
)

// The test binary runs again as gojs itself.
func TestMain(m *testing.M) {
	held := len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "--permission-within=") // its environment has been cleaned
	if os.Getenv("GOJS_TEST_AS_GOJS") == "1" || held {
		os.Unsetenv("GOJS_TEST_AS_GOJS")
		main()
	}
	os.Exit(m.Run())
}

type outcome struct {
	stdout, stderr string
	code           int
}

func run(t *testing.T, program, dir, stdin string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOJS_TEST_AS_GOJS=1", "NO_COLOR=1")
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return outcome{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

func TestCommandLine(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"args.js":         "console.log(process.argv.slice(2).join('|'))",
		"argv1.js":        "console.log(process.argv[1] === __filename, require.main === module, module.id)",
		"exit.js":         "process.exitCode = 5",
		"bad.js":          "let x = ;\n",
		"pre.js":          "globalThis.pre = 'loaded'",
		"usepre.js":       "console.log(pre)",
		"exec.js":         "console.log(process.execArgv.join(' '))",
		"hang.js":         "#!/usr/bin/env node\nsetTimeout(() => {}, 60000).unref(); console.log('over')",
		"order.js":        "process.on('exit', c => console.log('exit', c)); process.on('beforeExit', () => console.log('before')); setTimeout(() => console.log('timer'))",
		"throw.js":        "process.on('exit', c => console.log('exit', c)); throw new TypeError('no')",
		"folder/index.js": "console.log('index')",
	} {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	self, err := os.Executable()
	require.NoError(t, err)
	for _, c := range []struct {
		args  string // separated by |
		stdin string
		want  outcome
		own   bool // node answers otherwise, by design
	}{
		{args: "args.js|a|--b|c d", want: outcome{"a|--b|c d\n", "", 0}},
		{args: "args|-v", want: outcome{"-v\n", "", 0}},
		{args: "argv1.js", want: outcome{"true true .\n", "", 0}},
		{args: "./folder", want: outcome{"index\n", "", 0}},
		{args: "--v8-options", stdin: "not read", want: outcome{"gojs runs without V8: options of V8's are accepted and have no effect.\n\nOptions:\n", "", 0}, own: true},
		{args: "exit.js", want: outcome{"", "", 5}},
		{args: "hang.js", want: outcome{"over\n", "", 0}},
		{args: "order.js", want: outcome{"timer\nbefore\nexit 0\n", "", 0}},
		{args: "-e|console.log(1, typeof require, __filename)|x", want: outcome{"1 function [eval]\n", "", 0}},
		{args: "-e|console.log(process.argv.slice(1).join())|a|b", want: outcome{"a,b\n", "", 0}},
		{args: "-p|[1, 'two', {three: 3}]", want: outcome{"[ 1, 'two', { three: 3 } ]\n", "", 0}},
		{args: "-p|'text'", want: outcome{"text\n", "", 0}},
		{args: "-pe|process.exitCode = 3; 4", want: outcome{"4\n", "", 3}},
		{args: "--eval=console.log(7)", want: outcome{"7\n", "", 0}},
		{args: "-", stdin: "console.log('from stdin', __filename)", want: outcome{"from stdin [stdin]\n", "", 0}},
		{args: "", stdin: "console.log(process.argv.length)", want: outcome{"1\n", "", 0}},
		{args: "-|a|b", stdin: "console.log(process.argv.slice(2).join())", want: outcome{"a,b\n", "", 0}},
		{args: "-r|./pre.js|usepre.js", want: outcome{"loaded\n", "", 0}},
		{args: "--require=./pre.js|-e|console.log(pre)", want: outcome{"loaded\n", "", 0}},
		{args: "--no-warnings|--max-old-space-size=100|--stack-trace-limit=5|exec.js", want: outcome{"--no-warnings --max-old-space-size=100 --stack-trace-limit=5\n", "", 0}},
		{args: "--|args.js|x", want: outcome{"x\n", "", 0}},
		{args: "-c|args.js", want: outcome{"", "", 0}},
		{args: "-e|process.exit(300)", want: outcome{"", "", 44}},
		{args: "-e|process.exit()", want: outcome{"", "", 0}},
		{args: "-e|process.exitCode = 9; process.exit()", want: outcome{"", "", 9}},
		{args: "-v", want: outcome{"v24.11.1\n", "", 0}, own: true},
	} {
		t.Run(c.args, func(t *testing.T) {
			var args []string
			if c.args != "" {
				args = strings.Split(c.args, "|")
			}
			require.Equal(t, c.want, run(t, self, dir, c.stdin, args...))
			if node, err := exec.LookPath("node"); err == nil && !c.own {
				require.Equal(t, c.want, run(t, node, dir, c.stdin, args...), "node itself")
			}
		})
	}
}

// TestLateInitialisation: what package lateinit skips works, and so does all at once.
func TestLateInitialisation(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	want, err := os.ReadFile("testdata/late.out")
	require.NoError(t, err)
	require.Equal(t, outcome{string(want), "", 0}, run(t, self, "testdata", "", "late.ts"))
	t.Run("node agrees", func(t *testing.T) {
		require.Equal(t, outcome{string(want), "", 0}, run(t, installed.Node(t, 25), "testdata", "", "late.ts"))
	})
}

func TestFailuresAreReportedAsNodeDoes(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		return file
	}
	self, err := os.Executable()
	require.NoError(t, err)

	file := write("throw.js", "process.on('exit', c => console.log('exit', c))\nfunction f() {\n  throw new TypeError('no')\n}\nf()\n")
	o := run(t, self, dir, "", "throw.js")
	require.Equal(t, 1, o.code)
	require.Equal(t, "exit 1\n", o.stdout)
	require.Equal(t, file+":3\n  throw new TypeError('no')\n  ^\n\nTypeError: no\n    at f ("+file+":3:9)\n    at Object.<anonymous> ("+file+":5:1)\n\nNode.js v24.11.1\n", o.stderr)

	file = write("bad.js", "let a = 1\nlet b = ;\n")
	for _, args := range [][]string{{"bad.js"}, {"-c", "bad.js"}} {
		o = run(t, self, dir, "", args...)
		require.Equal(t, 1, o.code)
		require.Equal(t, file+":2\nlet b = ;\n        ^\n\nSyntaxError: Unexpected token ';'\n\nNode.js v24.11.1\n", o.stderr)
	}

	o = run(t, self, dir, "", "-e", "Promise.reject(new Error('lost'))")
	require.Equal(t, 1, o.code)
	require.Contains(t, o.stderr, "[eval]:1\nPromise.reject(new Error('lost'))\n               ^\n\nError: lost\n")

	o = run(t, self, dir, "", "missing.js")
	require.Equal(t, 1, o.code)
	require.Contains(t, o.stderr, "Error: Cannot find module '"+filepath.Join(dir, "missing.js")+"'")
	require.Contains(t, o.stderr, "code: 'MODULE_NOT_FOUND',\n  requireStack: []")

	o = run(t, self, dir, "", "-Z")
	require.Equal(t, outcome{"", self + ": bad option: -Z\n", 9}, o)
	o = run(t, self, dir, "", "-e")
	require.Equal(t, outcome{"", self + ": -e requires an argument\n", 9}, o)
	o = run(t, self, dir, "", "--tls-min-v1.3", "--tls-max-v1.2", "-p", "1")
	require.Equal(t, outcome{"", self + ": either --tls-min-v1.3 or --tls-max-v1.2 can be used, not both\n", 9}, o)
	o = run(t, self, dir, "", "--tls-min-v1.1", "--tls-min-v1.0", "--tls-max-v1.2", "--tls-cipher-list=AES128-SHA", "-p",
		"const { DEFAULT_MIN_VERSION, DEFAULT_MAX_VERSION, DEFAULT_CIPHERS } = require('tls'); `${DEFAULT_MIN_VERSION} ${DEFAULT_MAX_VERSION} ${DEFAULT_CIPHERS}`")
	require.Equal(t, outcome{"TLSv1 TLSv1.2 AES128-SHA\n", "", 0}, o)
}

// TestWorkingDirectoryThroughALink: process.cwd() is where the process is, not by which way a shell says that it came there.
func TestWorkingDirectoryThroughALink(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip(err)
	}
	t.Setenv("PWD", link)
	self, err := os.Executable()
	require.NoError(t, err)
	require.Equal(t, outcome{dir + "\n", "", 0}, run(t, self, link, "", "-p", "process.cwd()"))
}
