package clone

import (
	"sync"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/slots"
)

// A tree is the clone of what most messages are: a few ordinary objects and dense arrays of primitive values, none of
// which is there twice. It keeps them nearly as a VM does, so that there is nothing to write and to read. What is a
// primitive value in one VM is one in any other.
type tree struct {
	shape  *slots.Shape // nil for an array
	values []goja.Value // of the properties, or the elements; nil where there is an object
	inner  []branch
}

// branch is an object in one of a tree's values.
type branch struct {
	at   int
	tree tree
}

// maxInner is how many objects a tree may consist of: each is compared with all others.
const maxInner = 16

// planter makes trees. It is used again, with the shapes that it has seen.
type planter struct {
	vm        *goja.Runtime
	prototype *goja.Object
	shapes    slots.Shapes
	seen      [maxInner]*goja.Object
	count     int
}

var planters = sync.Pool{New: func() any { return new(planter) }}

// plant makes t the clone of an object. It fails, without having called a getter, where something needs more than that.
func (t *tree) plant(vm *goja.Runtime, o *goja.Object) bool {
	p := planters.Get().(*planter)
	p.vm, p.prototype = vm, slots.ObjectPrototype(vm)
	ok := p.object(o, t)
	clear(p.seen[:p.count])
	p.vm, p.prototype, p.count = nil, nil, 0
	planters.Put(p)
	if !ok {
		*t = tree{}
	}
	return ok
}

func (p *planter) object(o *goja.Object, t *tree) bool {
	if p.count == maxInner {
		return false
	}
	for _, other := range p.seen[:p.count] {
		if other == o {
			return false
		}
	}
	p.seen[p.count] = o
	p.count++
	if plain, ok := slots.PlainOf(o); ok {
		return plain.Prototype() == p.prototype && p.properties(plain, t)
	}
	a, ok := slots.ArrayOf(o)
	if !ok || !a.Dense() || a.Named() {
		return false
	}
	n := a.Len()
	t.values = make([]goja.Value, n)
	for i := range n {
		v, _ := a.Own(i)
		if !p.value(v, i, t) {
			return false
		}
	}
	return true
}

func (p *planter) properties(o slots.Plain, t *tree) bool {
	names := o.Names()
	if t.shape = p.shapes.Of(names); t.shape == nil {
		return false
	}
	t.values = make([]goja.Value, len(names))
	for i, n := range names {
		v, accessor := o.Own(n)
		if v == nil || accessor || !p.value(v, i, t) {
			return false
		}
	}
	return true
}

func (p *planter) value(v goja.Value, at int, t *tree) bool {
	switch slots.TypeOf(v) {
	case slots.Object:
		var inner tree
		if !p.object(v.(*goja.Object), &inner) {
			return false
		}
		t.inner = append(t.inner, branch{at, inner})
	case slots.LooseStr:
		t.values[at] = slots.UTF8(v.String()) // goja remembers in such a value what it finds out about it
	case slots.BigInt, slots.Symbol:
		return false
	default:
		t.values[at] = v
	}
	return true
}

// object makes the tree's object, to which its memory belongs from then on.
func (t *tree) object(vm *goja.Runtime) *goja.Object {
	for i := range t.inner {
		b := &t.inner[i]
		t.values[b.at] = b.tree.object(vm)
	}
	if t.shape == nil {
		return slots.NewArray(vm, t.values)
	}
	return slots.NewShaped(vm, t.shape, t.values)
}
