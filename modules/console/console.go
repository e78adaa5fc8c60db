// Package console is Node's console (Node: console.md): the global object and the
// class Console.
//
// A printer holds what one console needs: two streams, the indentation of groups,
// counters and timers. The global console writes straight to the Runtime's
// standard streams as long as the script has not touched process.stdout or
// process.stderr, so that console.log loads no stream; from then on it calls their
// write, as Node does, so that a script which replaces it sees every line.
package console

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/inspect"
	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/stack"
	"github.com/gojs-run/gojs/modules"
)

// Modules is what this package adds to the table of built-ins.
var Modules = []modules.Module{{Name: "console", Load: load}}

// printer is one console.
type printer struct {
	env *modules.Env
	vm  *goja.Runtime
	out [2]sink // stdout, stderr

	ignoreErrors bool
	indent       string
	step         int // columns a group indents
	counts       map[string]int
	timers       map[string]time.Time
	options      [2]goja.Value // inspectOptions of out and err, nil for none
	color        colorMode

	object *goja.Object
}

const (
	stdout = 0
	stderr = 1
)

// methods are in the order in which Node defines them.
var methods = [...]struct {
	name string
	call func(p *printer, c goja.FunctionCall)
}{
	{"log", (*printer).log},
	{"info", (*printer).log},
	{"debug", (*printer).log},
	{"warn", (*printer).warn},
	{"error", (*printer).warn},
	{"dir", (*printer).dir},
	{"time", (*printer).time},
	{"timeEnd", (*printer).timeEnd},
	{"timeLog", (*printer).timeLog},
	{"trace", (*printer).trace},
	{"assert", (*printer).assert},
	{"clear", (*printer).clear},
	{"count", (*printer).count},
	{"countReset", (*printer).countReset},
	{"group", (*printer).group},
	{"groupEnd", (*printer).groupEnd},
	{"table", (*printer).table},
	{"dirxml", (*printer).log},
	{"groupCollapsed", (*printer).group},
}

func newPrinter(env *modules.Env) *printer {
	return &printer{env: env, vm: env.VM, ignoreErrors: true, step: 2}
}

// define puts the methods on o, bound to p.
func (p *printer) define(o *goja.Object) {
	p.object = o
	jsconv.Getter(p.vm, o, "_times", false, func(goja.Value) goja.Value { return p.times() })
	for _, m := range methods {
		jsconv.Export(p.vm, o, m.name, 0, func(c goja.FunctionCall) goja.Value {
			m.call(p, c)
			return goja.Undefined()
		})
	}
}

// print formats args and writes one line.
func (p *printer) print(to int, args []goja.Value) {
	if len(args) == 1 && goja.IsString(args[0]) {
		p.line(to, args[0].String())
		return
	}
	opts := p.inspectOptions(to)
	p.line(to, p.env.Inspector().FormatWithOptions(opts, args))
}

func (p *printer) inspectOptions(to int) inspect.Options {
	ins := p.env.Inspector()
	var own *goja.Object
	if v := p.options[to]; v != nil {
		own = v.ToObject(p.vm)
	}
	opts := ins.OptionsFrom(own)
	if own == nil || jsconv.Missing(own.Get("colors")) {
		opts.Colors = p.colors(to)
	}
	return opts
}

func (p *printer) line(to int, text string) {
	if p.indent != "" {
		text = p.indent + strings.ReplaceAll(text, "\n", "\n"+p.indent)
	}
	p.out[to].write(p, text+"\n")
}

func (p *printer) log(c goja.FunctionCall)  { p.print(stdout, c.Arguments) }
func (p *printer) warn(c goja.FunctionCall) { p.print(stderr, c.Arguments) }

func (p *printer) dir(c goja.FunctionCall) {
	opts := p.inspectOptions(stdout)
	if o, ok := c.Argument(1).(*goja.Object); ok {
		own := p.env.Inspector().OptionsFrom(o)
		if jsconv.Missing(o.Get("colors")) {
			own.Colors = opts.Colors
		}
		opts = own
	}
	if jsconv.Missing(jsconv.Get(c.Argument(1), "customInspect")) {
		opts.CustomInspect = false
	}
	p.line(stdout, p.env.Inspector().Inspect(c.Argument(0), opts))
}

func (p *printer) trace(c goja.FunctionCall) {
	err := nodeerr.Plain(p.vm, nodeerr.Error, "")
	_ = err.Set("name", "Trace")
	if len(c.Arguments) > 0 {
		_ = err.Set("message", p.env.Inspector().Format(c.Arguments))
	}
	stack.Set(p.vm, err, "")
	p.callWarn(err.Get("stack"))
}

// callWarn and callLog go through the object, where a script may have put a
// function of its own.
func (p *printer) callWarn(args ...goja.Value) { jsconv.CallMethod(p.vm, p.object, "warn", args...) }
func (p *printer) callLog(args ...goja.Value)  { jsconv.CallMethod(p.vm, p.object, "log", args...) }

func (p *printer) assert(c goja.FunctionCall) {
	if c.Argument(0).ToBoolean() {
		return
	}
	args := []goja.Value{p.vm.ToValue("Assertion failed")}
	if len(c.Arguments) > 1 {
		rest := c.Arguments[1:]
		if goja.IsString(rest[0]) {
			args[0] = p.vm.ToValue("Assertion failed: " + rest[0].String())
			rest = rest[1:]
		}
		args = append(args, rest...)
	}
	p.callWarn(args...)
}

// clear empties a terminal; elsewhere it does nothing.
func (p *printer) clear(goja.FunctionCall) {
	if term, ok := p.env.Host.Env.Get("TERM"); ok && term == "dumb" {
		return
	}
	if p.out[stdout].isTerminal(p) {
		p.out[stdout].write(p, "\x1b[1;1H\x1b[0J")
	}
}

// label is the name of a counter or timer.
func (p *printer) label(c goja.FunctionCall) string {
	v := c.Argument(0)
	if goja.IsUndefined(v) {
		return "default"
	}
	if _, ok := v.(*goja.Symbol); ok {
		panic(p.vm.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return v.String()
}

func (p *printer) count(c goja.FunctionCall) {
	if p.counts == nil {
		p.counts = map[string]int{}
	}
	l := p.label(c)
	p.counts[l]++
	p.callLog(p.vm.ToValue(l + ": " + p.vm.ToValue(p.counts[l]).String()))
}

func (p *printer) countReset(c goja.FunctionCall) {
	l := p.label(c)
	if _, ok := p.counts[l]; !ok {
		p.emitWarning("Count for '" + l + "' does not exist")
		return
	}
	delete(p.counts, l)
}

func (p *printer) group(c goja.FunctionCall) {
	if len(c.Arguments) > 0 {
		p.callLog(c.Arguments...)
	}
	p.indent += strings.Repeat(" ", p.step)
}

func (p *printer) groupEnd(goja.FunctionCall) {
	p.indent = p.indent[:max(0, len(p.indent)-p.step)]
}

func (p *printer) emitWarning(text string) {
	jsconv.CallMethod(p.vm, p.env.Require("process"), "emitWarning", p.vm.ToValue(text))
}
