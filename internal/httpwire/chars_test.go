package httpwire

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChars(t *testing.T) {
	assert.Equal(t, ruledChars(), chars)
}

func ruledChars() (t [256]uint8) {
	for c := range 256 {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		digit := c >= '0' && c <= '9'
		if digit {
			t[c] |= digitChar
		}
		switch {
		case letter, digit:
			t[c] |= tokenChar
		default:
			switch c {
			case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~':
				t[c] |= tokenChar
			}
		}
		if c == '\t' || (c >= ' ' && c != 0x7f) {
			t[c] |= valueChar
		}
		if c > ' ' && c < 0x7f {
			t[c] |= urlChar
		}
		if letter || digit {
			t[c] |= serverChar
		}
		switch c {
		case '-', '_', '.', '!', '~', '*', '\'', '(', ')', '%', ';', ':', '&', '=', '+', '$', ',', '@', '[', ']':
			t[c] |= serverChar
		}
	}
	return t
}
