package clone

import (
	"slices"
	"sort"
	"strconv"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/slots"
)

func (r *Reader) object(tag byte) (goja.Value, error) {
	switch tag {
	case tagObject:
		o := r.vm.NewObject()
		r.number(o)
		return r.properties(o)
	case tagDense:
		return r.dense()
	case tagSparse:
		return r.sparse()
	case tagMap:
		return r.entries("Map", "set", tagMapEnd, 2)
	case tagSet:
		return r.entries("Set", "add", tagSetEnd, 1)
	case tagDate:
		f, ok := r.Double()
		return r.made("Date", ok, slots.Float(f))
	case tagTrueObject:
		return r.numbered(r.vm.ToValue(true).ToObject(r.vm)), nil
	case tagFalseObject:
		return r.numbered(r.vm.ToValue(false).ToObject(r.vm)), nil
	case tagNumberObject:
		f, ok := r.Double()
		return r.numbered(slots.Float(f).ToObject(r.vm)), invalid(ok)
	case tagBigIntObject:
		n := r.number(nil)
		v, err := r.bigInt()
		if err != nil {
			return nil, err
		}
		r.objects[n] = v.ToObject(r.vm)
		return r.objects[n], nil
	case tagStringObject:
		n := r.number(nil)
		s := r.string()
		if s == nil {
			return nil, ErrInvalid
		}
		r.objects[n] = s.ToObject(r.vm)
		return r.objects[n], nil
	case tagRegExp:
		return r.regExp()
	case tagError:
		return r.error()
	case tagBuffer, tagResizable:
		return r.buffer(tag)
	case tagTransferred:
		n := r.number(nil)
		u, ok := r.varint()
		buffer, known := r.received(uint32(u))
		if !ok || !known {
			return nil, ErrInvalid
		}
		r.objects[n] = buffer
		return buffer, nil
	case tagBlock:
		return r.block()
	case tagHost, tagThing:
		return r.host(tag)
	}
	return nil, ErrInvalid
}

// number gives an object the next number; nil is for one that is set later.
func (r *Reader) number(o *goja.Object) int {
	r.objects = append(r.objects, o)
	return len(r.objects) - 1
}

func (r *Reader) numbered(o *goja.Object) goja.Value {
	r.number(o)
	return o
}

// made constructs an object whose contents were read, if they were.
func (r *Reader) made(class string, ok bool, args ...goja.Value) (goja.Value, error) {
	if !ok {
		return nil, ErrInvalid
	}
	n := r.number(nil)
	o, err := r.vm.New(r.vm.Get(class), args...)
	if err != nil {
		return nil, err
	}
	r.objects[n] = o
	return o, nil
}

// members reads keys and values up to the end tag and returns where in names and values they begin.
func (r *Reader) members(end byte) (firstName, firstValue int, err error) {
	firstName, firstValue = len(r.names), len(r.values)
	for {
		tag := r.tag()
		if tag == end {
			break
		}
		name, ok := r.key(tag)
		if !ok {
			return 0, 0, ErrInvalid
		}
		r.names = append(r.names, name)
		v, err := r.read()
		if err != nil {
			return 0, 0, err
		}
		r.values = append(r.values, v)
	}
	if n, ok := r.varint(); !ok || n != uint64(len(r.names)-firstName) {
		return 0, 0, ErrInvalid
	}
	return firstName, firstValue, nil
}

// key reads a property's name, which is a string or a number. Short ones are kept, as messages tend to repeat them.
func (r *Reader) key(tag byte) (slots.Name, bool) {
	switch tag {
	case tagInt:
		u, ok := r.varint()
		return slots.Name(strconv.Itoa(int(int32(uint32(u)>>1) ^ -int32(u&1)))), ok
	case tagUint:
		u, ok := r.varint()
		return slots.Name(strconv.Itoa(int(uint32(u)))), ok
	case tagDouble:
		f, ok := r.Double()
		return slots.Name(slots.Float(f).String()), ok
	case tagLatin1:
		if r.at >= len(r.data) {
			return "", false
		}
		n := int(r.data[r.at])
		if n == 0 || n > 32 || n >= len(r.data)-r.at {
			break
		}
		b := r.data[r.at+1 : r.at+1+n]
		kept := &r.keys[(byte(n*31)^b[0]^b[n-1]*7^b[n/2]*13)%byte(len(r.keys))]
		if *kept != string(b) {
			ascii := true
			for _, c := range b {
				ascii = ascii && c < 0x80
			}
			if !ascii {
				break
			}
			*kept = string(b)
		}
		r.at += 1 + n
		return slots.Name(*kept), true
	case tagUTF16, tagUTF8, tagShared:
	default:
		return "", false
	}
	v := r.characters(tag)
	if v == nil {
		return "", false
	}
	return slots.NameOf(v), true
}

