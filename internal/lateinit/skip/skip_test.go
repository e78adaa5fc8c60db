//go:build linux && amd64 && go1.26 && !go1.27

package skip

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/internal/lateinit"
	_ "github.com/gojs-run/gojs/runtime" // what is skipped must be there
)

const module = "github.com/gojs-run/gojs/"

// users says which packages of ours use what a part is made of. Each calls lateinit.Need before.
var users = map[string][]string{
	"never":       {},
	"esbuild":     {"internal/loader"},
	"webAssembly": {"internal/numeric", "modules/webassembly"},
	"crypto":      {"modules/crypto"},
	"deflate":     {"modules/zlib"},
	"zstandard":   {"modules/zlib"},
	"brotli":      {"modules/zlib"},
	"charsets":    {"modules/util"},
	"dns":         {"modules/dns"},
}

// constants are the parts' names in package lateinit.
var constants = map[string]string{
	lateinit.ESBuild: "ESBuild", lateinit.WebAssembly: "WebAssembly", lateinit.Crypto: "Crypto", lateinit.Deflate: "Deflate", lateinit.Zstandard: "Zstandard",
	lateinit.Brotli: "Brotli", lateinit.Charsets: "Charsets", lateinit.DNS: "DNS",
}

func TestWhoUsesWhatIsSkippedInitialisesItFirst(t *testing.T) {
	importers := program(t)
	parts := named(t)
	require.Len(t, users, len(parts))
	for part, packages := range parts {
		allowed := slices.Clone(users[part])
		for other, theirs := range parts { // what two libraries share is a part of both
			if other != part && slices.ContainsFunc(theirs, func(p string) bool { return slices.Contains(packages, p) }) {
				allowed = append(allowed, users[other]...)
			}
		}
		for i, p := range packages {
			if part == "never" {
				assert.Equal(t, map[string]bool{"github.com/dop251/goja": true}, importers[p], "%s is for goja's profiles, which nobody makes", p)
				continue
			}
			ours, others := usersOf(p, importers)
			assert.Subset(t, allowed, ours, "%s, part %s", p, part)
			for _, before := range packages[:i] {
				assert.NotContains(t, others, before, "%s comes after %s, which it imports", before, p)
			}
		}
		for _, user := range users[part] {
			assert.True(t, calls(t, user, "lateinit.Need(lateinit."+constants[part]+")"), "%s asks for part %s", user, part)
		}
	}
}

func TestInitRunsEachPackageOnce(t *testing.T) {
	for part := range users {
		if part == "never" {
			continue
		}
		Init(part)
		for _, p := range tasksOf(part) {
			assert.EqualValues(t, caughtUp, p.state)
		}
		Init(part) // a second time: nothing to do
	}
	assert.PanicsWithValue(t, "skip: no part is called other", func() { Init("other") })
}

// program tells which packages of gojs import a package.
func program(t *testing.T) (importers map[string]map[string]bool) {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", module+"cmd/gojs").Output()
	require.NoError(t, err)
	importers = map[string]map[string]bool{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return importers
		}
		require.NoError(t, err)
		for _, i := range p.Imports {
			if importers[i] == nil {
				importers[i] = map[string]bool{}
			}
			importers[i][p.ImportPath] = true
		}
	}
}

// named reads tasks.s.
func named(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("tasks.s")
	require.NoError(t, err)
	parts := map[string][]string{}
	for _, m := range regexp.MustCompile(`(?m)^DATA ·(\w+)\+\d+\(SB\)/8, \$(\S+)··inittask\(SB\)$`).FindAllStringSubmatch(string(text), -1) {
		parts[m[1]] = append(parts[m[1]], strings.NewReplacer("·", ".", "∕", "/").Replace(m[2]))
	}
	return parts
}

// usersOf are the packages that import a package, by way of others or not, up to those of ours.
func usersOf(name string, importers map[string]map[string]bool) (ours, others []string) {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		for by := range importers[name] {
			if seen[by] {
				continue
			}
			seen[by] = true
			if our, ok := strings.CutPrefix(by, module); ok {
				ours = append(ours, our)
			} else {
				others = append(others, by)
				visit(by)
			}
		}
	}
	visit(name)
	return ours, others
}

func calls(t *testing.T, folder, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", folder, "*.go"))
	require.NoError(t, err)
	return slices.ContainsFunc(files, func(f string) bool {
		b, err := os.ReadFile(f)
		require.NoError(t, err)
		return strings.Contains(string(b), text)
	})
}
