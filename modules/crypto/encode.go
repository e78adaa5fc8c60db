//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto/elliptic"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// keyForm is how a key is to be written down.
type keyForm struct {
	private    bool
	format     string // pem, der
	kind       string // pkcs1, spki, pkcs8, sec1
	cipher     string // what it is encrypted with, "" for nothing
	passphrase []byte
}

func (e keyForm) encode(k *key) ([]byte, error) {
	if !e.private {
		der, label, err := encodePublic(k, e.kind)
		if err != nil || e.format == "der" {
			return der, err
		}
		return pem.EncodeToMemory(&pem.Block{Type: label, Bytes: der}), nil
	}
	der, label, err := encodePrivate(k, e.kind)
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: label, Bytes: der}
	if e.cipher != "" {
		m := methodOf(e.cipher)
		if m == nil || m.mode != "cbc" && m.mode != "ecb" {
			return nil, wrong(nodeerr.Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")
		}
		if label == "PRIVATE KEY" {
			if block.Bytes, err = encryptPKCS8(der, m, e.passphrase); err != nil {
				return nil, err
			}
			block.Type = "ENCRYPTED PRIVATE KEY"
		} else if block, err = encryptPEM(block, m, e.passphrase); err != nil {
			return nil, err
		}
	}
	if e.format == "der" {
		return block.Bytes, nil
	}
	return pem.EncodeToMemory(block), nil
}

// Object identifiers.
var (
	oidRSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidMGF1   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidRSAPSS = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidDSA    = asn1.ObjectIdentifier{1, 2, 840, 10040, 4, 1}
	oidDH     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 3, 1}
	oidEC     = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidPBES2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}
	oidPBKDF2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}
)

// dotted reads an object identifier.
func dotted(s string) (oid asn1.ObjectIdentifier) {
	n := 0
	for _, c := range s + "." {
		if c == '.' {
			oid, n = append(oid, n), 0
		} else {
			n = 10*n + int(c-'0')
		}
	}
	return oid
}

// curveOID is the identifier of a curve; hashOID, schemeOID and prfOID those of hashes, ciphers and HMACs.
func curveOID(c elliptic.Curve) asn1.ObjectIdentifier {
	switch curveName(c) {
	case "prime256v1":
		return dotted("1.2.840.10045.3.1.7")
	case "secp224r1":
		return dotted("1.3.132.0.33")
	case "secp384r1":
		return dotted("1.3.132.0.34")
	case "secp521r1":
		return dotted("1.3.132.0.35")
	}
	return dotted("1.3.132.0.10")
}

// okpNames are the keys of RFC 8410, in the order of their identifiers.
var okpNames = [...]string{"x25519", "x448", "ed25519", "ed448"}

func okpOID(name string) asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{1, 3, 101, 110 + slices.Index(okpNames[:], name)}
}

// okpName is the name for an identifier, "" for one that is of something else.
func okpName(oid asn1.ObjectIdentifier) string {
	if len(oid) != 4 || !oid[:3].Equal(asn1.ObjectIdentifier{1, 3, 101}) || oid[3] < 110 || oid[3] > 113 {
		return ""
	}
	return okpNames[oid[3]-110]
}

func hashOID(name string) asn1.ObjectIdentifier {
	switch name {
	case "md5":
		return dotted("1.2.840.113549.2.5")
	case "sha1":
		return dotted("1.3.14.3.2.26")
	case "sha256":
		return dotted("2.16.840.1.101.3.4.2.1")
	case "sha384":
		return dotted("2.16.840.1.101.3.4.2.2")
	case "sha512":
		return dotted("2.16.840.1.101.3.4.2.3")
	case "sha224":
		return dotted("2.16.840.1.101.3.4.2.4")
	case "sha512-224":
		return dotted("2.16.840.1.101.3.4.2.5")
	case "sha512-256":
		return dotted("2.16.840.1.101.3.4.2.6")
	}
	return nil
}

