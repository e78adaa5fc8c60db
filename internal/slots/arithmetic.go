package slots

import (
	"math"
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// goja has 0 for 0 * -5, where JavaScript has -0, and in bitwise operators 0 for every number from 2^63 on. MendArithmetic
// gives such instructions another function to be carried out by, which deals with integers itself, quicker than goja, and
// leaves everything else to goja's own, with operands that this gets right. Texts that grow are joined by package slots, too
// (grow.go).

// operator is a kind of instruction that is mended. It is what the instruction of a mended program points to.
type operator struct {
	does   func(instruction, vm unsafe.Pointer) // goja's own
	symbol byte
	tab    oneItab
}

// goCode is what a func points to.
type goCode struct{ entry unsafe.Pointer }

// oneItab is an itab with one method.
type oneItab struct {
	inter, typ unsafe.Pointer
	hash       uint32
	_          [4]byte
	method     unsafe.Pointer
}

// operators are what mended programs point to, by the first word of goja's instructions; nil if goja is not as expected.
var operators = sync.OnceValue(func() map[unsafe.Pointer]*operator {
	at := machine()
	if !at.ok || at.instruction.Elem().Kind() != reflect.Interface || at.instruction.Elem().NumMethod() != 1 {
		return nil
	}
	if m := at.instruction.Elem().Method(0); m.Name != "exec" || m.Type.NumIn() != 1 || m.Type.In(0).Kind() != reflect.Pointer || m.Type.NumOut() != 0 {
		return nil
	}
	p, err := goja.Compile("", "x + y; x * y; x & y; x | y; x ^ y; x << y; x >> y; x >>> y; ~x", false)
	if err != nil {
		return nil
	}
	stackAt, depthAt, nextAt = at.vals, at.sp, at.pc
	all := map[unsafe.Pointer]*operator{}
	list := reflect.NewAt(at.instruction, unsafe.Add(unsafe.Pointer(p), at.code)).Elem()
	raw := unsafe.Slice((*words)(list.UnsafePointer()), list.Len())
	for i := range raw {
		t := list.Index(i).Elem().Type()
		o := &operator{}
		switch t.Name() {
		case "_add":
			o.symbol = '+'
		case "_mul":
			o.symbol = '*'
		case "_and":
			o.symbol = '&'
		case "_or":
			o.symbol = '|'
		case "_xor":
			o.symbol = '^'
		case "_sal":
			o.symbol = '<'
		case "_sar":
			o.symbol = '>'
		case "_shr":
			o.symbol = 'u'
		case "_bnot":
			o.symbol = '~'
		default:
			continue
		}
		if t.Size() != 0 {
			return nil
		}
		o.tab = *(*oneItab)(raw[i].tab)
		if o.tab.typ != (*(*words)(unsafe.Pointer(&t))).data {
			return nil
		}
		code := &goCode{o.tab.method}
		o.does = *(*func(instruction, vm unsafe.Pointer))(unsafe.Pointer(&code))
		o.tab.method = reflect.ValueOf(perform).UnsafePointer()
		all[raw[i].tab] = o
	}
	return all
})

// Where a VM has its stack, how high that is, and which instruction is next; operators sets them.
var stackAt, depthAt, nextAt uintptr

// MendArithmetic mends the instructions of a program and of the functions in it. The program must not run yet.
func MendArithmetic(p *goja.Program) {
	all := operators()
	if len(all) == 0 {
		return
	}
	eachInstruction(p, func(w *words) {
		if o := all[w.tab]; o != nil {
			*w = words{unsafe.Pointer(&o.tab), unsafe.Pointer(o)}
		}
	})
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

// taken says that the right operand was taken from the stack, and the instruction carried out.
func taken(vm unsafe.Pointer) {
	*(*int)(unsafe.Add(vm, depthAt))--
	*(*int)(unsafe.Add(vm, nextAt))++
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
