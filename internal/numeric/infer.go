package numeric

import (
	"slices"

	"github.com/dop251/goja/token"

	"github.com/gojs-run/gojs/internal/slots"
)

// input says what a parameter or an outer variable is when the compiled form is entered. Machine code is made for one
// list of inputs.
type input uint8

const (
	inputDouble input = iota
	inputInt          // a number that is an int32
	inputBool
	inputArray // and from here on: inputArray + slots.ViewKind

	inputPlain = inputArray + input(slots.ViewKinds) // an ordinary array of numbers, of which a copy is made
	inputFlags = inputPlain + 1                      // one of booleans
)

func (i input) value() value {
	switch i {
	case inputDouble:
		return anyNumber()
	case inputInt:
		return anyInt32
	case inputBool:
		return anyBool
	}
	return value{}
}

// special is a function specialised for the kinds of its parameters.
type special struct {
	fn     *function
	params []input
	values []value // of expressions
	vars   []value // of variables: everything they are ever given
	result value
	index  uint32 // of the WebAssembly function
	loops  bool   // it, or what it calls, goes on for long: it keeps count
}

// unit is what is compiled together: a function or a loop, and all that it calls.
type unit struct {
	main     *function
	inputs   []input // of main's parameters, then of the outer variables
	outers   []*outer
	specials []*special
	bad      string
	changed  bool
	maths    []string
	writes   bool // to arrays
	pure     bool // can be given up and begun again: nothing but copies is written to
}

// outer is a variable from around, or several functions' view of it.
type outer struct {
	binding  binding
	vars     []*variable // in order of functions
	owners   []*function
	assigned bool
	array    bool
	local    bool // only main, a loop, uses it: it is a parameter there
	input    input
	value    value
	rep      rep
}

const maxSpecials = 24

// newUnit gathers what main needs from around. It fails if something is used as a number and as an array.
func newUnit(main *function) (*unit, string) {
	u := &unit{main: main}
	all := main.reach()
	for changed := true; changed; {
		changed = false
		for _, f := range all {
			for _, p := range f.passes {
				if f.bad == "" && p.to.bad == "" && p.to.params[p.param].array && !p.v.array {
					p.v.array, changed = true, true
				}
			}
		}
	}
	for _, f := range all {
		if f.bad != "" {
			return nil, f.bad
		}
		if f != main && f.values && f.voids {
			return nil, f.name + " returns a value only sometimes"
		}
		u.writes = u.writes || f.writes
		for _, name := range f.maths {
			if !slices.Contains(u.maths, name) {
				u.maths = append(u.maths, name)
			}
		}
		for _, v := range f.outer {
			var o *outer
			for _, have := range u.outers {
				if have.binding.env == v.outer.env && have.binding.name == v.name {
					o = have
				}
			}
			if o == nil {
				o = &outer{binding: *v.outer, local: f == main && main.region}
				u.outers = append(u.outers, o)
			}
			o.local = o.local && f == main
			o.assigned = o.assigned || v.assigned
			o.array = o.array || v.array
			o.vars, o.owners = append(o.vars, v), append(o.owners, f)
		}
	}
	for i, o := range u.outers {
		if o.assigned && u.writes && slices.ContainsFunc(all, recursive) {
			return nil, "changes " + o.binding.name.String() + " and arrays, and may run out of stack meanwhile"
		}
		if o.array && o.assigned {
			return nil, "assigns to " + o.binding.name.String() + ", which is an array"
		}
		for _, v := range o.vars {
			v.shared = i
			v.array = o.array
		}
	}
	for _, f := range all {
		for _, v := range f.vars {
			if v.array && v.assigned {
				return nil, "assigns to " + v.name.String() + ", which is an array"
			}
		}
	}
	return u, ""
}

// arrays lists which of the inputs are arrays.
func (u *unit) arrays() []bool {
	var out []bool
	for _, p := range u.main.params {
		out = append(out, p.array)
	}
	for _, o := range u.outers {
		out = append(out, o.array)
	}
	return out
}

// anyNumbers lists which of the inputs may become anything while the unit runs, so that what they are at first tells nothing.
func (u *unit) anyNumbers() []bool {
	out := make([]bool, len(u.main.params))
	for _, o := range u.outers {
		out = append(out, o.assigned && !o.local && !o.array)
	}
	return out
}

