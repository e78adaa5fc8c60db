package childprocess

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/internal/slots"
)

var streamNames = [4]string{"stdin", "stdout", "stderr", "stdio"}

// makeStreamProperties makes the accessors that every ChildProcess has as own properties; each turns into plain data
// when it is first used.
func (w *world) makeStreamProperties() {
	vm := w.vm
	for i, name := range streamNames {
		become := func(o goja.Value, v goja.Value) {
			if o, ok := o.(*goja.Object); ok {
				_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
			}
		}
		w.getters[i] = jsconv.NewFunc(vm, name, 0, func(call goja.FunctionCall) goja.Value {
			c := w.childOf(call.This)
			if c == nil {
				return goja.Undefined()
			}
			v := c.property(i)
			become(c.object, v)
			return v
		})
		w.setters[i] = jsconv.NewFunc(vm, name, 1, func(call goja.FunctionCall) goja.Value {
			become(call.This, call.Argument(0))
			return goja.Undefined()
		})
	}
}

// defineStreams gives the object stdin, stdout, stderr and stdio.
func (c *child) defineStreams(plan []stdioEntry) {
	for i, name := range streamNames {
		if i < 3 && !plan[i].piped {
			_ = c.object.Set(name, goja.Null())
			continue
		}
		_ = c.object.DefineAccessorProperty(name, c.w.getters[i], c.w.setters[i], goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
}

func (c *child) property(i int) goja.Value {
	if i < 3 {
		return c.stream(i)
	}
	all := make([]any, len(c.ends))
	for fd := range c.ends {
		all[fd] = c.stream(fd)
	}
	return c.w.vm.NewArray(all...)
}

// stream is the script's stream for a descriptor, made now if there is none yet.
func (c *child) stream(fd int) goja.Value {
	if fd >= len(c.ends) || c.ends[fd] == nil {
		return goja.Null()
	}
	e := c.ends[fd]
	if e.stream == nil {
		e.makeStream()
	}
	return e.stream
}

func (e *end) makeStream() {
	w := e.child.w
	module := "internal/child_process/duplex"
	switch e.fd {
	case 0:
		module = "internal/child_process/writable"
	case 1, 2:
		module = "internal/child_process/readable"
	}
	x := w.env.Require(module)
	e.onread, _ = goja.AssertFunction(x.Get("onread"))
	handle, collect := w.newPipe(e), e.collecting()
	if (e.fd == 1 || e.fd == 2) && !e.closed {
		e.stream = w.outputFrom(x).stream(e, handle)
	}
	if e.stream == nil {
		stream, err := w.vm.New(x.Get("Socket"), handle)
		if err != nil {
			panic(err)
		}
		e.stream = stream
		if e.fd > 0 && !e.closed { // else that is counted already
			w.emitter.On(stream, "close", func(goja.FunctionCall) goja.Value {
				e.child.closed()
				return goja.Undefined()
			})
		}
	}
	stream := e.stream
	if e.closed {
		jsconv.CallMethod(w.vm, stream, "destroy")
		return
	}
	if e.fd == 0 {
		return
	}
	if collect != nil {
		collect.handOver(stream)
	}
	// Reading begins by itself, but not before the script had the chance to join the pipe to another.
	w.env.Loop.NextTick(func() error {
		if e.joined == nil && !e.lent && !e.closed && !e.quiet {
			jsconv.CallMethod(w.vm, stream, "read", w.vm.ToValue(0))
		}
		return nil
	})
}

// newPipe makes the _handle of an end's stream.
func (w *world) newPipe(e *end) *goja.Object {
	if w.pipes == nil {
		w.pipes = slots.NewKind[end](w.vm, nil, slots.Additions{})
	}
	if w.pipes != nil {
		return w.pipes.New(w.pipeProto, e)
	}
	handle := w.vm.CreateObject(w.pipeProto)
	pipeSlot.Set(w.vm, handle, e)
	return handle
}

// endOf is the end whose stream has v as its _handle, nil if there is none.
func (w *world) endOf(v goja.Value) *end {
	if o, ok := v.(*goja.Object); ok {
		if e := w.pipes.Of(o); e != nil {
			return e
		}
	}
	return pipeSlot.Get(v)
}

// pipeMethods defines what the classes in js/ call on a stream's _handle.
func (w *world) pipeMethods() {
	vm := w.vm
	on := func(name string, f func(e *end, call goja.FunctionCall) goja.Value) {
		jsconv.Method(vm, w.pipeProto, name, 0, jsconv.FuncOf(vm, w.endOf, f))
	}
	on("readStart", func(e *end, _ goja.FunctionCall) goja.Value {
		e.read()
		return nil
	})
	on("readStop", func(e *end, _ goja.FunctionCall) goja.Value {
		if e.watch != nil {
			e.watch.Disarm()
			e.reading = false
		} else if e.reader != nil && e.reader.Pause() {
			e.reading, e.primed = false, false
		}
		e.hold()
		return nil
	})
	// write(data, callback) writes bytes. It returns true if that is done, and callback will not be called; an error;
	// or undefined, and callback will be.
	on("write", func(e *end, call goja.FunctionCall) goja.Value {
		data, _ := jsconv.Bytes(call.Argument(0))
		callback, _ := goja.AssertFunction(call.Argument(1))
		now, during := goja.Value(vm.ToValue(true)), true
		if e.write(data, func(err error) {
			failure := goja.Value(goja.Null())
			if err != nil {
				failure = w.errnoException(writeErrno(err), "write")
			}
			if !during {
				jsconv.Call(callback, goja.Undefined(), failure)
			} else if err != nil {
				now = failure
			}
		}) {
			return now
		}
		during = false
		return nil
	})
	on("shutdown", func(e *end, _ goja.FunctionCall) goja.Value {
		e.shutdown()
		return nil
	})
	// close(callback) calls back in the loop's close phase.
	on("close", func(e *end, call goja.FunctionCall) goja.Value {
		if e.joined != nil {
			e.joined.cancel()
		}
		e.close()
		callback, _ := goja.AssertFunction(call.Argument(0))
		w.env.Loop.NextClose(func() error {
			_, err := callback(goja.Undefined())
			return err
		})
		return nil
	})
	on("ref", func(e *end, _ goja.FunctionCall) goja.Value {
		e.unref = false
		if e.handle != nil {
			e.handle.Ref()
		}
		return nil
	})
	on("unref", func(e *end, _ goja.FunctionCall) goja.Value {
		e.unref = true
		if e.handle != nil {
			e.handle.Unref()
		}
		return nil
	})
	on("hasRef", func(e *end, _ goja.FunctionCall) goja.Value { return vm.ToValue(!e.unref && !e.closed) })
	on("join", func(e *end, call goja.FunctionCall) goja.Value {
		to := w.endOf(call.Argument(0))
		callback, _ := goja.AssertFunction(call.Argument(1))
		return vm.ToValue(to != nil && e.join(to, callback))
	})
	// discard() has what comes in thrown away without a word, until keep(). It returns false if that cannot be done.
	on("discard", func(e *end, _ goja.FunctionCall) goja.Value {
		if e.lent || e.child.process == nil || !e.watched() {
			return vm.ToValue(false)
		}
		e.quiet = true
		e.read()
		return vm.ToValue(true)
	})
	on("keep", func(e *end, _ goja.FunctionCall) goja.Value {
		e.quiet = false
		return nil
	})
	on("part", func(e *end, _ goja.FunctionCall) goja.Value {
		if e.joined != nil {
			e.joined.cancel()
		}
		return nil
	})
	jsconv.Getter(vm, w.pipeProto, "fd", true, func(this goja.Value) goja.Value {
		if e := w.endOf(this); e != nil {
			if fd := e.raw(); fd >= 0 {
				return vm.ToValue(fd)
			}
			if c, ok := e.open().(*proc.Conn); ok {
				return vm.ToValue(c.FD())
			}
		}
		return vm.ToValue(-1)
	})
}
