package cassette

import (
	"context"
	"errors"
	"io"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// Replay starts nothing: it plays what the tape has of each start, once, and fails with a *MissingError when it has
// none left.
func (t *Tape) Replay() spawn.Middleware {
	return func(spawn.Func) spawn.Func {
		return func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
			track := t.next(t.key(cmd))
			if track == nil {
				return nil, &MissingError{t.key(cmd)}
			}
			if f := track.Error; f != nil {
				switch {
				case f.Op != "":
					return nil, &spawn.Error{Op: f.Op, Path: f.Path, Errno: syscall.Errno(f.Errno)}
				case f.Errno != 0:
					return nil, syscall.Errno(f.Errno)
				}
				return nil, errors.New(f.Message)
			}
			return play(track, cmd), nil
		}
	}
}

// next is the first track with a key that has not been played, and is now.
func (t *Tape) next(key string) *Track {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, track := range t.tracks {
		if track.Key == key && !t.played[track] {
			if t.played == nil {
				t.played = map[*Track]bool{}
			}
			t.played[track] = true
			return track
		}
	}
	return nil
}

// player is a process that says what another one said.
type player struct {
	pid   int
	track *Track
	conns []*playedConn

	mu      sync.Mutex
	changed sync.Cond
	wanted  map[int]int // bytes of input that must have come, by descriptor
	got     map[int]int
	closed  map[int]bool // no more input will come
	signals []syscall.Signal
	ended   bool
	exit    spawn.Exit
}

func play(track *Track, cmd *spawn.Command) *player {
	p := &player{
		pid: spawn.FakePid(), track: track, conns: make([]*playedConn, len(cmd.Stdio)),
		wanted: map[int]int{}, got: map[int]int{}, closed: map[int]bool{},
	}
	p.changed.L = &p.mu
	for fd, plan := range cmd.Stdio {
		switch plan.Kind {
		case spawn.Pipe, spawn.Overlapped, spawn.Channel:
			p.conns[fd] = &playedConn{player: p, fd: fd}
		}
	}
	go p.run()
	return p
}

// run does one event after the other.
func (p *player) run() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.track.Events {
		e := &p.track.Events[i]
		switch {
		case e.Signal != 0:
			for len(p.signals) == 0 && !p.ended {
				p.changed.Wait()
			}
			if len(p.signals) > 0 {
				p.signals = p.signals[1:]
			}
		case e.In:
			p.wanted[e.FD] += len(e.data())
			for p.got[e.FD] < p.wanted[e.FD] && !p.closed[e.FD] && !p.ended {
				p.changed.Wait()
			}
		case e.FD < len(p.conns) && p.conns[e.FD] != nil:
			c := p.conns[e.FD]
			c.data = append(c.data, e.data()...)
			p.changed.Broadcast()
		}
	}
	p.finish(spawn.Exit{Code: p.track.Code, Signal: syscall.Signal(p.track.Signal)})
}

func (p *player) finish(exit spawn.Exit) {
	if !p.ended {
		p.ended, p.exit = true, exit
	}
	p.changed.Broadcast()
}

func (p *player) Pid() int { return p.pid }

func (p *player) Stdio(fd int) spawn.Conn {
	if fd < 0 || fd >= len(p.conns) || p.conns[fd] == nil {
		return nil
	}
	return p.conns[fd]
}

func (p *player) Wait() (spawn.Exit, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for !p.ended {
		p.changed.Wait()
	}
	return p.exit, nil
}

// Signal goes on with the recording, which says what the process did about it. One that was not recorded ends it.
func (p *player) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.ended:
		return spawn.ErrExited
	case sig == 0:
	case p.expects(sig):
		p.signals = append(p.signals, sig)
		p.changed.Broadcast()
	default:
		p.finish(spawn.Exit{Code: -1, Signal: sig})
	}
	return nil
}

func (p *player) expects(sig syscall.Signal) bool {
	for _, e := range p.track.Events {
		if e.Signal == int(sig) {
			return true
		}
	}
	return false
}

func (p *player) Close() error {
	for _, c := range p.conns {
		if c != nil {
			c.Close()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finish(spawn.Exit{Code: -1, Signal: syscall.SIGKILL})
	return nil
}

type playedConn struct {
	player *player
	fd     int
	data   []byte
	shut   bool
}

func (c *playedConn) Read(b []byte) (int, error) {
	p := c.player
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(c.data) == 0 && !p.ended && !c.shut {
		p.changed.Wait()
	}
	if c.shut || len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(b, c.data)
	c.data = c.data[n:]
	return n, nil
}

func (c *playedConn) Write(b []byte) (int, error) {
	p := c.player
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || c.shut {
		return 0, syscall.EPIPE
	}
	p.got[c.fd] += len(b)
	p.changed.Broadcast()
	return len(b), nil
}

func (c *playedConn) CloseWrite() error {
	p := c.player
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed[c.fd] = true
	p.changed.Broadcast()
	return nil
}

func (c *playedConn) Close() error {
	p := c.player
	p.mu.Lock()
	defer p.mu.Unlock()
	c.shut, p.closed[c.fd] = true, true
	p.changed.Broadcast()
	return nil
}
