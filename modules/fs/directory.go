package fs

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/internal/validate"
)

// mkdir is fs.mkdir(path[, mode or options]). With recursive the result is the
// first directory that was made.
func (f *files) mkdir(a args) task {
	p := f.path(a.at(0), "path")
	mode, recursive := uint32(0o777), false
	switch v := a.at(1); {
	case goja.IsNumber(v), goja.IsString(v):
		mode = f.mode(v, "mode", mode)
	case jsconv.Nullish(v):
	default:
		o, ok := v.(*goja.Object)
		if !ok {
			break
		}
		recursive = f.flagOption(o, "recursive")
		mode = f.mode(option(o, "mode"), "options.mode", mode)
	}
	mode, exact := f.masked(mode), f.host.Umask >= 0
	make := func(dir string, mode uint32) error {
		err := makeDir(dir, mode)
		if err == nil && exact {
			_ = changeMode(dir, mode) // the system's umask may have taken more
		}
		return err
	}
	if !recursive {
		return task{run: func() (any, error) { return nil, fail(make(p.full, mode), "mkdir", p) }}
	}
	stop := "" // a relative path does not bring back a directory that is gone
	if !filepath.IsAbs(p.given) {
		stop = f.host.Dir()
	}
	return task{
		run: func() (any, error) {
			first, err := makeAll(p.full, stop, func(dir string) error { return f.makeDirIn(dir, mode, make) })
			if err == nil {
				if first != "" {
					first = filepath.Clean(first)
				}
				return first, nil
			}
			e := nodeerr.FromOS(err, "mkdir", p.given)
			if e.Code == "ENOTDIR" || e.Code == "EEXIST" {
				if at := failedAt(err); at != "" {
					e.Path = at
				}
			}
			return nil, e
		},
		value: func(v any) goja.Value {
			if v.(string) == "" {
				return goja.Undefined()
			}
			return f.vm.ToValue(v)
		},
	}
}

// makeAll makes a directory with those above it, but not stop, and returns the
// first that was missing.
func makeAll(dir, stop string, make func(string) error) (first string, err error) {
	err = make(dir)
	switch {
	case err == nil:
		return dir, nil
	case errors.Is(err, fs.ErrNotExist):
		parent := above(dir)
		if parent == "" || parent == dir || parent == stop {
			return "", err
		}
		first, err = makeAll(parent, stop, make)
		if err != nil {
			return "", err
		}
		again, err := makeAll(dir, stop, make)
		if first == "" {
			first = again
		}
		return first, err
	case errors.Is(err, syscall.ENOTDIR):
		return "", &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
	}
	if st, e := os.Stat(dir); e == nil {
		if st.IsDir() {
			return "", nil
		}
		return "", &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.EEXIST}
	}
	return "", err
}

// above is the directory that a path is in, taken as it is written: what a ".."
// leads out of must be made, too.
func above(dir string) string {
	i := len(dir)
	for i > 0 && os.IsPathSeparator(dir[i-1]) {
		i--
	}
	for i > 0 && !os.IsPathSeparator(dir[i-1]) {
		i--
	}
	for i > 1 && os.IsPathSeparator(dir[i-1]) {
		i--
	}
	return dir[:i]
}

// mkdtemp is fs.mkdtemp(prefix[, options]).
func (f *files) mkdtemp(a args) task {
	o := f.options(a.at(1))
	p := f.path(a.at(0), "prefix")
	if strings.HasSuffix(p.given, "X") && !f.warnedX {
		f.warnedX = true
		f.warn("mkdtemp() templates ending with X are not portable. For details see: https://nodejs.org/api/fs.html")
	}
	name := f.name(o)
	return task{
		run: func() (any, error) {
			const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			for {
				var suffix [6]byte
				for i := range suffix {
					suffix[i] = letters[rand.IntN(len(letters))]
				}
				err := makeDir(p.full+string(suffix[:]), 0o700)
				if errors.Is(err, fs.ErrExist) {
					continue
				}
				return p.given + string(suffix[:]), fail(err, "mkdtemp", path{given: p.given + "XXXXXX"})
			}
		},
		value: func(v any) goja.Value { return name(v.(string)) },
	}
}

// found is one entry of a directory that was read.
type found struct {
	name   string // relative to the directory that readdir was called for
	parent string // as the script would call it
	kind   int
}

// readdir is fs.readdir(path[, options]).
func (f *files) readdir(a args) task {
	o := f.options(a.at(1))
	p := f.path(a.at(0), "path")
	recursive := f.flagOption(o, "recursive")
	types := option(o, "withFileTypes").ToBoolean()
	name := f.name(o)
	return task{
		run: func() (any, error) {
			list, err := readDir(p.full, p.given, "", recursive)
			return list, fail(err, "scandir", p)
		},
		value: func(v any) goja.Value {
			list := v.([]found)
			items := make([]goja.Value, len(list))
			for i, e := range list {
				if types {
					items[i] = f.newDirent(name(filepath.Base(e.name)), e.parent, e.kind)
				} else {
					items[i] = name(e.name)
				}
			}
			return slots.NewArray(f.vm, items)
		},
	}
}

