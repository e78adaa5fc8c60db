// Package jsonvalue is JSON between bytes and values of a VM, in one step: what JSON.parse and JSON.stringify do, without
// a string in between and several times as fast as goja's own. The channel between processes lives on it.
//
// Parse makes values of a text (parse.go, and syntax.go for what is wrong with it), Append writes a value's text
// (append.go, circular.go). Results and errors are those of V8, word for word.
//
// Both are for the goroutine that owns the VM. Nesting is limited to 10,000 levels in both directions: deeper values would
// endanger the stack of whatever goes through them next.
package jsonvalue

import (
	"encoding/binary"
	"math/bits"
	"unsafe"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

const maxDepth = 10_000

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

// bytesOf is a string's memory, for reading.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
