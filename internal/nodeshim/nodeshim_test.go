package nodeshim

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPath(t *testing.T) {
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	t.Setenv("LocalAppData", cache)
	t.Setenv("HOME", cache)
	exe, err := os.Executable()
	require.NoError(t, err)
	without, with := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(with, "node"), []byte("#!/bin/sh\n"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(without, "node"), []byte("not executable"), 0o644))
	sep := string(filepath.ListSeparator)

	s := New(exe)
	require.Equal(t, with, s.Path(with, false), "a PATH that has a node is left alone")
	require.Equal(t, without+sep+with, s.Path(without+sep+with, false))

	got := s.Path(without, false)
	require.Equal(t, without+sep+s.dir, got)
	target, err := os.Readlink(filepath.Join(s.dir, "node"))
	require.NoError(t, err)
	require.Equal(t, exe, target)

	require.Equal(t, s.dir+sep+with, s.Path(with, true), "always comes first")
	require.Equal(t, s.dir, s.Path("", false))

	entries, err := os.ReadDir(s.dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "nothing temporary is left")
	require.Equal(t, s.Path(without, false), New(exe).Path(without, false), "a second program finds it made")
}
