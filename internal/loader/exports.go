package loader

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gojs-run/gojs/internal/weburl"
)

// ExportsError is a request that a package's exports or imports refuse. Code is
// Node's; Args are those of its message.
type ExportsError struct {
	Code string
	Args []string
	URL  string // what was not found, where Node tells
	Hint string // what may have been meant
}

func (e *ExportsError) Error() string { return e.Code + ": " + strings.Join(e.Args, " ") }

// splitBare divides "@scope/pkg/sub/path" into "@scope/pkg" and "./sub/path".
func splitBare(request string) (name, subpath string, ok bool) {
	name, rest, _ := strings.Cut(request, "/")
	if strings.HasPrefix(request, "@") {
		second, more, _ := strings.Cut(rest, "/")
		if second == "" {
			return "", "", false
		}
		name, rest = name+"/"+second, more
	}
	if name == "" || name[0] == '.' || strings.ContainsAny(name, `\%`) {
		return "", "", false
	}
	subpath = "."
	if rest != "" {
		subpath = "./" + rest
	}
	if strings.HasSuffix(request, "/") && rest == "" {
		subpath = "./"
	}
	return name, subpath, true
}

// self resolves a package's reference to itself by name.
func (r *Resolver) self(request, dir string) (string, error) {
	name, sub, ok := splitBare(request)
	if !ok {
		return "", nil
	}
	pkg, err := r.Scope(dir)
	if pkg == nil || err != nil || pkg.Exports == nil || pkg.Name != name {
		return "", err
	}
	return r.exported(pkg, sub, request)
}

// exports resolves request in one node_modules folder if the package there has
// an exports field.
func (r *Resolver) exports(folder, request string) (string, error) {
	name, sub, ok := splitBare(request)
	if !ok {
		return "", nil
	}
	pkg, err := r.Package(filepath.Join(folder, name))
	if pkg == nil || err != nil || pkg.Exports == nil {
		return "", err
	}
	return r.exported(pkg, sub, request)
}

func (r *Resolver) exported(pkg *Package, sub, request string) (string, error) {
	m := pkg.Exports
	if err := mixedKeys(pkg, m); err != nil {
		return "", err
	}
	if !hasSubpaths(m) { // a single target or conditions: sugar for {".": ...}
		m = &Node{Keys: []string{"."}, Values: []*Node{pkg.Exports}}
	}
	target, err := r.match(pkg, m, sub, "exports")
	if err != nil {
		return "", err
	}
	if target == "" {
		return "", &ExportsError{Code: "ERR_PACKAGE_PATH_NOT_EXPORTED", Args: []string{pkg.Dir + string(filepath.Separator), sub, ""}}
	}
	return r.target(target, request)
}

// mixedKeys refuses an exports object with paths and conditions side by side.
func mixedKeys(pkg *Package, n *Node) error {
	for _, k := range n.Keys {
		if strings.HasPrefix(k, ".") != hasSubpaths(n) {
			return &ConfigError{filepath.Join(pkg.Dir, "package.json"), `"exports" cannot contain some keys starting with '.' and some not. ` +
				"The exports object must either be an object of package subpath keys or an object of main entry condition name keys only."}
		}
	}
	return nil
}

func hasSubpaths(n *Node) bool {
	return len(n.Keys) > 0 && strings.HasPrefix(n.Keys[0], ".")
}

func (r *Resolver) imports(request, dir string, exts []string) (string, error) {
	target, pkg, err := r.importsTarget(request, dir)
	switch {
	case err != nil:
		return "", err
	case filepath.IsAbs(target):
		return r.target(target, request)
	case strings.HasPrefix(target, "node:"):
		return target, nil
	}
	return r.Resolve(target, pkg.Dir, exts, nil)
}

// importsTarget finds what "#request" stands for: a path, or another request from
// the folder of pkg.
func (r *Resolver) importsTarget(request, dir string) (target string, pkg *Package, err error) {
	if request == "#" {
		return "", nil, &ExportsError{Code: "ERR_INVALID_MODULE_SPECIFIER", Args: []string{request, "is not a valid internal imports specifier name", dir}}
	}
	pkg, err = r.Scope(dir)
	if err != nil {
		return "", nil, err
	}
	if pkg == nil || pkg.Imports == nil {
		return "", nil, &ExportsError{Code: "ERR_PACKAGE_IMPORT_NOT_DEFINED", Args: []string{request, "", dir}}
	}
	target, err = r.match(pkg, pkg.Imports, request, "imports")
	if err == nil && target == "" {
		err = &ExportsError{Code: "ERR_PACKAGE_IMPORT_NOT_DEFINED", Args: []string{request, pkg.Dir + string(filepath.Separator), dir}}
	}
	return target, pkg, err
}

