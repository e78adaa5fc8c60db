package module

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/jsconv"
	"github.com/gojs-run/gojs/internal/loader"
	"github.com/gojs-run/gojs/internal/nodeerr"
)

// isES: the name of file, or the package it is in, says that it is an ES module.
// A file without an extension is one only as the main module.
func (l *Loader) isES(file string, main bool) bool {
	switch filepath.Ext(file) {
	case ".mjs", ".mts":
		return true
	case ".cjs", ".cts", ".json", ".node":
		return false
	case "":
		if !main {
			return false
		}
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

// noteES tells the user why an import or export declaration is not understood. The
// program is about to end, so it cannot be an ordinary warning.
func (l *Loader) noteES(file string, err error) {
	var se *loader.SyntaxError
	if !errors.As(err, &se) || l.env.Host.Flags.NoWarnings {
		return
	}
	switch se.Message {
	case "Cannot use import statement outside a module", "Unexpected token 'export'", "Cannot use 'import.meta' outside a module":
		fmt.Fprintf(l.env.Host.Stderr, "(node:%d) Warning: Failed to load the ES module: %s. Make sure to set \"type\": \"module\" in the nearest package.json file or use the .mjs extension.\n"+
			"(Use `node --trace-warnings ...` to show where the warning was created)\n", os.Getpid(), file)
	}
}

// refuseES throws what require() of an ES module did before it could.
func (l *Loader) refuseES(file, parent string) {
	by := ""
	if parent != "" {
		by = " from " + parent
	}
	advice := "change the require of " + filepath.Base(file) + " in " + parent + " to a dynamic import() which is available in all CommonJS modules."
	if filepath.Ext(file) == ".js" && !loader.HasModuleSyntax(loader.Text(l.read(file))) {
		if pkg, err := l.resolver.Scope(filepath.Dir(file)); err == nil && pkg != nil {
			advice = "either rename " + filepath.Base(file) + " to end in .cjs, change the requiring code to use dynamic import() which is available in all CommonJS modules, " +
				`or change "type": "module" to "type": "commonjs" in ` + filepath.Join(pkg.Dir, "package.json") +
				" to treat all .js files as CommonJS (using .mjs for all ES modules instead).\n"
		}
	}
	panic(nodeerr.Make(l.vm, nodeerr.Error, "ERR_REQUIRE_ESM", "require() of ES Module "+file+by+" not supported.\nInstead "+advice))
}

func parentFile(m *goja.Object) string {
	if p, ok := m.GetSymbol(symParent.Get()).(*goja.Object); ok {
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
	if l.env.Host.Flags.NoRequireModule {
		l.refuseES(file, parent)
	}
	defer delete(l.requiring, m)
	x := jsconv.CallMethod(l.vm, l.env.Require("internal/esm"), "require", l.vm.ToValue(file), l.vm.ToValue(parent))
	_ = m.Set("exports", x)
}
