package process

import (
	"errors"
	"io"
	"os"

	"github.com/dop251/goja"
	"golang.org/x/term"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/modules"
)

var streamNames = [3]string{"stdin", "stdout", "stderr"}

// stdio defines stdin, stdout and stderr: getters that make the stream.
func (p *process) stdio() {
	for fd, name := range streamNames {
		p.getters[fd] = jsconv.NewFunc(p.vm, "get", 0, func(goja.FunctionCall) goja.Value {
			if p.streams[fd] == nil {
				make := p.env.Function("internal/stdio", "stream")
				p.streams[fd] = jsconv.Call(make, goja.Undefined(), p.vm.ToValue(fd)).(*goja.Object)
			}
			return p.streams[fd]
		})
		_ = p.object.DefineAccessorProperty(name, p.getters[fd], nil, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	p.method("openStdin", 0, func(goja.FunctionCall) goja.Value {
		s := p.object.Get("stdin").(*goja.Object)
		jsconv.CallMethod(p.vm, s, "resume")
		return s
	})
	p.host.Untouched = p.untouched
}

// untouched reports whether the script has neither used nor replaced a stream, so
// that writing past it makes no difference.
func (p *process) untouched(fd int) bool {
	if p.streams[fd] != nil {
		return false
	}
	object := p.vm.Get("Object").(*goja.Object)
	d := jsconv.CallMethod(p.vm, object, "getOwnPropertyDescriptor", p.object, p.vm.ToValue(streamNames[fd]))
	return jsconv.Get(d, "get") == goja.Value(p.getters[fd])
}

// stdioBinding is what stdio.js needs of Go.
func stdioBinding(env *modules.Env) *goja.Object {
	vm, h := env.VM, env.Host
	b := env.Binding()
	streams := [3]any{h.Stdin, h.Stdout, h.Stderr}
	_ = b.Set("worker", h.Thread != nil)
	jsconv.Export(vm, b, "kind", 1, func(c goja.FunctionCall) goja.Value {
		return vm.ToValue(kind(streams[c.Argument(0).ToInteger()]))
	})
	jsconv.Export(vm, b, "write", 3, func(c goja.FunctionCall) goja.Value {
		w := h.Stdout
		if c.Argument(0).ToInteger() == 2 {
			w = h.Stderr
		}
		var data []byte
		if s := c.Argument(1); goja.IsString(s) {
			e, _ := encoding.Parse(c.Argument(2).String())
			data = e.Encode(s)
		} else {
			data, _ = jsconv.Bytes(s)
		}
		if err := stdio.Write(w, data); err != nil {
			return systemError(vm, err, "write")
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, b, "input", 0, func(goja.FunctionCall) goja.Value {
		in := &input{env: env, from: h.Stdin}
		o := vm.NewObject()
		jsconv.Export(vm, o, "read", 1, in.read)
		jsconv.Export(vm, o, "hold", 1, in.hold)
		return o
	})
	return b
}

// systemError is an error of the form "write EPIPE", which Node's streams have.
func systemError(vm *goja.Runtime, err error, call string) goja.Value {
	e := nodeerr.FromOS(err, call, "")
	e.Message = call + " " + e.Code
	return nodeerr.System(vm, e)
}

// kind is what uv_guess_handle says of a standard stream.
func kind(stream any) string {
	f, ok := stream.(*os.File)
	if !ok {
		return "PIPE"
	}
	if term.IsTerminal(int(f.Fd())) {
		return "TTY"
	}
	st, err := f.Stat()
	switch {
	case err != nil:
		return "UNKNOWN"
	case st.Mode()&(os.ModeNamedPipe|os.ModeSocket) != 0:
		return "PIPE"
	}
	return "FILE" // also character devices such as /dev/null
}

// input reads from stdin on a goroutine, one read at a time, and only when asked.
// What arrives while the script does not want any waits for the next read.
type input struct {
	env    *modules.Env
	from   io.Reader
	handle *eventloop.Handle
	busy   bool          // a read is under way
	want   goja.Callable // gets the next chunk
	held   bool          // the script wants to wait for input
	have   bool
	chunk  []byte
	err    error
}

// read calls back with (error, Buffer), (error, null) at the end.
func (in *input) read(c goja.FunctionCall) goja.Value {
	in.want, _ = goja.AssertFunction(c.Argument(0))
	if in.have {
		in.env.Loop.NextTick(in.deliver)
		return goja.Undefined()
	}
	if in.handle == nil {
		in.handle = in.env.Loop.NewHandle()
		in.handle.Unref()
	}
	in.reference()
	if in.busy {
		return goja.Undefined()
	}
	in.busy = true
	go func() {
		b := make([]byte, 64<<10)
		n, err := 0, io.EOF
		if in.from != nil {
			n, err = in.from.Read(b)
		}
		in.env.Loop.Post(func() error {
			in.busy = false
			in.have, in.chunk, in.err = true, b[:n:n], err
			in.reference()
			return in.deliver()
		})
	}()
	return goja.Undefined()
}

// hold says whether the script wants to wait for input.
func (in *input) hold(c goja.FunctionCall) goja.Value {
	in.held = c.Argument(0).ToBoolean()
	in.reference()
	return goja.Undefined()
}

func (in *input) reference() {
	if in.handle == nil {
		return
	}
	if in.held && in.busy || in.held && in.want != nil && !in.have {
		in.handle.Ref()
	} else {
		in.handle.Unref()
	}
}

func (in *input) deliver() error {
	want := in.want
	if want == nil || !in.have {
		return nil
	}
	vm := in.env.VM
	var err, chunk goja.Value = goja.Null(), goja.Null()
	if len(in.chunk) > 0 {
		chunk = in.env.NewBuffer(in.chunk)
		in.chunk = nil
		in.have = in.err != nil // the end comes with the next read
	} else if in.err != nil && !errors.Is(in.err, io.EOF) {
		err = systemError(vm, in.err, "read")
	}
	in.want = nil
	_, e := want(goja.Undefined(), err, chunk)
	return e
}
