package eventloop

// Handle stands for something that keeps the loop alive while it is open and
// ref'd: a child process, a pipe, a server, a request under way. Its methods are
// for the loop's goroutine and may be called in any order and number.
type Handle struct {
	loop   *Loop
	unref  bool
	closed bool
	// request marks one operation under way rather than something that stays.
	request bool
}

// NewHandle returns an open, ref'd handle.
func (l *Loop) NewHandle() *Handle {
	l.refs++
	return &Handle{loop: l}
}

// NewRequest returns a handle for one operation that will end by itself, such as
// reading a file.
func (l *Loop) NewRequest() *Handle {
	h := l.NewHandle()
	h.request = true
	l.requests++
	return h
}

// Requests is the number of requests that are not closed.
func (l *Loop) Requests() int { return l.requests }

// Ref makes the handle keep the loop alive.
func (h *Handle) Ref() {
	if h.unref && !h.closed {
		h.loop.refs++
	}
	h.unref = false
}

// Unref lets the loop end although the handle is open.
func (h *Handle) Unref() {
	if !h.unref && !h.closed {
		h.loop.refs--
	}
	h.unref = true
}

// HasRef reports whether the handle keeps the loop alive.
func (h *Handle) HasRef() bool { return !h.unref && !h.closed }

// Closed reports whether Close was called.
func (h *Handle) Closed() bool { return h.closed }

// Close ends the handle's hold on the loop. It returns false if it was closed before.
func (h *Handle) Close() bool {
	if h.closed {
		return false
	}
	if !h.unref {
		h.loop.refs--
	}
	if h.request {
		h.loop.requests--
	}
	h.closed = true
	return true
}
