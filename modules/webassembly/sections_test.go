package webassembly

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tetratelabs/wazero/api"
)

func TestGlueIsRead(t *testing.T) {
	i32 := []api.ValueType{api.ValueTypeI32}
	g := glue{
		signatures: []signature{{params: i32}, {results: i32}},
		parts: []part{
			{provider: "host", name: "0", as: "f", entity: entity{kind: function, sig: 1}},
			{provider: "1", name: "memory", as: "m", entity: entity{kind: memory, min: 1, max: 300, bounded: true}},
			{provider: "2", name: "t", as: "t", entity: entity{kind: table, value: funcref, min: 2}},
			{provider: "3", name: "g", as: "g", entity: entity{kind: global, value: api.ValueTypeF64, mutable: true}},
		},
	}
	s, err := parse(g.binary())
	require.NoError(t, err)
	assert.Equal(t, g.signatures, s.signatures)
	for i, p := range g.parts {
		assert.Equal(t, imported{p.provider, p.name, p.entity}, s.imports[i])
		assert.Equal(t, exported{p.as, p.kind, 0}, s.exports[i])
	}
}

func TestParseRefuses(t *testing.T) {
	for name, b := range map[string][]byte{
		"no header":          {0, 'a', 's', 'm'},
		"section too long":   append(append([]byte(nil), magic...), 1, 50),
		"number too long":    append(append([]byte(nil), magic...), 1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1),
		"unknown export":     append(append([]byte(nil), magic...), 7, 5, 1, 1, 'a', 0, 3),
		"unknown signature":  append(append([]byte(nil), magic...), 3, 2, 1, 4),
		"name is not a text": append(append([]byte(nil), magic...), 0, 2, 1, 0xff),
	} {
		_, err := parse(b)
		assert.ErrorIs(t, err, errSections, name)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(alone(entity{kind: memory, min: 1}, 0))
	f.Add(alone(entity{kind: global, value: api.ValueTypeI64}, 1<<63))
	f.Add(access(entity{kind: table, value: funcref, min: 1}, 1, 0, tableSet, &signature{}))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := parse(b)
		if err != nil {
			return
		}
		for _, e := range s.exports {
			if e.kind < tag {
				_ = s.spaces[e.kind][e.index]
			}
		}
	})
}
