//go:build linux && (amd64 || arm64)

package proc

import (
	"slices"
	"sync/atomic"
	"syscall"
	"unsafe"

	"github.com/gojs-run/gojs/spawn"
)

const (
	sysClone3         = 435
	cloneVM           = 0x100
	clonePidfd        = 0x1000
	cloneVfork        = 0x4000
	cloneClearSighand = 0x100000000 // caught signals are back to their defaults in the child
	signalCount       = 31
	cloneArgsSize     = 64 // the first version of the kernel's struct
)

// cloneArgs is the kernel's struct clone_args.
type cloneArgs struct {
	flags, pidfd uint64
	_, _         uint64 // child and parent thread ids
	exitSignal   uint64
	_, _, _      uint64 // stack, its size, thread-local storage
}

// launch is what the child needs, made before it exists. The child runs in the host's memory until it execs, so this
// is also where it says what went wrong.
type launch struct {
	args  cloneArgs
	pidfd int32

	path, dir  *byte
	argv, envv **byte
	fds        []int32 // the child's descriptor i is to be our fds[i]; -1: none
	shared     uint64  // bit i: descriptor i must be made blocking

	setsid, setUID, setGID, setUmask bool
	uid, gid, umask                  uintptr
	limits                           []rlimit

	unblocked, blocked, before uint64     // signal masks
	ignored                    uint32     // signals that the child could find ignored
	defaultAction              [4]uintptr // the kernel's struct sigaction for SIG_DFL

	failed step
	errno  syscall.Errno
}

// rlimit is a limit, the last two words as the kernel wants them.
type rlimit struct {
	resource   uintptr
	soft, hard uint64
}

type step uint8

const (
	stepNone step = iota
	stepSetsid
	stepStdio
	stepChdir
	stepSetgid
	stepSetuid
	stepLimit
	stepExec
)

// vfork is clone3. The child comes back from it into the same stack frame as the parent, which is stopped until the
// child execs or exits. (vfork_linux_*.s)
func vfork(args *cloneArgs, size uintptr) (pid, errno uintptr)

// without is set once the kernel, or the sandbox around us, turned out not to have clone3.
var without atomic.Bool

func launchProcess(cmd *spawn.Command, path string, argv, env []string, ends []end) (pid int, h handle, err error) {
	if without.Load() {
		return launchPortably(cmd, path, argv, env, ends)
	}
	l := &launch{pidfd: -1, blocked: ^uint64(0), ignored: ignored()}
	if l.path, err = syscall.BytePtrFromString(path); err != nil {
		return 0, h, &spawn.Error{Op: "execve", Path: path, Errno: syscall.EINVAL}
	}
	if cmd.Dir != "" && !inOwnDir(cmd.Dir) {
		if l.dir, err = syscall.BytePtrFromString(cmd.Dir); err != nil {
			return 0, h, &spawn.Error{Op: "chdir", Path: cmd.Dir, Errno: syscall.EINVAL}
		}
	}
	cargv, err := syscall.SlicePtrFromStrings(argv)
	if err != nil {
		return 0, h, &spawn.Error{Op: "execve", Path: path, Errno: syscall.EINVAL}
	}
	cenv, err := environment(env)
	if err != nil {
		return 0, h, &spawn.Error{Op: "execve", Path: path, Errno: syscall.EINVAL}
	}
	l.argv, l.envv = &cargv[0], &cenv[0]
	l.fds = make([]int32, len(ends))
	for i := range ends {
		l.fds[i] = int32(ends[i].child)
		if ends[i].shared && i <= 2 {
			l.shared |= 1 << i
		}
	}
	l.setsid = cmd.Detached
	if cmd.UID != nil {
		l.setUID, l.uid = true, uintptr(*cmd.UID)
	}
	if cmd.GID != nil {
		l.setGID, l.gid = true, uintptr(*cmd.GID)
	}
	if cmd.Umask != nil {
		l.setUmask, l.umask = true, uintptr(*cmd.Umask)
	}
	for _, limit := range cmd.Limits {
		l.limits = append(l.limits, rlimit{uintptr(resourceNumber(limit.Resource)), limit.Max, limit.Max})
	}
	l.args = cloneArgs{
		flags:      cloneVM | cloneVfork | clonePidfd | cloneClearSighand,
		exitSignal: uint64(syscall.SIGCHLD),
		pidfd:      uint64(uintptr(unsafe.Pointer(&l.pidfd))),
	}

	// Others may be between opening a descriptor and making it close-on-exec.
	syscall.ForkLock.Lock()
	child, errno := l.run()
	syscall.ForkLock.Unlock()
	if errno != 0 {
		switch errno {
		case syscall.ENOSYS, syscall.EINVAL, syscall.EPERM:
			without.Store(true)
			return launchProcess(cmd, path, argv, env, ends)
		}
		return 0, h, &spawn.Error{Op: "clone", Errno: errno}
	}
	if l.failed != stepNone {
		reap(int(l.pidfd))
		syscall.Close(int(l.pidfd))
		return 0, h, l.failure(cmd, path)
	}
	return int(child), handle{pidfd: int(l.pidfd)}, nil
}

