package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// awaiting says where goja keeps asynchronous functions that wait, and what waits for a promise.
var awaiting = sync.OnceValue(func() (at struct {
	ok                    bool
	running               uintptr // in the VM
	context, kept, result uintptr // in an asynchronous function's runner
	reactions, refusals   uintptr // in a promise
	next, handler, runner uintptr // in a reaction
	promise, callback     uintptr // in a capability and in a handler
}) {
	c := calls()
	if !c.ok {
		return
	}
	found := true
	field := func(t reflect.Type, kind reflect.Kind, names ...string) (offset uintptr, of reflect.Type) {
		for _, name := range names {
			if t.Kind() == reflect.Pointer {
				t = t.Elem()
			}
			if t.Kind() != reflect.Struct {
				found = false
				return
			}
			f, ok := t.FieldByName(name)
			if !ok {
				found = false
				return
			}
			offset += f.Offset
			t = f.Type
		}
		if t.Kind() != kind {
			found = false
		}
		return offset, t
	}
	r, _ := reflect.TypeFor[goja.Runtime]().FieldByName("vm")
	var runner, list, capability, handler, promised, code reflect.Type
	if at.running, runner = field(r.Type, reflect.Pointer, "curAsyncRunner"); !found {
		return
	}
	at.context, code = field(runner, reflect.Struct, "gen", "ctx", "context")
	found = found && fits(code, reflect.TypeFor[entered]())
	at.kept, list = field(runner, reflect.Slice, "gen", "ctx", "stack")
	found = found && list == reflect.TypeFor[[]goja.Value]()
	at.result, capability = field(runner, reflect.Pointer, "promiseCap")
	at.reactions, list = field(reflect.TypeFor[goja.Promise](), reflect.Slice, "fulfillReactions")
	at.refusals, _ = field(reflect.TypeFor[goja.Promise](), reflect.Slice, "rejectReactions")
	if !found || list.Elem().Kind() != reflect.Pointer {
		return
	}
	at.next, promised = field(list.Elem(), reflect.Pointer, "capability")
	found = found && promised == capability
	at.handler, handler = field(list.Elem(), reflect.Pointer, "handler")
	at.runner, promised = field(list.Elem(), reflect.Pointer, "asyncRunner")
	found = found && promised == runner
	at.promise, promised = field(capability, reflect.Pointer, "promise")
	found = found && promised == reflect.TypeFor[*goja.Object]()
	at.callback, promised = field(handler, reflect.Func, "callback")
	at.ok = found && promised == reflect.TypeFor[func(goja.FunctionCall) goja.Value]()
	return
})

// reaction is what waits for a promise.
type reaction struct{ at unsafe.Pointer }

// reactionOf is the one reaction to a promise that is pending, of those at an offset.
func reactionOf(p *goja.Promise, offset uintptr) (r reaction, ok bool) {
	list := *(*[]unsafe.Pointer)(unsafe.Add(unsafe.Pointer(p), offset))
	if p.State() != goja.PromiseStatePending || len(list) != 1 {
		return r, false
	}
	return reaction{list[0]}, true
}

// handler is the function that is called, nil if there is none.
func (r reaction) handler() closure {
	h := *(*unsafe.Pointer)(unsafe.Add(r.at, awaiting().handler))
	if h == nil {
		return closure{}
	}
	return closure{*(*unsafe.Pointer)(unsafe.Add(h, awaiting().callback))}
}

// closure is a function of Go's with the variables that it keeps.
type closure struct{ at unsafe.Pointer }

const word = unsafe.Sizeof(uintptr(0))

// word is what a closure has at an offset, the address of its code at 0.
func (c closure) word(offset uintptr) uintptr {
	if c.at == nil {
		return 0
	}
	return *(*uintptr)(unsafe.Add(c.at, offset))
}

// pointer is a word that is one.
func (c closure) pointer(offset uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Add(c.at, offset))
}

// find is the offset of the first of n words of which ok holds, 0 if there is none.
func (c closure) find(n int, ok func(offset uintptr) bool) uintptr {
	for i := range uintptr(n) {
		if at := (i + 1) * word; c.at != nil && ok(at) {
			return at
		}
	}
	return 0
}

// element is the kind of function with which a combinator waits for one of its promises.
type element struct {
	code          uintptr
	index, result uintptr // where it has the promise's index and the capability of all
}

func (e element) is(c closure) bool { return e.code != 0 && c.word(0) == e.code }

