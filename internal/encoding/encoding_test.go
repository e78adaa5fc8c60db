package encoding

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
)

func TestParse(t *testing.T) {
	for name, want := range map[string]Encoding{
		"utf8": UTF8, "UTF-8": UTF8, "ucs2": UTF16LE, "Ucs-2": UTF16LE, "utf16le": UTF16LE, "UTF-16LE": UTF16LE,
		"latin1": Latin1, "BINARY": Latin1, "ascii": ASCII, "base64": Base64, "base64URL": Base64URL, "Hex": Hex,
	} {
		got, ok := Parse(name)
		assert.True(t, ok, name)
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{"", "utf", "utf-16", "base-64", "latin-1", strings.Repeat("x", 100)} {
		_, ok := Parse(name)
		assert.False(t, ok, name)
	}
}

func TestLoneSurrogates(t *testing.T) {
	s := goja.StringFromUTF16([]uint16{0xd83d, 'x', 0xde00, 0xd83d, 0xde00, 0xdbff})
	assert.Equal(t, "\uFFFDx\uFFFD😀\uFFFD", string(UTF8.Encode(s)))
	assert.Equal(t, 14, UTF8.Len(s))
	assert.Equal(t, []byte{0x3d, 0xd8, 'x', 0, 0, 0xde, 0x3d, 0xd8, 0, 0xde, 0xff, 0xdb}, UTF16LE.Encode(s))
	assert.Equal(t, []byte{0x3d, 'x', 0, 0x3d, 0, 0xff}, Latin1.Encode(s))
}

func TestWriteStopsBeforeACharacterThatDoesNotFit(t *testing.T) {
	vm := goja.New()
	for _, s := range []goja.Value{vm.ToValue("a€😀"), goja.StringFromUTF16([]uint16{'a', 0x20ac, 0xd83d, 0xde00})} {
		for room, want := range []int{0, 1, 1, 1, 4, 4, 4, 4, 8, 8} {
			assert.Equal(t, want, UTF8.Write(make([]byte, room), s), "room for %d", room)
		}
		assert.Equal(t, 2, UTF16LE.Write(make([]byte, 3), s))
	}
}

func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"a\xffb":               "a\uFFFDb",
		"\xe2\x82":             "\uFFFD",
		"\xe2\x82A":            "\uFFFDA",
		"\xf0\x9f\x98":         "\uFFFD",
		"\xf0\x80\x80\x80":     "\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xed\xa0\x80":         "\uFFFD\uFFFD\uFFFD",
		"\xc0\x80":             "\uFFFD\uFFFD",
		"\xf4\x90\x80\x80":     "\uFFFD\uFFFD\uFFFD\uFFFD",
		"\xe2\x82\xe2\x82\xac": "\uFFFD€",
	} {
		assert.Equal(t, want, string(Repair([]byte(in))), "%q", in)
	}
}

// FuzzEncodings checks that what bytes become is turned back into them, that
// Len and Write agree with Encode, and that nothing panics.
func FuzzEncodings(f *testing.F) {
	for _, s := range []string{"", "abc", "é€😀", "\xff\xfe\x80", "\xe2\x82", "YWJj=", "a\x00b"} {
		f.Add([]byte(s))
	}
	vm := goja.New()
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, e := range []Encoding{UTF8, UTF16LE, Latin1, ASCII, Base64, Base64URL, Hex} {
			s := e.Decode(vm, b)
			back := e.Encode(s)
			switch e {
			case Latin1, Base64, Base64URL, Hex:
				assert.Equal(t, b, append([]byte{}, back...), "%s", e)
			case UTF16LE:
				assert.Equal(t, b[:len(b)&^1], append([]byte{}, back...))
			case UTF8:
				if utf8.Valid(b) {
					assert.Equal(t, string(b), string(back))
				} else {
					assert.True(t, utf8.Valid(back))
				}
			}
			assert.Equal(t, len(back), e.Len(s), "%s", e)
			assert.LessOrEqual(t, s.(goja.String).Length(), e.DecodedLen(len(b)), "%s", e)
			short := make([]byte, len(back)/2)
			n := e.Write(short, s)
			assert.Equal(t, back[:n], short[:n], "%s", e)
		}
		// Anything at all may be decoded as base64 or hex, and Go agrees where it is well formed.
		text := vm.ToValue(string(b))
		if want, err := base64.StdEncoding.DecodeString(string(b)); err == nil && !strings.ContainsAny(string(b), "\r\n") {
			assert.Equal(t, string(want), string(Base64.Encode(text)))
		} else {
			Base64.Encode(text)
		}
		if want, err := hex.DecodeString(string(b)); err == nil {
			assert.Equal(t, string(want), string(Hex.Encode(text)))
		} else {
			Hex.Encode(text)
		}
	})
}
