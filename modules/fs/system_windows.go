package fs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

var (
	errNotSupported error = windows.ERROR_NOT_SUPPORTED
	errNotDirectory error = windows.ERROR_DIRECTORY
)

func accessible(p string, mode int) error {
	st, err := os.Stat(p)
	if err == nil && mode&2 != 0 && !st.IsDir() && st.Mode()&0o200 == 0 {
		return syscall.EPERM
	}
	return err
}

func changeMode(p string, mode uint32) error { return os.Chmod(p, os.FileMode(mode&0o777)) }

// Owners are not numbers on Windows; as libuv does, nothing happens.
func changeOwner(p string, _, _ int) error {
	_, err := os.Stat(p)
	return err
}

func changeLinkOwner(p string, _, _ int) error {
	_, err := os.Lstat(p)
	return err
}

func changeTimes(p string, atime, mtime time.Time) error { return os.Chtimes(p, atime, mtime) }

func changeLinkTimes(p string, atime, mtime time.Time) error {
	name, err := windows.UTF16PtrFromString(p)
	if err != nil {
		return err
	}
	h, err := windows.CreateFile(name, windows.FILE_WRITE_ATTRIBUTES, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	a, m := windows.NsecToFiletime(atime.UnixNano()), windows.NsecToFiletime(mtime.UnixNano())
	return windows.SetFileTime(h, nil, &a, &m)
}

func makeDir(p string, mode uint32) error { return os.Mkdir(p, os.FileMode(mode&0o777)) }

func removeDir(p string) error {
	if st, err := os.Lstat(p); err == nil && !st.IsDir() {
		return syscall.ENOENT
	}
	return os.Remove(p)
}

func unlink(p string) error {
	if st, err := os.Lstat(p); err == nil && st.IsDir() {
		return syscall.EPERM
	}
	return os.Remove(p)
}

func rename(from, to string) error { return os.Rename(from, to) }

// makeSymlink makes a link; without a type, one of the type of its target.
func makeSymlink(target, p, kind string) error {
	const unprivileged = 0x2 // SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE
	flags := uint32(unprivileged)
	full := target
	if !filepath.IsAbs(full) {
		full = filepath.Join(filepath.Dir(p), target)
	}
	switch kind {
	case "dir", "junction":
		flags |= windows.SYMBOLIC_LINK_FLAG_DIRECTORY
		if kind == "junction" {
			target = full
		}
	case "":
		if st, err := os.Stat(full); err == nil && st.IsDir() {
			flags |= windows.SYMBOLIC_LINK_FLAG_DIRECTORY
		}
	}
	link, err := windows.UTF16PtrFromString(p)
	if err != nil {
		return err
	}
	to, err := windows.UTF16PtrFromString(filepath.FromSlash(target))
	if err != nil {
		return err
	}
	return windows.CreateSymbolicLink(link, to, flags)
}

func loopError(err error) error {
	var no syscall.Errno
	if errors.As(err, &no) {
		return err
	}
	return syscall.ELOOP
}

func statPath(p string) (*status, error) {
	st, err := os.Stat(p)
	if err != nil {
		return nil, err
	}
	return withIndex(fromInfo(st), p), nil
}

func lstatPath(p string) (*status, error) {
	st, err := os.Lstat(p)
	if err != nil {
		return nil, err
	}
	return withIndex(fromInfo(st), p), nil
}

func fromInfo(st fs.FileInfo) *status {
	mode := uint32(st.Mode().Perm())
	switch {
	case st.IsDir():
		mode |= modeDir | 0o111
	case st.Mode()&fs.ModeSymlink != 0:
		mode |= modeLink
	case st.Mode()&fs.ModeNamedPipe != 0:
		mode |= modeFifo
	case st.Mode()&fs.ModeCharDevice != 0:
		mode |= modeChar
	default:
		mode |= modeFile
	}
	s := &status{mode: mode, nlink: 1, size: st.Size(), blksize: 4096, blocks: (st.Size() + 511) / 512}
	s.mtime = st.ModTime().UnixNano()
	s.atime, s.ctime, s.btime = s.mtime, s.mtime, s.mtime
	if d, ok := st.Sys().(*syscall.Win32FileAttributeData); ok {
		s.atime, s.btime = d.LastAccessTime.Nanoseconds(), d.CreationTime.Nanoseconds()
	}
	return s
}

// withIndex adds what only an open handle tells: volume, index, links.
func withIndex(s *status, p string) *status {
	name, err := windows.UTF16PtrFromString(p)
	if err != nil {
		return s
	}
	h, err := windows.CreateFile(name, 0, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE, nil,
		windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return s
	}
	defer windows.CloseHandle(h)
	var d windows.ByHandleFileInformation
	if windows.GetFileInformationByHandle(h, &d) == nil {
		s.dev, s.nlink = uint64(d.VolumeSerialNumber), uint64(d.NumberOfLinks)
		s.ino = uint64(d.FileIndexHigh)<<32 | uint64(d.FileIndexLow)
	}
	return s
}

func statFilesystem(p string) (s [7]uint64, err error) {
	name, err := windows.UTF16PtrFromString(p)
	if err != nil {
		return s, err
	}
	var available, total, free uint64
	if err := windows.GetDiskFreeSpaceEx(name, &available, &total, &free); err != nil {
		return s, err
	}
	const block = 4096
	return [7]uint64{0, block, total / block, free / block, available / block, 0, 0}, nil
}