// readDir lists a directory, with recursive also those below it, level by level.
func readDir(full, given, prefix string, recursive bool) ([]found, error) {
	d, err := os.Open(full)
	if err != nil {
		return nil, err
	}
	entries, err := d.ReadDir(-1)
	if e := d.Close(); err == nil {
		err = e
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	list := make([]found, 0, len(entries))
	for _, e := range entries {
		list = append(list, found{prefix + e.Name(), given, kindOf(e.Type())})
	}
	if !recursive {
		return list, nil
	}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		below, err := readDir(filepath.Join(full, e.Name()), filepath.Join(given, e.Name()), prefix+e.Name()+string(filepath.Separator), true)
		if err != nil {
			return nil, err
		}
		list = append(list, below...)
	}
	return list, nil
}

// direntClass makes Dirent.
func (f *files) direntClass() {
	if f.dirent != nil {
		return
	}
	vm := f.vm
	f.dirent = vm.NewObject()
	f.direntFn = vm.ToValue(func(c goja.ConstructorCall) *goja.Object {
		_ = c.This.Set("name", c.Argument(0))
		_ = c.This.Set("parentPath", c.Argument(1))
		_ = c.This.SetSymbol(symType.Get(), c.Argument(2))
		return nil
	}).(*goja.Object)
	_ = f.direntFn.DefineDataProperty("name", vm.ToValue("Dirent"), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = f.direntFn.DefineDataProperty("length", vm.ToValue(3), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	_ = f.direntFn.DefineDataProperty("prototype", f.dirent, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE)
	jsconv.Hidden(f.dirent, "constructor", f.direntFn)
	for i, name := range [...]string{"isFile", "isDirectory", "isSymbolicLink", "isFIFO", "isSocket", "isCharacterDevice", "isBlockDevice"} {
		jsconv.Method(vm, f.dirent, name, 0, func(c goja.FunctionCall) goja.Value {
			o, ok := c.This.(*goja.Object)
			if !ok {
				return vm.ToValue(false)
			}
			kind := o.GetSymbol(symType.Get())
			return vm.ToValue(kind != nil && kind.ToInteger() == int64(i+1))
		})
	}
}

var symType = jsconv.Symbol{Name: "type"}

func (f *files) newDirent(name goja.Value, parent string, kind int) *goja.Object {
	f.direntClass()
	if f.parentPath == nil || f.parent != parent {
		f.parent, f.parentPath = parent, f.vm.ToValue(parent)
	}
	o := f.vm.CreateObject(f.dirent)
	slots.Fill(o, direntNames[:], []goja.Value{name, f.parentPath})
	_ = o.SetSymbol(symType.Get(), kind)
	return o
}

var direntNames = [...]slots.Name{"name", "parentPath"}

func (f *files) rmdir(a args) task {
	p := f.path(a.at(0), "path")
	if v := option(object(a.at(1)), "recursive"); !goja.IsUndefined(v) {
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "options.recursive", v, "is no longer supported")
	}
	return task{run: func() (any, error) { return nil, fail(removeDir(p.full), "rmdir", p) }}
}

// rm is fs.rm(path[, options]).
func (f *files) rm(a args) task {
	p := f.path(a.at(0), "path")
	var o *goja.Object
	if v := a.at(1); !goja.IsUndefined(v) {
		o = validate.Object(f.vm, v, "options")
	}
	recursive, force := f.flagOption(o, "recursive"), f.flagOption(o, "force")
	retries, delay := int64(0), int64(100)
	if v := option(o, "maxRetries"); !goja.IsUndefined(v) {
		retries = validate.Integer(f.vm, v, "options.maxRetries", 0, 1<<32-1)
	}
	if v := option(o, "retryDelay"); !goja.IsUndefined(v) {
		delay = validate.Integer(f.vm, v, "options.retryDelay", 0, 1<<31-1)
	}
	return task{run: func() (any, error) {
		st, err := os.Lstat(p.full)
		if err != nil {
			if force && errors.Is(err, fs.ErrNotExist) {
				return nil, nil
			}
			return nil, fail(err, "lstat", p)
		}
		if st.IsDir() && !recursive {
			return nil, &codeError{code: "ERR_FS_EISDIR", class: "SystemError", errno: 21, name: "EISDIR", info: "is a directory",
				message: "Path is a directory: rm returned EISDIR (is a directory) " + p.given, syscall: "rm", path: p.given}
		}
		for try := int64(0); ; try++ {
			err = os.RemoveAll(p.full)
			if err == nil || try >= retries || !busy(err) {
				break
			}
			select {
			case <-time.After(time.Duration(delay*(try+1)) * time.Millisecond):
			case <-f.env.Loop.Lifetime().Done():
			}
		}
		if err != nil && force && errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		e := fail(err, "rm", p)
		if at := failedAt(err); e != nil && at != "" && recursive {
			se := e.(*nodeerr.SystemError)
			se.Path, se.Syscall = p.shown(at), "rm"
		}
		return nil, e
	}}
}

// busy reports whether what could not be removed may be removed a little later.
func busy(err error) bool {
	for _, e := range [...]error{syscall.EBUSY, syscall.EMFILE, syscall.ENFILE, syscall.ENOTEMPTY, syscall.EPERM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// failedAt is the path that an error of package os names.
func failedAt(err error) string {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Path
	}
	return ""
}
