//go:build unix && !linux

package proc

import "syscall"

// enlargeSocket makes a socket take a large message at once, so that its two sides take turns less often. It may fail, to
// no harm.
func enlargeSocket(fd int) {
	const channelBuffer = 1 << 20
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_SNDBUF, channelBuffer)
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, channelBuffer)
}
