// Package inspect prints JavaScript values the way Node does: util.inspect, util.format and what they are made of.
//
// An Inspector belongs to one VM. Inspect starts a printer (printer.go), which walks the value:
//
//	printer.go     value: primitives, proxies, custom inspect functions, circular references; object: what kind it is
//	describe.go    names: constructor, Symbol.toStringTag, functions, classes, boxed primitives
//	members.go     the entries of arrays, maps, sets, buffers, promises, iterators
//	property.go    own keys and "key: value", getters, inherited properties
//	failure.go     errors and their stacks
//	layout.go      one line or several, columns
//	primitive.go   strings, numbers, symbols
//	rope.go        text that is put together without being copied
//	style.go       colours; highlight.go: regular expressions
//	format.go      printf-like formatting
//	function.go    the JavaScript function inspect, its options object
//	origin.go      names of objects that have lost their prototype
//
// It depends on goja and on what reads its values (internal/kind, internal/slots). Nothing of it touches a VM before a value that is not a string or a number is printed.
// Like the VM, an Inspector is for the goroutine that owns the VM.
package inspect

import (
	"github.com/dop251/goja"
)

// Options are util.inspect's, in Go types. Start from DefaultOptions or Inspector.Defaults.
type Options struct {
	ShowHidden       bool    // also non-enumerable properties, and what weak collections hold
	Depth            float64 // levels below the value; +Inf for all of them
	Colors           bool
	CustomInspect    bool // call [Symbol.for('nodejs.util.inspect.custom')]
	ShowProxy        bool
	MaxArrayLength   float64 // entries of arrays, sets, maps; +Inf for all of them
	MaxStringLength  float64
	BreakLength      float64 // columns
	Compact          int     // this many innermost levels may share a line; 0 for none, CompactLegacy for the oldest style
	Sorted           bool
	Getters          Getters
	NumericSeparator bool

	// compare orders properties where the script gave a function for sorted.
	compare goja.Callable
	// stylize is the script's own, in place of colours.
	stylize goja.Callable
	// given is the script's options object where it has keys that inspect does not know: they are for custom
	// inspect functions.
	given *goja.Object
	// depthNull remembers that depth was null, which custom inspect functions see.
	depthNull bool
}

// CompactLegacy is what compact: true means.
const CompactLegacy = -1

// Getters says which getters are called to show their value.
type Getters uint8

const (
	GettersNone Getters = iota
	GettersAll
	GettersOnly       // 'get': those without a setter
	GettersWithSetter // 'set'
)

// DefaultOptions are those of util.inspect.defaultOptions in a new process.
func DefaultOptions() Options {
	return Options{
		Depth:           2,
		CustomInspect:   true,
		MaxArrayLength:  100,
		MaxStringLength: 10000,
		BreakLength:     80,
		Compact:         3,
	}
}

// Inspector prints the values of one VM.
type Inspector struct {
	vm *goja.Runtime

	// Cwd gives the directory that coloured stacks show in grey; nil for none.
	Cwd func() string
	// IsBuiltin tells whether node:name is a built-in module, whose frames coloured stacks show in grey.
	IsBuiltin func(name string) bool

	// Settle is called with an error before its stack is read: what the engine threw by itself may still have to be put
	// into Node's form; nil for nothing.
	Settle func(vm *goja.Runtime, err goja.Value) goja.Value

	in      *intrinsics
	origins *origins

	// What scripts have asked for and may have changed since; nil until then.
	function *goja.Object
	defaults *goja.Object
	colors   *goja.Object
	styles   *goja.Object
	plain    *goja.Object // stylize without colours
	coloured *goja.Object // stylize with colours
}

// New returns an Inspector for vm. It does nothing with vm yet.
func New(vm *goja.Runtime) *Inspector { return &Inspector{vm: vm} }

// Inspect is util.inspect(v, opts). It panics with the JavaScript error where Node throws: when a custom inspect
// function does, or a proxy in a prototype chain.
func (ins *Inspector) Inspect(v goja.Value, opts Options) string {
	p := printer{Inspector: ins, Options: opts}
	return p.value(v, 0, false).String()
}

// Defaults are the options in force, which scripts may have changed through util.inspect.defaultOptions.
func (ins *Inspector) Defaults() Options {
	opts := DefaultOptions()
	if ins.defaults != nil {
		ins.apply(&opts, ins.defaults)
		opts.given = nil
	}
	return opts
}

// intrinsics are functions of the VM as they were when the first object was printed, so that a script that replaces
// Object.keys or Map.prototype.forEach does not change what is printed.
type intrinsics struct {
	ins  *Inspector
	got  map[string]goja.Callable
	errs *goja.Object // Error.prototype
	desc goja.Callable
	syms goja.Callable

	custom *goja.Symbol
}

func (ins *Inspector) intrinsics() *intrinsics {
	if ins.in == nil {
		in := &intrinsics{ins: ins, got: make(map[string]goja.Callable, 8)}
		object := ins.vm.Get("Object").(*goja.Object)
		in.desc, _ = goja.AssertFunction(object.Get("getOwnPropertyDescriptor"))
		in.syms, _ = goja.AssertFunction(object.Get("getOwnPropertySymbols"))
		in.errs, _ = ins.vm.Get("Error").(*goja.Object).Get("prototype").(*goja.Object)
		forKey, _ := goja.AssertFunction(ins.vm.Get("Symbol").(*goja.Object).Get("for"))
		in.custom = must(forKey(goja.Undefined(), ins.vm.ToValue("nodejs.util.inspect.custom"))).(*goja.Symbol)
		ins.in = in
	}
	return ins.in
}

// method calls class.prototype.name on this.
func (in *intrinsics) method(class, name string, this goja.Value, args ...goja.Value) goja.Value {
	key := class + "." + name
	f := in.got[key]
	if f == nil {
		proto := in.ins.vm.Get(class).(*goja.Object).Get("prototype").(*goja.Object)
		f, _ = goja.AssertFunction(proto.Get(name))
		in.got[key] = f
	}
	return must(f(this, args...))
}

// must returns v, or throws the JavaScript exception that a call ended with.
func must(v goja.Value, err error) goja.Value {
	if err != nil {
		panic(err)
	}
	return v
}

// attempt runs f and returns the JavaScript value it threw; nil when it threw none.
func (ins *Inspector) attempt(f func()) goja.Value {
	if ex := ins.vm.Try(f); ex != nil {
		if v := ex.Value(); v != nil {
			return v
		}
		return goja.Undefined()
	}
	return nil
}
