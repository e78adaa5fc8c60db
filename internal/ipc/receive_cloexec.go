//go:build linux || freebsd || netbsd || openbsd || dragonfly

package ipc

import "syscall"

// receive is recvmsg with descriptors that are close-on-exec from the beginning.
func receive(fd int, b, oob []byte) (n, oobn, flags int, err error) {
	n, oobn, flags, _, err = syscall.Recvmsg(fd, b, oob, syscall.MSG_CMSG_CLOEXEC)
	return n, oobn, flags, err
}
