package permission

import (
	"os"
	"path/filepath"
	"strings"
)

// area is a part of the file system.
type area struct {
	path   string // clean and absolute, "" for everything
	within bool   // and all that is below it
	prefix bool   // and all that begins like it
}

// areas reads the paths of grants. What a path leads to through symbolic links is granted with it.
func areas(list []string, dir string) (out places) {
	for _, given := range list {
		if given == "*" {
			return places{{prefix: true}}
		}
		name, _, star := strings.Cut(given, "*") // what follows the first one does not count, as in Node
		slash := name == "" || os.IsPathSeparator(name[len(name)-1])
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		a := area{path: filepath.Clean(name)}
		switch {
		case star && slash:
			a.within = true
		case star:
			a.prefix = true
		default:
			st, err := os.Stat(a.path)
			a.within = err == nil && st.IsDir()
		}
		out = append(out, a)
		if real := Real(a.path, true); real != a.path {
			out = append(out, area{real, a.within, a.prefix})
		}
	}
	return out
}

func covers(list places, path string) bool {
	if list.everything() {
		return true
	}
	if path == "" {
		return false
	}
	path = filepath.Clean(path)
	for _, a := range list {
		rest, ok := strings.CutPrefix(path, a.path)
		if !ok {
			continue
		}
		if rest == "" || a.prefix || a.within && (os.IsPathSeparator(rest[0]) || os.IsPathSeparator(a.path[len(a.path)-1])) {
			return true
		}
	}
	return false
}

// HasFile is Has for a file that is about to be used: by its path and by where that leads. follow says whether a
// symbolic link at its end is followed by what is to be done.
func (s *Set) HasFile(scope Scope, path string, follow bool) bool {
	if s == nil {
		return true
	}
	if !s.Has(scope, path) {
		return false
	}
	if s.free([]Scope{scope}) && !s.Audit {
		return true
	}
	return s.coversReal(scope, Real(path, follow))
}

// coversReal tells whether a path without links is one of those that are granted.
func (s *Set) coversReal(scope Scope, real string) bool {
	for i := range s.layers {
		if list := s.layers[i].files(scope); !list.everything() && !covers(list, real) {
			return false
		}
	}
	return true
}

// files are what is granted to be read or written.
func (l *layer) files(scope Scope) places {
	if scope == FileSystemWrite {
		return l.write
	}
	return l.read
}

// places are parts of the file system.
type places []area

func (p places) everything() bool { return len(p) == 1 && p[0].path == "" && p[0].prefix }

// Real is where a path leads through symbolic links. Of what does not exist the folders that do are resolved.
func Real(path string, follow bool) string {
	if !follow {
		return filepath.Join(Real(filepath.Dir(path), true), filepath.Base(path))
	}
	// A link that leads to nothing is still a link: what is made through it is made there.
	for range 40 {
		real, err := filepath.EvalSymlinks(path)
		if err == nil {
			return real
		}
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(target) {
			target = filepath.Dir(path) + string(filepath.Separator) + target
		}
		path = target
	}
	dir := parent(path)
	if dir == path {
		return path
	}
	return filepath.Join(Real(dir, true), filepath.Base(path))
}

// parent is the folder of a path, which is not cleaned: "link/.." is for the file system to resolve.
func parent(path string) string {
	trimmed := strings.TrimRight(path, string(filepath.Separator))
	i := strings.LastIndexByte(trimmed, filepath.Separator)
	if i < 0 || trimmed == filepath.VolumeName(path) {
		return path
	}
	if i == len(filepath.VolumeName(path)) {
		return trimmed[:i+1]
	}
	return trimmed[:i]
}

// Entry lets the script that is run be read.
func (s *Set) Entry(file string) {
	if s == nil {
		return
	}
	for i := range s.layers {
		if covers(s.layers[i].read, file) {
			continue
		}
		s.layers[i].read = append(s.layers[i].read, area{path: filepath.Clean(file)})
	}
}
