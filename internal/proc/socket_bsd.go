//go:build unix && !linux

package proc

import "syscall"

const channelBuffer = 1 << 20

// enlargeSocket makes a socket take much at once, so that its two sides take turns less often. It may fail, to
// no harm.
func enlargeSocket(fd, size int) {
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_SNDBUF, size)
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, size)
}
