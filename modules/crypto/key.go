//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto/dsa"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/subtle"
	"math/big"
	"slices"

	"github.com/cloudflare/circl/dh/x448"
	"github.com/cloudflare/circl/sign/ed448"
	"github.com/decred/dcrd/dcrec/secp256k1/v4"
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

// key is what a KeyObject stands for: a secret, or a pair of which the private half may be missing.
type key struct {
	secret  []byte
	pair    any // *rsaPair, *ecPair, *okpPair, *dsaPair, *dhPair; nil for a secret
	private bool
}

var keySlot = jsconv.Slot[key]{Name: "key"}

type rsaPair struct {
	public  *rsa.PublicKey
	private *rsa.PrivateKey
	pss     bool
	limits  *pssLimits // what the key may be used with; nil: anything
}

// pssLimits are the parameters in an RSA-PSS key.
type pssLimits struct {
	hash, mgf string // canonical names
	salt      int
}

type ecPair struct {
	public  *ecdsa.PublicKey
	private *ecdsa.PrivateKey
}

// okpPair is a key on one of the curves that have a signature or an exchange of their own: ed25519, ed448, x25519, x448.
type okpPair struct {
	name            string
	public, private []byte
}

type dsaPair struct {
	public  *dsa.PublicKey
	private *dsa.PrivateKey
}

// dhPair is a key of Diffie-Hellman with numbers.
type dhPair struct{ p, g, public, private *big.Int }

// kind is KeyObject's type.
func (k *key) kind() string {
	switch {
	case k.pair == nil:
		return "secret"
	case k.private:
		return "private"
	}
	return "public"
}

// algorithm is KeyObject's asymmetricKeyType.
func (k *key) algorithm() string {
	switch p := k.pair.(type) {
	case *rsaPair:
		if p.pss {
			return "rsa-pss"
		}
		return "rsa"
	case *ecPair:
		return "ec"
	case *okpPair:
		return p.name
	case *dsaPair:
		return "dsa"
	case *dhPair:
		return "dh"
	}
	return ""
}

// publicHalf is the key without what is private.
func (k *key) publicHalf() *key { return &key{pair: k.pair} }

func (k *key) equal(o *key) bool {
	if k.kind() != o.kind() || k.algorithm() != o.algorithm() {
		return false
	}
	switch p := k.pair.(type) {
	case nil:
		return subtle.ConstantTimeCompare(k.secret, o.secret) == 1
	case *rsaPair:
		return p.public.Equal(o.pair.(*rsaPair).public)
	case *ecPair:
		q := o.pair.(*ecPair).public
		return p.public.Curve.Params().Name == q.Curve.Params().Name && p.public.X.Cmp(q.X) == 0 && p.public.Y.Cmp(q.Y) == 0
	case *okpPair:
		return slices.Equal(p.public, o.pair.(*okpPair).public)
	case *dsaPair:
		return p.public.Y.Cmp(o.pair.(*dsaPair).public.Y) == 0 && p.public.P.Cmp(o.pair.(*dsaPair).public.P) == 0
	case *dhPair:
		q := o.pair.(*dhPair)
		return p.public.Cmp(q.public) == 0 && p.p.Cmp(q.p) == 0 && p.g.Cmp(q.g) == 0
	}
	return false
}

// curveOf finds a curve by OpenSSL's name, or by NIST's.
func curveOf(name string) elliptic.Curve {
	switch name {
	case "prime256v1", "P-256", "secp256r1":
		return elliptic.P256()
	case "secp384r1", "P-384":
		return elliptic.P384()
	case "secp521r1", "P-521":
		return elliptic.P521()
	case "secp224r1", "P-224":
		return elliptic.P224()
	case "secp256k1":
		return secp256k1.S256()
	}
	return nil
}

// curveNames is getCurves().
const curveNames = "prime256v1 secp224r1 secp256k1 secp384r1 secp521r1"

// curveName is OpenSSL's name of a curve.
func curveName(c elliptic.Curve) string {
	switch c.Params().BitSize {
	case 224:
		return "secp224r1"
	case 384:
		return "secp384r1"
	case 521:
		return "secp521r1"
	}
	if c == elliptic.P256() {
		return "prime256v1"
	}
	return "secp256k1"
}

func coordinateLen(c elliptic.Curve) int { return (c.Params().BitSize + 7) / 8 }

// encodePoint writes a point down: "uncompressed", "compressed" or "hybrid".
func encodePoint(c elliptic.Curve, x, y *big.Int, format string) []byte {
	n := coordinateLen(c)
	b := make([]byte, 1+2*n)
	x.FillBytes(b[1 : 1+n])
	y.FillBytes(b[1+n:])
	switch format {
	case "compressed":
		b = b[:1+n]
		b[0] = 2 + byte(y.Bit(0))
	case "hybrid":
		b[0] = 6 + byte(y.Bit(0))
	default:
		b[0] = 4
	}
	return b
}

