package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// A loop over an array calls the array iterator's next, which makes an object with two properties, of which the loop then
// reads both, for each element. Where it can be seen that this would give the next element and do nothing else, the loop
// takes that.

// arrayIterator mirrors goja's arrayIterObject up to its kind.
type arrayIterator struct {
	baseObject base
	obj        *goja.Object
	nextIdx    int64
}

// arrayIteratorWithKind is all of it.
type arrayIteratorWithKind struct {
	arrayIterator
	kind int
}

// iteratorRecord mirrors goja's.
type iteratorRecord struct {
	iterator *goja.Object
	next     func(goja.FunctionCall) goja.Value
}

// iterating says where goja has the loops that run over iterators, and what an array's iterator is.
var iterating = sync.OnceValue(func() (at struct {
	ok             bool
	stack          uintptr // in the VM: the loops, a slice
	size, val, rec uintptr // of a loop, and of its element and its iterator in it
	tab            unsafe.Pointer
	kind           int            // of an iterator over elements
	next           unsafe.Pointer // its code
}) {
	_, inner := innerVM()
	if inner == nil || !objectFits() || propertyType() == nil {
		return
	}
	stack, ok := inner.FieldByName("iterStack")
	if !ok || stack.Type.Kind() != reflect.Slice || stack.Type.Elem().Kind() != reflect.Struct {
		return
	}
	loop := stack.Type.Elem()
	val, ok1 := loop.FieldByName("val")
	rec, ok2 := loop.FieldByName("iter")
	if !ok1 || !ok2 || val.Type != reflect.TypeFor[goja.Value]() || rec.Type.Kind() != reflect.Pointer || !fits(rec.Type.Elem(), reflect.TypeFor[iteratorRecord]()) {
		return
	}
	vm := goja.New()
	list := vm.NewArray(1, 2)
	f, ok := goja.AssertFunction(list.Get("values"))
	if !ok {
		return
	}
	v, err := f(list)
	o, ok := v.(*goja.Object)
	if err != nil || !ok {
		return
	}
	t := selfStructOf(o)
	kind, ok := t.FieldByName("kind")
	if !ok || t.Name() != "arrayIterObject" || !fits(t, reflect.TypeFor[arrayIterator]()) || kind.Type.Kind() != reflect.Int ||
		kind.Offset != unsafe.Offsetof(arrayIteratorWithKind{}.kind) {
		return
	}
	it := (*arrayIteratorWithKind)(selfOf(o).data)
	method, ok := o.Get("next").(*goja.Object)
	if !ok || it.obj != list || it.nextIdx != 0 {
		return
	}
	native, ok := NativeOf(method)
	if !ok || native.Call == nil || *native.Call == nil {
		return
	}
	if next, ok := goja.AssertFunction(method); ok {
		_, err = next(o)
	}
	if err != nil || it.obj != list || it.nextIdx != 1 {
		return
	}
	at.stack, at.size, at.val, at.rec = stack.Offset, loop.Size(), val.Offset, rec.Offset
	at.tab, at.kind, at.next = selfOf(o).tab, it.kind, codeOf(*native.Call)
	at.ok = true
	return
})

func codeOf(f func(goja.FunctionCall) goja.Value) unsafe.Pointer {
	return (*(**goCode)(unsafe.Pointer(&f))).entry
}

// iterateSite is the instruction at which a loop takes its next element, or ends.
type iterateSite struct {
	end int32 // goja's
	literal
}

var ownIterate *mending

func forgeIterating(m mending) func(*words) {
	ownIterate = &m
	return func(w *words) {
		*w = words{unsafe.Pointer(&m.tab), unsafe.Pointer(&iterateSite{end: *(*int32)(w.data)})}
	}
}

// iterate carries it out.
func iterate(instruction, vm unsafe.Pointer) {
	if (*iterateSite)(instruction).often() {
		if at := iterating(); at.ok {
			loops := *(*[]byte)(unsafe.Add(vm, at.stack)) // whose elements are larger
			loop := unsafe.Add(unsafe.Pointer(unsafe.SliceData(loops)), uintptr(len(loops)-1)*at.size)
			rec := *(**iteratorRecord)(unsafe.Add(loop, at.rec))
			if v := rec.element(at.next, at.tab, at.kind); v != nil {
				*(*goja.Value)(unsafe.Add(loop, at.val)) = v
				*(*int)(unsafe.Add(vm, nextAt))++
				return
			}
		}
	}
	ownIterate.does(instruction, vm)
}

// element is the next element of an array, which the iterator leaves behind; nil where goja has to look.
func (r *iteratorRecord) element(next, tab unsafe.Pointer, kind int) goja.Value {
	if r == nil || r.next == nil || codeOf(r.next) != next {
		return nil
	}
	self := selfOf(r.iterator)
	if self.tab != tab {
		return nil
	}
	it := (*arrayIteratorWithKind)(self.data)
	if it.kind != kind || it.obj == nil {
		return nil
	}
	a, ok := ArrayOf(it.obj)
	if !ok || it.nextIdx >= int64(len(a.a.values)) || it.nextIdx >= int64(a.a.length) {
		return nil
	}
	v := a.a.values[it.nextIdx]
	if v == nil || asProperty(v) != nil {
		return nil
	}
	it.nextIdx++
	return v
}
