package clone

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/installed"
	"github.com/gojs-run/gojs/internal/stack"
)

// world is a VM with a class that stands for Buffer.
type world struct {
	*goja.Runtime
	node *Node
}

func newWorld(t testing.TB) world {
	vm := goja.New()
	stack.Install(vm)
	setup, err := os.ReadFile("testdata/setup.js")
	require.NoError(t, err)
	_, err = vm.RunString(string(setup) + `
		class Buffer extends Uint8Array { static from(s) { return new Buffer(unescape(encodeURIComponent(s)).split('').map((c) => c.charCodeAt(0))) } }
		globalThis.Buffer = Buffer;
		const unescape = (s) => s.replace(/%(..)/g, (_, h) => String.fromCharCode(parseInt(h, 16)));`)
	require.NoError(t, err)
	class := vm.Get("Buffer").(*goja.Object)
	return world{vm, &Node{Prototype: class.Get("prototype").(*goja.Object), NewBuffer: func(b []byte) *goja.Object {
		o, err := vm.New(class, vm.ToValue(vm.NewArrayBuffer(b)))
		if err != nil {
			panic(err)
		}
		return o
	}}}
}

func (w world) eval(t testing.TB, src string) goja.Value {
	v, err := w.RunString("(" + src + ")")
	require.NoError(t, err, src)
	return v
}

// outcome is hexadecimal bytes, or "! Error: message" with the class that Node has for it.
func outcome(b []byte, err error) string {
	var thrown *goja.Exception
	switch {
	case err == nil:
		return hex.EncodeToString(b)
	case errors.As(err, &thrown):
		return "! " + thrown.Value().String()
	}
	return "! Error: " + strings.TrimPrefix(err.Error(), "DataCloneError: ")
}

// pairs reads a file in testdata: two lines each that belong together, and comments.
func pairs(t testing.TB, name string) (list [][2]string) {
	text, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	var first string
	for line := range strings.Lines(string(text)) {
		switch line = strings.TrimSuffix(line, "\n"); {
		case line == "" || line[0] == '#':
		case first == "":
			first = line
		default:
			list, first = append(list, [2]string{first, line}), ""
		}
	}
	return list
}

// node runs a program under node and returns what it prints, a line each.
func node(t *testing.T, program string, arg any) []string {
	data, err := json.Marshal(arg)
	require.NoError(t, err)
	out := installed.Ask(t, 0, string(data), "-e", `const arg = JSON.parse(require('fs').readFileSync(0, 'utf8'));
		// A DataView is shown without its buffer, which the serializers leave out.
		const inspect = (v, options = { depth: 9 }) => require('util').inspect(v instanceof DataView ? Buffer.from(v.buffer, v.byteOffset, v.byteLength) : v, options);
		`+program)
	return strings.Split(strings.TrimSuffix(out, "\n"), "\n")
}

func TestWire(t *testing.T) {
	w := newWorld(t)
	list := pairs(t, "wire.txt")
	for _, p := range list {
		src, want := p[0], p[1]
		got := outcome(w.node.Append(nil, w.Runtime, w.eval(t, src)))
		assert.Equal(t, want, got, src)
		if want[0] == '!' {
			continue
		}
		data, err := hex.DecodeString(want)
		require.NoError(t, err)
		v, err := w.node.Parse(w.Runtime, data, false)
		if !assert.NoError(t, err, src) {
			continue
		}
		if !strings.Contains(src, "a.length = 1") { // which has left holes
			assert.Equal(t, want, outcome(w.node.Append(nil, w.Runtime, v)), src)
		}

		// By way of a Value, in another VM.
		copied, err := copyOf(w.Runtime, v, Options{})
		require.NoError(t, err, src)
		other := newWorld(t)
		there, err := copied.Read(other.Runtime, nil)
		require.NoError(t, err, src)
		wire, err := plain(w, v)
		require.NoError(t, err, src)
		again, err := plain(other, there)
		require.NoError(t, err, src)
		assert.Equal(t, hex.EncodeToString(wire), hex.EncodeToString(again), src)
	}
	t.Run("node reads it", func(t *testing.T) {
		setup, err := os.ReadFile("testdata/setup.js")
		require.NoError(t, err)
		lines := node(t, `(0, eval)(arg.setup); const v8 = require('v8');
			const show = (v) => inspect(v, { depth: 50, maxArrayLength: 500 }).replace(/\n/g, ' ');
			for (const [src, hex] of arg.list) {
				if (hex[0] === '!') continue;
				const mine = v8.serialize((0, eval)('(' + src + ')'));
				let theirs; try { theirs = show(v8.deserialize(Buffer.from(hex, 'hex'))) } catch (e) { theirs = e.message }
				// Node 20 cannot read an error that is its own cause unless it wrote it.
				if (process.versions.node < '24' && src.includes('e.cause = e')) continue;
				console.log(theirs === show(v8.deserialize(mine)) ? 'same' : src);
			}`, map[string]any{"setup": string(setup), "list": list})
		for _, line := range lines {
			assert.Equal(t, "same", line)
		}
	})
}

// plain writes a value as V8 does where nobody tells it what host objects are.
func plain(w world, v goja.Value) ([]byte, error) {
	x := NewWriter(w.Runtime, nil)
	x.Header()
	err := x.Value(v)
	return x.Bytes(), err
}

// TestForeign reads bytes that a Writer does not write, many of them wrong.
func TestForeign(t *testing.T) {
	w := newWorld(t)
	for _, p := range pairs(t, "foreign.txt") {
		digits, what, _ := strings.Cut(p[0], " ")
		data, err := hex.DecodeString(strings.TrimPrefix(digits, "-"))
		require.NoError(t, err)
		v, err := w.node.Parse(w.Runtime, data, false)
		got := outcome(nil, err)
		if err == nil {
			got = outcome(w.node.Append(nil, w.Runtime, v))
		}
		assert.Equal(t, p[1], got, what)
	}
	t.Run("node agrees", func(t *testing.T) {
		lines := node(t, `const v8 = require('v8');
			const read = (hex) => { try { return inspect(v8.deserialize(Buffer.from(hex, 'hex'))).replace(/\n/g, ' ') } catch (e) { return 'invalid' } };
			for (const [bytes, hex] of arg) {
				const theirs = read(bytes.replace(/[- ].*/, ''));
				const same = theirs === (hex[0] === '!' ? 'invalid' : read(hex));
				console.log(same ? 'same' : bytes + ': ' + theirs + ', but here ' + hex);
			}`, pairs(t, "foreign.txt"))
		for _, line := range lines {
			switch {
			case strings.Contains(line, " err "): // of which versions of V8 think differently: what any reads is read
			case strings.Contains(line, " regexp"), strings.Contains(line, " view h:"): // goja has neither these flags nor Float16Array
			default:
				assert.Equal(t, "same", line)
			}
		}
	})
}

func copyOf(vm *goja.Runtime, v goja.Value, opts Options) (*Value, error) {
	x := new(Value)
	return x, x.Copy(vm, v, opts)
}
