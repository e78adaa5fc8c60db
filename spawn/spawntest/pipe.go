package spawntest

import (
	"io"
	"sync"
	"syscall"
)

// capacity is how many bytes a pipe holds before writing to it waits, as on Linux.
const capacity = 64 << 10

// pipe is a pipe in memory.
type pipe struct {
	mu             sync.Mutex
	changed        sync.Cond
	data           []byte
	noMore, unread bool // nobody writes, nobody reads any more
}

func newPipe() *pipe {
	p := &pipe{}
	p.changed.L = &p.mu
	return p
}

func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.data) == 0 && !p.noMore && !p.unread {
		p.changed.Wait()
	}
	if len(p.data) == 0 || p.unread {
		return 0, io.EOF
	}
	n := copy(b, p.data)
	p.data = p.data[n:]
	p.changed.Broadcast()
	return n, nil
}

func (p *pipe) Write(b []byte) (n int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(b) > 0 {
		for len(p.data) >= capacity && !p.unread && !p.noMore {
			p.changed.Wait()
		}
		if p.unread || p.noMore {
			return n, syscall.EPIPE
		}
		m := min(len(b), capacity-len(p.data))
		p.data = append(p.data, b[:m]...)
		b, n = b[m:], n+m
		p.changed.Broadcast()
	}
	return n, nil
}

func (p *pipe) closeWriter() {
	p.mu.Lock()
	p.noMore = true
	p.mu.Unlock()
	p.changed.Broadcast()
}

func (p *pipe) closeReader() {
	p.mu.Lock()
	p.unread, p.data = true, nil
	p.mu.Unlock()
	p.changed.Broadcast()
}

// conn is one side of two pipes.
type conn struct{ in, out *pipe }

func (c conn) Read(b []byte) (int, error)  { return c.in.Read(b) }
func (c conn) Write(b []byte) (int, error) { return c.out.Write(b) }

func (c conn) CloseWrite() error {
	c.out.closeWriter()
	return nil
}

func (c conn) Close() error {
	c.out.closeWriter()
	c.in.closeReader()
	return nil
}
