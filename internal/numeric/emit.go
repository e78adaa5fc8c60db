package numeric

import (
	"math"

	"github.com/gojs-run/gojs/internal/slots"
)

// fuelPerCheck is after how many turns of loops, and calls, of a function machine code looks whether it is to go on.
// It also is how Go's collector gets the goroutine to stop.
const fuelPerCheck = 1 << 16

// The functions of the host, in the order of their import.
const (
	hostModule = "gojs"
	fnPoll     = 0 // how much fuel there is from now on
	fnBail     = 1 // gives up
	fnUnary    = 2
	fnBinary   = 3
)

// globalFuel is the global that holds the fuel while no loop does.
const globalFuel = 0

// emitter writes one unit.
type emitter struct {
	u       *unit
	m       *module
	globals []uint32            // of outer variables that are not local: the first, an array has two
	outs    []*outer            // which are handed back
	helpers [helperCount]uint32 // the functions of helpers.go that were needed so far
}

// writer writes one function of it.
type writer struct {
	*emitter
	*body
	s       *special
	vars    []uint32 // locals, by variable; of an array its address, followed by its length
	depth   int
	targets map[*stmt]labels
	fuel    uint32
	tmp     map[byte][]uint32 // locals to use again

	exit   int // in a loop that is entered: the depth of its end
	status uint32
	result uint32
}

type labels struct{ leave, again int }

// emit writes the module of a unit whose values are known.
func (u *unit) emit() []byte {
	e := &emitter{u: u, m: &module{globals: []byte{i32}}}
	m := e.m
	m.importHost("poll", signature{nil, []byte{i32}})
	m.importHost("bail", signature{})
	m.importHost("unary", signature{[]byte{i32, f64}, []byte{f64}})
	m.importHost("binary", signature{[]byte{i32, f64, f64}, []byte{f64}})
	for _, o := range u.outers {
		e.globals = append(e.globals, uint32(len(m.globals)))
		m.memory = m.memory || o.array
		switch {
		case o.local:
		case o.array:
			m.globals = append(m.globals, i32, i32)
		default:
			m.globals = append(m.globals, o.rep.wasmType())
		}
		if o.assigned {
			e.outs = append(e.outs, o)
		}
	}
	for _, s := range u.specials {
		s.loops = s.fn.loops > 0
		for _, p := range s.fn.params {
			m.memory = m.memory || p.array
		}
	}
	bodies := make([]*body, len(u.specials))
	for i, s := range u.specials {
		if s.fn == u.main && u.main.region {
			continue
		}
		s.index, bodies[i] = m.declare(e.signature(s))
	}
	for i, s := range u.specials {
		if bodies[i] != nil {
			e.function(s, bodies[i])
		}
	}
	if u.main.region {
		e.region()
	} else {
		e.wrapper()
	}
	return m.encode()
}

func (i input) types() []byte {
	switch {
	case i >= inputArray:
		return []byte{i32, i32}
	case i == inputDouble:
		return []byte{f64}
	}
	return []byte{i32}
}

func (e *emitter) signature(s *special) signature {
	var sig signature
	for _, p := range s.params {
		sig.params = append(sig.params, p.types()...)
	}
	if s.fn.values {
		sig.results = []byte{s.result.rep().wasmType()}
	}
	return sig
}

// entry is the signature of what Go calls: all inputs; the fuel that is left, for a loop how it ended, the result if
// there is one, the outer variables that changed.
func (e *emitter) entry(result value, values bool) signature {
	sig := signature{results: []byte{i32}}
	for _, in := range e.u.inputs {
		sig.params = append(sig.params, in.types()...)
	}
	if e.u.main.region {
		sig.results = append(sig.results, i32)
	}
	if values {
		sig.results = append(sig.results, result.rep().wasmType())
	}
	for _, o := range e.outs {
		sig.results = append(sig.results, o.outRep(e.u).wasmType())
	}
	return sig
}

// outRep is how an outer variable is handed back.
func (o *outer) outRep(u *unit) rep {
	if o.local {
		return u.specials[0].vars[o.vars[0].id].rep()
	}
	return o.rep
}

func (e *emitter) writer(s *special, b *body) *writer {
	w := &writer{emitter: e, body: b, s: s, targets: map[*stmt]labels{}, tmp: map[byte][]uint32{}}
	w.vars = make([]uint32, len(s.fn.vars))
	return w
}

// function writes a function of the unit.
func (e *emitter) function(s *special, b *body) {
	w := e.writer(s, b)
	next := uint32(0)
	param := map[*variable]bool{}
	for i, p := range s.fn.params {
		param[p] = true
		w.vars[p.id] = next
		if p.array {
			next += 2
			continue
		}
		from, to := s.params[i].value().rep(), s.vars[p.id].rep()
		if from.wasmType() != to.wasmType() { // it is given other values later
			local := b.local(to.wasmType())
			w.get(next)
			w.convert(from, to)
			w.set(local)
			w.vars[p.id] = local
		}
		next++
	}
	for _, v := range s.fn.vars {
		if !param[v] && v.outer == nil {
			w.vars[v.id] = b.local(s.vars[v.id].rep().wasmType())
		}
	}
	w.begin(recursive(s.fn))
	w.block(s.fn.body)
	if s.fn.values {
		w.op(wUnreachable)
	} else {
		w.end()
	}
}

