package crypto

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"math/bits"

	"github.com/dop251/goja"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

func (w *world) bindDerive() {
	// pbkdf2(password, salt, iterations, length, digest, callback)
	w.on("pbkdf2", func(a arguments) goja.Value {
		password, salt, iterations, n, fresh := string(a.view(0)), a.bytes(1), a.int(2), a.int(3), hashOf(a.str(4))
		return w.job(a.at(5), "PBKDF2REQUEST", func() (any, error) {
			if n == 0 {
				return []byte{}, nil
			}
			return pbkdf2.Key(fresh, password, salt, iterations, n)
		})
	})
	// scrypt(password, salt, length, N, r, p, maxmem, callback)
	w.on("scrypt", func(a arguments) goja.Value {
		password, salt, n := a.bytes(0), a.bytes(1), a.int(2)
		cost, r, p, limit := uint64(a.at(3).ToInteger()), uint64(a.at(4).ToInteger()), uint64(a.at(5).ToInteger()), uint64(a.at(6).ToInteger())
		w.check(scryptFits(cost, r, p, limit))
		return w.job(a.at(7), "SCRYPTREQUEST", func() (any, error) {
			if n == 0 {
				return []byte{}, nil
			}
			return scrypt.Key(password, salt, int(cost), int(r), int(p), n)
		})
	})
	// hkdf(digest, key, salt, info, length, callback)
	w.on("hkdf", func(a arguments) goja.Value {
		fresh, secret, salt, info, n := hashOf(a.str(0)), a.bytes(1), a.bytes(2), string(a.view(3)), a.int(4)
		if n > 255*fresh().Size() {
			w.check(wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length"))
		}
		return w.job(a.at(5), "HKDFREQUEST", func() (any, error) {
			if n == 0 {
				return []byte{}, nil
			}
			return hkdf.Key(fresh, secret, salt, info, n)
		})
	})
	// argon2(kind, message, nonce, parallelism, length, memory, passes, callback)
	w.on("argon2", func(a arguments) goja.Value {
		kind, message, nonce := a.str(0), a.bytes(1), a.bytes(2)
		threads, n, memory, passes := uint8(a.int(3)), uint32(a.int(4)), uint32(a.int(5)), uint32(a.int(6))
		return w.job(a.at(7), "ARGON2REQUEST", func() (any, error) {
			if kind == "argon2i" {
				return argon2.Key(message, nonce, passes, memory, threads, n), nil
			}
			return argon2.IDKey(message, nonce, passes, memory, threads, n), nil
		})
	})
}

// scryptFits says whether scrypt has such parameters, and whether their memory is within the limit.
func scryptFits(cost, r, p, limit uint64) error {
	invalid := func(why string) error {
		return wrong(nodeerr.RangeError, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params"+why)
	}
	const tooMuch = ": error:030000AC:digital envelope routines::memory limit exceeded"
	if r < 1 || p < 1 || cost < 2 || cost&(cost-1) != 0 {
		return invalid("")
	}
	if p > (1<<30-1)/r || 16*r <= 63 && cost >= 1<<(16*r) {
		return invalid(tooMuch)
	}
	over, blocks := bits.Mul64(32*r, cost+2)
	if limit == 0 {
		limit = 32 << 20
	}
	if over != 0 || blocks > (1<<62)/4 || 4*blocks+128*r*p > limit {
		return invalid(tooMuch)
	}
	return nil
}
