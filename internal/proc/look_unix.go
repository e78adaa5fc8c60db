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
	var space [256]byte
	for more := true; more; {
		var dir string
		dir, path, more = strings.Cut(path, ":")
		file := append(space[:0], dir...)
		if dir != "" && dir[len(dir)-1] != '/' {
			file = append(file, '/')
		}
		file = append(file, name...)
		abs := file
		if file[0] != '/' {
			abs = []byte(absolute(cmd.Dir, string(file)))
		}
		switch errno := executable(append(abs, 0)); errno {
		case 0:
			cmd.Found(string(abs), string(file))
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

// executable looks at a file whose path ends with a NUL.
func executable(path []byte) syscall.Errno {
	if errno := mayExecute(path); errno != 0 {
		return errno
	}
	var st syscall.Stat_t
	if err := syscall.Stat(string(path[:len(path)-1]), &st); err != nil {
		errno, _ := err.(syscall.Errno)
		return errno
	}
	if st.Mode&syscall.S_IFMT != syscall.S_IFREG {
		return syscall.EACCES
	}
	return 0
}
