package programs

import (
	"encoding/binary"
	"errors"
	"hash/adler32"
	"math"
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/dop251/goja"
)

// The bytes of a program: a checksum; how many instructions, positions and programs there are in all; the strings, the kinds with how
// many instructions of each there are, and the program. A program has the number of its name, its instructions and its
// positions; an instruction the number of its kind and its fields. All numbers are varints.

// What a value is.
const (
	isNothing = iota // no value, not even undefined
	isUndefined
	isNull
	isTrue
	isFalse
	isInteger
	isDouble
	isASCII
	isWide
	isBig
	isFrozen // part of a tagged template
)

// Where the bytes of a string are.
const (
	isHere   = iota
	isThere  // in the program's text
	isAround // what is before the text, the text, and what is behind it
)

var errUnknown = errors.New("the program cannot be written")

type encoder struct {
	text          string
	body          pieces
	strings       pieces
	stringNumbers map[string]int
	kinds         []*kind
	counts        []int
	kindNumbers   map[*kind]int
	instructions  int
	positions     int
	programs      int
}

// pieces are bytes that are not all in one place: of a large program there are some megabytes.
type pieces struct {
	full [][]byte
	last []byte
}

// room makes room for n bytes in one place.
func (p *pieces) room(n int) {
	if cap(p.last)-len(p.last) < n {
		p.full = append(p.full, p.last)
		p.last = make([]byte, 0, max(n, 64, min(2*cap(p.last), 64<<10)))
	}
}

func (p *pieces) uint(n uint64) {
	p.room(binary.MaxVarintLen64)
	p.last = binary.AppendUvarint(p.last, n)
}

func (p *pieces) int(n int64) {
	p.room(binary.MaxVarintLen64)
	p.last = binary.AppendVarint(p.last, n)
}

func (p *pieces) string(s string) {
	p.uint(uint64(len(s)))
	p.room(len(s))
	p.last = append(p.last, s...)
}

func (p *pieces) all() [][]byte { return append(p.full, p.last) }

// Encode writes what goja has made of text, in pieces. The program may be in use.
func Encode(p *goja.Program, text string) ([][]byte, error) {
	known := kinds()
	if known == nil || inside(p).src == nil || inside(p).src.Source() != text {
		return nil, errUnknown
	}
	e := &encoder{text: inside(p).src.Source(), stringNumbers: map[string]int{}, kindNumbers: map[*kind]int{}}
	if !e.program(inside(p), known) {
		return nil, errUnknown
	}
	var counts, kinds pieces
	for _, n := range []int{e.instructions, e.positions, e.programs, len(e.stringNumbers)} {
		counts.uint(uint64(n))
	}
	kinds.uint(uint64(len(e.kinds)))
	for i, k := range e.kinds {
		kinds.string(k.name)
		kinds.uint(uint64(e.counts[i]))
	}
	list := slices.Concat([][]byte{nil}, counts.all(), e.strings.all(), kinds.all(), e.body.all())
	sum := adler32.New()
	for _, b := range list {
		_, _ = sum.Write(b)
	}
	list[0] = binary.LittleEndian.AppendUint32(nil, sum.Sum32())
	return list, nil
}

func (e *encoder) uint(n uint64) { e.body.uint(n) }
func (e *encoder) int(n int64)   { e.body.int(n) }

func (e *encoder) string(s string) {
	n, ok := e.stringNumbers[s]
	if !ok {
		n = len(e.stringNumbers)
		e.stringNumbers[s] = n
		e.whole(&e.strings, s)
	}
	e.uint(uint64(n))
}

// whole writes a string. The texts of functions are parts of the program's own.
func (e *encoder) whole(b *pieces, s string) {
	if at := uintptr(unsafe.Pointer(unsafe.StringData(s))) - uintptr(unsafe.Pointer(unsafe.StringData(e.text))); len(s) > 8 && at < uintptr(len(e.text)) {
		b.uint(isThere)
		b.uint(uint64(at))
		b.uint(uint64(len(s)))
		return
	}
	if len(s) > len(e.text) && e.text != "" {
		if before, behind, ok := strings.Cut(s, e.text); ok {
			b.uint(isAround)
			b.string(before)
			b.string(behind)
			return
		}
	}
	b.uint(isHere)
	b.string(s)
}

