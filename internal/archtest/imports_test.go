// Package archtest keeps the rooms of the project apart: which package may import which, and which calls have one place.
//
//	cmd -> runtime -> modules/<x> -> modules -> eventloop, internal/proc -> spawn
//	                                            and the other internal leaves
//
// Imports go from left to right only: spawn is the interface and imports nothing of ours, internal/proc is the local
// machine behind it. Test files are free.
package archtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/gojs-run/gojs"

// pkg is what `go list -json` tells of a package, as far as it matters here.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	Deps       []string
}

// level is how far up a room is: imports go to a lower one, or stay inside the room. Which rooms there are is told in
// docs/ARCHITECTURE.md; a new one takes its place here.
func level(room string) (int, bool) {
	switch {
	case room == "cmd", room == "bench", room == "examples":
		return 6, true
	case room == "runtime":
		return 5, true
	case strings.HasPrefix(room, "modules/"):
		return 4, true
	case room == "modules":
		return 3, true
	case room == "eventloop", room == "spawn":
		return 2, true
	case room == "internal":
		return 1, true
	}
	return 0, false
}

// roomOf is the room of a package named from the module's root: the first folder, and for a built-in module its own.
func roomOf(name string) string {
	parts := strings.Split(name, "/")
	if parts[0] == "modules" && len(parts) > 1 {
		return path.Join(parts[:2]...)
	}
	return parts[0]
}

// violation says why from must not import to, both named from the module's root; it is empty if it may.
func violation(from, to string) string {
	fromRoom, toRoom := roomOf(from), roomOf(to)
	fromLevel, known := level(fromRoom)
	if !known {
		return from + " is in no room that archtest knows"
	}
	toLevel, known := level(toRoom)
	switch {
	case !known:
		return to + " is in no room that archtest knows"
	case fromRoom == "examples" && toRoom == "internal":
		return from + " imports " + to + ": an example shows what anyone can do, and internal packages are ours"
	case fromRoom == toRoom:
		return ""
	case strings.HasPrefix(fromRoom, "modules/") && strings.HasPrefix(toRoom, "modules/"):
		return from + " imports " + to + ": a built-in module asks env.Require for another"
	case fromRoom == "eventloop":
		return from + " imports " + to + ": the loop imports nothing of ours"
	case fromRoom == "spawn":
		return from + " imports " + to + ": the interface imports nothing of ours"
	case from == "internal/proc" && toRoom == "spawn":
		return "" // a backend implements the interface
	case toLevel >= fromLevel:
		return from + " imports " + to + ": imports go downward"
	}
	return ""
}

// place is where alone something may be used: the packages in, with all below them. bench and the examples are programs
// of their own and free to do it.
type place struct {
	in  []string
	why string
}

// allows tells whether the package, named from the module's root, is in the place.
func (p place) allows(name string) bool {
	return slices.ContainsFunc(append([]string{"bench", "examples"}, p.in...), func(folder string) bool {
		return name == folder || strings.HasPrefix(name, folder+"/")
	})
}

// placeOfImport tells where alone a package of others may be imported.
func placeOfImport(name string) (place, bool) {
	if name == "os/exec" {
		return place{[]string{"internal/proc", "internal/installed"}, "processes are started in one place"}, true
	}
	return place{}, false
}

// placeOfCall tells where alone a function or a variable of the standard library may be used.
func placeOfCall(pkg, name string) (place, bool) {
	switch pkg + "." + name {
	case "os.StartProcess", "syscall.StartProcess", "syscall.ForkExec", "syscall.Exec", "syscall.CreateProcess":
		return place{[]string{"internal/proc"}, "processes are started in one place"}, true
	case "os.Exit": // internal/proc: where the program is nothing but the guard of another; runtimetest: a test's is its own
		return place{[]string{"cmd", "internal/proc", "runtime/runtimetest"}, "a runtime ends, the program around it goes on"}, true
	case "os.Chdir", "syscall.Chdir":
		return place{nil, "the working directory is the runtime's, not the process's"}, true
	}
	return place{}, false
}

