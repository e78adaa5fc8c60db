package fs

import (
	"os"
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (f *files) link(a args) task {
	p, to := f.path(a.at(0), "existingPath"), f.path(a.at(1), "newPath")
	return task{run: func() (any, error) { return nil, fail(os.Link(p.full, to.full), "link", p, to) }}
}

// symlink is fs.symlink(target, path[, type]); type matters on Windows only.
func (f *files) symlink(a args) task {
	kind := ""
	switch v := a.at(2); {
	case jsconv.Nullish(v):
	case goja.IsString(v) && (v.String() == "dir" || v.String() == "file" || v.String() == "junction"):
		kind = v.String()
	default:
		nodeerr.Throw(f.vm, "ERR_INVALID_ARG_VALUE", "type", v, "must be one of: 'dir', 'file', 'junction', null, undefined")
	}
	target, p := f.path(a.at(0), "target"), f.path(a.at(1), "path")
	return task{run: func() (any, error) {
		return nil, fail(makeSymlink(target.given, p.full, kind), "symlink", target, p)
	}}
}

func (f *files) readlink(a args) task {
	o := f.options(a.at(1))
	p := f.path(a.at(0), "oldPath")
	name := f.name(o)
	return task{
		run: func() (any, error) {
			s, err := os.Readlink(p.full)
			return s, fail(err, "readlink", p)
		},
		value: func(v any) goja.Value { return name(v.(string)) },
	}
}

// realpath is fs.realpath and, with native, realpath.native(path[, options]).
func (f *files) realpath(a args, native bool) task {
	o := f.options(a.at(1))
	p := f.path(a.at(0), "path")
	if p.full == "" {
		p.full = f.host.Dir()
	}
	name := f.name(o)
	return task{
		run: func() (any, error) {
			s, err := filepath.EvalSymlinks(p.full)
			if err == nil {
				return filepath.Clean(s), nil
			}
			if native {
				return nil, fail(loopError(err), "realpath", p)
			}
			if s, ok := unnamed(p.full); ok {
				return s, nil
			}
			e := nodeerr.FromOS(loopError(err), "lstat", p.given)
			if at := failedAt(err); at != "" {
				e.Path = at
			}
			return nil, e
		},
		value: func(v any) goja.Value { return name(v.(string)) },
	}
}

func (f *files) rename(a args) task {
	p, to := f.path(a.at(0), "oldPath"), f.path(a.at(1), "newPath")
	return task{run: func() (any, error) { return nil, fail(rename(p.full, to.full), "rename", p, to) }}
}

func (f *files) unlink(a args) task {
	p := f.path(a.at(0), "path")
	return task{run: func() (any, error) { return nil, fail(unlink(p.full), "unlink", p) }}
}

// unnamed follows the links to a pipe or a socket that has no path of its own, such
// as /dev/stdin may be.
func unnamed(p string) (string, bool) {
	st, err := os.Stat(p)
	if err != nil || st.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return "", false
	}
	for {
		target, err := os.Readlink(p)
		if err != nil {
			return p, true
		}
		dir, err := filepath.EvalSymlinks(filepath.Dir(p))
		if err != nil {
			return "", false
		}
		if p = target; !filepath.IsAbs(p) {
			p = filepath.Join(dir, target)
		}
	}
}
