package ipc

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// read feeds a stream in chunks of the given size and collects the frames, copied.
func read(r *Reader, stream []byte, size int) (frames []string, err error) {
	for len(stream) > 0 && err == nil {
		chunk := bytes.Clone(stream[:min(size, len(stream))])
		stream = stream[len(chunk):]
		r.Feed(chunk)
		for {
			f, ok, e := r.Next()
			if err = e; !ok {
				break
			}
			frames = append(frames, string(f.Data))
		}
		clear(chunk)
	}
	return frames, err
}

func TestModes(t *testing.T) {
	assert.Equal(t, "json advanced", JSON.String()+" "+Advanced.String())
	assert.True(t, Internal(Handle))
	assert.True(t, Internal(HandleAck))
	assert.False(t, Internal("NODE_"))
	assert.False(t, Internal("node_x"))
}

func TestJSONFrames(t *testing.T) {
	var stream []byte
	want := []string{`"hé€"`, `{"a":"😀"}`, ``, `1`, strings.Repeat("x", 70_000)}
	for _, text := range want {
		stream = AppendJSON(stream, []byte(text))
	}
	for size := 1; size < 12; size++ {
		var r Reader
		frames, err := read(&r, stream, size)
		require.NoError(t, err)
		assert.Equal(t, want, frames)
		assert.NoError(t, r.End())
	}
	frames, err := read(&Reader{}, stream, 1<<20)
	require.NoError(t, err)
	assert.Equal(t, want, frames)

	var r Reader
	_, err = read(&r, []byte("1\n2"), 100)
	require.NoError(t, err)
	assert.Equal(t, 1, r.Held())
	assert.ErrorIs(t, r.End(), ErrTruncated)
}

func TestAdvancedFrames(t *testing.T) {
	stream, err := AppendAdvanced(nil, []byte("\xff\x0f\"\x02hi")) // as node sends "hi"
	require.NoError(t, err)
	assert.Equal(t, []byte("\x00\x00\x00\x06\xff\x0f\"\x02hi"), stream)
	want := []string{"\xff\x0f\"\x02hi", "", "\n", strings.Repeat("y", 5_000_000)}
	for _, payload := range want[1:] {
		stream, err = AppendAdvanced(stream, []byte(payload))
		require.NoError(t, err)
	}
	for _, size := range []int{3, 1, 2, 5, 65536, 1 << 30} {
		r := Reader{Mode: Advanced}
		frames, err := read(&r, stream, size)
		require.NoError(t, err)
		require.Equal(t, want, frames)
		assert.NoError(t, r.End())
		if size == 3 {
			want, stream = want[:3], stream[:len(stream)-5_000_004] // small ones are enough for the others
			want = append(want, strings.Repeat("z", 200))
			stream, err = AppendAdvanced(stream, []byte(want[3]))
			require.NoError(t, err)
		}
	}
	for cut := 1; cut < 10; cut++ {
		r := Reader{Mode: Advanced}
		_, err := read(&r, stream[:cut], 1)
		require.NoError(t, err)
		assert.ErrorIs(t, r.End(), ErrTruncated)
	}
}

func TestOwnership(t *testing.T) {
	r := Reader{}
	chunk := []byte("12\n34")
	r.Feed(chunk)
	f, ok, err := r.Next()
	require.NoError(t, err)
	require.True(t, ok)
	assert.False(t, f.Owned)
	assert.Same(t, &chunk[0], &f.Data[0])
	assert.Equal(t, 2, cap(f.Data))
	_, ok, _ = r.Next()
	require.False(t, ok)
	copy(chunk, "xxxxx")
	r.Feed([]byte("5\n"))
	f, ok, _ = r.Next()
	require.True(t, ok)
	assert.True(t, f.Owned)
	assert.Equal(t, "345", string(f.Data))
}

