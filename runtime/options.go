package runtime

import (
	"io"
	"io/fs"
	"path/filepath"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/mount"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/modules"
	"github.com/gojs-run/gojs/spawn"
)

// Option configures New.
type Option func(*config)

type config struct {
	args     []string
	execArgv []string
	execPath string
	argv0    string
	env      []string
	envSet   bool
	dir      string
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	stdio    [3]bool
	modules  []modules.Module
	flags    modules.Flags
	backend  spawn.Backend
	door     []spawn.Middleware
	starts   bool
	onFatal  func(*ScriptError)
	own      bool
	grants   *Permissions
	within   *permission.Set
	audit    bool
	limits   Limits
	killTree *bool
	mounts   mount.Table
}

// WithArgs sets what follows the script in process.argv. Default: nothing.
func WithArgs(args ...string) Option { return func(c *config) { c.args = args } }

// WithEnv sets process.env from "NAME=value" strings. Default: os.Environ().
func WithEnv(env []string) Option { return func(c *config) { c.env, c.envSet = env, true } }

// WithDir sets the directory: process.cwd(), and what relative paths and
// children start from. Default: the program's own, without links.
func WithDir(dir string) Option { return func(c *config) { c.dir = dir } }

// WithFS puts a file system, such as an embed.FS, in the place of the folder root, which need not exist: what scripts
// require, import and read there comes from files, whatever WithPermissions says, and writing fails with EROFS. root is
// absolute, or relative to the program's directory. RunFile runs scripts from there, and WithDir may be there.
//
//	//go:embed scripts
//	var scripts embed.FS
//	rt, err := runtime.New(runtime.WithFS("/app", scripts))
//	err = rt.RunFile(ctx, "/app/scripts/main.js")
//
// Workers have it, too; other processes do not. files may be used from several goroutines at once.
func WithFS(root string, files fs.FS) Option {
	return func(c *config) {
		if abs, err := filepath.Abs(root); err == nil {
			root = abs
		}
		c.mounts = append(c.mounts, mount.Mount{Root: root, FS: files})
	}
}

// WithStdin, WithStdout and WithStderr set the standard streams; nil stands for
// an empty input and for output that is thrown away. An *os.File is used as a
// descriptor and inherited by children; anything else is copied through a pipe.
// Writes come from the goroutine that runs the script. Default: the program's.
func WithStdin(r io.Reader) Option {
	return func(c *config) { c.stdin, c.stdio[0] = r, true }
}

// WithStdout: see WithStdin.
func WithStdout(w io.Writer) Option {
	return func(c *config) { c.stdout, c.stdio[1] = w, true }
}

// WithStderr: see WithStdin.
func WithStderr(w io.Writer) Option {
	return func(c *config) { c.stderr, c.stdio[2] = w, true }
}

// WithModule offers a module written in Go to require. A name that a built-in
// has replaces it. Workers have it too: Load is called for each Runtime, on its
// goroutine.
func WithModule(m modules.Module) Option {
	return func(c *config) { c.modules = append(c.modules, m) }
}

// WithLoader is WithModule for a loader of goja_nodejs's form (require.ModuleLoader):
// a function that fills module.exports. Modules written for goja_nodejs can be
// offered as they are.
func WithLoader(name string, load func(vm *goja.Runtime, module *goja.Object)) Option {
	return WithModule(modules.Module{Name: name, Load: func(env *modules.Env, module *goja.Object) { load(env.VM, module) }})
}

// WithExecPath sets process.execPath, which fork starts. Default: os.Executable().
func WithExecPath(path string) Option { return func(c *config) { c.execPath = path } }

// WithExecArgv sets process.execArgv. Default: none.
func WithExecArgv(args ...string) Option { return func(c *config) { c.execArgv = args } }

// WithArgv0 sets process.argv0. Default: os.Args[0].
func WithArgv0(name string) Option { return func(c *config) { c.argv0 = name } }

// WithFlags sets Node's command-line switches.
func WithFlags(f modules.Flags) Option { return func(c *config) { c.flags = f } }

// WithFatal calls f, on the goroutine that runs the script, with an uncaught
// error before the exit event: Node prints the report at that moment.
func WithFatal(f func(*ScriptError)) Option { return func(c *config) { c.onFatal = f } }

// WithOwnProcess says that the operating system's process is this Runtime and
// nothing else, as for a command: process.abort and process.execve act on it, and
// process.env.TZ sets the program's time.Local; as process 1, it reaps orphans.
// Otherwise abort ends the Runtime with code 134, execve throws, and TZ is a
// variable like others.
func WithOwnProcess() Option { return func(c *config) { c.own = true } }

// WithChildren lets scripts start processes. Without it they start none, in a command (WithOwnProcess) as many as they
// like. Every process, by whichever function it is started, passes through the middleware, the first one given first,
// which may refuse it, change it or answer itself: see package spawn. It runs on the goroutine that runs the script,
// which may be a worker's.
//
//	runtime.WithChildren()             // whatever the script likes
//	runtime.WithChildren(allow, audit) // what allow, of spawn.Allow, lets through, and audit is told of
//
// Where there are WithPermissions, too, they have to allow the process as well, and their Commands do so without
// WithChildren.
func WithChildren(m ...spawn.Middleware) Option {
	return func(c *config) { c.starts, c.door = true, append(c.door, m...) }
}

// WithBackend is WithChildren for processes that are started elsewhere than on the local machine: the end of the chain.
func WithBackend(b spawn.Backend) Option { return func(c *config) { c.starts, c.backend = true, b } }

// WithKillTree says whether children end with the Runtime, and all that they start with them: when it ends or is closed,
// and when the program ends, be it by a panic or by SIGKILL. Processes that the script starts detached go on. Default:
// true, with WithOwnProcess false, as under Node. A script may say otherwise of a process: { killTree: true }.
//
// On Linux and macOS this takes a second process of the program, which begins with the first child: see docs/EMBEDDING.md.
func WithKillTree(on bool) Option { return func(c *config) { c.killTree = &on } }
