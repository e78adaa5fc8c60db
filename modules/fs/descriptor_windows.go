package fs

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
)

const flagCreate = os.O_CREATE

// Windows knows handles; scripts know small numbers, as the C library gives them.
// The table is the process's, as descriptors are elsewhere.
var table = struct {
	sync.Mutex
	files []*os.File
}{files: []*os.File{os.Stdin, os.Stdout, os.Stderr}}

func file(fd int) (*os.File, error) {
	table.Lock()
	defer table.Unlock()
	if fd < 0 || fd >= len(table.files) || table.files[fd] == nil {
		return nil, syscall.EBADF
	}
	return table.files[fd], nil
}

func openFile(name string, flags int, mode uint32) (int, error) {
	f, err := os.OpenFile(name, flags, os.FileMode(mode&0o777))
	if err != nil {
		return -1, err
	}
	table.Lock()
	defer table.Unlock()
	for i := 3; i < len(table.files); i++ {
		if table.files[i] == nil {
			table.files[i] = f
			return i, nil
		}
	}
	table.files = append(table.files, f)
	return len(table.files) - 1, nil
}

func closeFile(fd int) error {
	f, err := file(fd)
	if err != nil {
		return err
	}
	table.Lock()
	table.files[fd] = nil
	table.Unlock()
	return f.Close()
}

func readFile(fd int, b []byte, at int64) (n int, err error) {
	f, err := file(fd)
	if err != nil {
		return 0, err
	}
	if at < 0 {
		n, err = f.Read(b)
	} else {
		n, err = f.ReadAt(b, at)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

func writeFile(fd int, b []byte, at int64) (int, error) {
	f, err := file(fd)
	if err != nil {
		return 0, err
	}
	if at < 0 {
		return f.Write(b)
	}
	return f.WriteAt(b, at)
}

func syncFile(fd int) error {
	f, err := file(fd)
	if err != nil {
		return err
	}
	return f.Sync()
}

func syncData(fd int) error { return syncFile(fd) }

func truncateFd(fd int, n int64) error {
	f, err := file(fd)
	if err != nil {
		return err
	}
	return f.Truncate(n)
}

func changeModeFd(fd int, mode uint32) error {
	f, err := file(fd)
	if err != nil {
		return err
	}
	return f.Chmod(os.FileMode(mode & 0o777))
}

// changeOwnerFd: owners are not numbers on Windows; as libuv does, nothing happens.
func changeOwnerFd(int, int, int) error { return nil }

func changeTimesFd(fd int, atime, mtime time.Time) error {
	f, err := file(fd)
	if err != nil {
		return err
	}
	a, m := windows.NsecToFiletime(atime.UnixNano()), windows.NsecToFiletime(mtime.UnixNano())
	return windows.SetFileTime(windows.Handle(f.Fd()), nil, &a, &m)
}

func statFd(fd int) (*status, error) {
	f, err := file(fd)
	if err != nil {
		return nil, err
	}
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return fromInfo(st), nil
}
