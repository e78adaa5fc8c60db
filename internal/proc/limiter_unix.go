//go:build unix

package proc

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// Where the standard library starts a process it sets no limits for it. Then this program is started in its place, sets
// them for itself, and becomes the process. As with the guard, its main never runs.
const limiterName = "gojs-limiter"

func init() {
	if len(os.Args) > 3 && os.Args[0] == limiterName {
		limiter(os.Args[1], os.Args[2], os.Args[3:])
	}
}

func limiter(limits, path string, argv []string) {
	for l := range strings.SplitSeq(limits, ",") {
		number, most, _ := strings.Cut(l, "=")
		resource, err1 := strconv.Atoi(number)
		limit, err2 := strconv.ParseUint(most, 10, 64)
		if err1 != nil || err2 != nil {
			quit(syscall.EINVAL)
		}
		var r syscall.Rlimit
		softAndHard(&r.Cur, &r.Max, limit)
		if err := syscall.Setrlimit(resource, &r); err != nil {
			quit(err)
		}
	}
	quit(syscall.Exec(path, argv, os.Environ()))
}

func quit(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(127)
}

// launchPortably is forkExec for a command that may have limits.
func launchPortably(cmd *spawn.Command, path string, argv, env []string, ends []end) (int, handle, error) {
	if len(cmd.Limits) == 0 {
		return forkExec(cmd, path, argv, env, ends)
	}
	const execute = 1
	if err := syscall.Access(cmd.File, execute); err != nil { // the limiter could only say so by its exit code
		return 0, handle{}, &spawn.Error{Op: "execve", Path: path, Errno: err.(syscall.Errno)}
	}
	self := "/proc/self/exe"
	if runtime.GOOS != "linux" {
		var err error
		if self, err = os.Executable(); err != nil {
			return 0, handle{}, err
		}
	}
	list := make([]string, len(cmd.Limits))
	for i, l := range cmd.Limits {
		list[i] = fmt.Sprintf("%d=%d", resourceNumber(l.Resource), l.Max)
	}
	return forkExec(cmd, self, append([]string{limiterName, strings.Join(list, ","), path}, argv...), env, ends)
}

// resourceNumber is the system's number of a resource.
func resourceNumber(r spawn.Resource) int {
	switch r {
	case spawn.CPUSeconds:
		return syscall.RLIMIT_CPU
	case spawn.FileSize:
		return syscall.RLIMIT_FSIZE
	case spawn.DataSize:
		return syscall.RLIMIT_DATA
	case spawn.CoreSize:
		return syscall.RLIMIT_CORE
	case spawn.OpenFiles:
		return syscall.RLIMIT_NOFILE
	}
	return syscall.RLIMIT_AS
}

// limitable tells whether the system keeps to a limit: macOS takes those of memory and forgets them.
func limitable(r spawn.Resource) bool {
	return runtime.GOOS != "darwin" || r != spawn.DataSize && r != spawn.AddressSpace
}
