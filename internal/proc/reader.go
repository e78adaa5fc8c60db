package proc

import (
	"io"
	"sync"
)

// bufferSize is what one read can give: as much as a pipe holds unless somebody made it larger.
const bufferSize = 64 << 10

type buffer [bufferSize]byte

var buffers = sync.Pool{New: func() any { return new(buffer) }}

// Chunk is what one read gave. It is used up by Take or Release.
type Chunk struct {
	data   []byte
	buffer *buffer
}

// Len is the number of bytes.
func (c *Chunk) Len() int { return len(c.data) }

// Bytes is the data, valid until Release.
func (c *Chunk) Bytes() []byte { return c.data }

// Take is the data, the caller's to keep. Little data is copied, so that it does not hold a whole buffer.
func (c *Chunk) Take() []byte {
	data := c.data
	if len(data) < bufferSize/2 {
		data = append(make([]byte, 0, len(data)), data...)
		c.Release()
	}
	c.data, c.buffer = nil, nil
	return data
}

// Release gives the buffer back.
func (c *Chunk) Release() {
	if c.buffer != nil {
		buffers.Put(c.buffer)
	}
	c.data, c.buffer = nil, nil
}

// Reader reads a stream in a goroutine of its own, no faster than it is asked to: it holds at most the chunks that More
// was called for.
type Reader struct {
	src     io.Reader
	deliver func(Chunk, error)

	mu      sync.Mutex
	credit  int
	running bool
	stopped bool
	wake    *sync.Cond
}

// NewReader makes a reader that hands chunks to deliver, in order, from its goroutine. The last call has an error and
// no data: io.EOF, or why reading failed. Nothing is read before More is called.
func NewReader(src io.Reader, deliver func(Chunk, error)) *Reader {
	r := &Reader{src: src, deliver: deliver}
	r.wake = sync.NewCond(&r.mu)
	return r
}

// More asks for n more chunks.
func (r *Reader) More(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped {
		return
	}
	r.credit += n
	if !r.running {
		r.running = true
		go r.run()
		return
	}
	r.wake.Signal()
}

// Stop ends the reader without another call of deliver, save one that is under way. A read under way ends only when the
// source is closed, which is the caller's to do.
func (r *Reader) Stop() {
	r.mu.Lock()
	r.stopped = true
	r.mu.Unlock()
	r.wake.Signal()
}

func (r *Reader) run() {
	for r.next() {
		b := buffers.Get().(*buffer)
		n, err := r.src.Read(b[:])
		r.mu.Lock()
		stopped := r.stopped
		r.mu.Unlock()
		if stopped {
			buffers.Put(b)
			return
		}
		if n > 0 {
			r.deliver(Chunk{data: b[:n], buffer: b}, nil)
		} else {
			buffers.Put(b)
		}
		if err != nil {
			r.deliver(Chunk{}, err)
			return
		}
	}
}

// next waits until one more chunk is wanted.
func (r *Reader) next() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.credit == 0 && !r.stopped {
		r.wake.Wait()
	}
	r.credit--
	return !r.stopped
}
