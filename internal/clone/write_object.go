package clone

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/internal/stack"
)

func (w *Writer) object(o *goja.Object) error {
	class := slots.ClassOf(o)
	// A view comes after its buffer.
	if isView := class == slots.TypedArray || class == slots.DataView; isView && !w.Views && !w.numbers.has(o) {
		if err := w.object(slots.ViewOf(o).Buffer); err != nil {
			return err
		}
	}
	if number, known := w.numbers.of(o); known {
		w.tag(tagReference)
		w.varint(number)
		return nil
	}
	if w.depth++; w.depth > maxDepth {
		tooDeep(w.vm)
	}
	err := w.contents(o, class)
	w.depth--
	return err
}

func (w *Writer) contents(o *goja.Object, class slots.Class) error {
	switch class {
	case slots.Ordinary, slots.GoMap:
		if o == w.vm.GlobalObject() {
			return Refuse(w.vm, o)
		}
		if w.isHost(o) {
			return w.host(o)
		}
		return w.ordinary(o)
	case slots.ArrayObject:
		return w.array(o)
	case slots.Map, slots.Set:
		return w.entries(o, class)
	case slots.Date:
		w.tag(tagDate)
		w.Double(dateOf(o))
	case slots.RegExp:
		return w.regExp(o)
	case slots.Error:
		if w.isHost(o) {
			return w.host(o)
		}
		return w.error(o)
	case slots.Boxed:
		return w.boxed(o)
	case slots.BoxedString:
		w.tag(tagStringObject)
		w.string(slots.StringOf(o))
	case slots.ArrayBuffer:
		return w.buffer(o)
	case slots.TypedArray, slots.DataView:
		if w.Views {
			return w.host(o)
		}
		w.view(o)
	case slots.Host:
		return w.host(o)
	case slots.Proxy:
		if !slots.HostProxy(o) {
			return Refuse(w.vm, o)
		}
		return w.host(o) // such as process.env
	default:
		return Refuse(w.vm, o)
	}
	return nil
}

// isHost asks IsHost about an object that may be an instance of a class.
func (w *Writer) isHost(o *goja.Object) bool {
	if w.IsHost == nil || !w.askAll && o.Prototype() == w.objectPrototype() {
		return false
	}
	w.beforeCall()
	return w.IsHost(o)
}

func (w *Writer) objectPrototype() *goja.Object {
	if w.plainProto == nil {
		w.plainProto = w.vm.NewObject().Prototype()
	}
	return w.plainProto
}

func (w *Writer) host(o *goja.Object) error {
	w.beforeCall()
	if w.into != nil {
		return w.into.thing(w, o)
	}
	if w.Host == nil {
		return Refuse(w.vm, o)
	}
	w.tag(tagHost)
	return w.Host(w, o)
}

// beforeCall comes before everything that may run JavaScript, which gets to see and change the objects around.
func (w *Writer) beforeCall() {
	w.calls++
	for i := len(w.levels) - 1; i >= 0 && !w.levels[i].own; i-- {
		l := &w.levels[i]
		l.names, l.own = append([]slots.Name(nil), l.names...), true
	}
}

func (w *Writer) ordinary(o *goja.Object) error {
	w.tag(tagObject)
	var count int
	var err error
	if p, ok := slots.PlainOf(o); ok {
		count, err = w.plain(o, p)
	} else {
		count, err = w.keyed(o, o.Keys())
	}
	w.tag(tagObjectEnd)
	w.varint(count)
	return err
}

// plain writes the properties that slots can see. Keys that getters take away on the way are left out, those that they
// add are not seen.
func (w *Writer) plain(o *goja.Object, p slots.Plain) (count int, err error) {
	names := p.Names()
	depth := len(w.levels)
	w.levels = append(w.levels, level{names: names})
	calls := w.calls
	for i := 0; i < len(names); i++ {
		n := names[i]
		v, accessor := p.Own(n)
		if accessor {
			w.beforeCall()
			if v = o.Get(n.String()); v == nil {
				v = goja.Undefined()
			}
		}
		if v != nil {
			w.key(n)
			if err := w.write(v); err != nil {
				return count, err
			}
			count++
		}
		if calls != w.calls {
			names, calls = w.levels[depth].names, w.calls
		}
	}
	w.levels[depth] = level{}
	w.levels = w.levels[:depth]
	return count, nil
}

