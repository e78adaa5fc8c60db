package childprocess

import (
	"errors"
	"io"
	"os"
	"runtime"
	"sync/atomic"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/spawn"
)

var pipeSlot = jsconv.Slot[end]{Name: "Pipe"}

// end is the script's end of a pipe to a process. All of it is the loop's, unless said otherwise.
type end struct {
	child  *child
	fd     int
	conn   spawn.Conn   // nil until it is used, and if there is no process
	watch  *proc.Watch  // while the loop itself reads, from the raw descriptor
	reader *proc.Reader // afterwards
	writer *proc.Writer
	handle *eventloop.Handle // keeps the loop alive while something is being read or written

	stream  *goja.Object // nil until the script asks for it
	onread  goja.Callable
	collect *collector // exec's, while there is no stream
	joined  *join      // to another process's pipe

	stock *proc.Stock // of the loop's large buffers, nil until much comes in

	queue    []arrival
	patience int          // how often the first of queue was made to wait
	posted   atomic.Int32 // chunks that are between the reader's goroutine and the loop
	reading  bool         // a chunk is on its way
	primed   bool         // the reader was allowed one chunk more than is asked for
	writing  int
	unref    bool // by the script
	lent     bool // another process has it as its own
	heavy    bool // much comes in, and the loop does not read it
	quiet    bool // what comes in is thrown away
	closed   bool
}

// open returns the connection, nil if there is none or no more. From then on a goroutine reads.
func (e *end) open() spawn.Conn {
	if e.conn == nil && !e.closed && e.child.process != nil {
		reading := e.watch != nil && e.reading
		e.unwatch()
		e.conn = e.child.process.Stdio(e.fd)
		if reading {
			e.read()
		}
	}
	return e.conn
}

// raw is the descriptor as long as the end is nothing more, else -1.
func (e *end) raw() int {
	if p, ok := e.child.process.(*proc.Process); ok && e.conn == nil && !e.closed {
		return p.RawFD(e.fd)
	}
	return -1
}

// watched says whether the loop itself reads the end, or can.
func (e *end) watched() bool {
	poller := e.child.w.poller
	if e.watch == nil && poller != nil && !e.heavy {
		if fd := e.raw(); fd >= 0 {
			e.watch = poller.Watch(fd, false, e.readRaw)
		}
	}
	return e.watch != nil
}

func (e *end) unwatch() {
	if e.watch != nil {
		e.watch.Remove()
		e.watch, e.reading = nil, false
	}
}

// readRaw reads what the poller has noticed.
func (e *end) readRaw() error {
	if e.watch == nil || e.closed {
		return nil
	}
	defer e.child.exitIfRead()
	for range 64 { // at most: there are others
		chunk, err := proc.ReadRaw(e.raw(), e.stock)
		if err == syscall.EAGAIN {
			e.watch.Arm()
			return nil
		}
		if e.quiet {
			chunk.Release()
			if err == nil {
				continue
			}
			e.discarded()
			return nil
		}
		c, full := e.collecting(), chunk.Full()
		if full {
			e.muchComes(c != nil)
		}
		if c == nil {
			e.received(chunk, err)
			return nil
		}
		if !c.add(&chunk, err) || err != nil || full {
			return nil
		}
	}
	e.watch.Arm()
	return nil
}

// muchComes prepares for more than a pipe holds at once. For the script it is read here as before, but more at a time;
// what is only gathered a goroutine reads, while the script runs.
func (e *end) muchComes(gathered bool) {
	if gathered {
		e.heavy = true
		e.unwatch()
		return
	}
	e.stock = new(proc.Stock)
	proc.Enlarge(e.raw())
}

// discarded is the end of what nobody wanted to see: the stream tells so.
func (e *end) discarded() {
	w := e.child.w
	x := w.env.Require("internal/child_process/readable")
	e.close()
	if !jsconv.CallMethod(w.vm, x, "discarded", e.stream).ToBoolean() {
		return
	}
	w.env.Loop.NextClose(func() error {
		jsconv.CallMethod(w.vm, x, "closed", e.stream)
		return nil
	})
}

