package slots

import (
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/file"
)

// Call is a function that is running, or that waits for one.
type Call struct {
	goja.StackFrame
	Callee     *goja.Object // nil for the code of a script and where it is not known
	This       goja.Value   // nil where there is none, as in arrow functions
	New        bool         // it was called with new
	Awaits     bool         // it is asynchronous and waits for the call before it
	Combinator string       // "all", "any", "allSettled": no function, but Promise's of that name that waits
	Index      int          // for which of its promises that waits
}

// Native reports whether the function is not JavaScript.
func (c *Call) Native() bool { return (*frame)(unsafe.Pointer(&c.StackFrame)).prg == nil }

// Trace is what ran at some time, as it was kept then. Most are never looked at.
type Trace struct {
	kept   []kept
	frames *[]goja.StackFrame // instead, where goja's own are all that is to be had
}

// kept is what is needed to make a Call.
type kept struct {
	prg    *goja.Program
	callee *goja.Object
	this   goja.Value
	at     int32 // the pc, or the index of a promise
	how    how
}

type how uint8

const (
	called    how = iota
	withNew       // if what is called can be
	awaits        // an asynchronous function
	inAll         // Promise.all
	inAny         // Promise.any
	inSettled     // Promise.allSettled
)

// frame mirrors goja.StackFrame.
type frame struct {
	prg      *goja.Program
	funcName Name
	pc       int
}

// entered mirrors goja's context: what a call will go on with.
type entered struct {
	prg            *goja.Program
	stash, privEnv unsafe.Pointer
	newTarget      words
	result         words
	pc, sb         int
	args           int
}

// fromGo is the pc of the entry below a call that comes from Go code, among it the construction of objects.
const fromGo = -2

// calls says where goja keeps what is running.
var calls = sync.OnceValue(func() (at struct {
	ok                                          bool
	vm, prg, pc, sp, sb, vals, target, callList uintptr
	funcName, file                              uintptr
}) {
	m := machine()
	if !m.ok || !fits(reflect.TypeFor[goja.StackFrame](), reflect.TypeFor[frame]()) {
		return
	}
	_, vm := innerVM()
	list, ok1 := vm.FieldByName("callStack")
	target, ok2 := vm.FieldByName("newTarget")
	name, ok3 := reflect.TypeFor[goja.Program]().FieldByName("funcName")
	if src, ok := reflect.TypeFor[goja.Program]().FieldByName("src"); ok && src.Type == reflect.TypeFor[*file.File]() {
		at.file = src.Offset
	}
	if !ok1 || !ok2 || !ok3 || list.Type.Kind() != reflect.Slice || list.Type.Elem().Size() != unsafe.Sizeof(entered{}) ||
		!fits(list.Type.Elem(), reflect.TypeFor[entered]()) || target.Type.Kind() != reflect.Interface || name.Type != reflect.TypeFor[Name]() {
		return
	}
	at.vm, at.prg, at.pc, at.sp, at.sb, at.vals = m.vm, m.prg, m.pc, m.sp, m.sb, m.vals
	at.target, at.callList, at.funcName, at.ok = target.Offset, list.Offset, name.Offset, true
	return
})

// TraceOf notes what is running, innermost first, at most limit calls, and after that who waits for it in asynchronous
// functions.
func TraceOf(vm *goja.Runtime, limit int) Trace {
	at := calls()
	if !at.ok {
		frames := vm.CaptureCallStack(0, nil)
		frames = frames[:min(len(frames), limit)]
		return Trace{frames: &frames}
	}
	inner := innerOf(vm, at.vm)
	vals := *(*[]goja.Value)(unsafe.Add(inner, at.vals))
	list := *(*[]entered)(unsafe.Add(inner, at.callList))
	now := entered{
		prg: *(**goja.Program)(unsafe.Add(inner, at.prg)), pc: *(*int)(unsafe.Add(inner, at.pc)), sb: *(*int)(unsafe.Add(inner, at.sb)),
		newTarget: *(*words)(unsafe.Add(inner, at.target)),
	}
	out := make([]kept, 0, min(limit, len(list)+1))
	for i := len(list); i >= 0 && len(out) < limit; i-- {
		e := &now
		if i < len(list) {
			e = &list[i]
		}
		if e.prg == nil {
			if e.sb > 0 {
				out = append(out, kept{callee: objectAt(vals, e.sb-1), this: valueAt(vals, e.sb-2)})
			}
			continue
		}
		k := kept{prg: e.prg, at: int32(e.pc), callee: objectAt(vals, e.sb-1), this: valueAt(vals, e.sb)}
		outside := i > 0 && list[i-1].pc == fromGo
		if outside && e.newTarget.tab != nil {
			k.how = withNew
		}
		out = append(out, k)
		if outside && i > 1 && len(out) < limit {
			if made := constructing(&list[i-2], vals, e.sb-1); made != nil && made != k.callee {
				out = append(out, kept{callee: made, how: withNew})
			}
		}
	}
	if len(out) < limit {
		out = waiting(inner, out, limit)
	}
	return Trace{kept: out}
}

// After is the part of a trace that called the topmost call of f; ok is false if f was not running.
func (t Trace) After(f *goja.Object) (rest Trace, ok bool) {
	for i := range t.kept {
		if t.kept[i].callee == f {
			return Trace{kept: t.kept[i+1:]}, true
		}
	}
	return Trace{}, false
}

// Calls lists what ran.
func (t Trace) Calls() []Call {
	if t.frames != nil {
		out := make([]Call, len(*t.frames))
		for i := range out {
			out[i].StackFrame = (*t.frames)[i]
		}
		return out
	}
	out := make([]Call, len(t.kept))
	for i := range t.kept {
		t.kept[i].fill(&out[i])
	}
	return out
}

