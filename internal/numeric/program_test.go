package numeric_test

import (
	"fmt"
	"math"
	"math/rand"
	"regexp"
	"slices"
	"strings"
)

// program writes random functions that compute with numbers, and arguments for them. Most are small, some are large. It
// keeps away from what goja does not compile or gets wrong: jumps in code that a constant condition makes dead (hence the
// o in conditions), and numbers from 2^63 on in typed arrays of integers.
type program struct {
	r      *rand.Rand
	room   int // how many more nodes there may be
	depth  int // of expressions
	deep   int // of statements
	loops  int
	n      int
	names  []string // of numbers that can be assigned to
	fixed  []string // of numbers that cannot
	flags  []string // of booleans
	labels []label
	arrays []array
	used   []array // of the ones around
	fns    []fn    // that may be called

	writes, recursion, plain bool
}

type label struct {
	name string
	loop bool
}

// array is a variable with one. Its elements are integers of so many bits, or any numbers if that is 0.
type array struct {
	name, make string
	bits       int
	plain      bool
}

type fn struct {
	name string
	kind string // "nn" for a function of two numbers, with b for booleans, a for arrays and v before what returns nothing
}

var typed = []array{
	{"F", "new Float64Array([0, 1.5, -2, 1e10, NaN, -0, 7, 8])", 0, false}, {"G", "new Float32Array([0.1, 16777217, -0, 3])", 0, false},
	{"I", "new Int32Array([0, 1, -2, 3, 2147483647, 5, 6, 7])", 32, false}, {"W", "new Uint32Array([0, 4294967295, 2, 3])", 32, false},
	{"S", "new Int16Array([0, -1, 32767, 3])", 16, false}, {"H", "new Uint16Array([0, 65535, 2, 3])", 16, false},
	{"B", "new Int8Array([0, -1, 127, 3])", 8, false}, {"U", "new Uint8Array([0, 255, 128, 3, 4, 5, 6, 7])", 8, false}, {"C", "new Uint8ClampedArray([1, 2, 3, 255])", 0, false},
}

var plain = []array{{"P", "[1, 2.5, -3, 1e10, -0, NaN, 7, 8]", 0, true}, {"Q", "[3, 1, 2, 5, 4, 6, 7, 9]", 0, true}}

var flags = array{"T", "[true, false, false, true, true, false, true, false]", 0, true}

func (p *program) pick(list ...string) string { return list[p.r.Intn(len(list))] }

func (p *program) name(kind string) string {
	p.n++
	return fmt.Sprintf("%s%d", kind, p.n)
}

var literals = []string{"0", "1", "2", "3", "7", "10", "31", "32", "255", "256", "65535", "65536", "-1", "-2", "-5", "0.5", "-0.5", "1.5", "2.5", "0.1", "1e-9", "3.7",
	"-0", "NaN", "Infinity", "-Infinity", "2147483647", "-2147483648", "2147483648", "-2147483649", "4294967295", "4294967296", "4503599627370495.5", "9007199254740991", "-9007199254740991",
	"9007199254740992", "-9007199254740994", "9223372036854775808", "1e15", "1e20", "1e300", "-1e300", "5e-324", "2.2250738585072014e-308", "0x7fffffff", "1e21", "Math.PI", "Math.E", "Math.LN2", "0xffffff", "1<<30", "100", "1000003"}

func (p *program) literal() string { return "(" + p.pick(literals...) + ")" }

// leaf is a number that takes no more room.
func (p *program) leaf() string {
	switch k := p.r.Intn(4); {
	case k == 0:
		return p.literal()
	case k == 1 && len(p.fixed) > 0:
		return p.pick(p.fixed...)
	}
	return p.pick(p.names...)
}

var operators = []string{"+", "+", "+", "-", "-", "*", "*", "/", "%", "%", "**", "&", "|", "^", "<<", ">>", ">>>"}

func (p *program) operator() string {
	op := p.pick(operators...)
	if op == "**" && p.r.Intn(3) > 0 {
		return "*"
	}
	return op
}

var variable = regexp.MustCompile(`\b([abcgknv]|[a-zA-Z]\d+)\b`)