// lastEnvironment is the one that was last passed on: as a rule the next child gets it too.
var lastEnvironment atomic.Pointer[knownEnvironment]

type knownEnvironment struct {
	list     []string
	pointers []*byte
}

// environment makes the kernel's form of an environment, which is not changed.
func environment(list []string) (pointers []*byte, err error) {
	last := lastEnvironment.Load()
	if last == nil || !slices.Equal(last.list, list) {
		if pointers, err = syscall.SlicePtrFromStrings(list); err != nil {
			return nil, err
		}
		last = &knownEnvironment{slices.Clone(list), pointers}
		lastEnvironment.Store(last)
	}
	return last.pointers, nil
}

func (l *launch) failure(cmd *spawn.Command, path string) error {
	e := &spawn.Error{Errno: l.errno}
	switch l.failed {
	case stepSetsid:
		e.Op = "setsid"
	case stepStdio:
		e.Op = "stdio"
	case stepChdir:
		e.Op, e.Path = "chdir", cmd.Dir
	case stepSetgid:
		e.Op = "setgid"
	case stepSetuid:
		e.Op = "setuid"
	case stepLimit:
		e.Op = "setrlimit"
	case stepExec:
		e.Op, e.Path = "execve", path
	}
	return e
}

// run makes the child, and returns when it has exec'd or failed. Signals are blocked meanwhile: no handler of the Go
// runtime may run in the child, which has its memory but is not one of its threads.
//
//go:nosplit
//go:norace
//go:nocheckptr
func (l *launch) run() (pid uintptr, errno syscall.Errno) {
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, 2, uintptr(unsafe.Pointer(&l.blocked)), uintptr(unsafe.Pointer(&l.before)), 8, 0, 0)
	pid, e := l.fork()
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, 2, uintptr(unsafe.Pointer(&l.before)), 0, 8, 0, 0)
	return pid, syscall.Errno(e)
}

// fork returns in the parent only. Its frame is used by the child and, after that, by the parent, which therefore looks
// at nothing in it but what vfork has just stored there.
//
//go:noinline
//go:nosplit
//go:norace
//go:nocheckptr
func (l *launch) fork() (pid, errno uintptr) {
	pid, errno = vfork(&l.args, cloneArgsSize)
	if pid != 0 || errno != 0 {
		return pid, errno
	}
	l.inChild()
	for {
		syscall.RawSyscall(syscall.SYS_EXIT, 127, 0, 0)
	}
}

