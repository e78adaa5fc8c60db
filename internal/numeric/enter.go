package numeric

import (
	"errors"
	"math"
	"strings"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/tetratelabs/wazero/api"

	"github.com/gojs-run/gojs/internal/slots"
)

// Tier is the compiled functions of one VM. It is for the goroutine that owns the VM.
type Tier struct {
	vm          *goja.Runtime
	interrupted func() bool
	off         bool
	engine      *engine
	sites       map[*Site]*entered
	outs        []goja.Value
	inputs      []input
	copies      []copied
}

// entered is what a VM knows of a site.
type entered struct {
	instances []*instance
	failures  int
	maths     map[string]*goja.Object // that were found to be as they should
}

// NewTier makes the tier of a VM. With off nothing is ever compiled.
func NewTier(vm *goja.Runtime, off bool) *Tier {
	t := &Tier{vm: vm, off: off, interrupted: slots.Interrupted(vm), sites: map[*Site]*entered{}}
	t.off = off || t.interrupted == nil
	return t
}

// Out is the function that hands back what changed: 0 is a loop's result, others the variables from around, in order.
func (t *Tier) Out(call goja.FunctionCall) goja.Value {
	if _, i, ok, _ := slots.Number(call.Argument(0)); ok && i >= 0 && int(i) < len(t.outs) {
		return t.outs[i]
	}
	return goja.Undefined()
}

// Enter runs a site's compiled form. It returns null if the interpreter has to do it; for a function its result; for a
// loop how it ended.
func (t *Tier) Enter(call goja.FunctionCall) goja.Value {
	_, id, _, _ := slots.Number(call.Argument(0))
	s := siteOf(int(id))
	if s == nil || len(call.Arguments) < 1+len(s.arrays) {
		return goja.Null()
	}
	e := t.sites[s]
	if e == nil {
		e = &entered{}
		t.sites[s] = e
	}
	if t.off {
		return t.refuse(s, e, "it is switched off")
	}
	args := call.Arguments[1:]
	t.inputs = t.inputs[:0]
	for i, array := range s.arrays {
		in, ok := classify(args[i], array)
		if !ok {
			return t.refuse(s, e, "an argument is not of the kind that it takes")
		}
		if in == inputInt && s.any[i] {
			in = inputDouble
		}
		t.inputs = append(t.inputs, in)
	}
	if len(s.maths) > 0 && !e.mathFits(s.maths, call.Argument(1+len(s.arrays))) {
		return t.refuse(s, e, "Math has changed")
	}
	i, why := t.instance(s, e)
	if i == nil {
		return t.refuse(s, e, why)
	}
	at := 0
	t.copies = t.copies[:0]
	defer clear(t.copies[:cap(t.copies)]) // they are not kept
	copied := 0
	for k, in := range i.v.inputs {
		switch {
		case in >= inputArray:
			b, size, why := t.memory(args[k].(*goja.Object), in, i)
			if why != "" {
				return t.refuse(s, e, why)
			}
			offset, ok := through(b)
			if !ok {
				return t.refuse(s, e, "an array is too far away")
			}
			i.stack[at], i.stack[at+1] = uint64(offset), uint64(len(b)/size)
			at++
			if in >= inputPlain {
				copied += len(b) / size
			}
		case in == inputBool:
			i.stack[at] = 0
			if args[k].ToBoolean() {
				i.stack[at] = 1
			}
		case in == inputInt:
			_, n, _, _ := slots.Number(args[k])
			i.stack[at] = api.EncodeI32(int32(n))
		default:
			f, _, _, _ := slots.Number(args[k])
			i.stack[at] = api.EncodeF64(f)
		}
		at++
	}
	turns, err := t.engine.call(i)
	if err != nil {
		return t.failed(s, e, i, err)
	}
	if i.v.writes {
		for _, c := range t.copies {
			c.array.SetNumbers(c.numbers)
			c.array.SetBooleans(c.flags)
		}
	}
	s.worked(turns)
	i.copied += copied
	if i.entries++; i.entries == 64 && s.unit.main.region && i.work < 64*16 {
		// It never has much to do: entering costs more than it saves.
		i.entries, i.work = 0, 0
		e.failures += 8
		t.refuse(s, e, "it does little at a time")
	}
	i.work += turns
	if i.copied > 4096 && int64(i.copied) > 4*i.work {
		i.copied, i.work = 0, 0
		e.failures += 8
		t.refuse(s, e, "it copies more than it computes")
	}
	return t.results(s, i)
}

// copied is an ordinary array of numbers or booleans, and the copy that machine code works on.
type copied struct {
	object *goja.Object
	array  slots.Array
	scratch
}

// memory is an array's elements as machine code sees them, and the size of one.
func (t *Tier) memory(o *goja.Object, in input, i *instance) (b []byte, size int, why string) {
	if in < inputPlain {
		return slots.ViewOf(o).Bytes, in.size(), ""
	}
	for _, c := range t.copies {
		if c.object == o {
			return c.bytes(in), in.size(), ""
		}
	}
	a, _ := slots.ArrayOf(o)
	n := len(t.copies)
	for len(i.scratch) <= n {
		i.scratch = append(i.scratch, scratch{})
	}
	s, ok := i.scratch[n], false
	if in == inputFlags {
		s.flags, ok = a.Booleans(s.flags[:0])
		s.numbers = nil
	} else {
		s.numbers, ok = a.Numbers(s.numbers[:0])
		s.flags = nil
	}
	if !ok {
		return nil, 0, "an array has something else than numbers, or than booleans"
	}
	if len(s.numbers)+len(s.flags) <= 1<<16 {
		i.scratch[n] = s
	}
	t.copies = append(t.copies, copied{o, a, s})
	return s.bytes(in), in.size(), ""
}

