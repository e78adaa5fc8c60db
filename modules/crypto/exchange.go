//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto/ecdh"
	"crypto/elliptic"
	"crypto/rand"
	"math/big"
	"slices"
	"strings"

	"github.com/cloudflare/circl/dh/x448"
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// group is one of the primes of RFC 2409 and RFC 3526, all with the generator 2: 2^n - 2^(n-64) - 1 + 2^64 (floor(2^(n-130) pi) + k).
func group(name string) *big.Int {
	bits, k := 0, int64(0)
	switch name {
	case "modp1":
		bits, k = 768, 149686
	case "modp2":
		bits, k = 1024, 129093
	case "modp5":
		bits, k = 1536, 741804
	case "modp14":
		bits, k = 2048, 124476
	case "modp15":
		bits, k = 3072, 1690314
	case "modp16":
		bits, k = 4096, 240904
	case "modp17":
		bits, k = 6144, 929484
	case "modp18":
		bits, k = 8192, 4743158
	default:
		return nil
	}
	power := func(n int) *big.Int { return new(big.Int).Lsh(big.NewInt(1), uint(n)) }
	p := new(big.Int).Rsh(pi(), uint(piBits-(bits-130)))
	p.Add(p, big.NewInt(k)).Lsh(p, 64)
	return p.Add(p, power(bits)).Sub(p, power(bits-64)).Sub(p, big.NewInt(1))
}

const piBits = 8192

// pi times 2^piBits, by Machin's formula.
func pi() *big.Int { return piOnce.Get(makePi) }

var piOnce lateinit.Value[*big.Int]

func makePi() *big.Int {
	const guard = 32
	arctan := func(n int64) *big.Int { // of 1/n
		term := new(big.Int).Lsh(big.NewInt(1), piBits+guard)
		term.Div(term, big.NewInt(n))
		sum, square := new(big.Int).Set(term), big.NewInt(n*n)
		for i := int64(3); term.Sign() != 0; i += 2 {
			term.Div(term, square)
			part := new(big.Int).Div(term, big.NewInt(i))
			if i%4 == 3 {
				sum.Sub(sum, part)
			} else {
				sum.Add(sum, part)
			}
		}
		return sum
	}
	p := arctan(5)
	p.Mul(p, big.NewInt(4)).Sub(p, arctan(239)).Mul(p, big.NewInt(4))
	return p.Rsh(p, guard)
}

// dhPrime is a safe prime that suits the generator.
func dhPrime(bits, generator int) (*big.Int, error) {
	if bits < 2 {
		return nil, openssl("0300007E", "bignum routines", "bits too small")
	}
	switch generator {
	case 2:
		return prime(bits, true, big.NewInt(24), big.NewInt(23))
	case 5:
		return prime(bits, true, big.NewInt(60), big.NewInt(59))
	}
	return prime(bits, true, big.NewInt(12), big.NewInt(11))
}

// exchange is what a DiffieHellman has of Go, or an ECDH.
type exchange struct {
	p, g            *big.Int
	curve           elliptic.Curve
	private, public *big.Int // of a DiffieHellman
	pair            *ecPair  // of an ECDH
	x, y            *big.Int
}

var exchangeSlot = jsconv.Slot[exchange]{Name: "exchange"}

// DH_check's findings.
const (
	notPrime         = 1
	notSafe          = 2
	notSuitable      = 8
	checkLimit       = 10000 // bits beyond which nothing is looked at
	unknownGenerator = 4
)

func (x *exchange) verifyError() (code int) {
	if x.p.BitLen() > checkLimit {
		return unknownGenerator
	}
	if one := big.NewInt(1); x.g.Cmp(one) <= 0 || x.g.Cmp(new(big.Int).Sub(x.p, one)) >= 0 {
		code |= notSuitable
	}
	if !x.p.ProbablyPrime(20) {
		return code | notPrime
	}
	if !new(big.Int).Rsh(x.p, 1).ProbablyPrime(20) {
		code |= notSafe
	}
	return code
}

