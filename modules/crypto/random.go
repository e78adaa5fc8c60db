package crypto

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"math/big"
	"slices"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (w *world) bindRandom() {
	// random(n) is a Buffer; random(n, callback)
	w.on("random", func(a arguments) goja.Value {
		n := a.int(0)
		return w.job(a.at(1), "RANDOMBYTESREQUEST", func() (any, error) {
			b := make([]byte, n)
			_, err := rand.Read(b)
			return b, err
		})
	})
	// fill(view, offset, size)
	w.on("fill", func(a arguments) goja.Value {
		b := a.view(0)
		from := min(a.int(1), len(b))
		_, err := rand.Read(b[from:min(from+a.int(2), len(b))])
		w.check(err)
		return nil
	})
	// fillLater(view, offset, size, callback)
	w.on("fillLater", func(a arguments) goja.Value {
		n, from := a.int(2), a.int(1)
		return w.job(a.at(3), "RANDOMBYTESREQUEST", func() (any, error) {
			b := make([]byte, n)
			_, err := rand.Read(b)
			return func() goja.Value {
				if into := a.view(0); from < len(into) {
					copy(into[from:], b)
				}
				return a.at(0)
			}, err
		})
	})
	// int48() is a random integer of 48 bits.
	w.on("int48", func(arguments) goja.Value {
		var b [6]byte
		_, err := rand.Read(b[:])
		w.check(err)
		n := int64(0)
		for _, c := range b {
			n = n<<8 | int64(c)
		}
		return w.vm.ToValue(n)
	})
	w.on("uuid", func(arguments) goja.Value {
		var b [16]byte
		_, err := rand.Read(b[:])
		w.check(err)
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
		h := hex.EncodeToString(b[:])
		return w.vm.ToValue(h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:])
	})
	w.on("equal", func(a arguments) goja.Value {
		return w.vm.ToValue(subtle.ConstantTimeCompare(a.view(0), a.view(1)) == 1)
	})
	// prime(bits, safe, add or null, rem or null, callback): big-endian bytes.
	w.on("prime", func(a arguments) goja.Value {
		bits, safe := a.int(0), a.bool(1)
		var add, rem *big.Int
		if a.has(2) {
			add = new(big.Int).SetBytes(a.view(2))
		}
		if a.has(3) {
			rem = new(big.Int).SetBytes(a.view(3))
		}
		if add != nil {
			if add.BitLen() > bits {
				w.check(wrong(nodeerr.RangeError, "ERR_OUT_OF_RANGE", "invalid options.add"))
			}
			if rem != nil && add.Cmp(rem) <= 0 {
				w.check(wrong(nodeerr.RangeError, "ERR_OUT_OF_RANGE", "invalid options.rem"))
			}
		}
		return w.job(a.at(4), "RANDOMPRIMEREQUEST", func() (any, error) {
			p, err := prime(bits, safe, add, rem)
			if err != nil {
				return nil, err
			}
			return p.FillBytes(make([]byte, (bits+7)/8)), nil
		})
	})
	// isPrime(bytes, checks, callback)
	w.on("isPrime", func(a arguments) goja.Value {
		if len(a.view(0)) >= 1<<26 {
			w.check(openssl("03000072", "bignum routines", "bignum too long"))
		}
		n, checks := new(big.Int).SetBytes(a.view(0)), a.int(1)
		return w.job(a.at(2), "CHECKPRIMEREQUEST", func() (any, error) { return n.ProbablyPrime(max(checks, 20)), nil })
	})
}

// prime is a prime of so many bits; safe: half of it is one too; p % add == rem (1 if there is none, 3 if it is safe as well).
func prime(bits int, safe bool, add, rem *big.Int) (*big.Int, error) {
	if small := smallPrimes(bits, safe, add, rem); bits <= 12 {
		if len(small) == 0 {
			return nil, openssl("03000086", "bignum routines", "bits too small")
		}
		i, err := rand.Int(rand.Reader, big.NewInt(int64(len(small))))
		if err != nil {
			return nil, err
		}
		return big.NewInt(small[i.Int64()]), nil
	}
	if add == nil && !safe {
		return rand.Prime(rand.Reader, bits)
	}
	step := big.NewInt(2)
	if add != nil {
		step = add
	}
	if rem == nil {
		rem = big.NewInt(1)
		if safe && add != nil {
			rem = big.NewInt(3)
		}
	}
	low := new(big.Int).Lsh(big.NewInt(3), uint(bits-2)) // the upper two bits are set
	width := new(big.Int).Lsh(big.NewInt(1), uint(bits-2))
	small := sieve()
	if bits < 32 {
		small = nil // it may be one of these
	}
	steps := make([]uint32, len(small))
	for i, q := range small {
		steps[i] = uint32(new(big.Int).Mod(step, big.NewInt(int64(q))).Uint64())
	}
	rests := make([]uint32, len(small))
	for {
		p, err := rand.Int(rand.Reader, width)
		if err != nil {
			return nil, err
		}
		p.Add(p, low)
		p.Sub(p, new(big.Int).Mod(p, step)).Add(p, rem)
		for i, q := range small {
			rests[i] = uint32(new(big.Int).Mod(p, big.NewInt(int64(q))).Uint64())
		}
		skipped := int64(0)
		for range 1 << 16 {
			if !divided(small, rests, safe) {
				p.Add(p, new(big.Int).Mul(step, big.NewInt(skipped)))
				skipped = 0
				if p.BitLen() != bits {
					break
				}
				if half := new(big.Int).Rsh(p, 1); (!safe || half.Bit(0) == 1 && passes(half)) && passes(p) &&
					p.ProbablyPrime(20) && (!safe || half.ProbablyPrime(20)) {
					return p, nil
				}
			}
			skipped++
			for i, q := range small {
				if rests[i] += steps[i]; rests[i] >= q {
					rests[i] -= q
				}
			}
		}
	}
}

// sieve is the odd primes that candidates are divided by before anything else.
func sieve() []uint32 { return sieveOnce.Get(makeSieve) }

var sieveOnce lateinit.Value[[]uint32]

func makeSieve() (list []uint32) {
next:
	for n := uint32(3); n < 1<<13; n += 2 {
		for _, q := range list {
			if q*q > n {
				break
			}
			if n%q == 0 {
				continue next
			}
		}
		list = append(list, n)
	}
	return list
}

// divided reports whether a number with these rests has a small divisor, or where it is to be safe, half of it.
func divided(small, rests []uint32, safe bool) bool {
	for i := range small {
		if rests[i] == 0 || safe && rests[i] == 1 {
			return true
		}
	}
	return false
}

// passes is Fermat's test, by which nearly all that is not prime is told.
func passes(n *big.Int) bool {
	one := big.NewInt(1)
	return new(big.Int).Exp(big.NewInt(2), new(big.Int).Sub(n, one), n).Cmp(one) == 0
}

// smallPrimes lists all primes of few bits that meet the conditions.
func smallPrimes(bits int, safe bool, add, rem *big.Int) (list []int64) {
	if bits > 12 {
		return nil
	}
	if add != nil && rem == nil {
		rem = big.NewInt(1)
		if safe {
			rem = big.NewInt(3)
		}
	}
	for n := int64(3) << bits >> 2; n < 1<<bits; n++ { // the upper two bits are set
		p := big.NewInt(n)
		if !p.ProbablyPrime(0) || safe && !big.NewInt(n/2).ProbablyPrime(0) {
			continue
		}
		if add != nil && add.Sign() > 0 && new(big.Int).Mod(p, add).Cmp(rem) != 0 {
			continue
		}
		list = append(list, n)
	}
	return slices.Clip(list)
}
