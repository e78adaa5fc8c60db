//go:build unix

package proc

import (
	"os"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// awaitPortably holds a thread until the process has ended.
func (p *Process) awaitPortably(process *os.Process) (exit spawn.Exit, err error) {
	state, err := process.Wait()
	p.mu.Lock()
	p.reaped = true
	p.mu.Unlock()
	buried(p.pid)
	if err != nil {
		return exit, err
	}
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		exit.Code, exit.Signal = -1, status.Signal()
	} else {
		exit.Code = state.ExitCode()
	}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		exit.Usage = usageOf(usage)
	}
	return exit, nil
}
