//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"bytes"
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/pbkdf2"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// keyText is a key that somebody has written down.
type keyText struct {
	data          []byte
	pem           bool
	kind          string // of DER
	passphrase    []byte
	hasPassphrase bool
}

var errUnsupported = &refusal{"1E08010C", "DECODER routines", "unsupported"}

// decode reads a key: a private one, or the public half of whatever it is.
func (t keyText) decode(private bool) (*key, error) {
	der, kind := t.data, t.kind
	if t.pem {
		block := findPEM(t.data, private)
		if block == nil {
			return nil, errUnsupported
		}
		if strings.Contains(block.Headers["Proc-Type"], "ENCRYPTED") {
			var err error
			if block.Bytes, err = t.decryptPEM(block); err != nil {
				return nil, err
			}
		}
		der = block.Bytes
		switch block.Type {
		case "CERTIFICATE":
			kind = "certificate"
		case "PUBLIC KEY":
			kind = "spki"
		case "RSA PUBLIC KEY":
			kind = "pkcs1-public"
		case "RSA PRIVATE KEY":
			kind = "pkcs1"
		case "EC PRIVATE KEY":
			kind = "sec1"
		case "DSA PRIVATE KEY":
			kind = "dsa"
		default:
			kind = "pkcs8"
		}
	} else if kind == "pkcs1" && !private {
		kind = "pkcs1-public"
		if _, err := x509.ParsePKCS1PrivateKey(der); err == nil {
			kind = "pkcs1"
		}
	}
	k, err := t.parse(der, kind)
	switch {
	case err != nil:
		return nil, err
	case private && !k.private:
		return nil, errUnsupported
	case !private:
		return k.publicHalf(), nil
	}
	return k, nil
}

// findPEM is the first block that is a key of the sort asked for.
func findPEM(data []byte, private bool) *pem.Block {
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			return nil
		}
		switch block.Type {
		case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY":
			return block
		case "PUBLIC KEY", "RSA PUBLIC KEY", "CERTIFICATE":
			if !private {
				return block
			}
		}
	}
}

var errPassphrase = &refusal{"07880109", "common libcrypto routines", "interrupted or cancelled"}

func (t keyText) decryptPEM(b *pem.Block) ([]byte, error) {
	if !t.hasPassphrase {
		return nil, errPassphrase
	}
	name, ivHex, _ := strings.Cut(b.Headers["DEK-Info"], ",")
	iv, err := hex.DecodeString(strings.TrimSpace(ivHex))
	m := methodOf(name)
	if err != nil || m == nil || len(iv) != m.iv || len(iv) < 8 {
		return nil, errUnsupported
	}
	return unseal(m, pemSecret(t.passphrase, iv, m.key), iv, b.Bytes)
}

func (t keyText) parse(der []byte, kind string) (*key, error) {
	switch kind {
	case "certificate":
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, errUnsupported
		}
		return parsePublic(c.RawSubjectPublicKeyInfo)
	case "pkcs1":
		p, err := parseRSA(der)
		if err != nil {
			return nil, errUnsupported
		}
		return &key{pair: &rsaPair{public: &p.PublicKey, private: p}, private: true}, nil
	case "pkcs1-public":
		p, err := x509.ParsePKCS1PublicKey(der)
		if err != nil {
			return nil, errUnsupported
		}
		return &key{pair: &rsaPair{public: p}}, nil
	case "sec1":
		return parseSEC1(der, nil)
	case "dsa":
		var p dsaPrivate
		if _, err := asn1.Unmarshal(der, &p); err != nil || !positive(p.P, p.Q, p.G, p.X) {
			return nil, errUnsupported
		}
		return dsaKey(p.P, p.Q, p.G, p.X), nil
	case "spki":
		return parsePublic(der)
	}
	// What DER is can be told by looking at it.
	if k, err := parsePublic(der); err == nil {
		return k, nil
	}
	var e encryptedInfo
	if rest, err := asn1.Unmarshal(der, &e); err == nil && len(rest) == 0 {
		if !t.hasPassphrase && !t.pem {
			return nil, wrong(nodeerr.TypeError, "ERR_MISSING_PASSPHRASE", "Passphrase required for encrypted key")
		}
		if !t.hasPassphrase {
			return nil, errPassphrase
		}
		if der, err = decryptPKCS8(e, t.passphrase); err != nil {
			return nil, err
		}
	}
	return parsePKCS8(der)
}