// decodePoint reads a point in any of these forms; nil if it is not on the curve.
func decodePoint(c elliptic.Curve, b []byte) (x, y *big.Int) {
	n, params := coordinateLen(c), c.Params()
	if len(b) < 1+n {
		return nil, nil
	}
	x = new(big.Int).SetBytes(b[1 : 1+n])
	switch {
	case len(b) == 1+n && (b[0] == 2 || b[0] == 3):
		// y² = x³ + ax + b, where a is -3, but for secp256k1, where it is 0.
		y = new(big.Int).Mul(x, x)
		if params.BitSize != 256 || c == elliptic.P256() {
			y.Sub(y, big.NewInt(3))
		}
		y.Mul(y, x).Add(y, params.B).Mod(y, params.P)
		if y.ModSqrt(y, params.P) == nil {
			return nil, nil
		}
		if byte(y.Bit(0)) != b[0]&1 {
			y.Sub(params.P, y)
		}
	case len(b) == 1+2*n && (b[0] == 4 || b[0]|1 == 7):
		y = new(big.Int).SetBytes(b[1+n:])
		if b[0] != 4 && byte(y.Bit(0)) != b[0]&1 {
			return nil, nil
		}
	default:
		return nil, nil
	}
	if x.Cmp(params.P) >= 0 || y.Cmp(params.P) >= 0 || !c.IsOnCurve(x, y) {
		return nil, nil
	}
	return x, y
}

// ecFromPrivate makes the pair of a number; nil if it is none of the curve's.
func ecFromPrivate(c elliptic.Curve, d []byte) *ecPair {
	n := new(big.Int).SetBytes(d)
	if n.Sign() == 0 || n.Cmp(c.Params().N) >= 0 {
		return nil
	}
	x, y := c.ScalarBaseMult(n.FillBytes(make([]byte, (c.Params().N.BitLen()+7)/8)))
	p := &ecdsa.PrivateKey{D: n, PublicKey: ecdsa.PublicKey{Curve: c, X: x, Y: y}}
	return &ecPair{&p.PublicKey, p}
}

// okpLen is the length of either half of a key.
func okpLen(name string) int {
	switch name {
	case "ed448":
		return ed448.SeedSize
	case "x448":
		return x448.Size
	}
	return 32
}

// okpFromPrivate makes the pair of a seed; nil if it has the wrong length.
func okpFromPrivate(name string, seed []byte) *okpPair {
	if len(seed) != okpLen(name) {
		return nil
	}
	switch name {
	case "ed25519":
		private := ed25519.NewKeyFromSeed(seed)
		return &okpPair{name, private.Public().(ed25519.PublicKey), slices.Clone(seed)}
	case "ed448":
		private := ed448.NewKeyFromSeed(seed)
		return &okpPair{name, private.Public().(ed448.PublicKey), slices.Clone(seed)}
	case "x448":
		var public, private x448.Key
		copy(private[:], seed)
		x448.KeyGen(&public, &private)
		return &okpPair{name, public[:], slices.Clone(seed)}
	}
	private, err := ecdh.X25519().NewPrivateKey(seed)
	if err != nil {
		return nil
	}
	return &okpPair{name, private.PublicKey().Bytes(), slices.Clone(seed)}
}

// keyObject is an object that carries k to JavaScript.
func (w *world) keyObject(k *key) goja.Value {
	o := w.vm.NewObject()
	keySlot.Set(w.vm, o, k)
	return o
}

