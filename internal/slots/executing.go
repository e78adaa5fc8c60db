package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// innerVM is the type of what executes, to which a Runtime points, and where it does; nil if it does not.
func innerVM() (at uintptr, t reflect.Type) {
	r, ok := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	if !ok || r.Type.Kind() != reflect.Pointer || r.Type.Elem().Kind() != reflect.Struct {
		return 0, nil
	}
	return r.Offset, r.Type.Elem()
}

// innerOf is what executes; at is what innerVM said.
func innerOf(vm *goja.Runtime, at uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Add(unsafe.Pointer(vm), at))
}

// machine says where goja keeps what it executes.
var machine = sync.OnceValue(func() (at struct {
	ok                                 bool
	vm, prg, pc, sp, sb, vals, code, r uintptr
	instruction                        reflect.Type
}) {
	offset, vm := innerVM()
	if vm == nil {
		return
	}
	prg, ok1 := vm.FieldByName("prg")
	pc, ok2 := vm.FieldByName("pc")
	sp, ok3 := vm.FieldByName("sp")
	sb, ok0 := vm.FieldByName("sb")
	vals, ok4 := vm.FieldByName("stack")
	own, ok6 := vm.FieldByName("r")
	code, ok5 := reflect.TypeFor[goja.Program]().FieldByName("code")
	if !ok0 || !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || !ok6 || own.Type != reflect.TypeFor[*goja.Runtime]() || pc.Type.Kind() != reflect.Int || sp.Type.Kind() != reflect.Int || sb.Type.Kind() != reflect.Int ||
		prg.Type != reflect.TypeFor[*goja.Program]() || !vals.Type.ConvertibleTo(reflect.TypeFor[[]goja.Value]()) || code.Type.Kind() != reflect.Slice {
		return
	}
	at.vm, at.prg, at.pc, at.sp, at.sb, at.vals, at.code, at.r = offset, prg.Offset, pc.Offset, sp.Offset, sb.Offset, vals.Offset, code.Offset, own.Offset
	at.instruction, at.ok = code.Type, true
	return
})

// Executing is the instruction that a VM is at.
type Executing struct {
	Name string // of goja's type for it: "getProp"
	Text string // what the instruction names, such as a property; "" if nothing
	N    int    // its number, such as how many arguments a call has
	vals []goja.Value
}

// Operand is the value i below the top of the stack, nil if there is none.
func (e Executing) Operand(i int) goja.Value {
	if i >= len(e.vals) {
		return nil
	}
	return e.vals[len(e.vals)-1-i]
}

// ExecutingNow looks at the instruction at hand. It fails in a native function.
func ExecutingNow(vm *goja.Runtime) (e Executing, ok bool) {
	at := machine()
	if !at.ok {
		return e, false
	}
	inner := innerOf(vm, at.vm)
	prg := *(**goja.Program)(unsafe.Add(inner, at.prg))
	pc, sp := *(*int)(unsafe.Add(inner, at.pc)), *(*int)(unsafe.Add(inner, at.sp))
	vals := *(*[]goja.Value)(unsafe.Add(inner, at.vals))
	if prg == nil || sp < 0 || sp > len(vals) {
		return e, false
	}
	code := reflect.NewAt(at.instruction, unsafe.Add(unsafe.Pointer(prg), at.code)).Elem()
	if pc < 0 || pc >= code.Len() || code.Index(pc).IsNil() {
		return e, false
	}
	i := code.Index(pc).Elem()
	e.vals = vals[:sp]
	if i.Kind() == reflect.Pointer {
		e.Name = i.Type().Elem().Name()
		return e, true
	}
	e.Name = i.Type().Name()
	switch i.Kind() {
	case reflect.String:
		e.Text = Name(i.String()).String()
	case reflect.Uint32:
		e.N = int(i.Uint())
	}
	return e, true
}

// NativeCall is a call of a native function.
type NativeCall struct {
	Callee *goja.Object
	This   goja.Value
	Args   []goja.Value
}

// Arg is an argument, undefined if it is not there.
func (n NativeCall) Arg(i int) goja.Value {
	if i >= len(n.Args) || n.Args[i] == nil {
		return goja.Undefined()
	}
	return n.Args[i]
}

// NativeNow looks at the native function that a script has called and that is running. What Go has called is not told from
// it: its caller is seen then.
func NativeNow(vm *goja.Runtime) (n NativeCall, ok bool) {
	at := machine()
	if !at.ok {
		return n, false
	}
	inner := innerOf(vm, at.vm)
	sp, sb := *(*int)(unsafe.Add(inner, at.sp)), *(*int)(unsafe.Add(inner, at.sb))
	vals := *(*[]goja.Value)(unsafe.Add(inner, at.vals))
	if *(**goja.Program)(unsafe.Add(inner, at.prg)) != nil || sb < 2 || sp < sb || sp > len(vals) || vals[sb-2] == nil {
		return n, false
	}
	if n.Callee, ok = vals[sb-1].(*goja.Object); !ok || ClassOf(n.Callee) != Function {
		return n, false
	}
	n.This, n.Args = vals[sb-2], vals[sb:sp]
	return n, true
}

// HasGetter reports whether a property, of an ordinary object or of what it inherits from, is an accessor.
func HasGetter(o *goja.Object, name string) bool {
	for ; o != nil; o = o.Prototype() {
		b := plainOf(o)
		if b == nil {
			return false
		}
		if v, ok := b.values[NameOf(sample(name))]; ok {
			p := asProperty(v)
			return p != nil && p.accessor
		}
	}
	return false
}
