// Package jsonvalue is JSON between bytes and values of a VM, in one step: what JSON.parse and JSON.stringify do, without
// a string in between and several times as fast as goja's own. The channel between processes lives on it.
//
// Parse makes values of a text (parse.go, and syntax.go for what is wrong with it), Append writes a value's text
// (append.go, circular.go). Results and errors are those of V8, word for word.
//
// Both are for the goroutine that owns the VM. Nesting is limited in both directions, to MessageDepth where a value comes
// from another process: deeper ones would endanger the stack of whatever goes through them next.
package jsonvalue

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/slots"
)

// How many objects may be inside of each other: in messages, and in what a script itself writes and reads.
const (
	MessageDepth = 10_000
	ScriptDepth  = 100_000
)

// tooDeep throws what V8 throws where its stack ends.
func tooDeep(vm *goja.Runtime) {
	panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum call stack size exceeded"))
}

// try runs f and returns what it throws, which is a *goja.Exception.
func try(vm *goja.Runtime, f func()) error {
	if ex := vm.Try(f); ex != nil {
		return ex
	}
	return nil
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plain returns how many bytes at the beginning of s stand for themselves in a JSON string: not quotes, backslashes or
// control characters. ascii is true if all of these are ASCII.
func plain(s []byte) (n int, ascii bool) {
	var seen uint64
	for ; n+8 <= len(s); n += 8 {
		if n == longRun {
			m, rest := plainRun(s[n:])
			return n + m, rest && seen&highs == 0
		}
		w := binary.LittleEndian.Uint64(s[n:])
		quote, slash := w^'"'*ones, w^'\\'*ones
		// The lowest byte that gets a mark deserves it; a borrow may mark those above.
		if stop := ((w-' '*ones)&^w | (quote-ones)&^quote | (slash-ones)&^slash) & highs; stop != 0 {
			k := bits.TrailingZeros64(stop) / 8
			return n + k, (seen|w&(1<<(8*k)-1))&highs == 0
		}
		seen |= w
	}
	for ; n < len(s); n++ {
		c := s[n]
		if c < ' ' || c == '"' || c == '\\' {
			break
		}
		seen |= uint64(c)
	}
	return n, seen&highs == 0
}

// longRun is how many plain bytes make it likely that a great many follow.
const longRun = 256

// runBlock is how many bytes are looked through at once: they stay in the processor's nearest cache.
const runBlock = 8 << 10

// plainRun is plain for long runs.
func plainRun(s []byte) (n int, ascii bool) {
	for ascii = true; n < len(s); {
		block := s[n:min(n+runBlock, len(s))]
		m, only := plainBlock(block)
		n, ascii = n+m, ascii && only
		if m < len(block) {
			break
		}
	}
	return n, ascii
}

// plainBlock is plain for a part of a long run: what ends a string is looked for by the fastest means there is, one after
// the other, so that little is left to look for in every byte.
func plainBlock(s []byte) (n int, ascii bool) {
	if i := bytes.IndexByte(s, '"'); i >= 0 {
		s = s[:i]
	}
	if i := bytes.IndexByte(s, '\\'); i >= 0 {
		s = s[:i]
	}
	ascii = true
	for len(s)-n >= 32 {
		b := s[n : n+32 : n+32]
		w0, w1 := binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:])
		w2, w3 := binary.LittleEndian.Uint64(b[16:]), binary.LittleEndian.Uint64(b[24:])
		// A byte below a space, or one that is not ASCII, leaves a mark; and may leave one in its neighbour.
		if (w0|w1|w2|w3|(w0-' '*ones)|(w1-' '*ones)|(w2-' '*ones)|(w3-' '*ones))&highs != 0 {
			for i, c := range b {
				if c < ' ' {
					return n + i, ascii
				}
				ascii = ascii && c < 0x80
			}
		}
		n += 32
	}
	for ; n < len(s) && s[n] >= ' '; n++ {
		ascii = ascii && s[n] < 0x80
	}
	return n, ascii
}

// Verbatim returns the bytes of a string; false if it is not known to be ASCII. They are the string's own. Where Plain says
// so they stand in its JSON text, between the quotes, as they are.
func Verbatim(v goja.Value) ([]byte, bool) {
	if slots.TypeOf(v) != slots.ASCIIStr {
		return nil, false
	}
	s, _, _ := slots.Text(v)
	return bytesOf(s), true
}

// Plain returns how many bytes at the beginning of ASCII stand for themselves in a JSON string.
func Plain(ascii []byte) int {
	n, _ := plain(ascii)
	return n
}

// AppendRest appends what is left of the JSON text of a string, of whose ASCII the bytes before these were written.
func AppendRest(dst, ascii []byte) []byte {
	start := len(dst)
	dst = appendText(dst, unsafe.String(unsafe.SliceData(ascii), len(ascii)))
	return append(dst[:start], dst[start+1:]...)
}

// bytesOf is a string's memory, for reading.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