// infer finds the values of everything for a list of inputs.
func (u *unit) infer(inputs []input) string {
	u.inputs = inputs
	plain, typed := false, false
	for _, in := range inputs {
		plain = plain || in >= inputPlain
		typed = typed || in >= inputArray && in < inputPlain
	}
	if u.writes && plain && typed {
		return "changes arrays, and has both typed and other ones"
	}
	u.pure = !u.writes || plain
	n := len(u.main.params)
	for i, o := range u.outers {
		o.input = inputs[n+i]
		o.value = o.input.value()
		if o.assigned && !o.local {
			if o.input == inputBool {
				return "changes " + o.binding.name.String() + ", a boolean, in a function"
			}
			o.value = anyNumber()
		}
		if o.binding.init != nil && o.input < inputArray {
			switch c := o.binding.init.Value.(type) {
			case int64:
				o.value = constantValue(float64(c))
			case float64:
				o.value = constantValue(c)
			}
		}
		o.rep = o.value.rep()
	}
	u.special(u.main, inputs[:n])
	for round := 0; ; round++ {
		u.changed = false
		for i := 0; i < len(u.specials); i++ {
			u.analyse(u.specials[i], round > 2)
		}
		if u.bad != "" || !u.changed {
			return u.bad
		}
		if round > 60 {
			return "is too intricate"
		}
	}
}

func (u *unit) fail(why string) {
	if u.bad == "" {
		u.bad = why
	}
}

func (u *unit) special(f *function, params []input) *special {
	for _, s := range u.specials {
		if s.fn == f && slices.Equal(s.params, params) {
			return s
		}
	}
	s := &special{fn: f, params: slices.Clone(params), values: make([]value, f.exprs), vars: make([]value, len(f.vars))}
	u.specials = append(u.specials, s)
	if len(u.specials) > maxSpecials {
		u.fail("needs too many versions of the functions it calls")
	}
	u.changed = true
	return s
}

// state is the values that the variables have at a place; nil if the place is not reached.
type state []value

// analysis is one pass over one function.
type analysis struct {
	u      *unit
	s      *special
	st     state
	breaks map[*stmt]state // joined, at the ends of blocks, loops and switches
	again  map[*stmt]state // at continue
	result value
	widens bool
}

func (u *unit) analyse(s *special, widens bool) {
	a := &analysis{u: u, s: s, breaks: map[*stmt]state{}, again: map[*stmt]state{}, st: make(state, len(s.fn.vars)), widens: widens}
	for i, p := range s.fn.params {
		if p.array {
			continue
		}
		a.set(p, s.params[i].value())
	}
	for _, v := range s.fn.outer {
		if !v.array {
			a.set(v, u.outers[v.shared].value)
		}
	}
	a.block(s.fn.body)
	if a.st != nil {
		if s.fn.region {
			a.leave()
		} else {
			a.result = join(a.result, value{kind: nothing})
		}
	}
	result := join(s.result, a.result)
	if widens {
		result = widen(s.result, result)
	}
	if result != s.result {
		s.result = result
		u.changed = true
	}
	if result.undef && result.kind != nothing || result.kind == nothing && s.fn.values {
		u.fail(s.fn.name + " returns what may be undefined")
	}
}

func (a *analysis) set(v *variable, val value) {
	if a.st == nil {
		return
	}
	if v.shared >= 0 && !a.u.outers[v.shared].local {
		o := a.u.outers[v.shared] // everybody may change it: always as at the start
		a.st[v.id] = o.value
		a.s.vars[v.id] = o.value
		if val.kind == boolean || val.undef {
			if o.input != inputBool {
				a.u.fail("changes " + v.name.String() + " to what is no number")
			}
		}
		return
	}
	old := a.s.vars[v.id]
	now := join(old, val)
	if mixes(old, val) || now.kind == boolean && now.undef {
		a.u.fail(v.name.String() + " is a boolean only sometimes")
	}
	a.st[v.id] = val
	if now != old {
		a.s.vars[v.id] = now
		a.u.changed = true
	}
}

