package childprocess

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/eventloop"
	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/emitter"
	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/jsonvalue"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/proc"
	"github.com/gojs-run/gojs/modules"
)

// channels is what all channels of a Runtime have in common: one to its parent, if it was forked, and one to each child.
type channels struct {
	env     *modules.Env
	vm      *goja.Runtime
	emitter *emitter.Class
	node    *clone.Node // for advanced serialization, once it is used
	open    map[*channel]struct{}
	last    *channel // on which a method was called

	send, rawSend, disconnect, rawDisconnect, newListener *goja.Object // the functions that a target gets

	controlProto *goja.Object
	handleProto  *goja.Object
	conversions  *goja.Object // how the objects of other modules travel
}

var (
	channelsSlot = jsconv.Slot[channels]{Name: "channels"}
	channelSlot  = jsconv.Slot[channel]{Name: "channel"}
)

// channel joins a process to its parent or to a child (Node: child_process.md#subprocesssendmessage-sendhandle-options-callback).
// All of it is the loop's.
type channel struct {
	*channels
	target  *goja.Object // process, or a ChildProcess
	child   *child       // whose channel it is; nil in the child itself
	control *goja.Object // target.channel
	pipe    *goja.Object // target[kChannelHandle] of internals.go, once it is used
	wire    wire
	handle  *eventloop.Handle // keeps the loop alive

	refs     int  // reasons to keep the loop alive
	explicit bool // the script has said what it wants
	// connected is false once disconnect was asked for, attached once it has come about.
	connected, attached bool

	reader   ipc.Reader
	begun    jsonvalue.Beginning // of the text whose end has not come
	out      []byte              // memory for the next message
	arrived  []message           // not emitted yet
	pending  []message           // nobody listens yet
	taken    int                 // a descriptor that came in and whose message has not; -1 for none
	awaiting bool                // a handle was sent and is not acknowledged
	queue    []letter            // what the script sent meanwhile
	unacked  *letter             // the handle that was sent
	finish   func()              // what a disconnect waits with until the message that has begun is there
}

// message is one that came in.
type message struct {
	value    goja.Value
	handle   goja.Value // a NODE_HANDLE's
	internal bool
}

// letter is one that the script sent.
type letter struct {
	message, handle, callback goja.Value
	options                   sendOptions
	native                    goja.Value // the handle that stands for it
	retries                   int
}

func loadChannel(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	vm := env.VM
	cs := &channels{env: env, vm: vm, emitter: emitter.Of(env.Require("events")), open: map[*channel]struct{}{}}
	channelsSlot.Set(vm, x, cs)
	cs.send = jsconv.NewFunc(vm, "", 4, cs.sendMethod)
	cs.rawSend = jsconv.NewFunc(vm, "", 4, cs.rawSendMethod)
	cs.disconnect = jsconv.NewFunc(vm, "", 0, cs.disconnectMethod)
	cs.rawDisconnect = jsconv.NewFunc(vm, "", 0, func(call goja.FunctionCall) goja.Value {
		if ch := channelSlot.Get(call.This); ch != nil && ch.attached {
			ch.detach()
		}
		return goja.Undefined()
	})
	cs.newListener = jsconv.NewFunc(vm, "", 0, func(call goja.FunctionCall) goja.Value {
		if ch := channelSlot.Get(call.This); ch != nil {
			env.Loop.NextTick(ch.emitPending)
		}
		return goja.Undefined()
	})
	cs.makeControl()
	cs.conversions = vm.CreateObject(nil)
	_ = x.Set("conversions", cs.conversions)
	jsconv.Export(vm, x, "attach", 3, cs.attach)
	env.Host.Cleanup = append(env.Host.Cleanup, cs.close)
}

func channelsOf(env *modules.Env) *channels {
	return channelsSlot.Get(env.Require("internal/child_process/channel"))
}

// close writes what is left and lets go of the channels, when the Runtime is closed.
func (cs *channels) close() {
	for ch := range cs.open {
		ch.wire.finish()
		ch.wire.close(func() {})
	}
	cs.open = nil
}

// attach(target, fd, mode) makes the channel to the parent that forked this process.
func (cs *channels) attach(call goja.FunctionCall) goja.Value {
	target, fd := call.Argument(0).(*goja.Object), int(call.Argument(1).ToInteger())
	conn, err := proc.OpenChannel(fd)
	if err != nil {
		panic(nodeerr.System(cs.vm, nodeerr.FromOS(err, "open", "")))
	}
	var w wire
	if p := newPolled(pollerOf(cs.env), conn.RawFD(), func() { conn.Close() }); p != nil {
		w = p
	} else {
		w = newStream(cs.env.Loop, conn.Conn())
	}
	ch := cs.newChannel(target, w, call.Argument(2).String())
	ch.handle.Unref()
	cs.env.Host.Flush = w.release
	// The channel keeps the process alive only while somebody listens.
	counts := func(call goja.FunctionCall) bool {
		name := call.Argument(0).String()
		return name == "message" || name == "disconnect"
	}
	cs.emitter.On(target, "newListener", func(call goja.FunctionCall) goja.Value {
		if counts(call) {
			ch.ref()
		}
		return goja.Undefined()
	})
	cs.emitter.On(target, "removeListener", func(call goja.FunctionCall) goja.Value {
		if counts(call) {
			ch.unref()
		}
		return goja.Undefined()
	})
	return goja.Undefined()
}

// toChild makes the channel to a child whose descriptor fd is one.
func (cs *channels) toChild(c *child, fd int, mode string) *channel {
	var w wire
	if p, ok := c.process.(*proc.Process); ok {
		if polled := newPolled(pollerOf(cs.env), p.RawFD(fd), func() { p.CloseEnd(fd) }); polled != nil {
			w = polled
		}
	}
	switch {
	case c.process == nil:
		w = unjoined{cs.env.Loop}
	case w == nil:
		w = newStream(cs.env.Loop, c.process.Stdio(fd))
	}
	ch := cs.newChannel(c.object, w, mode)
	ch.child = c
	return ch
}

