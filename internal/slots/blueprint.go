package slots

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
)

// goja keeps an object's properties in a map of Go's. A map of up to eight entries is a head and one group of places, which
// Go allocates one after the other, and it hashes each name that comes in. Objects that are made here have both in one
// piece of memory with themselves, as a copy of those of their Shape's blueprint: nothing is hashed.

// mapHead mirrors the head of a Go map.
type mapHead struct {
	used              uint64
	seed              uintptr
	dirPtr            unsafe.Pointer // to the group, as long as one is enough
	dirLen            int            // 0 as long as one is enough
	globalDepth       uint8          //lint:ignore U1000 copied with the struct
	globalShift       uint8          //lint:ignore U1000 copied with the struct
	writing           uint8          //lint:ignore U1000 copied with the struct
	tombstonePossible bool           //lint:ignore U1000 copied with the struct
	clearSeq          uint64         //lint:ignore U1000 copied with the struct
}

// groupSize is how many places a group has.
const groupSize = 8

// mapGroup mirrors a group of places of a map of properties.
type mapGroup struct {
	control [groupSize]uint8 // seven bits of a name's hash, or free
	places  [groupSize]mapPlace
}

type mapPlace struct {
	name  Name
	value goja.Value
}

const free = 0x80

// smallMap is a map that one group is enough for.
type smallMap struct {
	head  mapHead
	group mapGroup
}

// start makes the head that of a map whose group is this one.
func (m *smallMap) start(head *mapHead) map[Name]goja.Value {
	m.head = *head
	m.head.dirPtr = unsafe.Pointer(&m.group)
	return mapOf(&m.head)
}

func headOf(m map[Name]goja.Value) *mapHead { return *(**mapHead)(unsafe.Pointer(&m)) }

func mapOf(head *mapHead) map[Name]goja.Value { return *(*map[Name]goja.Value)(unsafe.Pointer(&head)) }

// placed is the value of a name in a map that has it in the i'th place, as objects have whose properties came in their order
// and stayed. It is nil if another one is there, or nothing is known of places.
func placed(m map[Name]goja.Value, i int, n Name) goja.Value {
	if i >= groupSize || nothingNamed() == nil {
		return nil
	}
	head := headOf(m)
	if head == nil || head.dirLen != 0 || head.dirPtr == nil {
		return nil
	}
	group := (*mapGroup)(head.dirPtr)
	if group.control[i] >= free || group.places[i].name != n {
		return nil
	}
	return group.places[i].value
}

// blueprint is the map of objects that have the same names, without their values.
type blueprint struct{ smallMap }

// with is the blueprint that has one name more, nil if there is no place for that.
func (b *blueprint) with(n Name) *blueprint {
	if b == nil || b.head.used == groupSize {
		return nil
	}
	next := &blueprint{}
	m := next.start(&b.head)
	next.group = b.group
	m[n] = nil
	return next
}

// blueprintOf is that of names that differ; nil if there is none.
func blueprintOf(names []Name) *blueprint {
	if len(names) > groupSize {
		return nil
	}
	b := nothingNamed()
	for _, n := range names {
		b = b.with(n)
	}
	return b
}

// build makes the map of an object, with values in the order of the names that the blueprint is of.
func (b *blueprint) build(m *smallMap, names []Name, values []goja.Value) map[Name]goja.Value {
	m.group.control = b.group.control
	for i, v := range values {
		m.group.places[i] = mapPlace{names[i], v}
	}
	return m.start(&b.head)
}

// narrow is a map that has no more places than names. It counts as full, so that Go moves what is in it into a table when
// a name is added or a value replaced: it is for what is seldom changed.
type narrow[P any] struct {
	head    mapHead
	control [groupSize]uint8
	places  P // an array of them
}

// seal makes the map, whose places are set.
func (b *blueprint) seal(head *mapHead, control *[groupSize]uint8) map[Name]goja.Value {
	*head, *control = b.head, b.group.control
	head.used, head.dirPtr = groupSize, unsafe.Pointer(control)
	return mapOf(head)
}