// binary is x op y, which goja does not compute beforehand: that would not be by the instructions that are mended.
func binary(x, op, y string) string {
	if !variable.MatchString(x) && !variable.MatchString(y) {
		y = "(" + y + " - o)"
	}
	return "(" + x + " " + op + " " + y + ")"
}

func (p *program) number() string {
	p.depth++
	p.room--
	defer func() { p.depth-- }()
	if p.depth > 4 || p.room <= 0 || p.r.Intn(4) == 0 {
		return p.leaf()
	}
	switch p.r.Intn(30) {
	case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11:
		return binary(p.number(), p.operator(), p.number())
	case 12:
		return binary(p.number(), "|", "0")
	case 13:
		return "(~" + binary(p.number(), "-", "0") + ")"
	case 14:
		return "(-" + p.number() + ")"
	case 15:
		return "(+" + p.pick(p.number(), p.flag()) + ")"
	case 16:
		return "(" + p.flag() + " ? " + p.number() + " : " + p.number() + ")"
	case 17:
		left := p.number()
		if !variable.MatchString(left) {
			left = "(" + left + " - o)"
		}
		return "(" + left + p.pick(" && ", " || ") + p.number() + ")"
	case 18, 19, 20:
		return p.math()
	case 21, 22:
		v := p.pick(p.names...)
		return "(" + p.pick(v+"++", v+"--", "++"+v, "--"+v) + ")"
	case 23:
		return "(" + p.assign() + ")"
	case 24, 25:
		return p.element()
	case 26:
		return "(" + p.pick(p.assign(), p.number()) + ", " + p.number() + ")"
	case 27, 28:
		if call := p.call("n"); call != "" {
			return call
		}
	}
	return binary(p.number(), p.operator(), p.literal())
}

func (p *program) math() string {
	switch p.r.Intn(10) {
	case 0:
		return "Math.imul(" + p.number() + " % 4294967296, " + p.number() + " % 9007199254740992)" // goja's takes 63 bits
	case 1:
		return "Math.clz32(" + p.number() + " % 9007199254740992)"
	case 2:
		return "Math." + p.pick("min", "max", "atan2", "pow") + "(" + p.number() + ", " + p.number() + ")"
	case 3:
		return "Math." + p.pick("min", "max") + "(" + p.number() + ", " + p.number() + ", " + p.number() + ")"
	case 4:
		f := p.pick("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp", "expm1", "log", "log1p", "log2", "log10", "cbrt")
		return "Math." + f + "(" + p.number() + ")"
	}
	return "Math." + p.pick("floor", "ceil", "round", "trunc", "abs", "sqrt", "sign", "fround", "floor", "round", "trunc") + "(" + p.number() + ")"
}

// call is one of a function that gives a number ("n"), a boolean ("b") or nothing ("v"); "" if there is none.
func (p *program) call(gives string) string {
	var list []fn
	for _, f := range p.fns {
		if f.kind[:1] == gives {
			list = append(list, f)
		}
	}
	if len(list) == 0 || p.depth > 4 {
		return ""
	}
	f := list[p.r.Intn(len(list))]
	var args []string
	for _, k := range f.kind[1:] {
		switch k {
		case 'a':
			args = append(args, p.array().name)
		case 'b':
			args = append(args, p.flag())
		default:
			args = append(args, p.number())
		}
	}
	return f.name + "(" + strings.Join(args, ", ") + ")"
}

// assign is an assignment without parentheses.
func (p *program) assign() string {
	v := p.pick(p.names...)
	if p.r.Intn(2) == 0 {
		return v + " = " + p.number()
	}
	return v + " " + p.operator() + "= " + p.number()
}

func (p *program) array() array {
	a := p.arrays[p.r.Intn(len(p.arrays))]
	p.use(a)
	return a
}

// use notes that an array has to be there.
func (p *program) use(a array) {
	if a.make != "" && !slices.Contains(p.used, a) {
		p.used = append(p.used, a)
	}
}

