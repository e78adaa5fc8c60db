//go:build unix

package ipc

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pair makes two ends of a socket, each with its Socket.
func pair(t *testing.T) (a, b *Socket, files [2]*os.File) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	require.NoError(t, err)
	var sockets [2]*Socket
	for i, fd := range fds {
		syscall.CloseOnExec(fd)
		require.NoError(t, syscall.SetNonblock(fd, true))
		files[i] = os.NewFile(uintptr(fd), "socket")
		t.Cleanup(func() { _ = files[i].Close() })
		sockets[i], err = NewSocket(files[i])
		require.NoError(t, err)
	}
	return sockets[0], sockets[1], files
}

func TestHandles(t *testing.T) {
	a, b, files := pair(t)
	file, err := os.Create(filepath.Join(t.TempDir(), "x"))
	require.NoError(t, err)
	defer file.Close()
	_, err = file.WriteString("hello")
	require.NoError(t, err)

	n, err := a.Write([]byte("with\n"), int(file.Fd()), int(file.Fd()))
	require.NoError(t, err)
	assert.Equal(t, 5, n)
	n, err = a.Write([]byte("without\n"))
	require.NoError(t, err)
	assert.Equal(t, 8, n)

	buf := make([]byte, 5)
	n, fds, err := b.Read(buf)
	require.NoError(t, err)
	assert.Equal(t, "with\n", string(buf[:n]))
	require.Len(t, fds, 2)
	defer Close(fds)
	for _, fd := range fds {
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		require.Zero(t, errno)
		assert.Equal(t, uintptr(syscall.FD_CLOEXEC), flags)
		got := make([]byte, 5)
		_, err := syscall.Pread(fd, got, 0)
		require.NoError(t, err)
		assert.Equal(t, "hello", string(got))
	}
	buf = make([]byte, 100)
	n, fds, err = b.Read(buf)
	require.NoError(t, err)
	assert.Empty(t, fds)
	assert.Equal(t, "without\n", string(buf[:n]))

	_, err = a.Write(nil, int(file.Fd()))
	assert.ErrorIs(t, err, ErrNoHandles)
	require.NoError(t, files[0].Close())
	_, _, err = b.Read(buf)
	assert.Equal(t, io.EOF, err)
	_, err = b.Write([]byte("x"))
	assert.ErrorIs(t, err, syscall.EPIPE)
	_, _, err = a.Read(buf)
	assert.ErrorIs(t, err, os.ErrClosed)
}

// TestBackPressure writes more than the socket holds: the writer waits for the reader.
func TestBackPressure(t *testing.T) {
	a, b, files := pair(t)
	done := make(chan error, 1)
	text := strings.Repeat("0123456789abcdef", 1<<16)
	go func() {
		_, err := a.Write([]byte(text), int(files[0].Fd()))
		_ = files[0].Close()
		done <- err
	}()
	var got strings.Builder
	buf := make([]byte, 50_000)
	handles := 0
	for {
		n, fds, err := b.Read(buf)
		handles += len(fds)
		Close(fds)
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		got.Write(buf[:n])
	}
	require.NoError(t, <-done)
	assert.Equal(t, text, got.String())
	assert.Equal(t, 1, handles)
}

func TestNotASocket(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	_, err = NewSocket(r)
	assert.ErrorIs(t, err, ErrNoHandles)
}

// TestLostHandles gives the kernel too little room for what comes along.
func TestLostHandles(t *testing.T) {
	a, b, files := pair(t)
	b.oob = b.oob[:syscall.CmsgSpace(4)]
	fd := int(files[0].Fd())
	_, err := a.Write([]byte("x"), fd, fd, fd, fd, fd, fd)
	require.NoError(t, err)
	before := openFiles(t)
	n, fds, err := b.Read(make([]byte, 9))
	assert.Equal(t, 1, n)
	assert.Empty(t, fds)
	assert.ErrorIs(t, err, ErrHandlesLost)
	assert.Equal(t, before, openFiles(t))
}

// openFiles counts the descriptors of this process.
func openFiles(t *testing.T) int {
	entries, err := os.ReadDir("/dev/fd")
	require.NoError(t, err)
	return len(entries)
}
