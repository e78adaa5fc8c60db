package proc

import (
	"runtime"
	"sync"
)

const (
	bufferSize = 64 << 10 // as much as a pipe holds
	largePipe  = 1 << 20  // as much as it may be made to hold by an unprivileged user
)

var (
	buffers = sync.Pool{New: func() any {
		b := make([]byte, bufferSize)
		return &b
	}}
	largeBuffers = sync.Pool{New: func() any { return new([largePipe]byte) }}
)

// Chunk is what one read gave. It is used up by Take or Release.
type Chunk struct {
	data  []byte
	small *[]byte // one of these is what data is part of
	large *[largePipe]byte
}

// read reads a chunk.
func read(from func([]byte) (int, error), large bool) (c Chunk, err error) {
	var buf []byte
	if large {
		c.large = largeBuffers.Get().(*[largePipe]byte)
		buf = c.large[:]
	} else {
		c.small = buffers.Get().(*[]byte)
		buf = *c.small
	}
	n, err := from(buf)
	c.data = buf[:max(n, 0)]
	return c, err
}

// readInto reads a chunk that is part of somebody else's memory.
func readInto(from func([]byte) (int, error), space []byte) (Chunk, error) {
	n, err := from(space)
	return Chunk{data: space[:max(n, 0)]}, err
}

// Borrowed says whether the chunk is in memory that Reader.Into gave.
func (c *Chunk) Borrowed() bool { return c.small == nil && c.large == nil }

// Len is the number of bytes.
func (c *Chunk) Len() int { return len(c.data) }

// Full says whether there was no room for more.
func (c *Chunk) Full() bool { return c.small != nil && len(c.data) == bufferSize }

// Bytes is the data, valid until Release.
func (c *Chunk) Bytes() []byte { return c.data }

// Take is the data, the caller's to keep. Little data is copied, so that it does not hold a whole buffer.
func (c *Chunk) Take() []byte {
	data := c.data
	switch {
	case c.large != nil && len(data) >= largePipe/2:
		// Who streams gigabytes gets the same memory again and again: once nothing refers to it any more it is not freed,
		// which would have it cleared for the next chunk, but goes back to the pool.
		runtime.SetFinalizer(c.large, func(b *[largePipe]byte) { largeBuffers.Put(b) })
	case c.small != nil && len(data) >= bufferSize/2, c.Borrowed():
	default:
		data = append(make([]byte, 0, len(data)), data...)
		c.Release()
	}
	*c = Chunk{}
	return data[:len(data):len(data)]
}

// Release gives the buffer back.
func (c *Chunk) Release() {
	if c.small != nil {
		buffers.Put(c.small)
	}
	if c.large != nil {
		largeBuffers.Put(c.large)
	}
	*c = Chunk{}
}
