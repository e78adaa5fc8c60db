// Package spawntest is a machine without an operating system: a [spawn.Backend] whose programs are Go functions. Scripts
// that start processes are tested on it without any process, and it shows what a backend has to do: streams, extra
// descriptors, signals, exit codes, and a typed error for what it cannot do.
//
//	m := spawntest.New(map[string]spawntest.Program{
//		"git": func(t *spawntest.Task) int {
//			fmt.Fprintln(t.Stdout, "On branch main")
//			return 0
//		},
//		"sh": spawntest.Shell,
//	})
//	rt, err := runtime.New(runtime.WithBackend(m))
package spawntest

import (
	"context"
	"io"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// Program is a program of a Machine: main, which returns the exit code.
type Program func(t *Task) int

// Machine has programs in /bin, and no files. It may be used by several Runtimes.
type Machine struct{ programs map[string]Program }

// New makes a machine with programs by name.
func New(programs map[string]Program) *Machine { return &Machine{maps.Clone(programs)} }

// LookPath finds a program by its name, or as /bin/name. PATH plays no part.
func (m *Machine) LookPath(cmd *spawn.Command) {
	name, _ := strings.CutPrefix(cmd.Name, "/bin/")
	if _, ok := m.programs[name]; ok {
		cmd.Found("/bin/"+name, "/bin/"+name)
		return
	}
	cmd.NotFound = &spawn.Error{Op: "execve", Path: cmd.Name, Errno: syscall.ENOENT}
}

// Start runs a program in goroutines of its own.
func (m *Machine) Start(_ context.Context, cmd *spawn.Command) (spawn.Process, error) {
	program, ok := m.programs[path.Base(cmd.File)]
	if !ok {
		return nil, &spawn.Error{Op: "execve", Path: cmd.Name, Errno: syscall.ENOENT}
	}
	if what := unsupported(cmd); what != "" {
		return nil, &spawn.UnsupportedError{Backend: "spawntest", What: what}
	}
	ctx, cancel := context.WithCancel(context.Background())
	p := &process{pid: spawn.FakePid(), cancel: cancel, done: make(chan struct{}), conns: make([]spawn.Conn, len(cmd.Stdio))}
	t := &Task{
		Context: ctx, Argv: slices.Clone(cmd.Argv), Env: slices.Clone(cmd.Env), Dir: cmd.Dir,
		Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard, machine: m, process: p,
		more: map[int]io.ReadWriteCloser{},
	}
	for fd, plan := range cmd.Stdio {
		t.open(fd, plan)
	}
	go func() {
		code := program(t)
		p.end(spawn.Exit{Code: code & 0xff})
	}()
	return p, nil
}

// unsupported is what a command asks for that is not to be had here.
func unsupported(cmd *spawn.Command) string {
	switch {
	case cmd.UID != nil || cmd.GID != nil:
		return "another user or group"
	case len(cmd.Limits) > 0:
		return "a limit on " + cmd.Limits[0].Resource.String()
	}
	for fd, plan := range cmd.Stdio {
		if plan.Kind == spawn.Inherit && plan.FD > 2 || plan.Kind == spawn.Inherit && fd > 2 || plan.Kind == spawn.File && fd > 2 {
			return "a descriptor of the host's"
		}
	}
	return ""
}

// Task is a program that runs.
type Task struct {
	Context context.Context // done when the process is killed
	Argv    []string
	Env     []string
	Dir     string
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer

	machine *Machine
	process *process
	more    map[int]io.ReadWriteCloser
}

// FD is descriptor 3 or above, nil if it is closed.
func (t *Task) FD(fd int) io.ReadWriteCloser { return t.more[fd] }

// Getenv returns a variable, "" if it is not set.
func (t *Task) Getenv(name string) string {
	v, _ := (&spawn.Command{Env: t.Env}).Getenv(name)
	return v
}

// Notify has signals sent to a channel that would end the process otherwise. SIGKILL ends it all the same.
func (t *Task) Notify() <-chan syscall.Signal {
	t.process.mu.Lock()
	defer t.process.mu.Unlock()
	if t.process.signals == nil {
		t.process.signals = make(chan syscall.Signal, 16)
	}
	return t.process.signals
}

// Call runs another program of the machine to its end, with the task's descriptors save those given.
func (t *Task) Call(argv []string, stdin io.Reader, stdout io.Writer) int {
	cmd := &spawn.Command{Name: argv[0]}
	if t.machine.LookPath(cmd); cmd.File == "" {
		_, _ = io.WriteString(t.Stderr, argv[0]+": not found\n")
		return 127
	}
	inner := *t
	inner.Argv, inner.Stdin, inner.Stdout = argv, stdin, stdout
	return t.machine.programs[path.Base(cmd.File)](&inner)
}

func (t *Task) open(fd int, plan spawn.Stdio) {
	var stream io.ReadWriteCloser
	switch plan.Kind {
	case spawn.Ignore:
		return
	case spawn.Pipe, spawn.Overlapped, spawn.Channel:
		in, out := newPipe(), newPipe()
		t.process.conns[fd] = conn{out, in}
		t.process.pipes = append(t.process.pipes, in, out)
		stream = conn{in, out}
	case spawn.File:
		stream = plan.File
	case spawn.Inherit:
		stream = [...]*os.File{os.Stdin, os.Stdout, os.Stderr}[plan.FD]
	}
	switch fd {
	case 0:
		t.Stdin = stream
	case 1:
		t.Stdout = stream
	case 2:
		t.Stderr = stream
	default:
		t.more[fd] = stream
	}
}

type process struct {
	pid    int
	cancel context.CancelFunc
	conns  []spawn.Conn
	pipes  []*pipe
	done   chan struct{}

	mu      sync.Mutex
	exit    spawn.Exit
	ended   bool
	signals chan syscall.Signal
}

func (p *process) Pid() int { return p.pid }

func (p *process) Stdio(fd int) spawn.Conn {
	if fd < 0 || fd >= len(p.conns) {
		return nil
	}
	return p.conns[fd]
}

func (p *process) Wait() (spawn.Exit, error) {
	<-p.done
	return p.exit, nil
}

func (p *process) Signal(sig syscall.Signal) error {
	p.mu.Lock()
	ended, signals := p.ended, p.signals
	p.mu.Unlock()
	switch {
	case ended:
		return spawn.ErrExited
	case sig == 0:
	case signals != nil && sig != syscall.SIGKILL:
		select {
		case signals <- sig:
		default: // as many are pending as there is room for
		}
	default:
		p.end(spawn.Exit{Code: -1, Signal: sig})
	}
	return nil
}

// end is the end of the process, however it came about; only the first counts.
func (p *process) end(exit spawn.Exit) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.ended, p.exit = true, exit
	p.cancel()
	for i, pipe := range p.pipes {
		if i%2 == 0 {
			pipe.closeReader()
		} else {
			pipe.closeWriter()
		}
	}
	close(p.done)
}

func (p *process) Close() error {
	for _, c := range p.conns {
		if c != nil {
			c.Close()
		}
	}
	return nil
}
