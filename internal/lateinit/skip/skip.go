//go:build linux && amd64 && go1.26 && !go1.27

// Package skip keeps the program it is linked into from initialising the packages that tasks.s names; see package lateinit.
//
// It may only be linked where everything that uses those packages calls lateinit.Need before, which a test of this package
// looks after. Go's linker orders packages that are ready to be initialised by their names. This one is ready at once, as
// it imports nothing that has to be initialised, so it comes before all that it names.
package skip

import "unsafe"

// task is the record that Go 1.26 keeps of a package's initialisation.
type task struct {
	state uint32
	count uint32
	// followed by count functions
}

const (
	initialised = 2 // for the runtime: it is, or is not to be
	caughtUp    = 3 // by Init
)

// In tasks.s, each in an order in which the packages can be initialised.
var (
	never       [1]*task
	esbuild     [10]*task
	webAssembly [6]*task
	crypto      [9]*task
	deflate     [1]*task
	zstandard   [3]*task
	brotli      [1]*task
	charsets    [7]*task
	dns         [1]*task
)

func init() {
	for _, tasks := range [...][]*task{never[:], esbuild[:], webAssembly[:], crypto[:], deflate[:], zstandard[:], brotli[:], charsets[:], dns[:]} {
		for _, t := range tasks {
			t.state = initialised
		}
	}
}

// Init initialises the packages of a part of lateinit's. It is for one goroutine at a time.
func Init(part string) {
	for _, t := range tasksOf(part) {
		if t.state == caughtUp {
			continue
		}
		t.state = caughtUp
		for i := range uintptr(t.count) {
			function := unsafe.Add(unsafe.Pointer(t), unsafe.Sizeof(*t)+i*unsafe.Sizeof(uintptr(0)))
			(*(*func())(unsafe.Pointer(&function)))()
		}
	}
}

func tasksOf(part string) []*task {
	switch part {
	case "esbuild":
		return esbuild[:]
	case "webAssembly":
		return webAssembly[:]
	case "crypto":
		return crypto[:]
	case "deflate":
		return deflate[:]
	case "zstandard":
		return zstandard[:]
	case "brotli":
		return brotli[:]
	case "charsets":
		return charsets[:]
	case "dns":
		return dns[:]
	}
	panic("skip: no part is called " + part)
}