func (p *program) index(a array) string {
	switch p.r.Intn(8) {
	case 0:
		if !a.plain { // which would become very long
			return p.number()
		}
	case 1:
		return p.pick("0", "1", "7", "8", "-1", "0.5", "-0", "NaN", "2")
	case 2:
		if len(p.fixed) > 0 {
			return p.pick(p.fixed...) + " & 7"
		}
	}
	return "(" + p.number() + ") & " + p.pick("7", "3", "7")
}

func (p *program) element() string {
	a := p.array()
	if p.r.Intn(12) == 0 {
		return a.name + ".length"
	}
	get := a.name + "[" + p.index(a) + "]"
	if p.r.Intn(4) > 0 { // not undefined then, which a number cannot be
		return "(+" + get + ")"
	}
	return "(" + get + " | 0)"
}

// change is an assignment to an element.
func (p *program) change() string {
	if p.plain && p.r.Intn(3) == 0 {
		p.use(flags)
		return flags.name + "[(" + p.number() + ") & 7] = " + p.flag()
	}
	a := p.array()
	at := a.name + "[" + p.index(a) + "]"
	switch p.r.Intn(6) {
	case 0:
		return p.pick(at+"++", at+"--", "++"+at, "--"+at)
	case 1:
		if a.bits == 0 {
			return at + " " + p.operator() + "= " + p.number()
		}
		return at + " " + p.pick("+", "-", "%", "&", "|", "^", "<<", ">>", ">>>") + "= " + p.number() + " % 9007199254740992"
	}
	if a.bits == 0 {
		return at + " = " + p.number()
	}
	return at + " = " + p.number() + " % 9007199254740992"
}

func (p *program) flag() string {
	p.depth++
	p.room--
	defer func() { p.depth-- }()
	if p.depth > 4 || p.room <= 0 || p.r.Intn(5) == 0 {
		if len(p.flags) > 0 && p.r.Intn(2) == 0 {
			return p.pick(p.flags...)
		}
		return "(" + p.leaf() + " + o < " + p.leaf() + ")"
	}
	switch p.r.Intn(9) {
	case 0:
		return "(" + p.flag() + " && " + p.flag() + ")"
	case 1:
		return "(" + p.flag() + " || " + p.flag() + ")"
	case 2:
		return "(!" + p.flag() + ")"
	case 3:
		return "(!(" + p.number() + " + o))"
	case 4:
		return p.pick("(k > 2)", "(k !== k)")
	case 5:
		if call := p.call("b"); call != "" {
			return call
		}
	case 6:
		if p.plain {
			p.use(flags)
			return flags.name + "[(" + p.number() + ") & 7]"
		}
	}
	return "(" + p.number() + " + o " + p.pick("<", "<=", ">", ">=", "===", "!==", "==", "!=") + " " + p.number() + ")"
}

// condition is a boolean, or a number for one.
func (p *program) condition() string {
	if p.r.Intn(5) == 0 {
		return "(" + p.number() + " - o)"
	}
	return p.flag()
}

func (p *program) block(most int) string {
	names, flags, fixed := p.names, p.flags, p.fixed
	var b strings.Builder
	for range 1 + p.r.Intn(most) {
		b.WriteString(p.statement())
	}
	p.names, p.flags, p.fixed = names[:len(names):len(names)], flags[:len(flags):len(flags)], fixed[:len(fixed):len(fixed)]
	return b.String()
}

