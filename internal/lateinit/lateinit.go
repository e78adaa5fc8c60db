// Package lateinit initialises packages of others when they are first used.
//
// What a Go program links is initialised before main, used or not: esbuild makes its tables of CSS, wazero looks for huge
// pages, a writer of profiles compiles thirty regular expressions. In the program gojs, package skip marks these packages
// as initialised before it is their turn, and whoever is about to use one calls Need. In every other program nothing is
// marked, and Need does nothing.
package lateinit

import "sync"

// The parts: a library each, with all that it alone imports.
const (
	ESBuild     = "esbuild"
	WebAssembly = "webAssembly" // wazero
	Crypto      = "crypto"      // golang.org/x/crypto, circl, secp256k1
	Deflate     = "deflate"     // klauspost/compress/flate
	Zstandard   = "zstandard"   // klauspost/compress/zstd
	Brotli      = "brotli"
	Charsets    = "charsets" // golang.org/x/text/encoding
	DNS         = "dns"      // golang.org/x/net/dns/dnsmessage
)

var (
	lock       sync.Mutex
	initialise func(part string)
)

// By says what initialises a part, if that was skipped. It is called first thing in main.
func By(f func(part string)) { initialise = f }

// Need initialises a part, if that was skipped. Any goroutine may call it, any number of times.
func Need(part string) {
	if initialise != nil {
		lock.Lock()
		defer lock.Unlock()
		initialise(part)
	}
}