// hold keeps the loop alive as long as there is reason to.
func (e *end) hold() {
	// Of an end that nobody reads all is still to come.
	busy := !e.closed && e.child.process != nil && !e.lent &&
		(e.reading || e.writing > 0 || e.joined != nil || e.stream == nil && e.fd > 0)
	switch {
	case busy && e.handle == nil:
		e.handle = e.child.w.env.Loop.NewHandle()
		if e.unref {
			e.handle.Unref()
		}
	case !busy && e.handle != nil:
		e.handle.Close()
		e.handle = nil
	}
}

// read asks for one more chunk.
func (e *end) read() {
	if e.reading || e.closed {
		return
	}
	if !e.lent && e.watched() {
		e.reading = true
		e.watch.Arm()
		e.hold()
		return
	}
	conn := e.open()
	if conn == nil { // of a process that did not start
		e.child.w.env.Loop.NextTick(func() error {
			e.received(proc.Chunk{}, io.EOF)
			return nil
		})
		return
	}
	if e.lent { // whoever has it needed it blocking, we do not
		e.lent = false
		if c, ok := conn.(interface{ SetNonblock() error }); ok {
			_ = c.SetNonblock()
		}
	}
	e.reading = true
	if e.reader == nil {
		e.reader = proc.NewReader(conn, e.deliver)
		if e.collect != nil && e.stream == nil {
			e.reader.Into(e.collect.space)
		}
	}
	n := 1
	if !e.primed {
		e.primed = true // so that a chunk is read while the one before is being used
		n = 2
	}
	e.reader.More(n)
	e.hold()
}

// deliver runs on the reader's goroutine.
func (e *end) deliver(chunk proc.Chunk, err error) {
	if c := e.collecting(); c != nil && c.add(&chunk, err) {
		return
	}
	e.posted.Add(1)
	e.child.w.env.Loop.Post(func() error {
		e.queue = append(e.queue, arrival{chunk, err})
		if len(e.queue) == 1 {
			e.takeTurn()
		}
		return nil
	})
}

// arrival is what a reader delivered.
type arrival struct {
	chunk proc.Chunk
	err   error
}

// takeTurn hands on the first of what has arrived. What came in on stdout by now goes before what came in on stderr, as
// it does where descriptors are polled in turn; but not for ever.
func (e *end) takeTurn() {
	loop := e.child.w.env.Loop
	again := func() error {
		e.takeTurn()
		return nil
	}
	if e.fd > 1 && e.patience < 20 && e.child.expecting(e.fd) {
		e.patience++
		runtime.Gosched()
		loop.Post(again)
		return
	}
	e.patience = 0
	a := e.queue[0]
	if e.queue = e.queue[1:]; len(e.queue) > 0 {
		loop.Post(again)
	}
	e.posted.Add(-1)
	defer e.child.exitIfRead()
	e.received(a.chunk, a.err)
}

// expecting says whether something that came in is on its way to the script.
func (e *end) expecting() bool {
	if e.posted.Load() > 0 {
		return true
	}
	if e.stream == nil || e.closed {
		return false
	}
	if e.watch != nil {
		return e.reading && proc.ReadableNow(e.raw())
	}
	if e.reader == nil {
		return false
	}
	if e.reader.Handing() {
		return true
	}
	if !e.reader.Wants() {
		return false
	}
	c, ok := e.conn.(interface{ Pending() bool })
	return ok && c.Pending()
}

// received hands a chunk, or the end, to the stream.
func (e *end) received(chunk proc.Chunk, err error) {
	w := e.child.w
	e.reading = false
	defer e.hold()
	if e.closed {
		chunk.Release()
		return
	}
	if e.stream == nil { // nobody wants it
		chunk.Release()
		if err != nil {
			e.over()
		} else {
			e.read()
		}
		return
	}
	switch {
	case err == nil:
		jsconv.Call(e.onread, goja.Undefined(), e.stream, w.env.NewBuffer(chunk.Take()))
	case errors.Is(err, io.EOF), errors.Is(err, os.ErrClosed):
		jsconv.Call(e.onread, goja.Undefined(), e.stream, goja.Null())
	default:
		jsconv.CallMethod(w.vm, e.stream, "destroy", w.errnoException(errnoOf(err), "read"))
	}
}

