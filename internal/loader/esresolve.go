package loader

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/gojs-run/gojs/internal/weburl"
)

// Builtin tells a resolver which names are built-in modules.
type Builtin func(name string) bool

// ResolveES finds the URL that specifier means in the module at parent, a URL
// (Node: esm.md#resolution-algorithm). Errors are *ExportsError or *ConfigError.
func (r *Resolver) ResolveES(specifier, parent string, builtin Builtin) (string, error) {
	base, ok := weburl.Parse(parent, nil)
	if !ok {
		base = &weburl.URL{Scheme: "data", Opaque: true, Port: -1}
	}
	from := pathOrURL(parent, base)
	u, err := r.resolveES(specifier, base, parent, builtin)
	if err == nil && u.Scheme == "file" {
		u, err = r.finalize(u, from)
	}
	if err != nil {
		return "", r.blame(err, specifier, from, base)
	}
	return u.String(), nil
}

func pathOrURL(s string, u *weburl.URL) string {
	if u != nil && u.Scheme == "file" {
		return FilePath(u)
	}
	return s
}

// blame completes an error: who asked, and what may have been meant.
func (r *Resolver) blame(err error, specifier, from string, base *weburl.URL) error {
	var nf *NotFound
	if errors.As(err, &nf) {
		if r.stat(nf.Request) == isDir {
			err = &ExportsError{Code: "ERR_UNSUPPORTED_DIR_IMPORT", Args: []string{nf.Request, ""}, URL: FileURL(nf.Request)}
		} else {
			err = &ExportsError{Code: "ERR_MODULE_NOT_FOUND", Args: []string{"module", nf.Request, ""}, URL: FileURL(nf.Request)}
		}
	}
	var ee *ExportsError
	if !errors.As(err, &ee) {
		return err
	}
	if n := len(ee.Args) - 1; n >= 0 && (ee.Args[n] == "" || ee.Code == "ERR_PACKAGE_IMPORT_NOT_DEFINED" || ee.Code == "ERR_INVALID_MODULE_SPECIFIER") {
		ee.Args[n] = from
	}
	if base.Scheme == "file" && (ee.Code == "ERR_MODULE_NOT_FOUND" || ee.Code == "ERR_UNSUPPORTED_DIR_IMPORT") {
		ee.Hint = r.hint(specifier, filepath.Dir(FilePath(base)))
	}
	return ee
}

// hint finds what require would find: people leave out extensions.
func (r *Resolver) hint(specifier, dir string) string {
	if strings.HasPrefix(specifier, "file:") {
		u, ok := weburl.Parse(specifier, nil)
		if !ok {
			return ""
		}
		specifier = FilePath(u)
	}
	exts := []string{".js", ".json", ".node"}
	file, err := r.Resolve(specifier, dir, exts, nil)
	if err != nil {
		return ""
	}
	if isRelative(specifier) {
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return ""
		}
		if rel = filepath.ToSlash(rel); !strings.HasPrefix(rel, "../") {
			rel = "./" + rel
		}
		return escapePath(rel)
	}
	if !filepath.IsAbs(specifier) {
		if _, in, ok := cutLast(filepath.ToSlash(file), "/node_modules/"); ok && strings.Contains(in, "/") {
			return escapePath(in)
		}
	}
	return FileURL(file)
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func (r *Resolver) resolveES(specifier string, base *weburl.URL, parent string, builtin Builtin) (*weburl.URL, error) {
	relative := strings.HasPrefix(specifier, "./") || strings.HasPrefix(specifier, "../") || strings.HasPrefix(specifier, "/") || specifier == "." || specifier == ".."
	unsupported := &ExportsError{Code: "ERR_UNSUPPORTED_RESOLVE_REQUEST", Args: []string{specifier, parent}}
	switch {
	case relative:
		if base.Opaque {
			return nil, unsupported
		}
		u, ok := weburl.Parse(specifier, base)
		if !ok {
			return nil, unsupported
		}
		return u, nil
	case strings.HasPrefix(specifier, "#"):
		if base.Scheme != "file" {
			return nil, &ExportsError{Code: "ERR_PACKAGE_IMPORT_NOT_DEFINED", Args: []string{specifier, "", ""}}
		}
		return r.importsES(specifier, base, parent, builtin)
	}
	if u, ok := weburl.Parse(specifier, nil); ok && u.Scheme != "" {
		return u, nil
	}
	if builtin(specifier) {
		return weburlOf("node:" + specifier), nil
	}
	if base.Scheme != "file" {
		return nil, unsupported
	}
	return r.packageES(specifier, filepath.Dir(FilePath(base)))
}

func weburlOf(s string) *weburl.URL {
	u, _ := weburl.Parse(s, nil)
	return u
}

func (r *Resolver) importsES(specifier string, base *weburl.URL, parent string, builtin Builtin) (*weburl.URL, error) {
	target, pkg, err := r.importsTarget(specifier, filepath.Dir(FilePath(base)))
	switch {
	case err != nil:
		return nil, err
	case filepath.IsAbs(target):
		return fileOr(r.target(target, specifier))
	case strings.HasPrefix(target, "node:"):
		return weburlOf(target), nil
	}
	in := weburlOf(FileURL(filepath.Join(pkg.Dir, "package.json")))
	return r.resolveES(target, in, parent, builtin)
}

