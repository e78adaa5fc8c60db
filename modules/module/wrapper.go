package module

import (
	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// The text around a CommonJS module, as Module.wrapper shows it. Modules are not
// compiled with it (package loader puts the function around the parsed text)
// unless a script has changed it or Module.wrap.
const (
	wrapperHead = "(function (exports, require, module, __filename, __dirname) { "
	wrapperTail = "\n});"
)

type wrapper struct {
	wrap  goja.Value // Module.wrap as it was
	texts goja.Value // Module.wrapper, nil until a script reads or sets it
}

func (l *Loader) defineWrapper() {
	vm, m := l.vm, l.class
	jsconv.Export(vm, m, "wrap", 1, func(c goja.FunctionCall) goja.Value {
		head, tail := l.wrapperTexts()
		return vm.ToValue(head + c.Argument(0).String() + tail)
	})
	l.wrapper.wrap = m.Get("wrap")
	get := jsconv.NewFunc(vm, "get", 0, func(goja.FunctionCall) goja.Value {
		if l.wrapper.texts == nil {
			l.wrapper.texts = vm.NewArray(wrapperHead, wrapperTail)
		}
		return l.wrapper.texts
	})
	set := jsconv.NewFunc(vm, "set", 1, func(c goja.FunctionCall) goja.Value {
		l.wrapper.texts = c.Argument(0)
		return goja.Undefined()
	})
	_ = m.DefineAccessorProperty("wrapper", get, set, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// wrapperTexts reads Module.wrapper.
func (l *Loader) wrapperTexts() (head, tail string) {
	if l.wrapper.texts == nil {
		return wrapperHead, wrapperTail
	}
	return jsconv.Get(l.wrapper.texts, "0").String(), jsconv.Get(l.wrapper.texts, "1").String()
}

// patched reports whether a script has changed how modules are wrapped.
func (w *wrapper) patched(l *Loader) bool {
	if l.class.Get("wrap") != w.wrap {
		return true
	}
	head, tail := l.wrapperTexts()
	return head != wrapperHead || tail != wrapperTail
}

// compileWrapped compiles a module with a script's own text around it.
func (l *Loader) compileWrapped(m *goja.Object, src, file string) goja.Value {
	fn, _ := goja.AssertFunction(l.class.Get("wrap"))
	p, err := loader.CompileScript(file, jsconv.Call(fn, l.class, l.vm.ToValue(src)).String())
	if err != nil {
		panic(nodeerr.Syntax(l.vm, err))
	}
	v, err := l.vm.RunProgram(p)
	if err != nil {
		panic(err)
	}
	return l.call(m, v, file)
}
