package programs

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/adler32"
	"math"
	"math/big"
	"reflect"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

var errDamaged = errors.New("not a program as it was written")

type decoder struct {
	b        string
	at       int
	file     *file.File
	strings  []string
	kinds    []filling
	programs []goja.Program
	code     []words // all that is left of it
	srcMap   []position
}

// filling is a kind with the memory of all instructions of it, and how much of that is filled.
type filling struct {
	*kind
	from unsafe.Pointer
	size uintptr
	left int
}

// Decode makes the program that Encode has written. name and text are what goja was given. The bytes must be whole: what
// is wrong with them is found only if it is of consequence here.
func Decode(b, name, text string) (p *goja.Program, err error) {
	defer func() {
		if r := recover(); r != nil { // an index that is none
			p, err = nil, fmt.Errorf("not a program: %v", r)
		}
	}()
	if layout().code == nil {
		return nil, errUnknown
	}
	if len(b) < 4 || adler32.Checksum([]byte(b[4:])) != binary.LittleEndian.Uint32([]byte(b[:4])) {
		return nil, errDamaged
	}
	d := &decoder{b: b, at: 4}
	instructions, positions, programs := d.count(), d.count(), d.count()
	d.strings = make([]string, d.count())
	for i := range d.strings {
		switch d.uint() {
		case isThere:
			from := d.uint()
			d.strings[i] = text[from:][:d.uint()]
		case isAround:
			before, behind := d.bytes(), d.bytes()
			d.strings[i] = before + text + behind
			text = d.strings[i][len(before):][:len(text)] // it is needed no longer otherwise
		default:
			d.strings[i] = d.bytes()
		}
	}
	d.file = file.NewFile(name, text, 1)
	d.kinds = make([]filling, d.count())
	names := make([]string, len(d.kinds))
	for i := range d.kinds {
		names[i] = d.bytes()
		if d.kinds[i].left = d.count(); d.kinds[i].left > instructions {
			return nil, errDamaged
		}
	}
	for i, k := range named(names) {
		if k == nil {
			return nil, errUnknown
		}
		f := &d.kinds[i]
		f.kind = k
		if f.size = k.typ.Size(); f.size > 0 && k.singles == nil && !k.regexp {
			f.from = k.memory(f.left)
		}
	}
	d.programs = make([]goja.Program, programs)
	code := reflect.New(layout().code)
	code.Elem().Set(reflect.MakeSlice(layout().code, instructions, instructions))
	d.code = *(*[]words)(code.UnsafePointer())
	d.srcMap = make([]position, positions)
	return d.program(), nil
}

func (d *decoder) uint() uint64 {
	c := d.b[d.at]
	d.at++
	if c < 0x80 {
		return uint64(c)
	}
	n := uint64(c & 0x7f)
	for shift := 7; ; shift += 7 {
		c := d.b[d.at]
		d.at++
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
}

func (d *decoder) int() int64 {
	n := d.uint()
	return int64(n>>1) ^ -int64(n&1)
}

// count is how many there are of something that takes at least a byte each.
func (d *decoder) count() int {
	n := d.uint()
	if n > uint64(len(d.b)) {
		panic("too many")
	}
	return int(n)
}

// bytes are as many as the number before them says.
func (d *decoder) bytes() string {
	n := int(d.uint())
	s := d.b[d.at:][:n]
	d.at += n
	return s
}

func (d *decoder) string() string { return d.strings[d.uint()] }

func (d *decoder) program() *goja.Program {
	made := &d.programs[0]
	d.programs = d.programs[1:]
	p := inside(made)
	p.src = d.file
	p.funcName = d.string()
	n := int(d.uint())
	p.code, d.code = d.code[:n:n], d.code[n:]
	for i := range p.code {
		k := &d.kinds[d.uint()]
		w := &p.code[i]
		switch {
		case k.regexp:
			*w = newLate(d.string(), d.string())
			continue
		case k.singles != nil:
			single := k.singles[d.string()]
			if single == nil {
				panic("no such instruction")
			}
			*w = words{k.tab, single}
			continue
		case k.size == 0:
			*w = words{k.tab, k.zero}
			continue
		}
		if k.left--; k.left < 0 {
			panic("too many of a kind")
		}
		at := k.from
		if k.left > 0 {
			k.from = unsafe.Add(at, k.size)
		}
		*w = words{k.tab, at}
		d.fill(k.fields, at)
	}
	n = int(d.uint())
	p.srcMap, d.srcMap = d.srcMap[:n:n], d.srcMap[n:]
	var last position
	for i := range p.srcMap {
		last.pc += int(d.int())
		last.srcPos += int(d.int())
		p.srcMap[i] = last
	}
	return made
}

func (d *decoder) fill(fields []field, at unsafe.Pointer) {
	for _, f := range fields {
		at := unsafe.Add(at, f.offset)
		switch f.of {
		case reflect.Bool:
			*(*bool)(at) = d.uint() != 0
		case reflect.Int:
			switch n := d.int(); f.size {
			case 1:
				*(*int8)(at) = int8(n)
			case 2:
				*(*int16)(at) = int16(n)
			case 4:
				*(*int32)(at) = int32(n)
			case 8:
				*(*int64)(at) = n
			}
		case reflect.Uint:
			switch n := d.uint(); f.size {
			case 1:
				*(*uint8)(at) = uint8(n)
			case 2:
				*(*uint16)(at) = uint16(n)
			case 4:
				*(*uint32)(at) = uint32(n)
			case 8:
				*(*uint64)(at) = n
			}
		case reflect.String:
			*(*string)(at) = d.string()
		case reflect.Slice:
			if n := d.count(); n > 0 && f.typ.Elem() == aValue {
				list := make([]words, n)
				for i := range list {
					list[i] = d.value()
				}
				*(*[]goja.Value)(at) = *(*[]goja.Value)(unsafe.Pointer(&list))
			} else if n > 0 {
				list := make([]string, n)
				for i := range list {
					list[i] = d.string()
				}
				*(*[]string)(at) = list
			}
		case reflect.Map:
			if n := d.count(); n > 0 {
				names := reflect.MakeMapWithSize(f.typ, n)
				key, number := reflect.New(f.typ.Key()).Elem(), reflect.New(f.typ.Elem()).Elem()
				for range n {
					key.SetString(d.string())
					number.SetUint(d.uint())
					names.SetMapIndex(key, number)
				}
				reflect.NewAt(f.typ, at).Elem().Set(names)
			}
		case reflect.Interface:
			*(*words)(at) = d.value()
		case reflect.Pointer:
			if d.uint() != 0 {
				*(**goja.Program)(at) = d.program()
			}
		}
	}
}

func (d *decoder) value() words {
	switch d.uint() {
	case isUndefined:
		return undefined
	case isNull:
		return null
	case isTrue:
		return yes
	case isFalse:
		return no
	case isInteger:
		n := new(int64)
		*n = d.int()
		return words{tabInteger, unsafe.Pointer(n)}
	case isDouble:
		n := new(float64)
		*n = math.Float64frombits(d.uint())
		return words{tabDouble, unsafe.Pointer(n)}
	case isASCII:
		return words{tabASCII, unsafe.Pointer(&d.strings[d.uint()])}
	case isWide:
		units := make([]uint16, d.count())
		for i := range units {
			units[i] = uint16(d.uint())
		}
		return wordsOf(goja.StringFromUTF16(units))
	case isBig:
		n, _ := new(big.Int).SetString(d.string(), 10)
		return wordsOf(sample(n))
	case isFrozen:
		return frozen().with(d.value())
	}
	return words{}
}