// list runs `go list` for an operating system, as which files belong to a package depends on it.
func list(t *testing.T, goos string) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-pgo=off", "-json=ImportPath,Dir,GoFiles,Imports,Deps", module+"/...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH=amd64", "CGO_ENABLED=0")
	output, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	var packages []pkg
	decoder := json.NewDecoder(output)
	for {
		var p pkg
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		packages = append(packages, p)
	}
	require.NoError(t, cmd.Wait(), stderr.String())
	require.NotEmpty(t, packages)
	return packages
}

func TestImports(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) {
			t.Parallel()
			for _, p := range list(t, goos) {
				name, ours := strings.CutPrefix(p.ImportPath, module+"/")
				if !ours {
					continue
				}
				for _, imported := range p.Imports {
					if to, ours := strings.CutPrefix(imported, module+"/"); ours {
						assert.Empty(t, violation(name, to))
					} else if where, bound := placeOfImport(imported); bound {
						assert.True(t, where.allows(name), "%s imports %s: %s", name, imported, where.why)
					}
				}
				switch name {
				case "spawn", "internal/proc", "internal/ipc":
					assert.NotContains(t, p.Deps, "github.com/dop251/goja", "%s knows of no script", name)
				}
				for _, file := range p.GoFiles {
					for _, complaint := range calls(t, name, filepath.Join(p.Dir, file)) {
						assert.Fail(t, complaint)
					}
				}
			}
		})
	}
}

// calls returns a complaint for each use of something outside its place in a file of the named package.
func calls(t *testing.T, name, file string) []string {
	t.Helper()
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	imports := map[string]string{}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		local := path.Base(imported)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imports[local] = imported
	}
	var complaints []string
	ast.Inspect(parsed, func(node ast.Node) bool {
		selector, ok := node.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if left, ok := selector.X.(*ast.Ident); ok {
			if where, bound := placeOfCall(imports[left.Name], selector.Sel.Name); bound && !where.allows(name) {
				complaints = append(complaints, fmt.Sprintf("%s: %s.%s: %s",
					fset.Position(selector.Pos()), left.Name, selector.Sel.Name, where.why))
			}
		}
		return true
	})
	return complaints
}

// TestRules checks that the rules forbid what they are there to forbid.
func TestRules(t *testing.T) {
	for _, allowed := range [][2]string{
		{"cmd/gojs", "runtime"}, {"runtime", "modules/events"}, {"runtime", "internal/loader"},
		{"modules/child_process", "modules"}, {"modules/child_process", "spawn"}, {"modules/stream/web", "modules/stream"},
		{"modules", "eventloop"}, {"internal/proc", "spawn"}, {"internal/nodeerr", "internal/stack"}, {"examples/embed/hello", "runtime"},
	} {
		assert.Empty(t, violation(allowed[0], allowed[1]))
	}
	for _, forbidden := range [][2]string{
		{"runtime", "cmd/gojs"}, {"modules", "modules/events"}, {"modules/events", "runtime"}, {"modules/stream", "modules/events"},
		{"eventloop", "internal/nodeerr"}, {"eventloop", "spawn"}, {"spawn", "eventloop"}, {"spawn", "modules"},
		{"spawn", "internal/proc"}, {"internal/loader", "spawn"}, {"internal/proc", "modules"}, {"internal/loader", "runtime"},
		{"examples/embed/hello", "internal/proc"}, {"cmd/gojs", "bench"}, {"elsewhere", "runtime"}, {"runtime", "elsewhere"},
	} {
		assert.NotEmpty(t, violation(forbidden[0], forbidden[1]), "%s -> %s", forbidden[0], forbidden[1])
	}

	file := filepath.Join(t.TempDir(), "x.go")
	require.NoError(t, os.WriteFile(file, []byte(`package x
import system "os"
import "syscall"
func f() { system.Exit(1); system.StartProcess("", nil, nil); _ = syscall.ForkExec; system.Getpid(); system.Chdir("") }
`), 0o644))
	assert.Len(t, calls(t, "modules/process", file), 4)
	assert.Len(t, calls(t, "internal/proc", file), 1)
	assert.Len(t, calls(t, "cmd/gojs", file), 3)
	assert.Empty(t, calls(t, "bench", file))
}