// recursive reports whether f can come to call itself.
func recursive(f *function) bool {
	for _, g := range f.reach() {
		for _, c := range g.calls {
			if c == f {
				return true
			}
		}
	}
	return false
}

// begin takes the fuel over.
func (w *writer) begin(recursive bool) {
	switch {
	case w.s.loops:
		w.fuel = w.local(i32)
		w.getGlobal(globalFuel)
		w.set(w.fuel)
		if recursive {
			w.burn()
		}
	case recursive:
		w.getGlobal(globalFuel)
		w.int(1)
		w.op(wI32Sub)
		t := w.take(i32)
		w.tee(t)
		w.setGlobal(globalFuel)
		w.get(t)
		w.op(wI32Eqz)
		w.ifThen(wVoid)
		w.call(fnPoll)
		w.setGlobal(globalFuel)
		w.op(wEnd)
		w.give(i32, t)
	}
}

// burn counts a call.
func (w *writer) burn() {
	w.get(w.fuel)
	w.int(1)
	w.op(wI32Sub)
	w.tee(w.fuel)
	w.op(wI32Eqz)
	w.ifThen(wVoid)
	w.call(fnPoll)
	w.set(w.fuel)
	w.op(wEnd)
}

// end hands the fuel back.
func (w *writer) end() {
	if w.s.loops {
		w.get(w.fuel)
		w.setGlobal(globalFuel)
	}
}

// wrapper is what Go calls for a function.
func (e *emitter) wrapper() {
	s := e.u.specials[0]
	index, b := e.m.declare(e.entry(s.result, s.fn.values))
	e.m.start = index
	w := e.writer(s, b)
	w.int(fuelPerCheck)
	w.setGlobal(globalFuel)
	local, outer := uint32(0), uint32(0)
	for _, p := range s.params {
		outer += uint32(len(p.types()))
	}
	for i, o := range e.u.outers {
		w.get(outer)
		outer++
		if o.array {
			w.setGlobal(e.globals[i])
			w.get(outer)
			outer++
			w.setGlobal(e.globals[i] + 1)
			continue
		}
		w.convert(o.input.value().rep(), o.rep)
		w.setGlobal(e.globals[i])
	}
	for _, p := range s.params {
		for range p.types() {
			w.get(local)
			local++
		}
	}
	w.call(s.index)
	if s.fn.values {
		w.result = w.local(s.result.rep().wasmType())
		w.set(w.result)
	}
	w.getGlobal(globalFuel)
	if s.fn.values {
		w.get(w.result)
	}
	w.handBack()
}

// handBack puts what the outer variables are now on the stack.
func (w *writer) handBack() {
	for i, o := range w.u.outers {
		switch {
		case !o.assigned:
		case o.local:
			w.get(w.vars[o.vars[0].id])
		default:
			w.getGlobal(w.globals[i])
		}
	}
}

// region writes a loop that Go enters.
func (e *emitter) region() {
	s := e.u.specials[0]
	index, b := e.m.declare(e.entry(s.result, s.fn.values))
	e.m.start = index
	w := e.writer(s, b)
	next := uint32(0)
	for i, o := range e.u.outers {
		at := next
		next += uint32(len(o.input.types()))
		switch {
		case o.local && o.array:
			w.vars[o.vars[0].id] = at
		case o.local:
			from, to := o.input.value().rep(), s.vars[o.vars[0].id].rep()
			w.vars[o.vars[0].id] = at
			if from.wasmType() != to.wasmType() {
				local := b.local(to.wasmType())
				w.get(at)
				w.convert(from, to)
				w.set(local)
				w.vars[o.vars[0].id] = local
			}
		case o.array:
			w.get(at)
			w.setGlobal(e.globals[i])
			w.get(at + 1)
			w.setGlobal(e.globals[i] + 1)
		default:
			w.get(at)
			w.convert(o.input.value().rep(), o.rep)
			w.setGlobal(e.globals[i])
		}
	}
	for _, v := range s.fn.vars {
		if v.outer == nil {
			w.vars[v.id] = b.local(s.vars[v.id].rep().wasmType())
		}
	}
	w.status = w.local(i32)
	if s.fn.values {
		w.result = w.local(s.result.rep().wasmType())
	}
	w.int(fuelPerCheck)
	w.setGlobal(globalFuel)
	w.begin(false)
	w.open(wBlock)
	w.exit = w.depth
	w.block(s.fn.body)
	w.close()
	w.get(w.fuel)
	w.get(w.status)
	if s.fn.values {
		w.get(w.result)
	}
	w.handBack()
}

func (w *writer) open(op byte) {
	w.op(op, wVoid)
	w.depth++
}

func (w *writer) close() {
	w.op(wEnd)
	w.depth--
}

// jump leaves to the end (of a block) or start (of a loop) that was opened at a depth.
func (w *writer) jump(op byte, to int) { w.at(op, uint32(w.depth-to)) }

