package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"slices"
	"strings"
)

// wrap wraps keys: each piece is a key by itself.
type wrap struct {
	wrap   func(in []byte) ([]byte, error)
	unwrap func(in []byte) ([]byte, error)
	on     bool
}

var errWrap = &refusal{"1C800064", "Provider routines", "bad decrypt"}

func newWrap(m *method, b cipher.Block, iv []byte, encrypt bool) transform {
	w := &wrap{on: encrypt}
	switch {
	case m.block == b.BlockSize(): // of triple DES
		w.wrap = func(in []byte) ([]byte, error) { return wrapDES(b, in) }
		w.unwrap = func(in []byte) ([]byte, error) { return unwrapDES(b, in) }
	case strings.HasSuffix(m.name, "pad"):
		w.wrap = func(in []byte) ([]byte, error) { return wrapPadded(b, iv, in), nil }
		w.unwrap = func(in []byte) ([]byte, error) { return unwrapPadded(b, iv, in) }
	default:
		w.wrap = func(in []byte) ([]byte, error) {
			if len(in)%8 != 0 || len(in) < 16 {
				return nil, errState
			}
			return wrapKey(b, iv, in), nil
		}
		w.unwrap = func(in []byte) ([]byte, error) { return unwrapKey(b, iv, in) }
	}
	return w
}

func (w *wrap) update(in []byte) ([]byte, error) {
	if w.on {
		return w.wrap(in)
	}
	out, err := w.unwrap(in)
	if err != nil {
		return nil, errState
	}
	return out, nil
}

func (w *wrap) final() ([]byte, error) { return nil, nil }

// wrapKey is RFC 3394: an AES key of whole 8 bytes under another.
func wrapKey(b cipher.Block, iv, in []byte) []byte {
	out := slices.Concat(iv, in)
	var t [16]byte
	for round := range 6 {
		for i := 8; i < len(out); i += 8 {
			copy(t[:], out[:8])
			copy(t[8:], out[i:])
			b.Encrypt(t[:], t[:])
			binary.BigEndian.PutUint64(out, binary.BigEndian.Uint64(t[:])^uint64(round*len(in)/8+i/8))
			copy(out[i:], t[8:])
		}
	}
	return out
}

// rawUnwrap is the reverse of wrapKey, without a look at what comes first.
func rawUnwrap(b cipher.Block, in []byte) []byte {
	out := slices.Clone(in)
	n := len(in)/8 - 1
	var t [16]byte
	for round := 5; round >= 0; round-- {
		for i := n; i > 0; i-- {
			binary.BigEndian.PutUint64(t[:], binary.BigEndian.Uint64(out)^uint64(round*n+i))
			copy(t[8:], out[8*i:])
			b.Decrypt(t[:], t[:])
			copy(out, t[:8])
			copy(out[8*i:], t[8:])
		}
	}
	return out
}

func unwrapKey(b cipher.Block, iv, in []byte) ([]byte, error) {
	if len(in)%8 != 0 || len(in) < 24 {
		return nil, errWrap
	}
	out := rawUnwrap(b, in)
	if subtle.ConstantTimeCompare(out[:8], iv) == 0 {
		return nil, errWrap
	}
	return out[8:], nil
}

// wrapPadded is RFC 5649: of any length.
func wrapPadded(b cipher.Block, iv, in []byte) []byte {
	head := binary.BigEndian.AppendUint32(slices.Clone(iv), uint32(len(in)))
	full := append(slices.Clone(in), make([]byte, (8-len(in)%8)%8)...)
	if len(full) == 8 {
		out := slices.Concat(head, full)
		b.Encrypt(out, out)
		return out
	}
	return wrapKey(b, head, full)
}

func unwrapPadded(b cipher.Block, iv, in []byte) ([]byte, error) {
	var out []byte
	switch {
	case len(in) == 16:
		out = make([]byte, 16)
		b.Decrypt(out, in)
	case len(in)%8 != 0 || len(in) < 16:
		return nil, errWrap
	default:
		out = rawUnwrap(b, in)
	}
	n, room := int(binary.BigEndian.Uint32(out[4:])), len(out)-8
	if !bytes.Equal(out[:4], iv) || n > room || n <= room-8 || len(bytes.Trim(out[8+n:], "\x00")) > 0 {
		return nil, errWrap
	}
	return out[8 : 8+n], nil
}

// wrapDES is RFC 3217: the key and a checksum, encrypted forwards and backwards.
func wrapDES(b cipher.Block, in []byte) ([]byte, error) {
	sum := sha1.Sum(in)
	iv := make([]byte, 8)
	if _, err := rand.Read(iv); err != nil {
		return nil, err
	}
	if len(in)%8 != 0 {
		return nil, errState
	}
	text := slices.Concat(in, sum[:8])
	cipher.NewCBCEncrypter(b, iv).CryptBlocks(text, text)
	text = slices.Concat(iv, text)
	slices.Reverse(text)
	cipher.NewCBCEncrypter(b, fixedIV()).CryptBlocks(text, text)
	return text, nil
}

func unwrapDES(b cipher.Block, in []byte) ([]byte, error) {
	if len(in)%8 != 0 || len(in) < 24 {
		return nil, errWrap
	}
	text := slices.Clone(in)
	cipher.NewCBCDecrypter(b, fixedIV()).CryptBlocks(text, text)
	slices.Reverse(text)
	iv, text := text[:8], text[8:]
	cipher.NewCBCDecrypter(b, iv).CryptBlocks(text, text)
	key, check := text[:len(text)-8], text[len(text)-8:]
	if sum := sha1.Sum(key); subtle.ConstantTimeCompare(sum[:8], check) == 0 {
		return nil, errWrap
	}
	return key, nil
}

func fixedIV() []byte { return []byte{0x4a, 0xdd, 0xa2, 0x2c, 0x79, 0xe8, 0x21, 0x05} }
