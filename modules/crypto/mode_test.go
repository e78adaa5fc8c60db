package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"math/big"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/chacha20poly1305"
)

func random(t *testing.T, n int) []byte {
	b := make([]byte, n)
	_, err := rand.Read(b)
	require.NoError(t, err)
	return b
}

// feed gives data to a cipher in pieces.
func feed(t *testing.T, s sealing, data []byte, piece int) (out []byte) {
	for len(data) > 0 {
		n := min(piece, len(data))
		b, err := s.update(data[:n])
		require.NoError(t, err)
		out, data = append(out, b...), data[n:]
	}
	b, err := s.final()
	require.NoError(t, err)
	return append(out, b...)
}

func TestStreamsSealAsGoDoes(t *testing.T) {
	key := random(t, 32)
	block, err := aes.NewCipher(key)
	require.NoError(t, err)
	for _, ivLen := range []int{1, 12, 16, 40} {
		iv := random(t, ivLen)
		whole, err := cipher.NewGCMWithNonceSize(block, ivLen)
		require.NoError(t, err)
		for _, n := range []int{0, 1, 15, 16, 17, 4095, longPiece, longPiece + 5, 70_000} {
			data := random(t, n)
			for _, aad := range [][]byte{nil, random(t, 7), random(t, longPiece+3)} {
				want := whole.Seal(nil, iv, data, aad)
				for _, piece := range []int{1000, longPiece + 9, 100_000} {
					g := newGCM(block, iv, true)
					g.associate(aad)
					out := feed(t, g, data, piece)
					require.Equal(t, want, append(out, g.tag()...), "iv %d, data %d, pieces of %d", ivLen, n, piece)
					d := newGCM(block, iv, false)
					d.associate(aad)
					require.True(t, bytes.Equal(data, feed(t, d, out, piece)))
					require.Equal(t, want[n:], d.tag())
				}
			}
		}
	}
	nonce := random(t, 12)
	whole, err := chacha20poly1305.New(key)
	require.NoError(t, err)
	for _, n := range []int{0, 1, 16, 1000} {
		data, aad := random(t, n), random(t, 21)
		c := newChaChaPoly(key, nonce, true)
		c.associate(aad)
		out := feed(t, c, data, 33)
		require.Equal(t, whole.Seal(nil, nonce, data, aad), append(out, c.tag()...))
	}
}

// The counter of GCM has 32 bits and goes on at zero, whatever is before them.
func TestCounterOfGCMOverflows(t *testing.T) {
	block, err := aes.NewCipher(random(t, 16))
	require.NoError(t, err)
	counter := random(t, 16)
	copy(counter[12:], []byte{0xff, 0xff, 0xff, 0xfe}) // the stream begins with the one after it
	got := make([]byte, 64)
	newCTR32(block, counter).XORKeyStream(got, got)
	for i, last := range [][]byte{{0xff, 0xff, 0xff, 0xff}, {0, 0, 0, 0}, {0, 0, 0, 1}, {0, 0, 0, 2}} {
		want := append([]byte(nil), counter...)
		copy(want[12:], last)
		block.Encrypt(want, want)
		require.Equal(t, want, got[16*i:16*i+16])
	}
}

func TestPaddingIsTakenOffOnlyWhereItIsWhole(t *testing.T) {
	for _, c := range []struct {
		last []byte
		ok   bool
	}{
		{append(bytes.Repeat([]byte{9}, 15), 1), true}, {bytes.Repeat([]byte{16}, 16), true}, {append(bytes.Repeat([]byte{9}, 14), 2, 2), true},
		{append(bytes.Repeat([]byte{9}, 14), 3, 2), false}, {make([]byte, 16), false}, {bytes.Repeat([]byte{17}, 16), false},
	} {
		p := &padded{mode: identity{}, pad: true}
		_, err := p.update(c.last)
		require.NoError(t, err)
		_, err = p.final()
		require.Equal(t, c.ok, err == nil, "%v", c.last)
	}
}

// identity is a mode that changes nothing.
type identity struct{}

func (identity) BlockSize() int              { return 16 }
func (identity) CryptBlocks(dst, src []byte) { copy(dst, src) }

func TestGroupsArePrimes(t *testing.T) {
	for name, bits := range map[string]int{"modp1": 768, "modp2": 1024, "modp5": 1536, "modp14": 2048} {
		p := group(name)
		require.Equal(t, bits, p.BitLen(), name)
		require.True(t, p.ProbablyPrime(5), name)
		require.True(t, new(big.Int).Rsh(p, 1).ProbablyPrime(5), name)
	}
	require.Nil(t, group("modp3"))
}

func TestPrimesAreWhatWasAskedFor(t *testing.T) {
	for _, bits := range []int{3, 8, 12, 13, 64, 200} {
		p, err := prime(bits, bits > 3, nil, nil)
		require.NoError(t, err)
		require.Equal(t, bits, p.BitLen())
		require.True(t, p.ProbablyPrime(10))
	}
	p, err := prime(64, false, big.NewInt(12), big.NewInt(11))
	require.NoError(t, err)
	require.Equal(t, int64(11), new(big.Int).Mod(p, big.NewInt(12)).Int64())
	_, err = prime(2, true, big.NewInt(4), big.NewInt(2))
	require.Error(t, err)
}
