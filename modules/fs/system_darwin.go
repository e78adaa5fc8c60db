package fs

import (
	"syscall"

	"golang.org/x/sys/unix"
)

func syncData(fd int) error { return syscall.Fsync(fd) }

func statPath(p string) (*status, error) {
	var s unix.Stat_t
	if err := unix.Stat(p, &s); err != nil {
		return nil, err
	}
	return fromStat(&s), nil
}

func lstatPath(p string) (*status, error) {
	var s unix.Stat_t
	if err := unix.Lstat(p, &s); err != nil {
		return nil, err
	}
	return fromStat(&s), nil
}

func statFd(fd int) (*status, error) {
	var s unix.Stat_t
	if err := unix.Fstat(fd, &s); err != nil {
		return nil, err
	}
	return fromStat(&s), nil
}

func fromStat(s *unix.Stat_t) *status {
	return &status{
		dev: uint64(s.Dev), rdev: uint64(s.Rdev), ino: s.Ino, nlink: uint64(s.Nlink), mode: uint32(s.Mode), uid: s.Uid, gid: s.Gid,
		size: s.Size, blksize: int64(s.Blksize), blocks: s.Blocks,
		atime: s.Atim.Nano(), mtime: s.Mtim.Nano(), ctime: s.Ctim.Nano(), btime: s.Btim.Nano(),
	}
}

func statFilesystem(p string) ([7]uint64, error) {
	var s unix.Statfs_t
	err := unix.Statfs(p, &s)
	return [7]uint64{uint64(s.Type), uint64(s.Bsize), s.Blocks, s.Bfree, s.Bavail, s.Files, s.Ffree}, err
}
