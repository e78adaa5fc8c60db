package loader

import (
	"runtime"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/kept"
	"github.com/gojs-run/gojs/internal/programs"
	"github.com/gojs-run/gojs/internal/slots"
)

// Compiling the module that is the TypeScript compiler takes most of a second and twice the memory of what comes of it, the
// tree's. What goja makes of such a text is kept on disk, as package programs writes it.

// mendVersion changes with what mend makes of the same text.
const mendVersion = "2 "

// worthKeeping is from which length on reading what was kept is so much quicker than compiling that a file is worth it.
const worthKeeping = 8 << 10

var programVersion = programs.Version // a test's program has none

// place is where a module's program is kept; the zero value is nowhere.
type place struct{ kept.Place }

func placeOf(name, src string, told bool) (p place) {
	if len(src) < worthKeeping || told || Mapped(name) {
		return p
	}
	if version := programVersion(); version != "" {
		p.Place = kept.At("module "+mendVersion+version+" "+runtime.GOOS+" "+runtime.GOARCH, "", src)
	}
	return p
}

// get gives the program that another process has made of a text, nil if there is none.
func (p place) get(name, src string) *goja.Program {
	b, ok := p.Get()
	if !ok {
		return nil
	}
	program, err := programs.Decode(b, name, blankHashbang(src))
	if err != nil {
		return nil
	}
	slots.Mend(program)
	return program
}

// compile compiles what was made of a text, and keeps it. Where functions may become machine code the tree is needed: such
// a module is compiled each time.
func (p place) compile(m mended, src string) (*goja.Program, error) {
	if m.finder.Found() {
		return m.compile(false)
	}
	program, err := m.compileReleasing()
	if err != nil {
		return nil, err
	}
	if p == (place{}) {
		m.finish(program)
		return program, nil
	}
	if b, err := programs.Encode(program, blankHashbang(src)); err == nil {
		p.Keep(b...)
	}
	m.finish(program)
	return program, nil
}
