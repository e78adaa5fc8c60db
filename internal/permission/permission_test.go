package permission

import (
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// place makes a path of this system.
func place(p string) string {
	if runtime.GOOS == "windows" {
		return `C:` + filepath.FromSlash(p)
	}
	return p
}

func TestFiles(t *testing.T) {
	s := New(Grants{Read: []string{place("/a/b/*"), place("/a/b/d"), place("/etc/passwd.*"), place("/home/*.js"), place("/show"), "here"}}, place("/base"))
	for path, want := range map[string]bool{
		"/a/b": true, "/a/b/": true, "/a/b/c": true, "/a/b/../c": false, "/a/bc": false, "/etc/passwd": false, "/etc/passwd.old": true,
		"/home/other.md": true, "/show": true, "/shows": false, "/show/x": false, "/base/here": true, "/here": false, "": false,
	} {
		if path != "" {
			assert.Equal(t, want, s.Has(FileSystemRead, place(path)), path)
		} else {
			assert.False(t, s.Has(FileSystemRead, ""))
		}
		assert.False(t, s.Has(FileSystemWrite, place(path)), path)
	}
	s = New(Grants{Read: []string{"*"}}, place("/"))
	assert.True(t, s.Has(FileSystemRead, ""))
	assert.True(t, s.Has(FileSystemRead, place("/x")))
	assert.False(t, s.Has(FileSystem, place("/x")))
}

func TestFilesAreWhereTheirLinksLead(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	require.NoError(t, os.Mkdir(in, 0o755))
	require.NoError(t, os.Mkdir(out, 0o755))
	for _, f := range []string{in + "/file", out + "/secret"} {
		require.NoError(t, os.WriteFile(f, nil, 0o644))
	}
	for from, to := range map[string]string{"file": "../out/secret", "folder": out, "loose": "../out/not-there", "self": "file", "loop": "loop"} {
		if err := os.Symlink(to, filepath.Join(in, "link-"+from)); err != nil {
			t.Skip(err)
		}
	}
	s := New(Grants{Read: []string{in}, Write: []string{in}}, dir)
	for path, want := range map[string]bool{
		"file": true, "link-self": false, "link-file": false, "link-folder": false, "link-folder/secret": false, "link-folder/new": false, "link-loose": false,
		"new": true, "new/deeper": true, "link-folder/../in/file": true, "../out/secret": false, "link-folder/../out/secret": false,
	} {
		full := in + string(filepath.Separator) + filepath.FromSlash(path)
		if path == "link-self" { // it leads to a file called "file" beside it
			want = false
			require.NoError(t, os.Remove(filepath.Join(in, "link-self")))
			require.NoError(t, os.Symlink("link-file", filepath.Join(in, "link-self")))
		}
		assert.Equal(t, want, s.HasFile(FileSystemWrite, full, true), path)
	}
	assert.True(t, s.HasFile(FileSystemRead, filepath.Join(in, "link-file"), false), "the link itself")
	assert.False(t, s.HasFile(FileSystemRead, filepath.Join(in, "link-folder", "secret"), false))
	// A grant may be a link.
	s = New(Grants{Read: []string{filepath.Join(in, "link-folder")}}, dir)
	assert.True(t, s.HasFile(FileSystemRead, filepath.Join(in, "link-folder", "secret"), true))
}

func TestNet(t *testing.T) {
	s := New(Grants{Net: []string{"example.com:443", "10.0.0.1", "[::1]:80", ":53", "api.test", "/run/x.sock"}}, "/")
	for resource, want := range map[string]bool{
		"example.com": true, "EXAMPLE.com.": true, "example.com:443": true, "example.com:80": false, "notexample.com:443": false,
		"10.0.0.1:1": true, "[::ffff:10.0.0.1]:9": true, "10.0.0.2:1": false, "[::1]:80": true, "[::1]:81": false, "9.9.9.9:53": true,
		"api.test:1": true, "127.0.0.1:443": false, "": false, "/run/y.sock": false,
	} {
		assert.Equal(t, want, s.Has(Net, resource), resource)
	}
	if runtime.GOOS != "windows" {
		assert.True(t, s.Has(Net, "/run/x.sock"))
	}
	s.Learn("Example.com", netip.MustParseAddr("93.184.216.34"))
	assert.True(t, s.Has(Net, "93.184.216.34:443"))
	assert.False(t, s.Has(Net, "93.184.216.34:80"))
	assert.False(t, s.Has(Net, "93.184.216.35:443"))
	assert.True(t, New(Grants{Net: []string{"*"}}, "/").Has(Net, ""))
}

func TestScopesAndLayers(t *testing.T) {
	var none *Set
	assert.True(t, none.Has(ChildProcess, "x"))
	wide := New(Grants{Commands: []string{"*"}, Worker: true, Env: []string{"A", "B_*"}}, "/")
	assert.True(t, wide.Has(ChildProcess, ""))
	assert.True(t, wide.Has(Env, "B_1"))
	assert.False(t, wide.Has(Env, "C"))
	assert.False(t, wide.Has(Env, ""))
	assert.True(t, New(Grants{}, "/").Has(Env, "anything"))
	narrow := New(Grants{Commands: []string{"git", "npm"}}, "/").And(wide)
	assert.True(t, narrow.Has(ChildProcess, "git"))
	assert.False(t, narrow.Has(ChildProcess, ""))
	assert.False(t, narrow.Has(WorkerThreads, ""))
	all, names := narrow.And(New(Grants{Commands: []string{"npm", "sh"}}, "/")).Commands()
	assert.False(t, all)
	assert.Equal(t, []string{"npm"}, names)
	assert.Equal(t, narrow, narrow.And(nil))
	assert.Equal(t, narrow, none.And(narrow))
	for _, scope := range []string{"fs", "fs.read", "fs.write", "child", "worker", "wasi", "addon", "inspector", "net"} {
		assert.False(t, New(Grants{}, "/").Has(Parse(scope), ""), scope)
	}
	assert.Equal(t, None, Parse("x"))
}

func TestFlagsAndEncoding(t *testing.T) {
	var g Grants
	for _, f := range [][2]string{
		{"--allow-fs-read", "/a,b"}, {"--allow-fs-write", "*"}, {"--allow-child-process", "git, npm"}, {"--allow-net", "x:1,y"}, {"--allow-env", "A"},
	} {
		assert.True(t, g.Flag(f[0], f[1], true))
	}
	assert.True(t, g.Flag("--allow-worker", "", false))
	assert.False(t, g.Flag("--allow-nothing", "", false))
	assert.Equal(t, Grants{Read: []string{"/a,b"}, Write: []string{"*"}, Commands: []string{"git", "npm"}, Net: []string{"x:1", "y"}, Env: []string{"A"}, Worker: true}, g)
	assert.Equal(t, []string{"--permission", "--allow-fs-read=/a,b", "--allow-fs-write=*", "--allow-child-process=git,npm", "--allow-net=x:1,y",
		"--allow-env=A", "--allow-worker"}, g.Flags())

	s, err := Decode(New(g, place("/base")).And(New(Grants{Net: []string{"*"}}, place("/"))).Encode())
	require.NoError(t, err)
	assert.Len(t, s.Grants(), 2)
	assert.Equal(t, g, s.Grants()[0])
	for _, bad := range []string{"", "[]", "{}", "x"} {
		_, err := Decode(bad)
		assert.Error(t, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(New(Grants{Read: []string{"/a/*"}, Net: []string{"h:1"}}, "/").Encode())
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := Decode(text); err == nil {
			s.Has(FileSystemRead, "/a/b")
			s.Has(Net, "h:1")
			_, err = Decode(s.Encode())
			assert.NoError(t, err)
		}
	})
}
