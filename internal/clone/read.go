package clone

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
	"github.com/gojs-run/gojs/internal/slots"
)

// Reader reads values from the wire form.
type Reader struct {
	// Host reads what a Writer's Host wrote. Without it host objects are invalid.
	Host func(r *Reader) (goja.Value, error)
	// Own tells that the bytes are nobody else's: Node.Read makes Buffers of them where they are.
	Own bool

	vm      *goja.Runtime
	data    []byte
	at      int
	version uint32
	depth   int
	// objects are those that have begun, by number; nil while they cannot be referred to.
	objects     []*goja.Object
	transferred map[uint32]goja.Value
	from        *wired // what is read, if it is not a wire
	toThing     func(any) (goja.Value, error)

	// The members of objects and arrays that are not complete, all in a row.
	names  []slots.Name
	values []goja.Value
	// resizable are the ArrayBuffers that were so where they were written.
	resizable map[*goja.Object]bool
	keys      [64]string
	// ints is memory for the next numbers, taken for several at a time.
	ints []int64
}

var readers = sync.Pool{New: func() any { return new(Reader) }}

// release gives a Reader back to the pool, with the keys it has seen and the memory that is not large.
func (r *Reader) release() {
	clear(r.objects)
	*r = Reader{keys: r.keys, ints: r.ints, objects: r.objects[:0], names: r.names, values: r.values}
	if cap(r.objects) > 1<<12 || cap(r.values) > 1<<12 {
		r.objects, r.names, r.values = nil, nil, nil
	}
	readers.Put(r)
}

func (r *Reader) integer(i int64) goja.Value {
	if !slots.NeedsMemory(i) {
		return slots.Int(i)
	}
	if len(r.ints) == 0 {
		r.ints = make([]int64, 16)
	}
	at := &r.ints[0]
	r.ints = r.ints[1:]
	*at = i
	return slots.IntAt(at)
}

// NewReader makes a Reader of data.
func NewReader(vm *goja.Runtime, data []byte) *Reader {
	return &Reader{vm: vm, data: data}
}

// Header reads the version.
func (r *Reader) Header() error {
	if r.at < len(r.data) && r.data[r.at] == tagVersion {
		r.at++
		if version, ok := r.varint(); ok && version >= minVersion && version <= Version {
			r.version = uint32(version)
			return nil
		}
	}
	return errVersion
}

// Version is the version that Header read.
func (r *Reader) Version() uint32 { return r.version }

// At is how many bytes have been read.
func (r *Reader) At() int { return r.at }

// Transfer says which value an ArrayBuffer is that was written as the given number.
func (r *Reader) Transfer(number uint32, buffer goja.Value) {
	if r.transferred == nil {
		r.transferred = map[uint32]goja.Value{}
	}
	r.transferred[number] = buffer
}

// Uint32, Uint64, Double and Raw read what hosts wrote; ok is false where the bytes do not have it.
func (r *Reader) Uint32() (u uint32, ok bool) {
	n, ok := r.varint()
	return uint32(n), ok
}

// Uint64 reads what the Writer's Uint64 wrote.
func (r *Reader) Uint64() (u uint64, ok bool) { return r.varint() }

// Double reads what the Writer's Double wrote.
func (r *Reader) Double() (f float64, ok bool) {
	b, ok := r.Raw(8)
	if !ok {
		return 0, false
	}
	f = math.Float64frombits(binary.LittleEndian.Uint64(b))
	if f != f {
		f = math.NaN() // whatever its bits
	}
	return f, true
}

// Raw returns the next n bytes, which lie in the Reader's data.
func (r *Reader) Raw(n uint64) ([]byte, bool) {
	if n > uint64(len(r.data)-r.at) {
		return nil, false
	}
	b := r.data[r.at : r.at+int(n) : r.at+int(n)]
	r.at += int(n)
	return b, true
}

// Value reads a value. The error is an *InvalidError, what Host returned, or the *goja.Exception of a regular expression
// that goja cannot compile.
func (r *Reader) Value() (v goja.Value, err error) {
	depth, names, values := r.depth, len(r.names), len(r.values)
	if ex := r.vm.Try(func() { v, err = r.read() }); ex != nil {
		err = ex
	}
	r.depth = depth
	r.drop(names, values)
	if err != nil {
		return nil, err
	}
	return v, nil
}

// drop cuts names and values down, and keeps nothing behind them alive.
func (r *Reader) drop(names, values int) {
	clear(r.names[names:])
	clear(r.values[values:])
	r.names, r.values = r.names[:names], r.values[:values]
}

