package weburl

import (
	"strings"
)

// The setters are those of the URL class. They leave u as it is if the value
// will not do, as the standard has it.

// SetProtocol changes the scheme to another of the same kind.
func (u *URL) SetProtocol(v string) {
	scheme, _, ok := cutScheme(strip(v) + ":")
	if !ok || special(scheme) != special(u.Scheme) {
		return
	}
	if scheme == "file" && (u.Username != "" || u.Password != "" || u.Port >= 0) || u.Scheme == "file" && u.Host == "" {
		return
	}
	u.Scheme = scheme
	if d, _ := defaultPort(scheme); d == u.Port {
		u.Port = -1
	}
}

// SetUsername changes the user name.
func (u *URL) SetUsername(v string) {
	if !u.cannotHaveCredentials() {
		u.Username = encode(v, userinfoSet)
	}
}

// SetPassword changes the password.
func (u *URL) SetPassword(v string) {
	if !u.cannotHaveCredentials() {
		u.Password = encode(v, userinfoSet)
	}
}

// SetHost changes host and port.
func (u *URL) SetHost(v string) { u.setHost(v, true) }

// SetHostname changes the host.
func (u *URL) SetHostname(v string) { u.setHost(v, false) }

func (u *URL) setHost(v string, withPort bool) {
	if u.Opaque {
		return
	}
	v = strip(v)
	isSpecial := special(u.Scheme)
	ends := "/?#"
	if isSpecial {
		ends = `/\?#`
	}
	if i := strings.IndexAny(v, ends); i >= 0 {
		v = v[:i]
	}
	host, port, hasPort := v, "", false
	if u.Scheme != "file" {
		host, port, hasPort = cutPort(v)
	}
	switch {
	case hasPort && (host == "" || !withPort):
		return
	case host == "" && (isSpecial && u.Scheme != "file" || u.Username != "" || u.Password != "" || u.Port >= 0):
		return
	}
	h := ""
	if host != "" || u.Scheme != "file" {
		var ok bool
		if h, ok = parseHost(host, isSpecial); !ok {
			return
		}
	}
	if u.Scheme == "file" && h == "localhost" {
		h = ""
	}
	u.Host, u.HasHost = h, true
	if hasPort {
		u.SetPort(port)
	}
}

// SetPort changes the port to the number that v begins with; "" removes it.
func (u *URL) SetPort(v string) {
	if u.cannotHaveCredentials() {
		return
	}
	if v == "" {
		u.Port = -1
		return
	}
	v = strip(v)
	n := 0
	for n < len(v) && digit(v[n]) {
		n++
	}
	if n > 0 {
		u.setPort(v[:n])
	}
}

// SetPathname changes the path.
func (u *URL) SetPathname(v string) {
	if u.Opaque {
		return
	}
	u.Path = ""
	v = strip(v)
	if v == "" && !special(u.Scheme) && !u.HasHost {
		return
	}
	// ? and # are no ends here.
	u.appendPath(v)
}

// SetSearch changes the query; "" removes it.
func (u *URL) SetSearch(v string) {
	if v == "" {
		u.Query, u.HasQuery = "", false
		return
	}
	u.setQuery(strip(strings.TrimPrefix(v, "?")))
}

// SetHash changes the fragment; "" removes it.
func (u *URL) SetHash(v string) {
	if v == "" {
		u.Fragment, u.HasFragment = "", false
		return
	}
	u.Fragment, u.HasFragment = encode(strip(strings.TrimPrefix(v, "#")), fragmentSet), true
}
