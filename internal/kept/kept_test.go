package kept

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTransformedTextsAreKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "cache")
	t.Setenv(Variable, dir)
	made := 0
	get := func(src string) string {
		text, ok := Or("test", "/x.js", src, func() (string, bool) { made++; return "made of " + src, true })
		require.True(t, ok)
		return text
	}
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, "made of b", get("b"))
	assert.Equal(t, 2, made)

	// A file that was cut off is made anew.
	file := cacheFile("test", "/x.js", "a")
	require.NoError(t, os.WriteFile(file, []byte("9\nmade"), 0o600))
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, 3, made)
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, 3, made)

	// What is of no use is made anew by who finds that.
	At("test", "/x.js", "a").Keep([]byte("other"))
	assert.Equal(t, "other", get("a"))
	assert.Equal(t, 3, made)
	At("test", "/x.js", "a").Keep([]byte("made of a"))

	t.Setenv(Variable, "off")
	At("test", "/x.js", "a").Keep([]byte("other"))
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, 4, made)

	// A folder that cannot be is no hindrance.
	blocked := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(blocked, nil, 0o600))
	t.Setenv(Variable, blocked)
	assert.Equal(t, "made of a", get("a"))
	assert.Equal(t, 5, made)

	t.Setenv(Variable, dir)
	_, ok := Or("test", "/x.js", "c", func() (string, bool) { return "", false })
	assert.False(t, ok)
}

func TestManyMayKeepATextAtOnce(t *testing.T) {
	t.Setenv(Variable, t.TempDir())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			text, ok := Or("test", "/x.js", "same", func() (string, bool) { return "text", true })
			assert.True(t, ok)
			assert.Equal(t, "text", text)
		})
	}
	wg.Wait()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(cacheFile("test", "/x.js", "same")), "*"))
	require.NoError(t, err)
	assert.Len(t, files, 1)
}
