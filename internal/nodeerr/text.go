package nodeerr

// Text is libuv's description of a system error code.
func Text(code string) string {
	switch code {
	case "E2BIG":
		return "argument list too long"
	case "EACCES":
		return "permission denied"
	case "EADDRINUSE":
		return "address already in use"
	case "EADDRNOTAVAIL":
		return "address not available"
	case "EAFNOSUPPORT":
		return "address family not supported"
	case "EAGAIN":
		return "resource temporarily unavailable"
	case "EALREADY":
		return "connection already in progress"
	case "EBADF":
		return "bad file descriptor"
	case "EBUSY":
		return "resource busy or locked"
	case "ECANCELED":
		return "operation canceled"
	case "ECHARSET":
		return "invalid Unicode character"
	case "ECONNABORTED":
		return "software caused connection abort"
	case "ECONNREFUSED":
		return "connection refused"
	case "ECONNRESET":
		return "connection reset by peer"
	case "EDESTADDRREQ":
		return "destination address required"
	case "EEXIST":
		return "file already exists"
	case "EFAULT":
		return "bad address in system call argument"
	case "EFBIG":
		return "file too large"
	case "EHOSTUNREACH":
		return "host is unreachable"
	case "EINTR":
		return "interrupted system call"
	case "EINVAL":
		return "invalid argument"
	case "EIO":
		return "i/o error"
	case "EISCONN":
		return "socket is already connected"
	case "EISDIR":
		return "illegal operation on a directory"
	case "ELOOP":
		return "too many symbolic links encountered"
	case "EMFILE":
		return "too many open files"
	case "EMSGSIZE":
		return "message too long"
	case "ENAMETOOLONG":
		return "name too long"
	case "ENETDOWN":
		return "network is down"
	case "ENETUNREACH":
		return "network is unreachable"
	case "ENFILE":
		return "file table overflow"
	case "ENOBUFS":
		return "no buffer space available"
	case "ENODEV":
		return "no such device"
	case "ENOENT":
		return "no such file or directory"
	case "ENOMEM":
		return "not enough memory"
	case "ENONET":
		return "machine is not on the network"
	case "ENOPROTOOPT":
		return "protocol not available"
	case "ENOSPC":
		return "no space left on device"
	case "ENOSYS":
		return "function not implemented"
	case "ENOTCONN":
		return "socket is not connected"
	case "ENOTDIR":
		return "not a directory"
	case "ENOTEMPTY":
		return "directory not empty"
	case "ENOTSOCK":
		return "socket operation on non-socket"
	case "ENOTSUP":
		return "operation not supported on socket"
	case "EOVERFLOW":
		return "value too large for defined data type"
	case "EPERM":
		return "operation not permitted"
	case "EPIPE":
		return "broken pipe"
	case "EPROTO":
		return "protocol error"
	case "EPROTONOSUPPORT":
		return "protocol not supported"
	case "EPROTOTYPE":
		return "protocol wrong type for socket"
	case "ERANGE":
		return "result too large"
	case "EROFS":
		return "read-only file system"
	case "ESHUTDOWN":
		return "cannot send after transport endpoint shutdown"
	case "ESPIPE":
		return "invalid seek"
	case "ESRCH":
		return "no such process"
	case "ETIMEDOUT":
		return "connection timed out"
	case "ETXTBSY":
		return "text file is busy"
	case "EXDEV":
		return "cross-device link not permitted"
	case "UNKNOWN":
		return "unknown error"
	case "EOF":
		return "end of file"
	case "ENXIO":
		return "no such device or address"
	case "EMLINK":
		return "too many links"
	case "ENOTTY":
		return "inappropriate ioctl for device"
	case "EILSEQ":
		return "illegal byte sequence"
	case "ENOEXEC":
		return "exec format error"
	}
	return "unknown error"
}