func (p *program) statement() string {
	p.deep++
	p.room--
	defer func() { p.deep-- }()
	if p.deep > 4 || p.room <= 0 {
		return p.assign() + ";\n"
	}
	switch p.r.Intn(18) {
	case 0, 1:
		return p.declaration()
	case 2:
		v := p.name("b")
		t := "let " + v + " = " + p.flag() + ";\n"
		p.flags = append(p.flags, v)
		return t
	case 3, 4:
		return "if (" + p.condition() + ") {\n" + p.block(3) + "}\n"
	case 5:
		return "if (" + p.condition() + ") {\n" + p.block(3) + "} else " + p.pick("{\n"+p.block(3)+"}\n", "if ("+p.condition()+") {\n"+p.block(2)+"}\n")
	case 6, 7, 8:
		return p.loop()
	case 9:
		return p.choose()
	case 10, 11:
		if p.writes {
			return p.change() + ";\n"
		}
	case 12:
		if len(p.labels) > 0 {
			l := p.labels[p.r.Intn(len(p.labels))]
			if l.loop && p.r.Intn(2) == 0 {
				return "if (" + p.condition() + ") continue " + l.name + ";\n"
			}
			return "if (" + p.condition() + ") break " + l.name + ";\n"
		}
	case 13:
		if p.loops > 0 {
			return "if (" + p.condition() + ") " + p.pick("break", "continue") + ";\n"
		}
	case 14:
		if p.r.Intn(3) == 0 {
			return "if (" + p.condition() + ") return " + p.number() + ";\n"
		}
	case 15:
		labels := p.labels
		l := p.name("L")
		p.labels = append(slices.Clip(p.labels), label{l, false})
		t := l + ": {\n" + p.block(3) + "}\n"
		p.labels = labels
		return t
	case 16:
		if call := p.call("v"); call != "" {
			return call + ";\n"
		}
		return p.pick("{\n"+p.block(2)+"}\n", ";\n")
	}
	return p.pick(p.assign(), p.number(), p.flag()+" && "+p.number()) + ";\n"
}

func (p *program) declaration() string {
	v := p.name("x")
	switch p.r.Intn(6) {
	case 0:
		t := "const " + v + " = " + p.number() + ";\n"
		p.fixed = append(p.fixed, v)
		return t
	case 1:
		t := "var " + v + " = " + p.number() + ";\n"
		p.names = append(p.names, v)
		return t
	case 2: // set in two ways
		t := "let " + v + ";\nif (" + p.condition() + ") " + v + " = " + p.number() + "; else " + v + " = " + p.number() + ";\n"
		p.names = append(p.names, v)
		return t
	}
	t := "let " + v + " = " + p.number() + ";\n"
	p.names = append(p.names, v)
	return t
}

// loop writes one that ends: the counter is not assigned to, or a budget runs out.
func (p *program) loop() string {
	if p.loops >= 2 {
		return p.assign() + ";\n"
	}
	p.loops++
	labels, fixed := p.labels, p.fixed
	head := ""
	if p.r.Intn(3) == 0 {
		l := p.name("L")
		head = l + ": "
		p.labels = append(slices.Clip(p.labels), label{l, true})
	}
	i := p.name("i")
	counted := func(form string, args ...any) string {
		p.fixed = append(slices.Clip(p.fixed), i)
		return fmt.Sprintf("for ("+form+") {\n", args...) + p.block(4) + "}\n"
	}
	switch p.r.Intn(8) {
	case 0, 1:
		bounds := [][2]string{{"0", "4"}, {"0", "6"}, {"-3", "2"}, {"0.5", "5.5"}, {"2147483645", "2147483650"}, {"9007199254740988", "9007199254740991"}}[p.r.Intn(6)]
		head += counted("%s %s = %s; %s < %s; %s", p.pick("let", "var"), i, bounds[0], i, bounds[1], i+p.pick("++", " += 2", " += 0.75"))
	case 2:
		head += counted("let %s = %s; %s >= %s; %s--", i, p.pick("5", "7"), i, p.pick("0", "2"), i)
	case 3:
		head += counted("let %s = 0, end = n & 7; %s < end; ++%s", i, i, i)
	case 4:
		head += "while (budget-- > 0 && " + p.condition() + ") {\n" + p.block(4) + "}\n"
	case 5:
		head += "do {\n" + p.block(4) + "} while (budget-- > 0 && " + p.condition() + ");\n"
	case 6:
		head += "for (;;) {\nif (budget-- <= 0) break;\n" + p.block(4) + "}\n"
	default:
		head += fmt.Sprintf("for (let %s = 0; %s < (n & 7); %s++) {\n", i, i, i) + p.block(4) + "}\n"
	}
	p.labels, p.fixed = labels, fixed
	p.loops--
	return head
}

