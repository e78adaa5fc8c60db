// Package mount puts file systems that are Go values (embed.FS, a zip archive) in the place of folders: what is below
// such a folder is read from there, and cannot be written; everything else is the operating system's.
package mount

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Table says which folders are file systems; of several with the same folder, or one in the other, the last one counts.
// A nil Table has none. It may be used from any goroutine if its file systems may.
type Table []Mount

// Mount is one of them: Root is an absolute path.
type Mount struct {
	Root string
	FS   fs.FS
}

// Find is the file system that an absolute path is in, and its name there. The path is taken as it is written: in a file
// system that is a Go value no ".." leads anywhere else.
func (t Table) Find(path string) (files fs.FS, name string, ok bool) {
	if len(t) == 0 {
		return nil, "", false
	}
	path = filepath.Clean(path)
	for i := len(t) - 1; i >= 0; i-- {
		rest, ok := strings.CutPrefix(path, t[i].Root)
		switch {
		case !ok:
		case rest == "":
			return t[i].FS, ".", true
		case os.IsPathSeparator(rest[0]) || os.IsPathSeparator(t[i].Root[len(t[i].Root)-1]):
			return t[i].FS, filepath.ToSlash(strings.TrimLeft(rest, string(filepath.Separator))), true
		}
	}
	return nil, "", false
}

// Stat is os.Stat.
func (t Table) Stat(path string) (fs.FileInfo, error) {
	if files, name, ok := t.Find(path); ok {
		return fs.Stat(files, name)
	}
	return os.Stat(path)
}

// ReadFile is os.ReadFile.
func (t Table) ReadFile(path string) ([]byte, error) {
	if files, name, ok := t.Find(path); ok {
		return Read(files, name)
	}
	return os.ReadFile(path)
}

// Read is fs.ReadFile that has a folder fail as the operating system does.
func Read(files fs.FS, name string) ([]byte, error) {
	st, err := fs.Stat(files, name)
	if err != nil {
		return nil, err
	}
	if st.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EISDIR}
	}
	return fs.ReadFile(files, name)
}

// Real is filepath.EvalSymlinks; the links of a file system that is a Go value are its own business.
func (t Table) Real(path string) (string, error) {
	if files, name, ok := t.Find(path); ok {
		_, err := fs.Stat(files, name)
		return filepath.Clean(path), err
	}
	return filepath.EvalSymlinks(path)
}
