package ipc

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unsafe"
)

// Frame is one message as it came.
type Frame struct {
	// Data is the JSON text without its newline, or the payload.
	Data []byte
	// Owned tells that the memory is the caller's to keep. Otherwise Data lies in the chunk that Feed got.
	Owned bool
}

// Reader cuts a stream into frames. It looks at every byte once, copies only what lies in more than one chunk, and holds
// no more memory than a small multiple of the bytes it got, whatever length a frame claims. The zero value reads JSON.
type Reader struct {
	Mode Mode
	Max  int // the largest frame, DefaultMax if 0

	chunk []byte // of which nothing was looked at
	ahead bool   // the chunk lies behind part, in the same memory
	part  []byte // the beginning of a frame whose end has not come
	head  [prefix]byte
	heads int // bytes in head
	need  int // the length of the frame that part begins, once head is full
	last  int // the length of the last frame that came in pieces
	err   error
}

// Feed gives the Reader the next bytes of the stream. Next must have returned false before.
func (r *Reader) Feed(chunk []byte) { r.chunk, r.ahead = chunk, false }

// Space is where the next bytes of the stream had best be read to: behind what there is of a large frame. It is nil where
// there is no such place. Fed tells how many were.
func (r *Reader) Space() []byte {
	if room := r.part[len(r.part):cap(r.part)]; len(room) >= minSpace {
		return room
	}
	return nil
}

// Fed is Feed for n bytes that were read to Space.
func (r *Reader) Fed(n int) {
	r.chunk, r.ahead = r.part[len(r.part):len(r.part)+n], true
}

const minSpace = 16 << 10

// Next returns the next frame, false if it needs more bytes. An error is final.
func (r *Reader) Next() (Frame, bool, error) {
	if r.err != nil {
		return Frame{}, false, r.err
	}
	if r.Mode == Advanced {
		return r.advanced()
	}
	end := bytes.IndexByte(r.chunk, '\n')
	size := end
	if end < 0 {
		size = len(r.chunk)
	}
	if len(r.part)+size > r.max() {
		return r.fail(len(r.part) + size)
	}
	if end < 0 {
		r.keep(len(r.chunk), r.max())
		return Frame{}, false, nil
	}
	f := r.take(end, r.max())
	r.chunk = r.chunk[1:]
	return f, true, nil
}

func (r *Reader) advanced() (Frame, bool, error) {
	if r.heads < prefix {
		n := copy(r.head[r.heads:], r.chunk)
		r.chunk = r.chunk[n:]
		if r.heads += n; r.heads < prefix {
			return Frame{}, false, nil
		}
		r.need = int(binary.BigEndian.Uint32(r.head[:]))
	}
	if uint64(r.need) > uint64(r.max()) && len(r.chunk) > 0 { // a length alone may be the stream's last words
		return r.fail(r.need)
	}
	missing := r.need - len(r.part)
	if missing > len(r.chunk) {
		r.keep(len(r.chunk), r.need)
		return Frame{}, false, nil
	}
	r.heads = 0
	return r.take(missing, r.need), true, nil
}

// take ends a frame with the first n bytes of the chunk. It has at most most bytes.
func (r *Reader) take(n, most int) Frame {
	if len(r.part) == 0 {
		f := Frame{Data: r.chunk[:n:n]}
		r.chunk = r.chunk[n:]
		return f
	}
	r.keep(n, most)
	f := Frame{r.part[:len(r.part):len(r.part)], true}
	r.part, r.last, r.ahead = nil, len(r.part), false
	return f
}

// keep moves the first n bytes of the chunk to the frame that has begun. Memory for more than has come is only taken
// when a frame goes on beyond its second chunk: four times what is there, or more if the last one needed that.
func (r *Reader) keep(n, most int) {
	if r.ahead {
		r.part = r.part[:len(r.part)+n]
		r.chunk = r.chunk[n:]
		return
	}
	if size := len(r.part) + n; size > cap(r.part) {
		room := size
		if len(r.part) > 0 {
			room = min(most, max(min(r.last, 16*size), 4*size))
		}
		r.part = unzeroed(room, r.part)
	}
	r.part = append(r.part, r.chunk[:n]...)
	r.chunk = r.chunk[n:]
}

// unzeroed makes a slice with room for n bytes that begins with begin. What is behind that was not cleared, which for
// large messages takes as long as reading them: it is there to be read to.
func unzeroed(n int, begin []byte) []byte {
	if n < minSpace || len(begin) == 0 {
		return append(make([]byte, 0, n), begin...)
	}
	var b strings.Builder // the one way to such memory that the language has
	b.Grow(n)
	b.Write(begin)
	s := b.String()
	return unsafe.Slice(unsafe.StringData(s), b.Cap())[:len(s)]
}

func (r *Reader) max() int {
	if r.Max > 0 {
		return r.Max
	}
	return DefaultMax
}

func (r *Reader) fail(size int) (Frame, bool, error) {
	r.err = &TooLargeError{uint64(size), uint64(r.max())}
	r.chunk, r.part = nil, nil
	return Frame{}, false, r.err
}

// Begun is what has come of a JSON text whose end has not. It lies where it is until the next call.
func (r *Reader) Begun() []byte { return r.part }

// Held is how many bytes of an unfinished frame the Reader keeps.
func (r *Reader) Held() int { return len(r.part) + r.heads%prefix }

// End says whether the stream may end here: ErrTruncated inside a frame, or the error that Next returned.
func (r *Reader) End() error {
	if r.err == nil && (r.heads > 0 || len(r.part) > 0) {
		return ErrTruncated
	}
	return r.err
}
