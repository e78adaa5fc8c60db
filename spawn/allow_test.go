//go:build unix

package spawn_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/gojs-run/gojs/spawn"
)

// bin is a folder with programs that nobody but the test looks into.
func bin(t *testing.T, names ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for _, name := range names {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/true\n"), 0o755))
	}
	return dir
}

func never(string) bool { return false }

// admit passes a command through Allow and returns it as the backend gets it.
func admit(t *testing.T, p spawn.Policy, cmd *spawn.Command) (*spawn.Command, error) {
	t.Helper()
	if p.Writable == nil {
		p.Writable = never
	}
	allow, err := spawn.Allow(p)
	require.NoError(t, err)
	var passed *spawn.Command
	_, err = spawn.Chain(func(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
		passed = cmd
		return nil, nil
	}, allow)(t.Context(), cmd)
	return passed, err
}

func TestAllowByResolvedFile(t *testing.T) {
	dir, other := bin(t, "git", "npm", "sh"), bin(t, "git")
	require.NoError(t, os.Symlink(filepath.Join(dir, "npm"), filepath.Join(other, "npm")))
	require.NoError(t, os.Symlink(dir, filepath.Join(other, "folder")))
	require.NoError(t, os.Symlink("sh", filepath.Join(dir, "innocent")))
	uid := uint32(0)
	p := spawn.Policy{Path: dir, Rules: []spawn.Rule{
		{File: "git", Args: spawn.FirstArgument("status", "log"), Dirs: []string{dir}},
	}}
	for _, c := range []struct {
		name   string
		cmd    spawn.Command
		reason string
	}{
		{"the command itself", spawn.Command{File: dir + "/git", Argv: []string{"git", "status"}, Dir: dir}, ""},
		{"through a linked folder", spawn.Command{File: other + "/folder/git", Argv: []string{"git", "log"}, Dir: dir}, ""},
		{"below a root", spawn.Command{File: dir + "/git", Argv: []string{dir + "/git", "log"}, Dir: dir + "/."}, ""},
		{"another of that name", spawn.Command{File: other + "/git", Argv: []string{"git", "status"}, Dir: dir}, "no rule allows this command"},
		{"another command", spawn.Command{File: dir + "/npm", Argv: []string{"npm"}, Dir: dir}, "no rule allows this command"},
		{"a link to another", spawn.Command{File: other + "/npm", Argv: []string{"npm"}, Dir: dir}, "no rule allows this command"},
		{"a shell", spawn.Command{File: dir + "/sh", Argv: []string{"sh"}, Dir: dir}, "no rule allows this command"},
		{"a shell by another name", spawn.Command{File: dir + "/innocent", Argv: []string{"git", "status"}, Dir: dir}, "no rule allows this command"},
		{"shell: true", spawn.Command{File: dir + "/git", Argv: []string{"git", "status"}, Dir: dir, Shell: true}, "no rule allows a shell"},
		{"another argv[0]", spawn.Command{File: dir + "/git", Argv: []string{"sh", "status"}, Dir: dir}, "it would be called sh"},
		{"an option first", spawn.Command{File: dir + "/git", Argv: []string{"git", "-c", "core.pager=id", "log"}, Dir: dir}, "its first argument must be one of status, log"},
		{"no argument", spawn.Command{File: dir + "/git", Argv: []string{"git"}, Dir: dir}, "its first argument must be one of status, log"},
		{"another folder", spawn.Command{File: dir + "/git", Argv: []string{"git", "log"}, Dir: other}, "in " + other},
		{"out of the folder", spawn.Command{File: dir + "/git", Argv: []string{"git", "log"}, Dir: dir + "/.."}, "in " + dir + "/.."},
		{"as root", spawn.Command{File: dir + "/git", Argv: []string{"git", "log"}, Dir: dir, UID: &uid}, "as another user or group"},
		{"detached", spawn.Command{File: dir + "/git", Argv: []string{"git", "log"}, Dir: dir, Detached: true}, "detached"},
		{"a batch file", spawn.Command{File: dir + "/git.CMD. ", Argv: []string{"git"}, Dir: dir}, "batch files are not started"},
		{"the program's own file", spawn.Command{File: "/proc/self/exe", Argv: []string{"git"}, Dir: dir}, "no rule allows this command"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.HasPrefix(c.cmd.File, "/proc/") {
				if _, err := os.Stat(c.cmd.File); err != nil {
					t.Skip("no /proc")
				}
			}
			passed, err := admit(t, p, &c.cmd)
			if c.reason == "" {
				require.NoError(t, err)
				assert.Equal(t, dir+"/git", passed.File)
				return
			}
			var denied *spawn.DeniedError
			require.ErrorAs(t, err, &denied)
			assert.Equal(t, c.reason, denied.Reason)
			assert.Nil(t, passed)
		})
	}
}