func (p *program) choose() string {
	var b strings.Builder
	on := p.number()
	if p.r.Intn(2) == 0 {
		on += " & 3"
	}
	fmt.Fprintf(&b, "switch (%s) {\n", on)
	other := p.r.Intn(5)
	p.loops += 2 // break is the switch's own; no continue, no loops
	for k := range 1 + p.r.Intn(4) {
		switch {
		case k == other:
			b.WriteString("default: ")
		case p.r.Intn(4) == 0:
			fmt.Fprintf(&b, "case %s: ", p.leaf())
		default:
			fmt.Fprintf(&b, "case %d: ", k)
		}
		fmt.Fprintf(&b, "%s;%s", p.assign(), p.pick(" break;\n", "\n", " if ("+p.condition()+") break;\n"))
	}
	p.loops -= 2
	return b.String() + "}\n"
}

// own begins a function with variables of its own.
func (p *program) own(names, fixed, flags []string) {
	p.names, p.fixed, p.flags, p.labels, p.depth, p.deep = names, fixed, flags, nil, 0, 0
}

// written is a function in one of the three ways to write it.
func (p *program) written(name, params, body string) string {
	switch p.r.Intn(4) {
	case 0:
		return "const " + name + " = (" + params + ") => {\n" + body + "};\n"
	case 1:
		return "const " + name + " = function (" + params + ") {\n" + body + "};\n"
	}
	return "function " + name + "(" + params + ") {\n" + body + "}\n"
}

// helpers writes functions to be called.
func (p *program) helpers() string {
	var b strings.Builder
	for range min(p.r.Intn(3), p.r.Intn(3)) {
		room := p.room
		p.room = 4
		name := p.name("h")
		kind := p.r.Intn(8)
		if kind < 2 && !p.recursion || kind == 4 && !p.writes {
			kind = 7
		}
		switch kind {
		case 0: // calls itself, not too often
			p.own([]string{"a"}, []string{"b", "k"}, nil)
			b.WriteString(p.written(name, "a, b", "return b > 0.5 && b < 9 ? "+name+"("+p.number()+", b - 1) "+p.operator()+" "+p.leaf()+" : "+p.number()+";\n"))
			p.fns = append(p.fns, fn{name, "nnn"})
		case 1: // two that call one another
			p.own([]string{"a"}, []string{"b", "k"}, nil)
			other := p.name("h")
			b.WriteString("function " + name + "(a, b) { return b > 0.5 && b < 7 ? " + other + "(" + p.number() + ", b - 1) : " + p.number() + "; }\n")
			b.WriteString("function " + other + "(a, b) { " + p.assign() + "; return " + name + "(a, b - 1); }\n")
			p.fns = append(p.fns, fn{name, "nnn"}, fn{other, "nnn"})
		case 2:
			p.own([]string{"a", "g"}, []string{"k"}, nil)
			b.WriteString(p.written(name, "a", p.assign()+";\n"+p.assign()+";\n"))
			p.fns = append(p.fns, fn{name, "vn"})
		case 3:
			p.own([]string{"a", "b"}, []string{"k"}, []string{"c"})
			b.WriteString(p.written(name, "a, b, c", "return "+p.flag()+";\n"))
			p.fns = append(p.fns, fn{name, "bnnb"})
		case 4:
			arrays := p.arrays
			a := p.arrays[p.r.Intn(len(p.arrays))]
			p.own([]string{"i", "s"}, []string{"k"}, nil)
			p.arrays = []array{{"a", "", 32, a.plain}}
			b.WriteString(p.written(name, "a, i", "let s = 0;\nfor (let j = 0; j < a.length && j < 5; j++) s += +a[j];\n"+p.change()+";\nreturn "+p.number()+";\n"))
			p.arrays = arrays
			p.fns = append(p.fns, fn{name, "nan"})
		default:
			p.own([]string{"a", "b"}, []string{"k"}, nil)
			if p.r.Intn(2) == 0 {
				p.names = append(p.names, "g")
			}
			b.WriteString(p.written(name, "a, b", p.assign()+";\nreturn "+p.number()+";\n"))
			p.fns = append(p.fns, fn{name, "nnn"})
		}
		p.room = room
	}
	return b.String()
}

// together is how many programs are in one module: enough that making machine code of it is not what takes all the time.
const together = 6

