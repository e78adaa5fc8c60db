package proc

import (
	"runtime"
	"sync"
)

const (
	bufferSize = 64 << 10 // as much as a pipe holds
	largePipe  = 1 << 20  // as much as it may be made to hold by an unprivileged user
	scrapSize  = 1 << 10  // more than most requests have
)

var buffers = sync.Pool{New: func() any {
	b := make([]byte, bufferSize)
	return &b
}}

var scraps = sync.Pool{New: func() any {
	b := make([]byte, scrapSize)
	return &b
}}

// Stock is a stream's large buffers. What Take gives away comes back when a garbage collection finds that nothing refers
// to it any more. Where much is in use and a collection is cheap, one is made rather than more buffers: memory that is
// used again and again is in the processor's caches, and need not be cleared.
type Stock struct {
	mu         sync.Mutex
	free       []*[largePipe]byte
	made       int // buffers there are
	used       int // since the last collection that was asked for
	collecting bool
}

const (
	enoughBuffers = 64
	fewBuffers    = 8        // are left when a collection begins, to be used meanwhile
	smallHeap     = 64 << 20 // besides the buffers, takes few milliseconds to collect
)

func (s *Stock) get() *[largePipe]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used++
	// Where the script keeps it all, used is as much as made is, and collections become rare.
	if len(s.free) <= fewBuffers && s.made >= enoughBuffers && s.used >= s.made/2 && !s.collecting {
		s.used, s.collecting = 0, true
		go s.collect(uint64(s.made) * largePipe)
	}
	if n := len(s.free); n > 0 {
		b := s.free[n-1]
		s.free[n-1] = nil // or a collection would find it there
		s.free = s.free[:n-1]
		return b
	}
	s.made++
	return new([largePipe]byte)
}

func (s *Stock) put(b *[largePipe]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) < enoughBuffers {
		s.free = append(s.free, b)
	} else {
		s.made--
	}
}

func (s *Stock) collect(own uint64) {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc < own+smallHeap {
		runtime.GC()
	}
	s.mu.Lock()
	s.collecting = false
	s.mu.Unlock()
}

// Chunk is what one read gave. It is used up by Take or Release.
type Chunk struct {
	data  []byte
	small *[]byte // one of these is what data is part of
	large *[largePipe]byte
	stock *Stock // that large came from
}

// read reads a chunk, into a large buffer if there is a stock of them.
func read(from func([]byte) (int, error), stock *Stock) (c Chunk, err error) {
	var buf []byte
	if stock != nil {
		c.large, c.stock = stock.get(), stock
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

// fit moves little data to a small buffer: with thousands of connections many chunks wait for their turn.
func (c *Chunk) fit() {
	if c.small == nil || len(c.data) > scrapSize {
		return
	}
	scrap := scraps.Get().(*[]byte)
	n := copy(*scrap, c.data)
	buffers.Put(c.small)
	c.small, c.data = scrap, (*scrap)[:n]
}

// Take is the data, the caller's to keep. Little data is copied, so that it does not hold a whole buffer.
func (c *Chunk) Take() []byte {
	data := c.data
	switch {
	case c.large != nil && len(data) >= largePipe/2:
		// Who streams gigabytes gets the same memory again and again: once nothing refers to it any more it is not freed,
		// which would have it cleared for the next chunk, but goes back to the stock.
		runtime.SetFinalizer(c.large, c.stock.put)
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
	switch {
	case c.small == nil:
	case len(*c.small) == scrapSize:
		scraps.Put(c.small)
	default:
		buffers.Put(c.small)
	}
	if c.large != nil {
		c.stock.put(c.large)
	}
	*c = Chunk{}
}
