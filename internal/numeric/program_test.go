package numeric_test

import (
	"fmt"
	"math/rand"
	"strings"
)

// program writes random functions that compute with numbers. It keeps away from what goja gets wrong: products that are
// -0, bitwise operators on more than 63 bits, and jumps in code that a constant condition (hence the o) makes dead.
type program struct {
	r      *rand.Rand
	depth  int
	loops  int
	names  []string // of numbers that can be assigned to
	fixed  []string // of numbers that cannot
	flags  []string // of booleans
	labels []string
	n      int
	fns    []string // functions of two numbers that may be called
	deep   int
	arrays []string
}

// text is a piece of a program.
type text string

func (t text) with(format string, others ...text) text {
	args := []any{t}
	for _, o := range others {
		args = append(args, o)
	}
	return text(fmt.Sprintf(format, args...))
}

func (p *program) pick(list ...string) string { return list[p.r.Intn(len(list))] }

var literals = []string{"0", "1", "2", "3", "7", "10", "255", "256", "65535", "-1", "-5", "0.5", "-0.5", "1.5", "2.5", "0.1", "1e-9", "3.7",
	"-0", "NaN", "Infinity", "-Infinity", "2147483647", "-2147483648", "2147483648", "4294967295", "4294967296", "9007199254740991", "-9007199254740991",
	"9007199254740992", "1e15", "1e300", "-1e300", "5e-324", "0x7fffffff", "1e21", "Math.PI", "0xffffff", "1<<30", "100", "1000003"}

func (p *program) number() text {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > 4 || p.r.Intn(4) == 0 {
		switch p.r.Intn(3) {
		case 0:
			return text("(" + p.pick(literals...) + ")")
		case 1:
			if len(p.fixed) > 0 {
				return text(p.pick(p.fixed...))
			}
		}
		return text(p.pick(p.names...))
	}
	switch p.r.Intn(22) {
	case 0, 1, 2, 3:
		return p.number().with("(%s "+p.pick("+", "-", "+")+" %s)", p.number())
	case 4, 5:
		return p.number().with("(%s * %s + 0)", p.number())
	case 6:
		return p.number().with("(%s / %s)", p.number())
	case 7, 8:
		return p.number().with("(%s %% %s)", p.number())
	case 9, 10, 11:
		return p.bits().with("(%s "+p.pick("&", "|", "^", "<<", ">>", ">>>")+" %s)", p.bits())
	case 12:
		return p.bits().with("(%s | 0)")
	case 13:
		return p.bits().with("(~%s)")
	case 14:
		return p.number().with("(-%s)")
	case 15:
		return p.flag().with("(%s ? %s : %s)", p.number(), p.number())
	case 16:
		f := p.pick("floor", "ceil", "round", "trunc", "abs", "sqrt", "sign", "fround", "sin", "exp", "log", "cbrt")
		return p.number().with("Math." + f + "(%s)")
	case 17:
		switch p.r.Intn(4) {
		case 0:
			return p.bits().with("Math.imul(%s, %s)", p.bits())
		case 1:
			return p.bits().with("Math.clz32(%s)")
		case 2:
			return p.number().with("Math."+p.pick("atan2", "pow", "min", "max")+"(%s, %s)", p.number())
		}
		return p.number().with("Math."+p.pick("min", "max")+"(%s, %s, %s)", p.number(), p.number())
	case 18:
		v := p.pick(p.names...)
		return text("(" + p.pick(v+"++", v+"--", "++"+v, "--"+v) + ")")
	case 19:
		return p.assign()
	case 20:
		return p.element()
	}
	if len(p.fns) > 0 && p.depth < 4 {
		return p.number().with(p.pick(p.fns...)+"(%s, %s)", p.number())
	}
	return p.number().with("(+%s)")
}

// bits is an operand of a bitwise operator.
func (p *program) bits() text {
	if p.r.Intn(3) == 0 {
		return text(p.pick("0", "1", "7", "31", "33", "-1", "255", "2147483648", "4294967295", "3.7", "NaN", "-2.5"))
	}
	return p.number().with("(%s %% 9007199254740992)")
}