// parseRSA reads an RSA key, such as Go thinks too small or odd included.
func parseRSA(der []byte) (*rsa.PrivateKey, error) {
	if p, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return p, nil
	}
	var n struct {
		Version               int
		N                     *big.Int
		E                     int
		D, P, Q, Dp, Dq, Qinv *big.Int
	}
	if _, err := asn1.Unmarshal(der, &n); err != nil {
		return nil, err
	}
	p := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n.N, E: n.E}, D: n.D, Primes: []*big.Int{n.P, n.Q}}
	if !positive(n.N, n.D, n.P, n.Q) || n.E < 2 || new(big.Int).Mul(n.P, n.Q).Cmp(n.N) != 0 {
		return nil, errUnsupported
	}
	p.Precompute()
	return p, nil
}

// positive reports whether all of the numbers are there and above zero; powers of others would never end.
func positive(list ...*big.Int) bool {
	for _, n := range list {
		if n == nil || n.Sign() <= 0 {
			return false
		}
	}
	return true
}

func parsePublic(der []byte) (*key, error) {
	var info publicInfo
	if rest, err := asn1.Unmarshal(der, &info); err != nil || len(rest) > 0 {
		return nil, errUnsupported
	}
	b, a := info.Key.RightAlign(), info.Algorithm.Algorithm
	switch {
	case a.Equal(oidRSA), a.Equal(oidRSAPSS):
		p, err := x509.ParsePKCS1PublicKey(b)
		if err != nil {
			return nil, errUnsupported
		}
		pair := &rsaPair{public: p, pss: a.Equal(oidRSAPSS)}
		if pair.pss {
			pair.limits = parseLimits(info.Algorithm.Parameters)
		}
		return &key{pair: pair}, nil
	case a.Equal(oidEC):
		c := curveIn(info.Algorithm)
		if c == nil {
			return nil, errUnsupported
		}
		x, y := decodePoint(c, b)
		if x == nil {
			return nil, errUnsupported
		}
		return &key{pair: &ecPair{public: &ecdsa.PublicKey{Curve: c, X: x, Y: y}}}, nil
	case okpName(a) != "" && len(b) == okpLen(okpName(a)):
		return &key{pair: &okpPair{name: okpName(a), public: b}}, nil
	case a.Equal(oidDSA):
		var n dsaNumbers
		y := new(big.Int)
		if unmarshal(info.Algorithm.Parameters.FullBytes, &n) && unmarshal(b, &y) && positive(n.P, n.Q, n.G, y) {
			return &key{pair: &dsaPair{public: &dsa.PublicKey{Parameters: dsa.Parameters{P: n.P, Q: n.Q, G: n.G}, Y: y}}}, nil
		}
	case a.Equal(oidDH):
		var n dhNumbers
		y := new(big.Int)
		if unmarshal(info.Algorithm.Parameters.FullBytes, &n) && unmarshal(b, &y) && positive(n.P, n.G, y) {
			return &key{pair: &dhPair{p: n.P, g: n.G, public: y}}, nil
		}
	}
	return nil, errUnsupported
}

func unmarshal(der []byte, into any) bool {
	_, err := asn1.Unmarshal(der, into)
	return err == nil
}

// curveIn is the curve that the parameters name, or describe by all of its numbers.
func curveIn(a pkix.AlgorithmIdentifier) elliptic.Curve {
	var oid asn1.ObjectIdentifier
	var explicit struct {
		Version int
		Field   struct {
			Type  asn1.ObjectIdentifier
			Prime *big.Int
		}
		Curve asn1.RawValue
		Base  []byte
		Order *big.Int
	}
	named := unmarshal(a.Parameters.FullBytes, &oid)
	if !named && !unmarshal(a.Parameters.FullBytes, &explicit) {
		return nil
	}
	for name := range strings.FieldsSeq(curveNames) {
		c := curveOf(name)
		if named && curveOID(c).Equal(oid) || !named && positive(explicit.Field.Prime, explicit.Order) && explicit.Field.Prime.Cmp(c.Params().P) == 0 && explicit.Order.Cmp(c.Params().N) == 0 {
			return c
		}
	}
	return nil
}

