package tls

import (
	"crypto/tls"
	"slices"
	"strings"
)

// suite is a cipher suite: OpenSSL's name, and the standard's, which is Go's.
type suite struct {
	name string
	id   uint16
}

func suites() []suite {
	return []suite{
		{"TLS_AES_256_GCM_SHA384", tls.TLS_AES_256_GCM_SHA384},
		{"TLS_CHACHA20_POLY1305_SHA256", tls.TLS_CHACHA20_POLY1305_SHA256},
		{"TLS_AES_128_GCM_SHA256", tls.TLS_AES_128_GCM_SHA256},
		{"ECDHE-ECDSA-AES256-GCM-SHA384", tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384},
		{"ECDHE-RSA-AES256-GCM-SHA384", tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384},
		{"ECDHE-ECDSA-CHACHA20-POLY1305", tls.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256},
		{"ECDHE-RSA-CHACHA20-POLY1305", tls.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256},
		{"ECDHE-ECDSA-AES128-GCM-SHA256", tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256},
		{"ECDHE-RSA-AES128-GCM-SHA256", tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256},
		{"ECDHE-ECDSA-AES128-SHA256", tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256},
		{"ECDHE-RSA-AES128-SHA256", tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256},
		{"ECDHE-ECDSA-AES256-SHA", tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA},
		{"ECDHE-RSA-AES256-SHA", tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA},
		{"ECDHE-ECDSA-AES128-SHA", tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA},
		{"ECDHE-RSA-AES128-SHA", tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA},
		{"AES256-GCM-SHA384", tls.TLS_RSA_WITH_AES_256_GCM_SHA384},
		{"AES128-GCM-SHA256", tls.TLS_RSA_WITH_AES_128_GCM_SHA256},
		{"AES128-SHA256", tls.TLS_RSA_WITH_AES_128_CBC_SHA256},
		{"AES256-SHA", tls.TLS_RSA_WITH_AES_256_CBC_SHA},
		{"AES128-SHA", tls.TLS_RSA_WITH_AES_128_CBC_SHA},
	}
}

// cipherNames is getCiphers().
func cipherNames() (list []string) {
	for _, s := range suites() {
		list = append(list, strings.ToLower(s.name))
	}
	slices.Sort(list)
	return list
}

// suiteName is OpenSSL's name.
func suiteName(id uint16) string {
	for _, s := range suites() {
		if s.id == id {
			return s.name
		}
	}
	return tls.CipherSuiteName(id)
}

func isTLS13(name string) bool { return strings.HasPrefix(name, "TLS_") }

// cipherList reads OpenSSL's list of ciphers. ids are those below TLS 1.3; some says whether there is anything left.
func cipherList(list string) (ids []uint16, only13, some bool) {
	var named13, usual, known bool
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ':' || r == ' ' || r == ',' }) {
		word, _, _ = strings.Cut(word, "@")
		if word == "" || word[0] == '!' || word[0] == '-' || word[0] == '+' {
			continue
		}
		switch word {
		case "DEFAULT", "ALL", "HIGH", "MEDIUM", "COMPLEMENTOFDEFAULT":
			usual, known = true, true
			continue
		}
		for _, s := range suites() {
			switch {
			case s.name != word && tls.CipherSuiteName(s.id) != word && !group(s.name, word):
			case isTLS13(s.name):
				named13, known = true, true
			default:
				ids, known = append(ids, s.id), true
			}
		}
		if foreign(word) {
			ids, known = append(ids, 0), true // it may be asked for, and nobody will agree on it
		}
	}
	switch {
	case usual: // what Go leaves out by itself, RSA as the exchange of keys, is in OpenSSL's HIGH
		ids = nil
		for _, s := range suites() {
			if !isTLS13(s.name) {
				ids = append(ids, s.id)
			}
		}
		return ids, false, true
	case len(ids) == 0 && named13:
		return nil, true, true
	}
	return ids, false, known
}

// foreign reports whether a word is a cipher that OpenSSL has and Go has not.
func foreign(word string) bool {
	return strings.HasPrefix(word, "DHE-") || strings.Contains(word, "PSK") || strings.HasPrefix(word, "AECDH-") || strings.HasPrefix(word, "ADH-") ||
		strings.HasSuffix(word, "-SHA384") || word == "AES256-SHA256" || strings.Contains(word, "CCM")
}

// group reports whether a word like AES128 or ECDHE+AESGCM means a suite.
func group(name, words string) bool {
	for word := range strings.SplitSeq(words, "+") {
		switch word {
		case "AES", "AES128", "AES256", "SHA256", "SHA384", "CHACHA20", "ECDSA":
			if !strings.Contains(name, word) {
				return false
			}
		case "ECDHE", "EECDH", "kECDHE":
			if !strings.HasPrefix(name, "ECDHE") {
				return false
			}
		case "AESGCM":
			if !strings.Contains(name, "GCM") {
				return false
			}
		case "aRSA", "RSA":
			if strings.Contains(name, "ECDSA") || isTLS13(name) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// curveIDs reads a list of curves; nil for all, false for one that is unknown.
func curveIDs(list string) (ids []tls.CurveID, ok bool) {
	if list == "" || list == "auto" {
		return nil, true
	}
	for name := range strings.SplitSeq(list, ":") {
		switch name {
		case "prime256v1", "P-256", "secp256r1":
			ids = append(ids, tls.CurveP256)
		case "secp384r1", "P-384":
			ids = append(ids, tls.CurveP384)
		case "secp521r1", "P-521":
			ids = append(ids, tls.CurveP521)
		case "X25519", "x25519":
			ids = append(ids, tls.X25519)
		case "X25519MLKEM768":
			ids = append(ids, tls.X25519MLKEM768)
		case "X448", "secp256k1", "ffdhe2048", "ffdhe3072", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1":
			// Go has none of these.
		default:
			return nil, false
		}
	}
	return ids, len(ids) > 0
}

// version is Go's number of a version by Node's name, 0 for none.
func version(name string) uint16 {
	switch name {
	case "TLSv1":
		return tls.VersionTLS10
	case "TLSv1.1":
		return tls.VersionTLS11
	case "TLSv1.2":
		return tls.VersionTLS12
	case "TLSv1.3":
		return tls.VersionTLS13
	}
	return 0
}

func versionName(v uint16) string {
	switch v {
	case tls.VersionTLS10:
		return "TLSv1"
	case tls.VersionTLS11:
		return "TLSv1.1"
	case tls.VersionTLS12:
		return "TLSv1.2"
	case tls.VersionTLS13:
		return "TLSv1.3"
	}
	return "unknown"
}
