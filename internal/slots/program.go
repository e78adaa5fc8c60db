package slots

import (
	"reflect"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// instructions says how goja keeps the ones that ReplaceGlobals deals with.
var instructions = sync.OnceValue(func() (at struct {
	ok             bool
	global, loaded unsafe.Pointer // the first words of the instructions that load a global and that load a constant
	constant       reflect.Type
}) {
	m := machine()
	if !m.ok || m.instruction.Elem().Kind() != reflect.Interface {
		return
	}
	p, err := goja.Compile("", "x; y(0.5)", false)
	if err != nil {
		return
	}
	list := reflect.NewAt(m.instruction, unsafe.Add(unsafe.Pointer(p), m.code)).Elem()
	raw := unsafe.Slice((*words)(list.UnsafePointer()), list.Len())
	for i := range list.Len() {
		switch t := list.Index(i).Elem().Type(); t.Name() {
		case "loadDynamic":
			if t.Kind() == reflect.String {
				at.global = raw[i].tab
			}
		case "loadVal":
			if t.Kind() == reflect.Struct && t.NumField() == 1 && t.Field(0).Type == reflect.TypeFor[goja.Value]() {
				at.loaded, at.constant = raw[i].tab, t
			}
		}
	}
	at.ok = at.global != nil && at.loaded != nil
	return
})

// CanReplaceGlobals reports whether ReplaceGlobals does anything.
func CanReplaceGlobals() bool { return instructions().ok }

// kind is what there is to know about a kind of instruction.
type kind struct {
	programs []uintptr    // where it has the programs of functions that it makes
	mend     func(*words) // what Mend makes of one; nil if it is left as it is
}

// kinds has them by the first word of instructions.
var kinds struct {
	sync.Mutex
	known map[unsafe.Pointer]*kind
}

// eachInstruction visits the instructions of a program and of the functions in it.
func eachInstruction(p *goja.Program, visit func(*words, *kind)) {
	if machine().ok && p != nil {
		new(walk).program(p, visit)
	}
}

// walk is a walk over programs. It has the kinds that it met last, in a place by their first word.
type walk [64]struct {
	tab  unsafe.Pointer
	kind *kind
}

func (w *walk) program(p *goja.Program, visit func(*words, *kind)) {
	at := machine()
	list := reflect.NewAt(at.instruction, unsafe.Add(unsafe.Pointer(p), at.code)).Elem()
	raw := unsafe.Slice((*words)(list.UnsafePointer()), list.Len())
	for i := range raw {
		place := &w[uintptr(raw[i].tab)>>5%uintptr(len(w))]
		if place.tab != raw[i].tab {
			place.tab, place.kind = raw[i].tab, kindAt(&raw[i], list.Index(i))
		}
		k := place.kind // until an inner program takes the place
		for _, offset := range k.programs {
			if inner := *(**goja.Program)(unsafe.Add(raw[i].data, offset)); inner != nil {
				w.program(inner, visit)
			}
		}
		visit(&raw[i], k)
	}
}

// kindAt finds out about an instruction, which is given as its words and as a value.
func kindAt(w *words, instruction reflect.Value) *kind {
	kinds.Lock()
	defer kinds.Unlock()
	k := kinds.known[w.tab]
	if k == nil {
		t := instruction.Elem().Type()
		k = &kind{programs: programsIn(t), mend: mendingOf(t, w)}
		if kinds.known == nil {
			kinds.known = map[unsafe.Pointer]*kind{}
		}
		kinds.known[w.tab] = k
	}
	return k
}

// ReplaceGlobals puts constants into the place of global variables that a program, or a function in it, reads. replace
// returns nil for those that stay. The program must not run yet.
func ReplaceGlobals(p *goja.Program, replace func(name string) goja.Value) {
	at := instructions()
	if !at.ok {
		return
	}
	eachInstruction(p, func(w *words, _ *kind) {
		if w.tab != at.global {
			return
		}
		if v := replace(Name(*(*string)(w.data)).String()); v != nil {
			c := reflect.New(at.constant)
			*(*goja.Value)(c.UnsafePointer()) = v
			*w = words{at.loaded, c.UnsafePointer()}
		}
	})
}

// programsIn finds the programs in a type of instruction.
func programsIn(t reflect.Type) (offsets []uintptr) {
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return nil
	}
	t = t.Elem()
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Type == reflect.TypeFor[*goja.Program]():
			offsets = append(offsets, f.Offset)
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			for _, o := range programsIn(reflect.PointerTo(f.Type)) {
				offsets = append(offsets, f.Offset+o)
			}
		}
	}
	return offsets
}

// interruption says where a VM notes that it is to stop.
var interruption = sync.OnceValue(func() (at struct{ vm, flag uintptr }) {
	offset, inner := innerVM()
	if inner == nil {
		return
	}
	if f, ok := inner.FieldByName("interrupted"); ok && f.Type.Kind() == reflect.Uint32 {
		at.vm, at.flag = offset, f.Offset
	}
	return
})

// Interrupted returns a function that reports whether a VM is to stop; nil where that cannot be found out.
func Interrupted(vm *goja.Runtime) func() bool {
	at := interruption()
	if at.flag == 0 {
		return nil
	}
	flag := (*uint32)(unsafe.Add(innerOf(vm, at.vm), at.flag))
	return func() bool { return atomic.LoadUint32(flag) != 0 }
}

// Number takes a number apart without a call: its value, and whether it is one of goja's integers.
func Number(v goja.Value) (f float64, i int64, integer, ok bool) {
	w := wordsOf(&v)
	switch w.tab {
	case tabInteger:
		i = *(*int64)(w.data)
		return float64(i), i, true, true
	case tabDouble:
		return *(*float64)(w.data), 0, false, true
	}
	return 0, 0, false, false
}

// OwnData gets an own property that is no accessor, of an ordinary object or one that a template fills, without running
// any JavaScript; nil if there is none.
func OwnData(o *goja.Object, n Name) goja.Value {
	b := plainOf(o)
	if b == nil {
		t := templatedOf(o)
		if t == nil {
			return nil
		}
		b = &t.baseObject
		if b.values[n] == nil {
			o.Get(n.String()) // fills it in
		}
	}
	v := b.values[n]
	if v == nil {
		return nil
	}
	if p := asProperty(v); p != nil {
		if p.accessor {
			return nil
		}
		return p.value
	}
	return v
}

// SameNative reports whether two functions of goja's do the same.
func SameNative(a, b *goja.Object) bool {
	x, ok1 := NativeOf(a)
	y, ok2 := NativeOf(b)
	return ok1 && ok2 && *x.Call != nil && *y.Call != nil && reflect.ValueOf(*x.Call).Pointer() == reflect.ValueOf(*y.Call).Pointer()
}
