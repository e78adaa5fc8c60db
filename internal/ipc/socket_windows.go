package ipc

import "syscall"

// Socket stands for what a Unix domain socket can do. There is none on Windows.
type Socket struct{}

// NewSocket fails with ErrNoHandles: on Windows a pipe has no descriptors beside its bytes.
func NewSocket(syscall.Conn) (*Socket, error) { return nil, ErrNoHandles }

// Read fails with ErrNoHandles.
func (s *Socket) Read([]byte) (n int, fds []int, err error) { return 0, nil, ErrNoHandles }

// Write fails with ErrNoHandles.
func (s *Socket) Write([]byte, ...int) (n int, err error) { return 0, ErrNoHandles }

// Close closes descriptors.
func Close(fds []int) {
	for _, fd := range fds {
		_ = syscall.Close(syscall.Handle(fd))
	}
}
