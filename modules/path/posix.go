package path

import "strings"

// flavor is one of the two kinds of paths.
type flavor struct {
	sep, delimiter string
	isSep          func(c byte) bool
	isAbsolute     func(p string) bool
	normalize      func(p string) string
	join           func(parts []string) string
	resolve        func(s state, parts []string) string
	relative       func(s state, from, to string) string
	namespaced     func(s state, p string) string
	dirname        func(p string) string
	parse          func(p string) parsed
	nameStart      func(p string) int // where basename and extname begin to look
}

// state is what relative paths are relative to.
type state struct {
	cwd func() string
	// drive is the current directory of a drive, "" if not known (Windows).
	drive func(device string) string
}

type parsed struct{ root, dir, base, ext, name string }

var posix = flavor{
	sep: "/", delimiter: ":",
	isSep:      isSlash,
	isAbsolute: func(p string) bool { return strings.HasPrefix(p, "/") },
	normalize:  posixNormalize,
	join:       posixJoin,
	resolve:    posixResolve,
	relative:   posixRelative,
	namespaced: func(_ state, p string) string { return p },
	dirname:    posixDirname,
	parse:      posixParse,
	nameStart:  func(string) int { return 0 },
}

func isSlash(c byte) bool { return c == '/' }

// fold resolves "." and ".." and empty segments. above says whether what is left
// of ".." at the front stays.
func fold(p string, above bool, sep string, isSep func(byte) bool) string {
	var out []string
	for start, i := 0, 0; i <= len(p); i++ {
		if i < len(p) && !isSep(p[i]) {
			continue
		}
		switch s := p[start:i]; {
		case s == "" || s == ".":
		case s != "..":
			out = append(out, s)
		case len(out) > 0 && out[len(out)-1] != "..":
			out = out[:len(out)-1]
		case above:
			out = append(out, s)
		}
		start = i + 1
	}
	return strings.Join(out, sep)
}

// last finds the last segment of p at or after from, trailing separators aside.
// It is empty if there is none.
func last(p string, from int, isSep func(byte) bool) (start, end int) {
	end = len(p)
	for end > from && isSep(p[end-1]) {
		end--
	}
	start = end
	for start > from && !isSep(p[start-1]) {
		start--
	}
	return start, end
}

func (f *flavor) basename(p, suffix string) string {
	if suffix != "" && suffix == p {
		return ""
	}
	start, end := last(p, f.nameStart(p), f.isSep)
	base := p[start:end]
	switch {
	case suffix == "" || base == suffix || len(suffix) > len(p):
		return base
	case base == "": // only separators: Node, asked for a suffix, leaves them
		return p[f.nameStart(p):]
	}
	return strings.TrimSuffix(base, suffix)
}

func (f *flavor) extname(p string) string {
	start, end := last(p, f.nameStart(p), f.isSep)
	_, ext := splitExt(p[start:end])
	return ext
}

// splitExt splits off what follows the last dot, unless the name begins with it.
func splitExt(base string) (name, ext string) {
	if i := strings.LastIndexByte(base, '.'); i > 0 && base != ".." {
		return base[:i], base[i:]
	}
	return base, ""
}

// format is the opposite of parse.
func (f *flavor) format(p parsed) string {
	dir, base := p.dir, p.base
	if dir == "" {
		dir = p.root
	}
	if base == "" {
		if p.ext != "" && p.ext[0] != '.' {
			p.ext = "." + p.ext
		}
		base = p.name + p.ext
	}
	switch dir {
	case "":
		return base
	case p.root:
		return dir + base
	}
	return dir + f.sep + base
}

func posixNormalize(p string) string {
	if p == "" {
		return "."
	}
	abs, trailing := p[0] == '/', p[len(p)-1] == '/'
	p = fold(p, !abs, "/", isSlash)
	switch {
	case p == "" && abs:
		return "/"
	case p == "" && trailing:
		return "./"
	case p == "":
		return "."
	}
	if trailing {
		p += "/"
	}
	if abs {
		return "/" + p
	}
	return p
}

func posixJoin(parts []string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return posixNormalize(strings.Join(some, "/"))
}

func posixResolve(s state, parts []string) string {
	p, abs := "", false
	for i := len(parts) - 1; i >= 0 && !abs; i-- {
		if parts[i] != "" {
			p = parts[i] + "/" + p
			abs = parts[i][0] == '/'
		}
	}
	if !abs {
		cwd := s.cwd()
		p = cwd + "/" + p
		abs = strings.HasPrefix(cwd, "/")
	}
	p = fold(p, !abs, "/", isSlash)
	switch {
	case abs:
		return "/" + p
	case p == "":
		return "."
	}
	return p
}

func posixRelative(s state, from, to string) string {
	if from == to {
		return ""
	}
	from, to = posixResolve(s, []string{from}), posixResolve(s, []string{to})
	return between(segments(from[1:], '/'), segments(to[1:], '/'), "/", func(a, b string) bool { return a == b })
}

func segments(p string, sep byte) []string {
	if p == "" {
		return nil
	}
	return strings.Split(p, string(sep))
}

// between is the way from one folder to another.
func between(from, to []string, sep string, same func(a, b string) bool) string {
	n := 0
	for n < len(from) && n < len(to) && same(from[n], to[n]) {
		n++
	}
	var way []string
	for range from[n:] {
		way = append(way, "..")
	}
	return strings.Join(append(way, to[n:]...), sep)
}

func posixDirname(p string) string {
	if p == "" {
		return "."
	}
	start, _ := last(p, 0, isSlash)
	switch {
	case start == 2 && p[:2] == "//":
		return "//"
	case start > 1:
		return p[:start-1]
	case p[0] == '/':
		return "/"
	}
	return "."
}

func posixParse(p string) parsed {
	var r parsed
	if p == "" {
		return r
	}
	abs := p[0] == '/'
	from := 0
	if abs {
		r.root, from = "/", 1
	}
	start, end := last(p, from, isSlash)
	r.base = p[start:end]
	r.name, r.ext = splitExt(r.base)
	if r.base == "" {
		start = 0
	}
	switch {
	case start > from:
		r.dir = p[:start-1]
	case abs:
		r.dir = "/"
	}
	return r
}