func (e *encoder) program(p *program, known map[unsafe.Pointer]*kind) bool {
	e.programs++
	e.instructions += len(p.code)
	e.positions += len(p.srcMap)
	e.string(p.funcName)
	e.uint(uint64(len(p.code)))
	for _, w := range p.code {
		k := known[w.tab]
		if k == nil {
			return false
		}
		n, ok := e.kindNumbers[k]
		if !ok {
			n = len(e.kinds)
			e.kindNumbers[k] = n
			e.kinds, e.counts = append(e.kinds, k), append(e.counts, 0)
		}
		e.counts[n]++
		e.uint(uint64(n))
		if !e.instruction(k, w.data, known) {
			return false
		}
	}
	e.uint(uint64(len(p.srcMap)))
	var last position
	for _, at := range p.srcMap {
		e.int(int64(at.pc - last.pc))
		e.int(int64(at.srcPos - last.srcPos))
		last = at
	}
	return true
}

func (e *encoder) instruction(k *kind, at unsafe.Pointer, known map[unsafe.Pointer]*kind) bool {
	switch {
	case k.regexp:
		flags, source, ok := regexpOf(k.typ, at)
		e.string(flags)
		e.string(source)
		return ok
	case k.singles != nil:
		for name, p := range k.singles {
			if p == at {
				e.string(name)
				return true
			}
		}
		return false
	}
	for _, f := range k.fields {
		at := unsafe.Add(at, f.offset)
		switch f.of {
		case reflect.Bool:
			n := 0
			if *(*bool)(at) {
				n = 1
			}
			e.uint(uint64(n))
		case reflect.Int:
			switch f.size {
			case 1:
				e.int(int64(*(*int8)(at)))
			case 2:
				e.int(int64(*(*int16)(at)))
			case 4:
				e.int(int64(*(*int32)(at)))
			case 8:
				e.int(*(*int64)(at))
			}
		case reflect.Uint:
			switch f.size {
			case 1:
				e.uint(uint64(*(*uint8)(at)))
			case 2:
				e.uint(uint64(*(*uint16)(at)))
			case 4:
				e.uint(uint64(*(*uint32)(at)))
			case 8:
				e.uint(*(*uint64)(at))
			}
		case reflect.String:
			e.string(*(*string)(at))
		case reflect.Slice:
			if f.typ.Elem() == aValue {
				list := *(*[]goja.Value)(at)
				e.uint(uint64(len(list)))
				for _, v := range list {
					if !e.value(v) {
						return false
					}
				}
				break
			}
			list := *(*[]string)(at)
			e.uint(uint64(len(list)))
			for _, s := range list {
				e.string(s)
			}
		case reflect.Map:
			names := *(*map[string]uint32)(at)
			e.uint(uint64(len(names)))
			for s, n := range names {
				e.string(s)
				e.uint(uint64(n))
			}
		case reflect.Interface:
			if !e.value(*(*goja.Value)(at)) {
				return false
			}
		case reflect.Pointer:
			inner := *(**program)(at)
			if inner == nil {
				e.uint(0)
			} else if e.uint(1); !e.program(inner, known) {
				return false
			}
		}
	}
	return true
}

func (e *encoder) value(v goja.Value) bool {
	w := wordsOf(v)
	switch {
	case v == nil:
		e.uint(isNothing)
	case w.tab == undefined.tab:
		e.uint(isUndefined)
	case w.tab == null.tab:
		e.uint(isNull)
	case w.tab == yes.tab && *(*bool)(w.data):
		e.uint(isTrue)
	case w.tab == yes.tab:
		e.uint(isFalse)
	case w.tab == tabInteger:
		e.uint(isInteger)
		e.int(*(*int64)(w.data))
	case w.tab == tabDouble:
		e.uint(isDouble)
		e.uint(math.Float64bits(*(*float64)(w.data)))
	case w.tab == tabASCII:
		e.uint(isASCII)
		e.string(*(*string)(w.data))
	case w.tab == tabWide:
		s := v.(goja.String)
		e.uint(isWide)
		e.uint(uint64(s.Length()))
		for i := range s.Length() {
			e.uint(uint64(s.CharAt(i)))
		}
	case w.tab == tabBig:
		e.uint(isBig)
		e.string(v.String())
	default:
		inner, ok := frozen().value(w)
		if !ok {
			return false
		}
		e.uint(isFrozen)
		return e.value(inner)
	}
	return true
}
