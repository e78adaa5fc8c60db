//go:build unix && !linux && !darwin

package proc

import "syscall"

// These systems list their processes each in a way of its own.
const canListProcesses = false

func listProcesses() []listed { return nil }

func treeOf(int) string { return "" }

func (p listed) signal(sig syscall.Signal) { _ = syscall.Kill(p.pid, sig) }
