package clone

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// Writer writes values in the wire form.
type Writer struct {
	// Host writes what is not JavaScript's own: an object that Go backs, one of which IsHost is true, and typed arrays and
	// DataViews if Views is. Without it such objects are refused. IsHost is asked about ordinary objects and errors whose
	// prototype is not Object.prototype.
	Host   func(w *Writer, o *goja.Object) error
	IsHost func(o *goja.Object) bool
	Views  bool

	vm      *goja.Runtime
	buf     []byte
	start   int // where in buf the Writer began
	numbers numbers
	depth   int
	// levels are the objects whose properties are being written.
	levels []level
	// calls counts how often JavaScript was run.
	calls int

	transferred map[*goja.Object]uint32
	askAll      bool
	into        *copying // a Value that is made, if it is not for a wire
	plainProto  *goja.Object
}

// level is an ordinary object's list of keys: the object's own until JavaScript runs, a copy from then on.
type level struct {
	names []slots.Name
	own   bool
}

// NewWriter makes a Writer that appends to dst.
func NewWriter(vm *goja.Runtime, dst []byte) *Writer {
	return &Writer{vm: vm, buf: dst, start: len(dst)}
}

var writers = sync.Pool{New: func() any { return new(Writer) }}

// release gives a Writer back to the pool, with the memory that is not large.
func (w *Writer) release() {
	list, levels := w.numbers.list, w.levels
	*w = Writer{}
	if cap(list) <= 4*few && cap(levels) <= 64 {
		clear(list)
		w.numbers.list, w.levels = list[:0], levels[:0]
	}
	writers.Put(w)
}

// Bytes returns what has been written, after what was in dst. It belongs to the caller if the Writer is not used again.
func (w *Writer) Bytes() []byte { return w.buf }

// Release returns what has been written, and lets the Writer go on with other memory.
func (w *Writer) Release() []byte {
	b := w.buf
	w.buf, w.start = nil, 0
	return b
}

// Header writes the version. It comes first.
func (w *Writer) Header() { w.buf = append(w.buf, tagVersion, Version) }

// Uint32, Uint64, Double and Raw write what hosts need, as the methods of Node's Serializer do.
func (w *Writer) Uint32(u uint32) { w.buf = binary.AppendUvarint(w.buf, uint64(u)) }

// Uint64 writes a varint too.
func (w *Writer) Uint64(u uint64) { w.buf = binary.AppendUvarint(w.buf, u) }

// Double writes eight bytes.
func (w *Writer) Double(f float64) {
	if f != f {
		f = math.Float64frombits(0x7ff8 << 48) // V8's NaN
	}
	w.buf = binary.LittleEndian.AppendUint64(w.buf, math.Float64bits(f))
}

// Raw writes bytes as they are.
func (w *Writer) Raw(b []byte) { w.buf = append(w.buf, b...) }

// Transfer says that an ArrayBuffer is written as the given number rather than with its memory.
func (w *Writer) Transfer(number uint32, buffer *goja.Object) {
	if w.transferred == nil {
		w.transferred = map[*goja.Object]uint32{}
	}
	w.transferred[buffer] = number
}

// Value writes v. The error is a *DataCloneError, the *goja.Exception of what a getter threw, or what Host returned.
func (w *Writer) Value(v goja.Value) (err error) {
	depth, levels := w.depth, len(w.levels)
	if ex := w.vm.Try(func() { err = w.write(v) }); ex != nil {
		err = ex
	}
	clear(w.levels[levels:])
	w.depth, w.levels = depth, w.levels[:levels]
	return err
}

func (w *Writer) tag(t byte) { w.buf = append(w.buf, t) }

func (w *Writer) varint(n int) { w.buf = binary.AppendUvarint(w.buf, uint64(n)) }

func (w *Writer) write(v goja.Value) error {
	switch slots.TypeOf(v) {
	case slots.Undefined:
		w.tag(tagUndefined)
	case slots.Null:
		w.tag(tagNull)
	case slots.Boolean:
		if v.ToBoolean() {
			w.tag(tagTrue)
		} else {
			w.tag(tagFalse)
		}
	case slots.Integer:
		w.integer(v.ToInteger())
	case slots.Double:
		w.tag(tagDouble)
		w.Double(v.ToFloat())
	case slots.ASCIIStr, slots.WideStr, slots.LooseStr:
		w.string(v)
	case slots.BigInt:
		w.tag(tagBigInt)
		w.bigInt(v)
	case slots.Object:
		return w.object(v.(*goja.Object))
	default:
		return Refuse(w.vm, v)
	}
	return nil
}