func (p *program) assign() text {
	v := text(p.pick(p.names...))
	if p.r.Intn(3) == 0 {
		return v.with("(%s = (%s %% 4294967296) "+p.pick("^", "|", ">>>", "*")+" %s + 0)", v, p.bits())
	}
	return v.with("(%s "+p.pick("=", "+=", "-=", "=", "%%=", "=")+" %s)", p.number())
}

func (p *program) index() text {
	switch p.r.Intn(6) {
	case 0:
		if p.arrays[0] != "P" { // which would become very long
			return p.number()
		}
	case 1:
		return text(p.pick("0", "1", "7", "8", "-1", "0.5", "-0", "NaN", "2"))
	}
	return p.bits().with("(%s & 7)")
}

func (p *program) element() text {
	a := p.pick(p.arrays...)
	if p.r.Intn(12) == 0 {
		return text(a + ".length")
	}
	return p.index().with("(+" + a + "[%s])")
}

func (p *program) flag() text {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > 4 || p.r.Intn(5) == 0 {
		if len(p.flags) > 0 && p.r.Intn(2) == 0 {
			return text(p.pick(p.flags...))
		}
		return p.number().with("(%s + o < %s)", p.number())
	}
	switch p.r.Intn(8) {
	case 0:
		return p.flag().with("(%s && %s)", p.flag())
	case 1:
		return p.flag().with("(%s || %s)", p.flag())
	case 2:
		return p.flag().with("(!%s)")
	case 3:
		return p.number().with("(!(%s + o))")
	case 4:
		return text(p.pick("(k > 2)", "(k !== k)"))
	}
	return p.number().with("(%s + o "+p.pick("<", "<=", ">", ">=", "===", "!==", "==", "!=")+" %s)", p.number())
}

func (p *program) name(kind string) string {
	p.n++
	return fmt.Sprintf("%s%d", kind, p.n)
}

func (p *program) block(size int) text {
	names, flags := len(p.names), len(p.flags)
	var b strings.Builder
	for range 1 + p.r.Intn(size) {
		b.WriteString(string(p.statement()))
	}
	p.names, p.flags = p.names[:names:names], p.flags[:flags:flags]
	return text(b.String())
}

func (p *program) statement() text {
	p.deep++
	defer func() { p.deep-- }()
	if p.deep > 4 {
		return p.assign().with("%s;\n")
	}
	switch p.r.Intn(14) {
	case 0, 1:
		v := p.name("x")
		t := p.number().with("let " + v + " = %s;\n")
		p.names = append(p.names, v)
		return t
	case 2:
		v := p.name("b")
		t := p.flag().with("let " + v + " = %s;\n")
		p.flags = append(p.flags, v)
		return t
	case 3, 4:
		return p.flag().with("if (%s) {\n%s}\n", p.block(3))
	case 5:
		return p.flag().with("if (%s) {\n%s} else {\n%s}\n", p.block(3), p.block(3))
	case 6, 7, 8:
		return p.loop()
	case 9:
		return p.choose()
	case 10:
		a := p.pick(p.arrays...)
		if p.r.Intn(3) == 0 {
			return p.index().with(a+"[%s] "+p.pick("+=", "-=", "%%=", "=")+" %s;\n", p.bits())
		}
		if p.r.Intn(4) == 0 {
			return p.index().with(a + "[%s]" + p.pick("++", "--") + ";\n")
		}
		if strings.Contains("FGPQ", a) {
			return p.index().with(a+"[%s] = %s;\n", p.number())
		}
		return p.index().with(a+"[%s] = %s;\n", p.bits())
	case 11:
		if len(p.labels) > 0 && p.r.Intn(2) == 0 {
			return p.flag().with("if (%s) " + p.pick("break", "continue") + " " + p.pick(p.labels...) + ";\n")
		}
		if p.loops > 0 {
			return p.flag().with("if (%s) " + p.pick("break", "continue") + ";\n")
		}
	case 12:
		if p.r.Intn(3) == 0 {
			return p.flag().with("if (%s) return %s;\n", p.number())
		}
	}
	return p.assign().with("%s;\n")
}