func TestLimits(t *testing.T) {
	for _, mode := range []Mode{JSON, Advanced} {
		stream := AppendJSON(nil, []byte("12345678"))
		if mode == Advanced {
			stream, _ = AppendAdvanced(nil, []byte("12345678"))
		}
		for size := 1; size < 20; size++ {
			frames, err := read(&Reader{Mode: mode, Max: 8}, stream, size)
			require.NoError(t, err)
			assert.Equal(t, []string{"12345678"}, frames)

			r := Reader{Mode: mode, Max: 7}
			_, err = read(&r, stream, size)
			var large *TooLargeError
			require.ErrorAs(t, err, &large)
			assert.Equal(t, uint64(7), large.Max)
			assert.ErrorIs(t, r.End(), err)
			r.Feed([]byte("1\n"))
			_, ok, again := r.Next()
			assert.False(t, ok)
			assert.Equal(t, err, again)
		}
	}
	_, err := read(&Reader{Mode: Advanced}, []byte{0xff, 0xff, 0xff, 0xff, 1}, 9)
	assert.EqualError(t, err, "a message of 4294967295 bytes or more is larger than the channel's limit of 536870912")
}

// TestClaims lets a frame claim what the Reader would take, and never send it.
func TestClaims(t *testing.T) {
	r := Reader{Mode: Advanced}
	_, err := read(&r, binary.BigEndian.AppendUint32(nil, DefaultMax), 9)
	require.NoError(t, err)
	_, err = read(&r, make([]byte, 100), 9)
	require.NoError(t, err)
	assert.Equal(t, 100, len(r.part))
	assert.LessOrEqual(t, cap(r.part), 400)
}

// TestLinear feeds a long line byte by byte: a Reader that looked at bytes again would not come to an end.
func TestLinear(t *testing.T) {
	r := Reader{}
	one := []byte("x")
	for range 4_000_000 {
		r.Feed(one)
		_, ok, err := r.Next()
		require.False(t, ok)
		require.NoError(t, err)
	}
	assert.Equal(t, 4_000_000, r.Held())
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte("{}\n1\n"), uint8(2))
	f.Add([]byte("\n\nabc"), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		r := Reader{Max: 64}
		frames, err := read(&r, stream, int(size)+1)
		lines := strings.Split(string(stream), "\n")
		for i, line := range lines {
			if len(line) > 64 {
				require.Error(t, err)
				require.Equal(t, lines[:i], append([]string{}, frames...))
				return
			}
		}
		require.NoError(t, err)
		last := len(lines) - 1
		require.Equal(t, lines[:last], append([]string{}, frames...))
		require.Equal(t, len(lines[last]), r.Held())
	})
}

func FuzzAdvanced(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01a\x00\x00\x00\x00"), uint8(2))
	f.Add([]byte("\xff\xff\xff\xffa"), uint8(0))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		r := Reader{Mode: Advanced, Max: 64}
		frames, err := read(&r, stream, int(size)+1)
		for _, frame := range frames {
			n := binary.BigEndian.Uint32(stream)
			require.Equal(t, string(stream[4:4+n]), frame)
			stream = stream[4+n:]
		}
		if err != nil {
			require.Greater(t, binary.BigEndian.Uint32(stream), uint32(64))
			return
		}
		require.True(t, len(stream) < 4 || int(binary.BigEndian.Uint32(stream)) > len(stream)-4)
		require.Equal(t, len(stream) > 0, r.End() != nil)
	})
}

func BenchmarkReader(b *testing.B) {
	small := bytes.Repeat([]byte(`{"id":12345,"method":"test","params":[1,2,3]}`+"\n"), 1400)
	large := append(bytes.Repeat([]byte("x"), 1<<20), '\n')
	for name, stream := range map[string][]byte{"small": small, "1MiB": large} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			var r Reader
			for b.Loop() {
				for rest := stream; len(rest) > 0; {
					n := min(len(rest), 65536)
					r.Feed(rest[:n])
					rest = rest[n:]
					for ok := true; ok; _, ok, _ = r.Next() {
					}
				}
			}
		})
	}
}
