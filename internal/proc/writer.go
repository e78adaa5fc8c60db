package proc

import (
	"io"
	"sync"
)

// Writer writes to a stream without making its caller wait. Its goroutine exists only while something is queued.
type Writer struct {
	dst io.Writer

	mu      sync.Mutex
	queue   []write
	running bool
	err     error
}

type write struct {
	data []byte
	done func(error)
}

// NewWriter makes a writer to dst.
func NewWriter(dst io.Writer) *Writer { return &Writer{dst: dst} }

// Write queues data, which must not be changed until done is called, from the writer's goroutine. Once a write has
// failed all later ones fail with the same error.
func (w *Writer) Write(data []byte, done func(error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.queue = append(w.queue, write{data, done})
	if !w.running {
		w.running = true
		go w.run()
	}
}

// Idle says that nothing is queued or being written.
func (w *Writer) Idle() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.running
}

func (w *Writer) run() {
	for {
		w.mu.Lock()
		if len(w.queue) == 0 {
			w.running, w.queue = false, nil
			w.mu.Unlock()
			return
		}
		next := w.queue[0]
		w.queue[0] = write{}
		w.queue = w.queue[1:]
		err := w.err
		w.mu.Unlock()
		if err == nil && len(next.data) > 0 {
			if _, err = w.dst.Write(next.data); err != nil {
				w.mu.Lock()
				w.err = err
				w.mu.Unlock()
			}
		}
		next.done(err)
	}
}
