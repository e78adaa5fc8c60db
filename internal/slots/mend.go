package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// An instruction of goja's is an interface with one method. Mend gives some of them another one: what is computed wrongly
// (arithmetic.go), and what goja takes longer for than it must (grow.go, literals.go, iterate.go).

// mending is a kind of instruction that is mended.
type mending struct {
	does func(instruction, vm unsafe.Pointer) // goja's own
	tab  oneItab                              // with the method that is called instead
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

// Where a VM has its stack, how high that is, which instruction is next, and its runtime; mendingOf sets them.
var stackAt, depthAt, nextAt, runtimeAt uintptr

// Mend mends the instructions of a program and of the functions in it. The program must not run yet.
func Mend(p *goja.Program) {
	eachInstruction(p, func(w *words, k *kind) {
		if k.mend != nil {
			k.mend(w)
		}
	})
}

// mendable says whether goja's instructions are as expected.
var mendable = sync.OnceValue(func() bool {
	at := machine()
	if !at.ok || at.instruction.Elem().Kind() != reflect.Interface || at.instruction.Elem().NumMethod() != 1 {
		return false
	}
	m := at.instruction.Elem().Method(0)
	if m.Name != "exec" || m.Type.NumIn() != 1 || m.Type.In(0).Kind() != reflect.Pointer || m.Type.NumOut() != 0 {
		return false
	}
	stackAt, depthAt, nextAt, runtimeAt = at.vals, at.sp, at.pc, at.r
	return true
})

// mendingOf says what Mend makes of the instructions of a type, one of which is given; nil if it leaves them as they are.
func mendingOf(t reflect.Type, instruction *words) func(*words) {
	var by func(instruction, vm unsafe.Pointer)
	var forge func(mending) func(*words)
	switch symbol := symbolOf(t.Name()); {
	case symbol != 0 && t.Size() == 0:
		by, forge = perform, func(m mending) func(*words) {
			o := &operator{m, symbol}
			return func(w *words) { *w = words{unsafe.Pointer(&o.tab), unsafe.Pointer(o)} }
		}
	case t.Name() == "_newObject" && t.Size() == 0:
		by, forge = makeObject, forgeObjects
	case t.Name() == "newArray" && t.Kind() == reflect.Uint32:
		by, forge = makeArray, forgeArrays
	case t.Name() == "iterNext" && t.Kind() == reflect.Int32:
		by, forge = iterate, forgeIterating
	case t.Name() == "putProp" && t.Kind() == reflect.String:
		by, forge = putProperty, forgeProperties
	case t.Name() == "concatStrings" && t.Kind() == reflect.Int:
		by, forge = makeTemplate, forgeTemplates
	case t.Name() == "_pushSpread" && t.Size() == 0:
		by, forge = spread, forgeSpreads
	case t.Kind() == reflect.Pointer && t.Elem().Name() == "yieldMarker":
		by, forge = yield, forgeYields
	default:
		return nil
	}
	m := mending{tab: *(*oneItab)(instruction.tab)}
	if !mendable() || m.tab.typ != (*(*words)(unsafe.Pointer(&t))).data {
		return nil
	}
	code := &goCode{m.tab.method}
	m.does = *(*func(instruction, vm unsafe.Pointer))(unsafe.Pointer(&code))
	m.tab.method = reflect.ValueOf(by).UnsafePointer()
	return forge(m)
}

// taken says that the right operand was taken from the stack, and the instruction carried out.
func taken(vm unsafe.Pointer) {
	*(*int)(unsafe.Add(vm, depthAt))--
	*(*int)(unsafe.Add(vm, nextAt))++
}

// given puts a value on the stack, and says that the instruction was carried out. It reports whether there was room.
func given(vm unsafe.Pointer, v goja.Value) bool {
	stack, depth := (*[]goja.Value)(unsafe.Add(vm, stackAt)), (*int)(unsafe.Add(vm, depthAt))
	if *depth == len(*stack) {
		if *depth == cap(*stack) {
			return false
		}
		*stack = (*stack)[:*depth+1]
	}
	(*stack)[*depth] = v
	*depth++
	*(*int)(unsafe.Add(vm, nextAt))++
	return true
}
