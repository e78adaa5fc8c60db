package clone

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

// FuzzReader reads anything. What can be read can be written, and what is written is read as the same.
func FuzzReader(f *testing.F) {
	for _, file := range []string{"wire.txt", "foreign.txt"} {
		for _, p := range pairs(f, file) {
			for _, s := range p {
				s, _, _ = strings.Cut(s, " ")
				if b, err := hex.DecodeString(s); err == nil {
					f.Add(b, false)
					f.Add(b, true)
				}
			}
		}
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, data []byte, channel bool) {
		n := *w.node
		n.Channel = channel
		v, err := n.Parse(w.Runtime, data, false)
		if err != nil {
			return
		}
		first, err := n.Append(nil, w.Runtime, v)
		require.NoError(t, err)
		again, err := n.Parse(w.Runtime, first, false)
		require.NoError(t, err, "%x", first)
		second, err := n.Append(nil, w.Runtime, again)
		require.NoError(t, err)
		require.Equal(t, first, second)
	})
}

// maker makes a value out of bytes.
type maker struct {
	vm    *goja.Runtime
	data  []byte
	depth int
	made  []goja.Value
}

func (m *maker) next() int {
	if len(m.data) == 0 {
		return 0
	}
	b := m.data[0]
	m.data = m.data[1:]
	return int(b)
}

func (m *maker) call(src string, args ...goja.Value) goja.Value {
	fn, err := m.vm.RunString("(" + src + ")")
	if err != nil {
		panic(err)
	}
	f, _ := goja.AssertFunction(fn)
	v, err := f(nil, args...)
	if err != nil {
		panic(err)
	}
	return v
}

func (m *maker) value() goja.Value {
	vm := m.vm
	if m.depth++; m.depth > 20 {
		return goja.Null()
	}
	defer func() { m.depth-- }()
	var v goja.Value
	switch kind := m.next(); kind % 20 {
	case 0:
		return goja.Undefined()
	case 1:
		return vm.ToValue(m.next() - 128)
	case 2:
		return vm.ToValue((m.next() << 24) * (m.next() - 128))
	case 3:
		return vm.ToValue(float64(m.next()) / 7)
	case 4:
		return vm.ToValue(strings.Repeat(string(rune(m.next()*257)), m.next()%100))
	case 5:
		return goja.StringFromUTF16([]uint16{uint16(m.next() * 257), 0xd800 + uint16(m.next()), 'a'})
	case 6:
		return m.call("(a, b) => (BigInt(a) - 128n) ** BigInt(b % 9)", vm.ToValue(m.next()), vm.ToValue(m.next()))
	case 7:
		if len(m.made) == 0 {
			return vm.ToValue(kind > 100)
		}
		return m.made[m.next()%len(m.made)]
	case 8:
		v = m.call("(ms) => new Date(ms)", vm.ToValue(m.next()*1e9))
	case 9:
		v = m.call("(s) => Object(s)", m.value())
	case 10:
		v = m.call("(n) => /x+/.constructor('a'.repeat(n), 'gimsuy'.slice(0, n % 7))", vm.ToValue(m.next()))
	case 11:
		v = m.call("(n) => new Uint8Array(n).fill(n).buffer", vm.ToValue(m.next()))
	case 12:
		v = m.call("(n) => { const b = new ArrayBuffer(n * 8); return [new Int8Array(b), new Uint16Array(b), new Float64Array(b), new BigUint64Array(b), new DataView(b), new Buffer(b), new Uint8ClampedArray(b)][n % 7] }", vm.ToValue(m.next()))
	case 13:
		v = m.call("(n, s, c) => error([Error, TypeError, RangeError, URIError][n % 4], s, { cause: c })", vm.ToValue(m.next()), vm.ToValue(m.next()), m.value())
	case 14, 15:
		o := vm.NewObject()
		m.made = append(m.made, o)
		for range m.next() % 15 {
			key := goja.StringFromUTF16([]uint16{uint16('0' + m.next()), uint16(m.next() * 3)}[m.next()%2:])
			m.call("(o, k, v) => { o[k] = v }", o, key, m.value())
		}
		return o
	case 16:
		o := m.call("() => []")
		m.made = append(m.made, o)
		for range m.next() % 15 {
			m.call("(a, v) => { a.push(v) }", o, m.value())
		}
		return o
	case 17:
		o := m.call("() => []")
		m.made = append(m.made, o)
		for range m.next() % 5 {
			m.call("(a, i, v) => { a[i * i * i] = v; a['x' + i] = i }", o, vm.ToValue(m.next()), m.value())
		}
		return o
	case 18:
		o := m.call("() => new Map")
		m.made = append(m.made, o)
		for range m.next() % 8 {
			m.call("(m, k, v) => { m.set(k, v) }", o, m.value(), m.value())
		}
		return o
	case 19:
		o := m.call("() => new Set")
		m.made = append(m.made, o)
		for range m.next() % 8 {
			m.call("(s, v) => { s.add(v) }", o, m.value())
		}
		return o
	}
	m.made = append(m.made, v)
	return v
}

// FuzzRoundTrip writes values that come about by chance, and reads them here and in another VM.
func FuzzRoundTrip(f *testing.F) {
	f.Add([]byte{14, 5, 4, 65, 3, 16, 3, 1, 2, 3, 4, 18, 2, 1, 1, 7, 0, 13, 2, 5, 1, 1})
	f.Add([]byte("\x0e\x0a\x04\x01\x01\x11\x03\x08\x05\x0c\x07\x12\x03\x06\x06\x06\x09\x13\x02"))
	w, other := newWorld(f), newWorld(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		m := maker{vm: w.Runtime, data: data}
		v := m.value()
		first, err := w.node.Append(nil, w.Runtime, v)
		require.NoError(t, err)
		read, err := other.node.Parse(other.Runtime, first, true)
		require.NoError(t, err, "%x", first)
		second, err := other.node.Append(nil, other.Runtime, read)
		require.NoError(t, err)
		require.Equal(t, first, second)

		copied, err := copyOf(w.Runtime, v, Options{})
		require.NoError(t, err)
		there, err := copied.Read(other.Runtime, nil)
		require.NoError(t, err)
		want, err := plain(w, v)
		require.NoError(t, err)
		got, err := plain(other, there)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
