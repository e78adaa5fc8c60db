//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/netip"
	"strings"
	"unicode"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

var certificateSlot = jsconv.Slot[x509.Certificate]{Name: "certificate"}

func (w *world) bindCertificate() {
	cert := func(a arguments) *x509.Certificate { return certificateSlot.Get(a.at(0)) }
	// newCertificate(object, PEM or DER)
	w.on("newCertificate", func(a arguments) goja.Value {
		data := a.view(1)
		if block := findCertificate(data); block != nil {
			data = block.Bytes
		} else if !bytes.HasPrefix(data, []byte{0x30}) {
			w.check(openssl("0480006C", "PEM routines", "no start line"))
		}
		c, err := x509.ParseCertificate(bytes.Clone(data))
		if err != nil {
			w.check(openssl("0688010A", "asn1 encoding routines", "nested asn1 error"))
		}
		certificateSlot.Set(w.vm, a.object(0), c)
		return nil
	})
	text := func(name string, f func(*x509.Certificate) string) {
		w.on(name, func(a arguments) goja.Value {
			if s := f(cert(a)); s != "" {
				return w.vm.ToValue(s)
			}
			return nil
		})
	}
	text("certSubject", func(c *x509.Certificate) string { return distinguished(c.RawSubject) })
	text("certIssuer", func(c *x509.Certificate) string { return distinguished(c.RawIssuer) })
	text("certAltName", altName)
	text("certInfoAccess", func(c *x509.Certificate) string { return strings.Join(infoAccess(c), "\n") })
	const timeForm = "Jan _2 15:04:05 2006 GMT"
	text("certFrom", func(c *x509.Certificate) string { return c.NotBefore.UTC().Format(timeForm) })
	text("certTo", func(c *x509.Certificate) string { return c.NotAfter.UTC().Format(timeForm) })
	text("certSerial", func(c *x509.Certificate) string {
		if b := c.SerialNumber.Bytes(); len(b) > 0 {
			return strings.ToUpper(hex.EncodeToString(b))
		}
		return "00"
	})
	text("certAlgorithm", func(c *x509.Certificate) string {
		name, _ := signatureAlgorithm(c)
		return name
	})
	text("certAlgorithmOid", func(c *x509.Certificate) string {
		_, oid := signatureAlgorithm(c)
		return oid
	})
	text("certPEM", func(c *x509.Certificate) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
	})
	w.on("certTimes", func(a arguments) goja.Value {
		return w.vm.NewArray(cert(a).NotBefore.UnixMilli(), cert(a).NotAfter.UnixMilli())
	})
	w.on("certRaw", func(a arguments) goja.Value { return w.buffer(bytes.Clone(cert(a).Raw)) })
	w.on("certCA", func(a arguments) goja.Value { return w.vm.ToValue(cert(a).IsCA) })
	w.on("certKey", func(a arguments) goja.Value {
		k, err := parsePublic(cert(a).RawSubjectPublicKeyInfo)
		w.check(err)
		return w.keyObject(k)
	})
	w.on("certKeyUsage", func(a arguments) goja.Value {
		if list := extendedUsage(cert(a)); len(list) > 0 {
			return w.strings(list)
		}
		return nil
	})
	w.on("certFingerprint", func(a arguments) goja.Value {
		h := hashOf(a.str(1))()
		h.Write(cert(a).Raw)
		var b strings.Builder
		for i, c := range h.Sum(nil) {
			if i > 0 {
				b.WriteByte(':')
			}
			fmt.Fprintf(&b, "%02X", c)
		}
		return w.vm.ToValue(b.String())
	})
	w.on("certLegacy", func(a arguments) goja.Value { return w.legacyDetails(cert(a)) })
	w.on("certHost", func(a arguments) goja.Value { // (certificate, name, subject, wildcards, partial)
		if name, ok := hostIn(cert(a), a.str(1), a.str(2), a.bool(3), a.bool(4)); ok {
			return w.vm.ToValue(name)
		}
		return nil
	})
	w.on("certEmail", func(a arguments) goja.Value { return w.vm.ToValue(emailIn(cert(a), a.str(1), a.str(2))) })
	w.on("certIP", func(a arguments) goja.Value {
		wanted, err := netip.ParseAddr(a.str(1))
		if err != nil {
			return w.vm.ToValue(false)
		}
		for _, ip := range cert(a).IPAddresses {
			if other, ok := netip.AddrFromSlice(ip); ok && other.Unmap() == wanted.Unmap() {
				return w.vm.ToValue(true)
			}
		}
		return w.vm.ToValue(false)
	})
	w.on("certIssued", func(a arguments) goja.Value { // (certificate, issuer)
		c, by := cert(a), certificateSlot.Get(a.at(1))
		ok := bytes.Equal(c.RawIssuer, by.RawSubject) &&
			(len(c.AuthorityKeyId) == 0 || len(by.SubjectKeyId) == 0 || bytes.Equal(c.AuthorityKeyId, by.SubjectKeyId)) &&
			(by.KeyUsage == 0 || by.KeyUsage&x509.KeyUsageCertSign != 0)
		return w.vm.ToValue(ok)
	})
	w.on("certVerify", func(a arguments) goja.Value { // (certificate, public key)
		parent := &x509.Certificate{PublicKey: standardKey(a.key(1))}
		c := cert(a)
		return w.vm.ToValue(parent.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) == nil)
	})
	w.on("certMatches", func(a arguments) goja.Value { // (certificate, private key)
		k, err := parsePublic(cert(a).RawSubjectPublicKeyInfo)
		return w.vm.ToValue(err == nil && k.equal(a.key(1).publicHalf()))
	})
	w.bindSPKAC()
}

