package jsonvalue

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// slowly is plain, a byte at a time.
func slowly(s []byte) (n int, ascii bool) {
	ascii = true
	for _, c := range s {
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		ascii = ascii && c < 0x80
		n++
	}
	return n, ascii
}

func TestPlainRunsOfAnyLengthEndWhereTheyShould(t *testing.T) {
	for _, special := range []byte{'"', '\\', 0, 0x1f, ' ', '!', '#', '[', ']', 0x7f, 0x80, 0xc3, 0xff} {
		for _, size := range []int{0, 1, 7, 8, 40, 255, 256, 257, 290, 600, 1025} {
			for at := range size {
				s := bytes.Repeat([]byte("a"), size)
				s[at] = special
				n, ascii := plain(s)
				wantN, wantASCII := slowly(s)
				require.Equal(t, []any{wantN, wantASCII}, []any{n, ascii}, "%q at %d of %d", special, at, size)
			}
		}
	}
}
