package slots

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKinds(t *testing.T) {
	type thing struct{ n int }
	vm, made := goja.New(), 0
	symbol := goja.NewSymbol("shown")
	prototype := run(t, vm, "var proto = {greet() { return this.own + this.late }}; proto").(*goja.Object)
	kind := NewKind[thing](vm, []Name{"own"}, Additions{
		Add: []Addition{
			{Name: "first", Enumerable: true, Make: func(vm *goja.Runtime) goja.Value { made++; return vm.NewObject() }},
			{Name: "own", Enumerable: true, Make: func(*goja.Runtime) goja.Value { return goja.Undefined() }},
			{Name: "late", Enumerable: true, Make: func(vm *goja.Runtime) goja.Value { return vm.ToValue("late") }},
			{Name: "hidden", Make: func(vm *goja.Runtime) goja.Value { return vm.ToValue(1) }},
		},
		Symbols: []SymbolAddition{{Symbol: symbol, Enumerable: true, Make: func(vm *goja.Runtime) goja.Value { return vm.ToValue(false) }}},
	})
	require.NotNil(t, kind, "goja has other structs")
	a, b := &thing{1}, &thing{2}
	require.NoError(t, vm.Set("a", kind.New(prototype, a, vm.ToValue("A"))))
	require.NoError(t, vm.Set("b", kind.New(prototype, b, vm.ToValue("B"))))
	assert.Same(t, a, kind.Of(vm.Get("a").(*goja.Object)))
	assert.Same(t, b, kind.Of(vm.Get("b").(*goja.Object)))
	assert.Nil(t, kind.Of(prototype))
	assert.Nil(t, kind.Of(vm.GlobalObject()))
	assert.Nil(t, (*Kind[thing])(nil).Of(prototype))
	other := NewKind[thing](vm, nil, Additions{})
	bare := other.New(nil, a)
	assert.Nil(t, kind.Of(bare))
	assert.Same(t, a, other.Of(bare))

	text := func(code string) string { return run(t, vm, code).String() }
	assert.Equal(t, "Alate Blate", text("a.greet() + ' ' + b.greet()"))
	assert.Zero(t, made)
	assert.Equal(t, "first,own,late", text("Object.keys(a).join()"))
	assert.Equal(t, "first,own,late,hidden", text("Object.getOwnPropertyNames(a).join()"))
	assert.Equal(t, "Symbol(shown)", text("Object.getOwnPropertySymbols(b).map(String).join()"))
	assert.Equal(t, "true", text("a.first === a.first && a.first !== b.first"))
	assert.Equal(t, 2, made)
	assert.Equal(t, "true,undefined,false,first,late", text("[delete b.own, b.own, 'own' in b, Object.keys(b)].join().replace(',,', ',undefined,')"))
	assert.Equal(t, "first,late,own", text("b.own = 'again'; Object.keys(b).join()"))

	// More than a group of places holds, with a blueprint's and without.
	for _, o := range []goja.Value{vm.Get("a"), bare} {
		require.NoError(t, vm.Set("o", o))
		assert.Equal(t, strings.Repeat("x", 30), text("for (let i = 0; i < 30; i++) o['p' + i] = 'x'; var s = ''; for (let i = 0; i < 30; i++) s += o['p' + i]; s"))
	}
	assert.Equal(t, "first,own,late,p0", text("Object.keys(a).slice(0, 4).join()"))
}
