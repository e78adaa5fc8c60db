package clone

import (
	"bytes"
	"encoding/binary"
	"errors"
	"runtime"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repeat makes n times head, then middle, then n times tail, behind a header.
func repeat(n int, head, middle, tail string) []byte {
	b := append([]byte("\xff\x0f"), bytes.Repeat([]byte(head), n)...)
	return append(append(b, middle...), bytes.Repeat([]byte(tail), n)...)
}

func TestDepth(t *testing.T) {
	w := newWorld(t)
	deep := repeat(maxDepth-1, "A\x01", "0", "$\x00\x01")
	v, err := w.node.Parse(w.Runtime, deep, false)
	require.NoError(t, err)
	again, err := w.node.Append(nil, w.Runtime, v)
	require.NoError(t, err)
	assert.Equal(t, deep, again)
	_, err = w.node.Append(nil, w.Runtime, w.ToValue(w.NewArray(w.NewArray(v))))
	assert.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
	for _, data := range [][]byte{
		repeat(maxDepth+1, "A\x01", "0", "$\x00\x01"), repeat(100_000, "A\x01", "", ""), repeat(100_000, "o\"\x01a", "", ""),
		repeat(100_000, ";", "", ""), repeat(100_000, "'", "", ""), repeat(100_000, "rc", "", ""), repeat(100_000, "a\x01I\x00", "", ""),
	} {
		_, err = w.node.Parse(w.Runtime, data, false)
		assert.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
	}
	_, err = w.node.Parse(w.Runtime, repeat(100_000, "?\x00", "", ""), false)
	assert.Equal(t, ErrInvalid, err)
	channel := Node{Channel: true}
	_, err = channel.Parse(w.Runtime, repeat(100_000, "\\\x01", "", ""), false)
	assert.ErrorContains(t, err, "RangeError: Maximum call stack size exceeded")
}

// TestClaims reads bytes that claim to be followed by a lot, and counts the memory that this takes.
func TestClaims(t *testing.T) {
	w := newWorld(t)
	huge := string(binary.AppendUvarint(nil, 1<<31))
	mega := string(binary.AppendUvarint(nil, 90_000))
	tail := string(bytes.Repeat([]byte{'0'}, 100_000))
	for name, data := range map[string][]byte{
		"nested dense": repeat(9000, "A"+mega, tail, ""), "latin1": repeat(1, "\""+huge, "", ""), "utf16": repeat(1, "c"+huge, "", ""),
		"utf8": repeat(1, "S"+huge, "", ""), "bigint": repeat(1, "Z"+huge, "", ""), "buffer": repeat(1, "B"+huge, "", ""),
		"resizable": repeat(1, "~\x00"+huge, "", ""), "view": repeat(1, "B\x00VB\x00"+huge, "", ""), "host": repeat(1, "\\\x0a"+huge, "", ""),
		"sparse": repeat(1, "a"+huge, "@\x00"+huge, ""), "dense": repeat(1, "A"+huge, "", ""), "map": repeat(1, ";", ":"+huge, ""),
		"sparse far": repeat(1, "a"+huge+"U"+huge, "0@\x01"+huge, ""), "reference": repeat(1, "^"+huge, "", ""),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _ = w.node.Parse(w.Runtime, data, false)
		runtime.ReadMemStats(&after)
		assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(200*len(data)+1<<20), name)
	}
}

// TestDescendingKeys has many indexes in the worst order: they must not be put in place one by one.
func TestDescendingKeys(t *testing.T) {
	w := newWorld(t)
	for _, c := range [][2]string{{"o", "{"}, {"a\x80\x80\x80\x80\x01", "@"}} {
		const n = 50_000
		data := []byte("\xff\x0f" + c[0])
		for i := n; i > 0; i-- {
			data = append(binary.AppendUvarint(append(data, 'U'), uint64(i*17)), '0')
		}
		data = binary.AppendUvarint(append(data, c[1]...), n)
		if c[0] != "o" {
			data = append(data, 0x80, 0x80, 0x80, 0x80, 1)
		}
		v, err := w.node.Parse(w.Runtime, data, false)
		require.NoError(t, err)
		require.NoError(t, w.Set("v", v))
		assert.Equal(t, "50000 17 34", w.eval(t, "make(() => { const k = Object.keys(v); return k.length + ' ' + k[0] + ' ' + k[1] })").String())
	}
}

