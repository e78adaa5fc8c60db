package loader

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"

	"github.com/gojs-run/gojs/internal/mount"
)

// NotFound says that a request led to no file. Path is set when a package.json
// was found whose main led nowhere.
type NotFound struct {
	Request string
	PkgJSON string
	Main    string
}

func (e *NotFound) Error() string { return "Cannot find module '" + e.Request + "'" }

// Resolver finds the files of CommonJS requests. It caches what it read of
// package.json files; it is safe for use by one Runtime at a time.
type Resolver struct {
	// Conditions are those for exports and imports, beside "default".
	Conditions []string
	// PreserveSymlinks leaves the found path as it is; else it is the real path.
	PreserveSymlinks bool
	// InvalidMain, if not nil, hears of a package whose main leads nowhere but
	// whose index does.
	InvalidMain func(pkgJSON, main string)
	// Files are folders that are no folders of the operating system's.
	Files mount.Table
	// GlobalPaths are searched after all node_modules folders (NODE_PATH).
	GlobalPaths []string

	packages map[string]*Package
	mu       sync.Mutex
}

type kind int8

const (
	none kind = iota
	isFile
	isDir
)

func (r *Resolver) stat(path string) kind {
	fi, err := r.Files.Stat(path)
	switch {
	case err != nil:
		return none
	case fi.IsDir():
		return isDir
	}
	return isFile
}

// Resolve finds the file for request as required from a module in dir, with the
// extensions known to the loader (".js", ".json", ...). paths are the
// node_modules folders to search for bare requests; nil means those above dir.
func (r *Resolver) Resolve(request, dir string, exts []string, paths []string) (string, error) {
	switch {
	case isRelative(request):
		base := filepath.Join(dir, request)
		if f, err := r.asFileOrDir(base, request, exts, mustBeDir(request)); f != "" || err != nil {
			return f, err
		}
		return "", &NotFound{Request: request}
	case filepath.IsAbs(request):
		if f, err := r.asFileOrDir(filepath.Clean(request), request, exts, mustBeDir(request)); f != "" || err != nil {
			return f, err
		}
		return "", &NotFound{Request: request}
	case strings.HasPrefix(request, "#"):
		if pkg, err := r.Scope(dir); err != nil || pkg != nil && pkg.Imports != nil {
			return r.imports(request, dir, exts)
		}
	}
	if f, err := r.self(request, dir); f != "" || err != nil {
		return f, err
	}
	if paths == nil {
		paths = append(NodeModulePaths(dir), r.GlobalPaths...)
	}
	for _, p := range paths {
		if r.stat(p) != isDir {
			continue
		}
		if f, err := r.exports(p, request); f != "" || err != nil {
			return f, err
		}
		if f, err := r.asFileOrDir(filepath.Join(p, request), request, exts, mustBeDir(request)); f != "" || err != nil {
			return f, err
		}
	}
	return "", &NotFound{Request: request}
}

func isRelative(s string) bool {
	if s == "." || s == ".." || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") {
		return true
	}
	return filepath.Separator == '\\' && (strings.HasPrefix(s, `.\`) || strings.HasPrefix(s, `..\`))
}

// mustBeDir: "./x/" and ".." name a folder even where a file x.js exists.
func mustBeDir(s string) bool {
	return strings.HasSuffix(s, "/") || s == "." || s == ".." || strings.HasSuffix(s, "/.") || strings.HasSuffix(s, "/..")
}

func (r *Resolver) asFileOrDir(base, request string, exts []string, dirOnly bool) (string, error) {
	k := r.stat(base)
	if !dirOnly {
		if k == isFile {
			return r.real(base)
		}
		if f := r.withExt(base, exts); f != "" {
			return r.real(f)
		}
	}
	if k != isDir {
		return "", nil
	}
	return r.asDir(base, request, exts)
}

func (r *Resolver) withExt(base string, exts []string) string {
	for _, e := range exts {
		if r.stat(base+e) == isFile {
			return base + e
		}
	}
	return ""
}

func (r *Resolver) asDir(dir, request string, exts []string) (string, error) {
	pkg, err := r.Package(dir)
	if err != nil {
		return "", err
	}
	index := filepath.Join(dir, "index")
	if pkg == nil || pkg.Main == "" {
		if f := r.withExt(index, exts); f != "" {
			return r.real(f)
		}
		return "", nil
	}
	main := filepath.Join(dir, pkg.Main)
	if r.stat(main) == isFile {
		return r.real(main)
	}
	for i, b := range []string{main, filepath.Join(main, "index"), index} {
		if f := r.withExt(b, exts); f != "" {
			if i == 2 && r.InvalidMain != nil {
				r.InvalidMain(filepath.Join(dir, "package.json"), pkg.Main)
			}
			return r.real(f)
		}
	}
	return "", &NotFound{Request: main, PkgJSON: filepath.Join(dir, "package.json"), Main: pkg.Main}
}

func (r *Resolver) real(path string) (string, error) {
	if r.PreserveSymlinks {
		return path, nil
	}
	p, err := r.Files.Real(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	return p, err
}

// NodeModulePaths lists the node_modules folders for modules in dir, nearest first.
func NodeModulePaths(dir string) []string {
	var out []string
	for {
		if filepath.Base(dir) != "node_modules" {
			out = append(out, filepath.Join(dir, "node_modules"))
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return out
		}
		dir = parent
	}
}
