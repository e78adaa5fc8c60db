package nodeerr

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// errnoName maps Windows error codes as libuv does.
func errnoName(no syscall.Errno) (string, bool) {
	switch no {
	case windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND, windows.ERROR_INVALID_NAME, windows.ERROR_DIRECTORY, windows.ERROR_INVALID_DRIVE, windows.ERROR_MOD_NOT_FOUND:
		return "ENOENT", true
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_ELEVATION_REQUIRED, windows.ERROR_NOACCESS:
		return "EACCES", true
	case windows.ERROR_PRIVILEGE_NOT_HELD:
		return "EPERM", true
	case windows.ERROR_FILE_EXISTS, windows.ERROR_ALREADY_EXISTS:
		return "EEXIST", true
	case windows.ERROR_INVALID_HANDLE, syscall.EBADF:
		return "EBADF", true
	case windows.ERROR_BROKEN_PIPE:
		return "EOF", true
	case windows.ERROR_NO_DATA, windows.ERROR_BAD_PIPE:
		return "EPIPE", true
	case windows.ERROR_TOO_MANY_OPEN_FILES:
		return "EMFILE", true
	case windows.ERROR_NOT_ENOUGH_MEMORY, windows.ERROR_OUTOFMEMORY:
		return "ENOMEM", true
	case windows.ERROR_DIR_NOT_EMPTY:
		return "ENOTEMPTY", true
	case windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_PIPE_BUSY:
		return "EBUSY", true
	case windows.ERROR_INVALID_PARAMETER, windows.ERROR_INVALID_DATA:
		return "EINVAL", true
	case windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL:
		return "ENOSPC", true
	case windows.ERROR_NOT_SAME_DEVICE:
		return "EXDEV", true
	case windows.ERROR_NOT_SUPPORTED:
		return "ENOTSUP", true
	case windows.WSAECONNREFUSED:
		return "ECONNREFUSED", true
	case windows.WSAECONNRESET:
		return "ECONNRESET", true
	case windows.WSAEADDRINUSE:
		return "EADDRINUSE", true
	case windows.WSAETIMEDOUT:
		return "ETIMEDOUT", true
	}
	return "", false
}
