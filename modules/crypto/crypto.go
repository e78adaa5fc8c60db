// Package crypto is Node's crypto module (Node: crypto.md) and Web Crypto, on Go's cryptography.
//
// What scripts see are classes and functions in embedded JavaScript (js/), which check arguments; the work is Go. The
// exports are loaded one part at a time, when they are first used:
//
//	digest.go                 hashes and HMAC
//	random.go, derive.go      random bytes and primes; pbkdf2, scrypt, hkdf, argon2
//	cipher.go, mode_*.go      ciphers, one file for each mode that Go does not have as a stream
//	key.go                    keys: what a KeyObject stands for
//	encode.go, decode.go      keys as PEM, DER and JWK
//	generate.go               making of keys
//	sign.go, rsa.go           signatures; encryption with RSA
//	exchange.go               Diffie-Hellman, on numbers and on curves
//	certificate.go            X.509
//
// Whatever has a callback runs on a goroutine of its own (job.go), with copies of what it was given.
package crypto

import (
	"embed"
	"runtime"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/deepequal"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/lateinit"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/modules"
)

//go:embed js/*.js
var js embed.FS

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{
	{Name: "crypto", Load: load},
	{Name: "internal/crypto/binding", Load: loadBinding},
	{Name: "internal/crypto/arguments", JS: &js, File: "js/arguments.js", Bind: binding},
	{Name: "internal/crypto/hash", JS: &js, File: "js/hash.js", Bind: binding},
	{Name: "internal/crypto/random", JS: &js, File: "js/random.js", Bind: binding},
	{Name: "internal/crypto/derive", JS: &js, File: "js/derive.js", Bind: binding},
	{Name: "internal/crypto/cipher", JS: &js, File: "js/cipher.js", Bind: binding},
	{Name: "internal/crypto/keys", JS: &js, File: "js/keys.js", Bind: binding},
	{Name: "internal/crypto/generate", JS: &js, File: "js/generate.js", Bind: binding},
	{Name: "internal/crypto/sign", JS: &js, File: "js/sign.js", Bind: binding},
	{Name: "internal/crypto/rsa", JS: &js, File: "js/rsa.js", Bind: binding},
	{Name: "internal/crypto/exchange", JS: &js, File: "js/exchange.js", Bind: binding},
	{Name: "internal/crypto/certificate", JS: &js, File: "js/certificate.js", Bind: binding},
	{Name: "internal/crypto/webcrypto", JS: &js, File: "js/webcrypto.js", Bind: binding},
	{Name: "internal/crypto/subtle", JS: &js, File: "js/subtle.js", Bind: binding},
	{Name: "internal/crypto/subtle_keys", JS: &js, File: "js/subtle_keys.js", Bind: binding},
	{Name: "internal/crypto/constants", JS: &js, File: "js/constants.js"},
	{Name: "internal/crypto/misc", JS: &js, File: "js/misc.js", Bind: binding},
}

// exports says in which part each export is, in Node's order.
const exports = `
derive: argon2 argon2Sync
random: checkPrime checkPrimeSync
cipher: createCipheriv createDecipheriv
exchange: createDiffieHellman createDiffieHellmanGroup createECDH
hash: createHash createHmac
keys: createPrivateKey createPublicKey createSecretKey
sign: createSign createVerify
exchange: diffieHellman
random: generatePrime generatePrimeSync
cipher: getCiphers getCipherInfo
exchange: getCurves getDiffieHellman
hash: getHashes
derive: hkdf hkdfSync pbkdf2 pbkdf2Sync
generate: generateKeyPair generateKeyPairSync generateKey generateKeySync
rsa: privateDecrypt privateEncrypt publicDecrypt publicEncrypt
random: randomBytes randomFill randomFillSync randomInt randomUUID
derive: scrypt scryptSync
sign: sign
misc: setEngine timingSafeEqual getFips setFips
sign: verify
hash: hash
exchange: encapsulate decapsulate
certificate: Certificate
cipher: Cipheriv Decipheriv
exchange: DiffieHellman DiffieHellmanGroup ECDH
hash: Hash Hmac
keys: KeyObject
sign: Sign Verify
certificate: X509Certificate
misc: secureHeapUsed
constants: constants
webcrypto: webcrypto subtle getRandomValues
`

func binding(env *modules.Env) *goja.Object { return env.Require("internal/crypto/binding") }

func load(env *modules.Env, module *goja.Object) {
	x := module.Get("exports").(*goja.Object)
	for line := range strings.Lines(strings.TrimSpace(exports)) {
		part, names, _ := strings.Cut(strings.TrimSpace(line), ": ")
		for name := range strings.FieldsSeq(names) {
			jsconv.Lazy(env.VM, x, name, true, func() goja.Value {
				return env.Require("internal/crypto/" + part).Get(name)
			})
		}
	}
	// The names that randomBytes had before.
	for _, name := range []string{"prng", "pseudoRandomBytes", "rng"} {
		jsconv.Lazy(env.VM, x, name, false, func() goja.Value { return x.Get("randomBytes") })
	}
	getter := jsconv.NewFunc(env.VM, "fips", 0, func(goja.FunctionCall) goja.Value { return env.VM.ToValue(0) })
	setter := jsconv.NewFunc(env.VM, "fips", 1, func(c goja.FunctionCall) goja.Value {
		return jsconv.CallMethod(env.VM, x, "setFips", c.Argument(0))
	})
	_ = x.DefineAccessorProperty("fips", getter, setter, goja.FLAG_FALSE, goja.FLAG_FALSE)
}

