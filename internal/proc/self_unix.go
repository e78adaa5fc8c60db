//go:build unix

package proc

import (
	"os"
	"os/signal"
	"syscall"
)

// Exec makes this process another program. It returns only with an error.
func Exec(file string, argv, env []string) error {
	// Signals that Go ignores or handles go back to their defaults, as exec does for
	// handlers only.
	signal.Reset()
	return syscall.Exec(file, argv, env)
}

// Abort ends this process with SIGABRT, without the report that Go's own handler
// would print.
func Abort() {
	defaultAction(syscall.SIGABRT)
	_ = syscall.Kill(os.Getpid(), syscall.SIGABRT)
	select {} // until it arrives
}
