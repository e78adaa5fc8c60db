package childprocess

import (
	"io"
	"slices"
	"strconv"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/internal/signals"
	"github.com/gojs-run/gojs/internal/stdio"
	"github.com/gojs-run/gojs/spawn"
)

// child is what a ChildProcess object stands for. All of it is the loop's.
type child struct {
	w        *world
	object   *goja.Object
	internal *goja.Object      // child._handle
	process  spawn.Process     // nil until started, and if that failed
	handle   *eventloop.Handle // keeps the loop alive until the exit
	watch    *proc.Watch       // for the exit
	ends     []*end            // by descriptor; nil where there is no pipe
	channel  *channel          // nil if it has none
	exit     *spawn.Exit       // known, but 'exit' is not emitted yet
	exited   bool

	// 'close' is emitted when as many things are over as there were: the process itself, and every pipe that it writes to.
	closesNeeded, closesGot int
}

// start starts the process. Failures that Node tells of by an event are returned, the others thrown.
func (c *child) start(r *request) syscall.Errno {
	w := c.w
	plan := w.stdioPlan(r.stdio, false)
	channel := channelFD(plan)
	mode := w.checkSerialization(r.serialization)
	if r.check != nil {
		r.check(channel >= 0)
	}
	if channel >= 0 {
		r.env = withChannel(r.env, strconv.Itoa(channel), mode)
	}

	process, err := w.start(w.env.Loop.Lifetime(), w.command(r, plan))
	if err == nil {
		c.process = process
	}
	if r.spawnargs == nil {
		r.spawnargs = w.array(r.args)
	}
	made := err == nil && c.object == nil && c.standsFor(r, plan) // while the process begins there is time for that
	if !made {
		if c.object == nil {
			c.appear(w.vm.CreateObject(w.prototype))
		}
		_ = c.object.Set("spawnfile", r.file)
		_ = c.object.Set("spawnargs", r.spawnargs)
	}
	if err != nil {
		return c.didNotStart(r, plan, err)
	}
	w.running[c] = struct{}{}
	c.handle = w.env.Loop.NewHandle()
	if !made {
		_ = c.object.Set("pid", process.Pid())
		c.defineStreams(plan)
	}
	c.open(plan)
	if channel >= 0 {
		c.channel = channelsOf(w.env).toChild(c, channel, mode)
	}
	w.env.Loop.NextTick(func() error {
		w.emitter.Emit(c.object, "spawn")
		return nil
	})
	c.await()
	return 0
}

// didNotStart tells of a start that failed.
func (c *child) didNotStart(r *request, plan []stdioEntry, err error) syscall.Errno {
	w, errno := c.w, errnoOf(err)
	if !emitted(errno) {
		_ = c.object.Set("_handle", goja.Null())
		if errno == 0 {
			w.refuse(err)
		}
		e := w.errnoException(errno, "spawn")
		w.explain(e, err)
		panic(e)
	}
	e := w.startError(err, "spawn "+r.file, r.file, r.args)
	w.env.Loop.NextTick(func() error {
		c.failed(errno, e)
		return nil
	})
	if outOfFiles(errno) {
		return errno
	}
	_ = c.object.Set("pid", goja.Undefined())
	c.defineStreams(plan)
	c.open(plan)
	if fd := channelFD(plan); fd >= 0 {
		c.channel = channelsOf(w.env).toChild(c, fd, w.checkSerialization(r.serialization))
	}
	return errno
}

// await has ended called when the process has: by the loop's poller if it has room, or by a goroutine.
func (c *child) await() {
	loop := c.w.env.Loop
	if p, ok := c.process.(*proc.Process); ok && c.w.poller != nil {
		if fd := p.WaitFD(); fd >= 0 {
			if c.watch = c.w.poller.Watch(fd, true, c.tryWait); c.watch != nil {
				c.watch.Arm()
				return
			}
			p.Abandon()
		}
	}
	go func() {
		exit, _ := c.process.Wait()
		loop.Post(func() error {
			c.ended(exit)
			return nil
		})
	}()
}

func (c *child) tryWait() error {
	p := c.process.(*proc.Process)
	if !p.TryWait() {
		c.watch.Arm()
		return nil
	}
	c.watch.Remove()
	c.watch = nil
	exit, _ := p.Wait()
	c.ended(exit)
	return nil
}

func (c *child) ended(exit spawn.Exit) {
	if c.expecting(len(c.ends)) {
		c.exit = &exit
	} else {
		c.onExit(exit)
	}
}

// expecting says whether output that has come in at a descriptor below fd is still on its way to the script. 'exit'
// waits for that: Node does not promise that output comes first, but there it does.
func (c *child) expecting(fd int) bool {
	for _, e := range c.ends[:min(fd, len(c.ends))] {
		if e != nil && e.expecting() {
			return true
		}
	}
	return c.channel != nil && fd == len(c.ends) && c.channel.wire.pending()
}

