package fetch

import (
	"bytes"
	"compress/flate"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"io"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// opcodes of frames (RFC 6455, section 5.2)
const (
	opContinuation = 0
	opText         = 1
	opBinary       = 2
	opClose        = 8
	opPing         = 9
	opPong         = 10
)

// message is what one or more frames of a server are together. A failure has opcode -1, with the code and the reason for
// closing the connection as a close message has them.
type message struct {
	opcode int
	data   []byte
	code   int
	reason string
}

// frames makes messages of what comes in from a server.
type frames struct {
	deflate, takeover bool // permessage-deflate is in use, each message continuing the last one's window

	in         []byte // that make no frame yet
	opcode     int    // of the message that is not complete, 0 if there is none
	compressed bool
	data       []byte
	window     []byte // the last 32 KB of what was inflated
	failed     bool
}

const (
	windowSize   = 32 << 10
	inflateLimit = 1 << 28 // bytes of one message
)

func (f *frames) fail(code int, reason string) message {
	f.failed, f.in, f.data = true, nil, nil
	return message{opcode: -1, code: code, reason: reason}
}

// push takes bytes and gives the messages that they complete. After a failure it takes no more.
func (f *frames) push(data []byte) (list []message) {
	f.in = append(f.in, data...)
	for !f.failed {
		m, complete, more := f.next()
		if complete {
			list = append(list, m)
		}
		if !more {
			break
		}
	}
	return list
}

// next reads a frame. complete says that m is something, more that there was a whole frame.
func (f *frames) next() (m message, complete, more bool) {
	if len(f.in) < 2 {
		return m, false, false
	}
	first, second := f.in[0], f.in[1]
	fin, opcode := first&0x80 != 0, int(first&0x0f)
	control := opcode >= opClose
	compressed := first&0x40 != 0
	length, head := uint64(second&0x7f), 2
	wrong := func(reason string) (message, bool, bool) { return f.fail(1002, reason), true, false }
	switch {
	case second&0x80 != 0:
		return wrong("Frame cannot be masked")
	case compressed && (!f.deflate || control || opcode == opContinuation):
		return wrong("Expected RSV1 to be clear.")
	case first&0x30 != 0:
		return wrong("RSV2 and RSV3 must be clear")
	case opcode > opBinary && opcode < opClose || opcode > opPong:
		return wrong("Invalid opcode received")
	case control && (!fin || length > 125):
		return wrong("Control frames must not be fragmented, nor longer than 125 bytes")
	case opcode == opContinuation && f.opcode == 0, !control && opcode != opContinuation && f.opcode != 0:
		return wrong("Unexpected continuation frame")
	}
	switch length {
	case 126:
		if head = 4; len(f.in) < head {
			return m, false, false
		}
		length = uint64(binary.BigEndian.Uint16(f.in[2:]))
	case 127:
		if head = 10; len(f.in) < head {
			return m, false, false
		}
		length = binary.BigEndian.Uint64(f.in[2:])
		if length > 1<<31-1 {
			return f.fail(1009, "Received payload length > 2^31 bytes."), true, false
		}
	}
	if uint64(len(f.in)-head) < length {
		return m, false, false
	}
	payload := f.in[head : head+int(length)]
	f.in = f.in[head+int(length):]
	if control {
		return f.control(opcode, payload), true, !f.failed
	}
	if opcode != opContinuation {
		f.opcode, f.compressed = opcode, compressed
	}
	f.data = append(f.data, payload...)
	if !fin {
		return m, false, true
	}
	return f.whole(), true, !f.failed
}

// whole is the message that has come to its end.
func (f *frames) whole() message {
	m := message{opcode: f.opcode, data: f.data}
	f.opcode, f.data = 0, nil
	if f.compressed {
		var err error
		if m.data, err = f.inflate(m.data); err != nil {
			return f.fail(1007, "")
		}
	}
	if m.opcode == opText && !utf8.Valid(m.data) {
		return f.fail(1007, "Received invalid UTF-8 in text frame.")
	}
	return m
}

func (f *frames) inflate(data []byte) ([]byte, error) {
	end := []byte{0, 0, 0xff, 0xff, 1, 0, 0, 0xff, 0xff} // what the sender left out, and an end
	r := flate.NewReaderDict(io.MultiReader(bytes.NewReader(data), bytes.NewReader(end)), f.window)
	out, err := io.ReadAll(io.LimitReader(r, inflateLimit+1))
	if err == nil && len(out) > inflateLimit {
		err = io.ErrShortBuffer
	}
	if f.takeover {
		f.window = append(f.window, out[max(0, len(out)-windowSize):]...)
		f.window = bytes.Clone(f.window[max(0, len(f.window)-windowSize):])
	}
	return out, err
}

func (f *frames) control(opcode int, payload []byte) message {
	m := message{opcode: opcode, data: bytes.Clone(payload)}
	if opcode != opClose || len(payload) == 0 {
		return m
	}
	if len(payload) == 1 {
		return f.fail(1002, "Received close frame with a 1-byte body.")
	}
	m.code, m.reason = int(binary.BigEndian.Uint16(payload)), string(payload[2:])
	if !closeCode(m.code) {
		return f.fail(1002, "Received invalid close code.")
	}
	if !utf8.ValidString(m.reason) {
		return f.fail(1007, "")
	}
	return m
}

// closeCode reports whether a server may close a connection with a code (RFC 6455, section 7.4).
func closeCode(code int) bool {
	return code >= 1000 && code < 1015 && code != 1004 && code != 1005 && code != 1006 || code >= 3000 && code < 5000
}

// frame is a client's frame with a whole message.
func frame(opcode int, data []byte) []byte {
	out := make([]byte, 2, len(data)+14)
	out[0] = 0x80 | byte(opcode)
	switch n := len(data); {
	case n < 126:
		out[1] = 0x80 | byte(n)
	case n < 1<<16:
		out[1] = 0x80 | 126
		out = binary.BigEndian.AppendUint16(out, uint16(n))
	default:
		out[1] = 0x80 | 127
		out = binary.BigEndian.AppendUint64(out, uint64(n))
	}
	var mask [4]byte
	_, _ = rand.Read(mask[:])
	out = append(out, mask[:]...)
	start := len(out)
	out = append(out, data...)
	for i := range data {
		out[start+i] ^= mask[i&3]
	}
	return out
}

func (w *world) frameFunctions(x *goja.Object) {
	vm := w.vm
	// frame(opcode, bytes)
	jsconv.Export(vm, x, "frame", 2, func(c goja.FunctionCall) goja.Value {
		data, _ := jsconv.Bytes(c.Argument(1))
		return w.env.NewBuffer(frame(int(c.Argument(0).ToInteger()), data))
	})
	// handshake() is [key, the answer to it].
	jsconv.Export(vm, x, "handshake", 0, func(goja.FunctionCall) goja.Value {
		var key [16]byte
		_, _ = rand.Read(key[:])
		text := base64.StdEncoding.EncodeToString(key[:])
		sum := sha1.Sum([]byte(text + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		return vm.NewArray(text, base64.StdEncoding.EncodeToString(sum[:]))
	})
	// frames(deflate, takeover) is a function that takes bytes and gives a list of [opcode, text or bytes], for a close
	// frame [8, code, reason], code being 0 if there is none, and for a failure [-1, code, reason].
	jsconv.Export(vm, x, "frames", 2, func(c goja.FunctionCall) goja.Value {
		f := &frames{deflate: c.Argument(0).ToBoolean(), takeover: c.Argument(1).ToBoolean()}
		return vm.ToValue(func(c goja.FunctionCall) goja.Value {
			data, _ := jsconv.Bytes(c.Argument(0))
			messages := f.push(data)
			list := make([]any, len(messages))
			for i, m := range messages {
				switch m.opcode {
				case opClose, -1:
					list[i] = vm.NewArray(m.opcode, m.code, m.reason)
				case opText:
					list[i] = vm.NewArray(m.opcode, string(m.data))
				default:
					list[i] = vm.NewArray(m.opcode, w.env.NewBuffer(m.data))
				}
			}
			return vm.NewArray(list...)
		})
	})
}
