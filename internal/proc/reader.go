package proc

import (
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

// Reader reads a stream in a goroutine of its own, no faster than it is asked to: it holds at most the chunks that More
// was called for. A stream that fills its buffers gets larger ones.
type Reader struct {
	src     io.Reader
	deliver func(Chunk, error)
	into    func() []byte
	raw     syscall.RawConn // of a source that is waited for without a buffer

	mu      sync.Mutex
	changed sync.Cond
	credit  int
	running bool
	reading bool
	handing bool // over, what was read
	stopped bool
}

// NewReader makes a reader that hands chunks to deliver, in order, from its goroutine. The last call has an error and
// no data: io.EOF, or why reading failed. Nothing is read before More is called.
func NewReader(src io.Reader, deliver func(Chunk, error)) *Reader {
	r := &Reader{src: src, deliver: deliver}
	r.changed.L = &r.mu
	return r
}

// Into makes the reader read into memory that space gives, from its goroutine, as long as that is not nil, instead of
// buffers of its own: for who keeps it all. It comes before the first More.
func (r *Reader) Into(space func() []byte) { r.into = space }

// Still makes the reader hold no buffer while it waits for the source, which raw belongs to: for who has thousands of them.
// It comes before the first More.
func (r *Reader) Still(raw syscall.RawConn) {
	if canWait {
		r.raw = raw
	}
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
	r.changed.Broadcast()
}

// Stop ends the reader without another call of deliver, save one that is under way. A read under way ends only when the
// source is closed, which is the caller's to do.
func (r *Reader) Stop() {
	r.mu.Lock()
	r.stopped = true
	r.mu.Unlock()
	r.changed.Broadcast()
}

// Pause takes back what More asked for. When it returns true no read is under way and none will begin before the next
// More; what was read by then is delivered all the same. It fails for a source that has no read deadline.
func (r *Reader) Pause() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.credit = 0
	if !r.reading {
		return true
	}
	src, ok := r.src.(interface{ SetReadDeadline(time.Time) error })
	if !ok || src.SetReadDeadline(time.Unix(1, 0)) != nil {
		return false
	}
	for r.reading {
		r.changed.Wait()
	}
	return src.SetReadDeadline(time.Time{}) == nil
}

// Wants says whether the reader would take something that came in now, Handing whether it has something that deliver
// is still to be called with.
func (r *Reader) Wants() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return !r.stopped && (r.reading || r.credit > 0)
}

// Handing: see Wants.
func (r *Reader) Handing() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.handing && !r.stopped
}

func (r *Reader) run() {
	var stock *Stock
	for r.next() {
		chunk, err := r.read(stock)
		r.mu.Lock()
		r.reading, r.handing = false, true
		r.changed.Broadcast()
		stopped := r.stopped
		r.mu.Unlock()
		if stopped {
			chunk.Release()
			return
		}
		if chunk.Len() >= bufferSize && stock == nil {
			stock = new(Stock)
			if c, ok := r.src.(*Conn); ok {
				c.enlarge()
			}
		}
		if chunk.Len() > 0 {
			r.deliver(chunk, nil)
		} else {
			chunk.Release()
		}
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			r.Stop()
			r.deliver(Chunk{}, err)
			return
		}
	}
}

func (r *Reader) read(stock *Stock) (Chunk, error) {
	if r.into != nil {
		if space := r.into(); space != nil {
			return readInto(r.src.Read, space)
		}
	}
	if r.raw != nil {
		return readReady(r.raw, stock)
	}
	return read(r.src.Read, stock)
}

// next waits until one more chunk is wanted.
func (r *Reader) next() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.handing = false
	for r.credit == 0 && !r.stopped {
		r.changed.Wait()
	}
	r.credit--
	r.reading = !r.stopped
	return r.reading
}
