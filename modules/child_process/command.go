package childprocess

import (
	"errors"
	"os"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/gojs-run/gojs/internal/nodeerr"
	"github.com/gojs-run/gojs/internal/nodeshim"
	"github.com/gojs-run/gojs/internal/slots"
	"github.com/gojs-run/gojs/spawn"
)

// command is the request in the form in which it passes the door.
func (w *world) command(r *request, plan []stdioEntry) *spawn.Command {
	host := w.env.Host
	cmd := &spawn.Command{
		Call: r.call, Name: r.file, Argv: r.args, Env: r.env, Dir: host.Dir(),
		UID: r.uid, GID: r.gid, Detached: r.detached, Shell: r.shell,
		WindowsHide: r.hide, WindowsVerbatimArguments: r.verbatim,
		Stdio: make([]spawn.Stdio, len(plan)), Owner: host.Owner, KillTree: host.KillTree && !r.detached,
	}
	if r.killTree != nil {
		cmd.KillTree = *r.killTree
	}
	if r.cwd != "" {
		cmd.Dir = host.Path(r.cwd)
	}
	if host.Umask >= 0 {
		mask := uint32(host.Umask)
		cmd.Umask = &mask
	}
	for i := range plan {
		cmd.Stdio[i] = plan[i].Stdio
	}
	w.backend.LookPath(cmd)
	return cmd
}

// withNode lets gojs answer as node where the PATH of a process leads to none.
func (w *world) withNode(env []string) []string {
	mode := w.env.Host.Flags.NodeShim
	if mode == "" || mode == "never" {
		return env
	}
	if w.shim == nil {
		w.shim = nodeshim.New(w.env.Host.ExecPath)
	}
	for i, kv := range env {
		path, ok := pathOf(kv)
		if !ok {
			continue
		}
		if with := w.shim.Path(path, mode == "always"); with != path {
			env = append([]string(nil), env...)
			env[i] = kv[:len(kv)-len(path)] + with
		}
		break
	}
	return env
}

func pathOf(kv string) (string, bool) {
	if len(kv) > 5 && kv[4] == '=' && strings.EqualFold(kv[:4], "path") && (kv[:4] == "PATH" || os.PathSeparator == '\\') {
		return kv[5:], true
	}
	return "", false
}

// errnoOf is the operating system's reason for a failed start, 0 if there is none.
func errnoOf(err error) syscall.Errno {
	var errno syscall.Errno
	errors.As(err, &errno)
	return errno
}

// emitted says whether Node tells of a failed start by an 'error' event; other failures are thrown.
func emitted(errno syscall.Errno) bool {
	switch errno {
	case syscall.EACCES, syscall.EAGAIN, syscall.EMFILE, syscall.ENFILE, syscall.ENOENT:
		return true
	}
	return false
}

// outOfFiles says whether a start failed for want of descriptors: then there are not even pipes.
func outOfFiles(errno syscall.Errno) bool { return errno == syscall.EMFILE || errno == syscall.ENFILE }

// errnoException is Node's error for a system call: its message is "call CODE".
func (w *world) errnoException(errno syscall.Errno, call string) *goja.Object {
	code := nodeerr.Name(errno)
	return nodeerr.System(w.vm, &nodeerr.SystemError{Errno: -int(errno), Code: code, Syscall: call, Message: call + " " + code})
}

// startError is the error of a start that failed: for 'error' events and results of spawnSync.
func (w *world) startError(err error, call, file string, args []string) *goja.Object {
	e := w.errnoException(errnoOf(err), call)
	_ = e.Set("path", file)
	_ = e.Set("spawnargs", w.array(args[min(1, len(args)):]))
	w.explain(e, err)
	return e
}

// explain says in the error's cause that it was the directory that was missing, not the file: Node leaves this open.
func (w *world) explain(e *goja.Object, err error) {
	var se *spawn.Error
	if !errors.As(err, &se) || se.Op != "chdir" {
		return
	}
	code := nodeerr.Name(se.Errno)
	cause := nodeerr.System(w.vm, &nodeerr.SystemError{Errno: -int(se.Errno), Code: code, Syscall: "chdir", Path: se.Path})
	_ = e.DefineDataProperty("cause", cause, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// refuse throws for a start that failed in a way that is no errno: policy, or a backend of its own kind.
func (w *world) refuse(err error) {
	var denied *spawn.DeniedError
	if errors.As(err, &denied) {
		text := "Access to this API has been restricted. Use --allow-child-process to manage permissions."
		if denied.Reason != "" {
			text = "Access to this API has been restricted: " + denied.Resource + ": " + denied.Reason
		}
		e := nodeerr.Plain(w.vm, nodeerr.Error, text)
		_ = e.Set("code", "ERR_ACCESS_DENIED")
		_ = e.Set("permission", "ChildProcess")
		_ = e.Set("resource", denied.Resource)
		panic(e)
	}
	panic(nodeerr.Plain(w.vm, nodeerr.Error, err.Error()))
}

func (w *world) array(list []string) *goja.Object {
	var few [8]goja.Value
	values := few[:0]
	for _, s := range list {
		values = append(values, w.vm.ToValue(s))
	}
	return slots.CopyArray(w.vm, values)
}
