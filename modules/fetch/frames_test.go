package fetch

import (
	"bytes"
	"compress/flate"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// packed is a message of permessage-deflate, one of several that w writes.
func packed(t *testing.T, w *flate.Writer, b *bytes.Buffer, text string) []byte {
	b.Reset()
	_, err := w.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, w.Flush())
	out := bytes.TrimSuffix(b.Bytes(), []byte{0, 0, 0xff, 0xff})
	return append([]byte{0xc2, byte(len(out))}, out...)
}

func TestMessagesContinueTheWindowOfTheLastOne(t *testing.T) {
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, flate.BestCompression)
	require.NoError(t, err)
	f := frames{deflate: true, takeover: true}
	text := "the same text, much shorter the second time; the same text, much shorter the second time"
	first := packed(t, w, &b, text)
	assert.Equal(t, []message{{opcode: opBinary, data: []byte(text)}}, f.push(first))
	second := packed(t, w, &b, text)
	assert.Less(t, len(second), len(first)/2)
	assert.Equal(t, []message{{opcode: opBinary, data: []byte(text)}}, f.push(second))
}

func TestFramesThatAreWrong(t *testing.T) {
	for in, code := range map[string]int{
		"\x81\x80":         1002, // masked
		"\xc1\x00":         1002, // compressed
		"\xa1\x00":         1002, // reserved bits
		"\x83\x00":         1002, // reserved opcode
		"\x09\x00":         1002, // a ping in parts
		"\x88\x7e\x00\x7e": 1002, // a long close
		"\x80\x00":         1002, // continues nothing
		"\x01\x00\x81\x00": 1002, // a message within another
		"\x88\x01x":        1002,
		"\x88\x02\x03\xed": 1002, // code 1005
		"\x81\x01\xff":     1007,
		"\x82\x7f\xff\xff\xff\xff\xff\xff\xff\xff": 1009,
	} {
		f := frames{}
		list := f.push([]byte(in))
		require.Len(t, list, 1, "%q", in)
		assert.Equal(t, -1, list[0].opcode, "%q", in)
		assert.Equal(t, code, list[0].code, "%q", in)
		assert.Empty(t, f.push([]byte("\x81\x00")))
	}
}

func TestFramesOfClientsAreMasked(t *testing.T) {
	for _, n := range []int{0, 1, 125, 126, 65535, 65536} {
		data := bytes.Repeat([]byte("x"), n)
		out := frame(opBinary, data)
		head := len(out) - n
		assert.Equal(t, byte(0x82), out[0])
		assert.Equal(t, byte(0x80), out[1]&0x80)
		for i, b := range out[head:] {
			require.Equal(t, byte('x'), b^out[head-4+i&3])
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("\x81\x02hi\x89\x00\x02\x01x\x80\x01y\x88\x02\x03\xe8"), true)
	f.Add([]byte("\xc1\x03\x02\x00\x00"), false)
	f.Fuzz(func(t *testing.T, in []byte, deflate bool) {
		whole := frames{deflate: deflate, takeover: deflate}
		want := whole.push(in)
		pieces := frames{deflate: deflate, takeover: deflate}
		var got []message
		for i := range in {
			got = append(got, pieces.push(in[i:i+1])...)
		}
		assert.Equal(t, want, got)
	})
}