// keyed writes properties the public way.
func (w *Writer) keyed(o *goja.Object, keys []string) (count int, err error) {
	for _, key := range keys {
		w.beforeCall()
		v := o.Get(key)
		if v == nil {
			continue
		}
		w.key(unistring.NewFromString(key))
		if err := w.write(v); err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}

// key writes a property's name: a number if it is an array index.
func (w *Writer) key(n slots.Name) {
	if i, ok := slots.Index(n); ok {
		w.integer(int64(i))
	} else if s, units := slots.NameText(n); units != nil {
		w.units(units)
	} else {
		w.latin1(s)
	}
}

func (w *Writer) array(o *goja.Object) error {
	a, ok := slots.ArrayOf(o)
	if !ok || !a.Dense() {
		return w.sparse(o)
	}
	n := a.Len()
	w.tag(tagDense)
	w.varint(n)
	for i := range n {
		v, accessor := a.Own(i)
		if accessor {
			w.beforeCall()
			v = o.Get(strconv.Itoa(i))
		}
		if v == nil { // gone since
			w.tag(tagHole)
			continue
		}
		if err := w.write(v); err != nil {
			return err
		}
	}
	var count int
	if a.Named() {
		var err error
		if count, err = w.named(o); err != nil {
			return err
		}
	}
	w.tag(tagDenseEnd)
	w.varint(count)
	w.varint(n)
	return nil
}

// named writes the properties of an array that are no elements.
func (w *Writer) named(o *goja.Object) (count int, err error) {
	if p, ok := slots.NamedOf(o); ok {
		return w.plain(o, p)
	}
	var keys []string
	for _, key := range o.Keys() {
		if _, ok := slots.Index(unistring.NewFromString(key)); !ok {
			keys = append(keys, key)
		}
	}
	return w.keyed(o, keys)
}

func (w *Writer) sparse(o *goja.Object) error {
	n := int(o.Get("length").ToInteger())
	w.tag(tagSparse)
	w.varint(n)
	count, err := w.keyed(o, o.Keys())
	w.tag(tagSparseEnd)
	w.varint(count)
	w.varint(n)
	return err
}

func (w *Writer) entries(o *goja.Object, class slots.Class) error {
	list := slots.Entries(w.vm, o)
	end := byte(tagSetEnd)
	if class == slots.Map {
		w.tag(tagMap)
		end = tagMapEnd
	} else {
		w.tag(tagSet)
	}
	for _, v := range list {
		if err := w.write(v); err != nil {
			return err
		}
	}
	w.tag(end)
	w.varint(len(list))
	return nil
}

func (w *Writer) regExp(o *goja.Object) error {
	w.beforeCall()
	w.tag(tagRegExp)
	w.string(o.Get("source"))
	var bits int
	for _, flag := range o.Get("flags").String() {
		if i := strings.IndexRune(regExpFlags, flag); i >= 0 {
			bits |= 1 << i
		}
	}
	w.varint(bits)
	return nil
}

func (w *Writer) error(o *goja.Object) error {
	w.beforeCall()
	stack.Seen(w.vm, o)
	message, hasMessage := ownData(w.vm, o, "message")
	cause, hasCause := ownData(w.vm, o, "cause")
	w.tag(tagError)
	if name := o.Get("name"); name != nil {
		switch name.String() {
		case "EvalError":
			w.tag(errorEvalError)
		case "RangeError":
			w.tag(errorRangeError)
		case "ReferenceError":
			w.tag(errorReferenceError)
		case "SyntaxError":
			w.tag(errorSyntaxError)
		case "TypeError":
			w.tag(errorTypeError)
		case "URIError":
			w.tag(errorURIError)
		}
	}
	if hasMessage {
		w.tag(errorMessage)
		w.string(message.ToString())
	}
	switch text := o.Get("stack"); slots.TypeOf(text) {
	case slots.ASCIIStr, slots.WideStr, slots.LooseStr:
		w.tag(errorStack)
		w.string(text)
	}
	if hasCause {
		w.tag(errorCause)
		if err := w.write(cause); err != nil {
			return err
		}
	}
	w.tag(errorEnd)
	return nil
}

// ownData gets an own property that has no getter.
func ownData(vm *goja.Runtime, o *goja.Object, name slots.Name) (goja.Value, bool) {
	if p, ok := slots.NamedOf(o); ok {
		return p.Data(name)
	}
	describe, _ := goja.AssertFunction(vm.Get("Object").(*goja.Object).Get("getOwnPropertyDescriptor"))
	d, err := describe(nil, o, vm.ToValue(string(name)))
	if err != nil {
		panic(err)
	}
	if d, ok := d.(*goja.Object); ok {
		v := d.Get("value")
		return v, v != nil
	}
	return nil, false
}

// dateOf is a Date's time in milliseconds.
func dateOf(o *goja.Object) float64 {
	if t, ok := o.Export().(time.Time); ok {
		return float64(t.UnixMilli())
	}
	return math.NaN()
}

func (w *Writer) boxed(o *goja.Object) error {
	switch v := o.Export().(type) {
	case bool:
		if v {
			w.tag(tagTrueObject)
		} else {
			w.tag(tagFalseObject)
		}
	case int64:
		w.tag(tagNumberObject)
		w.Double(float64(v))
	case float64:
		w.tag(tagNumberObject)
		w.Double(v)
	case *big.Int:
		w.tag(tagBigIntObject)
		w.bigInt(w.vm.ToValue(v))
	default:
		return Refuse(w.vm, o)
	}
	return nil
}

func (w *Writer) buffer(o *goja.Object) error {
	if number, ok := w.transferred[o]; ok {
		w.tag(tagTransferred)
		w.Uint32(number)
		return nil
	}
	memory, detached := slots.BufferOf(o)
	if detached {
		return errDetached
	}
	if tag := o.GetSymbol(goja.SymToStringTag); tag != nil && tag.String() == "SharedArrayBuffer" {
		if w.into != nil && w.IsHost != nil && w.IsHost(o) { // its memory goes along, not a copy
			return w.into.thing(w, o)
		}
		return Refuse(w.vm, o)
	}
	if w.into != nil {
		w.into.block(w, memory)
		return nil
	}
	w.tag(tagBuffer)
	w.varint(len(memory))
	w.buf = append(w.buf, memory...)
	return nil
}

func (w *Writer) view(o *goja.Object) {
	v := slots.ViewOf(o)
	w.tag(tagView)
	w.tag(viewTags[v.Kind])
	w.varint(v.Offset)
	w.varint(len(v.Bytes))
	w.varint(0)
}