func (w *world) bindExchange() {
	self := func(a arguments) *exchange { return exchangeSlot.Get(a.at(0)) }
	number := func(n *big.Int) goja.Value {
		if n.Sign() == 0 {
			return w.buffer([]byte{0})
		}
		return w.buffer(n.Bytes())
	}
	w.on("curves", func(arguments) goja.Value { return w.strings(strings.Fields(curveNames)) })
	// newDH(object, prime or bits or name of a group, generator: bytes or number)
	w.on("newDH", func(a arguments) goja.Value {
		x := &exchange{g: big.NewInt(2)}
		switch v := a.at(1); {
		case goja.IsString(v):
			if x.p = group(strings.ToLower(v.String())); x.p == nil {
				w.check(wrong(nodeerr.Error, "ERR_CRYPTO_UNKNOWN_DH_GROUP", "Unknown DH group"))
			}
		case goja.IsNumber(v):
			g := a.int(2)
			if goja.IsNumber(a.at(2)) && g < 2 {
				w.check(openssl("02800065", "Diffie-Hellman routines", "bad generator"))
			}
			if a.int(1) < 2 {
				w.check(openssl("02800082", "Diffie-Hellman routines", "modulus too small"))
			}
			p, err := dhPrime(a.int(1), g)
			w.check(err)
			x.p, x.g = p, big.NewInt(int64(g))
		default:
			x.p = new(big.Int).SetBytes(a.view(1))
		}
		if !goja.IsString(a.at(1)) && !goja.IsNumber(a.at(1)) && a.has(2) {
			if goja.IsNumber(a.at(2)) {
				x.g = big.NewInt(int64(a.int(2)))
			} else {
				x.g = new(big.Int).SetBytes(a.view(2))
			}
			if x.g.Cmp(big.NewInt(1)) <= 0 {
				w.check(openssl("02800065", "Diffie-Hellman routines", "bad generator"))
			}
		}
		exchangeSlot.Set(w.vm, a.object(0), x)
		return nil
	})
	w.on("dhVerifyError", func(a arguments) goja.Value { return w.vm.ToValue(self(a).verifyError()) })
	w.on("dhPrime", func(a arguments) goja.Value { return number(self(a).p) })
	w.on("dhGenerator", func(a arguments) goja.Value { return number(self(a).g) })
	w.on("dhGenerate", func(a arguments) goja.Value {
		x := self(a)
		if x.p.BitLen() < 2 {
			w.check(openssl("02800082", "Diffie-Hellman routines", "modulus too small"))
		}
		if x.p.BitLen() > checkLimit {
			w.check(openssl("02800067", "Diffie-Hellman routines", "modulus too large"))
		}
		if x.private == nil {
			n, err := rand.Int(rand.Reader, new(big.Int).Sub(x.p, big.NewInt(2)))
			w.check(err)
			x.private = n.Add(n, big.NewInt(1))
		}
		x.public = new(big.Int).Exp(x.g, x.private, x.p)
		return w.buffer(x.public.FillBytes(make([]byte, (x.p.BitLen()+7)/8)))
	})
	w.on("dhGet", func(a arguments) goja.Value {
		x, name := self(a), a.str(1)
		n := x.public
		if name == "private" {
			n = x.private
		}
		if n == nil {
			w.check(wrong(nodeerr.Error, "ERR_CRYPTO_INVALID_STATE", "No "+name+" key - did you forget to generate one?"))
		}
		if name == "public" {
			return w.buffer(n.FillBytes(make([]byte, max((x.p.BitLen()+7)/8, (n.BitLen()+7)/8))))
		}
		return w.buffer(n.Bytes())
	})
	w.on("dhSet", func(a arguments) goja.Value {
		n := new(big.Int).SetBytes(a.view(2))
		if a.str(1) == "private" {
			self(a).private = n
		} else {
			self(a).public = n
		}
		return nil
	})
	w.on("dhSecret", func(a arguments) goja.Value {
		x := self(a)
		other := new(big.Int).SetBytes(a.view(1))
		if x.private == nil {
			w.check(wrong(nodeerr.Error, "ERR_CRYPTO_INVALID_STATE", "Unspecified validation error"))
		}
		secret, err := shareDH(x.p, x.private, other)
		w.check(err)
		return w.buffer(secret)
	})
	w.bindECDH(self)
	// share(private key, public key, callback): the secret that two keys have in common.
	w.on("share", func(a arguments) goja.Value {
		private, public := a.key(0), a.key(1)
		return w.job(a.at(2), "DHBITSREQUEST", func() (any, error) { return share(private, public) })
	})
}

var errPublic = wrong(nodeerr.Error, "ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY", "Public key is not valid for specified curve")