func (k *kept) fill(c *Call) {
	switch k.how {
	case inAll:
		c.Combinator = "all"
	case inAny:
		c.Combinator = "any"
	case inSettled:
		c.Combinator = "allSettled"
	}
	c.Awaits = k.how >= awaits
	if c.Combinator != "" {
		c.Index = int(k.at)
		return
	}
	o := k.callee
	if k.prg == nil {
		c.Callee, c.This, c.New = o, k.this, k.how == withNew
		return
	}
	f := (*frame)(unsafe.Pointer(&c.StackFrame))
	f.prg, f.pc = k.prg, int(k.at)
	f.funcName = *(*Name)(unsafe.Add(unsafe.Pointer(k.prg), calls().funcName))
	if o == nil {
		return
	}
	of := functionOf(o)
	if of.program == 0 || *(**goja.Program)(unsafe.Add(selfOf(o).data, of.program)) != k.prg {
		return // not the function's own code, or what lay there by chance
	}
	c.Callee, c.New = o, k.how == withNew && of.constructs
	if !of.arrow {
		c.This = k.this
	}
}

func valueAt(vals []goja.Value, i int) goja.Value {
	if i < 0 || i >= len(vals) {
		return nil
	}
	return vals[i]
}

func objectAt(vals []goja.Value, i int) *goja.Object {
	o, _ := valueAt(vals, i).(*goja.Object)
	return o
}

// constructing is the native constructor that a script at e has called with new, whose own call, which goja does not
// note, made another at top in the stack.
func constructing(e *entered, vals []goja.Value, top int) *goja.Object {
	if e.prg == nil {
		return nil
	}
	code := *(*[]words)(unsafe.Add(unsafe.Pointer(e.prg), machine().code))
	if e.pc < 0 || e.pc >= len(code) || code[e.pc].tab != tabNew() {
		return nil
	}
	o := objectAt(vals, top-int(*(*uint32)(code[e.pc].data))-1)
	if o == nil {
		return nil
	}
	if _, ok := NativeOf(o); !ok {
		return nil
	}
	return o
}

// tabNew is the first word of the instruction that calls with new.
var tabNew = sync.OnceValue(func() unsafe.Pointer {
	p, err := goja.Compile("", "new x(1)", false)
	if err != nil {
		return nil
	}
	list := reflect.NewAt(machine().instruction, unsafe.Add(unsafe.Pointer(p), machine().code)).Elem()
	for i := range list.Len() {
		if t := list.Index(i).Elem().Type(); t.Name() == "_new" && t.Kind() == reflect.Uint32 {
			return (*words)(list.Index(i).Addr().UnsafePointer()).tab
		}
	}
	return nil
})

// function says how a type of function is kept.
type function struct {
	program           uintptr // where it has its code; 0 for functions that are not JavaScript
	source            uintptr // where it has its text
	arrow, constructs bool
	named             bool // begins with base, where its name is
}

var functionTabs sync.Map // unsafe.Pointer -> function

func functionOf(o *goja.Object) function {
	if !objectFits() {
		return function{}
	}
	tab := selfOf(o).tab
	if f, ok := functionTabs.Load(tab); ok {
		return f.(function)
	}
	f := findFunction(o)
	functionTabs.Store(tab, f)
	return f
}

func findFunction(o *goja.Object) (f function) {
	self, ok := selfStruct(o)
	if !ok || propertyType() == nil {
		return f
	}
	t := self.Type()
	if b, ok := t.FieldByName("baseObject"); ok && b.Type.Kind() == reflect.Struct && fits(b.Type, reflect.TypeFor[base]()) {
		f.named = self.FieldByIndex(b.Index).Addr().Pointer() == self.Addr().Pointer()
	}
	offset := func(name string, kind reflect.Type) uintptr {
		field, ok := t.FieldByName(name)
		if !ok || field.Type != kind {
			return 0
		}
		return self.FieldByIndex(field.Index).Addr().Pointer() - self.Addr().Pointer()
	}
	f.program = offset("prg", reflect.TypeFor[*goja.Program]())
	f.source = offset("src", reflect.TypeFor[string]())
	f.arrow = strings.Contains(strings.ToLower(t.Name()), "arrow")
	f.constructs = t.Name() == "funcObject" || t.Name() == "classFuncObject"
	return f
}

// FunctionName is the name that a function has as a property, without running any JavaScript.
func FunctionName(o *goja.Object) string {
	if !functionOf(o).named {
		return ""
	}
	v := (*base)(selfOf(o).data).values["name"]
	if v == nil {
		return ""
	}
	if p := asProperty(v); p != nil {
		if v = p.value; p.accessor {
			return ""
		}
	}
	if v == nil || !goja.IsString(v) {
		return ""
	}
	return v.String()
}

// TextBefore is the text of a file up to a function in it, "" where that is not known.
func TextBefore(o *goja.Object) string {
	f, at := functionOf(o), calls()
	if f.source == 0 || f.program == 0 || at.file == 0 {
		return ""
	}
	own := *(*string)(unsafe.Add(selfOf(o).data, f.source))
	src := *(**file.File)(unsafe.Add(unsafe.Pointer(*(**goja.Program)(unsafe.Add(selfOf(o).data, f.program))), at.file))
	if src == nil || own == "" {
		return ""
	}
	all := src.Source()
	n := uintptr(unsafe.Pointer(unsafe.StringData(own))) - uintptr(unsafe.Pointer(unsafe.StringData(all)))
	if n >= uintptr(len(all)) { // its text is none of the file's
		return ""
	}
	return all[:n]
}