func schemeOID(m *method) asn1.ObjectIdentifier {
	switch m.name {
	case "aes-128-ecb":
		return dotted("2.16.840.1.101.3.4.1.1")
	case "aes-192-ecb":
		return dotted("2.16.840.1.101.3.4.1.21")
	case "aes-256-ecb":
		return dotted("2.16.840.1.101.3.4.1.41")
	case "aes-128-cbc":
		return dotted("2.16.840.1.101.3.4.1.2")
	case "aes-192-cbc":
		return dotted("2.16.840.1.101.3.4.1.22")
	case "aes-256-cbc":
		return dotted("2.16.840.1.101.3.4.1.42")
	case "des-ede3-cbc":
		return dotted("1.2.840.113549.3.7")
	}
	return nil
}

func prfOID(name string) asn1.ObjectIdentifier {
	switch name {
	case "sha1":
		return dotted("1.2.840.113549.2.7")
	case "sha224":
		return dotted("1.2.840.113549.2.8")
	case "sha256":
		return dotted("1.2.840.113549.2.9")
	case "sha384":
		return dotted("1.2.840.113549.2.10")
	case "sha512":
		return dotted("1.2.840.113549.2.11")
	}
	return nil
}

// The structures of ASN.1.
type (
	publicInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		Key       asn1.BitString
	}
	privateInfo struct {
		Version    int
		Algorithm  pkix.AlgorithmIdentifier
		Key        []byte
		Attributes asn1.RawValue `asn1:"optional,tag:0"`
		Public     asn1.RawValue `asn1:"optional,tag:1"`
	}
	ecPrivate struct {
		Version int
		Key     []byte
		Curve   asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
		Public  asn1.BitString        `asn1:"optional,explicit,tag:1"`
	}
	dsaNumbers struct{ P, Q, G *big.Int }
	dsaPrivate struct {
		Version       int
		P, Q, G, Y, X *big.Int
	}
	dhNumbers struct {
		P, G   *big.Int
		Length int `asn1:"optional"`
	}
	pssParameters struct {
		Hash    pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:0"`
		MGF     pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:1"`
		Salt    int                      `asn1:"optional,explicit,tag:2,default:20"`
		Trailer int                      `asn1:"optional,explicit,tag:3,default:1"`
	}
	encryptedInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	pbes2 struct{ Derivation, Scheme pkix.AlgorithmIdentifier }
	pbkdf struct {
		Salt       []byte
		Iterations int
		Length     int                      `asn1:"optional"`
		PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
	}
)

func raw(v any) asn1.RawValue {
	b, err := asn1.Marshal(v)
	if err != nil {
		panic(err) // all of it is made here
	}
	return asn1.RawValue{FullBytes: b}
}

// identifier is the algorithm of a key, with its parameters.
func identifier(k *key) pkix.AlgorithmIdentifier {
	switch p := k.pair.(type) {
	case *rsaPair:
		switch {
		case !p.pss:
			return pkix.AlgorithmIdentifier{Algorithm: oidRSA, Parameters: asn1.NullRawValue}
		case p.limits == nil:
			return pkix.AlgorithmIdentifier{Algorithm: oidRSAPSS}
		}
		return pkix.AlgorithmIdentifier{Algorithm: oidRSAPSS, Parameters: p.limits.marshal()}
	case *ecPair:
		return pkix.AlgorithmIdentifier{Algorithm: oidEC, Parameters: raw(curveOID(p.public.Curve))}
	case *okpPair:
		return pkix.AlgorithmIdentifier{Algorithm: okpOID(p.name)}
	case *dsaPair:
		return pkix.AlgorithmIdentifier{Algorithm: oidDSA, Parameters: raw(dsaNumbers{p.public.P, p.public.Q, p.public.G})}
	case *dhPair:
		return pkix.AlgorithmIdentifier{Algorithm: oidDH, Parameters: raw(dhNumbers{P: p.p, G: p.g})}
	}
	return pkix.AlgorithmIdentifier{}
}

// marshal leaves out what is as it is when nothing is said.
func (l *pssLimits) marshal() asn1.RawValue {
	p := pssParameters{Salt: l.salt, Trailer: 1}
	algorithm := func(name string) pkix.AlgorithmIdentifier {
		return pkix.AlgorithmIdentifier{Algorithm: hashOID(name), Parameters: asn1.NullRawValue}
	}
	if l.hash != "sha1" {
		p.Hash = algorithm(l.hash)
	}
	if l.mgf != "sha1" {
		p.MGF = pkix.AlgorithmIdentifier{Algorithm: oidMGF1, Parameters: raw(algorithm(l.mgf))}
	}
	return raw(p)
}

