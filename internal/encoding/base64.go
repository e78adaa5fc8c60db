package encoding

import "bytes"

// decodeHex writes the bytes of hex digits up to the first pair that is none.
func decodeHex(dst, src []byte) int {
	n := min(len(dst), len(src)/2)
	for i := range n {
		a, ok1 := HexDigit(src[2*i])
		b, ok2 := HexDigit(src[2*i+1])
		if !ok1 || !ok2 {
			return i
		}
		dst[i] = a<<4 | b
	}
	return n
}

// HexDigit is what a hexadecimal digit stands for; false if c is none.
func HexDigit(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// base64Len is the number of bytes that src stands for if all its characters count.
func base64Len(src []byte) int {
	n := len(src)
	for range 2 {
		if n > 0 && src[n-1] == '=' {
			n--
		}
	}
	return n/4*3 + n%4*3/4
}

// Both alphabets at once, as Node reads them. Everything else is none.
const none = 0xff

var sextets = [256]byte{
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 62, 255, 62, 255, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255,
	255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 63,
	255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
	255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
}

// decodeBase64 decodes up to the first padding, skipping what is not base64.
func decodeBase64(dst, src []byte) int {
	if i := bytes.IndexByte(src, '='); i >= 0 {
		src = src[:i]
	}
	n := 0
	for {
		for len(src) >= 4 && len(dst)-n >= 3 {
			a, b, c, d := sextets[src[0]], sextets[src[1]], sextets[src[2]], sextets[src[3]]
			if (a | b | c | d) > 63 {
				break
			}
			dst[n], dst[n+1], dst[n+2] = a<<2|b>>4, b<<4|c>>2, c<<6|d
			n += 3
			src = src[4:]
		}
		// One group the slow way: it is the last one or has something to skip.
		var group [4]byte
		have := 0
		for len(src) > 0 && have < 4 {
			if s := sextets[src[0]]; s != none {
				group[have] = s
				have++
			}
			src = src[1:]
		}
		for i := range have - 1 {
			if n == len(dst) {
				return n
			}
			dst[n] = group[i]<<(2*i+2) | group[i+1]>>(4-2*i)
			n++
		}
		if have < 4 || n == len(dst) {
			return n
		}
	}
}
