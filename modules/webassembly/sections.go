package webassembly

import (
	"errors"
	"unicode/utf8"

	"github.com/tetratelabs/wazero/api"
)

// kind says what an import or export is, numbered as in the binary format.
type kind byte

const (
	function kind = iota
	table
	memory
	global
	tag
)

func (k kind) String() string {
	return [...]string{"function", "table", "memory", "global", "tag"}[k]
}

// signature is the type of a function.
type signature struct{ params, results []api.ValueType }

// entity is the type of an import, or of what a module has at an index. Of tags only the kind is known.
type entity struct {
	kind    kind
	sig     int           // of a function: the index of its signature
	value   api.ValueType // of a global; of a table: what its elements are
	mutable bool
	shared  bool
	min     uint64 // of a memory in pages, of a table in elements
	max     uint64
	bounded bool // max counts
}

type imported struct {
	module, name string
	entity
}

type exported struct {
	name  string
	kind  kind
	index int
}

type custom struct {
	name string
	data []byte
}

// sections is what JavaScript may know of a module; wazero tells of its functions and memories only.
type sections struct {
	signatures []signature
	imports    []imported
	exports    []exported
	customs    []custom
	spaces     [tag + 1][]entity // what each kind's indexes mean, imports first
}

var errSections = errors.New("malformed section")

// parse reads the sections of a module that wazero has accepted.
func parse(module []byte) (s *sections, err error) {
	s = &sections{}
	r := &reader{b: module}
	defer func() {
		if e := recover(); e != nil {
			if e != errSections {
				panic(e)
			}
			s, err = nil, errSections
		}
	}()
	r.take(8)
	for len(r.b) > 0 {
		id := r.byte()
		body := &reader{b: r.take(r.count())}
		switch id {
		case 0:
			name := body.name()
			s.customs = append(s.customs, custom{name, body.b})
		case 1:
			body.each(func() { s.signatures = append(s.signatures, body.signature()) })
		case 2:
			body.each(func() {
				i := imported{module: body.name(), name: body.name()}
				i.entity = body.entity(kind(body.byte()))
				s.imports = append(s.imports, i)
				s.add(i.entity)
			})
		case 3:
			body.each(func() { s.add(entity{kind: function, sig: body.count()}) })
		case 4:
			body.each(func() {
				if len(body.b) > 1 && body.b[0] == 0x40 { // with an initial value
					body.take(2)
					s.add(body.entity(table))
					body.expression()
					return
				}
				s.add(body.entity(table))
			})
		case 5:
			body.each(func() { s.add(body.entity(memory)) })
		case 6:
			body.each(func() {
				s.add(body.entity(global))
				body.expression()
			})
		case 7:
			body.each(func() {
				s.exports = append(s.exports, exported{body.name(), kind(min(body.byte(), byte(tag))), body.count()})
			})
		}
	}
	for _, e := range s.exports {
		if e.kind < tag && e.index >= len(s.spaces[e.kind]) {
			return nil, errSections
		}
	}
	for _, f := range s.spaces[function] {
		if f.sig >= len(s.signatures) {
			return nil, errSections
		}
	}
	return s, nil
}

func (s *sections) add(e entity) { s.spaces[e.kind] = append(s.spaces[e.kind], e) }

// reader reads the binary format; it panics with errSections at what is not right.
type reader struct{ b []byte }

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		panic(errSections)
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) byte() byte { return r.take(1)[0] }

// number reads an unsigned LEB128.
func (r *reader) number() (n uint64) {
	for shift := 0; ; shift += 7 {
		b := r.byte()
		if shift > 63 {
			panic(errSections)
		}
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
}

func (r *reader) count() int {
	n := r.number()
	if n > 1<<31 {
		panic(errSections)
	}
	return int(n)
}

// each reads a vector.
func (r *reader) each(element func()) {
	for n := r.count(); n > 0 && len(r.b) > 0; n-- {
		element()
	}
}

func (r *reader) name() string {
	b := r.take(r.count())
	if !utf8.Valid(b) {
		panic(errSections)
	}
	return string(b)
}

// value reads a value type; of references to other than functions and the host's values, the first byte stands for all.
func (r *reader) value() api.ValueType {
	t := r.byte()
	if t == 0x63 || t == 0x64 { // a reference with a heap type
		r.number()
	}
	return t
}

func (r *reader) signature() signature {
	if r.byte() != 0x60 {
		panic(errSections)
	}
	var s signature
	r.each(func() { s.params = append(s.params, r.value()) })
	r.each(func() { s.results = append(s.results, r.value()) })
	return s
}

func (r *reader) entity(k kind) entity {
	e := entity{kind: k}
	switch k {
	case function:
		e.sig = r.count()
	case table:
		e.value = r.value()
		r.limits(&e)
	case memory:
		r.limits(&e)
	case global:
		e.value = r.value()
		e.mutable = r.byte() == 1
	case tag:
		r.take(1)
		r.count()
	default:
		panic(errSections)
	}
	return e
}

func (r *reader) limits(e *entity) {
	flags := r.byte()
	e.bounded, e.shared = flags&1 != 0, flags&2 != 0
	e.min = r.number()
	if e.bounded {
		e.max = r.number()
	}
}

// expression passes over a constant expression.
func (r *reader) expression() {
	for {
		switch r.byte() {
		case 0x0b: // end
			return
		case 0x23, 0x41, 0x42, 0xd2: // global.get, i32.const, i64.const, ref.func
			r.number()
		case 0xd0: // ref.null
			r.value()
		case 0x43:
			r.take(4)
		case 0x44:
			r.take(8)
		case 0xfd: // v128.const
			r.number()
			r.take(16)
		case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e: // add, sub, mul
		default:
			panic(errSections)
		}
	}
}
