package numeric

import (
	"sync"
	"unsafe"
)

// Machine code sees memory through a window of almost 4 GiB (wazero's length of a memory has 32 bits) that begins just below Go's heap. Go never moves what it has
// allocated, so that the memory of a typed array can be read and written where it is; a typed array that lies outside of
// the window is for the interpreter. Nothing but code that this package writes looks through it.
const (
	windowPages = 1<<16 - 1
	windowSize  = windowPages << 16
)

// early is what was on the heap when the first program was looked at; Go fills it upward.
var early struct {
	sync.Once
	memory *[64]byte
}

// windowStart is an address with nothing of the heap at it, so that the collector takes no offence.
func windowStart() uintptr {
	early.Do(func() { early.memory = new([64]byte) })
	return uintptr(unsafe.Pointer(early.memory))&^(1<<32-1) - 1<<16
}

// window is what wazero takes for the memory of a module.
type window struct{}

func (window) Reallocate(size uint64) []byte {
	header := struct {
		start    uintptr
		len, cap int
	}{windowStart(), int(size), int(size)}
	return *(*[]byte)(unsafe.Pointer(&header))
}

func (window) Free() {}

// through says where a slice lies in the window.
func through(b []byte) (offset uint32, ok bool) {
	if len(b) == 0 {
		return 0, true
	}
	at := uintptr(unsafe.Pointer(unsafe.SliceData(b)))
	start := windowStart()
	if at < start || at+uintptr(len(b)) > start+windowSize {
		return 0, false
	}
	return uint32(at - start), true
}
