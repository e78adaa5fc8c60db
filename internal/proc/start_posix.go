//go:build unix

package proc

import (
	"errors"
	"os"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// forkExec starts a process by the standard library's fork and exec.
func forkExec(cmd *spawn.Command, path string, argv, env []string, ends []end) (int, handle, error) {
	files := make([]uintptr, len(ends))
	for i, e := range ends {
		if e.shared && i <= 2 {
			_ = syscall.SetNonblock(e.child, false)
		}
		files[i] = uintptr(e.child)
	}
	sys := &syscall.SysProcAttr{Setsid: cmd.Detached}
	if cmd.UID != nil || cmd.GID != nil {
		c := &syscall.Credential{Uid: uint32(syscall.Geteuid()), Gid: uint32(syscall.Getegid())}
		if cmd.UID != nil {
			c.Uid = *cmd.UID
		}
		if cmd.GID != nil {
			c.Gid = *cmd.GID
		}
		// Only root has groups to drop; for others setgroups would fail the start.
		c.NoSetGroups = syscall.Geteuid() != 0
		sys.Credential = c
	}
	pid, err := forkExecUmask(cmd.Umask, path, argv, &syscall.ProcAttr{Dir: cmd.Dir, Env: env, Files: files, Sys: sys})
	if err != nil {
		return 0, handle{}, forkExecError(cmd, path, err)
	}
	h, err := newHandle(pid)
	return pid, h, err
}

var umaskLock sync.Mutex

// forkExecUmask gives the child a mask of its own by changing the host's for the moment of the fork: there is no other
// way that leaves its arguments and errors as they are. What the host creates in that moment gets that mask too.
func forkExecUmask(mask *uint32, path string, argv []string, attr *syscall.ProcAttr) (int, error) {
	if mask == nil {
		return syscall.ForkExec(path, argv, attr)
	}
	umaskLock.Lock()
	defer umaskLock.Unlock()
	if before := syscall.Umask(int(*mask)); before != int(*mask) {
		defer syscall.Umask(before)
	}
	return syscall.ForkExec(path, argv, attr)
}

// forkExecError finds out which step failed: fork and exec report only the reason.
func forkExecError(cmd *spawn.Command, path string, err error) error {
	e := &spawn.Error{Op: "execve", Path: path, Errno: syscall.EIO}
	errors.As(err, &e.Errno)
	switch e.Errno {
	case syscall.ENOENT, syscall.ENOTDIR, syscall.EACCES, syscall.ELOOP:
		if cmd.Dir == "" {
			break
		}
		if st, serr := os.Stat(cmd.Dir); serr != nil || !st.IsDir() || syscall.Access(cmd.Dir, 1) != nil {
			e.Op, e.Path = "chdir", cmd.Dir
		}
	case syscall.EPERM:
		if cmd.UID != nil {
			e.Op, e.Path = "setuid", ""
		} else if cmd.GID != nil {
			e.Op, e.Path = "setgid", ""
		}
	case syscall.EAGAIN:
		e.Op, e.Path = "fork", ""
	}
	return e
}