func (r *Reader) properties(o *goja.Object) (goja.Value, error) {
	name, value, err := r.members(tagObjectEnd)
	if err != nil {
		return nil, err
	}
	distinct := slots.Fill(o, r.names[name:], r.values[value:])
	r.drop(name, value)
	return o, invalid(distinct)
}

func (r *Reader) dense() (goja.Value, error) {
	n, ok := r.length()
	if !ok {
		return nil, ErrInvalid
	}
	o := r.vm.NewArray()
	r.number(o)
	first := len(r.values)
	for range n {
		if r.peek() == tagHole {
			r.tag()
			r.values = append(r.values, nil)
			continue
		}
		v, err := r.read()
		if err != nil {
			return nil, err
		}
		r.values = append(r.values, v)
	}
	elements := append(make([]goja.Value, 0, n), r.values[first:]...)
	r.drop(len(r.names), first)
	name, value, err := r.members(tagDenseEnd)
	if err != nil {
		return nil, err
	}
	if again, ok := r.varint(); !ok || again != uint64(n) {
		return nil, ErrInvalid
	}
	slots.SetElements(o, elements)
	return o, r.assign(o, name, value)
}

func (r *Reader) sparse() (goja.Value, error) {
	n, ok := r.varint()
	if !ok {
		return nil, ErrInvalid
	}
	length := uint32(n)
	o := r.vm.NewArray()
	r.number(o)
	if err := o.Set("length", int64(length)); err != nil {
		return nil, err
	}
	name, value, err := r.members(tagSparseEnd)
	if err != nil {
		return nil, err
	}
	if again, ok := r.varint(); !ok || uint32(again) != length {
		return nil, ErrInvalid
	}
	return o, r.assign(o, name, value)
}

// assign gives an array the properties that were read, elements in the order of their indexes.
func (r *Reader) assign(o *goja.Object, firstName, firstValue int) error {
	names, values := r.names[firstName:], r.values[firstValue:]
	defer r.drop(firstName, firstValue)
	if len(names) == 0 {
		return nil
	}
	members := &byIndex{names, values}
	if !sort.IsSorted(members) {
		sort.Stable(members)
	}
	p, _ := slots.NamedOf(o)
	for i, n := range names {
		if again := i > 0 && n == names[i-1]; again || taken(o, p, n) {
			return ErrInvalid
		}
		if err := o.DefineDataProperty(n.String(), values[i], goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
			return err
		}
	}
	return nil
}

// taken reports whether an array has an element or a property of that name.
func taken(o *goja.Object, p slots.Plain, n slots.Name) bool {
	i, isIndex := slots.Index(n)
	if !isIndex {
		return n == "length" || p != slots.Plain{} && p.Has(n)
	}
	a, ok := slots.ArrayOf(o)
	if !ok {
		return false // it is sparse, and its indexes come in order
	}
	v, _ := a.Own(int(i))
	return v != nil
}

// byIndex orders properties as objects list them.
type byIndex struct {
	names  []slots.Name
	values []goja.Value
}

func (m *byIndex) Len() int { return len(m.names) }
func (m *byIndex) Less(i, j int) bool {
	a, isIndex := slots.Index(m.names[i])
	b, isOther := slots.Index(m.names[j])
	return isIndex && (!isOther || a < b)
}

func (m *byIndex) Swap(i, j int) {
	m.names[i], m.names[j] = m.names[j], m.names[i]
	m.values[i], m.values[j] = m.values[j], m.values[i]
}

// entries reads a Map or a Set, whose entries have so many values each.
func (r *Reader) entries(class, method string, end byte, each int) (goja.Value, error) {
	n := r.number(nil)
	o, err := r.vm.New(r.vm.Get(class))
	if err != nil {
		return nil, err
	}
	r.objects[n] = o
	add, ok := o.Get(method).(*goja.Object)
	if !ok {
		return nil, ErrInvalid
	}
	insert, _ := add.Export().(jsconv.Func)
	args := make([]goja.Value, each)
	count := uint64(0)
	for {
		if r.peek() == end {
			r.tag()
			break
		}
		for i := range args {
			if args[i], err = r.read(); err != nil {
				return nil, err
			}
		}
		if insert != nil {
			insert(goja.FunctionCall{This: o, Arguments: args})
		} else {
			jsconv.Invoke(r.vm, add, o, args...)
		}
		count += uint64(each)
	}
	if total, ok := r.varint(); !ok || total != count {
		return nil, ErrInvalid
	}
	return o, nil
}

func (r *Reader) regExp() (goja.Value, error) {
	n := r.number(nil)
	source := r.string()
	bits, ok := r.varint()
	const unicode, unicodeSets = 1 << 4, 1 << 8
	if source == nil || !ok || bits >= 1<<len(regExpFlags) || bits&unicode != 0 && bits&unicodeSets != 0 {
		return nil, ErrInvalid
	}
	var flags []byte
	for i, flag := range []byte(regExpFlags) {
		if bits&(1<<i) != 0 {
			if flag == '?' {
				return nil, ErrInvalid
			}
			flags = append(flags, flag)
		}
	}
	o, err := r.vm.New(r.vm.Get("RegExp"), source, slots.ASCII(string(flags)))
	if err != nil {
		return nil, err
	}
	r.objects[n] = o
	return o, nil
}

