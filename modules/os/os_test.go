package os_test

import (
	"encoding/json"
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/modulestest"
	osmodule "github.com/gojs-run/gojs/modules/os"
)

// stable are expressions whose values do not change between two calls.
const stable = `{ ...os.constants, signals: { ...os.constants.signals },
	cpus: os.cpus().map((c) => c.model), keys: os.cpus().map((c) => [Object.keys(c), Object.keys(c.times)])[0],
	endianness: os.endianness(), EOL: os.EOL, devNull: os.devNull, hostname: os.hostname(), machine: os.machine(),
	network: os.networkInterfaces(), release: os.release(), type: os.type(), version: os.version(),
	totalmem: os.totalmem(), userInfo: os.userInfo(), homedir: os.homedir(), tmpdir: os.tmpdir(), names: Object.keys(os) }`

func world(t *testing.T) *modulestest.World {
	w := modulestest.New(t, osmodule.Modules, buffer.Modules)
	for _, kv := range os.Environ() {
		for i := 1; i < len(kv); i++ {
			if kv[i] == '=' {
				w.Host.Env.Set(kv[:i], kv[i+1:])
				break
			}
		}
	}
	return w
}

func TestNodeSaysTheSame(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("elsewhere node is asked for more than this platform tells without C")
	}
	want := installed.Ask(t, 0, "", "-p", "JSON.stringify("+stable+")")
	got := world(t).Run("const os = require('os'); JSON.stringify(" + stable + ")").String()
	var a, b map[string]any
	require.NoError(t, json.Unmarshal([]byte(want), &a))
	require.NoError(t, json.Unmarshal([]byte(got), &b))
	require.Equal(t, a, b)
}

func TestWhatChanges(t *testing.T) {
	got := world(t).Run(`const os = require('os');
		const t = os.cpus()[0].times;
		[os.freemem() > 0 && os.freemem() <= os.totalmem(), os.uptime() > 0, os.loadavg().length === 3,
			os.availableParallelism() >= 1, +os.availableParallelism === os.availableParallelism(),
			[t.user, t.nice, t.sys, t.idle, t.irq].every(Number.isInteger)].join()`)
	require.Equal(t, "true,true,true,true,true,true", got.String())
}

func TestDirectoriesFollowTheRuntimesEnvironment(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("other variables")
	}
	w := modulestest.New(t, osmodule.Modules)
	w.Host.Env.Set("HOME", "/home/me")
	w.Host.Env.Set("TMP", "/my/tmp/")
	require.Equal(t, "/home/me /my/tmp", w.Run("const os = require('os'); os.homedir() + ' ' + os.tmpdir()").String())
	w.Host.Env.Delete("TMP")
	require.Equal(t, "/tmp", w.Run("require('os').tmpdir()").String())
}

func TestErrors(t *testing.T) {
	w := world(t)
	fails := func(src string) string {
		return w.Run("(function() { 'use strict'; try { " + src + " } catch (e) { return e.name + ' ' + e.code + ' ' + e.message; } })()").String()
	}
	require.Equal(t, "SystemError ERR_SYSTEM_ERROR A system error occurred: uv_os_getpriority returned ESRCH (no such process)",
		fails("require('os').getPriority(-1)"))
	require.Equal(t, `RangeError ERR_OUT_OF_RANGE The value of "priority" is out of range. It must be >= -20 && <= 19. Received 20`,
		fails("require('os').setPriority(0, 20)"))
	require.Equal(t, `TypeError ERR_INVALID_ARG_TYPE The "pid" argument must be of type number. Received null`,
		fails("require('os').getPriority(null)"))
	require.Contains(t, fails("require('os').constants.signals.SIGX = 1"), "TypeError")
}
