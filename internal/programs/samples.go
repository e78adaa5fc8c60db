package programs

// common is a program with the kinds that nearly all programs have.
const common = `for (const a of x) { let b = a; const c = () => { b = c; x(...y) }; if (b && x.y.z() || b === 1 && a !== 2) break; }
function f(a, b) { let c = 1, d; var e = null; () => { c = a; return d + e }; if (!a) throw new x(y); d = b.c; return c = d } function g(a, b = 1) { let c = a; var d; return c ? d : b }
class A { a() { return this.b++ } static b(c) { return typeof c } } x.y = ({ a, b: 1, [x]: y, ...z, get c() { return 1 }, d() {} }); const { h, i } = x;
try { x?.y(a < b, a > b, a <= b, a >= b, a - b) } catch { x.y = [a, b] } finally { x[y] = z[y] ?? ` + "`" + `${x}` + "`" + ` } (a) => { let b; b = a; (() => b) }; [x.a] = y; x.y.z ||= 1; x = y instanceof z; x = y.z = null; x in y; x == null; x != null; (function(){ arguments })
(function(a, ...b){ let c, d; var e; () => [this, a]; c = d = c; c ??= x; d; return e }); (function(){ let a, b; var c; b = a = b; a ??= x; () => c; c ??= x; -a; +a; ~a; a--; return c });
x ??= /a/; x = y[x] = { __proto__: z }; x[y]++; x[y](); x?.(); [...x]; a = x / y % z | x >>> y & x * y; delete x.y; ({ [x]: y, b: z = 1 } = x)`

// loose is a program with what only code that is not strict has, and with what no built-in module does.
const loose = `(function(a) { a = 1; x = a = 1; var c; c = 1; x = c = 2; this; x.y = 1; z = x.y = 1; x[y] = 1; z = x[y] = 1; delete x.y; delete x[y]; delete x });
(function(a) { var b; () => a; b = 1; x = b = 1; a = 1; x = a = 1; x = b; let c; c = 1; x = c = 1; x = 1; y = x = 1; x++; x += 1; y = x++ }); (function(a) { arguments }); (function(a = 1) { arguments });
(function() { var b; () => b; b = 1; x = b = 1; x = b; b() }); (function(a) { let b; () => [a, b]; b = 1; x = b = 1; a = 1; x = b; b(); a() }); (function(a) { let b, c; () => a; b = 1; x = b = 1; b(); x = c });
({ a() { super.b = 1; x = super.b = 1; super[c] = 1; x = super[c] = 1; super.b; super[c]; super.b(); super[c](); super.b++; super[c]++; [super.b] = x; [super[c]] = x } });
[x.y, x[y], x] = z; ({ a: x.y, b: x[y], [c]: x, ...d } = z); for (x.y in z); for (x[y] of z); for (x in y); for (var [a, b] of x); for (let { c } of x) () => c;
with (x) { y; y = 1; z = y = 1; y(); typeof y; y++; delete y; z += y } (function(a) { var b; let c; with (x) { a; b; c; a = 1; b = 1; c = 1; a(); b(); typeof c; let d = 1; () => d } });
(function(a) { eval(x); a; b = a; c(); typeof d; e = f = 1; g++; eval(...x); var h; h = 1 }); (function(a) { var b; let c; () => [a, b, c]; with (x) { a; b; c; a(); c = 1 } }); (function(a) { let b, d; () => a; var e; with (x) { b; d; e; b(); e = 1 } });
({ a() { 'use strict'; super.b = 1; x.y = super.b = 2; super[c] = 3; z = super[c] = 4; eval(x); eval(...x); [super.b, super[c]] = x } });
(function() { with (x) { (() => { y; let z; z = y; z() }) } });
({ set [x](a) {}, get a() {}, a() {}, get [x]() {}, *[x]() {}, async [x]() {}, __proto__: y, [x]: 1, [x]: () => 1, b: () => 1 });
(class { get #a() {} set #a(v) {} static #b = 1; static get #c() {} static #d() {} m() { this.#a += 1; this.#a++; x.#b; #a in x } [x] = 1; static [y] = 1; static { x } [z]() {} static *[y]() {} });
(class a extends b { constructor(c) { super(c); super.d() } static e() { super.e() } get f() { return super.f } g = () => super.h });
x?.y; x?.[y]; x?.(y); x?.y?.z(); delete x?.y; delete x?.[y]; (x?.y)(); x?.y.z; z = x?.y; z = x?.(y); z = delete x?.y; x || y; x && y; z = x || y; z = x && y; z = x ?? y; x ?? y; if (x || y) z; if (!(x && y)) z;
x ||= y; x &&= y; x ??= y; x.y ||= z; x.y &&= z; x.y ??= z; x[y] ||= z; x[y] ??= z; z = x.y ||= 1; z = x[y] ??= 1; (function() { let a, b; a ||= b; b &&= a; () => b; b ??= a; const c = 1; c = 2; x = c = 2 });
x ^ y; x ^= y; x ** y; -x; +x; ~x; !x; void x; typeof x; typeof x.y; x--; --x; y = --x; x.y++; z = x.y++; z = --x[y]; x = ` + "`a${y}b${z}`; x`a${y}`" + `; x = [1, , 2, ...y]; new x; new x(y); new x(...y); x(...y, z); x.y(...z); throw x;
a: for (let i = 0; i < x; i++) { switch (i) { case y: continue a; default: let b; () => b; break a } } b: { try { break b } finally { x } } do { try { continue } catch { return } finally { y } } while (z);
for (const c of x) { try { return c } finally { y } } for (const [d = 1, { e }, ...f] of x) if (e) break; for (let g in x) { () => g; if (g) continue } while (x) { let h; () => h; if (y) break }
(function*() { const [a, b] = yield x; yield* y; for (const c of z) yield c; try { yield } finally { x } }); (async function() { try { await x } catch (e) { () => e; await y } finally { await z } for (const a of x) await a });
(function(a, { b, c = 1 }, [d, e], ...f) { () => [a, b, f]; return c }); (({ a, ...b }, [c]) => b); (function f() { f; () => f }); function k() { return k } var l = function m() { return m }; class n {} n = 1; let { o, ...p } = x; const [q, , ...r] = y; x instanceof n; x in y; /a/g`