// error reads an error. V8 has changed the order of what it consists of, so any order is taken.
func (r *Reader) error() (goja.Value, error) {
	n := r.number(nil)
	class := "Error"
	var message, text goja.Value
	var o *goja.Object
	construct := func() (err error) {
		if o != nil {
			return nil
		}
		var args []goja.Value
		if message != nil {
			args = append(args, message)
		}
		if o, err = r.vm.New(r.vm.Get(class), args...); err == nil {
			r.objects[n] = o
		}
		return err
	}
	for {
		switch r.tag() {
		case errorEvalError:
			class = "EvalError"
		case errorRangeError:
			class = "RangeError"
		case errorReferenceError:
			class = "ReferenceError"
		case errorSyntaxError:
			class = "SyntaxError"
		case errorTypeError:
			class = "TypeError"
		case errorURIError:
			class = "URIError"
		case errorMessage:
			if message = r.string(); message == nil || o != nil {
				return nil, ErrInvalid
			}
		case errorStack:
			if text = r.string(); text == nil {
				return nil, ErrInvalid
			}
		case errorCause:
			if err := construct(); err != nil { // the cause may refer to it
				return nil, err
			}
			cause, err := r.read()
			if err != nil {
				return nil, err
			}
			jsconv.Hidden(o, "cause", cause)
		case errorEnd:
			if err := construct(); err != nil {
				return nil, err
			}
			if text == nil {
				text = goja.Undefined()
			}
			jsconv.Hidden(o, "stack", text)
			return o, nil
		default:
			return nil, ErrInvalid
		}
	}
}

func (r *Reader) buffer(tag byte) (goja.Value, error) {
	size, ok := r.varint()
	if !ok {
		return nil, ErrInvalid
	}
	if tag == tagResizable {
		most, ok := r.varint()
		if !ok || most < size {
			return nil, ErrInvalid
		}
	}
	b, ok := r.Raw(size)
	if !ok {
		return nil, ErrInvalid
	}
	o := r.vm.ToValue(r.vm.NewArrayBuffer(slices.Clone(b))).(*goja.Object)
	r.number(o)
	if tag == tagResizable {
		if r.resizable == nil {
			r.resizable = map[*goja.Object]bool{}
		}
		r.resizable[o] = true
	}
	return o, nil
}

// view reads a view of an ArrayBuffer.
func (r *Reader) view(buffer *goja.Object) (goja.Value, error) {
	n := r.number(nil)
	if r.at == len(r.data) {
		return nil, ErrInvalid
	}
	kind := slots.ViewKinds
	for k := range slots.ViewKinds {
		if viewTags[k] == r.data[r.at] {
			kind = k
		}
	}
	r.at++
	offset, ok1 := r.varint()
	length, ok2 := r.varint()
	if !ok1 || !ok2 || kind == slots.ViewKinds {
		return nil, ErrInvalid
	}
	memory, detached := slots.BufferOf(buffer)
	size := uint64(len(memory))
	if r.version >= 14 {
		flags, ok := r.varint()
		ofResizable := flags&viewOfResizable != 0
		if !ok || ofResizable != r.resizable[buffer] || flags&viewTracksLength != 0 && !ofResizable {
			return nil, ErrInvalid
		}
		if flags&viewTracksLength != 0 && offset <= size {
			length = (size - offset) / uint64(kind.Size()) * uint64(kind.Size())
		}
	}
	if detached || offset > size || length > size-offset || offset%uint64(kind.Size()) != 0 || length%uint64(kind.Size()) != 0 {
		return nil, ErrInvalid
	}
	o, err := newView(r.vm, kind, buffer, int(offset), int(length))
	if err != nil {
		return nil, err
	}
	r.objects[n] = o
	return o, nil
}

// newView makes a view of length bytes.
func newView(vm *goja.Runtime, kind slots.ViewKind, buffer *goja.Object, offset, length int) (*goja.Object, error) {
	constructor := vm.Get(kind.String())
	if constructor == nil {
		return nil, ErrInvalid
	}
	return vm.New(constructor, buffer, slots.Int(int64(offset)), slots.Int(int64(length/kind.Size())))
}

func (r *Reader) host(tag byte) (goja.Value, error) {
	n := r.number(nil)
	read := r.Host
	if tag == tagThing {
		read = (*Reader).thing
	}
	if read == nil {
		return nil, ErrInvalid
	}
	v, err := read(r)
	if err != nil {
		return nil, err
	}
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, ErrInvalid
	}
	r.objects[n] = o
	return o, nil
}
