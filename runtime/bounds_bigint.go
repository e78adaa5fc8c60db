package runtime

import (
	"math/big"
	"strings"
	"unicode"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
)

// boundedBigInts is BigInt, which reads long texts in bounded time, with functions that do not make 2 to the power of
// whatever they are given.
func boundedBigInts(vm *goja.Runtime, v goja.Value) goja.Value {
	const most = 1 << 30 // bits
	bounded := func(signed bool) func(*goja.Runtime, goja.Value) goja.Value {
		return func(vm *goja.Runtime, v goja.Value) goja.Value {
			return native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
				bits, n := c.Argument(0), c.Argument(1)
				x, ok := n.Export().(*big.Int)
				switch {
				case !ok || !goja.IsNumber(bits) || bits.ToFloat() <= most || bits.ToFloat() >= 1<<53:
					return call(c)
				case signed || x.Sign() >= 0: // it fits
					return n
				}
				panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum BigInt size exceeded"))
			})
		}
	}
	v = native(v, func(call func(goja.FunctionCall) goja.Value, c goja.FunctionCall) goja.Value {
		if text, ok := c.Argument(0).(goja.String); ok && text.Length() > longDigits {
			c.Arguments = []goja.Value{vm.ToValue(longBigInt(vm, text.String()))}
		}
		return call(c)
	})
	return methods(map[string]func(*goja.Runtime, goja.Value) goja.Value{"asIntN": bounded(true), "asUintN": bounded(false)})(vm, v)
}

// longDigits is from how many digits on a text takes Go noticeable time to read as a BigInt, which grows with their
// square; mostDigits is up to how many it is read.
const longDigits, mostDigits = 1 << 14, 1 << 22

// longBigInt reads a long text as BigInt does.
func longBigInt(vm *goja.Runtime, text string) *big.Int {
	digits := strings.TrimFunc(text, func(c rune) bool { return unicode.IsSpace(c) || c == '\ufeff' })
	base, sign := 10, ""
	switch prefix := strings.ToLower(digits[:min(2, len(digits))]); prefix {
	case "0x", "0o", "0b":
		base, digits = map[string]int{"0x": 16, "0o": 8, "0b": 2}[prefix], digits[2:]
	default:
		if digits != "" && (digits[0] == '-' || digits[0] == '+') {
			sign, digits = digits[:1], digits[1:]
		}
	}
	for i := range len(digits) {
		d := strings.IndexByte("0123456789abcdef", digits[i]|0x20)
		if digits[i] <= '9' {
			d = int(digits[i]) - '0'
		}
		if d < 0 || d >= base {
			panic(nodeerr.Plain(vm, nodeerr.SyntaxErr, "Cannot convert "+text+" to a BigInt"))
		}
	}
	if digits = strings.TrimLeft(digits, "0"); len(digits) > mostDigits {
		panic(nodeerr.Plain(vm, nodeerr.RangeError, "Maximum BigInt size exceeded"))
	}
	var powers []*big.Int // of the base, to longDigits, twice that and so on
	for n := longDigits; n < len(digits); n *= 2 {
		if powers == nil {
			powers = append(powers, new(big.Int).Exp(big.NewInt(int64(base)), big.NewInt(int64(n)), nil))
		} else {
			last := powers[len(powers)-1]
			powers = append(powers, new(big.Int).Mul(last, last))
		}
	}
	x := readDigits(digits, base, powers)
	if sign == "-" {
		x.Neg(x)
	}
	return x
}

// readDigits reads half of the digits at a time, so that most of the time goes into products of large numbers, at which
// Go is quick.
func readDigits(digits string, base int, powers []*big.Int) *big.Int {
	x := new(big.Int)
	if len(powers) == 0 {
		x.SetString(digits, base)
		return x
	}
	last := len(powers) - 1
	low := longDigits << last
	if len(digits) <= low {
		return readDigits(digits, base, powers[:last])
	}
	x.Mul(readDigits(digits[:len(digits)-low], base, powers[:last]), powers[last])
	return x.Add(x, readDigits(digits[len(digits)-low:], base, powers[:last]))
}
