package spawn

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// Rule allows one command.
type Rule struct {
	// File is the command: an absolute path, or a name, which is looked up on Policy.Path when the policy is made. What
	// is started is always the file that was found then.
	File string
	// Args, where not nil, refuses arguments (argv without argv[0]) by returning an error; see FirstArgument.
	Args func(args []string) error
	// Env, where not nil, names the only variables that a script may give the command; "APP_*" names all that begin so.
	Env []string
	// Dirs, where not nil, are the folders in or below which the command may be started.
	Dirs []string
	// Shell allows File to be a shell, by name or as what `shell: true` and exec start. A shell starts anything.
	Shell bool
	// Detached allows processes that outlive their owner, Identity those with another user or group.
	Detached, Identity bool
}

// Policy is what Allow allows.
type Policy struct {
	Rules []Rule
	// Path is where the names of rules, and the commands themselves, look for programs. Default: the host's PATH.
	Path string
	// Writable tells whether the script could replace a file, or what is in a folder: no such file is started, since it
	// might be another one by now. Default: what the operating system lets this process write.
	Writable func(path string) bool
}

// Allow starts what a rule allows and refuses everything else with a *DeniedError. It fails if a rule's file does not
// exist, is a shell without saying so, or could be replaced by the script.
//
// A command is allowed by what is started and not by what it is called: by the file that Name stands for, after all
// symbolic links. It gets no variable that makes programs load or run other things (LD_*, GIT_*, NODE_OPTIONS, ...: see
// Scrub), and the host's own PATH and HOME. What an allowed program starts by itself is out of reach: `find -exec`,
// `env`, `xargs`, `git -c core.pager=...` are for a rule's Args to refuse.
func Allow(p Policy) (Middleware, error) {
	if p.Path == "" {
		p.Path = os.Getenv("PATH")
	}
	if p.Writable == nil {
		p.Writable = writable
	}
	a := &allowed{policy: p, home: homeVariables()}
	for _, rule := range p.Rules {
		if err := a.add(rule); err != nil {
			return nil, err
		}
	}
	return func(next Func) Func {
		return func(ctx context.Context, cmd *Command) (Process, error) {
			if err := a.admit(cmd); err != nil {
				return nil, err
			}
			return next(ctx, cmd)
		}
	}, nil
}

// FirstArgument is a Rule's Args that wants one of these words first: the subcommand of a program like git, before which
// no option may stand.
func FirstArgument(words ...string) func([]string) error {
	return func(args []string) error {
		if len(args) == 0 || !slices.Contains(words, args[0]) {
			return fmt.Errorf("its first argument must be one of %s", strings.Join(words, ", "))
		}
		return nil
	}
}

type allowed struct {
	policy Policy
	rules  []resolved
	home   []string
}

// resolved is a rule with its file as it was when the policy was made: path with the links of its folders resolved,
// target with its own too.
type resolved struct {
	Rule
	path, target string
}

func (a *allowed) add(rule Rule) error {
	file, err := find(rule.File, a.policy.Path)
	if err != nil {
		return fmt.Errorf("allowing %s: %w", rule.File, err)
	}
	r := resolved{Rule: rule}
	if r.path, r.target, err = places(file); err != nil {
		return fmt.Errorf("allowing %s: %w", rule.File, err)
	}
	switch {
	case isBatch(r.path) || isBatch(r.target):
		return fmt.Errorf("allowing %s: a batch file is run by cmd.exe, which reads its arguments as commands", rule.File)
	case !rule.Shell && (IsShell(r.path) || IsShell(r.target)):
		return fmt.Errorf("allowing %s: it is a shell, which starts anything; Rule.Shell allows that", rule.File)
	}
	if r.Dirs != nil {
		r.Dirs = slices.Clone(r.Dirs)
		for i, dir := range r.Dirs {
			if r.Dirs[i], err = filepath.EvalSymlinks(dir); err != nil {
				return fmt.Errorf("allowing %s in %s: %w", rule.File, dir, err)
			}
		}
	}
	a.rules = append(a.rules, r)
	return nil
}

