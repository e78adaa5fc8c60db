package numeric

import (
	"runtime"
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

// windowStart is an address below Go's heap. It must not be in it: the collector ends a program that keeps a pointer to
// heap memory that is not in use.
var windowStart = sync.OnceValue(func() uintptr {
	var here byte // stacks of goroutines are in the heap's memory
	at := uintptr(unsafe.Pointer(&here))
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return below(at, uintptr(m.Sys))
})

// below is an address that is not in the heap if that has memory at an address, and all that the process has is mapped
// bytes. Go fills the heap upward, from anywhere in an arena of at most 64 MiB.
func below(at, mapped uintptr) uintptr {
	if mapped >= at {
		mapped = 0 // which cannot be
	}
	return (at-mapped)&^(64<<20-1) - 64<<10
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
