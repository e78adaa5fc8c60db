package webassembly

import (
	"github.com/tetratelabs/wazero/api"
)

// writer writes the binary format.
type writer struct{ b []byte }

func (w *writer) number(n uint64) {
	for ; n >= 0x80; n >>= 7 {
		w.b = append(w.b, byte(n)|0x80)
	}
	w.b = append(w.b, byte(n))
}

func (w *writer) name(s string) {
	w.number(uint64(len(s)))
	w.b = append(w.b, s...)
}

func (w *writer) values(types []api.ValueType) {
	w.number(uint64(len(types)))
	w.b = append(w.b, types...)
}

// section adds a vector of n elements, which were written to body.
func (w *writer) section(id byte, n int, body *writer) {
	if n == 0 {
		return
	}
	var head writer
	head.number(uint64(n))
	w.b = append(w.b, id)
	w.number(uint64(len(head.b) + len(body.b)))
	w.b = append(append(w.b, head.b...), body.b...)
}

func (w *writer) limits(e entity) {
	flags := byte(0)
	if e.bounded {
		flags |= 1
	}
	if e.shared {
		flags |= 2
	}
	w.b = append(w.b, flags)
	w.number(e.min)
	if e.bounded {
		w.number(e.max)
	}
}

func (w *writer) entity(e entity) {
	switch e.kind {
	case function:
		w.number(uint64(e.sig))
	case table:
		w.b = append(w.b, e.value)
		w.limits(e)
	case memory:
		w.limits(e)
	case global:
		w.b = append(w.b, e.value, b2i(e.mutable))
	}
}

func b2i(b bool) byte {
	if b {
		return 1
	}
	return 0
}

var magic = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}

// glue is a module that has the name of one that is imported: it takes each thing from where it really is and hands it on
// under the name it is asked for. wazero wants all of a module's imports of one name to come from one module, while a
// script gives functions of its own, and memories, tables and globals of several instances.
type glue struct {
	signatures []signature
	parts      []part
}

// part is one thing that passes through: provider and name say where it is.
type part struct {
	provider, name string
	as             string
	entity
}

func (g *glue) binary() []byte {
	var types, imports, exports writer
	for _, s := range g.signatures {
		types.b = append(types.b, 0x60)
		types.values(s.params)
		types.values(s.results)
	}
	var indexes [tag]int
	for _, p := range g.parts {
		imports.name(p.provider)
		imports.name(p.name)
		imports.b = append(imports.b, byte(p.kind))
		imports.entity(p.entity)
		exports.name(p.as)
		exports.b = append(exports.b, byte(p.kind))
		exports.number(uint64(indexes[p.kind]))
		indexes[p.kind]++
	}
	out := writer{append([]byte(nil), magic...)}
	out.section(1, len(g.signatures), &types)
	out.section(2, len(g.parts), &imports)
	out.section(7, len(g.parts), &exports)
	return out.b
}

// alone is a module that has one memory, table or global and exports it as "it": how a script makes one.
func alone(e entity, value uint64) []byte {
	var body, exports writer
	body.entity(e)
	id := byte(5)
	switch e.kind {
	case table:
		id = 4
	case global:
		id = 6
		body.constant(e.value, value)
	}
	exports.name("it")
	exports.b = append(exports.b, byte(e.kind), 0)
	out := writer{append([]byte(nil), magic...)}
	out.section(id, 1, &body)
	out.section(7, 1, &exports)
	return out.b
}

// Functions that work on the table a module imports, written as the format has them.
var (
	tableSize = []byte{0, 0xfc, 16, 0, 0x0b}                      // table.size
	tableGrow = []byte{0, 0xd0, 0x70, 0x20, 0, 0xfc, 15, 0, 0x0b} // ref.null func, local.get 0, table.grow
	tableNull = []byte{0, 0x20, 0, 0xd0, 0x70, 0x26, 0, 0x0b}     // local.get 0, ref.null func, table.set
	tableSet  = []byte{0, 0x20, 0, 0xd2, 0, 0x26, 0, 0x0b}        // local.get 0, ref.func 0, table.set
)

// access is a module that imports a table as "t" "t" and exports "do", a function of i32s whose code is given; if sig is
// not nil, it imports a function of that type, too, as "f" "f".
func access(t entity, params, results int, code []byte, sig *signature) []byte {
	i32 := []api.ValueType{api.ValueTypeI32}
	var types, imports, functions, exports, elements, codes writer
	count, index := 1, 0
	types.b = append(types.b, 0x60)
	types.values(i32[:params])
	types.values(i32[:results])
	imports.name("t")
	imports.name("t")
	imports.b = append(imports.b, byte(table))
	imports.entity(t)
	if sig != nil {
		types.b = append(types.b, 0x60)
		types.values(sig.params)
		types.values(sig.results)
		imports.name("f")
		imports.name("f")
		imports.b = append(imports.b, byte(function), 1)
		elements.b = append(elements.b, 3, 0, 1, 0) // declares that function 0 is referred to
		count, index = 2, 1
	}
	functions.b = append(functions.b, 0)
	exports.name("do")
	exports.b = append(exports.b, byte(function), byte(index))
	codes.number(uint64(len(code)))
	codes.b = append(codes.b, code...)
	out := writer{append([]byte(nil), magic...)}
	out.section(1, count, &types)
	out.section(2, count, &imports)
	out.section(3, 1, &functions)
	out.section(7, 1, &exports)
	out.section(9, count-1, &elements)
	out.section(10, 1, &codes)
	return out.b
}

// constant writes the expression of a value.
func (w *writer) constant(t api.ValueType, v uint64) {
	switch t {
	case api.ValueTypeI32:
		w.b = append(w.b, 0x41)
		w.signed(int64(int32(v)))
	case api.ValueTypeI64:
		w.b = append(w.b, 0x42)
		w.signed(int64(v))
	case api.ValueTypeF32:
		w.b = append(w.b, 0x43, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	case api.ValueTypeF64:
		w.b = append(w.b, 0x44)
		for i := range 8 {
			w.b = append(w.b, byte(v>>(8*i)))
		}
	default:
		w.b = append(w.b, 0xd0, t)
	}
	w.b = append(w.b, 0x0b)
}

func (w *writer) signed(n int64) {
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			w.b = append(w.b, b)
			return
		}
		w.b = append(w.b, b|0x80)
	}
}
