package proc

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/windows"

	"github.com/gojs-run/gojs/spawn"
)

// Local is the machine the program runs on.
var Local spawn.Backend = local{}

type local struct{}

const (
	detachedProcess       = 0x00000008
	createNewProcessGroup = 0x00000200
	createNoWindow        = 0x08000000
)

// Start starts a process. Descriptors above 2 are inherited as handles only: Windows has no numbers for them.
func (local) Start(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
	p, err := start(cmd)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func start(cmd *spawn.Command) (*Process, error) {
	if cmd.File == "" {
		if cmd.NotFound != nil {
			return nil, cmd.NotFound
		}
		return nil, &spawn.Error{Op: "CreateProcess", Path: cmd.Name, Errno: syscall.ENOENT}
	}
	if cmd.UID != nil || cmd.GID != nil {
		return nil, &spawn.Error{Op: "setuid", Errno: syscall.ENOTSUP}
	}
	if ext := strings.ToLower(filepath.Ext(cmd.File)); (ext == ".bat" || ext == ".cmd") && !cmd.Shell {
		// cmd.exe would interpret the arguments.
		return nil, &spawn.Error{Op: "CreateProcess", Path: cmd.Name, Errno: syscall.EINVAL}
	}
	for _, l := range cmd.Limits {
		if !limitable(l.Resource) {
			return nil, &spawn.UnsupportedError{Backend: "local", What: "a limit on " + l.Resource.String()}
		}
	}
	p := &Process{conns: make([]*Conn, len(cmd.Stdio))}
	var files, opened []*os.File
	var channel []*os.File
	closeAll := func() {
		for _, f := range opened {
			f.Close()
		}
	}
	env := cmd.Env
	for fd := range cmd.Stdio {
		if cmd.Stdio[fd].Kind == spawn.Channel {
			var err error
			if channel, p.conns[fd], err = openChannel(); err != nil {
				closeAll()
				p.closeConns()
				return nil, &spawn.Error{Op: "pipe", Errno: errnoOf(err)}
			}
			opened = append(opened, channel...)
			files = append(files, nil)
			env = append(env[:len(env):len(env)], channelHandles+"="+handleNumbers(channel))
			continue
		}
		file, ours, conn, err := openEnd(fd, &cmd.Stdio[fd])
		if err != nil {
			closeAll()
			p.closeConns()
			return nil, &spawn.Error{Op: "pipe", Errno: errnoOf(err)}
		}
		files, p.conns[fd] = append(files, file), conn
		if ours {
			opened = append(opened, file)
		}
	}
	sys := &syscall.SysProcAttr{HideWindow: cmd.WindowsHide}
	if cmd.WindowsHide {
		sys.CreationFlags |= createNoWindow
	}
	if cmd.Detached {
		sys.CreationFlags |= detachedProcess | createNewProcessGroup
	}
	inJob := cmd.KillTree || len(cmd.Limits) > 0
	if inJob {
		sys.CreationFlags |= windows.CREATE_SUSPENDED
	}
	if cmd.WindowsVerbatimArguments {
		sys.CmdLine = strings.Join(cmd.Argv, " ")
	}
	attr := &os.ProcAttr{Dir: cmd.Dir, Env: env, Files: files[:min(3, len(files))], Sys: sys}
	for _, f := range append(files[len(attr.Files):], channel...) {
		if f != nil {
			sys.AdditionalInheritedHandles = append(sys.AdditionalInheritedHandles, syscall.Handle(f.Fd()))
		}
	}
	process, err := os.StartProcess(cmd.File, cmd.Argv, attr)
	closeAll()
	if err != nil {
		p.closeConns()
		e := &spawn.Error{Op: "CreateProcess", Path: cmd.File, Errno: errnoOf(err)}
		if st, serr := os.Stat(cmd.Dir); cmd.Dir != "" && (serr != nil || !st.IsDir()) {
			e.Op, e.Path = "chdir", cmd.Dir
		}
		return nil, e
	}
	p.process, p.limits = process, cmd.Limits
	if inJob {
		if p.job, err = plantTree(cmd, process.Pid); err != nil {
			_ = process.Kill()
			p.Close()
			return nil, &spawn.Error{Op: "AssignProcessToJobObject", Path: cmd.File, Errno: errnoOf(err)}
		}
	}
	return p, nil
}

func openEnd(fd int, plan *spawn.Stdio) (file *os.File, ours bool, conn *Conn, err error) {
	switch plan.Kind {
	case spawn.Pipe, spawn.Overlapped:
		r, w, err := os.Pipe()
		if err != nil {
			return nil, false, nil, err
		}
		if fd == 0 {
			return r, true, &Conn{file: w}, nil
		}
		return w, true, &Conn{file: r}, nil
	case spawn.Inherit:
		switch plan.FD {
		case 0:
			return os.Stdin, false, nil, nil
		case 1:
			return os.Stdout, false, nil, nil
		case 2:
			return os.Stderr, false, nil, nil
		}
		return nil, false, nil, syscall.EBADF
	case spawn.File:
		return plan.File, false, nil, nil
	}
	if fd > 2 {
		return nil, false, nil, nil
	}
	file, err = os.OpenFile(os.DevNull, os.O_RDWR, 0)
	return file, true, nil, err
}

func errnoOf(err error) syscall.Errno {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return syscall.EIO
}

// Process is a process of this machine.
type Process struct {
	process *os.Process
	conns   []*Conn
	job     windows.Handle // of it and all it starts; 0 for none
	limits  []spawn.ResourceLimit

	waiting sync.Once
	exit    spawn.Exit
	err     error

	mu      sync.Mutex
	awaited bool
	killed  syscall.Signal
}

func (p *Process) Pid() int { return p.process.Pid }

func (p *Process) Stdio(fd int) spawn.Conn {
	if c := p.Conn(fd); c != nil {
		return c
	}
	return nil
}

// Conn is Stdio with its concrete type.
func (p *Process) Conn(fd int) *Conn {
	if fd < 0 || fd >= len(p.conns) {
		return nil
	}
	return p.conns[fd]
}

// CloseEnd closes a descriptor's end.
func (p *Process) CloseEnd(fd int) {
	if c := p.Conn(fd); c != nil {
		c.Close()
	}
}

// Discard says that it cannot be known here whether all of an end's data has come in.
func (p *Process) Discard(int) (ended bool) { return false }

func (p *Process) Wait() (spawn.Exit, error) {
	p.mu.Lock()
	p.awaited = true
	p.mu.Unlock()
	p.waiting.Do(func() {
		state, err := p.process.Wait()
		if p.err = err; err != nil {
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.exit.Code = state.ExitCode()
		if p.job != 0 { // what it started goes on, as its owner's
			p.releaseJob()
		}
		if p.killed != 0 {
			p.exit.Code, p.exit.Signal = -1, p.killed
		}
		p.exit.Usage = spawn.Usage{UserTime: state.UserTime(), SystemTime: max(state.SystemTime(), time.Duration(0))}
	})
	return p.exit, p.err
}

// Signal ends the process for SIGINT, SIGTERM, SIGQUIT and SIGKILL, as libuv does: Windows has no other signals.
func (p *Process) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch sig {
	case 0:
		if err := p.process.Signal(syscall.Signal(0)); errors.Is(err, os.ErrProcessDone) {
			return spawn.ErrExited
		}
		return nil
	case syscall.SIGINT, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGKILL:
	default:
		return syscall.ENOSYS
	}
	if p.job != 0 {
		_ = windows.TerminateJobObject(p.job, 1)
	}
	err := p.process.Kill()
	if errors.Is(err, os.ErrProcessDone) {
		return spawn.ErrExited
	}
	if err == nil {
		p.killed = sig
	}
	return err
}

// Close closes every end of the process. Somebody waits for it until it ends.
func (p *Process) Close() error {
	p.closeConns()
	p.mu.Lock()
	awaited := p.awaited
	p.mu.Unlock()
	if !awaited {
		go p.Wait()
	}
	return nil
}

func (p *Process) closeConns() {
	for _, c := range p.conns {
		if c != nil {
			c.Close()
		}
	}
}
