package numeric

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheWindowBeginsBelowTheHeap(t *testing.T) {
	const arena = 64 << 20
	for _, c := range []struct{ at, mapped uintptr }{
		{0xc000012340, 9 << 20},
		{0xb9e00012340, 300 << 20}, // the heap began before it came to 4 GiB
		{0xb9e7fff0000, arena},
	} {
		got := below(c.at, c.mapped)
		assert.Less(t, got, c.at-c.mapped, "%#x", c.at)
		assert.LessOrEqual(t, c.at-c.mapped-got, uintptr(arena+64<<10), "%#x", c.at)
		assert.NotEqual(t, (c.at-c.mapped)/arena, got/arena, "%#x: the heap may begin in that arena", c.at)
	}
}

func TestWhatIsOnTheHeapIsInTheWindow(t *testing.T) {
	if !supported() {
		t.Skip("there is no machine code here")
	}
	for range 100 {
		for _, size := range []int{1, 100, 8 << 10, 1 << 20} {
			onHeap = make([]byte, size)
			offset, ok := through(onHeap)
			require.True(t, ok)
			require.Equal(t, uintptr(unsafe.Pointer(unsafe.SliceData(onHeap))), windowStart()+uintptr(offset))
			require.Greater(t, offset, uint32(64<<10-1), "the window begins where memory may be the heap's")
		}
	}
}

var onHeap []byte
