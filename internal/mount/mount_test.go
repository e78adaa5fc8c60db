package mount

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFind(t *testing.T) {
	root, err := filepath.Abs("/app")
	require.NoError(t, err)
	outer, inner := fstest.MapFS{"a/b.js": {Data: []byte("1")}}, fstest.MapFS{"c.js": {Data: []byte("2")}}
	table := Table{{root, outer}, {filepath.Join(root, "in"), inner}}
	for path, want := range map[string]string{
		".": ".", "a": "a", "a/b.js": "a/b.js", "a/../a//b.js": "a/b.js", "in": ".", "in/c.js": "c.js", "in/../a": "a", "inner": "inner", "../x": "", "../application": "",
	} {
		_, name, ok := table.Find(root + string(filepath.Separator) + filepath.FromSlash(path))
		assert.Equal(t, want != "", ok, path)
		assert.Equal(t, want, name, path)
	}
	b, err := table.ReadFile(filepath.Join(root, "in", "c.js"))
	require.NoError(t, err)
	assert.Equal(t, "2", string(b))
	_, err = table.ReadFile(filepath.Join(root, "a"))
	assert.ErrorIs(t, err, syscall.EISDIR)
	_, err = table.Stat(filepath.Join(root, "in", "a"))
	assert.ErrorIs(t, err, fs.ErrNotExist)
	real, err := table.Real(root + "/a/../a/b.js")
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "a", "b.js"), real)
	_, err = table.Real(filepath.Join(root, "x"))
	assert.ErrorIs(t, err, fs.ErrNotExist)

	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, []byte("3"), 0o600))
	for _, table := range []Table{table, nil} {
		b, err = table.ReadFile(file)
		require.NoError(t, err)
		assert.Equal(t, "3", string(b))
		st, err := table.Stat(file)
		require.NoError(t, err)
		assert.Equal(t, int64(1), st.Size())
	}
}