// world is the module in one Runtime.
type world struct {
	env *modules.Env
	vm  *goja.Runtime
	b   *goja.Object // the binding
	// threads bounds how much is computed at once beside the script.
	threads chan struct{}
}

func loadBinding(env *modules.Env, module *goja.Object) {
	lateinit.Need(lateinit.Crypto)
	w := &world{env: env, vm: env.VM, b: module.Get("exports").(*goja.Object), threads: make(chan struct{}, 4)}
	w.bindDigest()
	w.bindRandom()
	w.bindDerive()
	w.bindCipher()
	w.bindKeys()
	w.bindGenerate()
	w.bindSign()
	w.bindRSA()
	w.bindExchange()
	w.bindCertificate()
	w.bindWeb()
	_ = w.b.Set("kEquals", deepequal.EqualsSymbol.Get())
}

// on adds a function to the binding.
func (w *world) on(name string, f func(a arguments) goja.Value) {
	_ = w.b.Set(name, func(c goja.FunctionCall) goja.Value {
		defer w.misused()
		if v := f(arguments{w, c.Arguments}); v != nil {
			return v
		}
		return goja.Undefined()
	})
}

// misused makes an error for the script of what a method does to an object that is none of its class's.
func (w *world) misused() {
	switch r := recover().(type) {
	case nil:
	case runtime.Error:
		panic(w.vm.NewTypeError("Illegal invocation"))
	default:
		panic(r)
	}
}

// arguments are those of a call from embedded JavaScript, which has checked them.
type arguments struct {
	w    *world
	list []goja.Value
}

func (a arguments) at(i int) goja.Value {
	if i < len(a.list) {
		return a.list[i]
	}
	return goja.Undefined()
}

func (a arguments) has(i int) bool  { return !jsconv.Nullish(a.at(i)) }
func (a arguments) int(i int) int   { return int(a.at(i).ToInteger()) }
func (a arguments) bool(i int) bool { return a.at(i).ToBoolean() }
func (a arguments) key(i int) *key  { return keySlot.Get(a.at(i)) }
func (a arguments) object(i int) *goja.Object {
	o, _ := a.at(i).(*goja.Object)
	return o
}

// str is a string, "" for undefined and null.
func (a arguments) str(i int) string {
	if !a.has(i) {
		return ""
	}
	return a.at(i).String()
}

// view is memory of the script's: for use before the call returns.
func (a arguments) view(i int) []byte {
	if k := a.key(i); k != nil {
		return k.secret
	}
	b, _ := jsconv.Bytes(a.at(i))
	return b
}

// bytes is a copy, which other goroutines may have.
func (a arguments) bytes(i int) []byte { return slices.Clone(a.view(i)) }

func (w *world) buffer(b []byte) goja.Value { return w.env.NewBuffer(b) }

// mistake is what a script is thrown: an error with a class and a code.
type mistake struct {
	base          nodeerr.Base
	code, message string
}

func (m *mistake) Error() string { return m.message }

func wrong(base nodeerr.Base, code, message string) error {
	return &mistake{base: base, code: code, message: message}
}

// openssl is an error as OpenSSL words it.
func openssl(number, library, reason string) error { return &refusal{number, library, reason} }

type refusal struct{ number, library, reason string }

func (r *refusal) Error() string { return "error:" + r.number + ":" + r.library + "::" + r.reason }

// code names it; some libraries are part of that.
func (r *refusal) code() string {
	prefix := ""
	switch r.library {
	case "digital envelope routines":
		prefix = "EVP_"
	case "rsa routines":
		prefix = "RSA_"
	case "common libcrypto routines":
		prefix = "CRYPTO_"
	case "asn1 encoding routines":
		prefix = "ASN1_"
	case "PEM routines":
		prefix = "PEM_"
	case "Diffie-Hellman routines":
		prefix = "DH_"
	case "elliptic curve routines":
		prefix = "EC_"
	case "bignum routines":
		prefix = "BN_"
	case "x509 certificate routines":
		prefix = "X509_"
	}
	return "ERR_OSSL_" + prefix + strings.ToUpper(strings.NewReplacer(" ", "_", "-", "_").Replace(r.reason))
}

// failure is the JavaScript error for err.
func (w *world) failure(err error) *goja.Object {
	if r, ok := err.(*refusal); ok {
		o := nodeerr.Plain(w.vm, nodeerr.Error, r.Error())
		_ = o.Set("library", r.library)
		_ = o.Set("reason", r.reason)
		_ = o.Set("code", r.code())
		return o
	}
	m, ok := err.(*mistake)
	switch {
	case !ok:
		return nodeerr.Make(w.vm, nodeerr.Error, "ERR_CRYPTO_OPERATION_FAILED", err.Error())
	case m.code == "":
		return nodeerr.Plain(w.vm, m.base, m.message)
	}
	return nodeerr.Make(w.vm, m.base, m.code, m.message)
}

func (w *world) check(err error) {
	if err != nil {
		panic(w.failure(err))
	}
}
