package proc

import (
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// FileOf is the path of the file that a descriptor is open for, "" if it is open for something else or not at all, and
// whether it may be written through it.
func FileOf(fd int) (path string, write bool) {
	path, err := os.Readlink("/proc/self/fd/" + strconv.Itoa(fd))
	if err != nil || !strings.HasPrefix(path, "/") {
		return "", false
	}
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return "", false
	}
	return path, flags&unix.O_ACCMODE != unix.O_RDONLY
}
