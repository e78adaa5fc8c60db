package proc

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// Exec is not to be had on Windows.
func Exec(string, []string, []string) error { return syscall.ENOSYS }

// Abort ends this process as the C library's abort does.
func Abort() {
	const exitCode = 134 // what Node gives
	_ = windows.TerminateProcess(windows.CurrentProcess(), exitCode)
	select {}
}
