package modules

import (
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/mount"
	"github.com/gojs-run/gojs/internal/permission"
	"github.com/gojs-run/gojs/spawn"
)

// Host is the state that belongs to one Runtime and that other programs would
// keep in the operating system's process: directory, environment, arguments,
// standard streams, exit code. Modules read and change it here and never through
// package os. All fields are for the loop's goroutine.
type Host struct {
	Argv     []string // process.argv: the program, the script, its arguments
	Argv0    string   // what the program was called as
	ExecPath string   // the program's file
	ExecArgv []string // flags before the script
	Start    time.Time

	Env   *Environ
	Umask int // -1: the operating system's
	dir   *directory

	// The standard streams. An *os.File is used as a descriptor (and inherited
	// by children); anything else is copied through a pipe.
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer

	// ExitCode is process.exitCode as the script set it; nil if it did not.
	ExitCode *int
	// Exiting is true once process.exit was called or the end was reached.
	Exiting bool

	// Exit ends the Runtime with a code; the script stops at the next instruction.
	Exit func(code int)
	// Abort ends the operating system's process with SIGABRT. It is nil where the
	// process is more than this Runtime; then the Runtime ends with code 134.
	Abort func()
	// Exec makes the process another program and returns only with an error. It is
	// nil where the process is more than this Runtime.
	Exec func(file string, argv, env []string) error
	// Timezone makes a time zone the one that dates are shown in; "" is the
	// system's. It is nil where the process is more than this Runtime.
	Timezone func(name string)
	// Fatal reports an uncaught error, as if it had been thrown by a macrotask.
	Fatal func(err error)

	// Process is set by module process when it is loaded: what the runtime tells
	// the script's process object. Before that nobody can be listening.
	Process ProcessHooks

	// Untouched is set by module process: it reports whether the script has neither
	// used nor replaced process.stdout (1) or process.stderr (2). Output may then be
	// written to Stdout and Stderr without making the stream. Nil: nobody did.
	Untouched func(fd int) bool

	// Channel is what joins this process to the one that forked it; nil if none did.
	// Module process attaches it to its object.
	Channel *Channel
	// Forked says that this Runtime, or the one that its worker belongs to, was given a Channel.
	Forked bool
	// Forks says that the program at ExecPath, started with a script as its first
	// argument and a channel in its environment, runs that script: fork may start it.
	Forks bool
	// Flush, where not nil, writes what is held back to be written together. It
	// comes before whatever ends the process at once.
	Flush func()

	// Backend is where processes are started and files of commands are looked up;
	// nil is the local machine. Middleware stands before it: every process that a
	// script starts, by whichever function, passes through it.
	Backend    spawn.Backend
	Middleware []spawn.Middleware

	// StartWorker starts a Runtime beside this one, on a goroutine of its own. The
	// error is an *InvalidOptions. What it returns stops the worker with an exit
	// code, if it has not ended; any goroutine may call that.
	StartWorker func(t *Thread) (stop func(code int), err error)
	// Thread is what this Runtime was started with if it is a worker, else nil.
	Thread *Thread

	// Owner names this Runtime in the whole program: its children belong to it. With KillTree they end with it, and so does
	// all that they start, save what is detached.
	Owner    string
	KillTree bool

	// Permissions are what the script may do; nil is everything. Modules ask by Env.Permit.
	Permissions *permission.Set
	// Publish, where not nil, publishes on a diagnostics channel, if that has subscribers. Module diagnostics_channel sets
	// it when it is loaded.
	Publish func(channel string, message func() *goja.Object)

	// Mounts are folders that are file systems of the program's; what is in them may be read.
	Mounts mount.Table

	// Customized says that module.register was used.
	Customized bool

	// Main is require.main's module object, once there is one.
	Main *goja.Object
	// Flags are command-line switches that modules look at.
	Flags Flags
	// Cleanup runs when the Runtime closes, last added first, on the goroutine
	// that closes it; the VM may not be used any more.
	Cleanup []func()
}

// Channel is a descriptor that leads to another process (Node: child_process.md#child_processforkmodulepath-args-options).
type Channel struct {
	FD   int
	Mode string // of serialization: "json" or "advanced"
}

// ChannelFD and ChannelMode are the names in the environment by which a process learns of its Channel, WorkerID is the
// one by which it learns that it is a worker of a cluster.
const (
	ChannelFD   = "NODE_CHANNEL_FD"
	ChannelMode = "NODE_CHANNEL_SERIALIZATION_MODE"
	WorkerID    = "NODE_UNIQUE_ID"
)

// ProcessHooks are calls into the process object. They run inside a macrotask.
type ProcessHooks struct {
	// Uncaught emits uncaughtException (origin "uncaughtException" or
	// "unhandledRejection") and reports whether a listener dealt with it.
	Uncaught func(value goja.Value, origin string) bool
	// Broken says that the script took away what deals with uncaught errors.
	Broken bool
	// Rejection deals with a promise that is still unhandled after the queues
	// drained; RejectionHandled with one that was handled later.
	Rejection        func(promise *goja.Object, reason goja.Value) bool
	RejectionHandled func(promise *goja.Object)
	// BeforeExit and Exit emit the events of these names.
	BeforeExit func(code int)
	Exit       func(code int)
}

