package ipc

import "syscall"

// Socket stands for what a Unix domain socket can do. There is none on Windows.
type Socket struct{}

// NewSocket fails with ErrNoHandles: on Windows a pipe has no descriptors beside its bytes.
func NewSocket(syscall.Conn) (*Socket, error) { return nil, ErrNoHandles }

// Read fails with ErrNoHandles.
func (s *Socket) Read([]byte) (n int, fds []int, err error) { return 0, nil, ErrNoHandles }

// TryWrite fails with ErrNoHandles.
func (s *Socket) TryWrite([]byte, ...int) (n int, err error) { return 0, ErrNoHandles }

// OOB makes no memory.
func OOB() []byte { return nil }

// Receive fails with ErrNoHandles.
func Receive(fd int, b, oob []byte) (n int, fds []int, err error) { return 0, nil, ErrNoHandles }

// Send fails with ErrNoHandles.
func Send(fd int, b []byte, fds ...int) (n int, err error) { return 0, ErrNoHandles }

// Write fails with ErrNoHandles.
func (s *Socket) Write([]byte, ...int) (n int, err error) { return 0, ErrNoHandles }

// Duplicate fails with ErrNoHandles.
func Duplicate(int) (int, error) { return -1, ErrNoHandles }

// Close closes descriptors.
func Close(fds []int) {
	for _, fd := range fds {
		_ = syscall.Close(syscall.Handle(fd))
	}
}
