//go:build linux && (amd64 || arm64)

package proc

import (
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEnvironmentIsThatOfNow(t *testing.T) {
	list := []string{"A=1", "B=2"}
	text := func(p *byte) string { return string(unsafe.Slice(p, 3)) }
	first, err := environment(list)
	require.NoError(t, err)
	same, err := environment([]string{"A=1", "B=2"})
	require.NoError(t, err)
	assert.Same(t, &first[0], &same[0])
	list[1] = "B=3"
	changed, err := environment(list)
	require.NoError(t, err)
	assert.Equal(t, []string{"A=1", "B=3"}, []string{text(changed[0]), text(changed[1])})
	assert.Equal(t, "B=2", text(first[1]))
	assert.Nil(t, changed[2])
	_, err = environment([]string{"A=\x00"})
	assert.Error(t, err)
	after, err := environment(list)
	require.NoError(t, err)
	assert.Same(t, &changed[0], &after[0])
}
