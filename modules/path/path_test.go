package path_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/modules/modulestest"
	"github.com/gojs-run/gojs/modules/path"
)

func TestPath(t *testing.T) {
	modulestest.Transcript(t, "testdata/path.txt",
		"globalThis.p = require('path').posix; globalThis.w = require('path').win32", path.Modules)
}

func TestRelativePathsAreRelativeToTheRuntimesDirectory(t *testing.T) {
	w := modulestest.New(t, path.Modules)
	w.Host.SetDir("/some/where")
	require.Equal(t, "/some/else", w.Run("require('path').posix.resolve('../else')").String())
	require.Equal(t, "/some/where", w.Run("require('path').posix.resolve()").String())
	require.Equal(t, "../../x", w.Run("require('path').posix.relative('', '/x')").String())
	w.Host.SetDir(`C:\some\where`)
	w.Host.Env.Set("=D:", `D:\work`)
	require.Equal(t, `C:\some\else`, w.Run(`require('path').win32.resolve('..\\else')`).String())
	require.Equal(t, `D:\work\x`, w.Run(`require('path').win32.resolve('D:x')`).String())
	require.Equal(t, `E:\x`, w.Run(`require('path').win32.resolve('E:x')`).String())
}
