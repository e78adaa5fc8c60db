// Command compat writes docs/COMPATIBILITY.md: what gojs has of each of Node's
// modules, found by asking a running gojs, and the figures on Node's own tests.
//
//	go run ./cmd/compat > docs/COMPATIBILITY.md
package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/modules/absent"
	"github.com/gojs-run/gojs/runtime"
)

// nodeExports are the names that each module of Node 25 exports.
//
//go:embed node-exports.json
var nodeExports []byte

// figures are those of Node's own tests, by area.
//
//go:embed figures.json
var figures []byte

// probe prints, for every module, which of the names are there and which only say
// that they are missing.
const probe = `
const wanted = JSON.parse(process.env.WANTED)
const has = {}
for (const name of Object.keys(wanted)) {
  let x
  try { x = name === 'globalThis' ? globalThis : require(name) } catch { continue }
  has[name] = wanted[name].filter((k) => k in x)
}
console.log(JSON.stringify(has))
`

type area struct {
	Area   string
	Passed int
	Total  int
	Rest   string
}

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(w io.Writer) error {
	var wanted map[string][]string
	var found map[string][]string
	if err := json.Unmarshal(nodeExports, &wanted); err != nil {
		return err
	}
	var areas []area
	if err := json.Unmarshal(figures, &areas); err != nil {
		return err
	}
	var out bytes.Buffer
	rt, err := runtime.New(runtime.WithEnv([]string{"WANTED=" + string(nodeExports)}), runtime.WithStdout(&out))
	if err != nil {
		return err
	}
	defer rt.Close()
	if _, err := rt.RunString(context.Background(), "probe.js", probe); err != nil {
		return err
	}
	if err := json.Unmarshal(out.Bytes(), &found); err != nil {
		return err
	}
	fmt.Fprintf(w, "# Compatibility\n\nWritten by `go run ./cmd/compat`. gojs stands for Node.js %s; the names are those that Node 25 exports.\n", modules.NodeVersion)
	fmt.Fprint(w, "\n## Node's own tests\n\nThe tests of each area that pass on Node 25 on Linux, and how many of them pass here.\n\n| area | passed | what the rest needs |\n|---|---:|---|\n")
	for _, a := range areas {
		fmt.Fprintf(w, "| %s | %d of %d | %s |\n", a.Area, a.Passed, a.Total, a.Rest)
	}
	fmt.Fprint(w, "\n## Modules\n\n| module | names | missing |\n|---|---:|---|\n")
	for _, name := range slices.Sorted(maps.Keys(wanted)) {
		has, ok := found[name]
		if !ok {
			fmt.Fprintf(w, "| `%s` | 0 of %d | the module is not there%s |\n", name, len(wanted[name]), why(name))
			continue
		}
		if slices.ContainsFunc(absent.Modules, func(m modules.Module) bool { return m.Name == name }) {
			fmt.Fprintf(w, "| `%s` | - | loads; what is used throws ERR_METHOD_NOT_IMPLEMENTED |\n", name)
			continue
		}
		var missing []string
		for _, k := range wanted[name] {
			if !slices.Contains(has, k) {
				missing = append(missing, "`"+k+"`")
			}
		}
		fmt.Fprintf(w, "| `%s` | %d of %d | %s |\n", name, len(wanted[name])-len(missing), len(wanted[name]), strings.Join(missing, " ")+why(name))
	}
	return language(w)
}

// why says of a module why what is missing is missing.
func why(name string) string {
	switch name {
	case "globalThis":
		return ": built-in modules are globals under -e, where the code mentions them; Node 24 has the web's storage only with a switch"
	case "module":
		return ": leaving out types without moving anything needs a parser of TypeScript that keeps positions, and esbuild's does not"
	case "node:sqlite":
		return ": it would bring a database engine along"
	case "node:test/reporters":
		return ": the runner writes TAP itself and has no stream of events"
	}
	return ""
}

// language writes what the tables of testdata/features say of the language: how many lines hold, and those that do not.
func language(w io.Writer) error {
	files, err := filepath.Glob("testdata/features/*.txt")
	if err != nil || len(files) == 0 {
		return fmt.Errorf("there are no tables in testdata/features (compat runs from the top of the repository): %w", err)
	}
	fmt.Fprint(w, "\n## The language\n\nThe tables in testdata/features are one expression a line, confirmed by Node 25.\n\n| table | lines that hold |\n|---|---:|\n")
	var others []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		total, differ := 0, 0
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			total++
			if line[0] == '!' {
				differ++
				others = append(others, line[1:])
			}
		}
		fmt.Fprintf(w, "| %s | %d of %d |\n", strings.TrimSuffix(filepath.Base(file), ".txt"), total-differ, total)
	}
	fmt.Fprintf(w, "\nThe others, with Node's value beside them. Most are goja's own words for errors that its built-in functions throw, "+
		"which nothing from outside can put into V8's; the rest are goja's as well. Numbers differ in the last digit where Go's and V8's "+
		"functions round differently, and where a number from 2^63 on is put into a typed array of integers.\n\n```js\n%s\n```\n", strings.Join(others, "\n"))
	return nil
}
