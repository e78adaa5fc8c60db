package weburl

import (
	"strconv"
	"strings"
)

// Parse parses input, relative to base if that is not nil.
func Parse(input string, base *URL) (*URL, bool) {
	input = strings.TrimFunc(input, func(r rune) bool { return r <= ' ' })
	p := parser{rest: strip(input), base: base}
	if !p.parse() {
		return nil, false
	}
	return &p.u, true
}

// strip removes tabs and newlines, which may be anywhere in a URL.
func strip(s string) string {
	if strings.ContainsAny(s, "\t\n\r") {
		return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(s)
	}
	return s
}

// parser holds what is left of the input. The standard describes a machine that
// looks at one character a time; here each part is cut off as a whole.
type parser struct {
	u    URL
	rest string
	base *URL
}

func (p *parser) parse() bool {
	p.u.Port = -1
	if scheme, rest, ok := cutScheme(p.rest); ok {
		p.u.Scheme, p.rest = scheme, rest
		return p.afterScheme()
	}
	b := p.base
	switch {
	case b == nil, b.Opaque && !strings.HasPrefix(p.rest, "#"):
		return false
	case b.Opaque:
		p.u = *b
		p.fragment(p.rest[1:])
		return true
	case b.Scheme == "file":
		p.u.Scheme = "file"
		return p.file()
	}
	return p.relative()
}

// cutScheme cuts a scheme and its ":" off.
func cutScheme(s string) (scheme, rest string, ok bool) {
	for i := range len(s) {
		c := s[i]
		switch {
		case letter(c):
		case i > 0 && (digit(c) || c == '+' || c == '-' || c == '.'):
		case i > 0 && c == ':':
			return strings.ToLower(s[:i]), s[i+1:], true
		default:
			return "", s, false
		}
	}
	return "", s, false
}

func (p *parser) special() bool { return special(p.u.Scheme) }

// slash reports whether s begins with a slash, or with what counts as one.
func (p *parser) slash(s string) bool {
	return s != "" && (s[0] == '/' || s[0] == '\\' && p.special())
}

func (p *parser) afterScheme() bool {
	switch {
	case p.u.Scheme == "file":
		return p.file()
	case p.special():
		if p.base != nil && p.base.Scheme == p.u.Scheme && !strings.HasPrefix(p.rest, "//") {
			return p.relative()
		}
		for p.slash(p.rest) {
			p.rest = p.rest[1:]
		}
		return p.authority()
	case strings.HasPrefix(p.rest, "//"):
		p.rest = p.rest[2:]
		return p.authority()
	case strings.HasPrefix(p.rest, "/"):
		p.tail()
		return true
	}
	p.opaque()
	return true
}

// relative takes from the base what the input does not say.
func (p *parser) relative() bool {
	b := p.base
	p.u.Scheme = b.Scheme
	if p.slash(p.rest) {
		if p.slash(p.rest[1:]) {
			p.rest = p.rest[2:]
			if p.special() {
				for p.slash(p.rest) {
					p.rest = p.rest[1:]
				}
			}
			return p.authority()
		}
		p.takeAuthority()
		p.tail()
		return true
	}
	p.takeAuthority()
	p.u.Path = b.Path
	p.relativePath()
	return true
}

func (p *parser) takeAuthority() {
	b := p.base
	p.u.Username, p.u.Password, p.u.Host, p.u.HasHost, p.u.Port = b.Username, b.Password, b.Host, b.HasHost, b.Port
}

// relativePath goes on from the base's path, which u has already.
func (p *parser) relativePath() {
	switch {
	case p.rest == "":
		p.u.Query, p.u.HasQuery = p.base.Query, p.base.HasQuery
	case p.rest[0] == '#':
		p.u.Query, p.u.HasQuery = p.base.Query, p.base.HasQuery
		p.fragment(p.rest[1:])
	case p.rest[0] == '?':
		p.queryAndFragment(p.rest)
	default:
		p.u.pop()
		p.tail()
	}
}

// authority parses [user[:password]@]host[:port] and what follows.
func (p *parser) authority() bool {
	end := strings.IndexAny(p.rest, "/?#")
	if p.special() {
		end = strings.IndexAny(p.rest, `/\?#`)
	}
	if end < 0 {
		end = len(p.rest)
	}
	auth := p.rest[:end]
	p.rest = p.rest[end:]
	if at := strings.LastIndexByte(auth, '@'); at >= 0 {
		user, password, _ := strings.Cut(auth[:at], ":")
		p.u.Username, p.u.Password = encode(user, userinfoSet), encode(password, userinfoSet)
		if auth = auth[at+1:]; auth == "" {
			return false
		}
	}
	host, port, hasPort := cutPort(auth)
	if host == "" && (p.special() || hasPort) {
		return false
	}
	var ok bool
	if p.u.Host, ok = parseHost(host, p.special()); !ok {
		return false
	}
	p.u.HasHost = true
	if hasPort && !p.u.setPort(port) {
		return false
	}
	p.tail()
	return true
}