// inChild does in the child what is to be done before its program runs, in libuv's order, and execs. It returns if a
// step fails. It may not allocate, grow the stack, write a pointer or take a lock.
//
//go:noinline
//go:nosplit
//go:norace
//go:nocheckptr
func (l *launch) inChild() {
	var e syscall.Errno
	for sig := uintptr(1); sig <= signalCount; sig++ {
		if l.ignored&(1<<sig) != 0 {
			syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, sig, uintptr(unsafe.Pointer(&l.defaultAction)), 0, 8, 0, 0)
		}
	}
	if l.setsid {
		if _, _, e = syscall.RawSyscall(syscall.SYS_SETSID, 0, 0, 0); e != 0 {
			l.failed, l.errno = stepSetsid, e
			return
		}
	}
	if e = l.moveDescriptors(); e != 0 {
		l.failed, l.errno = stepStdio, e
		return
	}
	if l.dir != nil {
		if _, _, e = syscall.RawSyscall(syscall.SYS_CHDIR, uintptr(unsafe.Pointer(l.dir)), 0, 0); e != 0 {
			l.failed, l.errno = stepChdir, e
			return
		}
	}
	if l.setUmask {
		syscall.RawSyscall(syscall.SYS_UMASK, l.umask, 0, 0)
	}
	if l.setUID || l.setGID {
		// Fails for whoever is not root, and then there is nothing to drop.
		syscall.RawSyscall(syscall.SYS_SETGROUPS, 0, 0, 0)
	}
	if l.setGID {
		if _, _, e = syscall.RawSyscall(syscall.SYS_SETGID, l.gid, 0, 0); e != 0 {
			l.failed, l.errno = stepSetgid, e
			return
		}
	}
	if l.setUID {
		if _, _, e = syscall.RawSyscall(syscall.SYS_SETUID, l.uid, 0, 0); e != 0 {
			l.failed, l.errno = stepSetuid, e
			return
		}
	}
	for i := range l.limits {
		limit := &l.limits[i]
		if _, _, e = syscall.RawSyscall6(syscall.SYS_PRLIMIT64, 0, limit.resource, uintptr(unsafe.Pointer(&limit.soft)), 0, 0, 0); e != 0 {
			l.failed, l.errno = stepLimit, e
			return
		}
	}
	syscall.RawSyscall6(syscall.SYS_RT_SIGPROCMASK, 2, uintptr(unsafe.Pointer(&l.unblocked)), 0, 8, 0, 0)
	_, _, e = syscall.RawSyscall(syscall.SYS_EXECVE, uintptr(unsafe.Pointer(l.path)), uintptr(unsafe.Pointer(l.argv)), uintptr(unsafe.Pointer(l.envv)))
	l.failed, l.errno = stepExec, e
}

// moveDescriptors gives the child its descriptors, which then survive the exec.
//
//go:noinline
//go:nosplit
//go:norace
//go:nocheckptr
func (l *launch) moveDescriptors() syscall.Errno {
	n := len(l.fds)
	// Those that an earlier one would overwrite go out of the way first.
	for i := 0; i < n; i++ {
		if fd := l.fds[i]; fd >= 0 && int(fd) < i {
			d, _, e := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, uintptr(n))
			if e != 0 {
				return e
			}
			l.fds[i] = int32(d)
		}
	}
	for i := 0; i < n; i++ {
		fd := l.fds[i]
		if fd < 0 {
			continue
		}
		if int(fd) != i {
			if _, _, e := syscall.RawSyscall(syscall.SYS_DUP3, uintptr(fd), uintptr(i), 0); e != 0 {
				return e
			}
		} else if _, _, e := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_SETFD, 0); e != 0 {
			return e
		}
		if l.shared&(1<<uint(i)) != 0 {
			if flags, _, e := syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(i), syscall.F_GETFL, 0); e == 0 && flags&syscall.O_NONBLOCK != 0 {
				syscall.RawSyscall(syscall.SYS_FCNTL, uintptr(i), syscall.F_SETFL, flags&^syscall.O_NONBLOCK)
			}
		}
	}
	return 0
}