// scratch is the memory of a copy.
type scratch struct {
	numbers []float64
	flags   []byte
}

func (s scratch) bytes(in input) []byte {
	if in == inputFlags {
		return s.flags
	}
	return bytesOf(s.numbers)
}

// size is that of an element as machine code sees it.
func (i input) size() int {
	switch i {
	case inputPlain:
		return 8
	case inputFlags:
		return 1
	}
	return slots.ViewKind(i - inputArray).Size()
}

func bytesOf(f []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(f))), 8*len(f))
}

// classify says what an argument is.
func classify(v goja.Value, array bool) (input, bool) {
	if array {
		o, ok := v.(*goja.Object)
		if !ok {
			return 0, false
		}
		if a, ok := slots.ArrayOf(o); ok {
			if first, _ := a.Own(0); first != nil && slots.TypeOf(first) == slots.Boolean {
				return inputFlags, true
			}
			return inputPlain, true
		}
		if slots.ClassOf(o) != slots.TypedArray {
			return 0, false
		}
		view := slots.ViewOf(o)
		if view.Detached || view.Kind > slots.Float64Array {
			return 0, false
		}
		return inputArray + input(view.Kind), true
	}
	if _, n, integer, ok := slots.Number(v); ok {
		if integer && n >= minInt32 && n <= maxInt32 {
			return inputInt, true
		}
		return inputDouble, true
	}
	return inputBool, slots.TypeOf(v) == slots.Boolean
}

func (t *Tier) refuse(s *Site, e *entered, why string) goja.Value {
	if e.failures < 4 {
		traceLeft(s, why)
	}
	e.failures++
	s.later(e.failures)
	return goja.Null()
}

func (t *Tier) instance(s *Site, e *entered) (*instance, string) {
next:
	for _, i := range e.instances {
		for k, in := range i.v.inputs {
			if in != t.inputs[k] {
				continue next
			}
		}
		return i, ""
	}
	v := s.version(t.inputs)
	if v == nil {
		return nil, "there are too many versions already"
	}
	if v.bad != "" {
		return nil, v.bad
	}
	for _, i := range e.instances {
		if i.v == v {
			return i, ""
		}
	}
	if t.engine == nil {
		engine, err := newEngine(t.interrupted)
		if err != nil {
			t.off = true
			return nil, err.Error()
		}
		t.engine = engine
	}
	i, err := t.engine.instance(v)
	if err != nil {
		v.bad = err.Error()
		return nil, v.bad
	}
	e.instances = append(e.instances, i)
	return i, ""
}

// failed deals with machine code that did not come to its end.
func (t *Tier) failed(s *Site, e *entered, i *instance, err error) goja.Value {
	switch {
	case errors.Is(err, errInterrupted):
		return goja.Null() // the interpreter stops at its next instruction
	case errors.Is(err, errBail):
		return t.refuse(s, e, err.Error())
	}
	e.instances = nil // with their stacks, which grew
	if i.v.pure || !strings.Contains(err.Error(), "stack overflow") {
		why, _, _ := strings.Cut(err.Error(), "\n")
		return t.refuse(s, e, why) // where the same happens, if it does
	}
	o, err := t.vm.New(t.vm.Get("RangeError"), t.vm.ToValue("Maximum call stack size exceeded"))
	if err != nil {
		panic(err)
	}
	panic(t.vm.ToValue(o))
}

func (t *Tier) results(s *Site, i *instance) goja.Value {
	v := i.v
	at, status := 1, int32(returned)
	if s.unit.main.region {
		status = api.DecodeI32(i.stack[1])
		at++
	}
	t.outs = append(t.outs[:0], goja.Undefined())
	if v.values {
		if status == returned {
			t.outs[0] = made(i.stack[at], v.result)
		}
		at++
	}
	for k, r := range v.outs {
		t.outs = append(t.outs, made(i.stack[at+k], r))
	}
	if s.unit.main.region {
		return slots.Int(int64(status))
	}
	return t.outs[0]
}

// made is the value of a word.
func made(word uint64, r rep) goja.Value {
	switch r {
	case repBool:
		return (*goja.Runtime)(nil).ToValue(uint32(word) != 0) // the upper half is whatever was there before
	case repInt:
		return slots.Int(int64(api.DecodeI32(word)))
	case repLong:
		return slots.Int(int64(word))
	}
	return slots.Float(api.DecodeF64(word))
}

// pristine is Math as it is at the start. It is whole from the beginning: several VMs look into it at once.
func pristine() *goja.Object {
	untouched.Do(func() {
		untouched.math = goja.New().Get("Math").(*goja.Object)
		for _, name := range untouched.math.GetOwnPropertyNames() {
			untouched.math.Get(name)
		}
	})
	return untouched.math
}

var untouched struct {
	sync.Once
	math *goja.Object
}

// mathFits reports whether the functions of Math are those that machine code stands for.
func (e *entered) mathFits(names []string, v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	if e.maths == nil {
		e.maths = map[string]*goja.Object{}
	}
	for _, name := range names {
		p := slots.OwnData(o, slots.Name(name))
		if c, ok := mathConstant(name); ok {
			f, _, _, ok := slots.Number(p)
			if !ok || math.Float64bits(f) != math.Float64bits(c) {
				return false
			}
			continue
		}
		f, ok := p.(*goja.Object)
		if !ok {
			return false
		}
		if e.maths[name] == f {
			continue
		}
		if original, ok := slots.OwnData(pristine(), slots.Name(name)).(*goja.Object); !ok || !slots.SameNative(f, original) {
			return false
		}
		e.maths[name] = f
	}
	return true
}