func parsePKCS8(der []byte) (*key, error) {
	var info privateInfo
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, errUnsupported
	}
	a := info.Algorithm.Algorithm
	switch {
	case a.Equal(oidRSA), a.Equal(oidRSAPSS):
		p, err := parseRSA(info.Key)
		if err != nil {
			return nil, errUnsupported
		}
		pair := &rsaPair{public: &p.PublicKey, private: p, pss: a.Equal(oidRSAPSS)}
		if pair.pss {
			pair.limits = parseLimits(info.Algorithm.Parameters)
		}
		return &key{pair: pair, private: true}, nil
	case a.Equal(oidEC):
		if c := curveIn(info.Algorithm); c != nil {
			return parseSEC1(info.Key, c)
		}
	case okpName(a) != "":
		var seed []byte
		if unmarshal(info.Key, &seed) {
			if p := okpFromPrivate(okpName(a), seed); p != nil {
				return &key{pair: p, private: true}, nil
			}
		}
	case a.Equal(oidDSA):
		var n dsaNumbers
		x := new(big.Int)
		if unmarshal(info.Algorithm.Parameters.FullBytes, &n) && unmarshal(info.Key, &x) && positive(n.P, n.Q, n.G, x) {
			return dsaKey(n.P, n.Q, n.G, x), nil
		}
	case a.Equal(oidDH):
		var n dhNumbers
		x := new(big.Int)
		if unmarshal(info.Algorithm.Parameters.FullBytes, &n) && unmarshal(info.Key, &x) && positive(n.P, n.G, x) {
			return &key{pair: &dhPair{n.P, n.G, new(big.Int).Exp(n.G, x, n.P), x}, private: true}, nil
		}
	}
	return nil, errUnsupported
}

func parseSEC1(der []byte, c elliptic.Curve) (*key, error) {
	var e ecPrivate
	if _, err := asn1.Unmarshal(der, &e); err != nil {
		return nil, errUnsupported
	}
	if c == nil {
		for name := range strings.FieldsSeq(curveNames) {
			if known := curveOf(name); curveOID(known).Equal(e.Curve) {
				c = known
			}
		}
	}
	if c == nil {
		return nil, errUnsupported
	}
	p := ecFromPrivate(c, e.Key)
	if p == nil {
		return nil, errUnsupported
	}
	return &key{pair: p, private: true}, nil
}

func dsaKey(p, q, g, x *big.Int) *key {
	private := &dsa.PrivateKey{X: x}
	private.P, private.Q, private.G, private.Y = p, q, g, new(big.Int).Exp(g, x, p)
	return &key{pair: &dsaPair{&private.PublicKey, private}, private: true}
}

// parseLimits reads the parameters of an RSA-PSS key, nil if it has none.
func parseLimits(v asn1.RawValue) *pssLimits {
	p := pssParameters{Salt: 20, Trailer: 1}
	if len(v.FullBytes) == 0 || v.Tag == asn1.TagNull || !unmarshal(v.FullBytes, &p) {
		return nil
	}
	l := &pssLimits{hash: "sha1", mgf: "sha1", salt: p.Salt}
	name := func(oid asn1.ObjectIdentifier) string {
		for _, n := range []string{"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256"} {
			if hashOID(n).Equal(oid) {
				return n
			}
		}
		return "sha1"
	}
	if p.Hash.Algorithm != nil {
		l.hash = name(p.Hash.Algorithm)
	}
	var inner pkix.AlgorithmIdentifier
	if p.MGF.Algorithm != nil && unmarshal(p.MGF.Parameters.FullBytes, &inner) {
		l.mgf = name(inner.Algorithm)
	}
	return l
}

