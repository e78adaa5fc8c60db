package proc

import (
	"os"
	"os/signal"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// The first process of a system or a container is given the orphans: processes whose parents have ended. It has to wait
// for them, or they stay as zombies. Waiting for any child would take the status of those that this program has started
// from whoever waits for them, so it knows its own, and takes the others one by one.

// children are the processes that this program has started and not waited for, as far as orphans are reaped.
var children struct {
	reaping atomic.Bool
	birth   sync.RWMutex // held for reading from before a process is there until it is noted
	mu      sync.Mutex   // of own
	own     map[int]struct{}
	again   chan struct{}
}

// ReapOrphans reaps orphans from now on, if this process is one that is given them: the first of its PID namespace. It is
// for programs that start processes through this package only. It returns what ends that.
func ReapOrphans() (stop func()) {
	if os.Getpid() != 1 {
		return func() {}
	}
	return reapOrphans()
}

func reapOrphans() (stop func()) {
	c := &children
	c.birth.Lock()
	defer c.birth.Unlock()
	if c.reaping.Load() {
		return func() {}
	}
	c.own, c.again = map[int]struct{}{}, make(chan struct{}, 1)
	c.reaping.Store(true)
	ended, done, gone := make(chan os.Signal, 1), make(chan struct{}), make(chan struct{})
	signal.Notify(ended, syscall.SIGCHLD)
	go func() {
		defer close(gone)
		for { // orphans may be there already
			reapOthers()
			select {
			case <-ended:
			case <-c.again:
			case <-done:
				return
			}
		}
	}()
	return sync.OnceFunc(func() {
		signal.Stop(ended)
		close(done)
		<-gone
		c.reaping.Store(false)
	})
}

// bear starts a process and notes that it is ours before anybody can take it for an orphan.
func bear(launch func() (pid int, h handle, err error)) (int, handle, error) {
	c := &children
	if !c.reaping.Load() {
		return launch()
	}
	c.birth.RLock()
	defer c.birth.RUnlock()
	pid, h, err := launch()
	if err == nil {
		c.mu.Lock()
		c.own[pid] = struct{}{}
		c.mu.Unlock()
	}
	return pid, h, err
}

// buried notes that one of our own has been waited for. Its number may be an orphan's now.
func buried(pid int) {
	c := &children
	if !c.reaping.Load() {
		return
	}
	c.mu.Lock()
	delete(c.own, pid)
	c.mu.Unlock()
	select {
	case c.again <- struct{}{}:
	default:
	}
}

// reapOthers waits for all children that have ended and are not our own.
func reapOthers() {
	c := &children
	c.birth.Lock()
	defer c.birth.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		pid := someEnded()
		if pid == 0 {
			return
		}
		if _, own := c.own[pid]; own { // it hides the others, and is for somebody else to reap
			break
		}
		_, _ = syscall.Wait4(pid, nil, syscall.WNOHANG, nil)
	}
	self := os.Getpid()
	if link, err := os.Readlink("/proc/self"); err != nil || link != strconv.Itoa(self) {
		return // another namespace's; what is hidden now comes with the next end
	}
	for _, p := range listProcesses() {
		if _, own := c.own[p.pid]; !own && p.parent == self && p.ended {
			_, _ = syscall.Wait4(p.pid, nil, syscall.WNOHANG, nil)
		}
	}
}

// someEnded is the number of a child that has ended and that nobody has waited for, 0 if there is none.
func someEnded() int {
	const all = 0 // waitid's P_ALL
	var info siginfo
	for {
		_, _, errno := syscall.Syscall6(syscall.SYS_WAITID, all, 0, uintptr(unsafe.Pointer(&info)), syscall.WEXITED|syscall.WNOHANG|syscall.WNOWAIT, 0, 0)
		switch errno {
		case 0:
			return int(info.pid)
		case syscall.EINTR:
		default:
			return 0
		}
	}
}
