package spawn

import (
	"errors"
	"syscall"
)

var (
	// ErrExited is the answer to a signal for a process that has ended and was waited for.
	ErrExited = errors.New("the process has already exited")
	// ErrUnsupported is a backend's answer to what it cannot do.
	ErrUnsupported = errors.New("not supported by this backend")
)

// UnsupportedError says what of a Command or a Process a backend cannot do. It is an ErrUnsupported.
type UnsupportedError struct {
	Backend string // its name: "local", "ssh"
	What    string // in words: "another user", "signals"
}

func (e *UnsupportedError) Error() string { return e.Backend + ": " + e.What + " is not supported" }

// Is makes the error an ErrUnsupported.
func (e *UnsupportedError) Is(target error) bool { return target == ErrUnsupported }

// Error is a failure to start a process.
type Error struct {
	// Op is the step that failed: "execve", "chdir", "setuid", "setgid", "setgroups", "setsid", "pipe", "clone", "stdio".
	Op string
	// Path is the file or directory it was about, if any.
	Path string
	// Errno is the operating system's reason.
	Errno syscall.Errno
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Op + ": " + e.Errno.Error()
	}
	return e.Op + " " + e.Path + ": " + e.Errno.Error()
}

func (e *Error) Unwrap() error { return e.Errno }

// DeniedError is a refusal by policy. Scripts see it as ERR_ACCESS_DENIED.
type DeniedError struct {
	// Resource is what was asked for, for example the resolved file.
	Resource string
	// Reason says which rule refused.
	Reason string
}

func (e *DeniedError) Error() string {
	if e.Reason == "" {
		return "access denied: " + e.Resource
	}
	return "access denied: " + e.Resource + ": " + e.Reason
}
