package runtime

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

func isOSError(err error) bool {
	var errno syscall.Errno
	return errors.As(err, &errno)
}

// stream is a reader, a writer, or both, as a stream.
func (g *gophers) stream(v any) goja.Value {
	o := g.vm.NewObject()
	class := "Duplex"
	r, reads := v.(io.Reader)
	w, writes := v.(io.Writer)
	if reads {
		_ = o.Set("read", g.reading(r))
	} else {
		class = "Writable"
	}
	if writes {
		_ = o.Set("write", g.writing(w))
	} else {
		class = "Readable"
	}
	_ = o.Set("destroy", g.closing(v))
	s, err := g.vm.New(g.env.Require("stream").Get(class), o)
	if err != nil {
		panic(err)
	}
	return s
}

// reading is a stream's read(size): a chunk is read, on a goroutine, whenever the script wants one.
func (g *gophers) reading(r io.Reader) func(goja.FunctionCall) goja.Value {
	const chunk = 64 << 10
	return func(c goja.FunctionCall) goja.Value {
		this := c.This.(*goja.Object)
		request := g.env.Loop.NewRequest()
		go func() {
			b := make([]byte, chunk)
			n, err := io.ReadAtLeast(r, b, 1)
			g.env.Loop.Post(func() error {
				request.Close()
				switch {
				case n > 0:
					jsconv.CallMethod(g.vm, this, "push", g.env.NewBuffer(b[:n:n]))
				case errors.Is(err, io.EOF):
					jsconv.CallMethod(g.vm, this, "push", goja.Null())
				default:
					jsconv.CallMethod(g.vm, this, "destroy", g.error(err))
				}
				return nil
			})
		}()
		return goja.Undefined()
	}
}

// writing is a stream's write(chunk, encoding, callback).
func (g *gophers) writing(w io.Writer) func(goja.FunctionCall) goja.Value {
	return func(c goja.FunctionCall) goja.Value {
		b, _ := jsconv.Bytes(c.Argument(0))
		b = append([]byte(nil), b...)
		done, _ := goja.AssertFunction(c.Argument(2))
		request := g.env.Loop.NewRequest()
		go func() {
			_, err := w.Write(b)
			g.env.Loop.Post(func() error {
				request.Close()
				failure := goja.Value(goja.Null())
				if err != nil {
					failure = g.error(err)
				}
				jsconv.Call(done, goja.Undefined(), failure)
				return nil
			})
		}()
		return goja.Undefined()
	}
}

// closing is a stream's destroy(error, callback), which closes what is behind it.
func (g *gophers) closing(stream any) func(goja.FunctionCall) goja.Value {
	return func(c goja.FunctionCall) goja.Value {
		reason := c.Argument(0)
		if closer, ok := stream.(io.Closer); ok {
			if err := closer.Close(); err != nil && jsconv.Nullish(reason) {
				reason = g.error(err)
			}
		}
		done, _ := goja.AssertFunction(c.Argument(1))
		jsconv.Call(done, goja.Undefined(), reason)
		return goja.Undefined()
	}
}

// iterator is a channel as an async iterator. Each next takes one value; the channel's close is the end.
func (g *gophers) iterator(ch reflect.Value) goja.Value {
	vm := g.vm
	o := vm.NewObject()
	if ch.Type().ChanDir()&reflect.RecvDir == 0 {
		return o
	}
	result := func(v goja.Value, done bool) goja.Value {
		r := vm.NewObject()
		_ = r.Set("value", v)
		_ = r.Set("done", done)
		return r
	}
	over := false
	jsconv.Export(vm, o, "next", 0, func(goja.FunctionCall) goja.Value {
		if over {
			p, resolve, _ := vm.NewPromise()
			_ = resolve(result(goja.Undefined(), true))
			return vm.ToValue(p)
		}
		return g.promise(func() (func() goja.Value, error) {
			_, v, ok := reflect.Select([]reflect.SelectCase{
				{Dir: reflect.SelectRecv, Chan: ch},
				{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(g.env.Loop.Lifetime().Done())},
			})
			return func() goja.Value {
				if !ok {
					return result(goja.Undefined(), true)
				}
				return result(g.value(v), false)
			}, nil
		})
	})
	jsconv.Export(vm, o, "return", 1, func(c goja.FunctionCall) goja.Value {
		over = true
		p, resolve, _ := vm.NewPromise()
		_ = resolve(result(c.Argument(0), true))
		return vm.ToValue(p)
	})
	symbol, _ := vm.Get("Symbol").(*goja.Object).Get("asyncIterator").(*goja.Symbol)
	_ = o.SetSymbol(symbol, vm.ToValue(func(c goja.FunctionCall) goja.Value { return c.This }))
	return o
}

