package slots

import (
	"unsafe"

	"github.com/dop251/goja"
)

// maxExact is the largest integer that goja keeps as one (Number.MAX_SAFE_INTEGER).
const maxExact = 1<<53 - 1

// small are numbers that need no memory of their own.
var small [256]int64

func init() {
	for i := range small {
		small[i] = int64(i)
	}
}

// Int makes a number.
func Int(i int64) goja.Value {
	switch {
	case i < 0 || i > maxExact:
		return sample(i) // some of the negative ones are ready in goja
	case i < int64(len(small)):
		return IntAt(&small[i])
	}
	own := i // here, so that the others take no memory
	return IntAt(&own)
}

// NeedsMemory reports whether a number is one to make with IntAt.
func NeedsMemory(i int64) bool { return i >= int64(len(small)) && i <= maxExact }

// IntAt makes a number of *p, which is its memory and must not change any more. It must not be negative, nor more than
// the largest safe integer.
func IntAt(p *int64) goja.Value {
	var v goja.Value
	*(*words)(unsafe.Pointer(&v)) = words{tabInteger, unsafe.Pointer(p)}
	return v
}

// Float makes a number.
func Float(f float64) goja.Value { return sample(f) }
