package cassette

import (
	"context"
	"errors"
	"slices"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// Record lets everything pass and records it.
func (t *Tape) Record() spawn.Middleware {
	return func(next spawn.Func) spawn.Func {
		return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
			track := &Track{Key: t.key(cmd), Call: cmd.Call, Argv: slices.Clone(cmd.Argv)}
			process, err := next(ctx, cmd)
			if err != nil {
				track.Error = failureOf(err)
			}
			t.mu.Lock()
			t.tracks = append(t.tracks, track)
			t.mu.Unlock()
			if err != nil {
				return nil, err
			}
			return &recorded{Process: process, tape: t, track: track, conns: map[int]spawn.Conn{}}, nil
		}
	}
}

func failureOf(err error) *Failure {
	var start *spawn.Error
	if errors.As(err, &start) {
		return &Failure{Op: start.Op, Path: start.Path, Errno: int(start.Errno)}
	}
	var errno syscall.Errno
	errors.As(err, &errno)
	return &Failure{Message: err.Error(), Errno: int(errno)}
}

// recorded is a process whose conversation is recorded.
type recorded struct {
	spawn.Process
	tape  *Tape
	track *Track

	mu    sync.Mutex
	conns map[int]spawn.Conn
}

func (r *recorded) Stdio(fd int) spawn.Conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, ok := r.conns[fd]
	if !ok {
		if inner := r.Process.Stdio(fd); inner != nil {
			c = &tapped{Conn: inner, fd: fd, r: r}
		}
		r.conns[fd] = c
	}
	return c
}

// Wait records the exit before anybody hears of it.
func (r *recorded) Wait() (spawn.Exit, error) {
	exit, err := r.Process.Wait()
	r.tape.mu.Lock()
	r.track.Code, r.track.Signal = exit.Code, int(exit.Signal)
	r.tape.mu.Unlock()
	return exit, err
}

func (r *recorded) Signal(sig syscall.Signal) error {
	err := r.Process.Signal(sig)
	if err == nil && sig != 0 {
		r.add(Event{Signal: int(sig)}, nil)
	}
	return err
}

// add appends an event; bytes that go the same way as those before are one event with them.
func (r *recorded) add(e Event, data []byte) {
	r.tape.mu.Lock()
	defer r.tape.mu.Unlock()
	if n := len(r.track.Events); n > 0 && len(data) > 0 {
		last := &r.track.Events[n-1]
		if last.FD == e.FD && last.In == e.In && !last.Closed && last.Signal == 0 {
			last.set(append(last.data(), data...))
			return
		}
	}
	if len(data) > 0 {
		e.set(slices.Clone(data))
	}
	r.track.Events = append(r.track.Events, e)
}

type tapped struct {
	spawn.Conn
	fd int
	r  *recorded
}

func (c *tapped) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.r.add(Event{FD: c.fd}, b[:n])
	}
	return n, err
}

func (c *tapped) Write(b []byte) (int, error) {
	if len(b) > 0 {
		c.r.add(Event{FD: c.fd, In: true}, b)
	}
	return c.Conn.Write(b)
}

func (c *tapped) CloseWrite() error {
	c.r.add(Event{FD: c.fd, In: true, Closed: true}, nil)
	return c.Conn.CloseWrite()
}
