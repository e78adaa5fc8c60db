package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/assert"
)

// FuzzFrames: what a process says, be it broken, is an answer or an error.
func FuzzFrames(f *testing.F) {
	packed, _ := pack(map[string]any{"a": []any{nil, 1.5, int64(2), []byte("x")}})
	var b bytes.Buffer
	_ = writeFrame(&b, frameStdout, []byte("text"))
	_ = writeFrame(&b, frameJSON, answer{Value: packed})
	f.Add(b.Bytes())
	_ = writeFrame(&b, frameJSON, answer{Exit: new(int), Script: &ScriptError{Message: "m"}})
	f.Add(b.Bytes())
	f.Add([]byte("fatal error: out of memory\n"))
	f.Add([]byte{frameJSON, 0, 0, 0, 30, '{'})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := newFrameReader(bytes.NewReader(data))
		for {
			kind, payload, err := r.next()
			var bad *notAFrame
			if err != nil {
				assert.True(t, errors.As(err, &bad) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF), "%v", err)
				return
			}
			if kind != frameJSON {
				continue
			}
			if a, err := parseAnswer(payload); err == nil {
				if v, err := a.result(); err == nil {
					again, err := pack(v)
					assert.NoError(t, err)
					_, err = json.Marshal(again)
					assert.NoError(t, err)
				}
			}
		}
	})
}
