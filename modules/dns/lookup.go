package dns

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// lookup gives the addresses of a host in the system's order; family is 4, 6 or 0.
func lookup(ctx context.Context, host string, family int) ([]netip.Addr, string) {
	network := "ip"
	if family != 0 {
		network += strconv.Itoa(family)
	}
	found, err := net.DefaultResolver.LookupNetIP(ctx, network, host)
	if err != nil {
		return nil, lookupCode(err)
	}
	seen := map[netip.Addr]bool{}
	list := found[:0]
	for _, a := range found {
		if a = a.Unmap(); !seen[a] {
			seen[a] = true
			list = append(list, a)
		}
	}
	return list, ""
}

// lookupCode is the code of getaddrinfo's and getnameinfo's errors.
func lookupCode(err error) string {
	var e *net.DNSError
	if errors.As(err, &e) && (e.IsTemporary || e.IsTimeout) && !e.IsNotFound {
		return "EAI_AGAIN"
	}
	return "ENOTFOUND"
}

// lookupService names a host, which must have a name, and a port.
func lookupService(ctx context.Context, address string, port int) (host, service, code string) {
	names, err := net.DefaultResolver.LookupAddr(ctx, address)
	if err != nil {
		return "", "", lookupCode(err)
	}
	if len(names) == 0 {
		return "", "", "ENOTFOUND"
	}
	return strings.TrimSuffix(names[0], "."), serviceName(port), ""
}

// serviceName looks in the system's list, if it has one.
func serviceName(port int) string {
	number := strconv.Itoa(port)
	f, err := os.Open("/etc/services")
	if err != nil {
		return wellKnown(number)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if fields := strings.Fields(line); len(fields) >= 2 && fields[1] == number+"/tcp" {
			return fields[0]
		}
	}
	return wellKnown(number)
}

func wellKnown(number string) string {
	for _, name := range [...]string{"ftp", "ssh", "telnet", "smtp", "domain", "http", "https"} {
		if port, err := net.LookupPort("tcp", name); err == nil && strconv.Itoa(port) == number {
			return name
		}
	}
	return number
}

// systemServers are the name servers that the system is set to.
func systemServers() []string {
	var list []string
	if f, err := os.Open("/etc/resolv.conf"); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if fields := strings.Fields(lines.Text()); len(fields) >= 2 && fields[0] == "nameserver" {
				if a, err := netip.ParseAddr(fields[1]); err == nil {
					list = append(list, a.String())
				}
			}
		}
	}
	if len(list) == 0 {
		list = []string{"127.0.0.1"}
	}
	return list
}