func (cs *channels) newChannel(target *goja.Object, w wire, mode string) *channel {
	ch := &channel{channels: cs, target: target, wire: w, connected: true, attached: true, taken: -1}
	ch.handle = cs.env.Loop.NewHandle()
	if mode == ipc.Advanced.String() {
		ch.reader.Mode = ipc.Advanced
		if cs.node == nil {
			cs.node = &clone.Node{Channel: true, NewBuffer: func(b []byte) *goja.Object { return cs.env.NewBuffer(b) }}
		}
	}
	cs.open[ch] = struct{}{}
	ch.control = cs.newControl(ch)
	channelSlot.Set(cs.vm, target, ch)
	cs.last = ch
	_ = target.Set("channel", ch.control)
	_ = target.Set("_handleQueue", goja.Null())
	_ = target.Set("_pendingMessage", goja.Null())
	_ = target.Set("send", cs.send)
	_ = target.Set("_send", cs.rawSend)
	_ = target.Set("connected", true)
	_ = target.Set("disconnect", cs.disconnect)
	_ = target.Set("_disconnect", cs.rawDisconnect)
	jsconv.CallMethod(cs.vm, target, "on", cs.vm.ToValue("newListener"), cs.newListener)
	w.start(ch.reader.Space, ch.received)
	return ch
}

// ref and unref count reasons to keep the loop alive, unless the script has taken that into its own hands.
func (ch *channel) ref() {
	if ch.refs++; ch.refs == 1 && !ch.explicit {
		ch.handle.Ref()
	}
}

func (ch *channel) unref() {
	if ch.refs--; ch.refs == 0 && !ch.explicit {
		ch.handle.Unref()
	}
}

func (cs *channels) disconnectMethod(call goja.FunctionCall) goja.Value {
	switch ch := cs.of(call.This); {
	case !ch.connected:
		cs.emitter.Emit(ch.target, "error", nodeerr.New(cs.vm, "ERR_IPC_DISCONNECTED"))
	default:
		ch.connected = false
		_ = ch.target.Set("connected", false)
		if !ch.awaiting { // else once what is queued was sent
			ch.detach()
		}
	}
	return goja.Undefined()
}

// detach ends the channel; where a message has begun to come in, after it.
func (ch *channel) detach() {
	ch.attached = false
	_ = ch.target.Set("channel", goja.Null())
	ch.unacked = nil
	fired := false
	finish := func() {
		if fired {
			return
		}
		fired = true
		ch.closeWire()
		ch.emitter.Emit(ch.target, "disconnect")
	}
	if ch.reader.Held() > 0 {
		ch.finish = finish
		return
	}
	ch.env.Loop.NextTick(func() error {
		finish()
		return nil
	})
}

// closeWire closes the descriptor, once all is written; so long the loop stays alive.
func (ch *channel) closeWire() {
	ch.handle.Ref()
	ch.wire.close(func() {
		ch.handle.Close()
		delete(ch.open, ch)
		if ch.last == ch {
			ch.last = nil
		}
	})
	if ch.taken >= 0 {
		ipc.Close([]int{ch.taken})
		ch.taken = -1
	}
	if ch.child != nil { // whose exit may have waited for what is not read any more
		ch.child.exitIfRead()
	}
}

// ended is the end of what comes in.
func (ch *channel) ended(err error) {
	if fired := ch.finish; fired != nil {
		ch.finish = nil
		fired()
		return
	}
	ch.reader = ipc.Reader{Mode: ch.reader.Mode} // what is there of a message is lost
	ch.giveUp()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) {
		e := ch.fault(err)
		ch.env.Loop.NextTick(func() error {
			ch.emitter.Emit(ch.target, "error", e)
			return nil
		})
	}
	jsconv.CallMethod(ch.vm, ch.target, "disconnect")
	ch.closeWire()
	_ = ch.target.Set("channel", goja.Null())
	switch {
	case ch.child == nil:
	case ch.child.process == nil: // nothing of its pipes takes time here, as it does in Node
		ch.env.Loop.NextTick(func() error {
			ch.child.closed()
			return nil
		})
	default:
		ch.child.closed()
	}
}

// fault is the error that a script sees of what came in.
func (ch *channel) fault(err error) goja.Value {
	var thrown *goja.Exception
	var errno syscall.Errno
	switch {
	case errors.As(err, &thrown):
		return thrown.Value()
	case errors.As(err, &errno):
		return nodeerr.System(ch.vm, nodeerr.FromOS(errno, "read", ""))
	}
	return nodeerr.Plain(ch.vm, nodeerr.Error, err.Error())
}

// withChannel tells a process of its channel in its environment.
func withChannel(env []string, fd string, mode string) []string {
	out := make([]string, 0, len(env)+2)
	for _, kv := range env {
		if !strings.HasPrefix(kv, modules.ChannelFD+"=") && !strings.HasPrefix(kv, modules.ChannelMode+"=") {
			out = append(out, kv)
		}
	}
	return append(out, modules.ChannelFD+"="+fd, modules.ChannelMode+"="+mode)
}

// pollerOf is the loop's poller, made when it is first needed; nil where there is none.
func pollerOf(env *modules.Env) *proc.Poller {
	if p, ok := env.Loop.Poller().(*proc.Poller); ok {
		return p
	}
	p := proc.NewPoller()
	if p != nil {
		env.Loop.SetPoller(p)
		env.Host.Cleanup = append([]func(){p.Close}, env.Host.Cleanup...) // the last to go
	}
	return p
}
