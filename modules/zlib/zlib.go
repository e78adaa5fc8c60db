// Package zlib is Node's zlib module: deflate, gzip, Brotli and Zstandard, as
// streams, with callbacks, and at once.
//
// Go's packages do the work (encoder.go, decoder.go). A decoder of theirs reads
// when it likes, while a stream is given its input piece by piece, so that each runs
// as a coroutine that stops where its input ends. The work of streams is done on
// goroutines of its own, one piece after the other.
package zlib

import (
	"embed"
	"hash/crc32"
	"runtime"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "zlib", JS: &js, File: "js/zlib.js"},
	{Name: "internal/zlib/streams", JS: &js, File: "js/streams.js", Bind: bind},
	{Name: "internal/zlib/web", JS: &js, File: "js/web.js"},
	{Name: "internal/zlib/constants", Load: loadConstants},
}

// codec is one stream's state.
type codec interface {
	// step takes input, or goes on with what it has if that is nil, and returns a
	// piece of output. more says that there is more to come before other input is
	// needed.
	// consumed is how much of its input it has taken with that.
	step(input []byte, flush flush) (out []byte, more bool, consumed int, err error)
	// params changes level and strategy of what is written from now on.
	params(level, strategy int) error
	close()
}

// flush says what is to become of the input so far.
type flush int

const (
	process flush = iota // nothing need come out yet
	sync                 // all of it comes out
	finish               // there is no more
)

func bind(env *modules.Env) *goja.Object {
	b := env.Binding()
	jsconv.Export(env.VM, b, "create", 2, func(c goja.FunctionCall) goja.Value {
		return newHandle(env, int(c.Argument(0).ToInteger()), c.Argument(1).(*goja.Object))
	})
	jsconv.Export(env.VM, b, "crc32", 2, func(c goja.FunctionCall) goja.Value {
		data, _ := jsconv.Bytes(c.Argument(0))
		return env.VM.ToValue(crc32.Update(uint32(c.Argument(1).ToInteger()), crc32.IEEETable, data))
	})
	return b
}

// handle is a codec's face for JavaScript.
type handle struct {
	env   *modules.Env
	mode  int
	opts  options
	codec codec
	busy  bool
	ended bool // closed, perhaps while busy
}

func newHandle(env *modules.Env, mode int, o *goja.Object) *goja.Object {
	vm := env.VM
	h := &handle{env: env, mode: mode, opts: readOptions(o)}
	h.reset()
	x := vm.NewObject()
	method := func(name string, f func(c goja.FunctionCall) goja.Value) { _ = x.Set(name, f) }
	// write(input or null, flush, callback(error, output or null, more, consumed))
	method("write", func(c goja.FunctionCall) goja.Value {
		callback, _ := goja.AssertFunction(c.Argument(2))
		h.write(input(c.Argument(0)), flushOf(mode, c.Argument(1)), callback)
		return goja.Undefined()
	})
	method("writeSync", func(c goja.FunctionCall) goja.Value {
		out, more, _, err := h.codec.step(input(c.Argument(0)), flushOf(mode, c.Argument(1)))
		if err != nil {
			panic(h.failure(err))
		}
		return vm.NewArray(h.output(out), more)
	})
	method("params", func(c goja.FunctionCall) goja.Value {
		if err := h.codec.params(int(c.Argument(0).ToInteger()), int(c.Argument(1).ToInteger())); err != nil {
			panic(h.failure(err))
		}
		return goja.Undefined()
	})
	method("reset", func(goja.FunctionCall) goja.Value {
		h.codec.close()
		h.reset()
		return goja.Undefined()
	})
	method("close", func(goja.FunctionCall) goja.Value {
		h.ended = true
		if !h.busy {
			h.codec.close()
		}
		return goja.Undefined()
	})
	return x
}

func (h *handle) reset() {
	h.codec = newCodec(h.mode, h.opts)
	// A stream that nobody ends or destroys has its coroutine ended with it.
	runtime.AddCleanup(h, codec.close, h.codec)
}

// input is the bytes of a Buffer, nil for null.
func input(v goja.Value) []byte {
	b, ok := jsconv.Bytes(v)
	if ok && b == nil {
		b = []byte{}
	}
	return b
}

func (h *handle) write(in []byte, f flush, callback goja.Callable) {
	h.busy = true
	request := h.env.Loop.NewRequest()
	codec := h.codec
	go func() {
		out, more, consumed, err := codec.step(in, f)
		h.env.Loop.Post(func() error {
			request.Close()
			h.busy = false
			if h.ended {
				codec.close()
			}
			var failure goja.Value = goja.Null()
			if err != nil {
				failure = h.failure(err)
			}
			vm := h.env.VM
			_, e := callback(goja.Undefined(), failure, h.output(out), vm.ToValue(more), vm.ToValue(consumed))
			return e
		})
	}()
}

func (h *handle) output(b []byte) goja.Value {
	if len(b) == 0 {
		return goja.Null()
	}
	return h.env.NewBuffer(b)
}

// failure makes the error object: message, code and zlib's number.
func (h *handle) failure(err error) goja.Value {
	e := failureOf(err)
	o, x := h.env.VM.New(h.env.VM.Get("Error"), h.env.VM.ToValue(e.message))
	if x != nil {
		panic(x)
	}
	_ = o.Set("errno", e.errno)
	_ = o.Set("code", e.code)
	return o
}