// Flags are Node's command-line switches as far as modules heed them.
type Flags struct {
	NoDeprecation        bool
	ThrowDeprecation     bool
	TraceDeprecation     bool
	PendingDeprecation   bool
	NoWarnings           bool
	TraceWarnings        bool
	TraceExit            bool
	DisabledWarnings     []string
	UnhandledRejections  string // "", strict, warn, none, throw, warn-with-error-codes
	Title                string
	EvalSource           string   // the code of -e or -p
	Print                bool     // -p
	Conditions           []string // -C
	PreserveSymlinks     bool
	PreserveSymlinksMain bool
	NoRequireModule      bool     // --no-experimental-require-module
	EventSource          bool     // --experimental-eventsource
	NoWebSocket          bool     // --no-experimental-websocket
	InputType            string   // --input-type: "module", "commonjs" or ""
	Imports              []string // --import
	Loaders              []string // --experimental-loader
	ExposeInternals      bool     // --expose-internals: scripts may require what Node has under internal/ and gojs offers
	NoNumericTier        bool     // nothing is compiled to machine code
	TraceNumeric         bool     // say on standard error what is, and why other things are not
	// NodeShim says when gojs itself answers as "node" for children: "auto" when
	// the child's PATH has none, "always", "never" (as is "").
	NodeShim string
}

// Conditions are those of package.json's exports that hold for modules got by kind: "require" or "import".
func (h *Host) Conditions(kind string) []string {
	list := []string{"node", kind, "module-sync"}
	if h.Permissions.Has(permission.Addon, "") {
		list = append(list, "node-addons")
	}
	return append(list, h.Flags.Conditions...)
}

// Path makes p absolute against the Runtime's directory, without cleaning it.
func (h *Host) Path(p string) string {
	if p == "" || filepath.IsAbs(p) {
		return p
	}
	dir := h.Dir()
	if os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + p
	}
	return dir + string(filepath.Separator) + p
}

// directory is where a Runtime is, and its workers with it.
type directory struct{ path atomic.Pointer[string] }

// Dir is the Runtime's directory, absolute. Workers are where the Runtime is that started them.
func (h *Host) Dir() string { return *h.dir.path.Load() }

// SetDir changes the directory, as process.chdir does.
func (h *Host) SetDir(path string) {
	if h.dir == nil {
		h.dir = new(directory)
	}
	h.dir.path.Store(&path)
}

// Environ is a Runtime's environment: variables in the order they were set.
// Names compare as the operating system does (on Windows without regard to case).
// Runtimes may share one; any goroutine may use it.
type Environ struct {
	mu     sync.Mutex
	names  []string // "" where deleted
	values map[string]entry
	list   []string // cache for List
}

type entry struct {
	value string
	index int
}

// NewEnviron parses "NAME=value" strings; the last of several equal names wins.
func NewEnviron(list []string) *Environ {
	e := &Environ{values: make(map[string]entry, len(list))}
	for _, kv := range list {
		// A leading = belongs to the name (Windows has "=C:=C:\dir").
		if i := strings.IndexByte(kv[min(1, len(kv)):], '='); i >= 0 {
			e.Set(kv[:i+1], kv[i+2:])
		}
	}
	e.list = nil
	return e
}

// Get returns a variable.
func (e *Environ) Get(name string) (string, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	v, ok := e.values[envKey(name)]
	return v.value, ok
}

// Set defines a variable.
func (e *Environ) Set(name, value string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	k := envKey(name)
	v, ok := e.values[k]
	if !ok {
		v.index = len(e.names)
		e.names = append(e.names, name)
	}
	v.value = value
	e.values[k] = v
	e.list = nil
}

// Delete removes a variable.
func (e *Environ) Delete(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	k := envKey(name)
	if v, ok := e.values[k]; ok {
		e.names[v.index] = ""
		delete(e.values, k)
		e.list = nil
	}
}

// Names returns the names in order.
func (e *Environ) Names() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	out := make([]string, 0, len(e.values))
	for _, n := range e.names {
		if n != "" {
			out = append(out, n)
		}
	}
	return out
}

// Copy returns an environment of its own with the same variables.
func (e *Environ) Copy() *Environ {
	e.mu.Lock()
	defer e.mu.Unlock()
	return &Environ{names: slices.Clone(e.names), values: maps.Clone(e.values)}
}

// List returns "NAME=value" strings, for starting a process. The caller must not
// change it.
func (e *Environ) List() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.list == nil {
		e.list = make([]string, 0, len(e.values))
		for _, n := range e.names {
			if n != "" {
				e.list = append(e.list, n+"="+e.values[envKey(n)].value)
			}
		}
	}
	return e.list
}