func (w *writer) take(t byte) uint32 {
	if free := w.tmp[t]; len(free) > 0 {
		w.tmp[t] = free[:len(free)-1]
		return free[len(free)-1]
	}
	return w.local(t)
}

func (w *writer) give(t byte, local uint32) { w.tmp[t] = append(w.tmp[t], local) }

func (w *writer) block(list []*stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

func (w *writer) stmt(s *stmt) {
	switch s.op {
	case sExpr:
		w.effect(s.e)
	case sLet:
		if w.s.vars[s.v.id].undef {
			w.double(math.NaN())
			w.set(w.vars[s.v.id])
		}
	case sIf:
		w.cond(s.e)
		w.open(wIf)
		w.block(s.body)
		if len(s.other) > 0 {
			w.op(wElse)
			w.block(s.other)
		}
		w.close()
	case sBlock:
		w.open(wBlock)
		w.targets[s] = labels{leave: w.depth}
		w.block(s.body)
		w.close()
	case sSwitch:
		w.choose(s)
	case sLoop:
		w.loop(s)
	case sBreak:
		w.jump(wBr, w.targets[s.target].leave)
	case sContinue:
		w.jump(wBr, w.targets[s.target].again)
	case sReturn:
		w.leave(s)
	}
}

func (w *writer) leave(s *stmt) {
	if s.e != nil {
		w.as(s.e, w.s.result.rep())
	}
	if !w.s.fn.region {
		w.end()
		w.op(wReturn)
		return
	}
	if s.e != nil {
		w.set(w.result)
		w.int(returned)
	} else {
		w.int(returnedNothing)
	}
	w.set(w.status)
	w.jump(wBr, w.exit)
}

func (w *writer) loop(s *stmt) {
	w.open(wBlock)
	l := labels{leave: w.depth}
	if !s.doWhile && !s.entered && s.e != nil {
		w.cond(s.e)
		w.op(wI32Eqz)
		w.jump(wBrIf, l.leave)
	}
	w.open(wLoop)
	top := w.depth
	w.open(wBlock)
	l.again = w.depth
	w.targets[s] = l
	w.block(s.body)
	w.close()
	if s.update != nil {
		w.effect(s.update)
	}
	if s.e != nil {
		w.cond(s.e)
		w.open(wIf)
	}
	// Two ways back, so that what is in registers stays there on the usual one.
	w.get(w.fuel)
	w.int(1)
	w.op(wI32Sub)
	w.tee(w.fuel)
	w.jump(wBrIf, top)
	w.call(fnPoll)
	w.set(w.fuel)
	w.jump(wBr, top)
	if s.e != nil {
		w.close()
	}
	w.close()
	w.close()
}

// choose writes a switch: all tests, each of which jumps to its case, then the cases in their order.
func (w *writer) choose(s *stmt) {
	v := w.s.values[s.e.id]
	t := v.rep()
	if t != repBool && t != repInt {
		t = repDouble
	}
	for _, c := range s.cases {
		if c.test == nil {
			continue
		}
		k := w.s.values[c.test.id]
		if k.kind == boolean != (v.kind == boolean) {
			t = repDouble // never equal; the analysis has refused it
		}
		if k.rep() != t {
			t = repDouble
		}
	}
	w.as(s.e, t)
	held := w.take(t.wasmType())
	w.set(held)
	w.open(wBlock)
	leave := w.depth
	for range s.cases {
		w.open(wBlock)
	}
	w.targets[s] = labels{leave: leave}
	innermost := w.depth
	for i, c := range s.cases {
		if c.test == nil {
			continue
		}
		w.get(held)
		w.as(c.test, t)
		if t == repDouble {
			w.op(wF64Eq)
		} else {
			w.op(wI32Eq)
		}
		w.jump(wBrIf, innermost-i)
	}
	if s.fallback >= 0 {
		w.jump(wBr, innermost-s.fallback)
	} else {
		w.jump(wBr, leave)
	}
	for _, c := range s.cases {
		w.close()
		w.block(c.body)
	}
	w.close()
	w.give(t.wasmType(), held)
}

// array is where an array's address and its length are.
func (w *writer) array(v *variable) (address, length func()) {
	if v.shared >= 0 && !w.u.outers[v.shared].local {
		g := w.globals[v.shared]
		return func() { w.getGlobal(g) }, func() { w.getGlobal(g + 1) }
	}
	l := w.vars[v.id]
	return func() { w.get(l) }, func() { w.get(l + 1) }
}

func (w *writer) kindOf(v *variable) slots.ViewKind {
	switch in := w.input(v); in { // those that are copied, as what
	case inputPlain:
		return slots.Float64Array
	case inputFlags:
		return slots.Uint8Array
	default:
		return slots.ViewKind(in - inputArray)
	}
}

func (w *writer) input(v *variable) input {
	a := analysis{u: w.u, s: w.s}
	return a.kindOf(v)
}

// plain reports whether a variable is an ordinary array.
func (w *writer) plain(v *variable) bool {
	return w.input(v) >= inputPlain
}
