package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/subtle"
	"math/big"
	"slices"

	"github.com/dop251/goja"
)

// bindWeb has what only Web Crypto wants: whole messages, beside the script.
func (w *world) bindWeb() {
	// digestLater(hash, data, callback)
	w.on("digestLater", func(a arguments) goja.Value {
		fresh, data := hashOf(a.str(0)), a.bytes(1)
		return w.job(a.at(2), "HASHREQUEST", func() (any, error) {
			h := fresh()
			h.Write(data)
			return h.Sum(nil), nil
		})
	})
	// aes(encrypt?, mode, key, iv, data, additional data, bits of the tag or of the counter, callback)
	w.on("aes", func(a arguments) goja.Value {
		encrypt, mode, secret, iv, data, aad, bits := a.bool(0), a.str(1), a.bytes(2), a.bytes(3), a.bytes(4), a.bytes(5), a.int(6)
		callback := a.list[len(a.list)-1]
		return w.job(callback, "CIPHERREQUEST", func() (any, error) {
			if mode == "chacha" {
				return sealed(newChaChaPoly(secret, iv, encrypt), encrypt, data, aad, 16)
			}
			b, err := aes.NewCipher(secret)
			if err != nil {
				return nil, err
			}
			switch mode {
			case "ctr":
				return counted(b, iv, data, bits)
			case "gcm":
				return sealed(newGCM(b, iv, encrypt), encrypt, data, aad, bits/8)
			case "wrap":
				standard := slicesOf(0xa6, 8)
				if !encrypt {
					return unwrapKey(b, standard, data)
				}
				if len(data)%8 != 0 || len(data) < 16 {
					return nil, errState
				}
				return wrapKey(b, standard, data), nil
			}
			p := &padded{mode: cipher.NewCBCDecrypter(b, iv), pad: true}
			if encrypt {
				p = &padded{mode: cipher.NewCBCEncrypter(b, iv), encrypt: true, pad: true}
			}
			out, err := p.update(data)
			if err != nil {
				return nil, err
			}
			rest, err := p.final()
			return append(out, rest...), err
		})
	})
}

// sealed is a whole message, its tag behind it.
func sealed(g sealing, encrypt bool, data, aad []byte, tagLen int) ([]byte, error) {
	g.associate(aad)
	var tag []byte
	if !encrypt {
		if len(data) < tagLen {
			return nil, errAuthenticate
		}
		data, tag = data[:len(data)-tagLen], data[len(data)-tagLen:]
	}
	out, _ := g.update(data)
	_, _ = g.final()
	if encrypt {
		return append(out, g.tag()[:tagLen]...), nil
	}
	if subtle.ConstantTimeCompare(g.tag()[:tagLen], tag) == 0 {
		return nil, errAuthenticate
	}
	return out, nil
}

// counted is CTR with a counter of so many bits: where it overflows, the bits before it stay as they are.
func counted(b cipher.Block, counter, data []byte, bits int) ([]byte, error) {
	limit := new(big.Int).Lsh(big.NewInt(1), uint(bits))
	blocks := big.NewInt(int64((len(data) + 15) / 16))
	if blocks.Cmp(limit) > 0 {
		return nil, errState
	}
	all := new(big.Int).SetBytes(counter)
	low := new(big.Int).Mod(all, limit)
	left := new(big.Int).Sub(limit, low)
	out := slices.Clone(data)
	n := len(out)
	if blocks.Cmp(left) > 0 {
		n = 16 * int(left.Int64())
	}
	cipher.NewCTR(b, counter).XORKeyStream(out[:n], out[:n])
	if n < len(out) {
		again := all.Sub(all, low).FillBytes(make([]byte, 16))
		cipher.NewCTR(b, again).XORKeyStream(out[n:], out[n:])
	}
	return out, nil
}
