package programs

// common is a program with the kinds that nearly all programs have.
const common = `for (const a of x) { let b = a; const c = () => { b = c; x(...y) }; if (b && x.y.z() || b === 1 && a !== 2) break; }
function f(a, b) { let c = 1, d; var e = null; () => { c = a; return d + e }; if (!a) throw new x(y); d = b.c; return c = d } function g(a, b = 1) { let c = a; var d; return c ? d : b }
class A { a() { return this.b++ } static b(c) { return typeof c } } x.y = ({ a, b: 1, [x]: y, ...z, get c() { return 1 }, d() {} }); const { h, i } = x;
try { x?.y(a < b, a > b, a <= b, a >= b, a - b) } catch { x.y = [a, b] } finally { x[y] = z[y] ?? ` + "`" + `${x}` + "`" + ` } (a) => { let b; b = a; (() => b) }; [x.a] = y; x.y.z ||= 1; x = y instanceof z; x = y.z = null; x in y; x == null; x != null; (function(){ arguments })`

// rare are all others.
var rare = [...]string{
	"loadStack1Lex", "storeStackLexP", "*getPrivatePropRes", "loadDynamicRef", "*setPrivatePropResP", "leaveTry",
	"*yieldMarker", "*definePrivateProp", "popPrivateEnv", "_getKey", "*getPrivatePropResCallee", "jdef",
	"*defineMethod", "storeStack1LexP", "_neg", "createArgsRestStack", "jcoalescP", "loadStack1", "*newAsyncMethod",
	"_pushArraySpread", "joptc", "*newDerivedClass", "_getElemCallee", "*privateInRes", "_dec", "loadThisStack",
	"*newAsyncFunc", "*definePrivateMethod", "_setProto", "_mul", "loadThisStash", "_div", "_loadCallee", "superCall",
	"resolveThisStack", "_putValue", "_mod", "*newStaticFieldInit", "*initStaticElements", "storeStackLex",
	"_getElemRefStrict", "_and", "*defineSetterKeyed", "_loadNewTarget", "_plus", "_setElemStrict",
	"*setPrivatePropRes", "_or", "deletePropStrict", "*newGeneratorFunc", "_shr", "_setElem1Named", "_deleteElemStrict",
	"*newAsyncArrowFunc", "_createArgsRestStash", "cret", "resolveThisStash", "_bnot", "*getPrivateRefRes", "copyStash",
	"*defineGetter", "_loadSuper", "getPropRecv", "_newVariadic", "_createDestructSrc", "_copyRest", "_sar",
	"getPropRecvCallee", "_newArrayFromIter", "*enterCatchBlock", "storeStack1Lex", "*newGeneratorMethod", "_exp",
	"_sal", "definePropKeyed", "_superCallVariadic", "_enumerate", "enumNext", "*resolveMixedStack",
	"*resolveMixedStack1", "*resolveMixed", "*newRegexp", "_loadResult", "initStash", "dupLast",
}

// sampleOf is a statement that an instruction of a kind is made for.
func sampleOf(name string) string {
	switch name {
	case "loadStack1Lex":
		return "(function(a){ let b; () => a; b })"
	case "storeStackLexP":
		return "(function(){ let a; a = 1 })"
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
	case "_getKey":
		return "({ [x]: y } = z)"
	case "*getPrivatePropResCallee":
		return "(class { #a; b() { this.#a() } })"
	case "jdef":
		return "({ a: x = 1 } = y)"
	case "*defineMethod":
		return "({ [x](){} })"
	case "storeStack1LexP":
		return "(function(a){ let b; () => a; b = 1 })"
	case "_neg":
		return "-x"
	case "createArgsRestStack":
		return "(function(...a){})"
	case "jcoalescP":
		return "x ??= y"
	case "loadStack1":
		return "(function(a){ var b; () => a; return b })"
	case "*newAsyncMethod":
		return "({ async a(){} })"
	case "_pushArraySpread":
		return "[...x]"
	case "joptc":
		return "x?.()"
	case "*newDerivedClass":
		return "(class extends x {})"
	case "_getElemCallee":
		return "x[y]()"
	case "*privateInRes":
		return "(class { #a; b() { #a in x } })"
	case "_dec":
		return "x--"
	case "loadThisStack":
		return "(class extends x { constructor() { this.a } })"
	case "*newAsyncFunc":
		return "(async function(){})"
	case "*definePrivateMethod":
		return "(class { #a(){} })"
	case "_setProto":
		return "({ __proto__: x })"
	case "_mul":
		return "x * y"
	case "loadThisStash":
		return "(class extends x { constructor() { () => this } })"
	case "_div":
		return "x / y"
	case "_loadCallee":
		return "(function a(){ a })"
	case "superCall", "resolveThisStack":
		return "(class extends x { constructor() { super() } })"
	case "_putValue":
		return "y = x = 1"
	case "_mod":
		return "x % y"
	case "*newStaticFieldInit", "*initStaticElements":
		return "(class { static a = x })"
	case "storeStackLex":
		return "(function(){ let a; x = a = 1 })"
	case "_getElemRefStrict":
		return "x[y] ??= z"
	case "_and":
		return "x & y"
	case "*defineSetterKeyed":
		return "({ set a(b){} })"
	case "_loadNewTarget":
		return "(function(){ return new.target })"
	case "_plus":
		return "+x"
	case "_setElemStrict":
		return "z = x[y] = 1"
	case "*setPrivatePropRes":
		return "(class { #a; b() { x = this.#a = 1 } })"
	case "_or":
		return "x | y"
	case "deletePropStrict":
		return "delete x.y"
	case "*newGeneratorFunc":
		return "(function*(){})"
	case "_shr":
		return "x >>> y"
	case "_setElem1Named":
		return "({ [x]: function(){} })"
	case "_deleteElemStrict":
		return "delete x[y]"
	case "*newAsyncArrowFunc":
		return "async () => x"
	case "_createArgsRestStash":
		return "(function(a, ...b){ () => a })"
	case "cret", "resolveThisStash":
		return "(class extends x { constructor() { () => super() } })"
	case "_bnot":
		return "~x"
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
	case "storeStack1Lex":
		return "(function(a){ let b; () => a; x = b = 1 })"
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
	case "*resolveMixedStack":
		return "(function(){ let a; a ??= x })"
	case "*resolveMixedStack1":
		return "(function(b){ let a; () => b; a ??= x })"
	case "*resolveMixed":
		return "(function(){ let a; () => a; a ??= x })"
	case "*newRegexp":
		return "x = /a/"
	case "_loadResult":
		return "try { return x } finally {}"
	case "initStash":
		return "(function(a){ () => [this, a] })"
	case "dupLast":
		return "x[y]++"
	}
	return ""
}