func TestHooks(t *testing.T) {
	w := newWorld(t)
	host := w.ToValue(&struct{ N int }{7}).(*goja.Object)
	x := NewWriter(w.Runtime, []byte("abc"))
	x.Header()
	assert.EqualError(t, x.Value(host), "DataCloneError: #<Object> could not be cloned.")

	x = NewWriter(w.Runtime, nil)
	x.IsHost = func(o *goja.Object) bool { return o.Get("marked") != nil }
	x.Host = func(w *Writer, o *goja.Object) error {
		if o == host {
			return errors.New("not this one")
		}
		w.Uint32(300)
		w.Uint64(1 << 40)
		w.Double(-0.25)
		w.Raw([]byte("raw"))
		return w.Value(o.Get("inner"))
	}
	x.Header()
	x.Transfer(5, w.eval(t, "globalThis.ab = new ArrayBuffer(3)").(*goja.Object))
	require.NoError(t, x.Value(w.eval(t, "[{ marked: 1 }, own(new K, { marked: 1, inner: 'in' }), ab, new Uint8Array(ab), ab]")))
	assert.ErrorContains(t, x.Value(host), "not this one")

	r := NewReader(w.Runtime, x.Bytes())
	r.Transfer(5, w.ToValue(w.NewArrayBuffer([]byte{1, 2, 3})))
	r.Host = func(r *Reader) (goja.Value, error) {
		a, _ := r.Uint32()
		b, _ := r.Uint64()
		c, _ := r.Double()
		raw, _ := r.Raw(3)
		v, err := r.Value()
		require.NoError(t, err)
		return w.NewArray(a, b, c, string(raw), v), nil
	}
	require.NoError(t, r.Header())
	assert.Equal(t, uint32(Version), r.Version())
	v, err := r.Value()
	require.NoError(t, err)
	require.NoError(t, w.Set("v", v))
	assert.Equal(t, `{"marked":1}|300,1099511627776,-0.25,raw,in|1,2,3|true`,
		w.eval(t, "[JSON.stringify(v[0]), v[1], v[3], v[2] === v[4] && v[3].buffer === v[2]].join('|')").String())
	_, ok := r.Double()
	assert.False(t, ok)
}

// TestChannel has the marks that the channel of child processes has.
func TestChannel(t *testing.T) {
	w := newWorld(t)
	n := *w.node
	n.Channel = true
	data, err := n.Append([]byte("head"), w.Runtime, w.eval(t, "Buffer.from('abc')"))
	require.NoError(t, err)
	assert.Equal(t, "head\xff\x0f\\\x00\x0a\x03abc", string(data))
	v, err := n.Parse(w.Runtime, data[4:], true)
	require.NoError(t, err)
	require.NoError(t, w.Set("v", v))
	copy(data[10:], "xyz")
	assert.Equal(t, "true,120,121,122", w.eval(t, "[v instanceof Buffer, ...v].join()").String(), "it lies in the message")

	data, err = n.Append(nil, w.Runtime, w.ToValue(&struct{ A, B int }{1, 2}))
	require.NoError(t, err)
	assert.Equal(t, "\xff\x0f\\\x01o\"\x01AI\x02\"\x01BI\x04{\x02", string(data))
	v, err = n.Parse(w.Runtime, data, true)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"A": int64(1), "B": int64(2)}, v.Export())
}

