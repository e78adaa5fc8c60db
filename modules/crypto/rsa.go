//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"math/big"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

var (
	errTooLarge   = &refusal{"0200006E", "rsa routines", "data too large for key size"}
	errTooSmall   = &refusal{"0200007A", "rsa routines", "data too small for key size"}
	errModulus    = &refusal{"02000084", "rsa routines", "data too large for modulus"}
	errOAEP       = &refusal{"02000079", "rsa routines", "oaep decoding error"}
	errPadding    = &refusal{"02000072", "rsa routines", "padding check failed"}
	errPSSTooLong = &refusal{"1C8000AB", "Provider routines", "pss saltlen too large"}
)

func (w *world) bindRSA() {
	// crypt(operation, key, data, padding, hash, label)
	w.on("crypt", func(a arguments) goja.Value {
		p, ok := a.key(1).pair.(*rsaPair)
		if !ok || p.pss {
			w.check(errKeyType)
		}
		data, padding, hash, label := a.view(2), a.int(3), canonical(a.str(4)), a.view(5)
		if hash == "" {
			hash = "sha1"
		}
		var out []byte
		var err error
		switch a.str(0) {
		case "publicEncrypt":
			out, err = p.encrypt(data, padding, hash, label)
		case "privateDecrypt":
			out, err = p.decrypt(data, padding, hash, label)
		case "privateEncrypt":
			out, err = p.seal(data, padding)
		case "publicDecrypt":
			out, err = p.unseal(data, padding)
		}
		w.check(err)
		return w.buffer(out)
	})
	w.on("checkOAEP", func(a arguments) goja.Value {
		if hashOf(a.str(0)) == nil {
			w.check(wrong(nodeerr.Error, "ERR_OSSL_EVP_INVALID_DIGEST", "Invalid digest: "+a.str(0)))
		}
		return nil
	})
	// oaep(encrypt?, key, data, hash, label, callback): for Web Crypto.
	w.on("oaep", func(a arguments) goja.Value {
		encrypt, p := a.bool(0), a.key(1).pair.(*rsaPair)
		data, hash, label := a.bytes(2), canonical(a.str(3)), a.bytes(4)
		return w.job(a.at(5), "RSACIPHERREQUEST", func() (any, error) {
			if encrypt {
				return p.encrypt(data, paddingOAEP, hash, label)
			}
			return p.decrypt(data, paddingOAEP, hash, label)
		})
	})
}

func (p *rsaPair) encrypt(data []byte, padding int, hash string, label []byte) ([]byte, error) {
	size := p.public.Size()
	switch padding {
	case paddingOAEP:
		out, err := rsa.EncryptOAEP(hashOf(hash)(), rand.Reader, p.public, data, label)
		if err != nil {
			return nil, errTooLarge
		}
		return out, nil
	case paddingPKCS1:
		out, err := rsa.EncryptPKCS1v15(rand.Reader, p.public, data)
		if err != nil {
			return nil, errTooLarge
		}
		return out, nil
	case paddingNone:
		if err := fits(data, size); err != nil {
			return nil, err
		}
		return p.publicPower(data)
	}
	return nil, errPadding
}

func (p *rsaPair) decrypt(data []byte, padding int, hash string, label []byte) ([]byte, error) {
	switch padding {
	case paddingOAEP:
		out, err := rsa.DecryptOAEP(hashOf(hash)(), nil, p.private, data, label)
		if err != nil {
			return nil, errOAEP
		}
		return out, nil
	case paddingPKCS1:
		out, err := rsa.DecryptPKCS1v15(nil, p.private, data)
		if err != nil {
			return nil, errPadding
		}
		return out, nil
	case paddingNone:
		return p.privatePower(data)
	}
	return nil, errPadding
}

// seal is privateEncrypt: a signature of the data as they are.
func (p *rsaPair) seal(data []byte, padding int) ([]byte, error) {
	size := p.public.Size()
	switch padding {
	case paddingPKCS1:
		if len(data) > size-11 {
			return nil, errTooLarge
		}
		block := slicesOf(0xff, size)
		block[0], block[1], block[size-len(data)-1] = 0, 1, 0
		copy(block[size-len(data):], data)
		return p.privatePower(block)
	case paddingNone:
		if err := fits(data, size); err != nil {
			return nil, err
		}
		return p.privatePower(data)
	}
	return nil, openssl("02000076", "rsa routines", "unknown padding type")
}

// unseal is publicDecrypt.
func (p *rsaPair) unseal(data []byte, padding int) ([]byte, error) {
	if len(data) > p.public.Size() {
		return nil, openssl("0200006C", "rsa routines", "data greater than mod len")
	}
	block, err := p.publicPower(data)
	if err != nil || padding == paddingNone {
		return block, err
	}
	end := bytes.IndexByte(block[min(2, len(block)):], 0) + 2
	if len(block) < 11 || block[0] != 0 || block[1] != 1 || end < 10 || len(bytes.Trim(block[2:end], "\xff")) > 0 {
		return nil, errPadding
	}
	return block[end+1:], nil
}

func slicesOf(c byte, n int) []byte { return bytes.Repeat([]byte{c}, n) }

