package childprocess

import (
	"sync"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/proc"
)

// collector gathers what a process writes to one descriptor, for exec and execFile. It does so on the reader's
// goroutine, without entering the VM, until the script asks for the stream: from then on it is one listener of 'data'.
type collector struct {
	w        *world
	end      *end   // nil if the process has none
	name     string // "stdout"
	max      float64
	encoding encoding.Encoding
	text     bool              // encoding counts: strings are wanted
	overflow func(name string) // on the loop

	mu       sync.Mutex
	gathered proc.Gathered
	ascii    bool // all of it so far
	whole    int  // where there was too much: bytes before the chunk that exceeded the limit
	over     bool
	streamed bool // by 'data' events

	chunks []goja.Value // of the events; the loop's
	length float64
}

// collecting is the collector, nil once there is a stream.
func (e *end) collecting() *collector {
	if e.collect == nil {
		return nil
	}
	e.collect.mu.Lock()
	defer e.collect.mu.Unlock()
	if e.collect.streamed {
		return nil
	}
	return e.collect
}

// collectInto begins to gather what comes in at the end, once the script has had the chance to ask for the stream.
func (e *end) collectInto(c *collector) {
	c.end, c.ascii = e, true
	e.collect = c
	c.w.env.Loop.Post(func() error {
		if e.child.process != nil && e.stream == nil {
			e.read()
		}
		return nil
	})
}

// add takes a chunk, on the reader's goroutine. It returns false where it is for the stream.
func (c *collector) add(chunk *proc.Chunk, err error) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.streamed {
		return false
	}
	loop := c.w.env.Loop
	if err != nil {
		loop.Post(func() error {
			if c.end.stream != nil { // made meanwhile
				c.end.received(proc.Chunk{}, err)
			} else {
				c.end.over()
			}
			return nil
		})
		return true
	}
	if c.over {
		chunk.Release()
		return true
	}
	before := c.gathered.Len()
	c.append(chunk)
	if float64(c.gathered.Len()) > c.max {
		c.over, c.whole = true, before
		loop.Post(func() error {
			c.overflow(c.name)
			return nil
		})
		return true
	}
	if r := c.end.reader; r != nil {
		r.More(1)
	} else if c.end.watch == nil { // the loop has just handed over to a reader
		c.end.reading = false
		c.end.read()
	}
	return true
}

// append keeps a chunk. What a reader has read into space is in its place already.
func (c *collector) append(chunk *proc.Chunk) {
	c.ascii = c.ascii && encoding.IsASCII(chunk.Bytes())
	if chunk.Borrowed() {
		c.gathered.Filled(chunk.Len())
		return
	}
	c.gathered.Append(chunk.Bytes())
	chunk.Release()
}

// space is where the reader reads to, nil once that is for the stream.
func (c *collector) space() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.streamed {
		return nil
	}
	return c.gathered.Space()
}

// handOver lets the stream have what comes in from now on.
func (c *collector) handOver(stream *goja.Object) {
	w := c.w
	c.mu.Lock()
	c.streamed = true
	c.mu.Unlock()
	c.length = float64(c.gathered.Len())
	if c.text {
		jsconv.CallMethod(w.vm, stream, "setEncoding", w.vm.ToValue(c.encoding.String()))
	}
	jsconv.CallMethod(w.vm, stream, "on", w.vm.ToValue("data"), w.vm.ToValue(func(call goja.FunctionCall) goja.Value {
		c.event(stream, call.Argument(0))
		return goja.Undefined()
	}))
}

// event takes a chunk that the stream emitted.
func (c *collector) event(stream *goja.Object, chunk goja.Value) {
	if c.over {
		return
	}
	vm := c.w.vm
	var length float64
	if goja.IsString(chunk) {
		enc, _ := encoding.Parse(stream.Get("readableEncoding").String())
		length = float64(enc.Len(chunk))
	} else {
		length = chunk.(*goja.Object).Get("length").ToFloat()
	}
	c.length += length
	if c.length > c.max {
		c.over = true
		keep := vm.ToValue(c.max - (c.length - length))
		if goja.IsString(chunk) {
			chunk = jsconv.CallMethod(vm, chunk.ToObject(vm), "slice", vm.ToValue(0), keep)
		} else {
			chunk = jsconv.CallMethod(vm, chunk.(*goja.Object), "slice", vm.ToValue(0), keep)
		}
		c.chunks = append(c.chunks, chunk)
		c.overflow(c.name)
		return
	}
	c.chunks = append(c.chunks, chunk)
}

// result is what was gathered, a string or a Buffer, and the end of gathering.
func (c *collector) result() goja.Value {
	w, vm := c.w, c.w.vm
	c.mu.Lock()
	defer c.mu.Unlock()
	cut := c.over && !c.streamed
	c.over = true // what a killed process still writes comes too late
	if !c.text && (c.end == nil || c.end.stream == nil || !goja.IsString(orUndefined(c.end.stream.Get("readableEncoding")))) {
		data := c.gathered.Bytes()
		if cut {
			data = data[:int(c.max)]
		}
		for _, chunk := range c.chunks {
			b, _ := jsconv.Bytes(chunk)
			data = append(data, b...)
		}
		return w.env.NewBuffer(data)
	}
	var texts []any
	if cut {
		// The limit counts bytes, and then the chunk that exceeded it is cut after that many characters.
		data := c.gathered.Bytes()
		tail := c.encoding.Decode(vm, data[c.whole:len(data)-c.unfinished(data)]).ToObject(vm)
		texts = append(texts, c.encoding.Decode(vm, data[:c.whole]),
			jsconv.CallMethod(vm, tail, "slice", vm.ToValue(0), vm.ToValue(int(c.max)-c.whole)))
	} else if c.gathered.Len() > 0 || len(c.chunks) == 0 {
		texts = append(texts, c.decode())
	}
	if len(texts) == 1 && len(c.chunks) == 0 {
		return texts[0].(goja.Value)
	}
	for _, chunk := range c.chunks {
		texts = append(texts, chunk)
	}
	return jsconv.CallMethod(vm, vm.NewArray(texts...), "join", vm.ToValue(""))
}

// decode is all of what was gathered without a stream, as text.
func (c *collector) decode() goja.Value {
	data := c.gathered.Bytes()
	if c.encoding == encoding.UTF8 && c.ascii {
		return encoding.ASCIIValue(c.w.vm, data)
	}
	return c.encoding.Decode(c.w.vm, data)
}

// unfinished is how many bytes at the end of data are the beginning of a character only.
func (c *collector) unfinished(data []byte) int {
	if c.encoding != encoding.UTF8 {
		return 0
	}
	for i := 1; i <= 3 && i <= len(data); i++ {
		b := data[len(data)-i]
		if b&0xc0 == 0x80 {
			continue
		}
		if n, _, _ := encoding.Sequence(b); n > i {
			return i
		}
		break
	}
	return 0
}

// writeErrno is the errno of a failed write; an end that was closed meanwhile is as broken as any pipe.
func writeErrno(err error) syscall.Errno {
	if errno := errnoOf(err); errno != 0 {
		return errno
	}
	return syscall.EPIPE
}
