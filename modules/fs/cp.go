package fs

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/internal/validate"
)

// copying is one call of cp: a tree that is copied.
type copying struct {
	files *files
	umask int

	permissions                                                  *permission.Set
	dereference, errorOnExist, force, times, recursive, verbatim bool

	mode int // copyFile's
	// wanted asks the script's filter; nil: everything is.
	wanted func(src, dest path) (bool, error)
}

// cp is fs.cp(src, dest[, options]); its filter may give a promise.
func (f *files) cp(a args) task { return f.copyTree(a, f.askLoop) }

// cpSync is fs.cpSync(src, dest[, options]).
func (f *files) cpSync(a args) task { return f.copyTree(a, f.askHere) }

func (f *files) copyTree(a args, ask asker) task {
	c := &copying{files: f, umask: f.host.Umask, permissions: f.host.Permissions, force: true}
	var o *goja.Object
	if v := a.at(2); !goja.IsUndefined(v) {
		o = validate.Object(f.vm, v, "options")
	}
	var given []string
	if o != nil {
		given = o.Keys()
	}
	for _, b := range [...]struct {
		name string
		to   *bool
	}{
		{"dereference", &c.dereference}, {"errorOnExist", &c.errorOnExist}, {"force", &c.force},
		{"preserveTimestamps", &c.times}, {"recursive", &c.recursive}, {"verbatimSymlinks", &c.verbatim},
	} {
		if slices.Contains(given, b.name) { // undefined is no boolean, either
			*b.to = validate.Bool(f.vm, jsconv.Get(o, b.name), "options."+b.name)
		}
	}
	if v := option(o, "mode"); !jsconv.Nullish(v) {
		c.mode = int(validate.Integer(f.vm, v, "mode", 0, 7))
	}
	if c.dereference && c.verbatim {
		nodeerr.Throw(f.vm, "ERR_INCOMPATIBLE_OPTION_PAIR", "dereference", "verbatimSymlinks")
	}
	if v := option(o, "filter"); !goja.IsUndefined(v) {
		filter := validate.Function(f.vm, v, "options.filter")
		c.wanted = func(src, dest path) (bool, error) {
			return ask("filter", func() goja.Value {
				return jsconv.Call(filter, goja.Undefined(), f.vm.ToValue(src.given), f.vm.ToValue(dest.given))
			})
		}
	}
	src, dest := f.path(a.at(0), "src"), f.path(a.at(1), "dest")
	return task{run: func() (any, error) { return nil, c.start(src, dest) }}
}

// start copies what src is, with the directories that dest is missing.
func (c *copying) start(src, dest path) error {
	if ok, err := c.filter(src, dest); !ok {
		return err
	}
	from, to, err := c.check(src, dest)
	if err != nil {
		return err
	}
	if err := checkParents(src, from, dest); err != nil {
		return err
	}
	if parent := filepath.Dir(dest.full); !present(parent) {
		if _, err := makeAll(parent, "", c.makeDir); err != nil {
			return fail(err, "mkdir", path{given: filepath.Dir(dest.given)})
		}
	}
	return c.copy(src, dest, from, to)
}

func (c *copying) filter(src, dest path) (bool, error) {
	if c.wanted == nil {
		return true, nil
	}
	return c.wanted(src, dest)
}

// check looks at what is at both ends; to is nil if nothing is at dest.
func (c *copying) check(src, dest path) (from, to *status, err error) {
	look, call := lstatPath, "lstat"
	if c.dereference {
		look, call = statPath, "stat"
	}
	if err := c.permit(src, dest); err != nil {
		return nil, nil, err
	}
	if from, err = look(src.full); err != nil {
		return nil, nil, fail(err, call, src)
	}
	if to, err = look(dest.full); err != nil {
		if !errors.Is(err, syscall.ENOENT) {
			return nil, nil, fail(err, call, dest)
		}
		to = nil
	}
	if to != nil {
		switch {
		case from.same(to):
			return nil, nil, cpError("ERR_FS_CP_EINVAL", "src and dest cannot be the same", dest)
		case from.is(modeDir) && !to.is(modeDir):
			return nil, nil, cpError("ERR_FS_CP_DIR_TO_NON_DIR", "cannot overwrite non-directory "+dest.given+" with directory "+src.given, dest)
		case !from.is(modeDir) && to.is(modeDir):
			return nil, nil, cpError("ERR_FS_CP_NON_DIR_TO_DIR", "cannot overwrite directory "+dest.given+" with non-directory "+src.given, dest)
		}
	}
	if from.is(modeDir) && within(src.full, dest.full) {
		return nil, nil, insideItself(src.given, dest.given, dest)
	}
	return from, to, nil
}

