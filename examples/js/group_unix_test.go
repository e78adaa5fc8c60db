//go:build unix

package examples_test

import (
	"os/exec"
	"syscall"
)

// ownGroup makes cmd the leader of a process group, and has the end of its context end the whole group: what an example
// started goes with it.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
