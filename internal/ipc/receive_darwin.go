package ipc

import "syscall"

// receive is recvmsg with descriptors made close-on-exec before any process can be started that would inherit them.
func receive(fd int, b, oob []byte) (n, oobn, flags int, err error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, oobn, flags, _, err = syscall.Recvmsg(fd, b, oob, syscall.MSG_DONTWAIT)
	if err == nil && oobn > 0 {
		if fds, err := descriptors(oob[:oobn], false); err == nil {
			for _, fd := range fds {
				syscall.CloseOnExec(fd)
			}
		}
	}
	return n, oobn, flags, err
}
