package proc

import (
	"bytes"
	"unsafe"

	"golang.org/x/sys/unix"
)

// FileOf is the path of the file that a descriptor is open for, "" if it is open for something else or not at all, and
// whether it may be written through it.
func FileOf(fd int) (path string, write bool) {
	var name [1024]byte
	if _, _, errno := unix.Syscall(unix.SYS_FCNTL, uintptr(fd), unix.F_GETPATH, uintptr(unsafe.Pointer(&name))); errno != 0 {
		return "", false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return "", false
	}
	text, _, _ := bytes.Cut(name[:], []byte{0})
	return string(text), flags&unix.O_ACCMODE != unix.O_RDONLY
}