// loop writes one that ends: the counter is not assigned to, or a budget runs out.
func (p *program) loop() text {
	if p.loops >= 2 {
		return p.assign().with("%s;\n")
	}
	p.loops++
	labels, fixed := p.labels, p.fixed
	label := ""
	if p.r.Intn(3) == 0 {
		l := p.name("L")
		label = l + ": "
		p.labels = append(p.labels[:len(p.labels):len(p.labels)], l)
	}
	i := p.name("i")
	var t text
	switch p.r.Intn(5) {
	case 0:
		p.fixed = append(p.fixed[:len(p.fixed):len(p.fixed)], i)
		t = p.block(4).with(label + "for (let " + i + " = " + p.pick("0", "5", "-3", "0.5") + "; " + i + " < " + p.pick("6", "9", "7.5") + "; " + i + p.pick("++", " += 2", " += 0.75") + ") {\n%s}\n")
	case 1:
		p.fixed = append(p.fixed[:len(p.fixed):len(p.fixed)], i)
		t = p.block(4).with(label + "for (let " + i + " = " + p.pick("6", "9") + "; " + i + " >= " + p.pick("0", "-2") + "; " + i + "--) {\n%s}\n")
	case 2:
		t = p.flag().with(label+"while (%s && budget-- > 0) {\n%s}\n", p.block(4))
	case 3:
		t = p.block(4).with(label+"do {\n%s} while (%s && budget-- > 0);\n", p.flag())
	default:
		t = p.block(4).with(label + "for (let " + i + " = 0; " + i + " < (n & 15); " + i + "++) {\n%s}\n")
	}
	p.labels, p.fixed = labels, fixed
	p.loops--
	return t
}

func (p *program) choose() text {
	var b strings.Builder
	fmt.Fprintf(&b, "switch (%s) {\n", p.index())
	other := p.r.Intn(5)
	for k := range 1 + p.r.Intn(4) {
		if k == other {
			b.WriteString("default: ")
		} else {
			fmt.Fprintf(&b, "case %d: ", k)
		}
		fmt.Fprintf(&b, "%s%s", p.assign(), p.pick("; break;\n", ";\n"))
	}
	return text(b.String() + "}\n")
}

// function writes one with the parameters a, b and n.
func (p *program) function(name string) text {
	p.names, p.flags, p.labels, p.fixed = []string{"a", "b", "v", "g"}, nil, nil, []string{"n", "k"}
	body := p.block(6)
	result := p.number()
	return body.with("function "+name+"(a, b, n) {\nlet budget = 40, v = 1;\n%sreturn %s;\n}\n", result)
}

// helper writes a function of two numbers, which may call itself.
func (p *program) helper(name string) text {
	p.names, p.flags, p.labels, p.fixed, p.fns = []string{"a", "b"}, nil, nil, []string{"k"}, nil
	p.depth = 1
	first, second := p.number(), p.number()
	p.depth = 0
	if p.r.Intn(5) == 0 {
		return first.with("function "+name+"(a, b) { b = b %% 100; return (b & 7) > 0 ? "+name+"(%s, (b & 7) - 1) + 1 : %s; }\n", second)
	}
	return first.with("function "+name+"(a, b) { %s; return %s; }\n", second)
}

// source writes a whole module.
func source(seed int64) text {
	p := &program{r: rand.New(rand.NewSource(seed))}
	p.arrays = []string{"F", "F", "I", "U", "C", "S", "W", "G"}
	if p.r.Intn(3) == 0 {
		p.arrays = []string{"P", "Q"}
	}
	h := p.helper("h1")
	p.fns = []string{"h1"}
	f := p.function("f")
	head := text(`
const o = 0, k = ` + p.pick("3", "0.25", "-7", "1000") + `;
let g = ` + p.pick("1", "0.5", "-1") + `;
const F = new Float64Array([0, 1.5, -2, 1e10, NaN, -0, 7, 8]), I = new Int32Array([0, 1, -2, 3, 2147483647, 5, 6, 7]), U = new Uint8Array(8),
	C = new Uint8ClampedArray([1, 2, 3, 4, 5, 6, 7, 255]), S = new Int16Array(I.buffer, 4, 8), W = new Uint32Array(F.buffer, 8, 4), G = new Float32Array(6),
	P = [1, 2.5, -3, 1e10, -0, NaN, 7, 8], Q = [3, 1, 2, 5, 4, 6, 7, 9];
`)
	return head.with("%s%s%sexports.f = f; exports.state = () => [g, ...F, ...I, ...U, ...C, ...S, ...G, ...P, ...Q];\n", h, f)
}
