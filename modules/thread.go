package modules

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// Thread is a worker: what Host.StartWorker makes a Runtime of, and what that Runtime knows of itself. The functions are
// called on the worker's goroutine.
type Thread struct {
	// One of these says what runs: a file as the main module, an ES module at a URL, a built-in module for a thread of the
	// host's own, code as of -e.
	File, URL, Builtin string
	Source             *string

	Argv     []string // process.argv after the script
	ExecArgv []string // options that only hold for the worker; nil: it has those of who starts it
	Env      *Environ
	// NodeOptions are options of the environment that the Env does not have in common with the starter's; "" for none.
	NodeOptions string
	Stdin       io.Reader
	Stdout      io.Writer
	Stderr      io.Writer
	// TrackFDs says that descriptors which the script opens and leaves open are closed when it ends.
	TrackFDs bool
	// StackSize is how much deeper or less deep calls may nest than they may in other Runtimes; 0 and 1 are no difference.
	StackSize float64
	// Memory is by how many bytes the program's heap may grow while the worker is at work; 0 for any number. Ended is told
	// of ErrOutOfMemory when it is more.
	Memory uint64

	// State belongs to the module that starts workers.
	State any

	// Begin runs before anything of the script.
	Begin func(env *Env)
	// Uncaught takes the error that ends the worker, before its exit event.
	Uncaught func(env *Env, value goja.Value)
	// Ended comes last, when the Runtime is closed. err is why there was none or it broke.
	Ended func(code int, err error)
}

// ErrOutOfMemory is the end of a worker that went beyond Thread.Memory.
var ErrOutOfMemory = errors.New("JS heap out of memory")

// InvalidOptions are words of a command line that mean nothing.
type InvalidOptions struct {
	Words []string
	// FromEnvironment says that they stood in NODE_OPTIONS.
	FromEnvironment bool
}

func (e *InvalidOptions) Error() string { return "invalid options: " + strings.Join(e.Words, ", ") }

// ForWorker makes the Host of a worker that this Host's Runtime starts.
func (h *Host) ForWorker(t *Thread) *Host {
	w := &Host{
		Argv: append([]string{h.ExecPath, ""}, t.Argv...), Argv0: h.Argv0, ExecPath: h.ExecPath, ExecArgv: h.ExecArgv, Start: time.Now(),
		Env: t.Env, Umask: h.Umask, Flags: h.Flags, dir: h.dir,
		Stdin: t.Stdin, Stdout: t.Stdout, Stderr: t.Stderr,
		Forks: h.Forks, Forked: h.Forked, Backend: h.Backend, Middleware: h.Middleware, Permissions: h.Permissions, Mounts: h.Mounts, KillTree: h.KillTree,
		Thread: t,
	}
	w.Flags.EvalSource, w.Flags.Print = "", false
	if t.ExecArgv != nil {
		w.ExecArgv = t.ExecArgv
	}
	if w.Stdout == nil {
		w.Stdout = io.Discard
	}
	if w.Stderr == nil {
		w.Stderr = io.Discard
	}
	return w
}
