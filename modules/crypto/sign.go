//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"crypto"
	"crypto/dsa"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/asn1"
	"errors"
	"math/big"

	"github.com/cloudflare/circl/sign/ed448"
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// OpenSSL's numbers of RSA paddings and of special lengths of salt.
const (
	paddingPKCS1 = 1
	paddingNone  = 3
	paddingOAEP  = 4
	paddingPSS   = 6

	saltDigest = -1
	saltAuto   = -2
)

// message is what is signed, and how.
type message struct {
	hash    string // canonical; "" is the key's usual one
	data    []byte
	hashed  bool // data is the digest
	padding int  // 0: the key's usual one
	salt    int
	hasSalt bool
	p1363   bool // r and s side by side, not as ASN.1
}

type signature struct{ R, S *big.Int }

func (w *world) bindSign() {
	read := func(a arguments, from int) (*key, message) {
		k := a.key(from)
		m := message{hash: canonical(a.str(from + 1)), data: a.bytes(from + 2), hashed: a.bool(from + 3), padding: a.int(from + 4),
			p1363: a.bool(from + 6)}
		if a.has(from+1) && m.hash == "" {
			w.check(wrong(nodeerr.TypeError, "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest: "+a.str(from+1)))
		}
		if a.has(from + 5) {
			m.salt, m.hasSalt = a.int(from+5), true
		}
		return k, m
	}
	// sign(key, hash, data, hashed?, padding, salt, p1363?, callback)
	w.on("sign", func(a arguments) goja.Value {
		k, m := read(a, 0)
		return w.job(a.at(7), "SIGNREQUEST", func() (any, error) { return k.sign(m) })
	})
	// verify(key, hash, data, hashed?, padding, salt, p1363?, signature, callback)
	w.on("verify", func(a arguments) goja.Value {
		k, m := read(a, 0)
		s := a.bytes(7)
		return w.job(a.at(8), "SIGNREQUEST", func() (any, error) { return k.verify(m, s) })
	})
}

// digest is the hash of the data.
func (m *message) digest() []byte {
	if m.hash == "" {
		m.hash = "sha256"
	}
	if m.hashed {
		return m.data
	}
	d, err := newDigest(m.hash, -1)
	if err != nil {
		return nil
	}
	d.write(m.data)
	return d.sum()
}

var errDigest = &refusal{"1C8000BD", "Provider routines", "invalid digest"}

func (k *key) sign(m message) ([]byte, error) {
	switch p := k.pair.(type) {
	case *rsaPair:
		return p.sign(m)
	case *ecPair:
		r, s, err := ecdsa.Sign(rand.Reader, p.private, m.digest())
		if err != nil {
			return nil, err
		}
		return m.pack(r, s, (p.public.Params().N.BitLen()+7)/8)
	case *dsaPair:
		d := m.digest()
		r, s, err := dsa.Sign(rand.Reader, p.private, d[:min(len(d), p.public.Q.BitLen()/8)])
		if err != nil {
			return nil, err
		}
		return m.pack(r, s, (p.public.Q.BitLen()+7)/8)
	case *okpPair:
		if p.name[0] != 'e' {
			break
		}
		if m.hash != "" || m.hashed {
			return nil, errKeyAndDigest
		}
		if p.name == "ed448" {
			return ed448.Sign(ed448.NewKeyFromSeed(p.private), m.data, ""), nil
		}
		return ed25519.Sign(ed25519.NewKeyFromSeed(p.private), m.data), nil
	}
	return nil, errKeyType
}

var (
	errKeyAndDigest = &refusal{"1C8000BD", "Provider routines", "invalid digest"}
	errKeyType      = &refusal{"03000096", "digital envelope routines", "operation not supported for this keytype"}
)

func (m message) pack(r, s *big.Int, n int) ([]byte, error) {
	if !m.p1363 {
		return asn1.Marshal(signature{r, s})
	}
	b := make([]byte, 2*n)
	r.FillBytes(b[:n])
	s.FillBytes(b[n:])
	return b, nil
}

