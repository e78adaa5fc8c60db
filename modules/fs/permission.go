package fs

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/modules"
)

// need is a file that an operation is about to use.
type need struct {
	argument    int
	read, write bool
	itself      bool // a symbolic link there is not followed
}

// needs says what an operation uses of the file system. Descriptors that are open already need nothing.
func (f *files) needs(name string, a args) []need {
	switch name {
	case "access", "stat", "statfs", "readdir", "readFile", "realpath", "native", "opendir", "watch", "poll", "exists":
		return []need{{read: true}}
	case "lstat", "readlink":
		return []need{{read: true, itself: true}}
	case "chmod", "chown", "utimes", "writeFile", "appendFile", "mkdir", "mkdtemp":
		return []need{{write: true}}
	case "lchmod", "lchown", "lutimes", "unlink", "rmdir":
		return []need{{write: true, itself: true}}
	case "truncate":
		return []need{{read: true, write: true}}
	case "rm":
		return []need{{read: true, write: true, itself: true}}
	case "copyFile", "cp":
		return []need{{read: true}, {argument: 1, write: true}}
	case "symlink":
		return []need{{argument: 1, write: true, itself: true}}
	case "link":
		return []need{{read: true, write: true}, {argument: 1, write: true, itself: true}}
	case "rename":
		return []need{{read: true, write: true, itself: true}, {argument: 1, write: true, itself: true}}
	case "open":
		flags := f.flags(a.at(1), "r")
		// What is not known to read only may write.
		writes := flags&^permission.ReadOnlyFlags != 0
		return []need{{read: flags&3 != permission.WriteOnlyFlag, write: writes, itself: flags&permission.NoFollowFlag != 0}}
	}
	return nil
}

// refused is why a script may not do an operation, nil if it may. Its arguments were checked; known are the paths among
// them that were read, as an object may say something else the next time.
func (f *files) refused(name string, a args, known ...path) *goja.Object {
	set := f.host.Permissions
	if set == nil {
		return nil
	}
	switch name {
	case "symlink": // a link may lead anywhere, and what it leads to may change
		if set.Has(permission.FileSystemRead, "") && set.Has(permission.FileSystemWrite, "") || set.Audit {
			return nil
		}
		err := nodeerr.New(f.vm, "ERR_ACCESS_DENIED", "fs.symlink API requires full fs.read and fs.write permissions.")
		_ = err.Set("permission", "")
		_ = err.Set("resource", "")
		return err
	case "fchmod", "fchown", "futimes", "fsync", "fdatasync": // they work on what is open for reading
		if set.Has(permission.FileSystemWrite, "") || set.Audit {
			return nil
		}
		return nodeerr.New(f.vm, "ERR_ACCESS_DENIED", name+" API is disabled when Permission Model is enabled.")
	}
	for i, n := range f.needs(name, a) {
		if goja.IsNumber(a.at(n.argument)) {
			continue
		}
		p := ""
		if i < len(known) {
			p = known[i].full
		} else {
			p = f.path(a.at(n.argument), "path").full
		}
		if name == "mkdtemp" {
			p += "XXXXXX"
		}
		if n.read {
			if err := f.env.DeniedFile(modules.ReadFile, p, !n.itself); err != nil {
				return err
			}
		}
		if n.write {
			if err := f.env.DeniedFile(modules.WriteFile, p, !n.itself); err != nil {
				return err
			}
		}
	}
	return nil
}

// throwsRefusal tells whether the form with a callback throws a refusal, as Node does where it checks in JavaScript.
func throwsRefusal(name string) bool {
	switch name {
	case "chmod", "lutimes", "mkdir", "readlink", "rmdir", "utimes":
		return true
	}
	return false
}

// permit throws if a script may not do an operation.
func (f *files) permit(name string, a args, known ...path) {
	if err := f.refused(name, a, known...); err != nil {
		panic(err)
	}
}

// hasNoLinks tells whether a path is its own realpath, which Node's realpathSync, working on names, lets everybody know.
func (f *files) hasNoLinks(a args) bool {
	if f.host.Permissions == nil {
		return false
	}
	full := filepath.Clean(f.path(a.at(0), "path").full)
	real, err := filepath.EvalSymlinks(full)
	return err == nil && real == full
}
