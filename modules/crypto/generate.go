//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto/dsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"math/big"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// bindGenerate: each of these gives a private key, to callback if there is one.
func (w *world) bindGenerate() {
	made := func(callback goja.Value, make func() (*key, error)) goja.Value {
		return w.job(callback, "KEYPAIRGENREQUEST", func() (any, error) {
			k, err := make()
			return func() goja.Value { return w.keyObject(k) }, err
		})
	}
	// generateRSA(bits, exponent, pss, hash, mgf hash, salt length or -1, callback)
	w.on("generateRSA", func(a arguments) goja.Value {
		bits, exponent := a.int(0), a.int(1)
		pair := &rsaPair{pss: a.bool(2)}
		if pair.pss && (a.has(3) || a.has(4) || a.int(5) >= 0) {
			l := &pssLimits{hash: canonical(a.str(3)), mgf: canonical(a.str(4)), salt: a.int(5)}
			if l.hash == "" {
				l.hash = "sha1"
			}
			if l.mgf == "" {
				l.mgf = l.hash
			}
			if l.salt < 0 {
				l.salt = hashOf(l.hash)().Size()
			}
			pair.limits = l
		}
		return made(a.at(6), func() (*key, error) {
			p, err := generateRSA(bits, exponent)
			if err != nil {
				return nil, err
			}
			pair.public, pair.private = &p.PublicKey, p
			return &key{pair: pair, private: true}, nil
		})
	})
	// generateDSA(bits, bits of the divisor or -1, callback)
	w.on("generateDSA", func(a arguments) goja.Value {
		bits, divisor := a.int(0), a.int(1)
		return made(a.at(2), func() (*key, error) { return generateDSA(bits, divisor) })
	})
	// generateEC(curve, callback)
	w.on("generateEC", func(a arguments) goja.Value {
		c := curveOf(a.str(0))
		if c == nil {
			w.check(wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_CURVE", "Invalid EC curve name"))
		}
		return made(a.at(1), func() (*key, error) { return generateEC(c) })
	})
	// generateOKP(name, callback)
	w.on("generateOKP", func(a arguments) goja.Value {
		name := a.str(0)
		return made(a.at(1), func() (*key, error) {
			seed := make([]byte, okpLen(name))
			if _, err := rand.Read(seed); err != nil {
				return nil, err
			}
			return &key{pair: okpFromPrivate(name, seed), private: true}, nil
		})
	})
	// generateDH(prime or bits, generator, callback)
	w.on("generateDH", func(a arguments) goja.Value {
		g := big.NewInt(int64(a.int(1)))
		var p *big.Int
		bits := 0
		if goja.IsNumber(a.at(0)) {
			bits = a.int(0)
		} else {
			p = new(big.Int).SetBytes(a.view(0))
		}
		return made(a.at(2), func() (*key, error) {
			var err error
			if p == nil {
				if p, err = dhPrime(bits, int(g.Int64())); err != nil {
					return nil, err
				}
			}
			if p.BitLen() < 3 {
				return nil, openssl("02800082", "Diffie-Hellman routines", "modulus too small")
			}
			x, err := rand.Int(rand.Reader, new(big.Int).Sub(p, big.NewInt(2)))
			if err != nil {
				return nil, err
			}
			x.Add(x, big.NewInt(1))
			return &key{pair: &dhPair{p, g, new(big.Int).Exp(g, x, p), x}, private: true}, nil
		})
	})
	// generateSecret(bytes, callback)
	w.on("generateSecret", func(a arguments) goja.Value {
		n := a.int(0)
		return w.job(a.at(1), "SECRETKEYGENREQUEST", func() (any, error) {
			b := make([]byte, n)
			_, err := rand.Read(b)
			return func() goja.Value { return w.keyObject(&key{secret: b}) }, err
		})
	})
}

func generateEC(c elliptic.Curve) (*key, error) {
	for {
		d, err := rand.Int(rand.Reader, c.Params().N)
		if err != nil {
			return nil, err
		}
		if p := ecFromPrivate(c, d.Bytes()); p != nil {
			return &key{pair: p, private: true}, nil
		}
	}
}

// generateRSA is Go's for the usual exponent, and the same by hand for others.
func generateRSA(bits, exponent int) (*rsa.PrivateKey, error) {
	if exponent == 65537 && bits >= 512 {
		return rsa.GenerateKey(rand.Reader, bits)
	}
	if exponent < 3 || exponent%2 == 0 {
		return nil, openssl("020000B2", "rsa routines", "pub exponent out of range")
	}
	if bits < 512 {
		return nil, openssl("02000078", "rsa routines", "key size too small")
	}
	one, e := big.NewInt(1), big.NewInt(int64(exponent))
	for {
		p, err := rand.Prime(rand.Reader, (bits+1)/2)
		if err != nil {
			return nil, err
		}
		q, err := rand.Prime(rand.Reader, bits/2)
		if err != nil {
			return nil, err
		}
		if p.Cmp(q) == 0 {
			continue
		}
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		n, d := new(big.Int).Mul(p, q), new(big.Int).ModInverse(e, phi)
		if d == nil || n.BitLen() != bits {
			continue
		}
		k := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: exponent}, D: d, Primes: []*big.Int{p, q}}
		k.Precompute()
		return k, k.Validate()
	}
}

// generateDSA finds numbers as FIPS 186 does, for lengths that Go has no name for, too.
func generateDSA(bits, divisor int) (*key, error) {
	if divisor < 0 {
		divisor = 224
		if bits >= 2048 {
			divisor = 256
		} else if bits < 1024 {
			divisor = 160
		}
	}
	one := big.NewInt(1)
	q, err := rand.Prime(rand.Reader, divisor)
	if err != nil {
		return nil, err
	}
	p, low := new(big.Int), new(big.Int).Lsh(one, uint(bits-1))
	step := new(big.Int).Lsh(q, 1)
	for {
		if p, err = rand.Int(rand.Reader, low); err != nil {
			return nil, err
		}
		p.Add(p, low)
		p.Sub(p, new(big.Int).Mod(p, step)).Add(p, one)
		if p.BitLen() == bits && p.ProbablyPrime(20) {
			break
		}
	}
	exponent := new(big.Int).Div(new(big.Int).Sub(p, one), q)
	g := new(big.Int)
	for h := int64(2); g.Cmp(one) <= 0; h++ {
		g.Exp(big.NewInt(h), exponent, p)
	}
	var private dsa.PrivateKey
	private.Parameters = dsa.Parameters{P: p, Q: q, G: g}
	if err := dsa.GenerateKey(&private, rand.Reader); err != nil {
		return nil, err
	}
	return &key{pair: &dsaPair{&private.PublicKey, &private}, private: true}, nil
}
