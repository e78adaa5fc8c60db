package webassembly

import (
	"errors"
	"math"
	"math/big"
	"strings"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"
)

const (
	funcref api.ValueType = 0x70
	v128    api.ValueType = 0x7b
)

// toWasm is ToWebAssemblyValue.
func (w *world) toWasm(t api.ValueType, v goja.Value) uint64 {
	switch t {
	case api.ValueTypeI32:
		return uint64(uint32(toInt32(v)))
	case api.ValueTypeI64:
		n, err := w.toInt64(goja.Undefined(), w.vm.ToValue(64), v)
		if err != nil {
			panic(err)
		}
		if b, ok := n.Export().(*big.Int); ok {
			return uint64(b.Int64())
		}
		return 0
	case api.ValueTypeF32:
		return uint64(math.Float32bits(float32(v.ToFloat())))
	case api.ValueTypeF64:
		return math.Float64bits(v.ToFloat())
	case api.ValueTypeExternref:
		if goja.IsNull(v) {
			return 0
		}
		w.refs = append(w.refs, v)
		return uint64(len(w.refs) - 1)
	case funcref:
		if goja.IsNull(v) {
			return 0
		}
	}
	panic(w.vm.NewTypeError("type incompatibility when transforming from/to JS"))
}

// toInt32 wraps a number around as JavaScript's bitwise operators do.
func toInt32(v goja.Value) int32 {
	if n, ok := v.Export().(int64); ok {
		return int32(n)
	}
	f := v.ToFloat()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return int32(uint32(int64(math.Mod(math.Trunc(f), 1<<32))))
}

// toJS is ToJSValue.
func (w *world) toJS(t api.ValueType, n uint64) goja.Value {
	switch t {
	case api.ValueTypeI32:
		return w.vm.ToValue(int32(n))
	case api.ValueTypeI64:
		return w.vm.ToValue(big.NewInt(int64(n)))
	case api.ValueTypeF32:
		return w.vm.ToValue(float64(math.Float32frombits(uint32(n))))
	case api.ValueTypeF64:
		return w.vm.ToValue(math.Float64frombits(n))
	case api.ValueTypeExternref:
		if n == 0 || n >= uint64(len(w.refs)) {
			return goja.Null()
		}
		return w.refs[n]
	}
	if n == 0 {
		return goja.Null()
	}
	panic(w.vm.NewTypeError("type incompatibility when transforming from/to JS"))
}

// errThrown goes through an instance in the place of what an imported function threw.
var errThrown = errors.New("an imported function threw")

// trap throws what a call ended with: what an imported function threw, or a trap in V8's words.
func (w *world) trap(err error) {
	if thrown := w.failed; thrown != nil {
		w.failed = nil
		panic(thrown)
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	text = strings.TrimPrefix(text, "wasm error: ")
	switch text {
	case "stack overflow":
		panic(w.fault("RangeError", "Maximum call stack size exceeded"))
	case "out of bounds memory access":
		text = "memory access out of bounds"
	case "integer divide by zero":
		text = "divide by zero"
	case "integer overflow", "invalid conversion to integer":
		text = "float unrepresentable in integer range"
	case "invalid table access", "indirect call type mismatch": // wazero tells null and out of bounds not apart
		text = "null function or function signature mismatch"
	case "unaligned atomic":
		text = "operation does not support unaligned accesses"
	}
	panic(w.fault("RuntimeError", text))
}
