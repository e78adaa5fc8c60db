package numeric

import (
	"math"
	"slices"

	"github.com/dop251/goja/token"
)

// input says what a parameter or an outer variable is when the compiled form is entered. Machine code is made for one
// list of inputs.
type input uint8

const (
	inputDouble input = iota
	inputInt          // a number that is an int32
	inputBool
	inputArray // and from here on: inputArray + slots.ViewKind
)

func (i input) value() value {
	switch i {
	case inputDouble:
		return anyNumber
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
	pure     bool // writes to no array, so that it can be given up and begun again
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
	u := &unit{main: main, pure: true}
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
		if f.writes {
			u.pure = false
		}
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

// shapes lists what main is given: which of its inputs are arrays.
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

// infer finds the values of everything for a list of inputs.
func (u *unit) infer(inputs []input) string {
	u.inputs = inputs
	n := len(u.main.params)
	for i, o := range u.outers {
		o.input = inputs[n+i]
		o.value = o.input.value()
		if o.assigned && !o.local {
			if o.input == inputBool {
				return "changes " + o.binding.name.String() + ", a boolean, in a function"
			}
			o.value = anyNumber
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
		a.expr(s.e)
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
			a.expr(s.update)
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

func (a *analysis) note(e *expr, v value) value {
	if a.st != nil {
		a.s.values[e.id] = join(a.s.values[e.id], v)
	}
	return v
}

func (a *analysis) expr(e *expr) value {
	if a.st == nil {
		return value{}
	}
	return a.note(e, a.eval(e))
}

// arithmetic evaluates an operand that is made a number.
func (a *analysis) number(e *expr) value { return a.expr(e).numeric() }

func (a *analysis) eval(e *expr) value {
	switch e.op {
	case opNum:
		return constantValue(e.num)
	case opBool:
		return value{kind: boolean, integer: true, lo: e.num, hi: e.num}
	case opVar:
		if e.v.array {
			a.u.fail("uses the array " + e.v.name.String() + " as a number")
			return value{}
		}
		return a.read(e.v)
	case opAssign:
		v := a.expr(e.a)
		a.set(e.v, v)
		return v
	case opPost:
		old := a.read(e.v).numeric()
		if a.s.vars[e.v.id].kind == boolean {
			a.u.fail(e.v.name.String() + " is a number and a boolean")
		}
		a.set(e.v, add(old, constantValue(e.num)))
		return old
	case opBinary:
		x, y := a.expr(e.a), a.expr(e.b)
		return a.binary(e, x, y)
	case opMinus:
		return negate(a.number(e.a))
	case opPlus:
		return a.number(e.a)
	case opFlip:
		a.number(e.a)
		return anyInt32
	case opNot:
		a.cond2(e.a)
		return anyBool
	case opAnd, opOr:
		return a.logical(e)
	case opCond:
		yes, no := a.cond(e.a)
		a.st = yes
		x := a.expr(e.b)
		after := a.st
		a.st = no
		y := a.expr(e.c)
		a.st = joinStates(after, a.st)
		if mixes(x, y) {
			a.u.fail("has a choice between a number and a boolean")
		}
		return join(x, y)
	case opComma:
		a.expr(e.a)
		return a.expr(e.b)
	case opCall:
		return a.call(e)
	case opMath:
		return a.math(e)
	}
	return a.element(e)
}

// cond2 evaluates a condition whose outcome nothing depends on here.
func (a *analysis) cond2(e *expr) {
	yes, no := a.cond(e)
	a.st = joinStates(yes, no)
}

// logical evaluates && and || for their value.
func (a *analysis) logical(e *expr) value {
	x := a.expr(e.a)
	before := slices.Clone(a.st)
	y := a.expr(e.b)
	a.st = joinStates(before, a.st)
	if mixes(x, y) {
		a.u.fail("has a choice between a number and a boolean")
	}
	return join(x, y)
}

func (a *analysis) binary(e *expr, x, y value) value {
	if x.kind == never || y.kind == never {
		return value{}
	}
	if comparison(e.tok) {
		strict := e.tok == token.STRICT_EQUAL || e.tok == token.STRICT_NOT_EQUAL
		if strict && mixes(x, y) {
			a.u.fail("compares a number with a boolean")
		}
		if x.undef && y.undef {
			a.u.fail("compares elements that may be missing")
		}
		if x.kind == nothing || y.kind == nothing {
			a.u.fail("compares with undefined")
		}
		return anyBool
	}
	x, y = x.numeric(), y.numeric()
	switch e.tok {
	case token.PLUS:
		return add(x, y)
	case token.MINUS:
		return subtract(x, y)
	case token.MULTIPLY:
		return multiply(x, y)
	case token.SLASH:
		return divide(x, y)
	case token.REMAINDER:
		return remainder(x, y)
	case token.EXPONENT:
		return anyNumber
	}
	return bits(e.tok, x, y)
}

// bits is the value of a bitwise operator.
func bits(tok token.Token, x, y value) value {
	small := func(v value) bool { return v.int32() && v.lo >= 0 }
	shift, fixed := 0, y.int32() && y.lo == y.hi
	if fixed {
		shift = int(int32(y.lo)) & 31
	}
	switch tok {
	case token.AND:
		switch {
		case small(x) && small(y):
			return ints(0, min(x.hi, y.hi))
		case small(x):
			return ints(0, x.hi)
		case small(y):
			return ints(0, y.hi)
		}
	case token.OR, token.EXCLUSIVE_OR:
		if small(x) && small(y) {
			m := int64(max(x.hi, y.hi))
			top := int64(1)
			for top <= m {
				top <<= 1
			}
			return ints(0, float64(top-1))
		}
		if x.int32() && y.int32() && y.lo == 0 && y.hi == 0 {
			return ints(x.lo, x.hi)
		}
	case token.SHIFT_RIGHT:
		if fixed && x.int32() {
			return ints(math.Floor(x.lo/float64(int64(1)<<shift)), math.Floor(x.hi/float64(int64(1)<<shift)))
		}
		if fixed {
			return ints(float64(int64(minInt32)>>shift), float64(int64(maxInt32)>>shift))
		}
	case token.SHIFT_LEFT:
		if fixed && x.int32() {
			lo, hi := x.lo*float64(int64(1)<<shift), x.hi*float64(int64(1)<<shift)
			if lo >= minInt32 && hi <= maxInt32 {
				return ints(lo, hi)
			}
		}
	case token.UNSIGNED_SHIFT_RIGHT:
		if fixed && small(x) {
			return ints(float64(int64(x.lo)>>shift), float64(int64(x.hi)>>shift))
		}
		if fixed {
			return ints(0, float64(int64(maxUint)>>shift))
		}
		return ints(0, maxUint)
	}
	return anyInt32
}

func (a *analysis) call(e *expr) value {
	params := make([]input, len(e.list))
	for i, x := range e.list {
		if e.fn.params[i].array {
			params[i] = a.arrayInput(x)
			continue
		}
		a.expr(x)
		switch v := a.s.values[x.id]; { // everything that was ever passed here: one version is called
		case v.undef || v.kind == nothing:
			a.u.fail("passes what may be undefined")
		case v.kind == boolean:
			params[i] = inputBool
		case v.rep() == repInt:
			params[i] = inputInt
		}
	}
	if a.u.bad != "" {
		return value{}
	}
	return a.u.special(e.fn, params).result
}

func (a *analysis) math(e *expr) value {
	var first value
	for i, x := range e.list {
		v := a.number(x)
		if i == 0 {
			first = v
			continue
		}
		switch e.name {
		case "min":
			first.lo, first.hi = min(first.lo, v.lo), min(first.hi, v.hi)
		case "max":
			first.lo, first.hi = max(first.lo, v.lo), max(first.hi, v.hi)
		}
		first.integer, first.nan, first.negZero = first.integer && v.integer, first.nan || v.nan, first.negZero || v.negZero
		first = first.tidy(first, v)
	}
	if first.kind == never {
		return first
	}
	switch e.name {
	case "min", "max":
		if first.negZero {
			first.lo, first.hi = min(first.lo, 0), max(first.hi, 0)
		}
		return first
	case "abs":
		lo, hi := math.Abs(first.lo), math.Abs(first.hi)
		first.negZero = false
		if first.zero() {
			first.lo, first.hi = 0, max(lo, hi)
		} else {
			first.lo, first.hi = min(lo, hi), max(lo, hi)
		}
		return first.tidy(first, first)
	case "floor":
		negZero := first.negZero
		v := floored(first, math.Floor)
		v.negZero = negZero
		return v
	case "ceil":
		return floored(first, math.Ceil)
	case "trunc":
		return floored(first, math.Trunc)
	case "round":
		v := floored(first, math.Floor)
		v.hi = max(v.hi, math.Ceil(first.hi))
		return v
	case "sqrt":
		r := value{kind: number, nan: first.nan || first.lo < 0, negZero: first.negZero, lo: 0, hi: math.Inf(1)}
		if first.hi >= 0 && !math.IsInf(first.hi, 0) {
			r.hi = math.Sqrt(first.hi)
		}
		return r
	case "imul":
		return anyInt32
	case "clz32":
		return ints(0, 32)
	case "sign":
		return value{kind: number, integer: true, nan: first.nan, negZero: first.negZero, lo: -1, hi: 1}
	}
	return anyNumber
}