func (w *Writer) integer(i int64) {
	if i != int64(int32(i)) {
		w.tag(tagDouble)
		w.Double(float64(i))
		return
	}
	w.tag(tagInt)
	w.buf = binary.AppendUvarint(w.buf, uint64(uint32(i)<<1^uint32(i>>31)))
}

func (w *Writer) bigInt(v goja.Value) {
	n := v.Export().(*big.Int)
	digits := n.Bytes()
	size := (len(digits) + 7) / 8 * 8
	field := 2 * size
	if n.Sign() < 0 {
		field++
	}
	w.varint(field)
	slices.Reverse(digits)
	w.buf = append(w.buf, digits...)
	w.buf = append(w.buf, make([]byte, size-len(digits))...)
}

// sharedString is from which length on strings are not copied into a Value.
const sharedString = 64

func (w *Writer) string(v goja.Value) {
	s, units, ascii := slots.Text(v)
	if w.into != nil && len(s)+len(units) >= sharedString {
		w.into.share(w, v)
		return
	}
	switch {
	case ascii:
		w.latin1(s)
	case units != nil:
		w.units(units)
	default:
		w.text(s)
	}
}

// latin1 writes ASCII.
func (w *Writer) latin1(s string) {
	w.tag(tagLatin1)
	w.varint(len(s))
	w.buf = append(w.buf, s...)
}

// text writes UTF-8.
func (w *Writer) text(s string) {
	count, largest := 0, rune(0)
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		count++
		if r > 0xffff {
			count++
		}
		largest = max(largest, r)
	}
	switch {
	case largest < utf8.RuneSelf:
		w.latin1(s)
	case largest < 0x100:
		w.tag(tagLatin1)
		w.varint(count)
		for _, r := range s {
			w.buf = append(w.buf, byte(r))
		}
	default:
		w.utf16Head(count)
		w.buf = slices.Grow(w.buf, 2*count)
		for _, r := range s {
			if r > 0xffff {
				high, low := utf16.EncodeRune(r)
				w.buf = append(w.buf, byte(high), byte(high>>8))
				r = low
			}
			w.buf = append(w.buf, byte(r), byte(r>>8))
		}
	}
}

func (w *Writer) units(units []uint16) {
	var all uint16
	for _, u := range units {
		all |= u
	}
	if all < 0x100 {
		w.tag(tagLatin1)
		w.varint(len(units))
		for _, u := range units {
			w.buf = append(w.buf, byte(u))
		}
		return
	}
	w.utf16Head(len(units))
	at := len(w.buf)
	w.buf = slices.Grow(w.buf, 2*len(units))[:at+2*len(units)]
	for i, u := range units {
		binary.LittleEndian.PutUint16(w.buf[at+2*i:], u)
	}
}

// utf16Head writes what comes before so many units, which begin at an even place.
func (w *Writer) utf16Head(count int) {
	size := 1
	for n := 2 * count; n >= 0x80; n >>= 7 {
		size++
	}
	if (len(w.buf)-w.start+1+size)&1 != 0 {
		w.tag(tagPadding)
	}
	w.tag(tagUTF16)
	w.varint(2 * count)
}

// numbers are the objects that have been written, in their order.
type numbers struct {
	list  []*goja.Object
	index map[*goja.Object]int
}

// few is how many objects are looked for one by one.
const few = 12

// of returns the number of an object that is known, or else gives it the next.
func (n *numbers) of(o *goja.Object) (number int, known bool) {
	if n.index == nil {
		for i, other := range n.list {
			if o == other {
				return i, true
			}
		}
		if len(n.list) == few {
			n.index = make(map[*goja.Object]int, 4*few)
			for i, other := range n.list {
				n.index[other] = i
			}
		}
	} else if i, ok := n.index[o]; ok {
		return i, true
	}
	n.list = append(n.list, o)
	if n.index != nil {
		n.index[o] = len(n.list) - 1
	}
	return len(n.list) - 1, false
}

// has reports whether an object has been written.
func (n *numbers) has(o *goja.Object) bool {
	if n.index != nil {
		_, ok := n.index[o]
		return ok
	}
	return slices.Contains(n.list, o)
}
