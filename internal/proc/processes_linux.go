package proc

import (
	"bytes"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

const canListProcesses = true

// listProcesses lists all processes that can be seen.
func listProcesses() (list []listed) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, ok := lookAt(pid); ok {
			list = append(list, p)
		}
	}
	return list
}

// lookAt reads a process's line in /proc/pid/stat: pid (name) state ppid ... starttime, which is the 22nd.
func lookAt(pid int) (listed, bool) {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	i := bytes.LastIndexByte(b, ')')
	if err != nil || i < 0 {
		return listed{}, false
	}
	f := bytes.Fields(b[i+1:])
	if len(f) < 20 {
		return listed{}, false
	}
	p := listed{pid: pid, ended: f[0][0] == 'Z' || f[0][0] == 'X'}
	p.parent, _ = strconv.Atoi(string(f[1]))
	p.started, _ = strconv.ParseUint(string(f[19]), 10, 64)
	return p, true
}

// treeOf is the name of the tree that a process says it belongs to.
func treeOf(pid int) string {
	b, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/environ")
	return valueIn(b, TreeVariable)
}

// valueIn is a variable in NAME=value strings that each end with a zero byte.
func valueIn(b []byte, name string) string {
	prefix := []byte(name + "=")
	for len(b) > 0 {
		entry, rest, _ := bytes.Cut(b, []byte{0})
		if value, ok := bytes.CutPrefix(entry, prefix); ok {
			return string(value)
		}
		b = rest
	}
	return ""
}

// signal sends a signal to the process that was listed, and to no other that has got its pid since.
func (p listed) signal(sig syscall.Signal) {
	fd, err := unix.PidfdOpen(p.pid, 0)
	if err != nil {
		if err == unix.ENOSYS {
			_ = syscall.Kill(p.pid, sig)
		}
		return
	}
	defer unix.Close(fd)
	if now, ok := lookAt(p.pid); ok && now.started == p.started {
		_ = unix.PidfdSendSignal(fd, sig, nil, 0)
	}
}
