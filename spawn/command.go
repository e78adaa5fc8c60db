// Package spawn says how processes are started, and is where a Go program has its say in that.
//
// A [Command] is one process to be started, in final form: resolved file, arguments, whole environment, directory,
// what each descriptor is to be. A [Backend] starts commands: the local machine, or something that acts like one. A
// [Func] is "start this"; a [Middleware] wraps one Func in another, and [Chain] puts several in front of a backend:
//
//	audit := func(next spawn.Func) spawn.Func {
//		return func(ctx context.Context, cmd *spawn.Command) (spawn.Process, error) {
//			log.Printf("%s starts %s %q", cmd.Call, cmd.File, cmd.Argv)
//			return next(ctx, cmd)
//		}
//	}
//	start := spawn.Chain(backend.Start, audit)
//
// Middleware may refuse (return an error, best a [DeniedError]), change the command, or answer with a [Process] of its
// own. Every process that a script starts, whichever of Node's functions it calls, passes through one such chain.
//
// Nothing here knows of JavaScript.
package spawn

import (
	"os"
	"strings"
)

// Command is one process to be started. Middleware owns the command it is given until it calls the next Func, and may
// change it; after that it must not.
type Command struct {
	// Call names the function that starts the process: "spawn", "execSync", "fork", ...
	Call string
	// Name is the file as the caller gave it; errors name it.
	Name string
	// File is the absolute path of the file that Name stands for, as the backend's LookPath found it on PATH in Env and
	// relative to Dir. It is empty when there is no such file: starting such a command fails with NotFound.
	File string
	// NotFound is why File is empty.
	NotFound error
	// Argv has argv[0] first.
	Argv []string
	// Env is the whole environment of the process, each entry "NAME=value". It is never filled in from the host's.
	Env []string
	// Dir is the absolute working directory; empty means the host process's own.
	Dir string
	// Stdio has one entry for each descriptor of the process, from 0.
	Stdio []Stdio
	// UID and GID, where not nil, are taken on by the process; supplementary groups are then dropped.
	UID, GID *uint32
	// Umask, where not nil, is the file mode creation mask of the process; nil leaves the host process's.
	Umask *uint32
	// Detached makes the process leader of a new session (Windows: a new process group with a console of its own).
	Detached bool
	// KillTree makes the process one with all that it starts, and they in turn, wherever they have got to: a signal to it
	// goes to all of them, and what is left of them is killed when Owner ends, or the host's program in whatever way.
	KillTree bool
	// Owner names whom the process belongs to; for what a script starts, its Runtime.
	Owner string
	// Limits are set for the process before it runs.
	Limits []ResourceLimit
	// Shell says that the process is a shell, started to interpret text (shell: true, exec, execSync).
	Shell bool
	// WindowsHide and WindowsVerbatimArguments have effect on Windows only.
	WindowsHide, WindowsVerbatimArguments bool

	// relative is the form of File to be handed to the operating system in Dir, so that a script sees the $0 it was
	// called by. It counts only as long as File and Dir are those it was made for.
	relative, relativeFile, relativeDir string
}

// Found records the outcome of a look-up: file is absolute, relative what leads to it from Dir ("./x", "/bin/ls").
func (c *Command) Found(file, relative string) {
	c.File, c.NotFound = file, nil
	c.relative, c.relativeFile, c.relativeDir = relative, file, c.Dir
}

// Path is what the operating system is asked to execute: File, in the form the caller gave it where nobody changed
// File or Dir since.
func (c *Command) Path() string {
	if c.relative != "" && c.relativeFile == c.File && c.relativeDir == c.Dir {
		return c.relative
	}
	return c.File
}

// Getenv returns the value that Env gives to a variable; the last entry counts.
func (c *Command) Getenv(name string) (string, bool) {
	for i := len(c.Env) - 1; i >= 0; i-- {
		kv := c.Env[i]
		if len(kv) > len(name) && kv[len(name)] == '=' && sameEnvName(kv[:len(name)], name) {
			return kv[len(name)+1:], true
		}
	}
	return "", false
}

// Args is Argv without argv[0].
func (c *Command) Args() []string {
	if len(c.Argv) == 0 {
		return nil
	}
	return c.Argv[1:]
}

func (c *Command) String() string {
	file := c.File
	if file == "" {
		file = c.Name
	}
	return strings.Join(append([]string{file}, c.Args()...), " ")
}

// Kind says what a descriptor of a process is to be.
type Kind uint8

const (
	// Ignore is the null device for descriptors 0 to 2, and closed for those above.
	Ignore Kind = iota
	// Pipe is a new pipe to the host: its other end is Process.Stdio. Descriptor 0 is the process's to read, 1 and 2
	// are its to write, those above go both ways.
	Pipe
	// Overlapped is Pipe, with an end that a Windows process can use for overlapped I/O. Elsewhere it goes both ways.
	Overlapped
	// Inherit is the host's descriptor FD.
	Inherit
	// File is the open file in File, which stays the caller's to close.
	File
	// Channel is a pipe both ways, as the channel of a forked process needs it.
	Channel
)

// Stdio is the plan for one descriptor.
type Stdio struct {
	Kind Kind
	FD   int      // for Inherit
	File *os.File // for File
}
