// Package encoding is Node's string encodings: utf8, utf16le, latin1, ascii,
// base64, base64url and hex (Node: buffer.md#buffers-and-character-encodings).
//
// Decode turns bytes into a JavaScript string, Encode a JavaScript string into
// bytes, Write does so into memory that is there already. JavaScript strings are
// UTF-16 and may hold lone surrogates, which a Go string cannot: so these
// functions take and give goja values, and look at the 16-bit units themselves.
// goja keeps strings as ASCII, as UTF-16, or as UTF-8 not yet looked at; ASCII
// and UTF-8 go through without a conversion where they can.
package encoding

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Encoding is one of Node's encodings. The zero value is UTF8.
type Encoding uint8

// The encodings.
const (
	UTF8 Encoding = iota
	UTF16LE
	Latin1
	ASCII
	Base64
	Base64URL
	Hex
)

// String is Node's name of the encoding, as internal/util normalizeEncoding
// gives it.
func (e Encoding) String() string {
	switch e {
	case UTF16LE:
		return "utf16le"
	case Latin1:
		return "latin1"
	case ASCII:
		return "ascii"
	case Base64:
		return "base64"
	case Base64URL:
		return "base64url"
	case Hex:
		return "hex"
	}
	return "utf8"
}

// Parse finds an encoding by any of its names, in any case.
func Parse(name string) (Encoding, bool) {
	switch name { // the usual spellings without further ado
	case "utf8", "utf-8":
		return UTF8, true
	case "latin1", "binary":
		return Latin1, true
	}
	var low [9]byte
	if len(name) > len(low) {
		return UTF8, false
	}
	for i := range len(name) {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	switch string(low[:len(name)]) {
	case "utf8", "utf-8":
		return UTF8, true
	case "ucs2", "ucs-2", "utf16le", "utf-16le":
		return UTF16LE, true
	case "latin1", "binary":
		return Latin1, true
	case "ascii":
		return ASCII, true
	case "base64":
		return Base64, true
	case "base64url":
		return Base64URL, true
	case "hex":
		return Hex, true
	}
	return UTF8, false
}

// MaxString is the longest string in 16-bit units (buffer.constants.MAX_STRING_LENGTH).
const MaxString = 1<<29 - 24

// DecodedLen is an upper bound of the length that Decode's string has for n bytes.
func (e Encoding) DecodedLen(n int) int {
	switch e {
	case UTF16LE:
		return n / 2
	case Hex:
		return 2 * n
	case Base64:
		return (n + 2) / 3 * 4
	case Base64URL:
		return base64.RawURLEncoding.EncodedLen(n)
	}
	return n
}

// Decode makes the string that b stands for. It copies b. Invalid utf8 becomes
// U+FFFD, one for each maximal part of a sequence (as the WHATWG decoder has it).
func (e Encoding) Decode(vm *goja.Runtime, b []byte) goja.Value {
	switch e {
	case UTF16LE:
		u := make([]uint16, len(b)/2)
		for i := range u {
			u[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		return goja.StringFromUTF16(u)
	case Latin1:
		if IsASCII(b) {
			return vm.ToValue(string(b))
		}
		u := make([]uint16, len(b))
		for i, c := range b {
			u[i] = uint16(c)
		}
		return goja.StringFromUTF16(u)
	case ASCII:
		if !IsASCII(b) {
			low := make([]byte, len(b))
			for i, c := range b {
				low[i] = c & 0x7f
			}
			b = low
		}
		return vm.ToValue(string(b))
	case Base64:
		return vm.ToValue(base64.StdEncoding.EncodeToString(b))
	case Base64URL:
		return vm.ToValue(base64.RawURLEncoding.EncodeToString(b))
	case Hex:
		return vm.ToValue(hex.EncodeToString(b))
	}
	if !utf8.Valid(b) {
		b = Repair(b)
	}
	return vm.ToValue(string(b))
}

// Encode makes the bytes of a string. They are the caller's to keep.
func (e Encoding) Encode(s goja.Value) []byte {
	t := look(s)
	switch e {
	case UTF8:
		if t.units == nil {
			return []byte(t.utf8)
		}
		b := make([]byte, t.utf8Len())
		return b[:t.writeUTF8(b)]
	case UTF16LE:
		t.widen()
		b := make([]byte, 2*t.len())
		return b[:t.writeUTF16(b)]
	case Latin1, ASCII:
		t.widen()
		b := make([]byte, t.len())
		return b[:t.writeLatin1(b)]
	case Hex:
		b := make([]byte, t.narrow()/2)
		return b[:decodeHex(b, t.ascii)]
	}
	t.narrow()
	b := make([]byte, base64Len(t.ascii))
	return b[:decodeBase64(b, t.ascii)]
}

// Write encodes s into b, whole characters only, and returns the bytes written.
func (e Encoding) Write(b []byte, s goja.Value) int {
	t := look(s)
	switch e {
	case UTF8:
		return t.writeUTF8(b)
	case UTF16LE:
		t.widen()
		return t.writeUTF16(b)
	case Latin1, ASCII:
		t.widen()
		return t.writeLatin1(b)
	case Hex:
		t.narrow()
		return decodeHex(b, t.ascii)
	}
	t.narrow()
	return decodeBase64(b, t.ascii)
}

// Len is Buffer.byteLength: exact, except that characters which base64 and hex
// do not have are counted too.
func (e Encoding) Len(s goja.Value) int {
	t := look(s)
	switch e {
	case UTF8:
		return t.utf8Len()
	case UTF16LE:
		t.widen()
		return 2 * t.len()
	case Latin1, ASCII:
		t.widen()
		return t.len()
	case Hex:
		return t.narrow() / 2
	}
	t.narrow()
	return base64Len(t.ascii)
}
