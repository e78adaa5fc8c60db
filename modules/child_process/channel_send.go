package childprocess

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/clone"
	"github.com/gojs-run/gojs/internal/descriptor"
	"github.com/gojs-run/gojs/internal/ipc"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/jsonvalue"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/validate"
)

// maxQueued is from how many bytes on that wait to be written send returns false.
const maxQueued = 2 * 65536

// maxOut is the most memory that is kept for the next message.
const maxOut = 32 << 20

// minVerbatim is from how many characters on a text is written from where it is.
const minVerbatim = 64 << 10

// sendOptions are the options of send.
type sendOptions struct {
	swallowErrors bool
	given         goja.Value // as the script gave them, for the conversion of handles
}

// of is the channel that a method was called on.
func (cs *channels) of(this goja.Value) *channel {
	if ch := cs.last; ch != nil && this == goja.Value(ch.target) {
		return ch
	}
	ch := channelSlot.Get(this)
	if ch == nil {
		panic(cs.vm.NewTypeError("Illegal invocation"))
	}
	cs.last = ch
	return ch
}

// sendMethod is send(message[, sendHandle[, options]][, callback]).
func (cs *channels) sendMethod(call goja.FunctionCall) goja.Value {
	ch := cs.of(call.This)
	l := letter{message: call.Argument(0), handle: call.Argument(1), callback: call.Argument(3)}
	switch options := call.Argument(2); {
	case jsconv.IsCallable(l.handle):
		l.callback, l.handle = l.handle, nil
	case jsconv.IsCallable(options):
		l.callback = options
	case !goja.IsUndefined(options):
		l.options.given = validate.Object(cs.vm, options, "options")
		l.options.swallowErrors = jsconv.Get(options, "swallowErrors").ToBoolean()
	}
	if ch.connected {
		return cs.vm.ToValue(ch.post(l))
	}
	ch.failed(l, nodeerr.New(cs.vm, "ERR_IPC_CHANNEL_CLOSED"))
	return cs.vm.ToValue(false)
}

// rawSendMethod is target._send, which also works between the call of disconnect and the end of the channel.
func (cs *channels) rawSendMethod(call goja.FunctionCall) goja.Value {
	ch := channelSlot.Get(call.This)
	if ch == nil || !ch.attached {
		panic(nodeerr.New(cs.vm, "ERR_IPC_CHANNEL_CLOSED"))
	}
	l := letter{message: call.Argument(0), handle: call.Argument(1), callback: call.Argument(3)}
	switch options := call.Argument(2); {
	case isBool(options):
		l.options.swallowErrors = options.ToBoolean()
	case !jsconv.Nullish(options):
		l.options = sendOptions{jsconv.Get(options, "swallowErrors").ToBoolean(), options}
	}
	return cs.vm.ToValue(ch.post(l))
}

// post sends a letter, or queues it behind a handle that is not acknowledged yet. It returns false when the script had
// better stop sending.
func (ch *channel) post(l letter) bool {
	vm := ch.vm
	if jsconv.Missing(l.message) {
		nodeerr.Throw(vm, "ERR_MISSING_ARGS", "message")
	}
	if !sendable(l.message) {
		nodeerr.Throw(vm, "ERR_INVALID_ARG_TYPE", "message", []string{"string", "object", "number", "boolean"}, l.message)
	}
	if l.handle != nil && l.handle.ToBoolean() {
		return ch.postHandle(l)
	}
	l.handle = nil
	if ch.awaiting {
		if cmd, _ := command(l.message); cmd != ipc.HandleAck && cmd != ipc.HandleNack {
			return ch.wait(l)
		}
	}
	ch.write(l, l.message, nil)
	return ch.wire.queued() < maxQueued
}

// wait queues a letter.
func (ch *channel) wait(l letter) bool {
	ch.queue = append(ch.queue, l)
	return len(ch.queue) == 1
}

func sendable(v goja.Value) bool {
	switch v := v.(type) {
	case *goja.Object:
		return !jsconv.IsCallable(v)
	default:
		return goja.IsNull(v) || goja.IsString(v) || goja.IsNumber(v) || isBool(v)
	}
}