func (m message) unpack(b []byte, n int) (r, s *big.Int) {
	if m.p1363 {
		if len(b) != 2*n {
			return nil, nil
		}
		return new(big.Int).SetBytes(b[:n]), new(big.Int).SetBytes(b[n:])
	}
	var v signature
	if rest, err := asn1.Unmarshal(b, &v); err != nil || len(rest) > 0 {
		return nil, nil
	}
	return v.R, v.S
}

func (k *key) verify(m message, b []byte) (bool, error) {
	switch p := k.pair.(type) {
	case *rsaPair:
		return p.verify(m, b)
	case *ecPair:
		r, s := m.unpack(b, (p.public.Params().N.BitLen()+7)/8)
		return r != nil && ecdsa.Verify(p.public, m.digest(), r, s), nil
	case *dsaPair:
		r, s := m.unpack(b, (p.public.Q.BitLen()+7)/8)
		d := m.digest()
		return r != nil && dsa.Verify(p.public, d[:min(len(d), p.public.Q.BitLen()/8)], r, s), nil
	case *okpPair:
		if p.name[0] != 'e' {
			break
		}
		if m.hash != "" || m.hashed {
			return false, errKeyAndDigest
		}
		if p.name == "ed448" {
			return ed448.Verify(p.public, m.data, b, ""), nil
		}
		return len(p.public) == ed25519.PublicKeySize && ed25519.Verify(p.public, m.data, b), nil
	}
	return false, errKeyType
}

// scheme settles padding, hash and salt with what the key allows. salt is as in message, exact where it is not negative.
func (p *rsaPair) scheme(m *message) (mgf string, err error) {
	if m.padding == 0 {
		m.padding = paddingPKCS1
		if p.pss {
			m.padding = paddingPSS
		}
	}
	if p.pss && m.padding != paddingPSS {
		return "", openssl("1C8000A5", "Provider routines", "illegal or unsupported padding mode")
	}
	if m.padding != paddingPKCS1 && m.padding != paddingPSS {
		return "", openssl("1C8000A5", "Provider routines", "illegal or unsupported padding mode")
	}
	if m.hash == "" {
		m.hash = "sha256"
		if p.limits != nil {
			m.hash = p.limits.hash
		}
	}
	if !m.hasSalt {
		m.salt = saltAuto
	}
	mgf = m.hash
	if l := p.limits; l != nil {
		mgf = l.mgf
		if !m.hasSalt {
			m.salt = l.salt
		}
		if m.salt == saltDigest && hashOf(m.hash)().Size() < l.salt || m.salt >= 0 && m.salt < l.salt {
			return "", openssl("1C8000AC", "Provider routines", "pss saltlen too small")
		}
		if m.hash != l.hash {
			return "", openssl("1C8000AE", "Provider routines", "digest not allowed")
		}
	}
	return mgf, nil
}

func (p *rsaPair) sign(m message) ([]byte, error) {
	mgf, err := p.scheme(&m)
	if err != nil {
		return nil, err
	}
	d := m.digest()
	if m.padding == paddingPKCS1 {
		h := algorithm(m.hash)
		if m.hash == "md5-sha1" {
			h = crypto.MD5SHA1
		}
		if h == 0 {
			return nil, errDigest
		}
		s, err := rsa.SignPKCS1v15(rand.Reader, p.private, h, d)
		switch {
		case errors.Is(err, rsa.ErrMessageTooLong):
			return nil, openssl("02000070", "rsa routines", "digest too big for rsa key")
		case err != nil:
			return nil, errDigest
		}
		return s, nil
	}
	return p.signPSS(m, mgf, d)
}

func (p *rsaPair) verify(m message, b []byte) (bool, error) {
	mgf, err := p.scheme(&m)
	if err != nil {
		return false, err
	}
	d := m.digest()
	if m.padding == paddingPKCS1 {
		h := algorithm(m.hash)
		if m.hash == "md5-sha1" {
			h = crypto.MD5SHA1
		}
		return rsa.VerifyPKCS1v15(p.public, h, d, b) == nil, nil
	}
	return p.verifyPSS(m, mgf, d, b), nil
}
