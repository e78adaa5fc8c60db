package spawn

import (
	"bytes"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
)

// Answer is a process that nobody has started: it has written output already, an entry for each descriptor, and ended.
// What is written to it is thrown away. It is for middleware that answers itself. Output for descriptors that are no
// pipes to the host goes where they lead, as far as that is an open file.
func Answer(cmd *Command, output map[int][]byte, exit Exit) Process {
	a := &answer{pid: FakePid(), exit: exit, conns: make([]Conn, len(cmd.Stdio))}
	for fd, plan := range cmd.Stdio {
		switch plan.Kind {
		case Pipe, Overlapped, Channel:
			a.conns[fd] = &answerConn{left: bytes.NewReader(output[fd])}
		case File:
			_, _ = plan.File.Write(output[fd])
		case Inherit:
			if own := [...]*os.File{1: os.Stdout, 2: os.Stderr}; plan.FD > 0 && plan.FD < len(own) {
				_, _ = own[plan.FD].Write(output[fd])
			}
		}
	}
	return a
}

var fakePids atomic.Int32

// FakePid is a number for a process that is none of this machine's: greater than the greatest that Linux gives, so that
// a script that signals it by number hits nobody.
func FakePid() int { return 1<<22 + int(fakePids.Add(1)) }

type answer struct {
	pid   int
	exit  Exit
	conns []Conn
}

func (a *answer) Pid() int                    { return a.pid }
func (a *answer) Wait() (Exit, error)         { return a.exit, nil }
func (a *answer) Signal(syscall.Signal) error { return ErrExited }

func (a *answer) Stdio(fd int) Conn {
	if fd < 0 || fd >= len(a.conns) {
		return nil
	}
	return a.conns[fd]
}

func (a *answer) Close() error {
	for _, c := range a.conns {
		if c != nil {
			c.Close()
		}
	}
	return nil
}

type answerConn struct {
	mu   sync.Mutex
	left *bytes.Reader
}

func (c *answerConn) Read(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left.Read(b)
}

func (c *answerConn) Write(b []byte) (int, error) { return len(b), nil }
func (c *answerConn) CloseWrite() error           { return nil }

func (c *answerConn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = c.left.Seek(0, io.SeekEnd)
	return nil
}
