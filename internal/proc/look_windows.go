package proc

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gojs-run/gojs/spawn"
)

// LookPath finds the file as libuv does: a name with a directory in it is tried as it is (if it has an extension), then
// with .com and .exe; a bare name likewise in the command's directory and then in each of PATH in its environment.
func (local) LookPath(cmd *spawn.Command) {
	name := cmd.Name
	if name == "" || strings.HasSuffix(name, ".") || strings.HasSuffix(name, `\`) || strings.HasSuffix(name, "/") {
		cmd.NotFound = &spawn.Error{Op: "CreateProcess", Path: name, Errno: syscall.ENOENT}
		return
	}
	dir := cmd.Dir
	if dir == "" {
		dir, _ = os.Getwd()
	}
	dirs := []string{dir}
	if !strings.ContainsAny(name, `\/:`) {
		path, _ := cmd.Getenv("PATH")
		for _, d := range strings.Split(path, ";") {
			d = strings.Trim(d, `"' `)
			if d == "" {
				continue
			}
			if !filepath.IsAbs(d) {
				d = filepath.Join(dir, d)
			}
			dirs = append(dirs, d)
		}
	}
	for _, d := range dirs {
		file := name
		if !filepath.IsAbs(name) {
			file = filepath.Join(d, name)
		}
		candidates := []string{file + ".com", file + ".exe"}
		if filepath.Ext(file) != "" {
			candidates = append([]string{file}, candidates...)
		}
		for _, c := range candidates {
			if st, err := os.Stat(c); err == nil && !st.IsDir() {
				cmd.Found(c, c)
				return
			}
		}
	}
	cmd.NotFound = &spawn.Error{Op: "CreateProcess", Path: name, Errno: syscall.ENOENT}
}