// narrowMapsHold finds out whether Go leaves alone what lies behind a narrow map.
var narrowMapsHold = sync.OnceValue(func() bool {
	places := [...]mapPlace{{"a", Int(1)}, {"length", Int(2)}}
	plan := blueprintOf([]Name{"a", "length"})
	if plan == nil {
		return false
	}
	type guarded struct {
		narrow[[len(places)]mapPlace]
		behind [groupSize - len(places)]mapPlace
	}
	for _, change := range [...]func(map[Name]goja.Value){
		func(m map[Name]goja.Value) { m["other"] = Int(3) },
		func(m map[Name]goja.Value) { m["length"] = Int(3) },
		func(m map[Name]goja.Value) { delete(m, "other") },
		func(m map[Name]goja.Value) {
			delete(m, "a")
			m["other"] = Int(3)
			m["length"] = Int(4)
			m["a"] = Int(5)
		},
	} {
		g, expected := &guarded{}, map[Name]goja.Value{}
		for i := range g.behind {
			g.behind[i] = mapPlace{"behind", Int(7)}
		}
		for _, p := range places {
			expected[p.name] = p.value
		}
		g.places = places
		m, behind := plan.seal(&g.head, &g.control), g.behind
		change(m)
		change(expected)
		for _, n := range [...]Name{"a", "length", "other", "behind", "absent"} {
			if m[n] != expected[n] {
				return false
			}
		}
		if g.behind != behind {
			return false
		}
	}
	return true
})

// extend gives a map that has the entries of the blueprint before b, in their order, the one that b has more. It reports
// whether it could.
func (b *blueprint) extend(m map[Name]goja.Value, v goja.Value) bool {
	head, i := headOf(m), b.head.used-1
	if head.used != i || head.dirLen != 0 || head.seed != b.head.seed {
		return false
	}
	group := (*mapGroup)(head.dirPtr)
	if group.control[i] != free {
		return false
	}
	group.places[i] = mapPlace{b.group.places[i].name, v}
	group.control[i] = b.group.control[i]
	head.used++
	return true
}

// nothingNamed is the blueprint without names; all others come from it and hash as it does. It is nil where Go's maps are
// not as expected.
var nothingNamed = sync.OnceValue(func() *blueprint {
	iterator, ok := reflect.TypeFor[reflect.MapIter]().FieldByName("hiter")
	if !ok || iterator.Type.Kind() != reflect.Struct {
		return nil
	}
	m, ok := iterator.Type.FieldByName("m")
	if !ok || m.Type.Kind() != reflect.Pointer || m.Type.Elem().Size() != unsafe.Sizeof(mapHead{}) || !fits(m.Type.Elem(), reflect.TypeFor[mapHead]()) {
		return nil
	}
	// Places are taken in their order, and a ninth entry moves all of them.
	names := [...]Name{"a", "bc", "def", "ghij", "klmno", "pqrstu", "vwxyz01", "23456789", "x"}
	made := map[Name]goja.Value{}
	head := headOf(made)
	empty := *head
	for i, n := range names {
		v := Int(int64(i))
		made[n] = v
		if i == groupSize {
			break
		}
		if head.used != uint64(i+1) || head.dirLen != 0 || head.dirPtr == nil || head.seed != empty.seed {
			return nil
		}
		g := (*mapGroup)(head.dirPtr)
		for k := range g.places {
			if k > i && g.control[k] != free || k <= i && (g.control[k] >= free || g.places[k] != mapPlace{names[k], Int(int64(k))}) {
				return nil
			}
		}
	}
	if empty.used != 0 || head.dirLen == 0 || head.used != groupSize+1 {
		return nil
	}
	b := &blueprint{}
	b.start(&empty)
	for i := range b.group.control {
		b.group.control[i] = free
	}
	return b
})
