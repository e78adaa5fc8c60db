package fs

import (
	"io/fs"
	"os"
	slashpath "path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/glob"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/internal/validate"
)

// globbing is one call of glob: patterns that are looked for below a directory.
type globbing struct {
	root    string
	options glob.Options

	exclude []string // patterns
	// skipped asks the script's function whether to leave something out; nil: nothing.
	skipped func(name, at string, kind int) (bool, error)

	permissions *permission.Set

	entries map[string][]fs.DirEntry // of directories, by path
	entered map[string]bool          // whether a path is a directory to look into
	seen    map[position]bool
	found   map[string]bool
	results []string
}

// position is a point of the search: a path that has been reached, and the segment
// of a pattern that is next.
type position struct {
	path    string
	pattern int
	segment int
}

// glob is fs.glob(pattern or patterns[, options]).
func (f *files) glob(a args) task { return f.globTask(a, f.askLoop) }

// globSync is fs.globSync(pattern or patterns[, options]).
func (f *files) globSync(a args) task { return f.globTask(a, f.askHere) }

func (f *files) globTask(a args, ask asker) task {
	var o *goja.Object
	if v := a.at(1); !goja.IsUndefined(v) {
		o = validate.Object(f.vm, v, "options")
	}
	cwd := path{given: ".", full: f.host.Dir()}
	if v := option(o, "cwd"); !jsconv.Nullish(v) {
		cwd = f.path(v, "options.cwd")
	}
	types := option(o, "withFileTypes").ToBoolean()
	g := &globbing{
		root: cwd.full, permissions: f.host.Permissions,
		options: glob.Options{Windows: runtime.GOOS == "windows", NoCase: runtime.GOOS == "windows" || runtime.GOOS == "darwin"},
		entries: map[string][]fs.DirEntry{}, entered: map[string]bool{}, seen: map[position]bool{}, found: map[string]bool{},
	}
	switch v := option(o, "exclude"); {
	case jsconv.Nullish(v):
	case jsconv.IsCallable(v):
		fn, _ := goja.AssertFunction(v)
		g.skipped = func(name, at string, kind int) (bool, error) {
			return ask("exclude", func() goja.Value {
				arg := f.vm.ToValue(name)
				if types {
					arg = f.newDirent(f.vm.ToValue(filepath.Base(name)), filepath.Join(cwd.given, at), kind)
				}
				return jsconv.Call(fn, goja.Undefined(), arg)
			})
		}
	default:
		if !kind.IsArray(v) {
			nodeerr.Throw(f.vm, "ERR_INVALID_ARG_TYPE", "options.exclude", []string{"function", "string[]"}, v)
		}
		for _, p := range f.patterns(v, "options.exclude") {
			for _, p := range glob.Braces(filepath.ToSlash(p)) {
				g.exclude = append(g.exclude, slashpath.Clean(p))
			}
		}
	}
	patterns := f.patterns(a.at(0), "patterns")
	return task{
		run: func() (any, error) { return g, g.search(patterns) },
		value: func(any) goja.Value {
			items := make([]any, len(g.results))
			for i, p := range g.results {
				if !types {
					items[i] = p
					continue
				}
				kind := 0
				if st, err := os.Lstat(g.full(p)); err == nil {
					kind = kindOf(st.Mode())
				}
				at := filepath.Dir(p)
				if !filepath.IsAbs(p) {
					at = filepath.Dir(filepath.Join(cwd.given, p))
				}
				items[i] = f.newDirent(f.vm.ToValue(filepath.Base(p)), at, kind)
			}
			return f.vm.NewArray(items...)
		},
	}
}

// patterns reads one pattern or an array of them.
func (f *files) patterns(v goja.Value, name string) []string {
	if !kind.IsArray(v) {
		return []string{validate.String(f.vm, v, name)}
	}
	list := make([]string, jsconv.Get(v, "length").ToInteger())
	for i := range list {
		k := strconv.Itoa(i)
		list[i] = validate.String(f.vm, jsconv.Get(v, k), name+"["+k+"]")
	}
	return list
}