// permit checks what is reached below src, which may be a link that leads elsewhere.
func (c *copying) permit(src, dest path) error {
	if c.permissions == nil || c.permissions.Audit || c.permissions.HasFile(permission.FileSystemRead, src.full, c.dereference) &&
		c.permissions.HasFile(permission.FileSystemWrite, dest.full, true) {
		return nil
	}
	return refusedCopy(src, dest)
}

func refusedCopy(src, dest path) error {
	return &codeError{code: "ERR_ACCESS_DENIED", class: "Error", message: "Access to this API has been restricted: cp " + src.given + " " + dest.given}
}

// checkParents sees to it that dest is not below src by way of a symbolic link.
func checkParents(src path, from *status, dest path) error {
	for dir := filepath.Dir(dest.full); dir != filepath.Dir(src.full) && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		st, err := statPath(dir)
		if errors.Is(err, syscall.ENOENT) {
			continue
		}
		if err != nil {
			return fail(err, "stat", path{given: dir})
		}
		if st.same(from) {
			return insideItself(src.given, dest.given, dest)
		}
	}
	return nil
}

func insideItself(src, dest string, at path) error {
	return cpError("ERR_FS_CP_EINVAL", "cannot copy "+src+" to a subdirectory of self "+dest, at)
}

// within reports whether a path is dir or something below it, as they are written.
func within(dir, p string) bool {
	dir, p = filepath.Clean(dir), filepath.Clean(p)
	if !strings.HasPrefix(p, dir) {
		return false
	}
	return len(p) == len(dir) || os.IsPathSeparator(p[len(dir)]) || os.IsPathSeparator(dir[len(dir)-1])
}

func (c *copying) copy(src, dest path, from, to *status) error {
	switch from.mode & modeType {
	case modeDir:
		if !c.recursive {
			return cpError("ERR_FS_EISDIR", src.given+" is a directory (not copied)", src)
		}
		return c.directory(src, dest, from, to)
	case modeFile, modeChar, modeBlock:
		return c.file(src, dest, from, to)
	case modeLink:
		return c.link(src, dest, to)
	case modeSocket:
		return cpError("ERR_FS_CP_SOCKET", "cannot copy a socket file: "+dest.given, dest)
	case modeFifo:
		return cpError("ERR_FS_CP_FIFO_PIPE", "cannot copy a FIFO pipe: "+dest.given, dest)
	}
	return cpError("ERR_FS_CP_UNKNOWN", "cannot copy an unknown file type: "+dest.given, dest)
}

func (c *copying) directory(src, dest path, from, to *status) error {
	switch {
	case to == nil:
		if err := c.makeDir(dest.full); err != nil {
			return fail(err, "mkdir", dest)
		}
	case c.errorOnExist && !c.force:
		return exists(dest)
	}
	entries, err := os.ReadDir(src.full)
	if err != nil {
		return fail(err, "opendir", src)
	}
	for _, e := range entries {
		below, at := src.join(e.Name()), dest.join(e.Name())
		ok, err := c.filter(below, at)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		from, to, err := c.check(below, at)
		if err == nil {
			err = c.copy(below, at, from, to)
		}
		if err != nil {
			return err
		}
	}
	if to != nil {
		return nil
	}
	return fail(changeMode(dest.full, from.mode&modePerm), "chmod", dest)
}

func (c *copying) makeDir(dir string) error {
	mode := uint32(0o777)
	if c.umask >= 0 {
		mode &^= uint32(c.umask)
	}
	return c.files.makeDirIn(dir, mode, makeDir)
}

func exists(dest path) error { return cpError("ERR_FS_CP_EEXIST", dest.given+" already exists", dest) }

