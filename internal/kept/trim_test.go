package kept

import (
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// at keeps a text of 1,000 bytes that was last used so many days ago.
func at(t *testing.T, name string, days int) Place {
	p := At("test", name, "")
	p.Keep(make([]byte, 995)) // and its length before it
	aged(t, p.file, days)
	return p
}

func aged(t *testing.T, file string, days int) {
	then := time.Now().Add(-time.Duration(days) * day)
	assert.NoError(t, os.Chtimes(file, then, then))
}

// bounded sets a folder with little room.
func bounded(t *testing.T, room int64) (dir string) {
	dir = t.TempDir()
	t.Setenv(Variable, dir)
	was := most
	most = room
	t.Cleanup(func() { most = was })
	return dir
}

func there(p Place) bool {
	_, err := os.Stat(p.file)
	return err == nil
}

func TestTheOldestGoes(t *testing.T) {
	dir := bounded(t, 3000)
	old, older, used := at(t, "old", 5), at(t, "older", 6), at(t, "used", 7)
	_, ok := used.Get()
	require.True(t, ok)
	info, err := os.Stat(used.file)
	require.NoError(t, err)
	assert.Less(t, time.Since(info.ModTime()), day, "what is read is no longer old")

	// There are things that are not the cache's, and a file whose writer did not come to its end.
	others := []string{filepath.Join(dir, "notes.txt"), filepath.Join(filepath.Dir(old.file), "notes.txt"), filepath.Join(dir, "zz", filepath.Base(old.file))}
	for _, other := range others {
		require.NoError(t, os.MkdirAll(filepath.Dir(other), 0o700))
		require.NoError(t, os.WriteFile(other, make([]byte, 5000), 0o600))
		aged(t, other, 100)
	}
	left, writing := filepath.Join(filepath.Dir(old.file), "new-1"), filepath.Join(filepath.Dir(old.file), "new-2")
	require.NoError(t, os.WriteFile(left, nil, 0o600))
	aged(t, left, 2)
	require.NoError(t, os.WriteFile(writing, nil, 0o600))

	fresh := at(t, "fresh", 0)
	assert.True(t, there(older), "a look was taken today")
	aged(t, filepath.Join(dir, stamp), 2)
	last := at(t, "last", 0)
	assert.False(t, there(older))
	assert.False(t, there(old))
	for _, p := range []Place{used, fresh, last} {
		assert.True(t, there(p))
	}
	for _, other := range append(others, writing) {
		assert.FileExists(t, other)
	}
	assert.NoFileExists(t, left)

	aged(t, used.file, 9)
	at(t, "one more", 0)
	assert.True(t, there(used), "the next look is tomorrow")
}

func TestManyMayTrimAtOnce(t *testing.T) {
	dir := bounded(t, 20000)
	require.NoError(t, os.WriteFile(filepath.Join(dir, stamp), nil, 0o600))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for k := range 50 {
				name := strconv.Itoa(k)
				text := name + string(make([]byte, 2000))
				aged(t, filepath.Join(dir, stamp), 2)
				got, ok := Or("test", name, "", func() (string, bool) { return text, true })
				if !ok || got != text {
					t.Errorf("%d: what was kept of %s is another text", i, name)
				}
			}
		})
	}
	wg.Wait()
	aged(t, filepath.Join(dir, stamp), 2)
	at(t, "last", 0)
	var sum int64
	for _, f := range list(dir, time.Now()) {
		sum += f.size
	}
	assert.LessOrEqual(t, sum, most)
	assert.NotZero(t, sum)
}
