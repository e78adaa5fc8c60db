//go:build unix && !linux

package proc

import (
	"os"
	"runtime"
	"syscall"
	"time"

	"github.com/gojs-run/gojs/spawn"
)

// handle is the standard library's process: it does not signal what it has reaped.
type handle struct{ process *os.Process }

func newHandle(pid int) (handle, error) {
	p, err := os.FindProcess(pid)
	return handle{p}, err
}

func (h *handle) signal(sig syscall.Signal) error { return h.process.Signal(sig) }

// release lets go of a process that was reaped by its pid.
func (h *handle) release() { _ = h.process.Release() }

func (p *Process) await() (spawn.Exit, error) { return p.awaitPortably(p.handle.process) }

func usageOf(u *syscall.Rusage) spawn.Usage {
	rss := int64(u.Maxrss)
	if runtime.GOOS != "darwin" {
		rss *= 1024
	}
	return spawn.Usage{
		UserTime:   time.Duration(u.Utime.Nano()),
		SystemTime: time.Duration(u.Stime.Nano()),
		MaxRSS:     rss,
	}
}
