package childprocess

import (
	"bytes"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/jsonvalue"
)

// batch is from how many messages on the answers to them are written together.
const batch = 4

// received cuts what has come in into messages. They are emitted in the next tick: a listener that throws breaks
// nothing. It returns true if a message has begun and none has ended.
func (ch *channel) received(data []byte, fds []int, err error) (hungry bool) {
	if len(fds) > 0 {
		if ch.taken >= 0 {
			ipc.Close([]int{ch.taken})
		}
		ch.taken = fds[0]
		ipc.Close(fds[1:]) // no Node sends more than one
	}
	if ch.child != nil {
		defer ch.child.exitIfRead()
	}
	if err != nil {
		ch.ended(err)
		return false
	}
	before := len(ch.arrived)
	if space := ch.reader.Space(); space != nil && len(data) > 0 && &space[0] == &data[0] {
		ch.reader.Fed(len(data))
	} else {
		ch.reader.Feed(data)
	}
	for {
		frame, ok, err := ch.reader.Next()
		var v goja.Value
		if ok {
			v, err = ch.parse(frame)
		}
		if err != nil {
			ch.ended(err)
			return false
		}
		if !ok {
			if begun := ch.reader.Begun(); ch.reader.Mode == ipc.JSON && len(begun) > longFrame {
				ch.begun.Look(begun)
			}
			break
		}
		ch.arrive(v, ch.mayCommand(frame.Data))
		if ch.finish != nil { // a disconnect has waited for this message
			ch.env.Loop.NextTick(func() error {
				ch.finish()
				return nil
			})
			return false
		}
	}
	return len(ch.arrived) == before && ch.reader.Held() > 0
}

func (ch *channel) parse(frame ipc.Frame) (goja.Value, error) {
	if ch.reader.Mode == ipc.JSON {
		return ch.begun.Parse(ch.vm, frame.Data, frame.Owned, jsonvalue.MessageDepth)
	}
	return ch.node.Parse(ch.vm, frame.Data, frame.Owned)
}

// arrive queues a message to be emitted. mayCommand is false if it is surely none of the channel's own.
func (ch *channel) arrive(v goja.Value, mayCommand bool) {
	m := message{value: v}
	if mayCommand {
		var cmd string
		if cmd, m.internal = command(v); cmd == ipc.Handle && ch.taken >= 0 {
			m.handle = ch.newHandle(ch.taken)
			ch.taken = -1
		}
	}
	ch.queueMessage(m)
}

// mayCommand reports whether what came in may be a message of the channel's own: all of these have the prefix somewhere,
// unless its letters are escaped.
func (ch *channel) mayCommand(frame []byte) bool {
	return ch.reader.Mode != ipc.JSON || len(frame) > longFrame || bytes.Contains(frame, []byte(ipc.Prefix)) || bytes.IndexByte(frame, '\\') >= 0
}

// longFrame is from which size on looking at a message is cheaper than looking at its text.
const longFrame = 1 << 10

func (ch *channel) queueMessage(m message) {
	if !ch.attached && ch.finish == nil {
		return
	}
	ch.arrived = append(ch.arrived, m)
	if len(ch.arrived) == 1 {
		ch.env.Loop.NextTick(ch.emitArrived)
	}
}

// command is the cmd of a message, and whether it makes the message an internal one.
func command(v goja.Value) (cmd string, internal bool) {
	o, ok := v.(*goja.Object)
	if !ok {
		return "", false
	}
	c := o.Get("cmd")
	if c == nil || !goja.IsString(c) {
		return "", false
	}
	cmd = c.String()
	return cmd, ipc.Internal(cmd)
}

// emitArrived emits what has arrived. Where a listener throws, the rest follows in a tick of its own.
func (ch *channel) emitArrived() (err error) {
	if len(ch.arrived) >= batch {
		ch.wire.hold()
		defer ch.wire.release()
	}
	done := 0
	defer func() {
		ch.arrived = ch.arrived[:copy(ch.arrived, ch.arrived[done:])]
		if len(ch.arrived) > 0 {
			ch.env.Loop.NextTick(ch.emitArrived)
		}
	}()
	for done < len(ch.arrived) {
		m := ch.arrived[done]
		ch.arrived[done] = message{}
		done++
		if m.handle != nil { // who gets one may be killed as soon as it has it: what it says of it goes out at once
			ch.wire.release()
		}
		ch.emit(m)
	}
	return nil
}

func (ch *channel) emit(m message) {
	handle := m.handle
	if handle == nil {
		handle = goja.Undefined()
	}
	switch {
	case m.internal:
		ch.internal(m.value.(*goja.Object), m.handle)
		ch.emitter.Emit(ch.target, "internalMessage", m.value, handle)
	case ch.emitter.EmitHeard(ch.target, "message", m.value, handle):
	case ch.attached:
		ch.pending = append(ch.pending, m)
	}
}

// emitPending emits what came in before there was a listener.
func (ch *channel) emitPending() error {
	if !ch.attached || len(ch.pending) == 0 || !ch.emitter.Listens(ch.target, "message") {
		return nil
	}
	ch.arrived = append(ch.pending, ch.arrived...)
	ch.pending = nil
	return ch.emitArrived()
}

// internal deals with the channel's own messages.
func (ch *channel) internal(m *goja.Object, native goja.Value) {
	switch cmd, _ := command(m); cmd {
	case ipc.HandleAck, ipc.HandleNack:
		ch.acknowledged(cmd == ipc.HandleAck)
	case ipc.Handle:
		if native == nil {
			ch.reply(ipc.HandleNack)
			return
		}
		ch.reply(ipc.HandleAck)
		ch.convert(m, native, func(handle goja.Value) {
			v := m.Get("msg")
			if v == nil {
				v = goja.Undefined()
			}
			_, internal := command(v)
			ch.queueMessage(message{value: v, handle: handle, internal: internal})
		})
	}
}

// reply sends a message of the channel's own; nobody is told if that fails.
func (ch *channel) reply(cmd string) {
	o := ch.vm.NewObject()
	_ = o.Set("cmd", cmd)
	if ch.attached {
		ch.post(letter{message: o, options: sendOptions{swallowErrors: true}})
	}
}
