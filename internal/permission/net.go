package permission

import (
	"net"
	"net/netip"
	"path/filepath"
	"strings"
)

// reaches tells whether grants allow a resource of the network: "host:port", "host" for a look-up, or the path of a
// Unix socket.
func (l *layer) reaches(s *Set, resource string) bool {
	if everything(l.grants.Net) {
		return true
	}
	if resource == "" {
		return false
	}
	if filepath.IsAbs(resource) || strings.HasPrefix(resource, "\x00") {
		return listed(l.grants.Net, resource)
	}
	host, port := divide(resource)
	hosts := []string{host}
	if a, err := netip.ParseAddr(host); err == nil {
		hosts = append(hosts, s.namesOf(a)...)
	}
	for _, g := range l.grants.Net {
		grantHost, grantPort := divide(g)
		if grantPort != "" && port != "" && grantPort != port {
			continue
		}
		if grantHost == "" && (port != "" || net.ParseIP(host) != nil) {
			return true // ":port"
		}
		for _, h := range hosts {
			if same(grantHost, h) {
				return true
			}
		}
	}
	return false
}

// divide takes "host:port", "[v6]:port", "v6", "host" and ":port" apart.
func divide(s string) (host, port string) {
	if h, p, err := net.SplitHostPort(s); err == nil {
		return h, p
	}
	return strings.Trim(s, "[]"), ""
}

func same(a, b string) bool {
	if x, err := netip.ParseAddr(a); err == nil {
		y, err := netip.ParseAddr(b)
		return err == nil && x.Unmap() == y.Unmap()
	}
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
