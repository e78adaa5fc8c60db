package slots

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/stretchr/testify/require"
)

// TestBlueprint does to maps that were built what can be done to maps, and to ordinary ones the same.
func TestBlueprint(t *testing.T) {
	require.NotNil(t, nothingNamed(), "Go has other maps")
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		names, values := []Name{}, []goja.Value{}
		for i := range rnd.IntN(groupSize + 1) {
			names, values = append(names, Name(fmt.Sprint("name", i))), append(values, Int(int64(i)))
		}
		plan := blueprintOf(names)
		require.NotNil(t, plan)
		built, ordinary := plan.build(new(smallMap), names, values), map[Name]goja.Value{}
		for i, n := range names {
			ordinary[n] = values[i]
		}
		if len(names) < groupSize && rnd.IntN(2) == 0 {
			require.True(t, plan.with("more").extend(built, Int(77)))
			ordinary["more"] = Int(77)
		}
		for step := range rnd.IntN(40) {
			n := Name(fmt.Sprint("name", rnd.IntN(20)))
			switch rnd.IntN(3) {
			case 0:
				delete(built, n)
				delete(ordinary, n)
			case 1:
				built[n], ordinary[n] = Int(int64(1000+step)), Int(int64(1000+step))
			default:
				require.Equal(t, ordinary[n], built[n])
			}
			require.Len(t, built, len(ordinary))
		}
		require.Equal(t, ordinary, maps.Clone(built))
		clear(built)
		built["x"] = Int(1)
		require.Equal(t, map[Name]goja.Value{"x": Int(1)}, built)
	}
	require.Nil(t, blueprintOf([]Name{"a", "b", "c", "d", "e", "f", "g", "h", "i"}))
}

// TestBlueprintsOfOthersAreNotExtended looks at maps whose places are not those of the blueprint.
func TestBlueprintsOfOthersAreNotExtended(t *testing.T) {
	plan := blueprintOf([]Name{"a", "b", "c"})
	require.False(t, plan.extend(map[Name]goja.Value{"a": Int(1), "b": Int(2)}, Int(3)), "it hashes otherwise")
	made := func() map[Name]goja.Value {
		names := []Name{"a", "b"}
		return blueprintOf(names).build(new(smallMap), names, []goja.Value{Int(1), Int(2)})
	}
	short := made()
	delete(short, "b")
	require.False(t, plan.extend(short, Int(3)))
	long := made()
	long["d"] = Int(4)
	require.False(t, plan.extend(long, Int(3)))
	large := made()
	for i := range 20 {
		large[Name(fmt.Sprint(i))] = Int(1)
	}
	for i := range 20 {
		delete(large, Name(fmt.Sprint(i)))
	}
	require.False(t, plan.extend(large, Int(3)))
	right := made()
	require.True(t, plan.extend(right, Int(3)))
	require.Equal(t, map[Name]goja.Value{"a": Int(1), "b": Int(2), "c": Int(3)}, right)
}

// TestNarrowMap does to such maps what can be done to any, several of them side by side.
func TestNarrowMap(t *testing.T) {
	require.True(t, narrowMapsHold(), "Go has other maps")
	testNarrow[[1]mapPlace](t, func(m *narrow[[1]mapPlace]) []mapPlace { return m.places[:] }, "length")
	testNarrow[[2]mapPlace](t, func(m *narrow[[2]mapPlace]) []mapPlace { return m.places[:] }, "length", "name")
	testNarrow[[7]mapPlace](t, func(m *narrow[[7]mapPlace]) []mapPlace { return m.places[:] }, "name7", "name6", "name5", "name4", "name3", "name2", "name1")
}

func testNarrow[P any](t *testing.T, places func(*narrow[P]) []mapPlace, names ...Name) {
	plan := blueprintOf(names)
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		memory := new([3]narrow[P])
		var made, ordinary [len(memory)]map[Name]goja.Value
		for i := range memory {
			ordinary[i] = map[Name]goja.Value{}
			for k, n := range names {
				ordinary[i][n] = Int(int64(10*i + k))
				places(&memory[i])[k] = mapPlace{n, ordinary[i][n]}
			}
			made[i] = plan.seal(&memory[i].head, &memory[i].control)
		}
		for step := range rnd.IntN(60) {
			i, n := rnd.IntN(len(memory)), Name("length")
			if k := rnd.IntN(20); k > 0 {
				n = Name(fmt.Sprint("name", k))
			}
			switch rnd.IntN(3) {
			case 0:
				delete(made[i], n)
				delete(ordinary[i], n)
			case 1:
				made[i][n], ordinary[i][n] = Int(int64(1000+step)), Int(int64(1000+step))
			default:
				require.Equal(t, ordinary[i][n], made[i][n])
			}
		}
		for i := range memory {
			for k := range 20 {
				n := Name(fmt.Sprint("name", k))
				require.Equal(t, ordinary[i][n], made[i][n])
			}
			require.Equal(t, ordinary[i]["length"], made[i]["length"])
			require.Nil(t, made[i][Name(strings.Repeat("long", 40))])
		}
	}
}