func decryptPKCS8(e encryptedInfo, passphrase []byte) ([]byte, error) {
	var p pbes2
	var d pbkdf
	var iv []byte
	if !e.Algorithm.Algorithm.Equal(oidPBES2) || !unmarshal(e.Algorithm.Parameters.FullBytes, &p) ||
		!unmarshal(p.Derivation.Parameters.FullBytes, &d) {
		return nil, errUnsupported
	}
	var m *method
	for _, name := range []string{"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "des-ede3-cbc", "aes-128-ecb", "aes-192-ecb", "aes-256-ecb"} {
		if known := methodOf(name); schemeOID(known).Equal(p.Scheme.Algorithm) {
			m = known
		}
	}
	prf := "sha1"
	for _, name := range []string{"sha224", "sha256", "sha384", "sha512"} {
		if prfOID(name).Equal(d.PRF.Algorithm) {
			prf = name
		}
	}
	if m == nil || m.iv != 0 && !unmarshal(p.Scheme.Parameters.FullBytes, &iv) || d.Iterations < 1 || d.Iterations > 1<<26 {
		return nil, errUnsupported
	}
	secret, err := pbkdf2.Key(hashOf(prf), string(passphrase), d.Salt, d.Iterations, m.key)
	if err != nil {
		return nil, errUnsupported
	}
	return unseal(m, secret, iv, e.Data)
}

func badJWK(what string) error {
	return wrong(nodeerr.Error, "ERR_CRYPTO_INVALID_JWK", "Invalid JWK "+what)
}

// fromJWK reads a key from the members of an object, which embedded JavaScript has looked through.
func (w *world) fromJWK(o *goja.Object, private bool) (*key, error) {
	number := func(name string) *big.Int { return new(big.Int).SetBytes(member(o, name)) }
	switch kty := o.Get("kty").String(); kty {
	case "RSA":
		p := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: number("n"), E: int(number("e").Int64())}}
		if p.N.Sign() == 0 || p.E == 0 {
			return nil, badJWK("RSA key")
		}
		if !private {
			return &key{pair: &rsaPair{public: &p.PublicKey}}, nil
		}
		p.D, p.Primes = number("d"), []*big.Int{number("p"), number("q")}
		if p.D.Sign() == 0 || p.Validate() != nil {
			return nil, badJWK("RSA key")
		}
		p.Precompute()
		return &key{pair: &rsaPair{public: &p.PublicKey, private: p}, private: true}, nil
	case "EC":
		c := curveOf(o.Get("crv").String())
		if c == nil {
			return nil, wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name")
		}
		n := coordinateLen(c)
		x, y := member(o, "x"), member(o, "y")
		if len(x) > n || len(y) > n {
			return nil, badJWK("EC key")
		}
		point := make([]byte, 1+2*n)
		point[0] = 4
		copy(point[1+n-len(x):], x)
		copy(point[1+2*n-len(y):], y)
		px, py := decodePoint(c, point)
		if px == nil {
			return nil, badJWK("EC key")
		}
		if !private {
			return &key{pair: &ecPair{public: &ecdsa.PublicKey{Curve: c, X: px, Y: py}}}, nil
		}
		p := ecFromPrivate(c, member(o, "d"))
		if p == nil || p.public.X.Cmp(px) != 0 {
			return nil, badJWK("EC key")
		}
		return &key{pair: p, private: true}, nil
	}
	name, x := strings.ToLower(o.Get("crv").String()), member(o, "x")
	if len(x) != okpLen(name) {
		return nil, badJWK("OKP key")
	}
	if !private {
		return &key{pair: &okpPair{name: name, public: x}}, nil
	}
	p := okpFromPrivate(name, member(o, "d"))
	if p == nil || !bytes.Equal(p.public, x) {
		return nil, badJWK("OKP key")
	}
	return &key{pair: p, private: true}, nil
}

// member is the bytes that a member of a JWK stands for.
func member(o *goja.Object, name string) []byte {
	v := o.Get(name)
	if v == nil || !goja.IsString(v) {
		return nil
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(v.String(), "="))
	if err != nil {
		return nil
	}
	return b
}
