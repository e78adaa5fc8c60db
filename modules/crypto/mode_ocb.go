package crypto

import (
	"crypto/cipher"
	"math/bits"
)

// ocb is OCB3 (RFC 7253) as a stream.
type ocb struct {
	block              cipher.Block
	encrypt            bool
	star, dollar       [16]byte
	doubled            [][16]byte // L_0, L_1, ...
	offset, checksum   [16]byte
	aadOffset, aadSum  [16]byte
	blocks, aadBlocks  uint64
	held, aadHeld, mac []byte
}

func newOCB(b cipher.Block, nonce []byte, encrypt bool, tagLen int) *ocb {
	o := &ocb{block: b, encrypt: encrypt}
	b.Encrypt(o.star[:], o.star[:])
	o.dollar = double(o.star)
	o.doubled = [][16]byte{double(o.dollar)}
	var first [16]byte
	copy(first[16-len(nonce):], nonce)
	first[0] |= byte(tagLen * 8 % 128 << 1)
	first[15-len(nonce)] |= 1
	bottom := int(first[15] & 63)
	first[15] &^= 63
	var top [24]byte
	b.Encrypt(top[:16], first[:])
	for i := range 8 {
		top[16+i] = top[i] ^ top[i+1]
	}
	for i := range o.offset {
		at, shift := i+bottom/8, bottom%8
		o.offset[i] = byte((uint16(top[at])<<8 | uint16(top[min(at+1, 23)])) >> (8 - shift))
	}
	return o
}

func double(b [16]byte) (d [16]byte) {
	carry := b[0] >> 7
	for i := range 15 {
		d[i] = b[i]<<1 | b[i+1]>>7
	}
	d[15] = b[15]<<1 ^ carry*0x87
	return d
}

func mix(into *[16]byte, b []byte) {
	for i := range min(16, len(b)) {
		into[i] ^= b[i]
	}
}

// step is the L of the nth block.
func (o *ocb) step(n uint64) []byte {
	zeros := bits.TrailingZeros64(n)
	for len(o.doubled) <= zeros {
		o.doubled = append(o.doubled, double(o.doubled[len(o.doubled)-1]))
	}
	return o.doubled[zeros][:]
}

func (o *ocb) associate(b []byte) {
	o.aadHeld = append(o.aadHeld, b...)
	for ; len(o.aadHeld) >= 16; o.aadHeld = o.aadHeld[16:] {
		o.aadBlocks++
		mix(&o.aadOffset, o.step(o.aadBlocks))
		t := o.aadOffset
		mix(&t, o.aadHeld[:16])
		o.block.Encrypt(t[:], t[:])
		mix(&o.aadSum, t[:])
	}
}

func (o *ocb) update(in []byte) (out []byte, err error) {
	o.held = append(o.held, in...)
	for ; len(o.held) >= 16; o.held = o.held[16:] {
		o.blocks++
		mix(&o.offset, o.step(o.blocks))
		t := o.offset
		mix(&t, o.held[:16])
		if o.encrypt {
			mix(&o.checksum, o.held[:16])
			o.block.Encrypt(t[:], t[:])
			mix(&t, o.offset[:])
		} else {
			o.block.Decrypt(t[:], t[:])
			mix(&t, o.offset[:])
			mix(&o.checksum, t[:])
		}
		out = append(out, t[:]...)
	}
	return out, nil
}

func (o *ocb) final() ([]byte, error) {
	var out []byte
	if n := len(o.held); n > 0 {
		mix(&o.offset, o.star[:])
		var pad [16]byte
		o.block.Encrypt(pad[:], o.offset[:])
		mix(&pad, o.held)
		out = append(out, pad[:n]...)
		plain := out
		if o.encrypt {
			plain = o.held
		}
		mix(&o.checksum, append(append([]byte(nil), plain...), 0x80))
	}
	if len(o.aadHeld) > 0 {
		mix(&o.aadOffset, o.star[:])
		t := o.aadOffset
		mix(&t, append(o.aadHeld, 0x80))
		o.block.Encrypt(t[:], t[:])
		mix(&o.aadSum, t[:])
	}
	t := o.checksum
	mix(&t, o.offset[:])
	mix(&t, o.dollar[:])
	o.block.Encrypt(t[:], t[:])
	mix(&t, o.aadSum[:])
	o.mac = t[:]
	return out, nil
}

func (o *ocb) tag() []byte { return o.mac }
