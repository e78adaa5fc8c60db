package numeric

import (
	"encoding/binary"
	"math"
	"slices"
)

// The types of WebAssembly.
const (
	i32 byte = 0x7f
	i64 byte = 0x7e
	f64 byte = 0x7c
)

// wasmType is how a representation is kept.
func (r rep) wasmType() byte {
	switch r {
	case repLong:
		return i64
	case repDouble:
		return f64
	}
	return i32
}

// code is a sequence of instructions being written.
type code struct{ b []byte }

func (c *code) op(ops ...byte) { c.b = append(c.b, ops...) }

func (c *code) u32(n uint32) { c.b = binary.AppendUvarint(c.b, uint64(n)) }

func (c *code) s64(n int64) {
	for {
		low := byte(n & 0x7f)
		n >>= 7
		if n == 0 && low&0x40 == 0 || n == -1 && low&0x40 != 0 {
			c.b = append(c.b, low)
			return
		}
		c.b = append(c.b, low|0x80)
	}
}

func (c *code) at(op byte, n uint32) {
	c.b = append(c.b, op)
	c.u32(n)
}

func (c *code) get(local uint32)   { c.at(0x20, local) }
func (c *code) set(local uint32)   { c.at(0x21, local) }
func (c *code) tee(local uint32)   { c.at(0x22, local) }
func (c *code) getGlobal(n uint32) { c.at(0x23, n) }
func (c *code) setGlobal(n uint32) { c.at(0x24, n) }
func (c *code) call(fn uint32)     { c.at(0x10, fn) }
func (c *code) int(n int32)        { c.op(0x41); c.s64(int64(n)) }
func (c *code) long(n int64)       { c.op(0x42); c.s64(n) }
func (c *code) double(f float64) {
	c.op(0x44)
	c.b = binary.LittleEndian.AppendUint64(c.b, math.Float64bits(f))
}
func (c *code) ifThen(t byte)          { c.op(wIf, t) }
func (c *code) access(op, align byte)  { c.op(op, align, 0) }
func (c *code) vector(n int, b []byte) { c.u32(uint32(n)); c.b = append(c.b, b...) }

func (c *code) text(s string) {
	c.u32(uint32(len(s)))
	c.b = append(c.b, s...)
}

// The instructions that the emitter names; the others it writes as bytes where their name is told.
const (
	wUnreachable = 0x00
	wBlock       = 0x02
	wLoop        = 0x03
	wIf          = 0x04
	wElse        = 0x05
	wEnd         = 0x0b
	wBr          = 0x0c
	wBrIf        = 0x0d
	wReturn      = 0x0f
	wDrop        = 0x1a
	wSelect      = 0x1b
	wVoid        = 0x40

	wI32Eqz  = 0x45
	wI32Eq   = 0x46
	wI32Ne   = 0x47
	wI32LtS  = 0x48
	wI32LtU  = 0x49
	wI32GtS  = 0x4a
	wI32LeS  = 0x4c
	wI32GeS  = 0x4e
	wI64Eqz  = 0x50
	wI64Eq   = 0x51
	wI64Ne   = 0x52
	wI64LtS  = 0x53
	wI64LtU  = 0x54
	wI64GtS  = 0x55
	wI64LeS  = 0x57
	wI64GeS  = 0x59
	wF64Eq   = 0x61
	wF64Ne   = 0x62
	wF64Lt   = 0x63
	wF64Gt   = 0x64
	wF64Le   = 0x65
	wF64Ge   = 0x66
	wI32Clz  = 0x67
	wI32Add  = 0x6a
	wI32Sub  = 0x6b
	wI32Mul  = 0x6c
	wI32RemS = 0x6f
	wI32And  = 0x71
	wI32Or   = 0x72
	wI32Xor  = 0x73
	wI32Shl  = 0x74
	wI32ShrS = 0x75
	wI32ShrU = 0x76
	wI64Add  = 0x7c
	wI64Sub  = 0x7d
	wI64Mul  = 0x7e
	wI64RemS = 0x81
	wI64RemU = 0x82
	wI64Or   = 0x84
	wI64And  = 0x83
	wI64Shl  = 0x86
	wI64ShrU = 0x88
	wI64Clz  = 0x79
	wI64Ctz  = 0x7a
	wI64GtU  = 0x56
	wI64LeU  = 0x58

	wF64Abs      = 0x99
	wF64Neg      = 0x9a
	wF64Ceil     = 0x9b
	wF64Floor    = 0x9c
	wF64Trunc    = 0x9d
	wF64Nearest  = 0x9e
	wF64Sqrt     = 0x9f
	wF64Add      = 0xa0
	wF64Sub      = 0xa1
	wF64Mul      = 0xa2
	wF64Div      = 0xa3
	wF64Min      = 0xa4
	wF64Max      = 0xa5
	wF64Copysign = 0xa6

	wI32WrapI64 = 0xa7
	wI64ExtendS = 0xac
	wI64ExtendU = 0xad
	wF32Demote  = 0xb6
	wF64FromI32 = 0xb7
	wF64FromU32 = 0xb8
	wF64FromI64 = 0xb9
	wF64Promote = 0xbb
	wBitsOfF64  = 0xbd
	wF64OfBits  = 0xbf
	wSaturate   = 0xfc // and the next
	wI32SatF64  = 0x02
	wI32SatF64U = 0x03
	wI64SatF64  = 0x06
	wI32Load    = 0x28
	wF32Load    = 0x2a
	wF64Load    = 0x2b
	wI32Load8S  = 0x2c
	wI32Load8U  = 0x2d
	wI32Load16S = 0x2e
	wI32Load16U = 0x2f
	wI64Load32U = 0x35
	wI32Store   = 0x36
	wF32Store   = 0x38
	wF64Store   = 0x39
	wI32Store8  = 0x3a
	wI32Store16 = 0x3b
)