// admit checks a command and makes it what is allowed.
func (a *allowed) admit(cmd *Command) error {
	if cmd.File == "" { // nothing is there that could be started: the backend says so
		return nil
	}
	denied := func(format string, args ...any) error {
		return &DeniedError{Resource: cmd.File, Reason: fmt.Sprintf(format, args...)}
	}
	if isBatch(cmd.File) {
		return denied("batch files are not started")
	}
	path, target, err := places(cmd.File)
	if err != nil {
		return denied("%v", err)
	}
	i := slices.IndexFunc(a.rules, func(r resolved) bool { return r.path == path && r.target == target })
	if i < 0 {
		return denied("no rule allows this command")
	}
	r := &a.rules[i]
	if cmd.Shell && !r.Shell {
		return denied("no rule allows a shell")
	}
	// Programs of many trades (busybox) do what argv[0] says.
	if len(cmd.Argv) > 0 && programName(cmd.Argv[0]) != programName(path) && programName(cmd.Argv[0]) != programName(r.File) {
		return denied("it would be called %s", cmd.Argv[0])
	}
	for _, file := range []string{path, target} {
		if a.policy.Writable(file) || a.policy.Writable(filepath.Dir(file)) {
			return denied("the script could have replaced %s", file)
		}
	}
	if (cmd.UID != nil || cmd.GID != nil) && !r.Identity {
		return denied("as another user or group")
	}
	if cmd.Detached && !r.Detached {
		return denied("detached")
	}
	if r.Dirs != nil {
		dir, err := filepath.EvalSymlinks(cmd.Dir)
		if err != nil || !slices.ContainsFunc(r.Dirs, func(root string) bool { return below(dir, root) }) {
			return denied("in %s", cmd.Dir)
		}
	}
	if r.Args != nil {
		if err := r.Args(cmd.Args()); err != nil {
			return denied("%v", err)
		}
	}
	cmd.File = path
	cmd.Env = a.environment(cmd.Env, r.Env)
	return nil
}

// environment is what is left of an environment, with the host's own PATH and HOME.
func (a *allowed) environment(env, names []string) []string {
	var out []string
	for _, kv := range Scrub(env) {
		name := envName(kv)
		if ours(name) || names != nil && !slices.ContainsFunc(names, func(p string) bool { return nameMatches(p, name) }) {
			continue
		}
		out = append(out, kv)
	}
	return append(append(out, "PATH="+a.policy.Path), a.home...)
}

// ours tells whether the value of a variable is the host's to say: it leads to programs and to their settings.
func ours(name string) bool {
	for _, n := range [...]string{"PATH", "HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "USERPROFILE", "PATHEXT", "SYSTEMROOT", "COMSPEC"} {
		if n == name || runtime.GOOS == "windows" && strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

func homeVariables() (list []string) {
	for _, kv := range os.Environ() {
		if name := envName(kv); ours(name) && !strings.EqualFold(name, "PATH") {
			list = append(list, kv)
		}
	}
	return list
}

// find is the file that a rule means.
func find(name, path string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	if strings.ContainsAny(name, `/\`) {
		return "", errors.New("a relative path could mean anything: it must be absolute, or a name without a slash")
	}
	extensions := []string{""}
	if runtime.GOOS == "windows" && filepath.Ext(name) == "" {
		extensions = []string{".exe", ".com"}
	}
	for _, dir := range filepath.SplitList(path) {
		if !filepath.IsAbs(dir) {
			continue
		}
		for _, ext := range extensions {
			file := filepath.Join(dir, name+ext)
			if st, err := os.Stat(file); err == nil && st.Mode().IsRegular() && (runtime.GOOS == "windows" || st.Mode()&0o111 != 0) {
				return file, nil
			}
		}
	}
	return "", fmt.Errorf("no %s in %s", name, path)
}

// places resolves the links of a file's folder, and those of the file itself.
func places(file string) (path, target string, err error) {
	dir, err := filepath.EvalSymlinks(filepath.Dir(file))
	if err != nil {
		return "", "", err
	}
	path = filepath.Join(dir, filepath.Base(file))
	target, err = filepath.EvalSymlinks(path)
	return path, target, err
}

func below(path, root string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// programName is a program's name without folders and, as Windows has it, without .exe and regardless of case.
func programName(file string) string {
	name := filepath.Base(file)
	if runtime.GOOS == "windows" {
		name = strings.TrimSuffix(strings.ToLower(name), ".exe")
	}
	return name
}

// IsShell tells whether a file is, by its name, one that runs text as commands. busybox and toybox have a shell in them.
func IsShell(file string) bool {
	switch strings.TrimSuffix(strings.ToLower(filepath.Base(file)), ".exe") {
	case "sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh", "csh", "tcsh", "fish", "rbash", "yash", "elvish", "nu", "xonsh",
		"busybox", "toybox", "cmd", "command", "powershell", "pwsh":
		return true
	}
	return false
}

// isBatch tells whether a file is one that Windows hands to cmd.exe, with whatever it ignores at the end of a name.
func isBatch(file string) bool {
	switch strings.ToLower(filepath.Ext(strings.TrimRight(file, ". "))) {
	case ".bat", ".cmd":
		return true
	}
	return false
}
