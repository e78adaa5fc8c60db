package fs

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/gojs-run/gojs/internal/mount"
)

// Files below a folder that is a file system of Go's (mount.Table) are read from there. Only a task's run is another
// one then: its arguments, and what is made of what it gives, are the same.

// inPlace is where a path leads in such a file system.
type inPlace struct {
	path
	files fs.FS
	name  string
}

// onMount has a task work on such a file system if it is about one.
func (f *files) onMount(name string, a args, t *task) {
	for _, n := range f.needs(name, a) {
		if isFd(a.at(n.argument)) {
			continue
		}
		at := inPlace{path: f.path(a.at(n.argument), "path")}
		var ok bool
		if at.files, at.name, ok = f.host.Mounts.Find(at.full); !ok {
			continue
		}
		if n.write {
			t.run = func() (any, error) { return nil, fail(syscall.EROFS, systemCall(name), at.path) }
			return
		}
		t.run = f.reading(name, a, at)
	}
}

// reading is what an operation that only reads does there.
func (f *files) reading(name string, a args, at inPlace) func() (any, error) {
	switch name {
	case "stat", "lstat":
		return func() (any, error) {
			st, err := fs.Stat(at.files, at.name)
			if err != nil {
				return nil, fail(err, name, at.path)
			}
			return statusOf(st), nil
		}
	case "access":
		mode := f.bits(a.at(1), 7)
		return func() (any, error) { return nil, fail(at.accessible(mode), "access", at.path) }
	case "readFile":
		return func() (any, error) {
			b, err := mount.Read(at.files, at.name)
			if errors.Is(err, syscall.EISDIR) {
				return nil, fail(err, "read")
			}
			return b, fail(err, "open", at.path)
		}
	case "readdir":
		recursive := f.flagOption(f.options(a.at(1)), "recursive")
		return func() (any, error) {
			list, err := at.list(recursive)
			return list, fail(err, "scandir", at.path)
		}
	case "realpath", "native":
		return func() (any, error) {
			_, err := fs.Stat(at.files, at.name)
			return filepath.Clean(at.full), fail(err, "lstat", at.path)
		}
	case "readlink":
		return func() (any, error) {
			_, err := fs.Stat(at.files, at.name)
			if err == nil {
				err = syscall.EINVAL // there are no links, as far as scripts can see
			}
			return nil, fail(err, "readlink", at.path)
		}
	case "open":
		return func() (any, error) {
			fd, err := at.open()
			return fd, fail(err, "open", at.path)
		}
	case "opendir":
		recursive := a.at(1).ToBoolean()
		return func() (any, error) {
			list, err := at.list(recursive)
			return &openDir{at: at.path, given: list}, fail(err, "opendir", at.path)
		}
	case "copyFile":
		to := f.path(a.at(1), "dest")
		flags := os.O_WRONLY | os.O_CREATE | os.O_TRUNC
		if f.bits(a.at(2), 7)&copyExclusive != 0 {
			flags |= os.O_EXCL
		}
		return func() (any, error) {
			b, err := mount.Read(at.files, at.name)
			if err == nil {
				err = writeNew(to.full, flags, b)
			}
			return nil, fail(err, "copyfile", at.path, to)
		}
	}
	return func() (any, error) { return nil, fail(errNotSupported, systemCall(name), at.path) }
}

// systemCall is the name that errors of an operation give.
func systemCall(name string) string {
	switch name {
	case "writeFile", "appendFile", "truncate", "open":
		return "open"
	case "utimes":
		return "utime"
	case "lutimes":
		return "lutime"
	case "copyFile":
		return "copyfile"
	}
	return name
}

func (at inPlace) accessible(mode int) error {
	const write = 2
	if _, err := fs.Stat(at.files, at.name); err != nil {
		return err
	}
	if mode&write != 0 {
		return syscall.EROFS
	}
	return nil
}

// accessible is what existsSync asks.
func (f *files) accessible(p path, mode int) error {
	if files, name, ok := f.host.Mounts.Find(p.full); ok {
		return inPlace{path: p, files: files, name: name}.accessible(mode)
	}
	return accessible(p.full, mode)
}

// list lists a folder, level by level as readDir does.
func (at inPlace) list(recursive bool) ([]found, error) {
	st, err := fs.Stat(at.files, at.name)
	if err != nil {
		return nil, err
	}
	if !st.IsDir() {
		return nil, errNotDirectory
	}
	return listIn(at.files, at.name, at.given, "", recursive)
}

func listIn(files fs.FS, dir, given, prefix string, recursive bool) ([]found, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	var list []found
	for _, e := range entries {
		list = append(list, found{prefix + e.Name(), given, kindOf(e.Type())})
	}
	for _, e := range entries {
		if !recursive || !e.IsDir() {
			continue
		}
		below, err := listIn(files, strings.TrimPrefix(dir+"/"+e.Name(), "./"), filepath.Join(given, e.Name()), prefix+e.Name()+string(filepath.Separator), true)
		if err != nil {
			return nil, err
		}
		list = append(list, below...)
	}
	return list, nil
}

// open gives a descriptor, from which the file's content can be read.
func (at inPlace) open() (int, error) {
	b, err := mount.Read(at.files, at.name)
	if err != nil {
		return -1, err
	}
	return descriptorOf(filepath.Base(at.full), b)
}

func statusOf(st fs.FileInfo) *status {
	at := st.ModTime().UnixNano()
	if st.ModTime().IsZero() { // embed.FS knows none
		at = 0
	}
	s := &status{nlink: 1, mode: uint32(st.Mode().Perm()) | modeFile, size: st.Size(), blksize: 4096, blocks: (st.Size() + 511) / 512, atime: at, mtime: at, ctime: at, btime: at}
	if st.IsDir() {
		s.mode = s.mode&modePerm | modeDir
	}
	return s
}

func writeNew(file string, flags int, b []byte) error {
	out, err := os.OpenFile(file, flags, 0o666)
	if err != nil {
		return err
	}
	_, err = out.Write(b)
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}

// temporary makes a descriptor of a file that nobody else can find.
func temporary(b []byte) (int, error) {
	f, err := os.CreateTemp("", "gojs-")
	if err != nil {
		return -1, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return -1, err
	}
	return openFile(f.Name(), os.O_RDONLY, 0)
}
