package slots

import (
	"sync/atomic"
	"unicode/utf16"
	"unsafe"
	"weak"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/encoding"
)

// Where a script adds to a text again and again, goja copies the whole text each time: what grows to a megabyte by a few
// bytes a time is copied for seconds. Here the second addition to a text leaves room behind it, and those that follow are
// written there. Nobody sees that: a string knows its own length, and only the last that was made may be added to in place.

// growing are texts that a VM adds to. Only the goroutine that runs the VM uses them.
type growing struct {
	vm    uintptr // it may be another by now: then none of its texts is found
	texts [4]growingText
	next  int
}

type growingText struct {
	at     uintptr // of the text that an addition made
	units  int     // its length
	room   weak.Pointer[byte]
	capped int // how many units there is room for; 0 if the text is a string as goja makes it
}

// of each VM, by its address. VMs that meet in one place only forget their texts.
var growingOf [256]atomic.Pointer[growing]

// leastGrown is the length from which texts are looked after.
const leastGrown = 256

func growingIn(vm unsafe.Pointer) *growing {
	place := &growingOf[uintptr(vm)>>10%uintptr(len(growingOf))]
	g := place.Load()
	if g == nil || g.vm != uintptr(vm) {
		g = &growing{vm: uintptr(vm)}
		place.Store(g)
	}
	return g
}

func (g *growing) find(text unsafe.Pointer, units int) *growingText {
	for i := range g.texts {
		if t := &g.texts[i]; t.at == uintptr(text) && t.units == units {
			return t
		}
	}
	return nil
}

// note remembers a text, in the place of the one that was noted longest ago.
func (g *growing) note(t growingText) {
	g.texts[g.next] = t
	g.next = (g.next + 1) % len(g.texts)
}

// growText carries out an addition to a text that is long. It returns false, with nothing done, where the left operand is
// none.
func growText(o *operator, instruction, vm unsafe.Pointer, left goja.Value) bool {
	l := wordsOf(&left)
	switch l.tab {
	case tabASCII:
		if len(*(*string)(l.data)) < leastGrown {
			return false
		}
	case tabWide:
		if len(*(*[]uint16)(l.data)) <= leastGrown {
			return false
		}
	default:
		return false
	}
	slot := func(below int) *words {
		stack := *(*[]words)(unsafe.Add(vm, stackAt))
		return &stack[*(*int)(unsafe.Add(vm, depthAt))-1-below]
	}
	if r := slot(0); r.tab != tabASCII && r.tab != tabWide {
		// goja makes a string of it, as the language says, by adding it to nothing.
		*slot(1) = words{tabASCII, unsafe.Pointer(&nothing)}
		o.does(instruction, vm)
	} else {
		*slot(1) = *r
		taken(vm)
	}
	if textLength(&l)+textLength(slot(0)) > MaxText { // now that the right one is a text, too
		refuse(vm, "Invalid string length")
	}
	*(*goja.Value)(unsafe.Pointer(slot(0))) = joined(growingIn(vm), left, *(*goja.Value)(unsafe.Pointer(slot(0))))
	return true
}

var nothing string

// joined is a string of two. The left one is of goja's ASCII or its wide kind.
func joined(g *growing, left, right goja.Value) goja.Value {
	l := wordsOf(&left)
	s, units, ascii := Text(right)
	if !ascii && units == nil && encoding.IsASCIIText(s) {
		ascii = true
	}
	switch {
	case l.tab == tabASCII && ascii:
		text := *(*string)(l.data)
		if s == "" {
			return left
		}
		return ASCII(unsafe.String((*byte)(g.extended(unsafe.Pointer(unsafe.StringData(text)), len(text), unsafe.Pointer(unsafe.StringData(s)), len(s), 1)), len(text)+len(s)))
	case l.tab == tabWide:
		text := *(*[]uint16)(l.data) // with its mark
		switch {
		case ascii:
			units = make([]uint16, len(s))
			for i := range len(s) {
				units[i] = uint16(s[i])
			}
		case units == nil:
			units = utf16.Encode([]rune(s))
		}
		if len(units) == 0 {
			return left
		}
		n := len(text) + len(units)
		at := g.extended(unsafe.Pointer(unsafe.SliceData(text)), len(text), unsafe.Pointer(unsafe.SliceData(units)), len(units), 2)
		grown := unsafe.Slice((*uint16)(at), n)
		var v goja.Value
		*(*words)(unsafe.Pointer(&v)) = words{tabWide, unsafe.Pointer(&grown)}
		return v
	}
	return left.(goja.String).Concat(right.(goja.String)) // the first that is not ASCII
}

// extended is where a text of n units stands with m units behind it, each of size bytes.
func (g *growing) extended(text unsafe.Pointer, n int, more unsafe.Pointer, m, size int) unsafe.Pointer {
	t := g.find(text, n)
	if t != nil && t.capped >= n+m && unsafe.Pointer(t.room.Value()) == text {
		copy(unsafe.Slice((*byte)(unsafe.Add(text, n*size)), m*size), unsafe.Slice((*byte)(more), m*size))
		t.units = n + m
		return text
	}
	room := n + m
	if t != nil { // it is not the first addition
		room += max(m, room/2)
	}
	var to unsafe.Pointer
	if size == 2 {
		to = unsafe.Pointer(unsafe.SliceData(make([]uint16, room)))
	} else {
		to = unsafe.Pointer(unsafe.SliceData(make([]byte, room)))
	}
	bytes := unsafe.Slice((*byte)(to), (n+m)*size)
	copy(bytes, unsafe.Slice((*byte)(text), n*size))
	copy(bytes[n*size:], unsafe.Slice((*byte)(more), m*size))
	if t == nil {
		g.note(growingText{at: uintptr(to), units: n + m})
	} else {
		*t = growingText{at: uintptr(to), units: n + m, room: weak.Make((*byte)(to)), capped: room}
	}
	return to
}