func findCertificate(data []byte) *pem.Block {
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			return nil
		}
		switch block.Type {
		case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE":
			return block
		}
	}
}

// standardKey is a public key as package x509 has it.
func standardKey(k *key) any {
	switch p := k.pair.(type) {
	case *rsaPair:
		return p.public
	case *ecPair:
		return p.public
	case *okpPair:
		return ed25519.PublicKey(p.public)
	}
	return nil
}

// attributeName is OpenSSL's short name of a part of a distinguished name.
func attributeName(oid asn1.ObjectIdentifier) string {
	switch s := oid.String(); s {
	case "2.5.4.3":
		return "CN"
	case "2.5.4.4":
		return "SN"
	case "2.5.4.5":
		return "serialNumber"
	case "2.5.4.6":
		return "C"
	case "2.5.4.7":
		return "L"
	case "2.5.4.8":
		return "ST"
	case "2.5.4.9":
		return "street"
	case "2.5.4.10":
		return "O"
	case "2.5.4.11":
		return "OU"
	case "2.5.4.12":
		return "title"
	case "2.5.4.13":
		return "description"
	case "2.5.4.15":
		return "businessCategory"
	case "2.5.4.17":
		return "postalCode"
	case "2.5.4.41":
		return "name"
	case "2.5.4.42":
		return "GN"
	case "2.5.4.43":
		return "initials"
	case "2.5.4.46":
		return "dnQualifier"
	case "1.2.840.113549.1.9.1":
		return "emailAddress"
	case "0.9.2342.19200300.100.1.25":
		return "DC"
	case "0.9.2342.19200300.100.1.1":
		return "UID"
	case "1.3.6.1.4.1.311.60.2.1.1":
		return "jurisdictionL"
	case "1.3.6.1.4.1.311.60.2.1.2":
		return "jurisdictionST"
	case "1.3.6.1.4.1.311.60.2.1.3":
		return "jurisdictionC"
	default:
		return s
	}
}

func names(raw []byte) (list pkix.RDNSequence) {
	_, _ = asn1.Unmarshal(raw, &list)
	return list
}

