package childprocess

import (
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/proc"
)

// wire moves the bytes of a channel and the descriptors beside them. All of it is the loop's.
type wire interface {
	// start begins to read: to where space says, or, where that is nil, to memory of the wire's own. received gets what
	// comes in, valid during the call only, and in the end an error, io.EOF if the other side has closed. It returns true
	// if what it got is useless without what follows.
	start(space func() []byte, received func(data []byte, fds []int, err error) (hungry bool))
	// pause holds back what comes in until resume.
	pause()
	resume()
	// write writes data, with descriptors beside its first byte, which may be closed when it returns. As far as there is
	// room that happens at once: if that was all it returns true, and an error if it failed. Otherwise data is the wire's
	// from then on, and the rest follows.
	write(data []byte, fds []int) (now bool, err error)
	// then has done called, as a macrotask, when what the last write left over is written. It comes right after that write.
	then(done func())
	// hold lets the wire put writes together until release, or for some milliseconds.
	hold()
	release()
	// queued is how many bytes could not be written yet.
	queued() int
	// pending says whether something has come in that was not received yet.
	pending() bool
	// finish blocks until what is queued is written, or cannot be.
	finish()
	// fd is the number of the descriptor, -1 if there is none.
	fd() int
	// close ends the reading at once, and the writing when nothing is queued any more. Then it calls closed.
	close(closed func())
}

// readSize is the most that is received at once.
const readSize = 64 << 10

// A stream is what a channel runs over where the loop's poller cannot watch it: a backend's process that is not on this
// machine, a system without poller, more children than the poller watches. A goroutine reads, another one writes.
type stream struct {
	loop   *eventloop.Loop
	conn   io.ReadWriteCloser
	socket *ipc.Socket // nil where no descriptors can come along
	writer *proc.Writer
	last   *outgoing

	size     int
	next     chan struct{}
	stop     chan struct{}
	paused   bool
	held     func() error // what has come in meanwhile
	stopped  bool
	closed   func()
	incoming atomic.Int32   // deliveries between the goroutine and the loop
	unsent   sync.WaitGroup // writes that are with the writer
}

func newStream(loop *eventloop.Loop, conn io.ReadWriteCloser) *stream {
	s := &stream{loop: loop, conn: conn, next: make(chan struct{}, 1), stop: make(chan struct{})}
	if c, ok := conn.(interface{ File() *os.File }); ok {
		if socket, err := ipc.NewSocket(c.File()); err == nil {
			s.socket = socket
		}
	}
	s.writer = proc.NewWriter(conn)
	return s
}

func (s *stream) start(space func() []byte, received func(data []byte, fds []int, err error) bool) {
	go s.read(space, received)
}

// read runs on its own goroutine and waits until the loop has used what it delivered.
func (s *stream) read(space func() []byte, received func(data []byte, fds []int, err error) bool) {
	own := make([]byte, readSize)
	for buf := own; ; {
		var n int
		var fds []int
		var err error
		if s.socket != nil {
			n, fds, err = s.socket.Read(buf)
		} else {
			n, err = s.conn.Read(buf)
		}
		over := err != nil && !errors.Is(err, ipc.ErrHandlesLost)
		s.incoming.Add(1)
		var deliver func() error
		deliver = func() error {
			if s.paused && !s.stopped {
				s.held = deliver
				return nil
			}
			s.incoming.Add(-1)
			if s.stopped {
				ipc.Close(fds)
				return nil
			}
			if n > 0 {
				received(buf[:n], fds, nil)
			}
			if over && !s.stopped {
				received(nil, nil, err)
			}
			if buf = space(); buf == nil {
				buf = own
			}
			s.next <- struct{}{}
			return nil
		}
		if !s.loop.Post(deliver) {
			ipc.Close(fds)
			return
		}
		if over {
			return
		}
		select {
		case <-s.next:
		case <-s.stop:
			return
		}
	}
}

func (s *stream) pause() { s.paused = true }

func (s *stream) resume() {
	s.paused = false
	if deliver := s.held; deliver != nil {
		s.held = nil
		s.loop.Post(deliver)
	}
}

func (s *stream) write(data []byte, fds []int) (bool, error) {
	if s.stopped {
		return true, os.ErrClosed
	}
	if len(fds) > 0 {
		if s.socket == nil {
			return true, ipc.ErrNoHandles
		}
		s.finish() // the descriptors belong to this message: there can be none of it in the writer's queue
		_, err := s.socket.Write(data, fds...)
		return true, err
	}
	if c, ok := s.conn.(interface{ TryWrite([]byte) (int, error) }); ok && s.size == 0 {
		n, err := c.TryWrite(data)
		if err != nil || n == len(data) {
			return true, err
		}
		data = data[n:]
	}
	n := len(data)
	s.size += n
	s.unsent.Add(1)
	o := &outgoing{}
	s.last = o
	s.writer.Write(data, func(error) {
		s.unsent.Done()
		s.loop.Post(func() error {
			s.size -= n
			if o.done != nil {
				o.done()
			}
			if s.size == 0 && s.stopped {
				s.conn.Close()
				s.closed()
			}
			return nil
		})
	})
	return false, nil
}

func (s *stream) then(done func()) { s.last.done = done }

func (s *stream) hold()       {}
func (s *stream) release()    {}
func (s *stream) queued() int { return s.size }
func (s *stream) finish()     { s.unsent.Wait() }

func (s *stream) pending() bool {
	if s.stopped {
		return false
	}
	if s.incoming.Load() > 0 {
		return true
	}
	c, ok := s.conn.(interface{ Pending() bool })
	return ok && c.Pending()
}

func (s *stream) fd() int {
	if c, ok := s.conn.(interface{ FD() int }); ok && !s.stopped {
		return c.FD()
	}
	return -1
}

func (s *stream) close(closed func()) {
	if s.stopped {
		return
	}
	s.stopped, s.closed = true, closed
	s.resume()
	close(s.stop)
	if s.size == 0 {
		s.conn.Close()
		closed()
	}
}

// unjoined is the wire to a process that could not be started: its other side is closed.
type unjoined struct{ loop *eventloop.Loop }

func (u unjoined) start(_ func() []byte, received func(data []byte, fds []int, err error) bool) {
	u.loop.Post(func() error {
		received(nil, nil, io.EOF)
		return nil
	})
}

func (unjoined) write([]byte, []int) (bool, error) { return true, syscall.EPIPE }

func (unjoined) pause()              {}
func (unjoined) resume()             {}
func (unjoined) then(func())         {}
func (unjoined) hold()               {}
func (unjoined) release()            {}
func (unjoined) queued() int         { return 0 }
func (unjoined) pending() bool       { return false }
func (unjoined) finish()             {}
func (unjoined) fd() int             { return -1 }
func (unjoined) close(closed func()) { closed() }
