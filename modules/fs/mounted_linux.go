package fs

import (
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// descriptorOf makes a descriptor from which b can be read: memory that has no name.
func descriptorOf(name string, b []byte) (int, error) {
	fd, err := unix.MemfdCreate(name, unix.MFD_CLOEXEC)
	if err != nil {
		return temporary(b)
	}
	defer syscall.Close(fd)
	if _, err := writeAll(fd, b, 0); err != nil {
		return -1, err
	}
	read, err := openFile("/proc/self/fd/"+strconv.Itoa(fd), os.O_RDONLY, 0)
	if err != nil {
		return temporary(b)
	}
	return read, nil
}
