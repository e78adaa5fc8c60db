//go:build unix

package proc

import (
	"os"
	"strings"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// defaultPath is what execvp searches when the environment has no PATH.
const defaultPath = "/bin:/usr/bin"

// LookPath finds the file as execvp would in the child: a name with a slash is a path, others are searched on the
// command's own PATH; both are relative to its directory. A directory, or a file that may not be executed, is passed
// over, and makes the failure EACCES instead of ENOENT.
func (local) LookPath(cmd *spawn.Command) {
	name := cmd.Name
	if strings.IndexByte(name, '/') >= 0 {
		cmd.Found(absolute(cmd.Dir, name), name)
		return
	}
	if name == "" {
		cmd.NotFound = &spawn.Error{Op: "execve", Path: name, Errno: syscall.ENOENT}
		return
	}
	path, ok := cmd.Getenv("PATH")
	if !ok {
		path = defaultPath
	}
	failure := syscall.ENOENT
	for more := true; more; {
		var dir string
		dir, path, more = strings.Cut(path, ":")
		file := name
		if dir != "" {
			file = strings.TrimSuffix(dir, "/") + "/" + name
		}
		abs := absolute(cmd.Dir, file)
		switch errno := executable(abs); errno {
		case 0:
			cmd.Found(abs, file)
			return
		case syscall.EACCES:
			failure = syscall.EACCES
		case syscall.ENOENT, syscall.ENOTDIR, syscall.ESTALE, syscall.ENODEV, syscall.ETIMEDOUT:
		default:
			cmd.NotFound = &spawn.Error{Op: "execve", Path: name, Errno: errno}
			return
		}
	}
	cmd.NotFound = &spawn.Error{Op: "execve", Path: name, Errno: failure}
}

// absolute joins without cleaning: "link/.." is for the file system to resolve.
func absolute(dir, file string) string {
	if strings.HasPrefix(file, "/") {
		return file
	}
	if dir == "" {
		dir, _ = os.Getwd()
	}
	return strings.TrimSuffix(dir, "/") + "/" + strings.TrimPrefix(file, "./")
}

func executable(file string) syscall.Errno {
	const x = 1
	if err := syscall.Access(file, x); err != nil {
		errno, _ := err.(syscall.Errno)
		return errno
	}
	var st syscall.Stat_t
	if err := syscall.Stat(file, &st); err != nil {
		errno, _ := err.(syscall.Errno)
		return errno
	}
	if st.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return syscall.EACCES
	}
	return 0
}
