package numeric

import (
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// op is what an expression does.
type op uint8

const (
	opNum    op = iota // num
	opBool             // num is 0 or 1
	opVar              // v
	opAssign           // v = a
	opPost             // v, then v = v + num
	opBinary           // a tok b: arithmetic, bitwise and comparison
	opMinus            // -a
	opPlus             // +a
	opFlip             // ~a
	opNot              // !a
	opAnd              // a && b
	opOr               // a || b
	opCond             // a ? b : c
	opComma            // a, b
	opCall             // fn(list...)
	opMath             // Math.name(list...)
	opGet              // v[a]
	opSet              // v[a] = b; with tok v[a] = v[a] tok b, and with post the value before that
	opLen              // v.length
)

type expr struct {
	op      op
	id      int // in its function
	tok     token.Token
	post    bool
	num     float64
	name    string
	v       *variable
	fn      *function
	a, b, c *expr
	list    []*expr
}

// sop is what a statement does.
type sop uint8

const (
	sExpr     sop = iota // e
	sLet                 // v becomes undefined
	sIf                  // if (e) body else other
	sLoop                // for (; e; update) body, or do body while (e)
	sBlock               // body, which break may leave
	sSwitch              // e, cases
	sBreak               // out of target
	sContinue            // target
	sReturn              // e, if any
)

type stmt struct {
	op       sop
	e        *expr
	v        *variable
	body     []*stmt
	other    []*stmt
	update   *expr
	doWhile  bool
	entered  bool // begins in its body: the test was made already
	cases    []switchCase
	fallback int // which case is the default, -1 for none
	target   *stmt
}

type switchCase struct {
	test *expr // nil for the default
	body []*stmt
}

// variable of a function, or one from around it.
type variable struct {
	name     unistring.String
	id       int // in its function
	array    bool
	assigned bool
	outer    *binding // where it comes from if it is not the function's own
	shared   int      // which of the unit's shared variables it is, -1 if none
}

// function is one that qualifies; a loop that may be entered is a function, too, whose variables all come from around it.
type function struct {
	name   string
	file   *file.File
	at     file.Idx
	params []*variable
	vars   []*variable // all, with the parameters and those from around
	outer  []*variable // those from around
	body   []*stmt
	calls  []*function
	maths  []string // what it uses of Math
	passes []passed // variables that it passes on
	exprs  int      // how many expressions it has
	loops  int
	writes bool // to arrays
	region bool // is a loop
	values bool // returns values
	voids  bool // returns without a value, or by its end
	bad    string
}

// passed is a variable that is an argument of a call.
type passed struct {
	v     *variable
	to    *function
	param int
}

// reach lists f and everything it may call, f first.
func (f *function) reach() []*function {
	all := []*function{f}
	for i := 0; i < len(all); i++ {
	next:
		for _, c := range all[i].calls {
			for _, have := range all {
				if have == c {
					continue next
				}
			}
			all = append(all, c)
		}
	}
	return all
}
