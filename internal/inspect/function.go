package inspect

import (
	"math"
	"reflect"

	"github.com/dop251/goja"
)

// Function is the JavaScript function inspect, with its properties custom, colors and styles. Its defaultOptions
// accessor is left to the module that knows Node's errors: see DefaultOptionsObject and AssignDefaults.
func (ins *Inspector) Function() *goja.Object {
	if ins.function == nil {
		f := ins.native("inspect", 2, ins.call)
		ins.function = f
		enumerable := func(name string, v goja.Value) {
			must(nil, f.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
		}
		enumerable("custom", ins.intrinsics().custom)
		enumerable("colors", ins.ColorsObject())
		enumerable("styles", ins.StylesObject())
	}
	return ins.function
}

func (ins *Inspector) native(name string, length int, f func(goja.FunctionCall) goja.Value) *goja.Object {
	o := ins.vm.ToValue(f).(*goja.Object)
	must(nil, o.DefineDataProperty("name", ins.vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(nil, o.DefineDataProperty("length", ins.vm.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	return o
}

// call is inspect(value, options), or inspect(value, showHidden, depth, colors) as it was once.
func (ins *Inspector) call(call goja.FunctionCall) goja.Value {
	opts := ins.Defaults()
	args := call.Arguments
	if len(args) > 2 && !goja.IsUndefined(args[2]) {
		ins.option(&opts, "depth", args[2])
	}
	if len(args) > 3 && !goja.IsUndefined(args[3]) {
		opts.Colors = args[3].ToBoolean()
	}
	if len(args) > 1 {
		if o, ok := args[1].(*goja.Object); ok {
			ins.apply(&opts, o)
		} else if args[1].ExportType() != nil && args[1].ExportType().Kind() == reflect.Bool {
			opts.ShowHidden = args[1].ToBoolean()
		}
	}
	return Value(ins.vm, ins.Inspect(call.Argument(0), opts))
}

// OptionsFrom decodes an options object, on top of the defaults in force.
func (ins *Inspector) OptionsFrom(o *goja.Object) Options {
	opts := ins.Defaults()
	if o != nil {
		ins.apply(&opts, o)
	}
	return opts
}

func (ins *Inspector) apply(opts *Options, o *goja.Object) {
	for _, name := range o.Keys() {
		if !ins.option(opts, name, o.Get(name)) {
			opts.given = o
		}
	}
}

// option sets one option; it is false for a name that is none.
func (ins *Inspector) option(opts *Options, name string, v goja.Value) bool {
	switch name {
	case "showHidden":
		opts.ShowHidden = v.ToBoolean()
	case "depth":
		opts.depthNull = goja.IsNull(v)
		opts.Depth = limitOf(v)
	case "colors":
		opts.Colors = v.ToBoolean()
	case "customInspect":
		opts.CustomInspect = v.ToBoolean()
	case "showProxy":
		opts.ShowProxy = v.ToBoolean()
	case "maxArrayLength":
		opts.MaxArrayLength = limitOf(v)
	case "maxStringLength":
		opts.MaxStringLength = limitOf(v)
	case "breakLength":
		opts.BreakLength = v.ToFloat()
	case "compact":
		switch {
		case goja.IsNumber(v):
			opts.Compact = int(math.Max(0, math.Min(v.ToFloat(), math.MaxInt16)))
		case v.ToBoolean():
			opts.Compact = CompactLegacy
		default:
			opts.Compact = 0
		}
	case "sorted":
		opts.compare, _ = goja.AssertFunction(v)
		opts.Sorted = v.ToBoolean()
	case "getters":
		switch {
		case goja.IsString(v) && v.String() == "get":
			opts.Getters = GettersOnly
		case goja.IsString(v) && v.String() == "set":
			opts.Getters = GettersWithSetter
		case v.ToBoolean() && !goja.IsString(v):
			opts.Getters = GettersAll
		default:
			opts.Getters = GettersNone
		}
	case "numericSeparator":
		opts.NumericSeparator = v.ToBoolean()
	case "stylize":
		if opts.stylize, _ = goja.AssertFunction(v); v == goja.Value(ins.plain) || v == goja.Value(ins.coloured) {
			opts.stylize = nil
		}
	default:
		return false
	}
	return true
}

// limitOf is the number of an option for which null means no limit.
func limitOf(v goja.Value) float64 {
	if goja.IsNull(v) {
		return math.Inf(1)
	}
	return v.ToFloat()
}

// fields lists the options as scripts see them, in their order.
func (ins *Inspector) fields(opts *Options, set func(name string, v any)) {
	set("showHidden", opts.ShowHidden)
	if opts.depthNull {
		set("depth", goja.Null())
	} else {
		set("depth", opts.Depth)
	}
	set("colors", opts.Colors)
	set("customInspect", opts.CustomInspect)
	set("showProxy", opts.ShowProxy)
	set("maxArrayLength", opts.MaxArrayLength)
	set("maxStringLength", opts.MaxStringLength)
	set("breakLength", opts.BreakLength)
	switch opts.Compact {
	case CompactLegacy:
		set("compact", true)
	case 0:
		set("compact", false)
	default:
		set("compact", opts.Compact)
	}
	if opts.compare != nil {
		compare := opts.compare
		set("sorted", func(call goja.FunctionCall) goja.Value { return must(compare(call.This, call.Arguments...)) })
	} else {
		set("sorted", opts.Sorted)
	}
	switch opts.Getters {
	case GettersOnly:
		set("getters", "get")
	case GettersWithSetter:
		set("getters", "set")
	default:
		set("getters", opts.Getters == GettersAll)
	}
	set("numericSeparator", opts.NumericSeparator)
}

// DefaultOptionsObject is util.inspect.defaultOptions. From now on its properties are the defaults.
func (ins *Inspector) DefaultOptionsObject() *goja.Object {
	if ins.defaults == nil {
		o := ins.vm.NewObject()
		opts := DefaultOptions()
		ins.fields(&opts, func(name string, v any) { must(nil, o.Set(name, v)) })
		ins.defaults = o
	}
	return ins.defaults
}

// AssignDefaults is the setter of util.inspect.defaultOptions: what o has replaces what was.
func (ins *Inspector) AssignDefaults(o *goja.Object) {
	defaults := ins.DefaultOptionsObject()
	for _, name := range o.Keys() {
		must(nil, defaults.Set(name, o.Get(name)))
	}
}

// callbackOptions are the options that a custom inspect function is called with. A function behind a proxy may be of
// another world: it gets primitive values and a stylize function only.
func (p *printer) callbackOptions(foreign bool) *goja.Object {
	o := p.vm.NewObject()
	if foreign {
		o = p.vm.CreateObject(nil)
	}
	set := func(name string, v any) { must(nil, o.Set(name, v)) }
	set("stylize", p.stylizeFunction())
	p.fields(&p.Options, set)
	if p.given != nil {
		for _, name := range p.given.Keys() {
			set(name, p.given.Get(name))
		}
	}
	if foreign {
		for _, name := range o.Keys() {
			if _, isObject := o.Get(name).(*goja.Object); isObject {
				must(nil, o.Delete(name))
			}
		}
		set("stylize", p.guardedStylize())
	}
	return o
}

func (p *printer) stylizeFunction() *goja.Object {
	if p.stylize != nil {
		stylize := p.stylize
		return p.vm.ToValue(func(call goja.FunctionCall) goja.Value { return must(stylize(call.This, call.Arguments...)) }).(*goja.Object)
	}
	if p.Colors {
		if p.coloured == nil {
			p.coloured = p.native("stylizeWithColor", 2, func(call goja.FunctionCall) goja.Value {
				return Value(p.vm, p.colourize(Text(call.Argument(0)), styleNamed(call.Argument(1).String())))
			})
		}
		return p.coloured
	}
	if p.plain == nil {
		p.plain = p.native("stylizeNoColor", 1, func(call goja.FunctionCall) goja.Value { return call.Argument(0) })
	}
	return p.plain
}

// guardedStylize is stylize for functions of another world: it neither throws nor returns an object.
func (p *printer) guardedStylize() *goja.Object {
	stylize, _ := goja.AssertFunction(p.stylizeFunction())
	f := p.native("", 2, func(call goja.FunctionCall) goja.Value {
		result := call.Argument(0)
		p.attempt(func() { result = Value(p.vm, Text(must(stylize(goja.Undefined(), call.Arguments...)))) })
		return result
	})
	must(nil, f.SetPrototype(nil))
	return f
}

// ColorsObject is util.inspect.colors.
func (ins *Inspector) ColorsObject() *goja.Object {
	if ins.colors == nil {
		o := ins.vm.CreateObject(nil)
		for _, c := range Colors() {
			if c.Alias == "" {
				must(nil, o.Set(c.Name, ins.vm.NewArray(c.On, c.Off)))
				continue
			}
			target := c.Alias
			get := ins.native("get", 0, func(call goja.FunctionCall) goja.Value {
				return call.This.ToObject(ins.vm).Get(target)
			})
			set := ins.native("set", 1, func(call goja.FunctionCall) goja.Value {
				must(nil, call.This.ToObject(ins.vm).Set(target, call.Argument(0)))
				return goja.Undefined()
			})
			must(nil, o.DefineAccessorProperty(c.Name, get, set, goja.FLAG_TRUE, goja.FLAG_FALSE))
		}
		ins.colors = o
	}
	return ins.colors
}

// StylesObject is util.inspect.styles.
func (ins *Inspector) StylesObject() *goja.Object {
	if ins.styles == nil {
		o := ins.vm.CreateObject(nil)
		for s := styleSpecial; s <= styleModule; s++ {
			if s == styleRegExp {
				must(nil, o.Set("regexp", ins.highlightFunction()))
				continue
			}
			must(nil, o.Set(styleNames[s], s.color()))
		}
		ins.styles = o
	}
	return ins.styles
}
