package permission

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// What is held is named by its descriptor in /proc, which leads to it and not by way of its path. Names that lead to
// nothing stand for what was not there.
const (
	held        = "/proc/self/fd/"
	notThere    = "/proc/self/fd/-1/x" // ENOENT
	notAFolder  = "/dev/null/x"        // ENOTDIR
	holdingOnly = unix.O_PATH | unix.O_NOFOLLOW | unix.O_CLOEXEC
)

// pin holds real, in which there were no links when it was looked at.
func pin(real string, part Part) (Pin, error) {
	if real == "/" {
		return Pin{Name: real}, nil
	}
	folder, err := holdFolder(filepath.Dir(real))
	switch {
	case errors.Is(err, syscall.ENOENT):
		return Pin{Name: notThere}, nil
	case errors.Is(err, syscall.ENOTDIR):
		return Pin{Name: notAFolder}, nil
	case err != nil:
		return Pin{}, err
	}
	base := filepath.Base(real)
	if part != Entry {
		fd, err := unix.Openat(folder, base, holdingOnly, 0)
		if err == nil {
			unix.Close(folder)
			return holding(fd, "", 0)
		}
		if part == Existing || !errors.Is(err, syscall.ENOENT) {
			unix.Close(folder)
			if errors.Is(err, syscall.ENOENT) {
				return Pin{Name: notThere}, nil
			}
			return Pin{}, err
		}
	}
	return holding(folder, "/"+base, unix.O_NOFOLLOW)
}

// holding makes a Pin of a descriptor, unless that is of a link.
func holding(fd int, rest string, flags int) (Pin, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Mode&unix.S_IFMT == unix.S_IFLNK {
		unix.Close(fd)
		return Pin{}, errMoved
	}
	return Pin{Name: held + strconv.Itoa(fd) + rest, Flags: flags, folder: os.NewFile(uintptr(fd), "pin")}, nil
}

// holdFolder opens a folder and follows no link on the way.
func holdFolder(dir string) (int, error) {
	fd, err := unix.Open("/", unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	for name := range strings.SplitSeq(strings.Trim(dir, "/"), "/") {
		if err != nil || name == "" {
			break
		}
		var next int
		next, err = unix.Openat(fd, name, holdingOnly|unix.O_DIRECTORY, 0)
		if err != nil {
			var st unix.Stat_t
			if unix.Fstatat(fd, name, &st, unix.AT_SYMLINK_NOFOLLOW) == nil && st.Mode&unix.S_IFMT == unix.S_IFLNK {
				err = errMoved
			}
		}
		unix.Close(fd)
		fd = next
	}
	return fd, err
}