// learn makes an element of one that waits for the promise at index and whose words are n.
func learn(c closure, n int, index uintptr, result *goja.Object) (e element) {
	e.index = c.find(n, func(at uintptr) bool { return c.word(at) == index })
	e.result = c.find(n, func(at uintptr) bool {
		if w := c.word(at); w < 4096 || w%word != 0 {
			return false
		}
		return *(*unsafe.Pointer)(unsafe.Add(c.pointer(at), awaiting().promise)) == unsafe.Pointer(result)
	})
	if e.index != 0 && e.result != 0 {
		e.code = c.word(0)
	}
	return e
}

// combinators says with what Promise.all and its kin wait: closures of goja's, known by their code.
var combinators = sync.OnceValue(func() (at struct {
	all, any, settled element
	settle            uintptr // the code of the function that fulfils a promise
	settles           uintptr // where that has the promise
}) {
	const index = 11
	vm := goja.New()
	for _, how := range [...]string{"all", "any", "allSettled", "race"} {
		pending, _, _ := vm.NewPromise()
		elements := make([]any, index+1)
		for i := range elements {
			elements[i], _, _ = vm.NewPromise()
		}
		elements[index] = pending
		constructor := vm.Get("Promise").(*goja.Object)
		method, _ := goja.AssertFunction(constructor.Get(how))
		v, err := method(constructor, vm.NewArray(elements...))
		result, ok := v.(*goja.Object)
		if err != nil || !ok {
			continue
		}
		fulfil, ok1 := reactionOf(pending, awaiting().reactions)
		refuse, ok2 := reactionOf(pending, awaiting().refusals)
		switch {
		case !ok1 || !ok2:
		case how == "all":
			at.all = learn(fulfil.handler(), 6, index, result)
		case how == "any":
			at.any = learn(refuse.handler(), 6, index, result)
		case how == "allSettled":
			at.settled = learn(fulfil.handler(), 10, index, result)
		default:
			of, c := result.Export().(*goja.Promise), fulfil.handler()
			if at.settles = c.find(3, func(o uintptr) bool { return c.word(o) == uintptr(unsafe.Pointer(of)) }); at.settles != 0 {
				at.settle = c.word(0)
			}
		}
	}
	return
})

// longest is how many promises are followed from one that fulfils another without a function that awaits it.
const longest = 1000

// waiting adds who waits for the asynchronous function that a VM runs.
func waiting(machine unsafe.Pointer, out []kept, limit int) []kept {
	at := awaiting()
	if !at.ok {
		return out
	}
	runner := *(*unsafe.Pointer)(unsafe.Add(machine, at.running))
	if runner == nil {
		return out
	}
	promise := promiseOf(*(*unsafe.Pointer)(unsafe.Add(runner, at.result)))
	for range longest {
		if promise == nil || len(out) >= limit {
			break
		}
		fulfil, ok1 := reactionOf(promise, at.reactions)
		refuse, ok2 := reactionOf(promise, at.refusals)
		if !ok1 || !ok2 {
			break
		}
		if runner := *(*unsafe.Pointer)(unsafe.Add(fulfil.at, at.runner)); runner != nil {
			out = append(out, suspended(runner))
			promise = promiseOf(*(*unsafe.Pointer)(unsafe.Add(runner, at.result)))
			continue
		}
		known := combinators()
		done, failed := fulfil.handler(), refuse.handler()
		combined := func(by how, e element, c closure) {
			out = append(out, kept{how: by, at: int32(c.word(e.index))})
			promise = promiseOf(c.pointer(e.result))
		}
		switch {
		case known.all.is(done):
			combined(inAll, known.all, done)
		case known.any.is(failed):
			combined(inAny, known.any, failed)
		case known.settled.is(done):
			combined(inSettled, known.settled, done)
		case known.settle != 0 && done.word(0) == known.settle:
			promise = (*goja.Promise)(done.pointer(known.settles))
		default:
			promise = promiseOf(*(*unsafe.Pointer)(unsafe.Add(fulfil.at, at.next)))
		}
	}
	return out
}

// promiseOf is the promise of a capability, nil if that has none or another kind of object.
func promiseOf(capability unsafe.Pointer) *goja.Promise {
	if capability == nil {
		return nil
	}
	o := *(**goja.Object)(unsafe.Add(capability, awaiting().promise))
	if o == nil {
		return nil
	}
	p, _ := o.Export().(*goja.Promise)
	return p
}

// suspended is an asynchronous function that waits.
func suspended(runner unsafe.Pointer) kept {
	at := awaiting()
	e := (*entered)(unsafe.Add(runner, at.context))
	vals := *(*[]goja.Value)(unsafe.Add(runner, at.kept))
	return kept{prg: e.prg, at: int32(e.pc - 1), callee: objectAt(vals, 0), this: valueAt(vals, 1), how: awaits} // pc is after the instruction that waits
}