func incompatible(kind string, what string) error {
	return wrong(nodeerr.Error, "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS", "The selected key encoding "+kind+" "+what+".")
}

func encodePublic(k *key, kind string) (der []byte, label string, err error) {
	r, isRSA := k.pair.(*rsaPair)
	if kind == "pkcs1" {
		if !isRSA || r.pss {
			return nil, "", incompatible("pkcs1", "can only be used for RSA keys")
		}
		return x509.MarshalPKCS1PublicKey(r.public), "RSA PUBLIC KEY", nil
	}
	var bits []byte
	switch p := k.pair.(type) {
	case *rsaPair:
		bits = x509.MarshalPKCS1PublicKey(p.public)
	case *ecPair, *okpPair:
		bits = k.raw()
	case *dsaPair:
		bits = raw(p.public.Y).FullBytes
	case *dhPair:
		bits = raw(p.public).FullBytes
	}
	der, err = asn1.Marshal(publicInfo{identifier(k), asn1.BitString{Bytes: bits, BitLength: 8 * len(bits)}})
	return der, "PUBLIC KEY", err
}

func encodePrivate(k *key, kind string) (der []byte, label string, err error) {
	switch kind {
	case "pkcs1":
		p, ok := k.pair.(*rsaPair)
		if !ok || p.pss {
			return nil, "", incompatible("pkcs1", "can only be used for RSA keys")
		}
		return x509.MarshalPKCS1PrivateKey(p.private), "RSA PRIVATE KEY", nil
	case "sec1":
		p, ok := k.pair.(*ecPair)
		if !ok {
			return nil, "", incompatible("sec1", "can only be used for EC keys")
		}
		der, err = asn1.Marshal(p.sec1(true))
		return der, "EC PRIVATE KEY", err
	}
	info := privateInfo{Algorithm: identifier(k)}
	switch p := k.pair.(type) {
	case *rsaPair:
		info.Key = x509.MarshalPKCS1PrivateKey(p.private)
	case *ecPair:
		info.Key = raw(p.sec1(false)).FullBytes
	case *okpPair:
		info.Key = raw(p.private).FullBytes
	case *dsaPair:
		info.Key = raw(p.private.X).FullBytes
	case *dhPair:
		info.Key = raw(p.private).FullBytes
	}
	der, err = asn1.Marshal(info)
	return der, "PRIVATE KEY", err
}

// sec1 is the key as SEC 1 has it; the curve is left out where it is said outside.
func (p *ecPair) sec1(curve bool) ecPrivate {
	c := p.public.Curve
	point := encodePoint(c, p.public.X, p.public.Y, "uncompressed")
	e := ecPrivate{Version: 1, Key: p.private.D.FillBytes(make([]byte, (c.Params().N.BitLen()+7)/8))}
	e.Public = asn1.BitString{Bytes: point, BitLength: 8 * len(point)}
	if curve {
		e.Curve = curveOID(c)
	}
	return e
}

// seal encrypts all of b.
func seal(m *method, key, iv, b []byte) ([]byte, error) {
	if m.iv == 0 {
		iv = nil
	}
	return throughCipher(m, true, key, iv, b)
}

// unseal is the reverse of seal.
func unseal(m *method, key, iv, b []byte) ([]byte, error) { return throughCipher(m, false, key, iv, b) }

func throughCipher(m *method, encrypt bool, key, iv, b []byte) ([]byte, error) {
	c, err := newCipher(m.name, encrypt, key, iv, -1)
	if err != nil {
		return nil, err
	}
	out, err := c.update(b)
	if err != nil {
		return nil, err
	}
	rest, err := c.final()
	return append(out, rest...), err
}

