package proc

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
)

// pattern is n bytes that repeat after a prime number of them, which no buffer's size is a multiple of.
func pattern(n int) []byte {
	b := make([]byte, 65521)
	for i := range b {
		b[i] = byte(i>>8)*31 ^ byte(i)*7
	}
	return bytes.Repeat(b, n/len(b)+1)[:n]
}

func TestGathered(t *testing.T) {
	for name, limit := range map[string]int{"without a limit": 0, "with one": 3 << 20} {
		t.Run(name, func(t *testing.T) {
			want := pattern(20 << 20)
			g := Gathered{Limit: limit}
			g.Append(want[:10])
			g.Append(want[10:70_000])
			for at := g.Len(); at < len(want); at = g.Len() {
				space := g.Space()
				assert.GreaterOrEqual(t, len(space), bufferSize)
				assert.LessOrEqual(t, len(space), largePipe)
				n := copy(space, want[at:min(at+len(space)-at%1000, len(want))])
				g.Filled(n)
				assert.Equal(t, at+n, g.Len())
			}
			assert.True(t, bytes.Equal(want, g.Bytes()))
		})
	}
}

func TestGatheredGrows(t *testing.T) {
	var g Gathered
	assert.Empty(t, g.Bytes())
	g.Append(make([]byte, 3))
	assert.LessOrEqual(t, cap(g.data), 16, "little takes little")
	g.Append(make([]byte, largePipe))
	assert.GreaterOrEqual(t, cap(g.data), largePipe+3)
	g.grow(cap(g.data) + 1)
	assert.Greater(t, cap(g.data), 8*largePipe, "much is expected to become more")
	b := g.Bytes()
	assert.Equal(t, largePipe+3, len(b))
	assert.Equal(t, len(b), cap(b))
	assert.Less(t, cap(g.data), 2*largePipe, "memory of which little was needed is not kept")

	g = Gathered{Limit: 100}
	g.Append(make([]byte, 40))
	g.Space()
	assert.Less(t, cap(g.data), 2*bufferSize, "no more room than the limit allows")
}

func TestGatheredSpaceStaysUntilFilled(t *testing.T) {
	var g Gathered
	copy(g.Space(), "abc")
	g.Filled(2)
	copy(g.Space(), "xyz")
	g.Filled(3)
	copy(g.Space(), "not counted")
	assert.Equal(t, "abxyz", string(g.Bytes()))
}
