package proc

import (
	"bytes"
	"encoding/binary"
	"syscall"

	"golang.org/x/sys/unix"
)

const canListProcesses = true

// listProcesses lists all processes that can be seen.
func listProcesses() (list []listed) {
	all, err := unix.SysctlKinfoProcSlice("kern.proc.all")
	if err != nil {
		return nil
	}
	const zombie = 5 // SZOMB
	for i := range all {
		p := &all[i]
		list = append(list, listed{
			pid: int(p.Proc.P_pid), parent: int(p.Eproc.Ppid), ended: p.Proc.P_stat == zombie,
			started: uint64(p.Proc.P_starttime.Nano()),
		})
	}
	return list
}

// treeOf is the name of the tree that a process says it belongs to. The system shows the arguments and the environment
// of a user's own processes: argc, the file, arguments, variables.
func treeOf(pid int) string {
	b, err := unix.SysctlRaw("kern.procargs2", pid)
	if err != nil || len(b) < 4 {
		return ""
	}
	argc := binary.NativeEndian.Uint32(b)
	_, b, _ = bytes.Cut(b[4:], []byte{0})
	b = bytes.TrimLeft(b, "\x00")
	for range argc {
		_, b, _ = bytes.Cut(b, []byte{0})
	}
	prefix := []byte(TreeVariable + "=")
	for len(b) > 0 && b[0] != 0 {
		var entry []byte
		entry, b, _ = bytes.Cut(b, []byte{0})
		if value, ok := bytes.CutPrefix(entry, prefix); ok {
			return string(value)
		}
	}
	return ""
}

// signal sends a signal to the process that was listed, if it is still that one.
func (p listed) signal(sig syscall.Signal) {
	if now, err := unix.SysctlKinfoProc("kern.proc.pid", p.pid); err == nil && uint64(now.Proc.P_starttime.Nano()) == p.started {
		_ = syscall.Kill(p.pid, sig)
	}
}
