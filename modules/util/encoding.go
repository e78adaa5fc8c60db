package util

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

// encodingBinding is what encoding.js leaves to Go.
func encodingBinding(env *modules.Env) *goja.Object {
	vm := env.VM
	b := env.Binding()
	array := func(data []byte) goja.Value {
		a, err := vm.New(vm.Get("Uint8Array"), vm.ToValue(vm.NewArrayBuffer(data)))
		if err != nil {
			panic(err)
		}
		return a
	}
	jsconv.Export(vm, b, "label", 1, func(c goja.FunctionCall) goja.Value {
		if name := label(c.Argument(0).String()); name != "" {
			return vm.ToValue(name)
		}
		return goja.Undefined()
	})
	jsconv.Export(vm, b, "encode", 1, func(c goja.FunctionCall) goja.Value {
		return array(encoding.UTF8.Encode(c.Argument(0)))
	})
	jsconv.Export(vm, b, "encodeInto", 2, func(c goja.FunctionCall) goja.Value {
		data, _ := bytesOf(vm, c.Argument(1))
		written := encoding.UTF8.Write(data, c.Argument(0))
		read := 0
		for _, r := range string(data[:written]) {
			read++
			if r > 0xFFFF {
				read++
			}
		}
		return vm.NewArray(read, written)
	})
	jsconv.Export(vm, b, "decoder", 3, func(c goja.FunctionCall) goja.Value {
		d := &decoder{vm: vm, name: c.Argument(0).String(), fatal: c.Argument(1).ToBoolean(), ignoreBOM: c.Argument(2).ToBoolean()}
		switch d.name {
		case "utf-8", "utf-16le", "utf-16be", "windows-1252":
		case "iso-8859-8-i":
			lateinit.Need(lateinit.Charsets)
			d.table = charmap.ISO8859_8
		default:
			lateinit.Need(lateinit.Charsets)
			if e, err := htmlindex.Get(d.name); err == nil {
				if d.table, _ = e.(*charmap.Charmap); d.table == nil {
					d.legacy = e.NewDecoder().Transformer
				}
			}
		}
		return vm.ToValue(func(c goja.FunctionCall) goja.Value {
			data, _ := bytesOf(vm, c.Argument(0))
			return d.decode(data, c.Argument(1).ToBoolean())
		})
	})
	return b
}

func bytesOf(vm *goja.Runtime, v goja.Value) ([]byte, bool) {
	if buffer, ok := v.Export().(goja.ArrayBuffer); ok {
		return buffer.Bytes(), true
	}
	var data []byte
	err := vm.ExportTo(v, &data)
	return data, err == nil
}

// label gives the name of an encoding by one of its labels; "" for one that there is
// no decoder for.
func label(s string) string {
	switch strings.ToLower(strings.Trim(s, "\t\n\f\r ")) {
	case "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "utf-8", "utf8", "x-unicode20utf8":
		return "utf-8"
	case "ansi_x3.4-1968", "ascii", "cp1252", "cp819", "csisolatin1", "ibm819", "iso-8859-1", "iso-ir-100", "iso8859-1",
		"iso88591", "iso_8859-1", "iso_8859-1:1987", "l1", "latin1", "us-ascii", "windows-1252", "x-cp1252":
		return "windows-1252"
	case "csunicode", "iso-10646-ucs-2", "ucs-2", "unicode", "unicodefeff", "utf-16", "utf-16le":
		return "utf-16le"
	case "unicodefffe", "utf-16be":
		return "utf-16be"
	}
	s = strings.Trim(s, "\t\n\f\r ")
	lateinit.Need(lateinit.Charsets)
	if e, err := htmlindex.Get(s); err == nil && s == strings.TrimSpace(s) { // which trims more
		if name, err := htmlindex.Name(e); err == nil && name != "replacement" {
			return name
		}
	}
	return ""
}

// decoder is a TextDecoder's state.
type decoder struct {
	vm               *goja.Runtime
	name             string
	fatal, ignoreBOM bool

	rest  []byte // of a character that goes on in the next chunk
	begun bool   // the byte order mark, if any, is behind

	table  *charmap.Charmap      // of an encoding with one byte a character
	legacy transform.Transformer // of one with more
}

