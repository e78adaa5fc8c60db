package spawn

import (
	"io"
	"syscall"
	"time"
)

// Process is a process that was started. Its methods may be called from any goroutine.
type Process interface {
	// Pid is the process's number where the backend has such numbers; never 0.
	Pid() int
	// Stdio is the host's end of a descriptor planned as Pipe, Overlapped or Channel, and nil for any other. It is the
	// caller's to close.
	Stdio(fd int) Conn
	// Wait blocks until the process has ended, however often and from however many goroutines it is called. Output may
	// still be on its way in the pipes then.
	Wait() (Exit, error)
	// Signal sends a signal. It fails with ErrExited once the process was waited for, and with ErrUnsupported where the
	// backend cannot send this one. Signal 0 only asks.
	Signal(sig syscall.Signal) error
	// Close lets go of the process and of every end nobody closed; the process runs on.
	Close() error
}

// Conn is the host's end of a pipe to a process. An end that goes one way fails in the other direction.
type Conn interface {
	io.ReadWriteCloser
	// CloseWrite says that no more will be written; the process reads end of file after what was.
	CloseWrite() error
}

// Exit is how a process ended: with a code, or by a signal (then Code is -1).
type Exit struct {
	Code   int
	Signal syscall.Signal // 0: it exited by itself
	Usage  Usage
}

// Usage is what a process and those it waited for have used.
type Usage struct {
	UserTime, SystemTime time.Duration
	MaxRSS               int64 // bytes
}
