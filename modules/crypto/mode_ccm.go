package crypto

import (
	"crypto/cipher"
	"encoding/binary"
)

// ccm is CCM (NIST SP 800-38C): the whole message is one piece.
type ccm struct {
	block   cipher.Block
	nonce   []byte
	encrypt bool
	size    int // of the tag
	aad     []byte
	mac     []byte
}

// limit is the length of the longest message: what the nonce leaves of the first block is for it.
func (c *ccm) limit() int {
	if bytes := 15 - len(c.nonce); bytes < 4 {
		return 1<<(8*bytes) - 1
	}
	return 1<<31 - 1
}

func (c *ccm) associate(b []byte) { c.aad = append(c.aad, b...) }

func (c *ccm) update(in []byte) ([]byte, error) {
	width := 15 - len(c.nonce)
	counter := make([]byte, 16)
	counter[0] = byte(width - 1)
	copy(counter[1:], c.nonce)
	mask := make([]byte, 16)
	c.block.Encrypt(mask, counter)
	counter[15] = 1
	out := make([]byte, len(in))
	cipher.NewCTR(c.block, counter).XORKeyStream(out, in)
	plain := out
	if c.encrypt {
		plain = in
	}
	c.mac = c.authenticate(plain)
	for i := range c.mac {
		c.mac[i] ^= mask[i]
	}
	return out, nil
}

func (c *ccm) authenticate(plain []byte) []byte {
	width := 15 - len(c.nonce)
	first := make([]byte, 16)
	first[0] = byte((c.size-2)/2<<3 | width - 1)
	if len(c.aad) > 0 {
		first[0] |= 0x40
	}
	copy(first[1:], c.nonce)
	length := binary.BigEndian.AppendUint64(nil, uint64(len(plain)))
	for i := 0; i < width && i < 8; i++ {
		first[15-i] = length[7-i]
	}
	mac := make([]byte, 16)
	absorb := func(b []byte) {
		for len(b) > 0 {
			n := min(16, len(b))
			for i := range n {
				mac[i] ^= b[i]
			}
			c.block.Encrypt(mac, mac)
			b = b[n:]
		}
	}
	absorb(first)
	if n := len(c.aad); n > 0 {
		var head []byte
		if n < 0xff00 {
			head = binary.BigEndian.AppendUint16(nil, uint16(n))
		} else {
			head = binary.BigEndian.AppendUint32([]byte{0xff, 0xfe}, uint32(n))
		}
		absorb(append(head, c.aad...))
	}
	absorb(plain)
	return mac
}

func (c *ccm) final() ([]byte, error) { return nil, nil }
func (c *ccm) tag() []byte            { return c.mac }
