package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
	"strings"
)

// stream is a transform whose output is as long as its input.
type stream struct{ s cipher.Stream }

func (s stream) update(in []byte) ([]byte, error) {
	out := make([]byte, len(in))
	s.s.XORKeyStream(out, in)
	return out, nil
}

func (s stream) final() ([]byte, error) { return nil, nil }

// ecb is the mode that Go leaves out on purpose.
type ecb struct {
	block   cipher.Block
	encrypt bool
}

func (e ecb) BlockSize() int { return e.block.BlockSize() }

func (e ecb) CryptBlocks(dst, src []byte) {
	n := e.block.BlockSize()
	for ; len(src) > 0; dst, src = dst[n:], src[n:] {
		if e.encrypt {
			e.block.Encrypt(dst, src)
		} else {
			e.block.Decrypt(dst, src)
		}
	}
}

// padded is a mode of whole blocks, the last one filled up as PKCS #7 says.
type padded struct {
	mode    cipher.BlockMode
	encrypt bool
	pad     bool
	held    []byte // less than a block; when padding is to be taken off, up to one
}

func (p *padded) update(in []byte) ([]byte, error) {
	size := p.mode.BlockSize()
	total := len(p.held) + len(in)
	n := total - total%size
	if !p.encrypt && p.pad && n == total && n > 0 {
		n -= size // it may be the last one
	}
	if n == 0 {
		p.held = append(p.held, in...)
		return nil, nil
	}
	out := make([]byte, n)
	k := copy(out, p.held)
	rest := in[n-k:]
	copy(out[k:], in)
	p.mode.CryptBlocks(out, out)
	p.held = append(p.held[:0], rest...)
	return out, nil
}

func (p *padded) final() ([]byte, error) {
	size := p.mode.BlockSize()
	switch {
	case !p.pad:
		if len(p.held) > 0 {
			return nil, openssl("1C80006B", "Provider routines", "wrong final block length")
		}
		return nil, nil
	case p.encrypt:
		fill := size - len(p.held)
		out := append(p.held, strings.Repeat(string(rune(fill)), fill)...)
		p.mode.CryptBlocks(out, out)
		return out, nil
	case len(p.held) != size:
		return nil, openssl("1C80006B", "Provider routines", "wrong final block length")
	}
	out := p.held
	p.mode.CryptBlocks(out, out)
	fill := int(out[size-1])
	bad := subtle.ConstantTimeLessOrEq(size+1, fill) | subtle.ConstantTimeEq(int32(fill), 0)
	for i := range size {
		inside := subtle.ConstantTimeLessOrEq(size-i, fill)
		bad |= inside & (1 - subtle.ConstantTimeByteEq(out[i], byte(fill)))
	}
	if bad != 0 {
		return nil, openssl("1C800064", "Provider routines", "bad decrypt")
	}
	return out[:size-fill], nil
}

// ofb makes a stream of a block cipher that is fed its own output.
type ofb struct {
	block cipher.Block
	state []byte
	used  int
}

func (o *ofb) XORKeyStream(dst, src []byte) {
	for i, c := range src {
		if o.used == len(o.state) {
			o.block.Encrypt(o.state, o.state)
			o.used = 0
		}
		dst[i] = c ^ o.state[o.used]
		o.used++
	}
}

// cfb makes a stream of a block cipher that is fed the ciphertext: by blocks, by bytes or by bits.
type cfb struct {
	block      cipher.Block
	state, out []byte
	used       int
	encrypt    bool
}

func newCFB(b cipher.Block, iv []byte, encrypt bool, name string) transform {
	c := &cfb{block: b, state: iv, out: make([]byte, len(iv)), used: len(iv), encrypt: encrypt}
	switch {
	case strings.HasSuffix(name, "cfb8"):
		return stream{cfb8{c}}
	case strings.HasSuffix(name, "cfb1"):
		return stream{cfb1{c}}
	}
	return stream{c}
}

func (c *cfb) XORKeyStream(dst, src []byte) {
	for i, in := range src {
		if c.used == len(c.state) {
			c.block.Encrypt(c.out, c.state)
			c.used = 0
		}
		out := in ^ c.out[c.used]
		if c.encrypt {
			c.state[c.used] = out
		} else {
			c.state[c.used] = in
		}
		dst[i] = out
		c.used++
	}
}

type cfb8 struct{ *cfb }

func (c cfb8) XORKeyStream(dst, src []byte) {
	for i, in := range src {
		c.block.Encrypt(c.out, c.state)
		out := in ^ c.out[0]
		copy(c.state, c.state[1:])
		c.state[len(c.state)-1] = in
		if c.encrypt {
			c.state[len(c.state)-1] = out
		}
		dst[i] = out
	}
}

type cfb1 struct{ *cfb }

func (c cfb1) XORKeyStream(dst, src []byte) {
	for i, in := range src {
		var made byte
		for bit := 7; bit >= 0; bit-- {
			c.block.Encrypt(c.out, c.state)
			inBit := in >> bit & 1
			outBit := inBit ^ c.out[0]>>7
			fed := inBit
			if c.encrypt {
				fed = outBit
			}
			for j := range c.state {
				c.state[j] <<= 1
				if j+1 < len(c.state) {
					c.state[j] |= c.state[j+1] >> 7
				} else {
					c.state[j] |= fed
				}
			}
			made |= outBit << bit
		}
		dst[i] = made
	}
}