// write encodes a message and writes it, with a descriptor beside it. It returns false if it failed.
func (ch *channel) write(l letter, message goja.Value, owner descriptor.Owner) bool {
	var fds []int
	if owner != nil {
		fds = []int{owner.FD()}
	}
	var frame, last []byte
	var err error
	if text, ok := ch.verbatim(message); ok {
		last, err = ch.begin(text)
	} else {
		if frame, err = ch.encode(message); err != nil {
			panic(ch.unencodable(err))
		}
		last = frame
	}
	now := true
	if err == nil {
		now, err = ch.wire.write(last, fds)
	}
	switch {
	case err != nil:
		if !l.options.swallowErrors {
			ch.failed(l, nodeerr.System(ch.vm, &nodeerr.SystemError{
				Errno: -int(writeErrno(err)), Code: nodeerr.Name(writeErrno(err)), Syscall: "write",
				Message: "write " + nodeerr.Name(writeErrno(err)),
			}))
		}
		return false
	case !now:
		ch.out = nil // the wire has it
		ch.ref()
		ch.wire.then(ch.written(l.callback))
		return true
	case jsconv.IsCallable(l.callback):
		callback := l.callback.(*goja.Object)
		ch.env.Loop.NextTick(func() error {
			jsconv.Invoke(ch.vm, callback, goja.Undefined(), goja.Null())
			return nil
		})
	}
	if frame != nil && cap(frame) <= maxOut {
		ch.out = frame[:0]
	}
	return true
}

// written is what comes after a write that took its time.
func (ch *channel) written(callback goja.Value) func() {
	return func() {
		ch.unref()
		if jsconv.IsCallable(callback) {
			jsconv.Invoke(ch.vm, callback.(*goja.Object), goja.Undefined(), goja.Null())
		}
	}
}

// verbatim is a long text that is, but for its quotes, nearly always on the wire as it is in the VM: it is written from there.
func (ch *channel) verbatim(message goja.Value) ([]byte, bool) {
	if ch.reader.Mode != ipc.JSON || !goja.IsString(message) || message.(goja.String).Length() < minVerbatim {
		return nil, false
	}
	return jsonvalue.Verbatim(message)
}

// begin writes a frame of a long text but for its end, which it returns. It does so in pieces: the other process reads one
// while the next is looked through.
func (ch *channel) begin(text []byte) (last []byte, err error) {
	_, err = ch.wire.write([]byte{'"'}, nil)
	for err == nil && len(text) > 0 {
		piece := text[:min(len(text), pieceSize)]
		if jsonvalue.Plain(piece) < len(piece) {
			return append(jsonvalue.AppendRest(nil, text), '\n'), nil
		}
		_, err = ch.wire.write(piece, nil)
		text = text[len(piece):]
	}
	return []byte("\"\n"), err
}

// pieceSize is how much of a long text is written at once.
const pieceSize = 128 << 10

// encode makes a frame of a message.
func (ch *channel) encode(message goja.Value) ([]byte, error) {
	out := ch.out[:0]
	if ch.reader.Mode == ipc.JSON {
		frame, err := jsonvalue.Append(out, ch.vm, message, jsonvalue.MessageDepth)
		if err != nil {
			return nil, err
		}
		if len(frame) == 0 { // of something that JSON has no text for; what it is on Node's wire is no JSON either
			frame = append(frame, "undefined"...)
		}
		return append(frame, '\n'), nil
	}
	if ch.node.Prototype == nil {
		ch.node.Prototype, _ = ch.env.Require("buffer").Get("Buffer").(*goja.Object).Get("prototype").(*goja.Object)
	}
	frame, start := ipc.BeginAdvanced(out)
	frame, err := ch.node.Append(frame, ch.vm, message)
	if err != nil {
		return nil, err
	}
	return ipc.EndAdvanced(frame, start)
}

// unencodable is what is thrown for a message that cannot be put into bytes.
func (ch *channel) unencodable(err error) goja.Value {
	var refused *clone.DataCloneError
	var large *ipc.TooLargeError
	switch {
	case errors.As(err, &refused):
		return nodeerr.Plain(ch.vm, nodeerr.Error, refused.Message)
	case errors.As(err, &large):
		return nodeerr.Plain(ch.vm, nodeerr.RangeError, large.Error())
	}
	return ch.env.CloneError(err)
}

// failed tells of a letter that could not be sent: by its callback, or by an event.
func (ch *channel) failed(l letter, e *goja.Object) {
	ch.env.Loop.NextTick(func() error {
		if jsconv.IsCallable(l.callback) {
			jsconv.Invoke(ch.vm, l.callback.(*goja.Object), goja.Undefined(), e)
		} else {
			ch.emitter.Emit(ch.target, "error", e)
		}
		return nil
	})
}