// varint reads a number of at most 64 bits. Bits beyond are ignored, as V8 does.
func (r *Reader) varint() (n uint64, ok bool) {
	for shift := uint(0); r.at < len(r.data); shift += 7 {
		b := r.data[r.at]
		r.at++
		if shift < 64 {
			n |= uint64(b&0x7f) << shift
		}
		if b < 0x80 {
			return n, true
		}
	}
	return 0, false
}

// length reads a number of things that take a byte each at least.
func (r *Reader) length() (n int, ok bool) {
	u, ok := r.varint()
	return int(u), ok && u <= uint64(len(r.data)-r.at)
}

// tag reads the next tag, 0 at the end.
func (r *Reader) tag() byte {
	for r.at < len(r.data) {
		t := r.data[r.at]
		r.at++
		if t != tagPadding {
			return t
		}
	}
	return 0
}

// peek returns the next tag without reading it.
func (r *Reader) peek() byte {
	for i := r.at; i < len(r.data); i++ {
		if t := r.data[i]; t != tagPadding {
			return t
		}
	}
	return 0
}

func (r *Reader) read() (goja.Value, error) {
	v, err := r.one(r.tag())
	if err != nil {
		return nil, err
	}
	if o, ok := v.(*goja.Object); ok && r.peek() == tagView && slots.ClassOf(o) == slots.ArrayBuffer {
		r.tag()
		return r.view(o)
	}
	return v, nil
}

func (r *Reader) one(tag byte) (goja.Value, error) {
	switch tag {
	case tagCount:
		if _, ok := r.varint(); !ok {
			return nil, ErrInvalid
		}
		return r.one(r.tag())
	case tagUndefined:
		return goja.Undefined(), nil
	case tagNull:
		return goja.Null(), nil
	case tagTrue:
		return r.vm.ToValue(true), nil
	case tagFalse:
		return r.vm.ToValue(false), nil
	case tagInt:
		u, ok := r.varint()
		return r.integer(int64(int32(uint32(u)>>1) ^ -int32(u&1))), invalid(ok)
	case tagUint:
		u, ok := r.varint()
		return r.integer(int64(uint32(u))), invalid(ok)
	case tagDouble:
		f, ok := r.Double()
		return slots.Float(f), invalid(ok)
	case tagBigInt:
		return r.bigInt()
	case tagLatin1, tagUTF16, tagUTF8, tagShared:
		v := r.characters(tag)
		return v, invalid(v != nil)
	case tagReference:
		n, ok := r.varint()
		if !ok || n >= uint64(len(r.objects)) || r.objects[n] == nil {
			return nil, ErrInvalid
		}
		return r.objects[n], nil
	}
	if r.depth++; r.depth > maxDepth {
		tooDeep(r.vm)
	}
	v, err := r.object(tag)
	r.depth--
	return v, err
}

func invalid(ok bool) error {
	if ok {
		return nil
	}
	return ErrInvalid
}

// characters reads what comes after a string's tag; nil if it is wrong.
func (r *Reader) characters(tag byte) goja.Value {
	if tag == tagShared {
		return r.shared()
	}
	n, ok := r.length()
	if !ok {
		return nil
	}
	b, _ := r.Raw(uint64(n))
	switch tag {
	case tagLatin1:
		if encoding.IsASCII(b) {
			return slots.ASCII(string(b))
		}
		marked := make([]uint16, 1+len(b))
		for i, c := range b {
			marked[1+i] = uint16(c)
		}
		return slots.UTF16(marked)
	case tagUTF8:
		if !utf8.Valid(b) {
			b = encoding.Repair(b)
		}
		return slots.UTF8(string(b))
	case tagUTF16:
		if n%2 != 0 {
			return nil
		}
		marked := make([]uint16, 1+n/2)
		var all uint16
		for i := range marked[1:] {
			u := binary.LittleEndian.Uint16(b[2*i:])
			marked[1+i] = u
			all |= u
		}
		if all < utf8.RuneSelf { // as nobody writes it
			return goja.StringFromUTF16(marked[1:])
		}
		return slots.UTF16(marked)
	}
	return nil
}

// string reads a string with its tag; nil if it is wrong.
func (r *Reader) string() goja.Value {
	switch tag := r.tag(); tag {
	case tagLatin1, tagUTF16, tagUTF8, tagShared:
		return r.characters(tag)
	}
	return nil
}

func (r *Reader) bigInt() (goja.Value, error) {
	field, ok := r.varint()
	if !ok {
		return nil, ErrInvalid
	}
	b, ok := r.Raw(field >> 1)
	if !ok || len(b) == 0 && field != 0 {
		return nil, ErrInvalid
	}
	digits := slices.Clone(b)
	slices.Reverse(digits)
	n := new(big.Int).SetBytes(digits)
	if field&1 != 0 {
		n.Neg(n)
	}
	return r.vm.ToValue(n), nil
}
