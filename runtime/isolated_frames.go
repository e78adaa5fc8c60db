package runtime

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/modules"
)

// What goes between a program and an Isolated's process is frames: a byte for the kind, four for the length, the rest.
// The program sends settings and then requests; the process answers each, with its output before that.
const (
	frameStdout = 1
	frameStderr = 2
	frameJSON   = 3

	frameHead = 5
	frameMax  = 256 << 20 // bytes: what a script returns is held by the program, too
)

// settings are a Runtime's options as far as they are no functions.
type settings struct {
	Args, ExecArgv, Env []string
	Dir                 string
	Flags               modules.Flags
	Permissions         *Permissions
	Within              string // more permissions, encoded
	Audit, Starts       bool
	KillTree            *bool
	CPU                 time.Duration
	Memory              uint64
	Channelled          [3]bool // which of the standard streams go over the channel
}

// request is a method of Isolated.
type request struct {
	Do           string // file, string, await
	Name, Source string
	Args         []any
}

// answer is what came of a request, or, unasked, which limit the process has gone beyond.
type answer struct {
	Value      any
	Exit       *int         // of an *ExitError
	Script     *ScriptError // in it, or by itself
	Error      string       // of another kind
	Ended      bool         // ErrEnded
	Over, Most string
}

func answerOf(v any, err error) answer {
	var a answer
	if err == nil {
		a.Value, err = pack(v)
	}
	var exit *ExitError
	switch {
	case err == nil:
		return a
	case errors.Is(err, ErrEnded):
		return answer{Ended: true}
	case errors.As(err, &exit):
		a.Exit = &exit.Code
		err = exit.Err
	}
	if err != nil && !errors.As(err, &a.Script) {
		a.Error = err.Error()
	}
	return a
}

func (a *answer) result() (any, error) {
	var err error
	switch {
	case a.Ended:
		return nil, ErrEnded
	case a.Script != nil:
		err = a.Script
	case a.Error != "":
		err = errors.New(a.Error)
	}
	if a.Exit != nil {
		return nil, &ExitError{Code: *a.Exit, Err: err}
	}
	if err != nil {
		return nil, err
	}
	return unpack(a.Value)
}

func parseAnswer(b []byte) (a answer, err error) {
	err = json.Unmarshal(b, &a)
	return a, err
}

func writeFrame(w io.Writer, kind byte, v any) error {
	payload, raw := v.([]byte)
	if !raw {
		var err error
		if payload, err = json.Marshal(v); err != nil {
			return err
		}
	}
	if len(payload) > frameMax {
		return fmt.Errorf("runtime: %d bytes are more than go to another process at once", len(payload))
	}
	b := make([]byte, frameHead, frameHead+len(payload))
	b[0] = kind
	binary.BigEndian.PutUint32(b[1:], uint32(len(payload)))
	_, err := w.Write(append(b, payload...))
	return err
}

type frameReader struct{ r *bufio.Reader }

func newFrameReader(r io.Reader) *frameReader { return &frameReader{bufio.NewReader(r)} }

// notAFrame is the text that came instead of a frame, until the end.
type notAFrame struct{ text string }

func (e *notAFrame) Error() string { return "runtime: no frame: " + e.text }

func (f *frameReader) next() (kind byte, payload []byte, err error) {
	head, err := f.r.Peek(frameHead)
	if len(head) == 0 {
		return 0, nil, err
	}
	kind = head[0]
	size := uint32(0)
	if err == nil {
		size = binary.BigEndian.Uint32(head[1:])
	}
	if err != nil || kind < frameStdout || kind > frameJSON || size > frameMax {
		text, _ := io.ReadAll(io.LimitReader(f.r, 1<<16))
		_, _ = io.Copy(io.Discard, f.r)
		return 0, nil, &notAFrame{string(text)}
	}
	payload = make([]byte, size)
	_, _ = f.r.Discard(frameHead)
	_, err = io.ReadFull(f.r, payload)
	return kind, payload, err
}

// Values go as JSON. What JSON has no word for is an object with one member, whose name says what it is.
const (
	tagInteger = "i"
	tagFloat   = "f"
	tagBig     = "n"
	tagBytes   = "b"
	tagTime    = "t"
	tagObject  = "o"
)

// packDepth bounds values within values; an object that has itself in it has no end.
const packDepth = 1000

func pack(v any) (any, error) { return packAt(v, 0) }

func packAt(v any, depth int) (any, error) {
	if depth > packDepth {
		return nil, errors.New("runtime: a value that goes too deep cannot go to another process")
	}
	switch v := v.(type) {
	case nil, bool, string:
		return v, nil
	case int:
		return map[string]any{tagInteger: strconv.Itoa(v)}, nil
	case int64:
		return map[string]any{tagInteger: strconv.FormatInt(v, 10)}, nil
	case float64:
		return map[string]any{tagFloat: strconv.FormatFloat(v, 'g', -1, 64)}, nil
	case *big.Int:
		return map[string]any{tagBig: v.String()}, nil
	case []byte:
		return map[string]any{tagBytes: v}, nil
	case goja.ArrayBuffer:
		return map[string]any{tagBytes: v.Bytes()}, nil
	case time.Time:
		return map[string]any{tagTime: v}, nil
	case []any:
		list := make([]any, len(v))
		for i := range v {
			var err error
			if list[i], err = packAt(v[i], depth+1); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		members := make(map[string]any, len(v))
		for k := range v {
			var err error
			if members[k], err = packAt(v[k], depth+1); err != nil {
				return nil, err
			}
		}
		return map[string]any{tagObject: members}, nil
	}
	return nil, fmt.Errorf("runtime: a %T cannot go to another process", v)
}

// unpack makes of what pack has made, and JSON has carried, the value again.
func unpack(v any) (any, error) {
	switch v := v.(type) {
	case nil, bool, string:
		return v, nil
	case []any:
		for i := range v {
			var err error
			if v[i], err = unpack(v[i]); err != nil {
				return nil, err
			}
		}
		return v, nil
	case map[string]any:
		for tag, what := range v {
			return unpackTagged(tag, what)
		}
	}
	return nil, errors.New("runtime: malformed value")
}

func unpackTagged(tag string, what any) (any, error) {
	if members, ok := what.(map[string]any); ok && tag == tagObject {
		for k := range members {
			var err error
			if members[k], err = unpack(members[k]); err != nil {
				return nil, err
			}
		}
		return members, nil
	}
	text, _ := what.(string)
	switch tag {
	case tagInteger:
		return strconv.ParseInt(text, 10, 64)
	case tagFloat:
		return strconv.ParseFloat(text, 64)
	case tagBig:
		if n, ok := new(big.Int).SetString(text, 10); ok {
			return n, nil
		}
	case tagBytes:
		var b []byte
		err := json.Unmarshal([]byte(strconv.Quote(text)), &b)
		return b, err
	case tagTime:
		return time.Parse(time.RFC3339Nano, text)
	}
	return nil, errors.New("runtime: malformed value")
}
