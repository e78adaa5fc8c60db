package proc

import "sync"

const (
	bufferSize = 64 << 10 // as much as a pipe holds
	largePipe  = 1 << 20  // as much as it may be made to hold by an unprivileged user
)

var (
	buffers      = newPool(bufferSize)
	largeBuffers = newPool(largePipe)
)

func newPool(size int) sync.Pool {
	return sync.Pool{New: func() any {
		b := make([]byte, size)
		return &b
	}}
}

// Chunk is what one read gave. It is used up by Take or Release.
type Chunk struct {
	data   []byte
	buffer *[]byte
	pool   *sync.Pool
}

// Len is the number of bytes.
func (c *Chunk) Len() int { return len(c.data) }

// Bytes is the data, valid until Release.
func (c *Chunk) Bytes() []byte { return c.data }

// Take is the data, the caller's to keep. Little data is copied, so that it does not hold a whole buffer.
func (c *Chunk) Take() []byte {
	data := c.data
	if c.buffer != nil && len(data) < len(*c.buffer)/2 {
		data = append(make([]byte, 0, len(data)), data...)
		c.Release()
	}
	c.data, c.buffer = nil, nil
	return data
}

// Release gives the buffer back.
func (c *Chunk) Release() {
	if c.buffer != nil {
		c.pool.Put(c.buffer)
	}
	c.data, c.buffer = nil, nil
}