func (w *world) bindECDH(self func(arguments) *exchange) {
	w.on("newECDH", func(a arguments) goja.Value {
		c := curveOf(a.str(1))
		if c == nil {
			w.check(wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))
		}
		exchangeSlot.Set(w.vm, a.object(0), &exchange{curve: c})
		return nil
	})
	w.on("ecGenerate", func(a arguments) goja.Value {
		x := self(a)
		k, err := generateEC(x.curve)
		w.check(err)
		x.pair = k.pair.(*ecPair)
		x.x, x.y = x.pair.public.X, x.pair.public.Y
		return nil
	})
	w.on("ecPublic", func(a arguments) goja.Value {
		x := self(a)
		if x.x == nil {
			w.check(wrong(nodeerr.Error, "", "Failed to get ECDH public key"))
		}
		return w.buffer(encodePoint(x.curve, x.x, x.y, a.str(1)))
	})
	w.on("ecPrivate", func(a arguments) goja.Value {
		x := self(a)
		if x.pair == nil {
			w.check(wrong(nodeerr.Error, "", "Failed to get ECDH private key"))
		}
		return w.buffer(x.pair.private.D.FillBytes(make([]byte, (x.curve.Params().N.BitLen()+7)/8)))
	})
	w.on("ecSetPrivate", func(a arguments) goja.Value {
		x := self(a)
		pair := ecFromPrivate(x.curve, a.view(1))
		if pair == nil {
			w.check(wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_KEYTYPE", "Private key is not valid for specified curve."))
		}
		x.pair = pair
		x.x, x.y = pair.public.X, pair.public.Y
		return nil
	})
	w.on("ecSetPublic", func(a arguments) goja.Value {
		x := self(a)
		px, py := decodePoint(x.curve, a.view(1))
		if px == nil {
			w.check(wrong(nodeerr.Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to convert Buffer to EC_POINT"))
		}
		x.x, x.y = px, py
		return nil
	})
	w.on("ecSecret", func(a arguments) goja.Value {
		x := self(a)
		px, py := decodePoint(x.curve, a.view(1))
		if px == nil {
			w.check(errPublic)
		}
		if x.pair == nil {
			w.check(wrong(nodeerr.Error, "", "Failed to get ECDH private key"))
		}
		if x.x.Cmp(x.pair.public.X) != 0 || x.y.Cmp(x.pair.public.Y) != 0 {
			w.check(wrong(nodeerr.Error, "ERR_CRYPTO_INVALID_KEYPAIR", "Invalid key pair"))
		}
		secret, err := shareEC(x.pair, &ecPair{public: pointKey(x.curve, px, py)})
		w.check(err)
		return w.buffer(secret)
	})
	// convertPoint(bytes, curve, format)
	w.on("convertPoint", func(a arguments) goja.Value {
		c := curveOf(a.str(1))
		if c == nil {
			w.check(wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))
		}
		x, y := decodePoint(c, a.view(0))
		if x == nil {
			w.check(wrong(nodeerr.Error, "ERR_CRYPTO_OPERATION_FAILED", "Failed to convert Buffer to EC_POINT"))
		}
		return w.buffer(encodePoint(c, x, y, a.str(2)))
	})
}

// shareDH is the secret of two keys, as long as the prime.
func shareDH(p, private, public *big.Int) ([]byte, error) {
	one := big.NewInt(1)
	switch {
	case p.BitLen() < 2:
		return nil, openssl("02800082", "Diffie-Hellman routines", "modulus too small")
	case public.Cmp(one) <= 0:
		return nil, wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Supplied key is too small")
	case public.Cmp(new(big.Int).Sub(p, one)) >= 0:
		return nil, wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Supplied key is too large")
	}
	return new(big.Int).Exp(public, private, p).FillBytes(make([]byte, (p.BitLen()+7)/8)), nil
}

func shareEC(private, public *ecPair) ([]byte, error) {
	c := private.public.Curve
	n := coordinateLen(c)
	if known := exchangeCurve(c); known != nil {
		a, err := known.NewPrivateKey(private.private.D.FillBytes(make([]byte, (c.Params().N.BitLen()+7)/8)))
		if err != nil {
			return nil, err
		}
		b, err := known.NewPublicKey(encodePoint(c, public.public.X, public.public.Y, "uncompressed"))
		if err != nil {
			return nil, errPublic
		}
		return a.ECDH(b)
	}
	x, _ := c.ScalarMult(public.public.X, public.public.Y, private.private.D.Bytes())
	return x.FillBytes(make([]byte, n)), nil
}

func exchangeCurve(c elliptic.Curve) ecdh.Curve {
	switch curveName(c) {
	case "prime256v1":
		return ecdh.P256()
	case "secp384r1":
		return ecdh.P384()
	case "secp521r1":
		return ecdh.P521()
	}
	return nil
}

var errDerivation = &refusal{"1C80006C", "Provider routines", "failed during derivation"}

// share is diffieHellman.
func share(private, public *key) ([]byte, error) {
	switch a := private.pair.(type) {
	case *ecPair:
		if b, ok := public.pair.(*ecPair); ok && b.public.Curve == a.public.Curve {
			return shareEC(a, b)
		}
	case *okpPair:
		b, ok := public.pair.(*okpPair)
		if !ok || a.name != b.name || a.name[0] != 'x' {
			break
		}
		if a.name == "x448" {
			var secret, private, public x448.Key
			copy(private[:], a.private)
			copy(public[:], b.public)
			if !x448.Shared(&secret, &private, &public) {
				return nil, errDerivation
			}
			return secret[:], nil
		}
		own, err := ecdh.X25519().NewPrivateKey(a.private)
		if err != nil {
			return nil, err
		}
		other, err := ecdh.X25519().NewPublicKey(b.public)
		if err != nil {
			return nil, err
		}
		secret, err := own.ECDH(other)
		if err != nil {
			return nil, errDerivation
		}
		return secret, nil
	case *dhPair:
		b, ok := public.pair.(*dhPair)
		if !ok || a.p.Cmp(b.p) != 0 || a.g.Cmp(b.g) != 0 {
			return nil, openssl("1C8000CB", "Provider routines", "mismatching domain parameters")
		}
		secret, err := shareDH(a.p, a.private, b.public)
		return slices.Clip(secret), err
	}
	return nil, openssl("1C8000CB", "Provider routines", "mismatching domain parameters")
}