// exitIfRead goes on with an exit that has been waiting for output.
func (c *child) exitIfRead() {
	if c.exit == nil || c.expecting(len(c.ends)) {
		return
	}
	exit := *c.exit
	c.exit = nil
	c.w.env.Loop.SetImmediate(func() error {
		c.onExit(exit)
		return nil
	})
}

// checkSerialization is options.serialization, with its default.
func (w *world) checkSerialization(v goja.Value) string {
	if jsconv.Missing(v) {
		return ipc.JSON.String()
	}
	if s := v.String(); goja.IsString(v) && (s == ipc.JSON.String() || s == ipc.Advanced.String()) {
		return s
	}
	nodeerr.Throw(w.vm, "ERR_INVALID_ARG_VALUE", "options.serialization", v, "must be one of: undefined, 'json', 'advanced'")
	return ""
}

// open makes the script's ends of the pipes, and sets the copying of those the Runtime's own streams need going.
func (c *child) open(plan []stdioEntry) {
	c.ends = make([]*end, len(plan))
	for fd := range plan {
		p := &plan[fd]
		switch {
		case p.piped:
			e := &end{child: c, fd: fd}
			c.ends[fd] = e
			if fd > 0 {
				c.closesNeeded++
				e.hold()
			}
		case p.Kind == spawn.Channel:
			c.closesNeeded++
		case p.copyTo != nil && c.process != nil:
			c.closesNeeded++
			c.copyTo(p.copyTo, c.process.Stdio(fd))
		case p.copyFrom != nil && c.process != nil:
			go copyFrom(c.process.Stdio(fd), p.copyFrom)
		case p.lent != nil:
			p.lent.wasLent()
		case p.given != nil: // nothing of it may be read here meanwhile
			if jsconv.IsCallable(p.given.Get("pause")) {
				jsconv.CallMethod(c.w.vm, p.given, "pause")
			}
		}
	}
}

// copyTo writes what comes in to one of the Runtime's own streams, on the goroutine that its owner expects it on.
func (c *child) copyTo(dst io.Writer, src spawn.Conn) {
	loop := c.w.env.Loop
	handle := loop.NewHandle()
	var r *proc.Reader
	r = proc.NewReader(src, func(chunk proc.Chunk, err error) {
		loop.Post(func() error {
			if err != nil {
				src.Close()
				handle.Close()
				c.closed()
				return nil
			}
			_ = stdio.Write(dst, chunk.Bytes())
			chunk.Release()
			r.More(1)
			return nil
		})
	})
	r.More(2)
}

// copyFrom ends with its source, or with the first write after the process has.
func copyFrom(dst spawn.Conn, src io.Reader) {
	_, _ = io.Copy(dst, src)
	_ = dst.CloseWrite()
}

// failed is the end of a process that never was.
func (c *child) failed(errno syscall.Errno, err *goja.Object) {
	c.exited = true
	_ = c.object.Set("exitCode", -int(errno))
	c.leave()
	c.w.emitter.Emit(c.object, "error", err)
	c.afterExit()
}

func (c *child) onExit(exit spawn.Exit) {
	w := c.w
	c.exited = true
	code, signal := goja.Value(goja.Null()), goja.Value(goja.Null())
	if exit.Signal != 0 {
		signal = w.vm.ToValue(signals.Name(exit.Signal))
		_ = c.object.Set("signalCode", signal)
	} else {
		code = w.vm.ToValue(exit.Code)
		_ = c.object.Set("exitCode", code)
	}
	c.leave()
	w.emitter.Emit(c.object, "exit", code, signal)
	c.afterExit()
}

// leave lets go of what only a running process needs.
func (c *child) leave() {
	if len(c.ends) > 0 && c.ends[0] != nil {
		c.ends[0].destroy()
	}
	if c.handle != nil {
		c.handle.Close()
	}
	_ = c.object.Set("_handle", goja.Null())
}

func (c *child) afterExit() {
	if slices.ContainsFunc(c.ends, (*end).isOpen) {
		c.w.env.Loop.NextTick(func() error {
			for _, e := range c.ends {
				if e.isOpen() {
					e.flush()
				}
			}
			return nil
		})
	}
	c.closed()
}

// closed counts something that is over.
func (c *child) closed() {
	c.closesGot++
	if c.closesGot != c.closesNeeded {
		return
	}
	if c.process != nil {
		c.process.Close()
		delete(c.w.running, c)
	}
	c.w.emitter.Emit(c.object, "close", orNull(c.object.Get("exitCode")), orNull(c.object.Get("signalCode")))
}

func orNull(v goja.Value) goja.Value {
	if v == nil {
		return goja.Null()
	}
	return v
}
