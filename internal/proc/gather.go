package proc

import (
	"strings"
	"unsafe"
)

// Gathered is a stream of any length in one piece of memory. What is much is read right into its place, and is copied
// again only where that memory was much too large or, seldom, too small: each piece is many times larger than the one
// before, which costs addresses, while memory is taken into use as it is filled.
type Gathered struct {
	Limit int // no more bytes than this are wanted; 0 means all

	data    []byte
	touched int // bytes of its memory that are in use
}

const (
	firstPiece  = largePipe
	growth      = 16
	doublesFrom = 256 << 20
)

// Len is the number of bytes.
func (g *Gathered) Len() int { return len(g.data) }

// Append copies data to the end.
func (g *Gathered) Append(data []byte) {
	if n := len(g.data) + len(data); n > cap(g.data) && n > firstPiece {
		g.grow(n)
	}
	g.data = append(g.data, data...)
}

// Space is where the next bytes may be read to; Filled makes them part of the whole.
func (g *Gathered) Space() []byte {
	if cap(g.data)-len(g.data) < bufferSize {
		g.grow(len(g.data) + bufferSize)
	}
	from, end := len(g.data), min(len(g.data)+largePipe, cap(g.data))
	if start := max(from, g.touched); start < end {
		g.touched = min(start+largePipe, cap(g.data))
		populate(g.data[start:g.touched])
	}
	return g.data[from:end]
}

// Filled adds the first n bytes of Space.
func (g *Gathered) Filled(n int) { g.data = g.data[:len(g.data)+n] }

// Bytes is all of it, the caller's to keep once nothing is added any more.
func (g *Gathered) Bytes() []byte {
	if n := len(g.data); n < cap(g.data)/2 {
		g.data = append(make([]byte, 0, n), g.data...)
	}
	return g.data[:len(g.data):len(g.data)]
}

// grow makes room for n bytes in all.
func (g *Gathered) grow(n int) {
	size := max(firstPiece, n)
	switch have := cap(g.data); {
	case have >= doublesFrom:
		size = max(size, 2*have)
	case have >= firstPiece:
		size = max(size, min(growth*have, doublesFrom))
	}
	if most := g.Limit + bufferSize; g.Limit > 0 && n <= most {
		size = min(size, most)
	}
	data := uncleared(size)
	g.touched = 0
	if len(g.data) >= largePipe {
		populate(data[:len(g.data)])
		g.touched = len(g.data)
	}
	g.data = append(data, g.data...)
}

// uncleared makes room for size bytes. Memory that make gives is cleared, if need be by taking all of it into use.
func uncleared(size int) []byte {
	var b strings.Builder
	b.Grow(size)
	b.WriteByte(0)
	return unsafe.Slice(unsafe.StringData(b.String()), b.Cap())[:0]
}
