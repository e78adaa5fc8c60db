package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// callStack says where goja keeps its stack of calls and the most it may hold.
var callStack = sync.OnceValue(func() (at struct{ vm, calls, most uintptr }) {
	offset, inner := innerVM()
	if inner == nil {
		return
	}
	calls, ok1 := inner.FieldByName("callStack")
	most, ok2 := inner.FieldByName("maxCallStackSize")
	if ok1 && ok2 && calls.Type.Kind() == reflect.Slice && most.Type.Kind() == reflect.Int {
		at.vm, at.calls, at.most = offset, calls.Offset, most.Offset
	}
	return
})

// StackFull reports whether there is no room for a number of calls, each in the one before.
func StackFull(vm *goja.Runtime, calls int) bool {
	at := callStack()
	if at.most == 0 {
		return false
	}
	inner := innerOf(vm, at.vm)
	list := *(*[]struct{})(unsafe.Add(inner, at.calls))
	return len(list)+calls-1 > *(*int)(unsafe.Add(inner, at.most))
}

// UndoEntry takes back what goja has done to enter an asynchronous function or a generator when there is no room for its
// call. goja does not: whatever catches the error would go on as another function than it is.
func UndoEntry(vm *goja.Runtime) {
	offset, inner := innerVM()
	if inner == nil {
		return
	}
	field := func(of reflect.Value, name string) reflect.Value {
		if f := of.FieldByName(name); f.IsValid() {
			return reflect.NewAt(f.Type(), f.Addr().UnsafePointer()).Elem()
		}
		return reflect.Value{}
	}
	number := func(of reflect.Value, name string) int64 {
		if f := of.FieldByName(name); f.IsValid() && f.CanInt() {
			return f.Int()
		} else if f.IsValid() && f.CanUint() {
			return int64(f.Uint())
		}
		return 0
	}
	machine := reflect.NewAt(inner, innerOf(vm, offset)).Elem()
	calls, tries := field(machine, "callStack"), field(machine, "tryStack")
	if !calls.IsValid() || !tries.IsValid() || calls.Kind() != reflect.Slice || tries.Kind() != reflect.Slice {
		return
	}
	n, m := calls.Len(), tries.Len()
	if n == 0 || m == 0 || number(machine, "sb") != -1 || number(machine, "pc") != fromGo || number(tries.Index(m-1), "callStackLen") != int64(n) {
		return // nothing was being entered
	}
	saved := calls.Index(n - 1)
	for i := range saved.NumField() {
		name := saved.Type().Field(i).Name
		if to, from := field(machine, name), field(saved, name); to.IsValid() && to.Type() == from.Type() {
			to.Set(from)
		}
	}
	calls.SetLen(n - 1)
	tries.SetLen(m - 1)
}

// maxNested is how many generators may give what others give. Where one hands on to another with yield*, goja calls itself
// once more without a place in its stack of calls, only with one in that of its try blocks.
const maxNested = 1 << 15

// triesAt is where a VM has its stack of try blocks; forgeYields sets it.
var triesAt uintptr

// forgeYields mends the instructions that leave a generator or an asynchronous function for a time.
func forgeYields(m mending) func(*words) {
	_, inner := innerVM()
	if inner == nil {
		return nil
	}
	tries, ok := inner.FieldByName("tryStack")
	if !ok || tries.Type.Kind() != reflect.Slice {
		return nil
	}
	triesAt, ownYield = tries.Offset, m.does
	return func(w *words) { w.tab = unsafe.Pointer(&m.tab) }
}

var ownYield func(instruction, vm unsafe.Pointer)

func yield(instruction, vm unsafe.Pointer) {
	if len(*(*[]struct{})(unsafe.Add(vm, triesAt))) > maxNested {
		refuse(vm, "Maximum call stack size exceeded")
	}
	ownYield(instruction, vm)
}
