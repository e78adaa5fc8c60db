package permission

import "syscall"

// ReadOnlyFlags are the flags of open that write nothing, WriteOnlyFlag is the access mode that reads nothing.
const (
	ReadOnlyFlags = syscall.O_RDONLY | syscall.O_CLOEXEC | syscall.O_NONBLOCK | harmless
	WriteOnlyFlag = syscall.O_WRONLY
)