// packageES finds "name/sub/path" in the node_modules folders above dir.
func (r *Resolver) packageES(specifier, dir string) (*weburl.URL, error) {
	name, sub, ok := splitBare(specifier)
	if !ok {
		return nil, &ExportsError{Code: "ERR_INVALID_MODULE_SPECIFIER", Args: []string{specifier, "is not a valid package name", ""}}
	}
	if f, err := r.self(specifier, dir); f != "" || err != nil {
		return fileOr(f, err)
	}
	for _, p := range NodeModulePaths(dir) {
		folder := filepath.Join(p, name)
		if r.stat(folder) != isDir {
			continue
		}
		pkg, err := r.Package(folder)
		switch {
		case err != nil:
			return nil, err
		case pkg != nil && pkg.Exports != nil:
			return fileOr(r.exported(pkg, sub, specifier))
		case sub == ".":
			return r.mainES(folder, pkg)
		}
		u, ok := weburl.Parse(sub, weburlOf(FileURL(folder)+"/"))
		if !ok {
			return nil, &NotFound{Request: filepath.Join(folder, sub)}
		}
		return u, nil
	}
	return nil, &ExportsError{Code: "ERR_MODULE_NOT_FOUND", Args: []string{"package", name, ""}}
}

func fileOr(file string, err error) (*weburl.URL, error) {
	if err != nil {
		return nil, err
	}
	return weburlOf(FileURL(file)), nil
}

// mainES tries what CommonJS tries for a package's main module.
func (r *Resolver) mainES(folder string, pkg *Package) (*weburl.URL, error) {
	var tries []string
	if pkg != nil && pkg.Main != "" {
		m := pkg.Main
		tries = []string{m, m + ".js", m + ".json", m + ".node", m + "/index.js", m + "/index.json", m + "/index.node"}
	}
	for _, t := range append(tries, "index.js", "index.json", "index.node") {
		if f := filepath.Join(folder, t); r.stat(f) == isFile {
			return weburlOf(FileURL(f)), nil
		}
	}
	return nil, &ExportsError{Code: "ERR_MODULE_NOT_FOUND", Args: []string{"package", filepath.Join(folder, "index.js"), ""}}
}

// finalize checks that a file: URL names a file, and gives the file's own name.
func (r *Resolver) finalize(u *weburl.URL, from string) (*weburl.URL, error) {
	path := strings.ToLower(u.Path)
	if strings.Contains(path, "%2f") || strings.Contains(path, "%5c") {
		return nil, encodedSlash(u.Path, from)
	}
	file := FilePath(u)
	dir := strings.HasSuffix(file, string(filepath.Separator))
	fi, err := r.Files.Stat(file)
	switch {
	case dir, err == nil && fi.IsDir():
		return nil, &ExportsError{Code: "ERR_UNSUPPORTED_DIR_IMPORT", Args: []string{file, from}, URL: u.String()}
	case err != nil:
		return nil, &ExportsError{Code: "ERR_MODULE_NOT_FOUND", Args: []string{"module", file, from}, URL: u.String()}
	}
	real, err := r.real(file)
	if err != nil {
		return nil, err
	}
	f := weburlOf(FileURL(real))
	f.Query, f.HasQuery, f.Fragment, f.HasFragment = u.Query, u.HasQuery, u.Fragment, u.HasFragment
	return f, nil
}

// FileURL is the file: URL of an absolute path.
func FileURL(path string) string {
	if filepath.Separator == '\\' {
		path = filepath.ToSlash(path)
		if strings.HasPrefix(path, "//") {
			return "file:" + escapePath(path)
		}
		path = "/" + path
	}
	return "file://" + escapePath(path)
}

func escapePath(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if c := path[i]; c <= ' ' || c >= 0x7f || strings.IndexByte("\"#%<>?\\^`{}", c) >= 0 {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// FilePath is the path of a file: URL.
func FilePath(u *weburl.URL) string {
	p := weburl.Decode(u.Path)
	if filepath.Separator == '\\' {
		if u.Host != "" {
			return `\\` + u.Host + filepath.FromSlash(p)
		}
		return filepath.FromSlash(strings.TrimPrefix(p, "/"))
	}
	return p
}

// Format is how a file is to be loaded: "module", "commonjs", "json", "addon",
// "wasm"; "detect" for JavaScript whose text tells; with "-typescript" added for
// TypeScript. Files of other extensions give an *ExportsError.
func (r *Resolver) Format(file string) (string, error) {
	ext := filepath.Ext(file)
	if filepath.Base(file) == ext {
		ext = "" // a dot file has none
	}
	switch ext {
	case ".mjs":
		return "module", nil
	case ".cjs":
		return "commonjs", nil
	case ".json":
		return "json", nil
	case ".mts":
		return "module-typescript", nil
	case ".cts":
		return "commonjs-typescript", nil
	case ".node":
		return "addon", nil
	case ".wasm":
		return "wasm", nil
	case ".js", "", ".ts", ".tsx", ".jsx":
	default:
		return "", &ExportsError{Code: "ERR_UNKNOWN_FILE_EXTENSION", Args: []string{ext, file}}
	}
	pkg, err := r.Scope(filepath.Dir(file))
	if err != nil {
		return "", err
	}
	format := "detect"
	if pkg != nil && pkg.Type != "" {
		format = pkg.Type
	}
	if ext != ".js" && ext != "" {
		format += "-typescript"
	}
	return format, nil
}
