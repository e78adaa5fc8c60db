package weburl

import (
	"math"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/lateinit"
)

// parseHost parses and serializes a host. Hosts of schemes that are not special
// are opaque: they are not looked into.
func parseHost(s string, isSpecial bool) (string, bool) {
	if strings.HasPrefix(s, "[") {
		if !strings.HasSuffix(s, "]") {
			return "", false
		}
		return parseIPv6(s[1 : len(s)-1])
	}
	if !isSpecial {
		for i := range len(s) {
			if forbidden(s[i]) {
				return "", false
			}
		}
		return encode(s, controlSet), true
	}
	domain := Decode(s)
	if !utf8.ValidString(domain) {
		domain = string(encoding.Repair([]byte(domain)))
	}
	ascii, ok := ToASCII(domain)
	if !ok || ascii == "" {
		return "", false
	}
	for i := range len(ascii) {
		if c := ascii[i]; forbidden(c) || c < 0x20 || c == '%' || c == 0x7f {
			return "", false
		}
	}
	if endsInNumber(ascii) {
		return parseIPv4(ascii)
	}
	return ascii, true
}

// forbidden reports a forbidden host code point.
func forbidden(c byte) bool {
	return c == 0 || strings.IndexByte("\t\n\r #/:<>?@[\\]^|", c) >= 0
}

// profile maps domains as the standard's "domain to ASCII" with beStrict false.
func profile() *idna.Profile { return theProfile.Get(makeProfile) }

var theProfile lateinit.Value[*idna.Profile]

func makeProfile() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.CheckHyphens(false),
		idna.CheckJoiners(true), idna.BidiRule(), idna.VerifyDNSLength(false))
}

// ToASCII converts a domain to its lower-case ASCII form.
func ToASCII(domain string) (string, bool) {
	plain := true
	for i := range len(domain) {
		if domain[i] >= utf8.RuneSelf {
			plain = false
		}
	}
	lower := domain
	if plain {
		if lower = strings.ToLower(domain); !strings.Contains(lower, "xn--") {
			return lower, true
		}
	}
	// An ASCII label whose punycode is nothing that could come out of the mapping
	// is refused, as for other letters.
	ascii, err := profile().ToASCII(lower)
	if err != nil {
		return "", false
	}
	return ascii, true
}

// ToUnicode converts a domain to its readable form as far as that is possible.
func ToUnicode(domain string) string {
	u, _ := profile().ToUnicode(domain)
	return u
}

func parseIPv6(s string) (string, bool) {
	if strings.IndexByte(s, '%') >= 0 {
		return "", false
	}
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is6() {
		return "", false
	}
	// The standard writes all addresses in hexadecimal, netip not those that hold
	// an IPv4 address.
	p := a.As16()
	var pieces [8]uint16
	for i := range pieces {
		pieces[i] = uint16(p[2*i])<<8 | uint16(p[2*i+1])
	}
	start, length := -1, 1
	for i := 0; i < 8; {
		j := i
		for j < 8 && pieces[j] == 0 {
			j++
		}
		if j-i > length {
			start, length = i, j-i
		}
		i = max(j, i+1)
	}
	b := []byte{'['}
	for i := 0; i < 8; i++ {
		if i == start {
			b = append(b, ':')
			if i == 0 {
				b = append(b, ':')
			}
			i += length - 1
			continue
		}
		b = strconv.AppendUint(b, uint64(pieces[i]), 16)
		if i < 7 {
			b = append(b, ':')
		}
	}
	return string(append(b, ']')), true
}

// endsInNumber reports whether a domain must be an IPv4 address.
func endsInNumber(s string) bool {
	s = strings.TrimSuffix(s, ".")
	last := s[strings.LastIndexByte(s, '.')+1:]
	if last == "" {
		return false
	}
	all := true
	for i := range len(last) {
		all = all && digit(last[i])
	}
	if all {
		return true
	}
	_, ok := parseNumber(last)
	return ok
}

// parseNumber reads a decimal, octal (0) or hexadecimal (0x) number.
func parseNumber(s string) (uint64, bool) {
	base := 10
	switch {
	case s == "":
		return 0, false
	case len(s) >= 2 && (s[:2] == "0x" || s[:2] == "0X"):
		s, base = s[2:], 16
	case len(s) >= 2 && s[0] == '0':
		s, base = s[1:], 8
	}
	if s == "" {
		return 0, true
	}
	for i := range len(s) {
		v, ok := encoding.HexDigit(s[i])
		if !ok || int(v) >= base {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(s, base, 64)
	if err != nil { // too large for anything
		return math.MaxUint64, true
	}
	return n, true
}

func parseIPv4(s string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(s, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	var addr uint64
	for i, p := range parts {
		n, ok := parseNumber(p)
		if !ok {
			return "", false
		}
		if i < len(parts)-1 {
			if n > 255 {
				return "", false
			}
			addr |= n << (8 * (3 - i))
			continue
		}
		if n >= 1<<(8*(5-len(parts))) {
			return "", false
		}
		addr |= n
	}
	return netip.AddrFrom4([4]byte{byte(addr >> 24), byte(addr >> 16), byte(addr >> 8), byte(addr)}).String(), true
}