// encryptPKCS8 encrypts by PBES2, as OpenSSL does when nothing else is said.
func encryptPKCS8(der []byte, m *method, passphrase []byte) ([]byte, error) {
	scheme := schemeOID(m)
	if scheme == nil {
		return nil, wrong(nodeerr.Error, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher")
	}
	salt, iv := make([]byte, 16), make([]byte, m.iv)
	_, _ = rand.Read(salt)
	_, _ = rand.Read(iv)
	secret, err := pbkdf2.Key(sha256.New, string(passphrase), salt, 2048, m.key)
	if err != nil {
		return nil, err
	}
	data, err := seal(m, secret, iv, der)
	if err != nil {
		return nil, err
	}
	parameters := pbes2{
		Derivation: pkix.AlgorithmIdentifier{Algorithm: oidPBKDF2, Parameters: raw(pbkdf{Salt: salt, Iterations: 2048,
			PRF: pkix.AlgorithmIdentifier{Algorithm: prfOID("sha256"), Parameters: asn1.NullRawValue}})},
		Scheme: pkix.AlgorithmIdentifier{Algorithm: scheme, Parameters: raw(iv)},
	}
	if m.mode == "ecb" {
		parameters.Scheme.Parameters = asn1.NullRawValue
	}
	return asn1.Marshal(encryptedInfo{pkix.AlgorithmIdentifier{Algorithm: oidPBES2, Parameters: raw(parameters)}, data})
}

// encryptPEM encrypts inside PEM, as it was done before PKCS #8.
func encryptPEM(b *pem.Block, m *method, passphrase []byte) (*pem.Block, error) {
	iv := make([]byte, m.iv)
	_, _ = rand.Read(iv)
	data, err := seal(m, pemSecret(passphrase, iv, m.key), iv, b.Bytes)
	if err != nil {
		return nil, err
	}
	return &pem.Block{Type: b.Type, Bytes: data, Headers: map[string]string{
		"Proc-Type": "4,ENCRYPTED",
		"DEK-Info":  strings.ToUpper(m.name) + "," + strings.ToUpper(hex.EncodeToString(iv)),
	}}, nil
}

// pemSecret derives a key of a passphrase as PEM does: MD5 over and over.
func pemSecret(passphrase, iv []byte, n int) (secret []byte) {
	var last []byte
	for len(secret) < n {
		h := hashOf("md5")()
		h.Write(last)
		h.Write(passphrase)
		h.Write(iv[:8])
		last = h.Sum(nil)
		secret = append(secret, last...)
	}
	return secret[:n]
}

func base64url(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// toJWK sets the members of a key as JSON has it.
func (w *world) toJWK(k *key, o *goja.Object) error {
	set := func(name string, b []byte) { _ = o.Set(name, base64url(b)) }
	switch p := k.pair.(type) {
	case nil:
		_ = o.Set("kty", "oct")
		set("k", k.secret)
	case *rsaPair:
		if p.pss {
			return wrong(nodeerr.Error, "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE", "Unsupported JWK Key Type.")
		}
		_ = o.Set("kty", "RSA")
		set("n", p.public.N.Bytes())
		set("e", big.NewInt(int64(p.public.E)).Bytes())
		if k.private {
			d := p.private
			set("d", d.D.Bytes())
			set("p", d.Primes[0].Bytes())
			set("q", d.Primes[1].Bytes())
			set("dp", d.Precomputed.Dp.Bytes())
			set("dq", d.Precomputed.Dq.Bytes())
			set("qi", d.Precomputed.Qinv.Bytes())
		}
	case *ecPair:
		c := p.public.Curve
		crv := jwkCurve(c)
		if crv == "" {
			return wrong(nodeerr.Error, "ERR_CRYPTO_JWK_UNSUPPORTED_CURVE", "Unsupported JWK EC curve: "+curveName(c)+".")
		}
		n := coordinateLen(c)
		_ = o.Set("kty", "EC")
		set("x", p.public.X.FillBytes(make([]byte, n)))
		set("y", p.public.Y.FillBytes(make([]byte, n)))
		_ = o.Set("crv", crv)
		if k.private {
			set("d", p.private.D.FillBytes(make([]byte, n)))
		}
	case *okpPair:
		_ = o.Set("crv", strings.ToUpper(p.name[:1])+p.name[1:])
		if k.private {
			set("d", p.private)
		}
		set("x", p.public)
		_ = o.Set("kty", "OKP")
	default:
		return wrong(nodeerr.Error, "ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE", "Unsupported JWK Key Type.")
	}
	return nil
}

// jwkCurve is the name of a curve in a JWK, "" if it has none there.
func jwkCurve(c elliptic.Curve) string {
	switch curveName(c) {
	case "prime256v1":
		return "P-256"
	case "secp384r1":
		return "P-384"
	case "secp521r1":
		return "P-521"
	case "secp256k1":
		return "secp256k1"
	}
	return ""
}
