package module

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// loadTypeScript makes m the CommonJS module that a TypeScript text is, or the ES module that it turns out to be.
func (l *Loader) loadTypeScript(m *goja.Object, src, file string) {
	text, err := loader.TypeScript(file, src)
	if err != nil {
		panic(nodeerr.Syntax(l.vm, err))
	}
	mayBeES := filepath.Ext(file) != ".cts"
	if mayBeES && loader.HasModuleSyntax(text) {
		l.isModule(m, file)
		return
	}
	p, err := loader.CompileTypeScript(file, text, src)
	if err != nil && mayBeES && loader.IsESModule(file, text) { // it awaits at its top level
		l.isModule(m, file)
		return
	}
	if err != nil {
		panic(nodeerr.Syntax(l.vm, err))
	}
	fv, err := l.vm.RunProgram(p)
	if err != nil {
		panic(err)
	}
	l.call(m, fv, file)
}

// isModule goes on with a file that has turned out to be an ES module.
func (l *Loader) isModule(m *goja.Object, file string) {
	if m == l.main {
		l.setMain(nil)
		l.runES(file)
	} else {
		l.requireES(m, file)
	}
}