func (c *copying) file(src, dest path, from, to *status) error {
	switch {
	case to == nil:
	case c.force:
		if err := unlink(dest.full); err != nil {
			return fail(err, "unlink", dest)
		}
	case c.errorOnExist:
		return exists(dest)
	default:
		return nil
	}
	src, dest, release, err := c.pinned(src, dest)
	if err != nil {
		return err
	}
	defer release()
	if err := copyFile(src.full, dest.full, dest.flags, c.mode); err != nil {
		return fail(err, "copyfile", src, dest)
	}
	if !c.times {
		return nil
	}
	if from.mode&0o200 == 0 { // times of what cannot be written cannot be set everywhere
		if err := changeMode(dest.full, from.mode&modePerm|0o200); err != nil {
			return fail(err, "chmod", dest)
		}
	}
	st, err := statPath(src.full) // once more, as reading may have changed them
	if err != nil {
		return fail(err, "stat", src)
	}
	if err := changeTimes(dest.full, time.Unix(0, st.atime), time.Unix(0, st.mtime)); err != nil {
		return fail(err, "utime", dest)
	}
	return fail(changeMode(dest.full, from.mode&modePerm), "chmod", dest)
}

// pinned holds a file and the place where its copy is to be.
func (c *copying) pinned(src, dest path) (from, to path, release func(), err error) {
	s, ok := c.permissions.Pin(src.full, c.dereference, permission.Existing, permission.FileSystemRead)
	if !ok {
		return src, dest, nil, refusedCopy(src, dest)
	}
	d, ok := c.permissions.Pin(dest.full, true, permission.Creating, permission.FileSystemWrite)
	if !ok {
		s.Release()
		return src, dest, nil, refusedCopy(src, dest)
	}
	src.full, dest.full, dest.flags = s.Name, d.Name, d.Flags
	return src, dest, func() { s.Release(); d.Release() }, nil
}

func (c *copying) link(src, dest path, to *status) error {
	target, err := os.Readlink(src.full)
	if err != nil {
		return fail(err, "readlink", src)
	}
	full := target
	if !filepath.IsAbs(full) {
		full = filepath.Join(filepath.Dir(src.full), target)
	}
	if !c.verbatim {
		target = full
	}
	link := func() error {
		return fail(makeSymlink(target, dest.full, ""), "symlink", path{given: target}, dest)
	}
	if to == nil || !to.is(modeLink) {
		return link()
	}
	old, err := os.Readlink(dest.full)
	if err != nil {
		return fail(err, "readlink", dest)
	}
	if !filepath.IsAbs(old) {
		old = filepath.Join(filepath.Dir(dest.full), old)
	}
	st, err := statPath(src.full)
	if err != nil {
		return fail(err, "stat", src)
	}
	switch {
	case st.is(modeDir) && within(full, old):
		return insideItself(full, old, dest)
	case st.is(modeDir) && within(old, full):
		return cpError("ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY", "cannot overwrite "+old+" with "+full, dest)
	}
	if err := unlink(dest.full); err != nil {
		return fail(err, "unlink", dest)
	}
	return link()
}

func (p path) join(name string) path {
	return path{given: filepath.Join(p.given, name), full: filepath.Join(p.full, name)}
}

func (s *status) is(kind uint32) bool { return s.mode&modeType == kind }

// same reports whether both are one file.
func (s *status) same(t *status) bool { return s.ino != 0 && s.ino == t.ino && s.dev == t.dev }

// cpError is an error that cp finds before the system does.
func cpError(code, info string, at path) error {
	e := &codeError{code: code, class: "SystemError", name: "EINVAL", errno: int(syscall.EINVAL), info: info, syscall: "cp", path: at.given}
	title := ""
	switch code {
	case "ERR_FS_CP_EINVAL":
		title = "Invalid src or dest"
	case "ERR_FS_CP_DIR_TO_NON_DIR":
		title = "Cannot overwrite non-directory with directory"
		e.name, e.errno = "EISDIR", int(syscall.EISDIR)
	case "ERR_FS_CP_NON_DIR_TO_DIR":
		title = "Cannot overwrite directory with non-directory"
		e.name, e.errno = "ENOTDIR", int(syscall.ENOTDIR)
	case "ERR_FS_EISDIR":
		title = "Path is a directory"
		e.name, e.errno = "EISDIR", int(syscall.EISDIR)
	case "ERR_FS_CP_EEXIST":
		title = "Target already exists"
		e.name, e.errno = "EEXIST", int(syscall.EEXIST)
	case "ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY":
		title = "Cannot overwrite symlink in subdirectory of self"
	case "ERR_FS_CP_SOCKET":
		title = "Cannot copy a socket file"
	case "ERR_FS_CP_FIFO_PIPE":
		title = "Cannot copy a FIFO pipe"
	case "ERR_FS_CP_UNKNOWN":
		title = "Cannot copy an unknown file type"
	}
	e.message = title + ": cp returned " + e.name + " (" + info + ") " + at.given
	return e
}