// TestEnv clones a Proxy that Go has made, as process.env is one.
func TestEnv(t *testing.T) {
	w := newWorld(t)
	target := w.eval(t, "({ A: 'b' })").(*goja.Object)
	env := w.ToValue(w.NewProxy(target, &goja.ProxyTrapConfig{}))
	copied, err := copyOf(w.Runtime, env, Options{})
	require.NoError(t, err)
	v, err := copied.Read(w.Runtime, nil)
	require.NoError(t, err)
	assert.Equal(t, map[string]any{"A": "b"}, v.Export())
	data, err := (&Node{Channel: true}).Append(nil, w.Runtime, env)
	require.NoError(t, err)
	assert.Equal(t, "\xff\x0f\\\x01o\"\x01A\"\x01b{\x01", string(data))
	_, err = w.node.Append(nil, w.Runtime, env)
	assert.ErrorContains(t, err, "could not be cloned.")
}

func TestTransfer(t *testing.T) {
	w := newWorld(t)
	other := newWorld(t)
	v := w.eval(t, "globalThis.v = { ab: new Uint8Array([1, 2, 3]).buffer, s: 'long '.repeat(50), u: 'läng '.repeat(50) }, v.view = new Uint8Array(v.ab, 1), v")
	ab := w.eval(t, "v.ab").(*goja.Object)
	memory := ab.Export().(goja.ArrayBuffer).Bytes()
	_, err := copyOf(w.Runtime, w.eval(t, "[v, () => 1]"), Options{Transfer: []*goja.Object{ab}})
	assert.EqualError(t, err, "DataCloneError: () => 1 could not be cloned.")
	assert.False(t, ab.Export().(goja.ArrayBuffer).Detached())

	_, err = copyOf(w.Runtime, v, Options{Transfer: []*goja.Object{ab, ab}})
	assert.EqualError(t, err, "DataCloneError: Transfer list contains duplicate ArrayBuffer")
	_, err = copyOf(w.Runtime, v, Options{Transfer: []*goja.Object{w.NewObject()}})
	assert.EqualError(t, err, "DataCloneError: Found invalid value in transferList.")

	copied, err := copyOf(w.Runtime, v, Options{Transfer: []*goja.Object{ab}})
	require.NoError(t, err)
	assert.True(t, ab.Export().(goja.ArrayBuffer).Detached())
	there, err := copied.Read(other.Runtime, nil)
	require.NoError(t, err)
	require.NoError(t, other.Set("v", there))
	got := other.eval(t, "v.ab").Export().(goja.ArrayBuffer).Bytes()
	assert.Same(t, &memory[0], &got[0])
	assert.Equal(t, "true,2,3,true", other.eval(t, "[v.view.buffer === v.ab, ...v.view, v.s === 'long '.repeat(50) && v.u === 'läng '.repeat(50)].join()").String())

	_, err = copyOf(w.Runtime, v, Options{})
	assert.EqualError(t, err, "DataCloneError: An ArrayBuffer is detached and could not be cloned.")
	_, err = copyOf(w.Runtime, w.eval(t, "1"), Options{Transfer: []*goja.Object{ab}})
	assert.EqualError(t, err, "DataCloneError: Cannot transfer object of unsupported type.")
}

func TestThings(t *testing.T) {
	w := newWorld(t)
	other := newWorld(t)
	type port struct{ n int }
	opts := Options{
		IsHost: func(o *goja.Object) bool { return o.Get("port") != nil },
		Thing:  func(o *goja.Object) (any, error) { return &port{int(o.Get("port").ToInteger())}, nil },
	}
	copied, err := copyOf(w.Runtime, w.eval(t, "make(() => { const p = own(new K, { port: 7 }); return [p, { p }] })"), opts)
	require.NoError(t, err)
	v, err := copied.Read(other.Runtime, func(thing any) (goja.Value, error) {
		o := other.NewObject()
		return o, o.Set("got", thing.(*port).n)
	})
	require.NoError(t, err)
	require.NoError(t, other.Set("v", v))
	assert.Equal(t, "7,true", other.eval(t, "[v[0].got, v[1].p === v[0]].join()").String())
}

// TestPrivateTags are for Values only.
func TestPrivateTags(t *testing.T) {
	w := newWorld(t)
	for _, tag := range "\x01\x02\x03t" {
		_, err := w.node.Parse(w.Runtime, []byte{0xff, 0x0f, byte(tag), 0}, false)
		assert.Equal(t, ErrInvalid, err)
	}
}
