package slots

import (
	"math"
	"unsafe"

	"github.com/dop251/goja"
)

// goja has 0 for 0 * -5, where JavaScript has -0, and in bitwise operators 0 for every number from 2^63 on. The function that
// carries out such an instruction of a mended program deals with integers itself, quicker than goja, and leaves everything
// else to goja's own, with operands that this gets right. Texts that grow are joined here, too (grow.go).

// operator is what the instruction of a mended program points to.
type operator struct {
	mending
	symbol byte
}

// symbolOf is the operator that a type of goja's instructions is for, 0 if none of those that are mended.
func symbolOf(instruction string) byte {
	switch instruction {
	case "_add":
		return '+'
	case "_mul":
		return '*'
	case "_exp":
		return 'p'
	case "_and":
		return '&'
	case "_or":
		return '|'
	case "_xor":
		return '^'
	case "_sal":
		return '<'
	case "_sar":
		return '>'
	case "_shr":
		return 'u'
	case "_bnot":
		return '~'
	}
	return 0
}

// perform carries out a mended instruction, as goja would call its method.
func perform(instruction, vm unsafe.Pointer) {
	o := (*operator)(instruction)
	depth := *(*int)(unsafe.Add(vm, depthAt))
	stack := *(*[]words)(unsafe.Add(vm, stackAt))
	b := &stack[depth-1]
	if o.symbol == '~' {
		wrap(b)
		o.does(instruction, vm)
		return
	}
	a := &stack[depth-2]
	if a.tab != tabInteger || b.tab != tabInteger {
		if bounded(o.symbol, a, b, vm); quickly(o.symbol, vm, a, b) {
			return
		}
	}
	if o.symbol == 'p' {
		o.does(instruction, vm)
		return
	}
	if o.symbol == '+' && (a.tab != tabInteger || b.tab != tabInteger) {
		if !growText(o, instruction, vm, *(*goja.Value)(unsafe.Pointer(a))) {
			o.does(instruction, vm)
		}
		return
	}
	if a.tab != tabInteger || b.tab != tabInteger {
		simple(a)
		simple(b)
	}
	if a.tab != tabInteger || b.tab != tabInteger {
		if o.symbol == '*' {
			x, _, _, ok1 := Number(*(*goja.Value)(unsafe.Pointer(a)))
			y, _, _, ok2 := Number(*(*goja.Value)(unsafe.Pointer(b)))
			if ok1 && ok2 { // where goja makes integers of those that can be such
				*(*goja.Value)(unsafe.Pointer(a)) = Float(x * y)
				taken(vm)
				return
			}
		} else {
			wrap(a)
			wrap(b)
		}
		o.does(instruction, vm)
		return
	}
	x, y := *(*int64)(a.data), *(*int64)(b.data)
	var r int64
	switch o.symbol {
	case '+':
		if r = x + y; r > maxExact || r < -maxExact {
			o.does(instruction, vm)
			return
		}
	case '*':
		if x == 0 && y < 0 || y == 0 && x < 0 {
			*a = words{tabDouble, unsafe.Pointer(&negativeZero)}
			taken(vm)
			return
		}
		if x < minInt32 || x > maxInt32 || y < minInt32 || y > maxInt32 || x*y > maxExact || x*y < -maxExact {
			o.does(instruction, vm)
			return
		}
		r = x * y
	case '&':
		r = int64(int32(x) & int32(y))
	case '|':
		r = int64(int32(x) | int32(y))
	case '^':
		r = int64(int32(x) ^ int32(y))
	case '<':
		r = int64(int32(x) << (y & 31))
	case '>':
		r = int64(int32(x) >> (y & 31))
	case 'u':
		r = int64(uint32(x) >> (y & 31))
	}
	if uint64(r) < uint64(len(small)) {
		*a = words{tabInteger, unsafe.Pointer(&small[r])}
	} else {
		own := new(int64)
		*own = r
		*a = words{tabInteger, unsafe.Pointer(own)}
	}
	taken(vm)
}

const (
	minInt32 = -1 << 31
	maxInt32 = 1<<31 - 1
)

var negativeZero = math.Copysign(0, -1)

// simple makes a number of what becomes one without anybody noticing.
func simple(v *words) {
	switch v.tab {
	case tabASCII, tabBoolean, tabNull:
		p := (*goja.Value)(unsafe.Pointer(v))
		*p = (*p).ToNumber()
	}
}

// wrap makes of a number that goja would not make 32 bits of what those bits are.
func wrap(v *words) {
	if v.tab != tabDouble {
		return
	}
	f := *(*float64)(v.data)
	if math.Abs(f) < 1<<63 || math.IsInf(f, 0) || f != f {
		return
	}
	n := int64(int32(int64(math.Mod(f, 1<<32))))
	*v = words{tabInteger, unsafe.Pointer(&n)}
}