func fits(data []byte, size int) error {
	switch {
	case len(data) > size:
		return errTooLarge
	case len(data) < size:
		return errTooSmall
	}
	return nil
}

// publicPower is data to the power of the public exponent.
func (p *rsaPair) publicPower(data []byte) ([]byte, error) {
	n := new(big.Int).SetBytes(data)
	if n.Cmp(p.public.N) >= 0 {
		return nil, errModulus
	}
	return n.Exp(n, big.NewInt(int64(p.public.E)), p.public.N).FillBytes(make([]byte, p.public.Size())), nil
}

// privatePower is data to the power of the private exponent; a random factor hides from whoever measures the time what
// is computed.
func (p *rsaPair) privatePower(data []byte) ([]byte, error) {
	modulus := p.public.N
	n := new(big.Int).SetBytes(data)
	if n.Cmp(modulus) >= 0 {
		return nil, errModulus
	}
	var factor, inverse *big.Int
	for inverse == nil {
		var err error
		if factor, err = rand.Int(rand.Reader, modulus); err != nil {
			return nil, err
		}
		inverse = new(big.Int).ModInverse(factor, modulus)
	}
	n.Mul(n, factor.Exp(factor, big.NewInt(int64(p.public.E)), modulus)).Mod(n, modulus)
	n.Exp(n, p.private.D, modulus)
	n.Mul(n, inverse).Mod(n, modulus)
	return n.FillBytes(make([]byte, p.public.Size())), nil
}

// ours reports whether Go lacks such a PSS: without salt, or with a mask made by another hash.
func (m message) ours(mgf string) bool { return mgf != m.hash || m.salt == 0 || algorithm(m.hash) == 0 }

func (m message) saltFor(p *rsaPair) int {
	size := hashOf(m.hash)().Size()
	switch most := (p.public.N.BitLen()+6)/8 - size - 2; m.salt {
	case saltDigest:
		return size
	case saltAuto:
		return most
	}
	return m.salt
}

func (p *rsaPair) signPSS(m message, mgf string, digest []byte) ([]byte, error) {
	if hashOf(m.hash) == nil {
		return nil, errDigest
	}
	length := (p.public.N.BitLen() + 6) / 8
	salt := make([]byte, max(m.saltFor(p), 0))
	if length < len(digest)+len(salt)+2 {
		if m.salt == saltAuto || m.salt == saltDigest {
			return nil, openssl("0200007A", "rsa routines", "digest too big for rsa key")
		}
		return nil, errPSSTooLong
	}
	if !m.ours(mgf) {
		return rsa.SignPSS(rand.Reader, p.private, algorithm(m.hash), digest, &rsa.PSSOptions{SaltLength: len(salt)})
	}
	if _, err := rand.Read(salt); err != nil {
		return nil, err
	}
	h := m.pssHash(digest, salt)
	block := make([]byte, length)
	at := length - len(h) - 1
	block[at-len(salt)-1] = 1
	copy(block[at-len(salt):], salt)
	mask(block[:at], h, mgf)
	copy(block[at:], h)
	block[length-1] = 0xbc
	block[0] &= 0xff >> (8*length - p.public.N.BitLen() + 1)
	return p.privatePower(block)
}

// pssHash is the hash of eight zeros, the digest and the salt.
func (m message) pssHash(digest, salt []byte) []byte {
	h := hashOf(m.hash)()
	h.Write(make([]byte, 8))
	h.Write(digest)
	h.Write(salt)
	return h.Sum(nil)
}

// mask is MGF1.
func mask(b, seed []byte, hash string) {
	for counter := uint32(0); len(b) > 0; counter++ {
		h := hashOf(hash)()
		h.Write(seed)
		h.Write(binary.BigEndian.AppendUint32(nil, counter))
		n := subtle.XORBytes(b, b, h.Sum(nil))
		b = b[n:]
	}
}

func (p *rsaPair) verifyPSS(m message, mgf string, digest, signature []byte) bool {
	if hashOf(m.hash) == nil || len(signature) != p.public.Size() {
		return false
	}
	if !m.ours(mgf) {
		salt := m.salt
		if salt == saltAuto {
			salt = rsa.PSSSaltLengthAuto
		}
		return rsa.VerifyPSS(p.public, crypto.Hash(algorithm(m.hash)), digest, signature, &rsa.PSSOptions{SaltLength: salt}) == nil
	}
	block, err := p.publicPower(signature)
	if err != nil {
		return false
	}
	length := (p.public.N.BitLen() + 6) / 8
	block = block[len(block)-length:]
	at := length - len(digest) - 1
	if at < 1 || block[length-1] != 0xbc {
		return false
	}
	h := block[at : length-1]
	mask(block[:at], h, mgf)
	block[0] &= 0xff >> (8*length - p.public.N.BitLen() + 1)
	one := bytes.IndexByte(block[:at], 1)
	if one < 0 || len(bytes.Trim(block[:one], "\x00")) > 0 {
		return false
	}
	salt := block[one+1 : at]
	if m.salt != saltAuto && len(salt) != m.saltFor(p) {
		return false
	}
	return subtle.ConstantTimeCompare(h, m.pssHash(digest, salt)) == 1
}
