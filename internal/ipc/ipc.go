// Package ipc is the framing of the channel between a process and its children (Node: child_process.md#advanced-serialization).
//
// A channel is a stream of bytes in both directions. In JSON mode a frame is one JSON text and a newline. In advanced
// mode it is a length of four bytes, the most significant first, and so many bytes in V8's structured-clone form. What is
// inside is not looked at here, nor is a VM needed: Reader can work in the goroutine that reads.
//
// Messages whose cmd begins with NODE_ are the channel's own, in either mode: NODE_HANDLE brings a descriptor along,
// NODE_HANDLE_ACK says that it was taken. Descriptors travel beside the bytes, which is what Socket is for.
package ipc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
)

// Mode is the channel's serialization.
type Mode uint8

// The modes, as the option serialization and NODE_CHANNEL_SERIALIZATION_MODE name them.
const (
	JSON Mode = iota
	Advanced
)

// String is Node's name of the mode.
func (m Mode) String() string {
	if m == Advanced {
		return "advanced"
	}
	return "json"
}

// The commands of messages that are about handles.
const (
	Handle     = "NODE_HANDLE"
	HandleAck  = "NODE_HANDLE_ACK"
	HandleNack = "NODE_HANDLE_NACK"
)

// Prefix is what the cmd of the channel's own messages begins with.
const Prefix = "NODE_"

// Internal reports whether a message with that cmd is the channel's own rather than the script's.
func Internal(cmd string) bool { return len(cmd) > len(Prefix) && strings.HasPrefix(cmd, Prefix) }

// DefaultMax is the largest frame that a Reader takes unless it is told otherwise, about what a JavaScript string can hold.
const DefaultMax = 1 << 29

// ErrTruncated says that the stream ended inside a frame.
var ErrTruncated = errors.New("the channel ended inside a message")

// A TooLargeError says that a frame is larger than the Reader takes, or a payload larger than a frame can be.
type TooLargeError struct {
	Size uint64 // as far as it is known
	Max  uint64
}

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("a message of %d bytes or more is larger than the channel's limit of %d", e.Size, e.Max)
}

// prefix is the size of the length in front of a frame in advanced mode.
const prefix = 4

// AppendJSON appends a frame with a JSON text, which must have no raw newline in it, as JSON.stringify makes none.
func AppendJSON(dst, text []byte) []byte { return append(append(dst, text...), '\n') }

// AppendAdvanced appends a frame with a payload.
func AppendAdvanced(dst, payload []byte) ([]byte, error) {
	dst, start := BeginAdvanced(dst)
	return EndAdvanced(append(dst, payload...), start)
}

// BeginAdvanced begins a frame whose payload the caller appends to dst, before EndAdvanced gets the result and start.
func BeginAdvanced(dst []byte) (_ []byte, start int) {
	return append(dst, 0, 0, 0, 0), len(dst)
}

// EndAdvanced fills in the length of the frame that begins at start and reaches to the end of dst. If that is too large
// it returns what was there before the frame.
func EndAdvanced(dst []byte, start int) ([]byte, error) {
	n := len(dst) - start - prefix
	if uint64(n) > math.MaxUint32 {
		return dst[:start], &TooLargeError{uint64(n), math.MaxUint32}
	}
	binary.BigEndian.PutUint32(dst[start:], uint32(n))
	return dst, nil
}
