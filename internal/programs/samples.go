package programs

// common is a program with the kinds that nearly all programs have.
const common = `for (const a of x) { let b = a; const c = () => { b = c; x(...y) }; if (b && x.y.z() || b === 1 && a !== 2) break; }
function f(a, b) { let c = 1, d; var e = null; () => { c = a; return d + e }; if (!a) throw new x(y); d = b.c; return c = d } function g(a, b = 1) { let c = a; var d; return c ? d : b }
class A { a() { return this.b++ } static b(c) { return typeof c } } x.y = ({ a, b: 1, [x]: y, ...z, get c() { return 1 }, d() {} }); const { h, i } = x;
try { x?.y(a < b, a > b, a <= b, a >= b, a - b) } catch { x.y = [a, b] } finally { x[y] = z[y] ?? ` + "`" + `${x}` + "`" + ` } (a) => { let b; b = a; (() => b) }; [x.a] = y; x.y.z ||= 1; x = y instanceof z; x = y.z = null; x in y; x == null; x != null; (function(){ arguments })
(function(a, ...b){ let c, d; var e; () => [this, a]; c = d = c; c ??= x; d; return e }); (function(){ let a, b; var c; b = a = b; a ??= x; () => c; c ??= x; -a; +a; ~a; a--; return c });
x ??= /a/; x = y[x] = { __proto__: z }; x[y]++; x[y](); x?.(); [...x]; a = x / y % z | x >>> y & x * y; delete x.y; ({ [x]: y, b: z = 1 } = x)`

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
