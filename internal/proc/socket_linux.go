package proc

import "syscall"

const (
	channelBuffer = 2 << 20
	forceSendSize = 32 // SO_SNDBUFFORCE
)

// enlargeSocket makes a socket take much at once, so that its two sides take turns less often: as much as wanted for the
// superuser, else twice what the system gives by default. It may fail, to no harm.
func enlargeSocket(fd, size int) {
	if syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, forceSendSize, size) != nil {
		_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_SNDBUF, size)
	}
}
