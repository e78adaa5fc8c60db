package language

import (
	"errors"
	"strings"
	"unicode/utf16"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/kind"
	"github.com/gojs-run/gojs/internal/regexps"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/modules"
)

// foreign is what a regular expression keeps that goja would not have compiled.
type foreign struct{ flags string }

var foreignSlot = jsconv.Slot[foreign]{Name: "regexp"}

// regexpMaker makes regular expressions; construct is goja's own constructor.
type regexpMaker struct {
	vm        *goja.Runtime
	ctor      *goja.Object
	exec      goja.Callable
	construct func(args []goja.Value, newTarget *goja.Object) *goja.Object

	// literals are the compiled forms of literals, which are evaluated again and again.
	// No script has them: it gets a clone, whose state is its own.
	literals map[literal]*goja.Object
}

type literal struct{ pattern, flags string }

// loadRegexp mends the constructor RegExp, and exports what literals are compiled to.
func loadRegexp(env *modules.Env, module *goja.Object) {
	vm := env.VM
	x := module.Get("exports").(*goja.Object)
	ctor := slots.Intrinsic(vm, "RegExp") // the global variable may be the one that is being read
	if ctor == nil {
		ctor = vm.Get("RegExp").(*goja.Object)
	}
	m := &regexpMaker{vm: vm, ctor: ctor, literals: map[literal]*goja.Object{}}
	native, ok := slots.NativeOf(ctor)
	if !ok {
		panic(vm.NewTypeError("goja's RegExp cannot be extended"))
	}
	m.construct = *native.Construct
	call := *native.Call
	*native.Construct = m.new
	*native.Call = func(c goja.FunctionCall) goja.Value {
		if o, ok := c.Argument(0).(*goja.Object); ok && jsconv.Missing(c.Argument(1)) && kind.Of(o) == kind.RegExp {
			return call(c)
		}
		return m.new(c.Arguments, ctor)
	}
	proto := ctor.Get("prototype").(*goja.Object)
	m.exec, _ = goja.AssertFunction(proto.Get("exec"))
	m.accessors(proto)
	_ = x.Set("regexp", func(c goja.FunctionCall) goja.Value { return m.literal(c.Argument(0), c.Argument(1)) })
	jsconv.Method(vm, ctor, "escape", 1, func(c goja.FunctionCall) goja.Value {
		if !goja.IsString(c.Argument(0)) {
			panic(vm.NewTypeError("RegExp.escape: argument is not a string"))
		}
		return vm.ToValue(regexps.Escape(c.Argument(0).String()))
	})
}

// literal evaluates a literal: its pattern is compiled once, and not before it is needed.
func (m *regexpMaker) literal(pattern, flags goja.Value) *goja.Object {
	key := literal{pattern.String(), flags.String()}
	compiled := m.literals[key]
	if compiled == nil {
		compiled = m.new([]goja.Value{pattern, flags}, m.ctor)
		m.literals[key] = compiled
	}
	o := m.construct([]goja.Value{compiled}, m.ctor)
	m.finish(o, key.flags)
	return o
}

// new makes a regular expression of a pattern and flags.
func (m *regexpMaker) new(args []goja.Value, newTarget *goja.Object) *goja.Object {
	pattern, flags, ok := m.parts(args)
	if !ok || !regexps.Foreign(pattern.String(), flags) {
		var made *goja.Object
		if ex := m.vm.Try(func() { made = m.construct(args, newTarget) }); ex != nil {
			panic(m.reworded(ex, pattern, flags, ok))
		}
		return made
	}
	text, left, err := regexps.Translate(pattern.String(), flags)
	if err != nil {
		if errors.Is(err, regexps.ErrFlags) {
			panic(m.syntaxError("Invalid flags supplied to RegExp constructor '" + flags + "'"))
		}
		panic(m.syntaxError("Invalid regular expression: /" + pattern.String() + "/" + flags + ": " + err.Error()))
	}
	var o *goja.Object
	if ex := m.vm.Try(func() { o = m.construct([]goja.Value{m.vm.ToValue(text), m.vm.ToValue(left)}, newTarget) }); ex != nil {
		panic(m.reworded(ex, pattern, flags, true))
	}
	slots.SetSource(o, pattern)
	m.finish(o, flags)
	return o
}

