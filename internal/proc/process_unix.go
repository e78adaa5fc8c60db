//go:build unix

package proc

import (
	"context"
	"errors"
	"os"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// Local is the machine the program runs on.
var Local spawn.Backend = local{}

type local struct{}

// Start starts a process. The context is not used: starting is one short system call.
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
		return nil, &spawn.Error{Op: "execve", Path: cmd.Name, Errno: syscall.ENOENT}
	}
	for _, l := range cmd.Limits {
		if !limitable(l.Resource) {
			return nil, &spawn.UnsupportedError{Backend: "local", What: "a limit on " + l.Resource.String()}
		}
	}
	env, tree, err := plantTree(cmd)
	if err != nil {
		return nil, err
	}
	ends, err := openStdio(cmd.Stdio)
	if err != nil {
		return nil, err
	}
	path := cmd.Path()
	pid, h, err := bear(func() (int, handle, error) {
		pid, h, err := launchProcess(cmd, path, cmd.Argv, env, ends)
		if errors.Is(err, syscall.ENOEXEC) {
			// As execvp does it: a file with neither a known format nor #! is a script for the shell.
			argv := append([]string{"/bin/sh", path}, cmd.Args()...)
			pid, h, err = launchProcess(cmd, argv[0], argv, env, ends)
		}
		return pid, h, err
	})
	closeChildEnds(ends)
	if err != nil {
		closeParentEnds(ends)
		return nil, err
	}
	return &Process{pid: pid, handle: h, ends: ends, tree: tree}, nil
}

// Process is a process of this machine.
type Process struct {
	pid    int
	tree   string // of what it starts; "" for none
	handle handle // how to wait for it and signal it without its pid

	waiting sync.Once
	exit    spawn.Exit
	err     error

	mu      sync.Mutex
	ends    []end   // those with parent >= 0 are still raw descriptors
	conns   []*Conn // those handed out
	awaited bool    // somebody waits, or did
	reaped  bool
}

func (p *Process) Pid() int { return p.pid }

func (p *Process) Stdio(fd int) spawn.Conn {
	if c := p.Conn(fd); c != nil {
		return c
	}
	return nil
}

// Conn is Stdio with its concrete type.
func (p *Process) Conn(fd int) *Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fd < 0 || fd >= len(p.ends) {
		return nil
	}
	if e := &p.ends[fd]; e.parent >= 0 {
		if p.conns == nil {
			p.conns = make([]*Conn, len(p.ends))
		}
		p.conns[fd] = newConn(e.parent, e.socket)
		e.parent = -1
	}
	if p.conns == nil {
		return nil
	}
	return p.conns[fd]
}

// CloseEnd closes a descriptor's end, in the cheapest way if nobody has used it.
func (p *Process) CloseEnd(fd int) {
	p.mu.Lock()
	if fd < len(p.ends) && p.ends[fd].parent >= 0 {
		syscall.Close(p.ends[fd].parent)
		p.ends[fd].parent = -1
		p.mu.Unlock()
		return
	}
	p.mu.Unlock()
	if c := p.Conn(fd); c != nil {
		c.Close()
	}
}

// Discard throws away what has come in at an end that nobody has used. If that was all, it closes the end and returns
// true; else somebody has to go on reading.
func (p *Process) Discard(fd int) (ended bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if fd >= len(p.ends) || p.ends[fd].parent < 0 {
		return false
	}
	b := buffers.Get().(*[]byte)
	defer buffers.Put(b)
	for range 4 {
		n, err := syscall.Read(p.ends[fd].parent, *b)
		if err == syscall.EINTR {
			continue
		}
		if err == syscall.EAGAIN {
			return false
		}
		if n <= 0 {
			syscall.Close(p.ends[fd].parent)
			p.ends[fd].parent = -1
			return true
		}
	}
	return false
}

// takeEnds hands the descriptors that Conn was not called for over to the caller, who closes them.
func (p *Process) takeEnds() []end {
	p.mu.Lock()
	defer p.mu.Unlock()
	ends := p.ends
	p.ends = nil
	return ends
}

func (p *Process) Wait() (spawn.Exit, error) {
	p.mu.Lock()
	p.awaited = true
	p.mu.Unlock()
	p.waiting.Do(func() { p.exit, p.err = p.await() })
	return p.exit, p.err
}

func (p *Process) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reaped {
		return spawn.ErrExited
	}
	var others []listed
	if p.tree != "" && sig != 0 {
		others = inTree(p.tree, p.pid) // while its root is there: some are known by that
	}
	err := p.handle.signal(sig) // the root first: it has not learned from its children's ends what is coming
	for _, o := range others {
		if o.pid != p.pid {
			o.signal(sig)
		}
	}
	if p.tree != "" && sig == syscall.SIGKILL {
		fell(p.tree)
	}
	if errors.Is(err, syscall.ESRCH) || errors.Is(err, os.ErrProcessDone) {
		return spawn.ErrExited
	}
	return err
}

// Close closes every end of the process. A process nobody waits for is reaped when it ends.
func (p *Process) Close() error {
	p.mu.Lock()
	closeParentEnds(p.ends)
	for _, c := range p.conns {
		if c != nil {
			c.Close()
		}
	}
	awaited := p.awaited
	p.mu.Unlock()
	if !awaited {
		go p.Wait()
	}
	return nil
}