// read is the value of a variable at hand. That it may be undefined has to show in what it is kept as: NaN stands for
// that, since wherever the two could be told apart the unit is refused.
func (a *analysis) read(v *variable) value {
	val := a.st[v.id]
	if val.kind == nothing || val.undef {
		old := a.s.vars[v.id]
		if now := join(old, value{kind: nothing}); now != old {
			a.s.vars[v.id] = now
			a.u.changed = true
		}
		if a.s.vars[v.id].kind == boolean {
			a.u.fail(v.name.String() + " is a boolean that may be undefined")
		}
	}
	return val
}

func joinStates(a, b state) state {
	if a == nil {
		return b
	}
	if b == nil {
		return a
	}
	out := make(state, len(a))
	for i := range a {
		out[i] = join(a[i], b[i])
	}
	return out
}

func (a *analysis) block(list []*stmt) {
	for _, s := range list {
		a.stmt(s)
	}
}

func (a *analysis) stmt(s *stmt) {
	switch s.op {
	case sExpr:
		a.effect(s.e)
	case sLet:
		if a.st != nil {
			a.st[s.v.id] = value{kind: nothing}
		}
	case sIf:
		yes, no := a.cond(s.e)
		a.st = yes
		a.block(s.body)
		after := a.st
		a.st = no
		a.block(s.other)
		a.st = joinStates(after, a.st)
	case sBlock:
		delete(a.breaks, s)
		a.block(s.body)
		a.st = joinStates(a.st, a.breaks[s])
	case sSwitch:
		a.choose(s)
	case sLoop:
		a.loop(s)
	case sBreak:
		a.breaks[s.target] = joinStates(a.breaks[s.target], a.st)
		a.st = nil
	case sContinue:
		a.again[s.target] = joinStates(a.again[s.target], a.st)
		a.st = nil
	case sReturn:
		val := value{kind: nothing}
		if s.e != nil {
			val = a.expr(s.e)
		}
		if a.st != nil {
			if mixes(a.result, val) {
				a.u.fail(a.s.fn.name + " returns a number and a boolean")
			}
			a.result = join(a.result, val)
			if a.s.fn.region {
				a.leave()
			}
		}
		a.st = nil
	}
}

// leave checks, where a loop ends, what the variables around it are given.
func (a *analysis) leave() {
	for _, v := range a.s.fn.outer {
		if val := a.st[v.id]; v.assigned && (val.undef || val.kind == nothing) {
			a.u.fail("leaves " + v.name.String() + " what may be undefined")
		}
	}
}

func (a *analysis) choose(s *stmt) {
	on := a.expr(s.e)
	delete(a.breaks, s)
	enter := make([]state, len(s.cases))
	for i, c := range s.cases {
		if c.test != nil {
			if k := a.expr(c.test); mixes(on, k) || k.undef || k.kind == nothing {
				a.u.fail("switches between different types")
			}
			enter[i] = slices.Clone(a.st)
		}
	}
	if s.fallback >= 0 {
		enter[s.fallback] = slices.Clone(a.st)
		a.st = nil
	}
	rest := a.st
	a.st = nil
	for i, c := range s.cases {
		a.st = joinStates(a.st, enter[i])
		a.block(c.body)
	}
	a.st = joinStates(joinStates(a.st, rest), a.breaks[s])
}

func (a *analysis) loop(s *stmt) {
	bottom := s.doWhile || s.entered // the test is made after the body only
	if s.entered && !s.doWhile && s.e != nil && pure(s.e) {
		a.st, _ = a.cond(s.e) // it was true just before
	}
	head := a.st
	var exit state
	for round := 0; head != nil; round++ {
		delete(a.breaks, s)
		delete(a.again, s)
		exit = nil
		a.st = slices.Clone(head)
		if !bottom && s.e != nil {
			a.st, exit = a.cond(s.e)
		}
		a.block(s.body)
		a.st = joinStates(a.st, a.again[s])
		if s.update != nil {
			a.effect(s.update)
		}
		if bottom && s.e != nil && a.st != nil {
			a.st, exit = a.cond(s.e)
		}
		next := joinStates(head, a.st)
		if round > 1 {
			for i := range next {
				next[i] = widen(head[i], next[i])
			}
		}
		if slices.Equal(next, head) {
			break
		}
		head = next
	}
	a.st = joinStates(exit, a.breaks[s])
}

