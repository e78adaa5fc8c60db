//go:build unix

package proc

import (
	"os"
	"sync"
	"syscall"
)

// The null device is opened once, for reading and for writing, and all children that are to have it get that: most of them
// have it more than once.
var nullInput, nullOutput = nullDevice{mode: syscall.O_RDONLY}, nullDevice{mode: syscall.O_RDWR}

type nullDevice struct {
	mode int

	mu    sync.Mutex
	known bool
	fd    int
	is    syscall.Stat_t // what it was when it was opened
}

// descriptor is ours of the device. Whoever closes descriptors by their number may have closed it, too: then it is opened
// anew.
func (n *nullDevice) descriptor() (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var now syscall.Stat_t
	if n.known && syscall.Fstat(n.fd, &now) == nil && now.Rdev == n.is.Rdev && now.Ino == n.is.Ino && now.Dev == n.is.Dev {
		return n.fd, nil
	}
	fd, err := syscall.Open(os.DevNull, n.mode|syscall.O_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if err := syscall.Fstat(fd, &n.is); err != nil {
		syscall.Close(fd)
		return -1, err
	}
	n.fd, n.known = fd, true
	return fd, nil
}
