package tls

import (
	"io"
	"net"
	"sync"
	"time"
)

// pipe is the net.Conn below a tls.Conn. The loop puts in what came from the other side and takes out what is to go there.
// While it waits, Read blocks, for the handshake's goroutine; later it says that there is nothing yet.
type pipe struct {
	mu      sync.Mutex
	changed sync.Cond
	waits   bool
	held    bool // nothing goes out
	in      []byte
	err     error // after in
	out     []byte
	written func() // what there is to take out, told from the handshake's goroutine
}

func newPipe(written func()) *pipe {
	p := &pipe{waits: true, written: written}
	p.changed.L = &p.mu
	return p
}

// later is the error of a Read that would have to wait. crypto/tls goes on after one that is temporary.
type later struct{}

func (later) Error() string   { return "no data yet" }
func (later) Timeout() bool   { return true }
func (later) Temporary() bool { return true }

func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.in) == 0 && p.err == nil {
		if !p.waits {
			return 0, later{}
		}
		p.changed.Wait()
	}
	if len(p.in) == 0 {
		return 0, p.err
	}
	n := copy(b, p.in)
	if p.in = p.in[n:]; len(p.in) == 0 {
		p.in = nil
	}
	return n, nil
}

func (p *pipe) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err != nil && p.err != io.EOF {
		return 0, p.err
	}
	first := len(p.out) == 0
	p.out = append(p.out, b...)
	if first && p.waits {
		p.written()
	}
	return len(b), nil
}

// put is what came in; err is what comes after it.
func (p *pipe) put(b []byte, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.in = append(p.in, b...)
	if err != nil && p.err == nil {
		p.err = err
	}
	p.changed.Broadcast()
}

// take is all that is to go out.
func (p *pipe) take() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.held {
		return nil
	}
	b := p.out
	p.out = nil
	return b
}

// hold keeps back what is written from now on, release ends that and reports whether it was so.
func (p *pipe) hold() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.held = true
}

func (p *pipe) release() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	held := p.held
	p.held = false
	return held
}

// settle ends the waiting: the handshake is over.
func (p *pipe) settle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waits = false
}

// close ends a handshake that is under way.
func (p *pipe) close() { p.put(nil, net.ErrClosed) }

// Close is crypto/tls's; the connection is closed elsewhere.
func (p *pipe) Close() error { return nil }

type nowhere struct{}

func (nowhere) Network() string { return "tls" }
func (nowhere) String() string  { return "tls" } // sessions are kept under it

func (p *pipe) LocalAddr() net.Addr              { return nowhere{} }
func (p *pipe) RemoteAddr() net.Addr             { return nowhere{} }
func (p *pipe) SetDeadline(time.Time) error      { return nil }
func (p *pipe) SetReadDeadline(time.Time) error  { return nil }
func (p *pipe) SetWriteDeadline(time.Time) error { return nil }
