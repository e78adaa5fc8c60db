package stringdecoder

import "github.com/gojs-run/gojs/internal/encoding"

// state is a decoder's memory, laid out as Node's: the bytes of the character
// that is not complete, how many more it needs, how many there are, the encoding.
// Scripts can write to it, so the counts are never trusted.
type state []byte

const (
	missing  = 4 // index of the number of bytes still to come
	held     = 5 // index of the number of bytes held back
	encoded  = 6 // index of the encoding
	stateLen = 7
)

// numbers are Node's for the encodings, by ours.
var numbers = [...]byte{
	encoding.UTF8: 1, encoding.UTF16LE: 3, encoding.Latin1: 4, encoding.ASCII: 0,
	encoding.Base64: 2, encoding.Base64URL: 7, encoding.Hex: 5,
}

func number(e encoding.Encoding) byte { return numbers[e] }

func (s state) encoding() encoding.Encoding {
	for e, n := range numbers {
		if n == s[encoded] {
			return encoding.Encoding(e)
		}
	}
	return encoding.UTF8
}

func (s state) bytes() []byte { return s[:min(int(s[held]), missing)] }

// split takes the next bytes and returns those that can be decoded now: the
// character that was held back, if it is complete, and what follows it. What is
// at the end of b and incomplete is held back in turn. The results are valid
// until the next call.
func (s state) split(b []byte) (first, rest []byte) {
	e := s.encoding()
	if e == encoding.ASCII || e == encoding.Latin1 || e == encoding.Hex {
		return nil, b
	}
	if s[missing] > 0 {
		if first, b = s.complete(e, b); s[missing] > 0 {
			return nil, nil
		}
		s[held] = 0
	}
	if len(b) == 0 {
		return first, nil
	}
	have, total := unfinished(e, b)
	if have == 0 {
		return first, b
	}
	// first may be in the memory that is overwritten now.
	first = append([]byte(nil), first...)
	cut := len(b) - have
	copy(s[:missing], b[cut:])
	s[held], s[missing] = byte(have), byte(total-have)
	return first, b[:cut]
}

// complete adds to the character held back what it needs of b.
func (s state) complete(e encoding.Encoding, b []byte) (char, rest []byte) {
	need := min(int(s[missing]), missing-len(s.bytes()))
	take := min(need, len(b))
	if e == encoding.UTF8 {
		for i, c := range b[:take] {
			if c&0xc0 != 0x80 { // the character breaks off here
				need, take = i, i
				break
			}
		}
	}
	n := copy(s[len(s.bytes()):missing], b[:take])
	s[held] += byte(n)
	s[missing] = byte(need - n)
	return s.bytes(), b[n:]
}

// unfinished returns how many bytes at the end of b belong to a character, or a
// group of base64, that is not complete, and how many that has in total.
func unfinished(e encoding.Encoding, b []byte) (have, total int) {
	n := len(b)
	switch e {
	case encoding.UTF8:
		for have = 1; have <= min(n, 4); have++ {
			c := b[n-have]
			switch {
			case c&0xc0 == 0x80:
				continue
			case c&0xe0 == 0xc0:
				total = 2
			case c&0xf0 == 0xe0:
				total = 3
			case c&0xf8 == 0xf0:
				total = 4
			}
			if have < total {
				return have, total
			}
			return 0, 0
		}
		return 0, 0 // nothing but trailing bytes: no character at all
	case encoding.UTF16LE:
		if n%2 == 1 {
			return 1, 2
		}
		if b[n-1]&0xfc == 0xd8 {
			return 2, 4
		}
	case encoding.Base64, encoding.Base64URL:
		return n % 3, 3
	}
	return 0, 0
}

// rest returns what is held back, as end() gives it: half a 16-bit unit is none.
func (s state) rest() []byte {
	b := s.bytes()
	if s.encoding() == encoding.UTF16LE {
		b = b[:len(b)&^1]
	}
	s[held], s[missing] = 0, 0
	return b
}
