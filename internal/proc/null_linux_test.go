package proc

import (
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNullDeviceIsOpenedOnce(t *testing.T) {
	n := nullDevice{mode: syscall.O_RDWR}
	fd, err := n.descriptor()
	require.NoError(t, err)
	again, err := n.descriptor()
	require.NoError(t, err)
	assert.Equal(t, fd, again)

	// Somebody has closed it, and the number is another file's.
	other, err := os.CreateTemp(t.TempDir(), "")
	require.NoError(t, err)
	defer other.Close()
	require.NoError(t, syscall.Dup3(int(other.Fd()), fd, syscall.O_CLOEXEC))
	anew, err := n.descriptor()
	require.NoError(t, err)
	assert.NotEqual(t, fd, anew)
	wrote, err := syscall.Write(anew, []byte("gone"))
	require.NoError(t, err)
	assert.Equal(t, 4, wrote)
	st, err := other.Stat()
	require.NoError(t, err)
	assert.Zero(t, st.Size())
	require.NoError(t, syscall.Close(fd))
	require.NoError(t, syscall.Close(anew))
}
