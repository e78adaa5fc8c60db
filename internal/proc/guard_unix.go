//go:build unix

package proc

import (
	"os"
	"os/signal"
	"runtime"
	"sync"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// The guard ends the trees of a program that has died, in whatever way: by a panic, SIGTERM or SIGKILL. It is the
// program itself, started once more when the first tree is planted, and waits for the end of a pipe whose other end only
// the program has. It has a session of its own, so that what a terminal sends to the program's group does not end it.
const guardName = "gojs-guard"

// init is where the guard's life begins and ends, in whatever program this package is part of: its main never runs.
func init() {
	if len(os.Args) == 2 && os.Args[0] == guardName {
		guard(os.Args[1])
		os.Exit(0)
	}
}

func guard(prefix string) {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	var b [1]byte
	for {
		n, err := os.Stdin.Read(b[:])
		if n == 0 && err != nil {
			break
		}
	}
	// A process may just be becoming one of a tree: the program was killed as it started it.
	for range 3 {
		fell(prefix)
	}
}

var guarding struct {
	sync.Mutex
	process *Process
	pipe    *os.File // the guard reads the other end
}

// guardTrees starts the guard, or another one if it is gone.
func guardTrees() error {
	g := &guarding
	g.Lock()
	defer g.Unlock()
	if g.process != nil && !g.process.gone() {
		return nil
	}
	if g.pipe != nil {
		g.pipe.Close()
		g.process, g.pipe = nil, nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	file := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		if file, err = os.Executable(); err != nil {
			w.Close()
			return err
		}
	}
	p, err := start(&spawn.Command{
		Call: "guard", Name: file, File: file, Argv: []string{guardName, treeHost() + "."}, Env: []string{"GOMAXPROCS=1"}, Dir: "/", Detached: true,
		Stdio: []spawn.Stdio{{Kind: spawn.File, File: r}, {}, {}},
	})
	if err != nil {
		w.Close()
		return err
	}
	g.process, g.pipe = p, w
	return nil
}

// gone tells, without a goroutine, whether the process has ended, and if so reaps it.
func (p *Process) gone() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	pid, err := syscall.Wait4(p.pid, nil, syscall.WNOHANG, nil)
	if pid != p.pid && err != syscall.ECHILD {
		return false
	}
	p.reaped = true
	buried(p.pid)
	p.handle.release()
	return true
}
