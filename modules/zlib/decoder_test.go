package zlib

import (
	"bytes"
	"testing"
)

// FuzzDecode gives any bytes to the decoders, whole and in two parts, which must
// make the same of them.
func FuzzDecode(f *testing.F) {
	for _, mode := range []int{modeDeflate, modeGzip, modeDeflateRaw, modeBrotliEncode, modeZstdEncode} {
		e := newCodec(mode, options{chunk: 1 << 16, level: 6, quality: 3, window: 16, pledged: -1})
		out, _, _, err := e.step([]byte("some text, some text, some more text"), finish)
		if err != nil {
			f.Fatal(err)
		}
		for _, decode := range []int{modeInflate, modeGunzip, modeInflateRaw, modeUnzip, modeBrotliDecode, modeZstdDecode} {
			f.Add(decode, out, len(out)/2)
		}
	}
	f.Fuzz(func(t *testing.T, mode int, data []byte, split int) {
		switch mode {
		case modeInflate, modeGunzip, modeInflateRaw, modeUnzip, modeBrotliDecode, modeZstdDecode:
		default:
			return
		}
		split = min(max(split, 0), len(data))
		whole, wholeErr := decodeAll(mode, data)
		parts, partsErr := decodeAll(mode, data[:split], data[split:])
		if wholeErr == nil && !bytes.Equal(whole, parts) || (wholeErr == nil) != (partsErr == nil) {
			t.Fatalf("mode %d: %d bytes (%v) at once, %d bytes (%v) in parts", mode, len(whole), wholeErr, len(parts), partsErr)
		}
	})
}

func decodeAll(mode int, pieces ...[]byte) (all []byte, err error) {
	d := newCodec(mode, options{chunk: 64})
	defer d.close()
	for i, input := range pieces {
		f := process
		if i == len(pieces)-1 {
			f = finish
		}
		for more := true; more; input = nil {
			var out []byte
			out, more, _, err = d.step(input, f)
			all = append(all, out...)
			if err != nil || len(all) > 1<<20 {
				return all, err
			}
		}
	}
	return all, nil
}
