package slots

import (
	"math/big"
	"unsafe"

	"github.com/dop251/goja"
)

// A few instructions would go on until there is no memory left, or for hours: those that join texts, that multiply, raise
// or shift a BigInt, and that spread an array over the arguments of a call. They throw what V8 throws at its own limits.
const (
	// MaxText is the length of the longest string.
	MaxText = 1<<29 - 24
	maxBits = 1 << 30 // of a BigInt
	// Go multiplies numbers of this many bits in seconds, but of four times as many in a minute. V8 is quicker.
	maxFactor = 1 << 25
	// V8 has room for a hundred thousand arguments and some.
	maxArguments = 1 << 18
)

// refuse throws a RangeError.
func refuse(vm unsafe.Pointer, message string) {
	r := *(**goja.Runtime)(unsafe.Add(vm, runtimeAt))
	o, err := r.New(r.GlobalObject().Get("RangeError"), r.ToValue(message))
	if err != nil {
		panic(err)
	}
	panic(o)
}

// textLength is the length of a string of goja's own kinds, 0 of anything else.
func textLength(w *words) int {
	switch w.tab {
	case tabASCII:
		return len(*(*string)(w.data))
	case tabWide:
		return len(*(*[]uint16)(w.data)) - 1
	}
	return 0
}

// bounded refuses an operation whose result would be too large.
func bounded(symbol byte, a, b *words, vm unsafe.Pointer) {
	if symbol == '+' {
		if textLength(a)+textLength(b) > MaxText {
			refuse(vm, "Invalid string length")
		}
		return
	}
	if a.tab == tabBigInt && b.tab == tabBigInt && !fitting(symbol, (*big.Int)(a.data), (*big.Int)(b.data)) {
		refuse(vm, "Maximum BigInt size exceeded")
	}
}

// fitting reports whether a BigInt is not too large.
func fitting(symbol byte, x, y *big.Int) bool {
	n, m := x.BitLen(), y.BitLen()
	switch symbol {
	case '*':
		return n+m <= maxBits+1 && min(n, m) <= maxFactor
	case 'p':
		switch {
		case n <= 1 || y.Sign() <= 0:
			return true
		case m > 31:
			return false
		case powerOfTwo(x):
			return int64(n-1)*y.Int64() < maxBits
		}
		return int64(n)*y.Int64() <= 2*maxFactor
	case '<', '>':
		if x.Sign() == 0 || (y.Sign() < 0) == (symbol == '<') {
			return true // nothing gets longer
		}
		return m <= 31 && int64(n)+max(y.Int64(), -y.Int64()) <= maxBits
	}
	return true
}

func powerOfTwo(x *big.Int) bool { return x.BitLen() > 0 && int(x.TrailingZeroBits()) == x.BitLen()-1 }

// quickly carries out an operation that bounded lets pass and that is quick in a way of its own: powers of powers of two,
// and shifts that leave nothing, which goja takes for others.
func quickly(symbol byte, vm unsafe.Pointer, a, b *words) bool {
	if a.tab != tabBigInt || b.tab != tabBigInt {
		return false
	}
	x, y := (*big.Int)(a.data), (*big.Int)(b.data)
	z := new(big.Int)
	switch {
	case symbol == 'p' && x.BitLen() > 1 && y.Sign() > 0 && powerOfTwo(x):
		z.Lsh(big.NewInt(1), uint(x.BitLen()-1)*uint(y.Int64()))
		if x.Sign() < 0 && y.Bit(0) == 1 {
			z.Neg(z)
		}
	case (symbol == '<' || symbol == '>') && y.BitLen() > 31:
		if x.Sign() < 0 {
			z.SetInt64(-1)
		}
	default:
		return false
	}
	*a = words{tabBigInt, unsafe.Pointer(z)}
	taken(vm)
	return true
}

// templateSite is an instruction that makes a text of several.
type templateSite struct {
	n int // how many; goja's
	mending
}

func forgeTemplates(m mending) func(*words) {
	t := &m
	return func(w *words) {
		*w = words{unsafe.Pointer(&t.tab), unsafe.Pointer(&templateSite{n: *(*int)(w.data), mending: *t})}
	}
}

func makeTemplate(instruction, vm unsafe.Pointer) {
	site := (*templateSite)(instruction)
	stack, depth := *(*[]words)(unsafe.Add(vm, stackAt)), *(*int)(unsafe.Add(vm, depthAt))
	sum := 0
	for i := depth - site.n; i < depth; i++ {
		if sum += textLength(&stack[i]); sum > MaxText {
			refuse(vm, "Invalid string length")
		}
	}
	site.does(instruction, vm)
}

func forgeSpreads(m mending) func(*words) {
	t := &m
	return func(w *words) { *w = words{unsafe.Pointer(&t.tab), unsafe.Pointer(t)} }
}

// spread carries out the instruction that makes arguments of what an iterator gives.
func spread(instruction, vm unsafe.Pointer) {
	stack, depth := *(*[]goja.Value)(unsafe.Add(vm, stackAt)), *(*int)(unsafe.Add(vm, depthAt))
	if o, ok := stack[depth-1].(*goja.Object); ok {
		if a, ok := ArrayOf(o); ok && a.Len() > maxArguments {
			refuse(vm, "Maximum call stack size exceeded")
		}
	}
	(*mending)(instruction).does(instruction, vm)
}