// pure reports whether evaluating e has no effect and gives the same again.
func pure(e *expr) bool {
	switch {
	case e == nil:
		return true
	case e.op == opAssign, e.op == opPost, e.op == opCall, e.op == opSet:
		return false
	}
	for _, x := range e.list {
		if !pure(x) {
			return false
		}
	}
	return pure(e.a) && pure(e.b) && pure(e.c)
}

// cond evaluates a condition; it returns the states after it was true and after it was false.
func (a *analysis) cond(e *expr) (yes, no state) {
	switch e.op {
	case opNot:
		yes, no = a.cond(e.a)
		a.note(e, anyBool)
		return no, yes
	case opAnd:
		yes1, no1 := a.cond(e.a)
		a.st = yes1
		yes2, no2 := a.cond(e.b)
		a.note(e, anyBool)
		return yes2, joinStates(no1, no2)
	case opOr:
		yes1, no1 := a.cond(e.a)
		a.st = no1
		yes2, no2 := a.cond(e.b)
		a.note(e, anyBool)
		return joinStates(yes1, yes2), no2
	}
	a.expr(e)
	if e.op == opBool {
		if e.num != 0 {
			return a.st, nil
		}
		return nil, a.st
	}
	yes, no = a.st, slices.Clone(a.st)
	if e.op == opBinary && comparison(e.tok) && a.st != nil {
		a.refine(yes, e.a, e.tok, e.b)
		a.refine(yes, e.b, mirrored(e.tok), e.a)
		x, y := a.s.values[e.a.id], a.s.values[e.b.id]
		if !x.nan && !y.nan && !x.undef && !y.undef {
			a.refine(no, e.a, opposite(e.tok), e.b)
			a.refine(no, e.b, mirrored(opposite(e.tok)), e.a)
		}
	}
	return yes, no
}

func mirrored(t token.Token) token.Token {
	switch t {
	case token.LESS:
		return token.GREATER
	case token.LESS_OR_EQUAL:
		return token.GREATER_OR_EQUAL
	case token.GREATER:
		return token.LESS
	case token.GREATER_OR_EQUAL:
		return token.LESS_OR_EQUAL
	}
	return t
}

func opposite(t token.Token) token.Token {
	switch t {
	case token.LESS:
		return token.GREATER_OR_EQUAL
	case token.LESS_OR_EQUAL:
		return token.GREATER
	case token.GREATER:
		return token.LESS_OR_EQUAL
	case token.GREATER_OR_EQUAL:
		return token.LESS
	case token.EQUAL, token.STRICT_EQUAL:
		return token.NOT_EQUAL
	}
	return token.STRICT_EQUAL
}

// refine narrows the variable x of which x tok y holds.
func (a *analysis) refine(st state, x *expr, tok token.Token, y *expr) {
	if x.op != opVar || x.v.array || x.v.shared >= 0 && !a.u.outers[x.v.shared].local || !pure(y) {
		return
	}
	v, w := st[x.v.id], a.evaluated(y)
	if v.kind != number || w.kind != number || w.lo > w.hi {
		return
	}
	step := 0.0
	if v.integer && w.integer {
		step = 1
	}
	switch tok {
	case token.LESS:
		v.hi = min(v.hi, w.hi-step)
	case token.LESS_OR_EQUAL:
		v.hi = min(v.hi, w.hi)
	case token.GREATER:
		v.lo = max(v.lo, w.lo+step)
	case token.GREATER_OR_EQUAL:
		v.lo = max(v.lo, w.lo)
	case token.EQUAL, token.STRICT_EQUAL:
		v.lo, v.hi = max(v.lo, w.lo), min(v.hi, w.hi)
	default:
		return
	}
	v.nan, v.undef = false, false
	if v.lo > v.hi { // cannot be; leave it wide rather than empty
		return
	}
	v.negZero = v.negZero && v.zero()
	st[x.v.id] = v
}

// evaluated is the value that a pure expression, evaluated just now, had.
func (a *analysis) evaluated(e *expr) value {
	if e.op == opVar && !e.v.array {
		return a.st[e.v.id].numeric()
	}
	return a.s.values[e.id].numeric()
}