// finish gives an expression what goja does not know of its flags.
func (m *regexpMaker) finish(o *goja.Object, flags string) {
	if strings.ContainsAny(flags, "dv") {
		foreignSlot.Set(m.vm, o, &foreign{flags})
	}
	if strings.Contains(flags, "d") {
		exec := jsconv.NewFunc(m.vm, "exec", 1, func(c goja.FunctionCall) goja.Value { return m.execIndices(c.This, c.Argument(0)) })
		_ = o.DefineDataProperty("exec", exec, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	}
}

// parts are the pattern and the flags of a constructor's arguments. It fails for those that goja has to look at.
func (m *regexpMaker) parts(args []goja.Value) (pattern goja.String, flags string, ok bool) {
	pattern = m.vm.ToValue("").(goja.String)
	if len(args) > 0 {
		switch v := args[0].(type) {
		case *goja.Object:
			if kind.Of(v) != kind.RegExp {
				return pattern, "", false
			}
			pattern = m.vm.ToValue(kind.Source(v)).(goja.String)
			if f := foreignSlot.Get(v); f != nil {
				flags = f.flags
			} else {
				flags = v.Get("flags").String()
			}
		case goja.String:
			pattern = v
		default:
			return pattern, "", goja.IsUndefined(v)
		}
	}
	if len(args) > 1 && !jsconv.Missing(args[1]) {
		if !goja.IsString(args[1]) {
			return pattern, "", false
		}
		flags = args[1].String()
	}
	return pattern, flags, true
}

func (m *regexpMaker) syntaxError(message string) *goja.Object {
	o, err := m.vm.New(m.vm.Get("SyntaxError"), m.vm.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}

// reworded is a SyntaxError of goja's in V8's words.
func (m *regexpMaker) reworded(ex *goja.Exception, pattern goja.String, flags string, known bool) any {
	o, ok := ex.Value().(*goja.Object)
	if !ok || !known || !strings.HasPrefix(o.Get("name").String(), "Syntax") {
		return ex.Value()
	}
	message := o.Get("message").String()
	if strings.HasPrefix(message, "Invalid flags") {
		return m.syntaxError("Invalid flags supplied to RegExp constructor '" + flags + "'")
	}
	return m.syntaxError("Invalid regular expression: /" + pattern.String() + "/" + flags + ": " + regexps.Reason(message))
}

// accessors adds what goja's RegExp.prototype lacks.
func (m *regexpMaker) accessors(proto *goja.Object) {
	has := func(flag string) func(goja.Value) goja.Value {
		return func(this goja.Value) goja.Value {
			o, ok := this.(*goja.Object)
			if !ok || kind.Of(o) != kind.RegExp {
				return goja.Undefined()
			}
			f := foreignSlot.Get(o)
			return m.vm.ToValue(f != nil && strings.Contains(f.flags, flag))
		}
	}
	jsconv.Getter(m.vm, proto, "hasIndices", false, has("d"))
	jsconv.Getter(m.vm, proto, "unicodeSets", false, has("v"))
	jsconv.Getter(m.vm, proto, "flags", false, func(this goja.Value) goja.Value {
		o, ok := this.(*goja.Object)
		if !ok {
			panic(m.vm.NewTypeError("RegExp.prototype.flags getter called on non-object " + this.String()))
		}
		if f := foreignSlot.Get(o); f != nil {
			var b strings.Builder
			for _, c := range "dgimsuvy" {
				if strings.ContainsRune(f.flags, c) {
					b.WriteRune(c)
				}
			}
			return m.vm.ToValue(b.String())
		}
		var b []byte
		for _, p := range [...]struct {
			name string
			flag byte
		}{{"hasIndices", 'd'}, {"global", 'g'}, {"ignoreCase", 'i'}, {"multiline", 'm'}, {"dotAll", 's'}, {"unicode", 'u'}, {"unicodeSets", 'v'}, {"sticky", 'y'}} {
			if v := o.Get(p.name); v != nil && v.ToBoolean() {
				b = append(b, p.flag)
			}
		}
		return m.vm.ToValue(string(b))
	})
	goSource, _ := goja.AssertFunction(m.getter(proto, "source"))
	if goSource != nil {
		jsconv.Getter(m.vm, proto, "source", false, func(this goja.Value) goja.Value {
			if o, ok := this.(*goja.Object); ok && kind.Of(o) == kind.RegExp {
				return m.vm.ToValue(regexps.Source(kind.Source(o)))
			}
			return jsconv.Call(goSource, this)
		})
	}
}

func (m *regexpMaker) getter(o *goja.Object, name string) goja.Value {
	object := m.vm.Get("Object").(*goja.Object)
	d, ok := jsconv.CallMethod(m.vm, object, "getOwnPropertyDescriptor", o, m.vm.ToValue(name)).(*goja.Object)
	if !ok {
		return goja.Undefined()
	}
	return d.Get("get")
}

// execIndices is exec for the flag d: its result says where the groups lie.
func (m *regexpMaker) execIndices(this, text goja.Value) goja.Value {
	text = text.ToString()
	v := jsconv.Call(m.exec, this, text)
	result, ok := v.(*goja.Object)
	if !ok {
		return v
	}
	re := (*regexp2.Regexp)(slots.BacktrackingEngine(this.(*goja.Object)))
	if re == nil {
		return v
	}
	runes, at := unitsOf(text.String(), text, this.(*goja.Object).Get("unicode").ToBoolean())
	start := 0
	for index := int(result.Get("index").ToInteger()); start < len(at) && at[start] < index; start++ {
	}
	match, err := re.FindRunesMatchStartingAt(runes, start)
	if match == nil || err != nil {
		return v
	}
	var list []any
	var groups *goja.Object
	for i, g := range match.Groups() {
		var where goja.Value = goja.Undefined()
		if !goja.IsUndefined(result.Get(itoa(i))) && len(g.Captures) > 0 {
			where = m.vm.NewArray(at[g.RuneIndex], at[g.RuneIndex+g.RuneLength])
		}
		list = append(list, where)
		if g.Name != "" && g.Name != itoa(i) {
			if groups == nil {
				groups = m.vm.CreateObject(nil)
			}
			_ = groups.Set(g.Name, where)
		}
	}
	indices := m.vm.NewArray(list...)
	if groups != nil {
		_ = indices.Set("groups", groups)
	} else {
		_ = indices.Set("groups", goja.Undefined())
	}
	_ = result.Set("indices", indices)
	return result
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + itoa(i%10)
}

// unitsOf is a text as the engine sees it, code points or 16-bit units, and where each begins.
func unitsOf(text string, v goja.Value, points bool) (runes []rune, at []int) {
	ascii, units, ok := slots.Text(v)
	if ok {
		units = utf16.Encode([]rune(ascii))
	} else if len(units) == 0 {
		units = utf16.Encode([]rune(text))
	}
	for i := 0; i < len(units); i++ {
		c := rune(units[i])
		at = append(at, i)
		if points && utf16.IsSurrogate(c) && i+1 < len(units) {
			if p := utf16.DecodeRune(c, rune(units[i+1])); p != 0xfffd {
				c = p
				i++
			}
		}
		runes = append(runes, c)
	}
	return runes, append(at, len(units))
}