// distinguished is a name with a line for each part.
func distinguished(raw []byte) string {
	var lines []string
	for _, set := range names(raw) {
		var parts []string
		for _, a := range set {
			parts = append(parts, attributeName(a.Type)+"="+escapeName(fmt.Sprint(a.Value)))
		}
		lines = append(lines, strings.Join(parts, " + "))
	}
	return strings.Join(lines, "\n")
}

// escapeName marks what RFC 2253 wants marked.
func escapeName(s string) string {
	var b strings.Builder
	for i, c := range s {
		switch {
		case strings.ContainsRune(",+\"\\<>;", c), c == '#' && i == 0, c == ' ' && (i == 0 || i == len(s)-1):
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(&b, "\\%02X", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// generalName is a name as OpenSSL prints it, quoted like JSON where it could be taken for more than one.
func generalName(v asn1.RawValue, quote bool) string {
	value := string(v.Bytes)
	safe := func(label string) string {
		odd := strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' || r == ',' || r == '\'' || r == '"' || r == '\\' })
		if !odd || !quote {
			return label + ":" + value
		}
		units := []rune{}
		for _, c := range v.Bytes {
			units = append(units, rune(c))
		}
		j, _ := json.Marshal(string(units))
		return label + ":" + asciiJSON(string(j))
	}
	switch v.Tag {
	case 1:
		return safe("email")
	case 2:
		return safe("DNS")
	case 4:
		var parts []string
		for _, set := range names(v.Bytes) {
			for _, a := range set {
				parts = append(parts, attributeName(a.Type)+" = "+fmt.Sprint(a.Value))
			}
		}
		value = strings.Join(parts, ", ")
		if quote && strings.ContainsAny(value, ",\"'\\") {
			j, _ := json.Marshal(value)
			return "DirName:" + string(j)
		}
		return "DirName:" + value
	case 6:
		return safe("URI")
	case 7:
		if ip, ok := netip.AddrFromSlice(v.Bytes); ok {
			if ip.Is4() {
				return "IP Address:" + ip.String()
			}
			var groups []string
			for i := 0; i < 16; i += 2 {
				groups = append(groups, fmt.Sprintf("%X", int(v.Bytes[i])<<8|int(v.Bytes[i+1])))
			}
			return "IP Address:" + strings.Join(groups, ":")
		}
		return fmt.Sprintf("IP Address:<invalid length=%d>", len(v.Bytes))
	case 8:
		var oid asn1.ObjectIdentifier
		der, _ := asn1.Marshal(asn1.RawValue{Tag: asn1.TagOID, Bytes: v.Bytes})
		_, _ = asn1.Unmarshal(der, &oid)
		return "Registered ID:" + oid.String()
	}
	return "othername:<unsupported>"
}

// asciiJSON writes what is not ASCII as \u.
func asciiJSON(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c > unicode.MaxASCII {
			fmt.Fprintf(&b, "\\u%04x", c)
		} else {
			b.WriteRune(c)
		}
	}
	return b.String()
}

func extension(c *x509.Certificate, oid string) []byte {
	for _, e := range c.Extensions {
		if e.Id.String() == oid {
			return e.Value
		}
	}
	return nil
}

func altName(c *x509.Certificate) string {
	var list []asn1.RawValue
	if _, err := asn1.Unmarshal(extension(c, "2.5.29.17"), &list); err != nil {
		return ""
	}
	parts := make([]string, len(list))
	for i, v := range list {
		parts[i] = generalName(v, true)
	}
	return strings.Join(parts, ", ")
}

// infoAccess is where to ask about the certificate.
func infoAccess(c *x509.Certificate) (lines []string) {
	var list []struct {
		Method asn1.ObjectIdentifier
		Where  asn1.RawValue
	}
	if _, err := asn1.Unmarshal(extension(c, "1.3.6.1.5.5.7.1.1"), &list); err != nil {
		return nil
	}
	for _, a := range list {
		method := a.Method.String()
		switch method {
		case "1.3.6.1.5.5.7.48.1":
			method = "OCSP"
		case "1.3.6.1.5.5.7.48.2":
			method = "CA Issuers"
		}
		lines = append(lines, method+" - "+generalName(a.Where, true))
	}
	return lines
}

func extendedUsage(c *x509.Certificate) (list []string) {
	var oids []asn1.ObjectIdentifier
	_, _ = asn1.Unmarshal(extension(c, "2.5.29.37"), &oids)
	for _, oid := range oids {
		list = append(list, oid.String())
	}
	return list
}

// signatureAlgorithm is the name, as OpenSSL has it, and the identifier of how a certificate is signed.
func signatureAlgorithm(c *x509.Certificate) (name, oid string) {
	var outer struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	if _, err := asn1.Unmarshal(c.Raw, &outer); err != nil {
		return "", ""
	}
	oid = outer.Algorithm.Algorithm.String()
	switch c.SignatureAlgorithm {
	case x509.MD5WithRSA:
		name = "md5WithRSAEncryption"
	case x509.SHA1WithRSA:
		name = "sha1WithRSAEncryption"
	case x509.SHA256WithRSA:
		name = "sha256WithRSAEncryption"
	case x509.SHA384WithRSA:
		name = "sha384WithRSAEncryption"
	case x509.SHA512WithRSA:
		name = "sha512WithRSAEncryption"
	case x509.SHA256WithRSAPSS, x509.SHA384WithRSAPSS, x509.SHA512WithRSAPSS:
		name = "rsassaPss"
	case x509.ECDSAWithSHA1:
		name = "ecdsa-with-SHA1"
	case x509.ECDSAWithSHA256:
		name = "ecdsa-with-SHA256"
	case x509.ECDSAWithSHA384:
		name = "ecdsa-with-SHA384"
	case x509.ECDSAWithSHA512:
		name = "ecdsa-with-SHA512"
	case x509.PureEd25519:
		name = "ED25519"
	}
	return name, oid
}

// legacyDetails is the part of toLegacyObject that is told of the names and the key.
func (w *world) legacyDetails(c *x509.Certificate) goja.Value {
	vm := w.vm
	o := vm.NewObject()
	several := func(into *goja.Object, name, value string) {
		switch old := into.Get(name); v := old.(type) {
		case nil:
			_ = into.Set(name, value)
		case *goja.Object:
			jsconv.CallMethod(vm, v, "push", vm.ToValue(value))
		default:
			_ = into.Set(name, vm.NewArray(old, value))
		}
	}
	name := func(raw []byte) goja.Value {
		n := vm.CreateObject(nil)
		for _, set := range names(raw) {
			for _, a := range set {
				several(n, attributeName(a.Type), fmt.Sprint(a.Value))
			}
		}
		return n
	}
	_ = o.Set("subject", name(c.RawSubject))
	_ = o.Set("issuer", name(c.RawIssuer))
	if lines := infoAccess(c); lines != nil {
		access := vm.CreateObject(nil)
		for _, line := range lines {
			method, where, _ := strings.Cut(line, ":")
			list, ok := access.Get(method).(*goja.Object)
			if !ok {
				list = vm.NewArray()
				_ = access.Set(method, list)
			}
			jsconv.CallMethod(vm, list, "push", vm.ToValue(where))
		}
		_ = o.Set("infoAccess", access)
	}
	switch p := c.PublicKey.(type) {
	case *rsa.PublicKey:
		_ = o.Set("modulus", strings.ToUpper(p.N.Text(16)))
		_ = o.Set("exponent", fmt.Sprintf("0x%x", p.E))
		_ = o.Set("pubkey", w.buffer(bytes.Clone(c.RawSubjectPublicKeyInfo)))
		_ = o.Set("bits", p.N.BitLen())
	case *ecdsa.PublicKey:
		_ = o.Set("pubkey", w.buffer(encodePoint(p.Curve, p.X, p.Y, "uncompressed")))
		_ = o.Set("bits", p.Params().N.BitLen())
		_ = o.Set("asn1Curve", curveName(p.Curve))
		_ = o.Set("nistCurve", nistName(p.Curve))
	}
	return o
}

func nistName(c elliptic.Curve) any {
	if n := c.Params().Name; strings.HasPrefix(n, "P-") {
		return n
	}
	return goja.Undefined()
}

// hostIn finds the name in a certificate that stands for a host. subject says when the common name counts.
func hostIn(c *x509.Certificate, host, subject string, wildcards, partial bool) (string, bool) {
	names := c.DNSNames
	if subject == "always" || subject != "never" && len(names) == 0 {
		names = append(append([]string(nil), names...), c.Subject.CommonName)
	}
	for _, name := range names {
		if name != "" && hostMatches(strings.ToLower(name), strings.ToLower(strings.TrimSuffix(host, ".")), wildcards, partial) {
			return name, true
		}
	}
	return "", false
}

func hostMatches(pattern, host string, wildcards, partial bool) bool {
	if pattern == host {
		return true
	}
	first, rest, _ := strings.Cut(pattern, ".")
	label, hostRest, ok := strings.Cut(host, ".")
	before, after, wild := strings.Cut(first, "*")
	if !wildcards || !wild || !ok || rest != hostRest || !strings.Contains(rest, ".") || label == "" {
		return false
	}
	if before+after != "" && !partial {
		return false
	}
	return len(label) >= len(before)+len(after) && strings.HasPrefix(label, before) && strings.HasSuffix(label, after)
}

func emailIn(c *x509.Certificate, email, subject string) bool {
	same := func(a string) bool {
		local, domain, ok := cutLast(a, "@")
		wantedLocal, wantedDomain, wantedOk := cutLast(email, "@")
		return ok && wantedOk && local == wantedLocal && strings.EqualFold(domain, wantedDomain)
	}
	for _, a := range c.EmailAddresses {
		if same(a) {
			return true
		}
	}
	if subject == "always" || subject != "never" && len(c.EmailAddresses) == 0 {
		for _, set := range names(c.RawSubject) {
			for _, a := range set {
				if attributeName(a.Type) == "emailAddress" && same(fmt.Sprint(a.Value)) {
					return true
				}
			}
		}
	}
	return false
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// spkac is Netscape's signed public key and challenge.
type spkac struct {
	Signed struct {
		Raw       asn1.RawContent
		Key       asn1.RawValue
		Challenge string `asn1:"ia5"`
	}
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

func (w *world) bindSPKAC() {
	read := func(a arguments) (s spkac, k *key, ok bool) {
		text := bytes.TrimRight(a.view(0), "\x00\r\n \t")
		text = bytes.TrimPrefix(text, []byte("SPKAC="))
		der, err := base64.StdEncoding.DecodeString(string(text))
		if err != nil || !unmarshal(der, &s) {
			return s, nil, false
		}
		k, err = parsePublic(s.Signed.Key.FullBytes)
		return s, k, err == nil
	}
	w.on("spkacVerify", func(a arguments) goja.Value {
		s, k, ok := read(a)
		if !ok {
			return w.vm.ToValue(false)
		}
		hash := "sha256"
		switch s.Algorithm.Algorithm.String() {
		case "1.2.840.113549.1.1.4":
			hash = "md5"
		case "1.2.840.113549.1.1.5":
			hash = "sha1"
		case "1.2.840.113549.1.1.12":
			hash = "sha384"
		case "1.2.840.113549.1.1.13":
			hash = "sha512"
		}
		valid, err := k.verify(message{hash: hash, data: s.Signed.Raw}, s.Signature.RightAlign())
		return w.vm.ToValue(valid && err == nil)
	})
	w.on("spkacKey", func(a arguments) goja.Value {
		_, k, ok := read(a)
		if !ok {
			return w.buffer(nil)
		}
		b, err := keyForm{format: "pem", kind: "spki"}.encode(k)
		w.check(err)
		return w.buffer(b)
	})
	w.on("spkacChallenge", func(a arguments) goja.Value {
		s, _, ok := read(a)
		if !ok {
			return w.buffer(nil)
		}
		return w.buffer([]byte(s.Signed.Challenge))
	})
}