// channel is what a script gave for a channel: an async iterable, or an iterable, of which the next value is asked for
// when the one before was received. ok is false if it is neither.
func (g *gophers) channel(v goja.Value, t reflect.Type, name string) (_ reflect.Value, ok bool) {
	vm := g.vm
	o, isObject := v.(*goja.Object)
	if !isObject {
		return reflect.Value{}, false
	}
	var begin goja.Callable
	for _, s := range [...]string{"asyncIterator", "iterator"} {
		symbol, _ := vm.Get("Symbol").(*goja.Object).Get(s).(*goja.Symbol)
		if f := o.GetSymbol(symbol); begin == nil && f != nil {
			begin, _ = goja.AssertFunction(f)
		}
	}
	if begin == nil {
		return reflect.Value{}, false
	}
	values := jsconv.Call(begin, o)
	ch := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t.Elem()), 0)
	over := reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(g.env.Loop.Lifetime().Done())}
	var next func()
	// failing closes the channel if f throws.
	failing := func(f func()) {
		if vm.Try(f) != nil {
			ch.Close()
		}
	}
	received := vm.ToValue(func(c goja.FunctionCall) goja.Value {
		failing(func() {
			r := c.Argument(0).ToObject(vm)
			if jsconv.Get(r, "done").ToBoolean() {
				ch.Close()
				return
			}
			send := reflect.SelectCase{Dir: reflect.SelectSend, Chan: ch, Send: g.argument(jsconv.Get(r, "value"), t.Elem(), name)}
			go func() {
				if chosen, _, _ := reflect.Select([]reflect.SelectCase{send, over}); chosen == 0 {
					g.env.Loop.Post(func() error {
						next()
						return nil
					})
				}
			}()
		})
		return goja.Undefined()
	})
	failed := vm.ToValue(func(goja.FunctionCall) goja.Value {
		ch.Close()
		return goja.Undefined()
	})
	next = func() {
		failing(func() {
			p := jsconv.CallMethod(vm, vm.Get("Promise").(*goja.Object), "resolve", jsconv.CallMethod(vm, values.ToObject(vm), "next"))
			jsconv.CallMethod(vm, p.(*goja.Object), "then", received, failed)
		})
	}
	next()
	return ch.Convert(t), true
}

// reader is what a script gave for an io.Reader: bytes, a string, or a Readable, which is read as the Go side reads.
func (g *gophers) reader(v goja.Value) io.Reader {
	if goja.IsString(v) {
		return strings.NewReader(v.String())
	}
	if b, ok := jsconv.Bytes(v); ok {
		return bytes.NewReader(append([]byte(nil), b...))
	}
	o, ok := v.(*goja.Object)
	if !ok || !jsconv.IsCallable(o.Get("pipe")) {
		return nil
	}
	in, out := io.Pipe()
	on := func(event string, f func(c goja.FunctionCall)) {
		jsconv.CallMethod(g.vm, o, "on", g.vm.ToValue(event), g.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			f(c)
			return goja.Undefined()
		}))
	}
	written := make(chan struct{}) // closed when all that came before is
	close(written)
	on("data", func(c goja.FunctionCall) {
		b, ok := jsconv.Bytes(c.Argument(0))
		if !ok {
			b = []byte(c.Argument(0).String())
		}
		b = append([]byte(nil), b...)
		jsconv.CallMethod(g.vm, o, "pause")
		before, now := written, make(chan struct{})
		written = now
		go func() {
			<-before
			_, err := out.Write(b)
			close(now)
			g.env.Loop.Post(func() error {
				if err == nil {
					jsconv.CallMethod(g.vm, o, "resume")
				}
				return nil
			})
		}()
	})
	over := false
	end := func(err error) {
		if over {
			return
		}
		over = true
		before := written
		go func() {
			<-before
			_ = out.CloseWithError(err)
		}()
	}
	on("end", func(goja.FunctionCall) { end(nil) })
	on("error", func(c goja.FunctionCall) { end(errors.New(c.Argument(0).String())) })
	on("close", func(goja.FunctionCall) { end(io.ErrUnexpectedEOF) }) // without an end
	go func() {                                                       // nobody reads any more
		<-g.env.Loop.Lifetime().Done()
		_ = in.Close()
	}()
	return in
}