// target checks that an exported file exists.
func (r *Resolver) target(path, request string) (string, error) {
	if bad := strings.ToLower(path); strings.Contains(bad, "%2f") || strings.Contains(bad, "%5c") {
		return "", encodedSlash(path, "")
	}
	path = filepath.Clean(weburl.Decode(path))
	if r.stat(path) != isFile {
		return "", &NotFound{Request: path}
	}
	return r.real(path)
}

func encodedSlash(path, from string) error {
	return &ExportsError{Code: "ERR_INVALID_MODULE_SPECIFIER", Args: []string{path, `must not include encoded "/" or "\" characters`, from}}
}

// match finds sub among the keys of an exports or imports object: exactly, else
// by the pattern with the longest part before its star.
func (r *Resolver) match(pkg *Package, m *Node, sub, field string) (string, error) {
	for i, k := range m.Keys {
		if k == sub && !strings.Contains(k, "*") && !strings.HasSuffix(k, "/") {
			return r.resolveTarget(pkg, m.Values[i], k, "", field)
		}
	}
	best, star := -1, ""
	for i, k := range m.Keys {
		pre, post, ok := strings.Cut(k, "*")
		if !ok || strings.Contains(post, "*") || !strings.HasPrefix(sub, pre) || sub == pre {
			continue
		}
		if len(sub) < len(k) || !strings.HasSuffix(sub, post) {
			continue
		}
		if best >= 0 {
			bp, _, _ := strings.Cut(m.Keys[best], "*")
			if len(pre) < len(bp) || len(pre) == len(bp) && len(k) <= len(m.Keys[best]) {
				continue
			}
		}
		best, star = i, sub[len(pre):len(sub)-len(post)]
	}
	if best < 0 {
		return "", nil
	}
	return r.resolveTarget(pkg, m.Values[best], m.Keys[best], star, field)
}

func (r *Resolver) resolveTarget(pkg *Package, n *Node, key, star, field string) (string, error) {
	switch {
	case n.Null:
		return "", nil
	case n.IsStr:
		return r.resolveString(pkg, n.Str, key, star, field)
	case n.List != nil:
		var last error
		for _, v := range n.List {
			t, err := r.resolveTarget(pkg, v, key, star, field)
			if err != nil {
				last = err
				continue
			}
			if t != "" {
				return t, nil
			}
		}
		return "", last
	case n.Keys != nil:
		for _, k := range n.Keys {
			if _, err := strconv.ParseUint(k, 10, 32); err == nil {
				return "", &ConfigError{filepath.Join(pkg.Dir, "package.json"), `"exports" cannot contain numeric property keys.`}
			}
		}
		for i, k := range n.Keys {
			if k == "default" || slices.Contains(r.Conditions, k) {
				t, err := r.resolveTarget(pkg, n.Values[i], key, star, field)
				if t != "" || err != nil {
					return t, err
				}
				if n.Values[i].Null {
					return "", nil
				}
			}
		}
		return "", nil
	}
	return "", &ExportsError{Code: "ERR_INVALID_PACKAGE_TARGET", Args: []string{pkg.Dir + string(filepath.Separator), key, n.Raw, ""}}
}

func (r *Resolver) resolveString(pkg *Package, target, key, star, field string) (string, error) {
	bad := func() (string, error) {
		return "", &ExportsError{Code: "ERR_INVALID_PACKAGE_TARGET", Args: []string{pkg.Dir + string(filepath.Separator), key, `"` + target + `"`, ""}}
	}
	if !strings.HasPrefix(target, "./") {
		if field == "imports" && !strings.HasPrefix(target, "../") && !strings.HasPrefix(target, "/") {
			if _, url := weburl.Parse(target, nil); !url || strings.HasPrefix(target, "node:") {
				return strings.ReplaceAll(target, "*", star), nil // another package, or a built-in
			}
		}
		return bad()
	}
	if invalidSegment(target[2:]) {
		return bad()
	}
	if star != "" && invalidSegment(star) {
		return "", &ExportsError{Code: "ERR_INVALID_MODULE_SPECIFIER", Args: []string{strings.Replace(key, "*", star, 1), `request is not a valid match in pattern "` + key + `" for the "` + field + `" resolution of ` + filepath.Join(pkg.Dir, "package.json"), ""}}
	}
	path := filepath.FromSlash(strings.ReplaceAll(target, "*", star))
	return strings.ReplaceAll(pkg.Dir, "%", "%25") + string(filepath.Separator) + path[2:], nil // a URL's path
}

func invalidSegment(path string) bool {
	for seg := range strings.SplitSeq(strings.ReplaceAll(path, `\`, "/"), "/") {
		s := strings.ToLower(weburl.Decode(seg))
		if s == "." || s == ".." || s == "node_modules" {
			return true
		}
	}
	return false
}
