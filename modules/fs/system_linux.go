package fs

import (
	"errors"
	"syscall"

	"golang.org/x/sys/unix"
)

func syncData(fd int) error { return syscall.Fdatasync(fd) }

func statPath(p string) (*status, error) { return statx(unix.AT_FDCWD, p, 0) }

func lstatPath(p string) (*status, error) { return statx(unix.AT_FDCWD, p, unix.AT_SYMLINK_NOFOLLOW) }

func statFd(fd int) (*status, error) { return statx(fd, "", unix.AT_EMPTY_PATH) }

// statx also tells when a file was made, which stat does not.
func statx(dir int, p string, flags int) (*status, error) {
	var x unix.Statx_t
	for {
		err := unix.Statx(dir, p, flags, unix.STATX_BASIC_STATS|unix.STATX_BTIME, &x)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EINTR) {
			return nil, err
		}
	}
	ns := func(t unix.StatxTimestamp) int64 { return t.Sec*1e9 + int64(t.Nsec) }
	return &status{
		dev: unix.Mkdev(x.Dev_major, x.Dev_minor), rdev: unix.Mkdev(x.Rdev_major, x.Rdev_minor),
		ino: x.Ino, nlink: uint64(x.Nlink), mode: uint32(x.Mode), uid: x.Uid, gid: x.Gid,
		size: int64(x.Size), blksize: int64(x.Blksize), blocks: int64(x.Blocks),
		atime: ns(x.Atime), mtime: ns(x.Mtime), ctime: ns(x.Ctime), btime: ns(x.Btime),
	}, nil
}

func statFilesystem(p string) ([7]uint64, error) {
	var s unix.Statfs_t
	err := unix.Statfs(p, &s)
	return [7]uint64{uint64(s.Type), uint64(s.Bsize), s.Blocks, s.Bfree, s.Bavail, s.Files, s.Ffree}, err
}
