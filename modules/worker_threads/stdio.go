package workerthreads

import (
	"io"
	"slices"
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/stdio"
)

// output is stdout or stderr of a worker: what is written goes to the loop of who started it.
type output struct {
	t  *thread
	fd int
}

func (o *output) Write(b []byte) (int, error) {
	chunk := slices.Clone(b)
	o.t.above.Post(func() error {
		o.t.printed(o.fd, chunk)
		return nil
	})
	return len(b), nil
}

// printed takes what the worker has written, on the starting thread. Without a stream that a script has asked for it is
// written on at once, past this thread's own stream if nobody can tell.
func (t *thread) printed(fd int, chunk []byte) {
	h := t.w.env.Host
	if t.passes[fd] && (h.Untouched == nil || h.Untouched(fd)) {
		to := h.Stdout
		if fd == 2 {
			to = h.Stderr
		}
		_ = stdio.Write(to, chunk)
		return
	}
	t.call("printed", t.w.vm.ToValue(fd), t.w.env.NewBuffer(chunk))
}

// input is stdin of a worker: what is written into the stream on the starting thread is read here.
type input struct {
	mu     sync.Mutex
	chunks [][]byte
	ended  bool
	more   chan struct{} // closed when there is something new
}

func newInput() *input { return &input{more: make(chan struct{})} }

// push adds a chunk; nil is the end.
func (in *input) push(chunk []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.ended {
		return
	}
	if chunk == nil {
		in.ended = true
	} else if len(chunk) > 0 {
		in.chunks = append(in.chunks, chunk)
	}
	close(in.more)
	in.more = make(chan struct{})
}

// Read waits on a goroutine of its own until there is something, or the worker has ended.
func (in *input) Read(b []byte) (int, error) {
	for {
		in.mu.Lock()
		if len(in.chunks) > 0 {
			n := copy(b, in.chunks[0])
			if in.chunks[0] = in.chunks[0][n:]; len(in.chunks[0]) == 0 {
				in.chunks = in.chunks[1:]
			}
			in.mu.Unlock()
			return n, nil
		}
		if in.ended {
			in.mu.Unlock()
			return 0, io.EOF
		}
		more := in.more
		in.mu.Unlock()
		<-more
	}
}

// bytesOf copies what a script writes into a worker's stdin.
func bytesOf(v goja.Value) []byte {
	if b, ok := v.Export().([]byte); ok {
		return append([]byte{}, b...)
	}
	return []byte(v.String())
}
