package stringdecoder_test

import (
	"bytes"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"

	"github.com/gojs-run/gojs/modules/buffer"
	"github.com/gojs-run/gojs/modules/modulestest"
	stringdecoder "github.com/gojs-run/gojs/modules/string_decoder"
)

// setup is what the expressions of the transcript use. pieces writes hex pieces
// one by one and shows what each gives and what is held back after it; hash does
// so with pieces made at random, of bytes that are likely to matter.
const setup = `
var { StringDecoder } = require('string_decoder');
var Buffer = require('buffer').Buffer;
function step(d, text) {
  return JSON.stringify(text) + '/' + d.lastNeed + d.lastTotal + Buffer.from(d.lastChar).toString('hex');
}
function pieces(encoding, ...hex) {
  const d = new StringDecoder(encoding);
  return hex.map((h) => step(d, d.write(Buffer.from(h, 'hex')))).concat(step(d, d.end())).join(' ');
}
function hash(encoding, seed, count) {
  const bytes = [0, 0x41, 0x7f, 0x80, 0x8f, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xd8, 0xdc, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff];
  const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648, Math.floor(seed / 65536) % n);
  const d = new StringDecoder(encoding);
  let h = 7;
  for (let i = 0; i < count; i++) {
    const b = Buffer.from(Array.from({ length: random(6) }, () => bytes[random(bytes.length)]));
    const s = step(d, random(9) ? d.write(b) : d.end(random(2) ? b : undefined));
    for (let k = 0; k < s.length; k++) h = (h * 31 + s.charCodeAt(k)) % 1000000007;
  }
  return h;
}
`

func TestTranscript(t *testing.T) {
	modulestest.Transcript(t, "testdata/string_decoder.txt", setup, stringdecoder.Modules, buffer.Modules)
}

// A decoder's text does not depend on where its input is cut.
func FuzzCuts(f *testing.F) {
	f.Add([]byte("a\xe2\x82\xac\xf0\x9f\x98\x80\xff"), uint8(2), uint8(0))
	f.Add([]byte{0x3d, 0xd8, 0x4d, 0xdc, 0x00}, uint8(3), uint8(1))
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7}, uint8(5), uint8(2))
	w := modulestest.New(&testing.T{}, stringdecoder.Modules, buffer.Modules)
	run, _ := goja.AssertFunction(w.VM.ToValue(w.Run(`
		const { StringDecoder } = require('string_decoder');
		const { Buffer } = require('buffer');
		(function(a, b, encoding) {
			const d = new StringDecoder(encoding);
			return d.write(Buffer.from(a)) + d.write(Buffer.from(b)) + d.end() ===
				Buffer.from(a.concat(b)).toString(encoding);
		})`)))
	encodings := []string{"utf8", "utf16le", "base64", "base64url", "hex", "latin1"}
	f.Fuzz(func(t *testing.T, b []byte, at, enc uint8) {
		cut := min(int(at), len(b))
		array := func(b []byte) goja.Value {
			list := make([]any, len(b))
			for i, c := range b {
				list[i] = int(c)
			}
			return w.VM.NewArray(list...)
		}
		e := encodings[int(enc)%len(encodings)]
		v, err := run(goja.Undefined(), array(bytes.Clone(b[:cut])), array(b[cut:]), w.VM.ToValue(e))
		assert.NoError(t, err)
		assert.True(t, v.ToBoolean(), "%s %x cut at %d", e, b, cut)
	})
}