// cutPort splits at the first colon that is not in brackets.
func cutPort(s string) (host, port string, ok bool) {
	inside := false
	for i := range len(s) {
		switch s[i] {
		case '[':
			inside = true
		case ']':
			inside = false
		case ':':
			if !inside {
				return s[:i], s[i+1:], true
			}
		}
	}
	return s, "", false
}

func (u *URL) setPort(s string) bool {
	if s == "" {
		u.Port = -1
		return true
	}
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n > 65535 {
		return false
	}
	u.Port = int(n)
	if d, _ := defaultPort(u.Scheme); d == u.Port {
		u.Port = -1
	}
	return true
}

// file parses what follows "file:".
func (p *parser) file() bool {
	p.u.HasHost = true
	b := p.base
	if b != nil && b.Scheme != "file" {
		b = nil
	}
	if p.slash(p.rest) {
		rest := p.rest[1:]
		if p.slash(rest) {
			p.rest = rest[1:]
			return p.fileHost()
		}
		if b != nil {
			p.u.Host = b.Host
			if !startsWithDrive(rest) {
				if len(b.Path) >= 3 && normalDrive(b.Path[1:3]) && (len(b.Path) == 3 || b.Path[3] == '/') {
					p.u.Path = b.Path[:3]
				}
			}
		}
		p.tail()
		return true
	}
	if b == nil {
		p.tail()
		return true
	}
	p.u.Host, p.u.Path = b.Host, b.Path
	if p.rest != "" && p.rest[0] != '?' && p.rest[0] != '#' && startsWithDrive(p.rest) {
		p.u.Path = ""
		p.tail()
		return true
	}
	p.base = b
	p.relativePath()
	return true
}

func (p *parser) fileHost() bool {
	end := strings.IndexAny(p.rest, `/\?#`)
	if end < 0 {
		end = len(p.rest)
	}
	if drive(p.rest[:end]) { // no host after all
		p.tail()
		return true
	}
	host := p.rest[:end]
	p.rest = p.rest[end:]
	if host != "" {
		h, ok := parseHost(host, true)
		if !ok {
			return false
		}
		if h != "localhost" {
			p.u.Host = h
		}
	}
	p.tail()
	return true
}

// tail parses a path, a query and a fragment, appending to the path that u has.
func (p *parser) tail() {
	end := strings.IndexAny(p.rest, "?#")
	if end < 0 {
		end = len(p.rest)
	}
	p.u.appendPath(p.rest[:end])
	p.queryAndFragment(p.rest[end:])
}

// appendPath parses a path. Special URLs have at least "/".
func (u *URL) appendPath(path string) {
	isSpecial := special(u.Scheme)
	separators := "/"
	if isSpecial {
		separators = `/\`
	}
	if path == "" && (!isSpecial || u.Path != "") {
		return
	}
	if path != "" && strings.IndexByte(separators, path[0]) >= 0 {
		path = path[1:]
	}
	for {
		end := strings.IndexAny(path, separators)
		segment, last := path, end < 0
		if !last {
			segment = path[:end]
			path = path[end+1:]
		}
		switch dots(segment) {
		case 2:
			u.pop()
			if last {
				u.Path += "/"
			}
		case 1:
			if last {
				u.Path += "/"
			}
		default:
			if u.Scheme == "file" && u.Path == "" && drive(segment) {
				segment = segment[:1] + ":"
			}
			u.Path += "/" + encode(segment, pathSet)
		}
		if last {
			return
		}
	}
}

// dots counts the dots of a segment that is "." or "..", also where they are encoded.
func dots(s string) int {
	n := 0
	for s != "" {
		switch {
		case s[0] == '.':
			s = s[1:]
		case len(s) >= 3 && s[:2] == "%2" && s[2]|0x20 == 'e':
			s = s[3:]
		default:
			return 0
		}
		n++
	}
	if n > 2 {
		return 0
	}
	return n
}

func (p *parser) queryAndFragment(s string) {
	s, fragment, ok := strings.Cut(s, "#")
	if s != "" {
		p.u.setQuery(s[1:])
	}
	if ok {
		p.fragment(fragment)
	}
}

func (u *URL) setQuery(q string) {
	set := querySet
	if special(u.Scheme) {
		set = specialQuerySet
	}
	u.Query, u.HasQuery = encode(q, set), true
}

func (p *parser) fragment(f string) {
	p.u.Fragment, p.u.HasFragment = encode(f, fragmentSet), true
}

// opaque parses a path that is not made of segments.
func (p *parser) opaque() {
	end := strings.IndexAny(p.rest, "?#")
	if end < 0 {
		end = len(p.rest)
	}
	path := p.rest[:end]
	// A space before what follows the path would be lost when it is taken off.
	if end < len(p.rest) && strings.HasSuffix(path, " ") {
		path = path[:len(path)-1] + "%20"
	}
	p.u.Opaque, p.u.Path = true, encode(path, controlSet)
	p.queryAndFragment(p.rest[end:])
}