// rare are all others.
var rare = [...]string{
	"*getPrivatePropRes", "loadDynamicRef", "*setPrivatePropResP", "leaveTry", "*yieldMarker", "*definePrivateProp",
	"popPrivateEnv", "*getPrivatePropResCallee", "*defineMethod", "createArgsRestStack", "*newAsyncMethod",
	"*newDerivedClass", "*privateInRes", "loadThisStack", "*newAsyncFunc", "*definePrivateMethod", "loadThisStash",
	"_loadCallee", "superCall", "resolveThisStack", "_putValue", "*newStaticFieldInit", "*initStaticElements",
	"_getElemRefStrict", "*defineSetterKeyed", "_loadNewTarget", "*setPrivatePropRes", "*newGeneratorFunc",
	"_setElem1Named", "_deleteElemStrict", "*newAsyncArrowFunc", "cret", "resolveThisStash", "*getPrivateRefRes",
	"copyStash", "*defineGetter", "_loadSuper", "getPropRecv", "_newVariadic", "_createDestructSrc", "_copyRest",
	"_sar", "getPropRecvCallee", "_newArrayFromIter", "*enterCatchBlock", "*newGeneratorMethod", "_exp", "_sal",
	"definePropKeyed", "_superCallVariadic", "_enumerate", "enumNext", "_loadResult", "initStash",
}

// sampleOf is a statement that an instruction of a kind is made for.
func sampleOf(name string) string {
	switch name {
	case "*getPrivatePropRes":
		return "(class { #a; b() { this.#a } })"
	case "loadDynamicRef":
		return "typeof x"
	case "*setPrivatePropResP":
		return "(class { #a; b() { this.#a = x } })"
	case "leaveTry":
		return "try { x } catch { y }"
	case "*yieldMarker":
		return "(async function(){ await x }); (function*(){ yield x; yield* x; x = yield x; x = yield* x })"
	case "*definePrivateProp", "popPrivateEnv":
		return "(class { #a })"
	case "*getPrivatePropResCallee":
		return "(class { #a; b() { this.#a() } })"
	case "*defineMethod":
		return "({ [x](){} })"
	case "createArgsRestStack":
		return "(function(...a){})"
	case "*newAsyncMethod":
		return "({ async a(){} })"
	case "*newDerivedClass":
		return "(class extends x {})"
	case "*privateInRes":
		return "(class { #a; b() { #a in x } })"
	case "loadThisStack":
		return "(class extends x { constructor() { this.a } })"
	case "*newAsyncFunc":
		return "(async function(){})"
	case "*definePrivateMethod":
		return "(class { #a(){} })"
	case "loadThisStash":
		return "(class extends x { constructor() { () => this } })"
	case "_loadCallee":
		return "(function a(){ a })"
	case "superCall", "resolveThisStack":
		return "(class extends x { constructor() { super() } })"
	case "_putValue":
		return "y = x = 1"
	case "*newStaticFieldInit", "*initStaticElements":
		return "(class { static a = x })"
	case "_getElemRefStrict":
		return "x[y] ??= z"
	case "*defineSetterKeyed":
		return "({ set a(b){} })"
	case "_loadNewTarget":
		return "(function(){ return new.target })"
	case "*setPrivatePropRes":
		return "(class { #a; b() { x = this.#a = 1 } })"
	case "*newGeneratorFunc":
		return "(function*(){})"
	case "_setElem1Named":
		return "({ [x]: function(){} })"
	case "_deleteElemStrict":
		return "delete x[y]"
	case "*newAsyncArrowFunc":
		return "async () => x"
	case "cret", "resolveThisStash":
		return "(class extends x { constructor() { () => super() } })"
	case "*getPrivateRefRes":
		return "(class { #a; b() { this.#a ??= x } })"
	case "copyStash":
		return "for (let a = 0; x; a++) () => a"
	case "*defineGetter":
		return "({ get [x](){} })"
	case "_loadSuper", "getPropRecv":
		return "(class extends x { a() { super.a } })"
	case "_newVariadic":
		return "new x(...y)"
	case "_createDestructSrc", "_copyRest":
		return "({ ...x } = y)"
	case "_sar":
		return "x >> y"
	case "getPropRecvCallee":
		return "(class extends x { a() { super.a() } })"
	case "_newArrayFromIter":
		return "[...x] = y"
	case "*enterCatchBlock":
		return "try { x } catch (a) { () => a }"
	case "*newGeneratorMethod":
		return "({ *a(){} })"
	case "_exp":
		return "x ** y"
	case "_sal":
		return "x << y"
	case "definePropKeyed":
		return "(class { a = 1 })"
	case "_superCallVariadic":
		return "(class extends x { constructor() { super(...y) } })"
	case "_enumerate", "enumNext":
		return "for (const a in x)"
	case "_loadResult":
		return "try { return x } finally {}"
	case "initStash":
		return "(function(a){ () => [this, a] })"
	}
	return ""
}