func (d *decoder) decode(data []byte, stream bool) goja.Value {
	if len(d.rest) > 0 {
		data = append(d.rest, data...)
		d.rest = nil
	}
	switch {
	case d.name == "windows-1252":
		return windows1252(d.vm, data)
	case d.table != nil:
		return d.characters(data)
	case d.legacy != nil:
		return d.transform(data, stream)
	}
	n := len(data)
	if stream {
		n = d.whole(data)
		d.rest = bytes.Clone(data[n:])
	}
	data = data[:n]
	if !d.begun && !d.ignoreBOM {
		data = bytes.TrimPrefix(data, d.mark())
	}
	d.begun = stream && (d.begun || n > 0)
	if d.name == "utf-8" {
		if d.fatal && !utf8.Valid(data) {
			d.invalid()
		}
		return encoding.UTF8.Decode(d.vm, data)
	}
	return d.utf16(data)
}

func (d *decoder) mark() []byte {
	switch d.name {
	case "utf-16le":
		return []byte{0xFF, 0xFE}
	case "utf-16be":
		return []byte{0xFE, 0xFF}
	}
	return []byte{0xEF, 0xBB, 0xBF}
}

func (d *decoder) invalid() {
	d.rest, d.begun = nil, false
	nodeerr.Throw(d.vm, "ERR_ENCODING_INVALID_ENCODED_DATA", d.name)
}

// whole is the length of data without a character that is not complete.
func (d *decoder) whole(data []byte) int {
	n := len(data)
	if d.name == "utf-8" {
		for back := 1; back <= 3 && back <= n; back++ {
			c := data[n-back]
			if c&0xC0 == 0x80 {
				continue
			}
			if length, _, _ := encoding.Sequence(c); length > back && encoding.Partial(data[n-back:]) == back {
				return n - back
			}
			break
		}
		return n
	}
	n -= n % 2
	if n >= 2 && d.unit(data[n-2:])&0xFC00 == 0xD800 {
		n -= 2
	}
	return n
}

func (d *decoder) unit(b []byte) uint16 {
	if d.name == "utf-16be" {
		return binary.BigEndian.Uint16(b)
	}
	return binary.LittleEndian.Uint16(b)
}

func (d *decoder) utf16(data []byte) goja.Value {
	const replacement = 0xFFFD
	units := make([]uint16, 0, len(data)/2+1)
	for i := 0; i+1 < len(data); i += 2 {
		u := d.unit(data[i:])
		switch {
		case u&0xFC00 == 0xD800 && i+3 < len(data) && d.unit(data[i+2:])&0xFC00 == 0xDC00:
			units = append(units, u, d.unit(data[i+2:]))
			i += 2
			continue
		case u&0xF800 == 0xD800:
			if d.fatal {
				d.invalid()
			}
			u = replacement
		}
		units = append(units, u)
	}
	if len(data)%2 != 0 {
		if d.fatal {
			d.invalid()
		}
		units = append(units, replacement)
	}
	return goja.StringFromUTF16(units)
}

// characters decodes an encoding with one byte a character.
func (d *decoder) characters(data []byte) goja.Value {
	units := make([]uint16, len(data))
	for i, c := range data {
		r := d.table.DecodeByte(c)
		if r == utf8.RuneError {
			switch {
			case c < 0xA0:
				r = rune(c) // a control character, which the web knows and the table does not
			case d.fatal:
				d.invalid()
			}
		}
		units[i] = uint16(r)
	}
	return goja.StringFromUTF16(units)
}

// transform decodes an older encoding with more than one.
func (d *decoder) transform(data []byte, stream bool) goja.Value {
	text := make([]byte, 0, 2*len(data)+utf8.UTFMax)
	for {
		written, read, err := d.legacy.Transform(text[len(text):cap(text)], data, !stream)
		text, data = text[:len(text)+written], data[read:]
		if !errors.Is(err, transform.ErrShortDst) {
			break
		}
		text = slices.Grow(text, len(data)+64)
	}
	if stream {
		d.rest = bytes.Clone(data)
	} else {
		d.legacy.Reset()
	}
	if d.fatal && bytes.ContainsRune(text, utf8.RuneError) {
		d.legacy.Reset()
		d.invalid()
	}
	return encoding.UTF8.Decode(d.vm, text)
}

// windows1252 decodes what the web calls latin1.
func windows1252(vm *goja.Runtime, data []byte) goja.Value {
	if encoding.IsASCII(data) {
		return vm.ToValue(string(data))
	}
	high := [32]uint16{
		0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
		0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
	}
	units := make([]uint16, len(data))
	for i, c := range data {
		units[i] = uint16(c)
		if c >= 0x80 && c < 0xA0 {
			units[i] = high[c-0x80]
		}
	}
	return goja.StringFromUTF16(units)
}
