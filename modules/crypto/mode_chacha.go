//lint:file-ignore SA1019 Node has what Go thinks too old, and curves that only the old interfaces can have

package crypto

import (
	"encoding/binary"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/poly1305"
)

// chachaPoly is ChaCha20-Poly1305 (RFC 8439) as a stream.
type chachaPoly struct {
	stream    *chacha20.Cipher
	mac       *poly1305.MAC
	encrypt   bool
	aad, text uint64
	sum       []byte
}

func newChaChaPoly(key, nonce []byte, encrypt bool) *chachaPoly {
	s, err := chacha20.NewUnauthenticatedCipher(key, nonce)
	if err != nil {
		panic(err) // the lengths have been checked
	}
	var one [32]byte
	s.XORKeyStream(one[:], one[:])
	s.SetCounter(1)
	return &chachaPoly{stream: s, mac: poly1305.New(&one), encrypt: encrypt}
}

// align fills n bytes up to whole blocks.
func (c *chachaPoly) align(n uint64) {
	if n %= 16; n > 0 {
		_, _ = c.mac.Write(make([]byte, 16-n))
	}
}

func (c *chachaPoly) associate(b []byte) {
	c.aad += uint64(len(b))
	_, _ = c.mac.Write(b)
}

func (c *chachaPoly) update(in []byte) ([]byte, error) {
	if c.text == 0 && len(in) > 0 {
		c.align(c.aad)
	}
	c.text += uint64(len(in))
	out := make([]byte, len(in))
	c.stream.XORKeyStream(out, in)
	if c.encrypt {
		_, _ = c.mac.Write(out)
	} else {
		_, _ = c.mac.Write(in)
	}
	return out, nil
}

func (c *chachaPoly) final() ([]byte, error) {
	if c.text == 0 {
		c.align(c.aad)
	}
	c.align(c.text)
	_, _ = c.mac.Write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, c.aad), c.text))
	c.sum = c.mac.Sum(nil)
	return nil, nil
}

func (c *chachaPoly) tag() []byte { return c.sum }