// write writes all of data: at once if the pipe has room, and then it returns true, or in the background. done gets
// nil or the error.
func (e *end) write(data []byte, done func(error)) bool {
	if fd := e.raw(); fd >= 0 {
		n, err := proc.WriteRaw(fd, data)
		if err != nil || n == len(data) {
			done(err)
			return true
		}
		data = data[n:]
	}
	conn := e.open()
	if conn == nil {
		done(os.ErrClosed)
		return true
	}
	if e.writing == 0 && !e.lent { // whoever has it too made it blocking
		if c, ok := conn.(interface{ TryWrite([]byte) (int, error) }); ok {
			n, err := c.TryWrite(data)
			if err != nil || n == len(data) {
				done(err)
				return true
			}
			data = data[n:]
		}
	}
	if e.writer == nil {
		e.writer = proc.NewWriter(conn)
	}
	e.writing++
	e.hold()
	loop := e.child.w.env.Loop
	// A copy: the script may change its Buffer meanwhile.
	e.writer.Write(append([]byte(nil), data...), func(err error) {
		loop.Post(func() error {
			e.writing--
			e.hold()
			done(err)
			return nil
		})
	})
	return false
}

// shutdown says that the script will not write any more.
func (e *end) shutdown() {
	if e.fd == 0 && e.raw() >= 0 {
		e.child.process.(*proc.Process).CloseEnd(0)
		return
	}
	if conn := e.open(); conn != nil {
		_ = conn.CloseWrite()
	}
}

// close closes the script's end; what is under way on it ends.
func (e *end) close() {
	if e.closed {
		return
	}
	e.unwatch()
	e.closed = true
	if e.reader != nil {
		e.reader.Stop()
	}
	switch p := e.child.process.(type) {
	case nil:
	case interface{ CloseEnd(int) }:
		p.CloseEnd(e.fd)
	default:
		if conn := p.Stdio(e.fd); conn != nil {
			conn.Close()
		}
	}
	e.conn = nil
	e.hold()
	e.child.exitIfRead()
}

// over closes an end that has no stream and counts it.
func (e *end) over() {
	if e.closed {
		return
	}
	e.close()
	if e.fd > 0 {
		e.child.closed()
	}
}

// destroy closes a descriptor that the process read from, when it has ended.
func (e *end) destroy() {
	if e.stream != nil {
		jsconv.CallMethod(e.child.w.vm, e.stream, "destroy")
		return
	}
	e.close()
}

// isOpen says whether a descriptor has an end, which has not been closed. Where it has, its stream is destroyed, too.
func (e *end) isOpen() bool { return e != nil && !e.closed }

// flush lets 'close' come about for an open end that the script does not read: what is in it is thrown away.
func (e *end) flush() {
	if e.stream != nil {
		if e.fd > 0 && !e.lent && e.joined == nil && wantsFlush(e.stream) {
			jsconv.CallMethod(e.child.w.vm, e.stream, "resume")
		}
		return
	}
	if e.fd == 0 || e.collecting() != nil {
		return
	}
	if e.child.process == nil {
		e.over()
		return
	}
	if p, ok := e.child.process.(interface{ Discard(int) bool }); ok && e.conn == nil && p.Discard(e.fd) {
		e.over()
		return
	}
	e.read()
}

func wantsFlush(stream *goja.Object) bool {
	if v := stream.Get("readable"); v == nil || !v.ToBoolean() {
		return false
	}
	listening := jsconv.Get(stream.Get("_readableState"), "readableListening")
	return !listening.ToBoolean()
}

// lend prepares the end for being another process's descriptor: nothing may be read from it here meanwhile.
func (e *end) lend() *os.File {
	conn := e.open()
	f, ok := conn.(interface{ File() *os.File })
	if !ok {
		return nil
	}
	if e.reader != nil && !e.reader.Pause() {
		return nil
	}
	return f.File()
}

// wasLent is called once the other process has it.
func (e *end) wasLent() {
	e.lent, e.reading, e.primed = true, false, false
	if e.stream != nil && e.fd > 0 {
		jsconv.CallMethod(e.child.w.vm, e.stream, "pause")
		if state, ok := e.stream.Get("_readableState").(*goja.Object); ok {
			_ = state.Set("reading", false)
		}
	}
	e.hold()
}
