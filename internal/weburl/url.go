// Package weburl parses and serializes URLs as the WHATWG URL Standard has it,
// which is what browsers and Node's URL class do. It differs from net/url in
// almost every respect: it accepts and repairs what net/url refuses, and its
// serialization is canonical.
//
// Strings are UTF-8; what a script passes has its lone surrogates replaced before.
package weburl

import (
	"strconv"
	"strings"
)

// URL is a URL record.
type URL struct {
	Scheme   string // without ":"
	Username string
	Password string
	Host     string // serialized; valid if HasHost
	HasHost  bool
	Port     int // -1: none, or the scheme's own
	// Path is the path: an opaque one, or segments each led by "/".
	Path        string
	Opaque      bool
	Query       string // without "?"; valid if HasQuery
	HasQuery    bool
	Fragment    string
	HasFragment bool
}

// defaultPort is the port of a special scheme; special schemes are those of the
// web, and file, which has none (-1).
func defaultPort(scheme string) (port int, special bool) {
	switch scheme {
	case "http", "ws":
		return 80, true
	case "https", "wss":
		return 443, true
	case "ftp":
		return 21, true
	case "file":
		return -1, true
	}
	return -1, false
}

func special(scheme string) bool {
	_, ok := defaultPort(scheme)
	return ok
}

// Protocol is the scheme with ":".
func (u *URL) Protocol() string { return u.Scheme + ":" }

// PortString is the port, "" if there is none.
func (u *URL) PortString() string {
	if u.Port < 0 {
		return ""
	}
	return strconv.Itoa(u.Port)
}

// HostPort is the host with the port, if there is one.
func (u *URL) HostPort() string {
	if u.Port < 0 {
		return u.Host
	}
	return u.Host + ":" + strconv.Itoa(u.Port)
}

// Search is the query with "?", "" if it is empty.
func (u *URL) Search() string {
	if u.Query == "" {
		return ""
	}
	return "?" + u.Query
}

// Hash is the fragment with "#", "" if it is empty.
func (u *URL) Hash() string {
	if u.Fragment == "" {
		return ""
	}
	return "#" + u.Fragment
}

// Origin is the serialized origin, "null" for opaque ones.
func (u *URL) Origin() string {
	switch u.Scheme {
	case "http", "https", "ws", "wss", "ftp":
		return u.Scheme + "://" + u.HostPort()
	case "blob":
		if in, ok := Parse(u.Path, nil); ok && (in.Scheme == "http" || in.Scheme == "https") {
			return in.Origin()
		}
	}
	return "null"
}

// String is the serialized URL: href.
func (u *URL) String() string {
	var b strings.Builder
	b.WriteString(u.Scheme)
	b.WriteByte(':')
	if u.HasHost {
		b.WriteString("//")
		if u.Username != "" || u.Password != "" {
			b.WriteString(u.Username)
			if u.Password != "" {
				b.WriteByte(':')
				b.WriteString(u.Password)
			}
			b.WriteByte('@')
		}
		b.WriteString(u.HostPort())
	} else if !u.Opaque && strings.HasPrefix(u.Path, "//") {
		b.WriteString("/.") // or the path would be read as a host
	}
	b.WriteString(u.Path)
	if u.HasQuery {
		b.WriteByte('?')
		b.WriteString(u.Query)
	}
	if u.HasFragment {
		b.WriteByte('#')
		b.WriteString(u.Fragment)
	}
	return b.String()
}

// pop shortens the path by its last segment, but for a drive letter of a file URL.
func (u *URL) pop() {
	if u.Scheme == "file" && len(u.Path) == 3 && normalDrive(u.Path[1:]) {
		return
	}
	if i := strings.LastIndexByte(u.Path, '/'); i >= 0 {
		u.Path = u.Path[:i]
	}
}

// cannotHaveCredentials is the standard's "cannot have a username/password/port".
func (u *URL) cannotHaveCredentials() bool {
	return !u.HasHost || u.Host == "" || u.Scheme == "file"
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func digit(c byte) bool  { return '0' <= c && c <= '9' }

// normalDrive: "C:"; drive: that, or "C|".
func normalDrive(s string) bool { return len(s) == 2 && letter(s[0]) && s[1] == ':' }
func drive(s string) bool       { return len(s) == 2 && letter(s[0]) && (s[1] == ':' || s[1] == '|') }

// startsWithDrive: a drive, then the end or one of / \ ? #.
func startsWithDrive(s string) bool {
	return len(s) >= 2 && drive(s[:2]) && (len(s) == 2 || strings.IndexByte(`/\?#`, s[2]) >= 0)
}