func TestAllowCleansTheEnvironment(t *testing.T) {
	dir := bin(t, "git")
	t.Setenv("HOME", "/home/host")
	p := spawn.Policy{Path: dir, Rules: []spawn.Rule{{File: "git"}}}
	env := []string{"LANG=C", "APP_X=1", "PATH=/tmp/evil:" + dir, "HOME=/tmp/evil", "XDG_CONFIG_HOME=/tmp/evil"}
	for _, name := range []string{
		"LD_PRELOAD", "LD_LIBRARY_PATH", "LD_AUDIT", "DYLD_INSERT_LIBRARIES", "NODE_OPTIONS", "GIT_SSH_COMMAND", "GIT_EXEC_PATH", "BASH_ENV", "ENV",
		"PERL5OPT", "PYTHONSTARTUP", "PYTHONPATH", "RUBYOPT", "BASH_FUNC_ls%%", "IFS", "PAGER", "EDITOR", "JAVA_TOOL_OPTIONS", "ld_preload",
	} {
		env = append(env, name+"=evil")
	}
	passed, err := admit(t, p, &spawn.Command{File: dir + "/git", Argv: []string{"git"}, Env: env})
	require.NoError(t, err)
	assert.Contains(t, passed.Env, "LANG=C")
	assert.Contains(t, passed.Env, "PATH="+dir)
	assert.Contains(t, passed.Env, "HOME=/home/host")
	assert.False(t, slices.ContainsFunc(passed.Env, func(kv string) bool { return strings.Contains(kv, "evil") }), "%q", passed.Env)

	p.Rules[0].Env = []string{"APP_*"}
	passed, err = admit(t, p, &spawn.Command{File: dir + "/git", Argv: []string{"git"}, Env: env})
	require.NoError(t, err)
	assert.Contains(t, passed.Env, "APP_X=1")
	assert.NotContains(t, passed.Env, "LANG=C")
}

func TestAllowStartsNothingThatCouldHaveBeenReplaced(t *testing.T) {
	dir := bin(t, "tool")
	for _, place := range []string{dir, dir + "/tool"} {
		p := spawn.Policy{Path: dir, Rules: []spawn.Rule{{File: "tool"}}, Writable: func(path string) bool { return path == place }}
		_, err := admit(t, p, &spawn.Command{File: dir + "/tool", Argv: []string{"tool"}})
		assert.EqualError(t, err, "access denied: "+dir+"/tool: the script could have replaced "+dir+"/tool")
	}
	// By default it is the operating system's answer: this process may write what it has just made.
	allow, err := spawn.Allow(spawn.Policy{Path: dir, Rules: []spawn.Rule{{File: "tool"}}})
	require.NoError(t, err)
	_, err = spawn.Chain(nil, allow)(t.Context(), &spawn.Command{File: dir + "/tool", Argv: []string{"tool"}})
	assert.ErrorContains(t, err, "could have replaced")

	// What a link leads to counts, too, and a link that leads elsewhere by now is another command.
	link := bin(t)
	require.NoError(t, os.Symlink(dir+"/tool", link+"/tool"))
	p := spawn.Policy{Path: link, Rules: []spawn.Rule{{File: "tool"}}, Writable: func(path string) bool { return path == dir+"/tool" }}
	_, err = admit(t, p, &spawn.Command{File: link + "/tool", Argv: []string{"tool"}})
	assert.ErrorContains(t, err, "could have replaced "+dir+"/tool")
	allow, err = spawn.Allow(spawn.Policy{Path: link, Rules: []spawn.Rule{{File: "tool"}}, Writable: never})
	require.NoError(t, err)
	require.NoError(t, os.Remove(link+"/tool"))
	require.NoError(t, os.Symlink("/bin/sh", link+"/tool"))
	_, err = spawn.Chain(nil, allow)(t.Context(), &spawn.Command{File: link + "/tool", Argv: []string{"tool"}})
	assert.ErrorContains(t, err, "no rule allows this command")
}

func TestAllowRefusesBadRules(t *testing.T) {
	dir := bin(t, "sh", "run.bat", "tool")
	require.NoError(t, os.Symlink("sh", dir+"/friendly"))
	for _, c := range []struct{ file, message string }{
		{"missing", "allowing missing: no missing in " + dir},
		{"./tool", "allowing ./tool: a relative path could mean anything: it must be absolute, or a name without a slash"},
		{"sh", "allowing sh: it is a shell, which starts anything; Rule.Shell allows that"},
		{"friendly", "allowing friendly: it is a shell, which starts anything; Rule.Shell allows that"},
		{"run.bat", "allowing run.bat: a batch file is run by cmd.exe, which reads its arguments as commands"},
	} {
		_, err := spawn.Allow(spawn.Policy{Path: dir, Rules: []spawn.Rule{{File: c.file}}})
		assert.EqualError(t, err, c.message)
	}
	_, err := admit(t, spawn.Policy{Path: dir, Rules: []spawn.Rule{{File: "sh", Shell: true}}},
		&spawn.Command{File: dir + "/sh", Argv: []string{"sh", "-c", "true"}, Shell: true})
	assert.NoError(t, err)
}