// signature is the type of a function.
type signature struct{ params, results []byte }

// module is a WebAssembly module being written.
type module struct {
	types   []signature
	imports code
	nImport uint32
	funcs   []uint32 // the type of each
	bodies  []*body
	globals []byte // their types
	memory  bool
	start   uint32 // the function that is exported
}

// body is a function being written.
type body struct {
	code
	sig    signature
	locals []byte
}

// local makes a variable of the function.
func (b *body) local(t byte) uint32 {
	b.locals = append(b.locals, t)
	return uint32(len(b.sig.params) + len(b.locals) - 1)
}

func (m *module) typeOf(s signature) uint32 {
	for i, t := range m.types {
		if slices.Equal(t.params, s.params) && slices.Equal(t.results, s.results) {
			return uint32(i)
		}
	}
	m.types = append(m.types, s)
	return uint32(len(m.types) - 1)
}

// importHost declares a function of the host module.
func (m *module) importHost(name string, s signature) uint32 {
	m.imports.text(hostModule)
	m.imports.text(name)
	m.imports.op(0x00)
	m.imports.u32(m.typeOf(s))
	m.nImport++
	return m.nImport - 1
}

// declare makes room for a function and returns its index.
func (m *module) declare(s signature) (uint32, *body) {
	b := &body{sig: s}
	m.funcs = append(m.funcs, m.typeOf(s))
	m.bodies = append(m.bodies, b)
	return m.nImport + uint32(len(m.bodies)) - 1, b
}

// encode writes the module.
func (m *module) encode() []byte {
	out := &code{b: []byte("\x00asm\x01\x00\x00\x00")}
	section := func(id byte, write func(*code)) {
		var c code
		write(&c)
		out.op(id)
		out.u32(uint32(len(c.b)))
		out.op(c.b...)
	}
	section(1, func(c *code) {
		c.u32(uint32(len(m.types)))
		for _, t := range m.types {
			c.op(0x60)
			c.vector(len(t.params), t.params)
			c.vector(len(t.results), t.results)
		}
	})
	section(2, func(c *code) { c.vector(int(m.nImport), m.imports.b) })
	section(3, func(c *code) {
		c.u32(uint32(len(m.funcs)))
		for _, t := range m.funcs {
			c.u32(t)
		}
	})
	if m.memory {
		section(5, func(c *code) { c.op(1, 1); c.u32(windowPages); c.u32(windowPages) })
	}
	section(6, func(c *code) {
		c.u32(uint32(len(m.globals)))
		for _, t := range m.globals {
			c.op(t, 1)
			switch t {
			case i32:
				c.int(0)
			case i64:
				c.long(0)
			case f64:
				c.double(0)
			}
			c.op(wEnd)
		}
	})
	section(7, func(c *code) { c.u32(1); c.text("run"); c.op(0); c.u32(m.start) })
	section(10, func(c *code) {
		c.u32(uint32(len(m.bodies)))
		for _, b := range m.bodies {
			var f code
			f.u32(uint32(len(b.locals)))
			for _, t := range b.locals {
				f.op(1, t)
			}
			f.op(b.b...)
			f.op(wEnd)
			c.u32(uint32(len(f.b)))
			c.op(f.b...)
		}
	})
	return out.b
}