// source writes a module that exports a function f of three numbers, which calls all the programs, and a function state,
// which tells what they gave and what became of the variables around them.
func (p *program) source() string {
	p.arrays = typed
	switch p.r.Intn(8) {
	case 0:
		p.arrays, p.plain = plain, true
	case 1, 2:
		p.arrays = typed[:1]
	}
	p.writes, p.recursion = p.r.Intn(2) == 0, p.r.Intn(20) == 0 // if both, only parts may qualify
	if !p.writes {
		p.recursion = true
	}
	functions, main, results := p.helpers(), "", "g"
	for range together {
		name, result := p.name("f"), p.name("r")
		functions += p.main(name)
		main += result + " = " + name + "(a, b, n);\n"
		results += ", " + result
	}
	head := "const o = 0, k = " + p.pick("3", "0.25", "-7", "1000", "-0", "2147483648") + ";\nlet g = " + p.pick("1", "0.5", "-1", "0") + ";\n"
	head += "let " + strings.ReplaceAll(results[3:], ",", " = 0,") + " = 0;\n"
	for _, a := range p.used {
		head += "const " + a.name + " = " + a.make + ";\n"
		results += ", ..." + a.name
	}
	return head + functions + "exports.f = (a, b, n) => {\n" + main + "};\nexports.state = () => [" + results + "];\n"
}

// main writes a program: a function of three numbers.
func (p *program) main(name string) string {
	p.room = []int{4, 6, 8, 11, 15, 25, 60}[min(p.r.Intn(7), p.r.Intn(7), p.r.Intn(12))]
	p.own([]string{"a", "b", "v", "g"}, []string{"n", "k"}, nil)
	body := "let budget = 9, v = " + p.literal() + ";\n"
	if p.r.Intn(50) == 0 {
		body += "const own = [1];\n" // so that only its loops qualify
	}
	body += p.block(3) + "return "
	if p.r.Intn(12) == 0 {
		body = strings.ReplaceAll(body, "return ", "return +") + p.flag() + ";\n"
	} else {
		last := p.number()
		if p.r.Intn(3) > 0 {
			last = binary(p.pick(p.names...), p.operator(), last)
		}
		body += last + ";\n"
	}
	return p.written(name, "a, b, n", body)
}

var edges = []float64{0, math.Copysign(0, -1), 1, -1, 2, 3, 5, 7, -7, 31, 33, 255, 65536, 1 << 30, 1<<31 - 1, -1 << 31, 1 << 31, 1<<32 - 1, 1 << 32, 1<<53 - 1, -(1<<53 - 1), 1 << 53, 1 << 63, 1e20,
	0.5, -0.5, 0.1, 1.5, 2.5, -2.5, 3.7, 1e-9, 5e-324, 1e300, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1)}

// arguments are what f is called with: values of one kind a few times over, so that they are computed by the same machine
// code, and now and then something else.
func (p *program) arguments() (all [][3]float64) {
	var kinds [2]int
	for i := range kinds {
		kinds[i] = min(p.r.Intn(21)/10, 2)
	}
	for row := range 5 {
		if row == 4 && p.r.Intn(8) == 0 {
			kinds = [2]int{2, 2}
		}
		var a [3]float64
		for i, k := range kinds {
			switch {
			case k == 0: // an int32
				for a[i] = math.NaN(); a[i] != math.Trunc(a[i]) || math.Abs(a[i]) > 1<<31-1 || a[i] == 0 && math.Signbit(a[i]); {
					a[i] = edges[p.r.Intn(len(edges))]
				}
				if p.r.Intn(2) == 0 {
					a[i] = float64(p.r.Intn(20) - 5)
				}
			case k == 1: // none
				a[i] = p.r.NormFloat64() * math.Pow(10, float64(p.r.Intn(12)))
				if p.r.Intn(2) == 0 {
					for a[i] = 0; a[i] == math.Trunc(a[i]) && math.Abs(a[i]) <= 1<<31 && (a[i] != 0 || !math.Signbit(a[i])); {
						a[i] = edges[p.r.Intn(len(edges))]
					}
				}
			default:
				a[i] = edges[p.r.Intn(len(edges))]
			}
		}
		a[2] = float64(1 + p.r.Intn(7))
		all = append(all, a)
	}
	return all
}
