package slots

import (
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"
)

// goja makes an object of a literal in seven pieces, and another one each time that its list of names has to grow. In a
// mended program a literal that is evaluated often makes objects in as few pieces as package slots can, and all of them
// share their list of names: each step of the literal knows the list that follows the one it finds.

// oftenEvaluated is from which evaluation on a literal is evaluated often.
const oftenEvaluated = 16

// literal counts how often a part of one was evaluated, several goroutines' VMs together, and not exactly.
type literal struct{ times atomic.Uint32 }

// often counts an evaluation.
func (l *literal) often() bool {
	n := l.times.Load()
	if n < oftenEvaluated {
		l.times.Store(n + 1)
		return false
	}
	return true
}

// What goja does with literals.
var ownObject, ownArray, ownProperty *mending

// objectSite is an instruction that makes an object for a literal.
type objectSite struct{ literal }

func forgeObjects(m mending) func(*words) {
	ownObject = &m
	return func(w *words) { *w = words{unsafe.Pointer(&m.tab), unsafe.Pointer(new(objectSite))} }
}

func makeObject(instruction, vm unsafe.Pointer) {
	if (*objectSite)(instruction).often() {
		if m := objectMaker(); m != nil && marksHold() && given(vm, m.object(*(**goja.Runtime)(unsafe.Add(vm, runtimeAt)), noNames(), nil)) {
			return
		}
	}
	ownObject.does(instruction, vm)
}

// noNames is the shape of what has no properties yet.
var noNames = sync.OnceValue(func() *Shape { return &Shape{plan: nothingNamed()} })

// arraySite is an instruction that makes an array for a literal.
type arraySite struct {
	room uint32 // for how many elements; goja's
	literal
}

func forgeArrays(m mending) func(*words) {
	ownArray = &m
	return func(w *words) {
		*w = words{unsafe.Pointer(&m.tab), unsafe.Pointer(&arraySite{room: *(*uint32)(w.data)})}
	}
}

func makeArray(instruction, vm unsafe.Pointer) {
	site := (*arraySite)(instruction)
	if site.often() {
		r := *(**goja.Runtime)(unsafe.Add(vm, runtimeAt))
		if m := arrayMaker(); m != nil {
			if prototype := m.prototypeOf(r); prototype != nil {
				var made *goja.Object
				if n := int(site.room); n <= inPlace {
					a, room := m.shortArray(r, prototype, n)
					a.values, made = room, a.baseObject.val
				} else {
					made = m.array(r, prototype, make([]goja.Value, 0, n))
				}
				if given(vm, made) {
					return
				}
			}
		}
	}
	ownArray.does(instruction, vm)
}

// propertySite is an instruction that gives the object of a literal a property.
type propertySite struct {
	name Name // goja's
	literal
	step atomic.Pointer[step]
}

// step is from one list of names to the next.
type step struct {
	from *Name // where the list is, and how long
	n    int
	to   *Shape
}

// maxSteps is up to how many properties a literal's names are shared.
const maxSteps = 16

func forgeProperties(m mending) func(*words) {
	ownProperty = &m
	return func(w *words) {
		*w = words{unsafe.Pointer(&m.tab), unsafe.Pointer(&propertySite{name: *(*Name)(w.data)})}
	}
}

func putProperty(instruction, vm unsafe.Pointer) {
	site := (*propertySite)(instruction)
	stack, depth := *(*[]goja.Value)(unsafe.Add(vm, stackAt)), (*int)(unsafe.Add(vm, depthAt))
	if o, ok := stack[*depth-2].(*goja.Object); ok && site.often() {
		if b := plainOf(o); b != nil {
			s := site.step.Load()
			if s == nil || s.n != len(b.propNames) || s.from != unsafe.SliceData(b.propNames) {
				s = site.stepFrom(b)
			}
			if s != nil {
				if s.to.plan == nil || !s.to.plan.extend(b.values, stack[*depth-1]) {
					b.values[site.name] = stack[*depth-1]
				}
				b.propNames = s.to.names
				taken(vm)
				return
			}
		}
	}
	ownProperty.does(instruction, vm)
}

// stepFrom finds out what the names are once there is one more; nil if the lists are not to be shared.
func (site *propertySite) stepFrom(b *base) *step {
	n := len(b.propNames)
	if n >= maxSteps || !marksHold() {
		return nil
	}
	if n == 0 && cap(b.propNames) != 0 || n > 0 && (cap(b.propNames) != n+1 || b.propNames[:n+1][n] != copyMarker) {
		return nil // it is the object's own list
	}
	if _, twice := b.values[site.name]; twice {
		return nil
	}
	if c := site.name[:min(1, len(site.name))]; c >= "0" && c <= "9" {
		return nil
	}
	s := &step{unsafe.SliceData(b.propNames), n, newShape(append(b.propNames[:n:n], site.name))}
	site.step.Store(s)
	return s
}
