//go:build unix

package fs

import (
	"errors"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

var (
	errNotSupported error = syscall.ENOTSUP
	errNotDirectory error = syscall.ENOTDIR
)

func accessible(p string, mode int) error { return unix.Access(p, uint32(mode)) }

func changeMode(p string, mode uint32) error { return syscall.Chmod(p, mode) }

func changeOwner(p string, uid, gid int) error { return syscall.Chown(p, uid, gid) }

func changeLinkOwner(p string, uid, gid int) error { return syscall.Lchown(p, uid, gid) }

func timespecs(atime, mtime time.Time) []unix.Timespec {
	return []unix.Timespec{unix.NsecToTimespec(atime.UnixNano()), unix.NsecToTimespec(mtime.UnixNano())}
}

func changeTimes(p string, atime, mtime time.Time) error {
	return unix.UtimesNanoAt(unix.AT_FDCWD, p, timespecs(atime, mtime), 0)
}

func changeLinkTimes(p string, atime, mtime time.Time) error {
	return unix.UtimesNanoAt(unix.AT_FDCWD, p, timespecs(atime, mtime), unix.AT_SYMLINK_NOFOLLOW)
}

func changeTimesFd(fd int, atime, mtime time.Time) error {
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil {
		return err // Futimes would look for it by name
	}
	return unix.Futimes(fd, []unix.Timeval{unix.NsecToTimeval(atime.UnixNano()), unix.NsecToTimeval(mtime.UnixNano())})
}

func makeDir(p string, mode uint32) error { return syscall.Mkdir(p, mode) }

func removeDir(p string) error { return syscall.Rmdir(p) }

func unlink(p string) error { return syscall.Unlink(p) }

func rename(from, to string) error { return syscall.Rename(from, to) }

func makeSymlink(target, p, _ string) error { return os.Symlink(target, p) }

// loopError gives the error of too many symbolic links its number.
func loopError(err error) error {
	var no syscall.Errno
	if errors.As(err, &no) {
		return err
	}
	return syscall.ELOOP
}
