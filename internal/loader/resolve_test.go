package loader

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// tree writes files below a fresh directory and returns its real path.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return root
}

func TestResolve(t *testing.T) {
	root := tree(t, map[string]string{
		"app/main.js":                           "",
		"app/a.js":                              "",
		"app/a/index.js":                        "",
		"app/data.json":                         "{}",
		"app/lib/package.json":                  `{"main": "./src/entry"}`,
		"app/lib/src/entry.js":                  "",
		"app/broken/package.json":               `{"main": "./gone.js"}`,
		"app/fallback/package.json":             `{"main": "./gone.js"}`,
		"app/fallback/index.js":                 "",
		"app/bad/package.json":                  `{"main": `,
		"node_modules/up/index.js":              "",
		"app/node_modules/near/index.js":        "",
		"node_modules/near/index.js":            "",
		"node_modules/near/extra.js":            "",
		"node_modules/@s/p/index.js":            "",
		"node_modules/ex/package.json":          `{"exports": {".": {"import": "./m.mjs", "require": "./c.cjs"}, "./sub": "./deep/sub.js", "./f/*": "./files/*.js", "./f/secret/*": null, "./list": ["bad", "./c.cjs"], "./cond": {"nope": "./c.cjs"}, "./up": "../x.js"}}`,
		"node_modules/ex/c.cjs":                 "",
		"node_modules/ex/deep/sub.js":           "",
		"node_modules/ex/files/one.js":          "",
		"node_modules/ex/files/a/b.js":          "",
		"node_modules/ex/files/secret/k.js":     "",
		"node_modules/plain/package.json":       `{"exports": "./only.js"}`,
		"node_modules/plain/only.js":            "",
		"self/package.json":                     `{"name": "self", "exports": {"./x": "./x.js"}, "imports": {"#in": "./x.js", "#dep": "up", "#fs": "node:fs", "#w/*": "./w/*.js"}}`,
		"self/x.js":                             "",
		"self/w/q.js":                           "",
		"self/node_modules/empty/.keep":         "",
		"app/node_modules/up/not-a-module.txt2": "",
	})
	p := func(s string) string { return filepath.Join(root, filepath.FromSlash(s)) }
	exts := []string{".js", ".json", ".node"}
	for _, c := range []struct{ from, request, want, err string }{
		{"app", "./a", "app/a.js", ""},
		{"app", "./a/", "app/a/index.js", ""},
		{"app", "./a.js", "app/a.js", ""},
		{"app/a", "..", "", "Cannot find module '..'"},
		{"app/a", "../data", "app/data.json", ""},
		{"app", "./lib", "app/lib/src/entry.js", ""},
		{"app", "./fallback", "app/fallback/index.js", ""},
		{"app", "./broken", "", "Cannot find module '" + p("app/broken/gone.js") + "'"},
		{"app", "./bad", "", "Invalid package config " + p("app/bad/package.json") + ". EOF"},
		{"app", "./nothing", "", "Cannot find module './nothing'"},
		{"app", p("app/a"), "app/a.js", ""},
		{"app", "near", "app/node_modules/near/index.js", ""},
		{"app", "near/extra", "node_modules/near/extra.js", ""},
		{"app", "up", "node_modules/up/index.js", ""},
		{"app", "@s/p", "node_modules/@s/p/index.js", ""},
		{"app", "ex", "node_modules/ex/c.cjs", ""},
		{"app", "ex/sub", "node_modules/ex/deep/sub.js", ""},
		{"app", "ex/f/one", "node_modules/ex/files/one.js", ""},
		{"app", "ex/f/a/b", "node_modules/ex/files/a/b.js", ""},
		{"app", "ex/f/secret/k", "", "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"app", "ex/f/../c", "", "ERR_INVALID_MODULE_SPECIFIER"},
		{"app", "ex/list", "node_modules/ex/c.cjs", ""},
		{"app", "ex/cond", "", "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"app", "ex/up", "", "ERR_INVALID_PACKAGE_TARGET"},
		{"app", "ex/c.cjs", "", "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"app", "plain", "node_modules/plain/only.js", ""},
		{"app", "plain/only.js", "", "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"self", "self/x", "self/x.js", ""},
		{"self/w", "self/y", "", "ERR_PACKAGE_PATH_NOT_EXPORTED"},
		{"self", "#in", "self/x.js", ""},
		{"self", "#dep", "node_modules/up/index.js", ""},
		{"self", "#w/q", "self/w/q.js", ""},
		{"self", "#none", "", "ERR_PACKAGE_IMPORT_NOT_DEFINED"},
		{"app", "#in", "", "Cannot find module '#in'"},
	} {
		t.Run(c.from+" "+c.request, func(t *testing.T) {
			r := &Resolver{Conditions: []string{"node", "require"}}
			got, err := r.Resolve(c.request, p(c.from), exts, nil)
			if c.err != "" {
				require.ErrorContains(t, err, c.err)
				return
			}
			require.NoError(t, err)
			require.Equal(t, p(c.want), got)
		})
	}
	r := &Resolver{}
	got, err := r.Resolve("#fs", p("self"), exts, nil)
	require.NoError(t, err)
	require.Equal(t, "node:fs", got)
}

func TestResolveFollowsLinks(t *testing.T) {
	root := tree(t, map[string]string{"real/pkg/index.js": "", "app/node_modules/.keep": ""})
	link := filepath.Join(root, "app", "node_modules", "pkg")
	require.NoError(t, os.Symlink(filepath.Join(root, "real", "pkg"), link))
	got, err := (&Resolver{}).Resolve("pkg", filepath.Join(root, "app"), []string{".js"}, nil)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(root, "real", "pkg", "index.js"), got)
	got, err = (&Resolver{PreserveSymlinks: true}).Resolve("pkg", filepath.Join(root, "app"), []string{".js"}, nil)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(link, "index.js"), got)
}

func FuzzPackageJSON(f *testing.F) {
	f.Add(`{"name":"x","exports":{".":{"a":["./b",null]},"./*":"./*.js"},"main":1}`)
	f.Add(`[]`)
	f.Add(`{"exports":{"./a*b*c":"./x"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "package.json"), []byte(text), 0o644))
		r := &Resolver{Conditions: []string{"node"}}
		pkg, err := r.Package(dir)
		if err == nil && pkg != nil && pkg.Exports != nil {
			_, _ = r.exported(pkg, "./a", "x/a")
			_, _ = r.exported(pkg, ".", "x")
		}
	})
}