func (w *world) bindKeys() {
	// A key never changes, so that other worlds may have the same one: handKey gives it to cloning, takeKey makes an
	// object of it there.
	_ = w.b.Set("kClone", modules.CloneSymbol.Get())
	w.on("handKey", func(a arguments) goja.Value { return w.vm.ToValue(a.key(0)) })
	w.on("takeKey", func(a arguments) goja.Value {
		k, ok := a.at(0).Export().(*key)
		if !ok {
			return nil
		}
		return w.keyObject(k)
	})
	w.on("newSecret", func(a arguments) goja.Value { return w.keyObject(&key{secret: a.bytes(0)}) })
	w.on("isKey", func(a arguments) goja.Value { return w.vm.ToValue(a.key(0) != nil) })
	w.on("keyKind", func(a arguments) goja.Value { return w.vm.ToValue(a.key(0).kind()) })
	w.on("keyAlgorithm", func(a arguments) goja.Value { return w.vm.ToValue(a.key(0).algorithm()) })
	w.on("keySize", func(a arguments) goja.Value { return w.vm.ToValue(len(a.key(0).secret)) })
	w.on("keySecret", func(a arguments) goja.Value { return w.buffer(a.bytes(0)) })
	w.on("keyEquals", func(a arguments) goja.Value { return w.vm.ToValue(a.key(0).equal(a.key(1))) })
	w.on("keyPublic", func(a arguments) goja.Value { return w.keyObject(a.key(0).publicHalf()) })
	w.on("keyDetails", func(a arguments) goja.Value { return w.details(a.key(0)) })
	// importKey(private?, data, "pem" or "der", type or "", passphrase or undefined)
	w.on("importKey", func(a arguments) goja.Value {
		in := keyText{data: w.data(a.at(1), goja.Undefined()), pem: a.str(2) == "pem", kind: a.str(3)}
		if a.has(4) {
			in.passphrase, in.hasPassphrase = a.bytes(4), true
		}
		k, err := in.decode(a.bool(0))
		w.check(err)
		return w.keyObject(k)
	})
	// importJWK(object, private?)
	w.on("importJWK", func(a arguments) goja.Value {
		k, err := w.fromJWK(a.object(0), a.bool(1))
		w.check(err)
		return w.keyObject(k)
	})
	// importRaw(algorithm, curve, bytes, private?)
	w.on("importRaw", func(a arguments) goja.Value {
		k := fromRaw(a.str(0), a.str(1), a.bytes(2), a.bool(3))
		if k == nil {
			return nil
		}
		return w.keyObject(k)
	})
	w.on("exportRaw", func(a arguments) goja.Value { return w.buffer(a.key(0).raw()) })
	w.on("exportJWK", func(a arguments) goja.Value {
		w.check(w.toJWK(a.key(0), a.object(1)))
		return a.at(1)
	})
	// exportKey(key, private?, format, type, cipher, passphrase)
	w.on("exportKey", func(a arguments) goja.Value {
		o := keyForm{private: a.bool(1), format: a.str(2), kind: a.str(3), cipher: a.str(4), passphrase: a.bytes(5)}
		b, err := o.encode(a.key(0))
		w.check(err)
		return w.exported(b, o.format)
	})
}

// exported is PEM as a string, anything else as a Buffer.
func (w *world) exported(b []byte, format string) goja.Value {
	if format == "pem" {
		return w.vm.ToValue(string(b))
	}
	return w.buffer(b)
}

// details is asymmetricKeyDetails.
func (w *world) details(k *key) goja.Value {
	o := w.vm.NewObject()
	switch p := k.pair.(type) {
	case *rsaPair:
		_ = o.Set("modulusLength", p.public.N.BitLen())
		_ = o.Set("publicExponent", big.NewInt(int64(p.public.E)))
		if p.limits != nil {
			_ = o.Set("hashAlgorithm", p.limits.hash)
			_ = o.Set("mgf1HashAlgorithm", p.limits.mgf)
			_ = o.Set("saltLength", p.limits.salt)
		}
	case *dsaPair:
		_ = o.Set("modulusLength", p.public.P.BitLen())
		_ = o.Set("divisorLength", p.public.Q.BitLen())
	case *ecPair:
		_ = o.Set("namedCurve", curveName(p.public.Curve))
	}
	return o
}

// fromRaw makes a key of a point or of a seed, without anything around it; nil if it is none.
func fromRaw(algorithm, curve string, b []byte, private bool) *key {
	switch {
	case algorithm == "ec" && private:
		if p := ecFromPrivate(curveOf(curve), b); p != nil {
			return &key{pair: p, private: true}
		}
	case algorithm == "ec":
		c := curveOf(curve)
		if x, y := decodePoint(c, b); x != nil {
			return &key{pair: &ecPair{public: &ecdsa.PublicKey{Curve: c, X: x, Y: y}}}
		}
	case private:
		if p := okpFromPrivate(algorithm, b); p != nil {
			return &key{pair: p, private: true}
		}
	case len(b) == okpLen(algorithm):
		return &key{pair: &okpPair{name: algorithm, public: b}}
	}
	return nil
}

// raw is a public key without anything around it.
func (k *key) raw() []byte {
	switch p := k.pair.(type) {
	case *ecPair:
		return encodePoint(p.public.Curve, p.public.X, p.public.Y, "uncompressed")
	case *okpPair:
		return slices.Clone(p.public)
	}
	return slices.Clone(k.secret)
}

func pointKey(c elliptic.Curve, x, y *big.Int) *ecdsa.PublicKey {
	return &ecdsa.PublicKey{Curve: c, X: x, Y: y}
}
