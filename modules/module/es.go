package module

import (
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
)

// isES: the name of file, or the package it is in, says that it is an ES module.
func (l *Loader) isES(file string) bool {
	switch filepath.Ext(file) {
	case ".mjs":
		return true
	case ".cjs", ".json", ".node":
		return false
	}
	pkg, err := l.resolver.Scope(filepath.Dir(file))
	return err == nil && pkg != nil && pkg.Type == "module"
}

// mayBeES: only the text of file tells whether it is an ES module.
func (l *Loader) mayBeES(file string) bool {
	if filepath.Ext(file) == ".cjs" {
		return false
	}
	pkg, err := l.resolver.Scope(filepath.Dir(file))
	return err == nil && (pkg == nil || pkg.Type == "")
}

// runES runs an ES module as the main module. That is asynchronous.
func (l *Loader) runES(file string) {
	jsconv.CallMethod(l.vm, l.env.Require("internal/esm"), "main", l.vm.ToValue(file))
}

func parentFile(m *goja.Object) string {
	if p, ok := m.GetSymbol(symParent).(*goja.Object); ok {
		if f := p.Get("filename"); f != nil && goja.IsString(f) {
			return f.String()
		}
	}
	return ""
}

// requireES makes m the ES module in file.
func (l *Loader) requireES(m *goja.Object, file string) {
	parent := parentFile(m)
	if l.requiring == nil {
		l.requiring = map[*goja.Object]string{}
	}
	l.requiring[m] = file
	defer delete(l.requiring, m)
	x := jsconv.CallMethod(l.vm, l.env.Require("internal/esm"), "require", l.vm.ToValue(file), l.vm.ToValue(parent))
	_ = m.Set("exports", x)
}
