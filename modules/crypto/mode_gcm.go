package crypto

import (
	"crypto/cipher"
	"encoding/binary"
)

// gcm is GCM as a stream. Go's own takes a whole message at once and checks the tag before it gives anything away; but
// its GHASH is the processor's. So long pieces are hashed by sealing nothing with the piece as associated data, and
// taking from the tag what the sum was before its last step (that is what inverse is for); short ones go bit by bit.
type gcm struct {
	block     cipher.Block
	ctr       cipher.Stream
	encrypt   bool
	h         element // the key of the hash
	inverse   *element
	aead      cipher.AEAD
	mask      element // what the tag is encrypted with
	zeroMask  element // the same for the nonce that long pieces are hashed with
	sum       element
	part      []byte // of a block, not in sum yet
	aad, text uint64
}

// element is one of GF(2^128), as GCM numbers its bits: high's uppermost is x^0.
type element struct{ high, low uint64 }

func elementOf(b []byte) element {
	return element{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func (e element) bytes() []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, e.high), e.low)
}

func (e element) plus(o element) element { return element{e.high ^ o.high, e.low ^ o.low} }

func (e element) times(o element) (product element) {
	for _, word := range [2]uint64{e.high, e.low} {
		for bit := 63; bit >= 0; bit-- {
			take := -(word >> bit & 1)
			product.high ^= o.high & take
			product.low ^= o.low & take
			carry := -(o.low & 1)
			o.low = o.low>>1 | o.high<<63
			o.high = o.high>>1 ^ carry&(0xe1<<56)
		}
	}
	return product
}

// inverted is e to the power of 2^128 - 2.
func (e element) inverted() element {
	r, square := element{1 << 63, 0}, e
	for range 127 {
		square = square.times(square)
		r = r.times(square)
	}
	return r
}

func newGCM(b cipher.Block, iv []byte, encrypt bool) *gcm {
	g := &gcm{block: b, encrypt: encrypt}
	zero := make([]byte, 16)
	b.Encrypt(zero, zero)
	g.h = elementOf(zero)
	counter := make([]byte, 16)
	if len(iv) == 12 {
		copy(counter, iv)
		counter[15] = 1
	} else {
		g.hash(iv)
		g.flush()
		g.sum = g.sum.plus(element{0, uint64(len(iv)) * 8}).times(g.h)
		counter = g.sum.bytes()
		g.sum = element{}
	}
	first := make([]byte, 16)
	b.Encrypt(first, counter)
	g.mask = elementOf(first)
	g.ctr = newCTR32(b, counter)
	return g
}

// hash takes bytes into the sum.
func (g *gcm) hash(b []byte) {
	if len(g.part) > 0 {
		n := min(16-len(g.part), len(b))
		g.part = append(g.part, b[:n]...)
		b = b[n:]
		if len(g.part) < 16 {
			return
		}
		g.blocks(g.part)
		g.part = g.part[:0]
	}
	whole := len(b) &^ 15
	g.blocks(b[:whole])
	g.part = append(g.part, b[whole:]...)
}

const longPiece = 8 << 10 // from here on the detour is shorter

func (g *gcm) blocks(b []byte) {
	if len(b) >= longPiece && g.hashLong(b) {
		return
	}
	for ; len(b) > 0; b = b[16:] {
		g.sum = g.sum.plus(elementOf(b)).times(g.h)
	}
}

func (g *gcm) hashLong(b []byte) bool {
	if g.aead == nil {
		aead, err := cipher.NewGCM(g.block)
		if err != nil {
			return false
		}
		g.aead = aead
		i := g.h.inverted()
		g.inverse = &i
		first := make([]byte, 16)
		first[15] = 1
		g.block.Encrypt(first, first)
		g.zeroMask = elementOf(first)
	}
	// The first block carries the sum so far.
	copied := append(g.sum.plus(elementOf(b)).bytes(), b[16:]...)
	tag := g.aead.Seal(nil, make([]byte, 12), nil, copied)
	g.sum = elementOf(tag).plus(g.zeroMask).times(*g.inverse).plus(element{uint64(len(copied)) * 8, 0})
	return true
}

// flush fills the last block up.
func (g *gcm) flush() {
	if len(g.part) > 0 {
		g.blocks(append(g.part, make([]byte, 16-len(g.part))...))
		g.part = g.part[:0]
	}
}

func (g *gcm) associate(b []byte) {
	g.aad += uint64(len(b))
	g.hash(b)
}

func (g *gcm) update(in []byte) ([]byte, error) {
	if g.text == 0 && len(in) > 0 {
		g.flush() // the associated data ends here
	}
	g.text += uint64(len(in))
	out := make([]byte, len(in))
	if !g.encrypt {
		g.hash(in)
	}
	g.ctr.XORKeyStream(out, in)
	if g.encrypt {
		g.hash(out)
	}
	return out, nil
}

func (g *gcm) final() ([]byte, error) {
	g.flush()
	g.sum = g.sum.plus(element{g.aad * 8, g.text * 8}).times(g.h)
	return nil, nil
}

func (g *gcm) tag() []byte { return g.sum.plus(g.mask).bytes() }

// ctr32 counts in the last four bytes only, as GCM does; Go's CTR counts in all of them. The two differ where those four
// overflow, so the stream is begun anew there.
type ctr32 struct {
	block   cipher.Block
	counter []byte // of the block after the stream's last
	left    uint64 // bytes until the overflow
	stream  cipher.Stream
}

// newCTR32 is the stream from the counter after the given one.
func newCTR32(b cipher.Block, counter []byte) cipher.Stream {
	c := &ctr32{block: b, counter: append([]byte(nil), counter...)}
	binary.BigEndian.PutUint32(c.counter[12:], binary.BigEndian.Uint32(counter[12:])+1)
	c.begin()
	return c
}

func (c *ctr32) begin() {
	c.left = (1<<32 - uint64(binary.BigEndian.Uint32(c.counter[12:]))) * 16
	c.stream = cipher.NewCTR(c.block, c.counter)
	binary.BigEndian.PutUint32(c.counter[12:], 0)
}

func (c *ctr32) XORKeyStream(dst, src []byte) {
	for uint64(len(src)) > c.left {
		n := c.left
		c.stream.XORKeyStream(dst[:n], src[:n])
		dst, src = dst[n:], src[n:]
		c.begin()
	}
	c.stream.XORKeyStream(dst, src)
	c.left -= uint64(len(src))
}