func (g *globbing) search(patterns []string) error {
	n := 0
	for _, p := range patterns {
		for _, p := range glob.Braces(strings.ReplaceAll(p, `\`, "/")) {
			segments := segmentsOf(p)
			start, first := ".", 0
			if len(segments) > 1 && segments[0] == "" {
				start, first = "/", 1
			}
			if v := filepath.VolumeName(filepath.FromSlash(p)); v != "" && len(segments) > 1 {
				start, first = v+`\`, 1
			}
			if len(segments) == first || p == "" {
				continue
			}
			if err := g.walk(start, segments, first, n); err != nil {
				return err
			}
			n++
		}
	}
	return nil
}

// segmentsOf cuts a pattern at runs of slashes; the empty first segment of an
// absolute one and the empty last one after a slash stay. ** after ** says nothing.
func segmentsOf(pattern string) []string {
	parts := strings.Split(pattern, "/")
	out := parts[:0]
	for i, s := range parts {
		switch {
		case s == "" && i > 0 && i < len(parts)-1:
		case s == "**" && len(out) > 0 && out[len(out)-1] == "**":
		default:
			out = append(out, s)
		}
	}
	return out
}

func (g *globbing) full(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(g.root, p)
}

// walk goes on from p with the segments from i on.
func (g *globbing) walk(p string, segments []string, i, pattern int) error {
	if i == len(segments) {
		g.add(p)
		return nil
	}
	at := position{p, pattern, i}
	if g.seen[at] {
		return nil
	}
	g.seen[at] = true
	if ok, err := g.enter(p); !ok {
		return err
	}
	switch segment, last := segments[i], i == len(segments)-1; {
	case segment == "", segment == ".":
		return g.walk(p, segments, i+1, pattern)
	case segment == "..":
		return g.walk(filepath.Join(p, ".."), segments, i+1, pattern)
	case segment == "**":
		return g.below(p, segments, i, pattern)
	case !glob.Magic(segment):
		p = filepath.Join(p, segment)
		if last || i > 0 && segments[i-1] == "**" {
			st, err := os.Lstat(g.full(p))
			if err != nil || !last && !g.through(st.Mode(), segments, i) {
				return nil
			}
		}
		return g.walk(p, segments, i+1, pattern)
	default:
		for _, e := range g.list(p) {
			if last || g.through(e.Type(), segments, i) {
				if !glob.Segment(segment, e.Name(), g.options) {
					continue
				}
				if err := g.walk(filepath.Join(p, e.Name()), segments, i+1, pattern); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

// through reports whether what a segment matches, which is not the last, may be gone
// through: directories, and symbolic links whose next step leads back.
func (g *globbing) through(mode fs.FileMode, segments []string, i int) bool {
	return mode.IsDir() || mode&fs.ModeSymlink != 0 && segments[i+1] == ".."
}

// below is the segment **: p itself and all directories below it. It goes through a
// symbolic link only as its last step, and only if the next segment matches the link
// itself or the pattern begins with a dot.
func (g *globbing) below(p string, segments []string, i, pattern int) error {
	last := i == len(segments)-1
	if !last || p != "." || i > 0 || len(segments) == 1 {
		if err := g.walk(p, segments, i+1, pattern); err != nil {
			return err
		}
	}
	for _, e := range g.list(p) {
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if g.skipped != nil {
			skip, err := g.skipped(e.Name(), p, kindOf(e.Type()))
			if err != nil {
				return err
			}
			if skip {
				continue
			}
		}
		q := filepath.Join(p, e.Name())
		next := i
		switch {
		case e.IsDir():
		case last, e.Type()&fs.ModeSymlink != 0 && (segments[0] == "." || glob.Segment(segments[i+1], e.Name(), g.options)):
			next = i + 1
		default:
			continue
		}
		if err := g.walk(q, segments, next, pattern); err != nil {
			return err
		}
	}
	return nil
}

// enter reports whether p is a directory that is not excluded.
func (g *globbing) enter(p string) (bool, error) {
	if ok, known := g.entered[p]; known {
		return ok, nil
	}
	st, err := os.Stat(g.full(p))
	ok := err == nil && st.IsDir() && !g.excluded(p)
	if ok && g.skipped != nil && p != "." {
		skip, err := g.skipped(p, filepath.Dir(p), kindOf(st.Mode()))
		if err != nil {
			return false, err
		}
		ok = !skip
	}
	g.entered[p] = ok
	return ok, nil
}

// readable reports whether the script may read a path; what it may not is passed over.
func readable(set *permission.Set, p string) bool {
	return set == nil || set.Audit || set.HasFile(permission.FileSystemRead, p, true)
}

// list reads a directory; one that may not be read is empty.
func (g *globbing) list(p string) []fs.DirEntry {
	list, ok := g.entries[p]
	if !ok {
		if readable(g.permissions, g.full(p)) {
			list, _ = os.ReadDir(g.full(p))
		}
		g.entries[p] = list
	}
	return list
}

func (g *globbing) add(p string) {
	if !g.found[p] && !g.excluded(p) && readable(g.permissions, g.full(p)) {
		g.found[p] = true
		g.results = append(g.results, p)
	}
}

// excluded reports whether p matches one of the patterns in exclude; a/** stands for
// a there, too.
func (g *globbing) excluded(p string) bool {
	return slices.ContainsFunc(g.exclude, func(pattern string) bool {
		whole := p
		if filepath.IsAbs(filepath.FromSlash(pattern)) {
			whole = g.full(p)
		} else if filepath.IsAbs(p) {
			return false
		}
		base, tree := strings.CutSuffix(pattern, "/**")
		return glob.Match(pattern, whole, g.options) || tree && glob.Match(base, whole, g.options)
	})
}
