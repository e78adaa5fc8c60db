package runtime

import (
	"context"
	"sync"
)

// Pool keeps Runtimes that have run the same script, for calls that come in side by side: what the script left behind,
// its exports and globals, is called over and over. The script is compiled once. One call at a time has a Runtime; what it
// leaves in globals the next one finds.
type Pool struct {
	script string
	opts   []Option
	slots  chan struct{} // a token for each Runtime there may be

	mu     sync.Mutex
	idle   []*Runtime
	closed bool
}

// NewPool makes a pool of at most n Runtimes with the same options, each of which runs script, a file, when it is first
// needed.
func NewPool(n int, script string, opts ...Option) *Pool {
	p := &Pool{script: script, opts: opts, slots: make(chan struct{}, n)}
	for range n {
		p.slots <- struct{}{}
	}
	return p
}

// Do calls f with a Runtime that nobody else has meanwhile; it waits for one if all are in use, until ctx is done. A
// Runtime that has ended, by process.exit, an uncaught error or f's context, is replaced by another.
func (p *Pool) Do(ctx context.Context, f func(*Runtime) error) error {
	select {
	case <-p.slots:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { p.slots <- struct{}{} }()
	r, err := p.get(ctx)
	if err != nil {
		return err
	}
	defer p.put(r)
	return f(r)
}

// Await is Runtime.Await on one of the pool's. Cancelling ctx ends that Runtime, which another one replaces.
func (p *Pool) Await(ctx context.Context, name string, args ...any) (result any, err error) {
	err = p.Do(ctx, func(r *Runtime) error {
		result, err = r.Await(ctx, name, args...)
		return err
	})
	return result, err
}

func (p *Pool) get(ctx context.Context) (*Runtime, error) {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil, ErrClosed
	}
	if n := len(p.idle); n > 0 {
		r := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return r, nil
	}
	p.mu.Unlock()
	r, err := New(p.opts...)
	if err != nil {
		return nil, err
	}
	if err := r.load(ctx, p.script); err != nil {
		_ = r.Close()
		return nil, err
	}
	return r, nil
}

// put gives a Runtime back, unless it is over.
func (p *Pool) put(r *Runtime) {
	p.mu.Lock()
	if !p.closed && r.alive() {
		p.idle = append(p.idle, r)
		r = nil
	}
	p.mu.Unlock()
	if r != nil {
		_ = r.Close()
	}
}

// Close closes the Runtimes that are not in use at once, and the others when they are given back.
func (p *Pool) Close() error {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, r := range idle {
		_ = r.Close()
	}
	return nil
}

func (r *Runtime) alive() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.usable() == nil
}
